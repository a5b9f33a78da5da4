"""What the document as a whole brings to light, in the form of findings that rest on no rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from graphkit.checking.composing import fingerprint_of
from graphkit.checking.constats import Constat, Element, Genre, of_competence
from graphkit.checking.findings import Finding, Place, Related, Words
from graphkit.checking.labels import class_label
from graphkit.checking.matrice import Trou, build_matrice
from graphkit.checking.numerotation import find_numerotation
from graphkit.checking.places import place_of, position_key
from graphkit.checking.repetitions import constats_of, find_repetitions
from graphkit.model import Record

_CLASSES: dict[Genre, str] = {
    "certification": "Certification",
    "activite": "Activite",
    "competence": "Competence",
    "bloc": "BlocDeCompetences",
    "modalite": "ModaliteEvaluation",
    "critere": "CritereEvaluation",
}

#: Observation -> the rules that may find the same.
_COVERED = {
    "absence-bloc": ("R02",),
    f"matrice-{Trou.COMPETENCE_SANS_ACTIVITE}": ("R21",),
    f"matrice-{Trou.ACTIVITE_SANS_COMPETENCE}": ("R21",),
    f"matrice-{Trou.BLOC_SANS_COMPETENCE}": ("R05",),
    f"matrice-{Trou.BLOC_SANS_ACTIVITE}": ("R06",),
    f"matrice-{Trou.COMPETENCE_SANS_CRITERE}": ("R12",),
    f"matrice-{Trou.COMPETENCE_SANS_MODALITE}": ("R11", "R12"),
}

#: Documents whose template lists the transversal competences apart, assessed with the others ("il n'y a pas
#: d'évaluation spécifique"), and what that is no slip of.
_TEMPLATES = ("-reac", "-re")
_OF_TEMPLATE = frozenset(
    {
        f"matrice-{Trou.COMPETENCE_HORS_BLOC}",
        f"matrice-{Trou.COMPETENCE_SANS_MODALITE}",
        "numerotation-code-absent",
    }
)


def observe(record: Record, iri: str) -> Iterator[Finding]:
    """Yield the slips of numbering, the repetitions and the holes of a document.

    Args:
        record: the document as read.
        iri: IRI of the certification that it describes.
    """
    kind = record.document.type_source
    for constat in _constats(record):
        yield _finding(constat, iri, kind)


def is_covered(observation: Finding, findings: Iterable[Finding]) -> bool:
    """Tell whether a rule has found the same thing, so that it need not be told twice.

    Args:
        observation: what looking at the whole brings to light.
        findings: what the rules found.
    """
    rules = _COVERED.get(observation.rule, ())
    return any(each.rule in rules and each.quote == observation.quote for each in findings)


def _constats(record: Record) -> Iterator[Constat]:
    certification = record.certification
    lacunes = (each.constat() for each in build_matrice(certification).lacunes)
    without = _transversales(record)
    for constat in chain(find_numerotation(record), lacunes):
        if constat.regle not in _OF_TEMPLATE or constat.elements[0] not in without:
            yield constat
    yield from constats_of(find_repetitions(certification))


def _transversales(record: Record) -> list[Element]:
    """Return the competences that the ministry's templates print beside the blocs, without a number."""
    if not record.document.type_source.endswith(_TEMPLATES):
        return []
    return [of_competence(each) for each in record.certification.competences if not each.code_imprime]


def _finding(constat: Constat, iri: str, kind: str) -> Finding:
    first, *others = constat.elements
    excerpt = constat.excerpt if constat.excerpt != first.texte else ""
    return Finding(
        fingerprint=fingerprint_of(constat.regle, *(each.texte for each in constat.elements), excerpt),
        rule=constat.regle,
        severity=constat.gravite,
        force="",
        shape="",
        component="",
        path="",
        focus=iri,
        thing=_thing(first),
        places=_places(first, kind),
        quote=first.texte,
        words=excerpt,
        message=Words(constat.message_fr, constat.message_en),
        suggestion=Words(),
        related=tuple(Related(_thing(each), each.texte, _places(each, kind), iri) for each in others),
    )


def _thing(element: Element) -> Words:
    if element.genre == "document":
        return Words()
    name = class_label(_CLASSES[element.genre])
    code = element.repere if element.genre != "certification" else ""
    return Words(f"{name.fr} {code}".strip(), f"{name.en} {code}".strip())


def _places(element: Element, kind: str) -> tuple[Place, ...]:
    if element.genre == "certification":
        return ()
    return tuple(place_of(each, kind) for each in sorted(element.passages, key=position_key))
