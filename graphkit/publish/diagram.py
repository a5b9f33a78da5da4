"""The main classes as a diagram: where each stands, and the lines between them."""

from __future__ import annotations

from dataclasses import dataclass

from graphkit.publish.vocabulary import TermDoc, vocabulary
from graphkit.terms import REF

_WIDTH, _HEIGHT = 188, 48
_ACROSS, _DOWN = 336, 96
_MARGIN = 12
#: Class -> column and row.
_PLACES = {
    "Certificateur": (0, 0), "AccesParVoie": (0, 1), "TexteReglementaire": (0, 2),
    "Fiche": (1, 0), "Certification": (1, 1), "Correspondance": (1, 2),
    "BlocDeCompetences": (2, 1), "Activite": (2, 2),
    "CritereEvaluation": (3, 0), "Competence": (3, 1), "ModaliteEvaluation": (3, 2), "Livrable": (3, 3),
}  # fmt: skip
_LINES = (
    ("Certification", "delivreePar", "Certificateur"), ("Certification", "accessiblePar", "AccesParVoie"),
    ("Certification", "fondeeSur", "TexteReglementaire"), ("Certification", "aPourFiche", "Fiche"),
    ("Certification", "correspondance", "Correspondance"),
    ("Certification", "comporteBloc", "BlocDeCompetences"),
    ("Certification", "comporteActivite", "Activite"),
    ("BlocDeCompetences", "comporteActivite", "Activite"), ("BlocDeCompetences", "regroupe", "Competence"),
    ("Activite", "mobilise", "Competence"), ("Competence", "aPourCritere", "CritereEvaluation"),
    ("Competence", "estEvalueePar", "ModaliteEvaluation"), ("ModaliteEvaluation", "attend", "Livrable"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A class in the diagram; ``x`` and ``y`` are its upper left corner."""

    term: TermDoc
    x: int
    y: int
    width: int = _WIDTH
    height: int = _HEIGHT


@dataclass(frozen=True, slots=True)
class Line:
    """A property in the diagram, from the border of a box to that of another, with its label half way."""

    subject: TermDoc
    term: TermDoc
    value: TermDoc
    start: tuple[int, int]
    end: tuple[int, int]
    middle: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Diagram:
    """The main classes and the properties between them."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def diagram() -> Diagram:
    """Return the diagram of the main classes."""
    terms = vocabulary().terms
    boxes = {
        name: Box(terms[str(REF[name])], _MARGIN + column * _ACROSS, _MARGIN + row * _DOWN)
        for name, (column, row) in _PLACES.items()
    }
    return Diagram(
        boxes=tuple(boxes.values()),
        lines=tuple(_line(boxes[a], terms[str(REF[name])], boxes[b]) for a, name, b in _LINES),
        width=2 * _MARGIN + 3 * _ACROSS + _WIDTH,
        height=2 * _MARGIN + 3 * _DOWN + _HEIGHT,
    )


def _line(start: Box, term: TermDoc, end: Box) -> Line:
    if start.x == end.x:
        down = end.y > start.y
        x = start.x + _WIDTH // 2
        first = (x, start.y + _HEIGHT if down else start.y)
        last = (x, end.y if down else end.y + _HEIGHT)
    else:
        right = end.x > start.x
        first = (start.x + _WIDTH if right else start.x, start.y + _HEIGHT // 2)
        last = (end.x if right else end.x + _WIDTH, end.y + _HEIGHT // 2)
    x, y = (first[0] + last[0]) // 2, (first[1] + last[1]) // 2
    # A label stands above a level line, and on any other.
    return Line(start.term, term, end.term, first, last, (x, y - 7 if first[1] == last[1] else y + 4))
