"""The content of a draft as JSON, between the process that reads a file and the one that asked for it."""

from __future__ import annotations

from typing import Any

from graphkit.model import Anomaly, Document
from graphkit.passages import Case, Passage
from graphkit.sources.brouillon.contenu import Cellule, Contenu, Paragraphe, Tableau

#: Characters that a draft has at most, with the limit of bytes as it is where nobody has set it.
SIGNES = 5_000_000


class Illisible(Exception):
    """A file as a whole cannot be read; the text says why, in the user's words."""


def trop_de_signes(limite: int) -> Illisible:
    """Return what refuses a text of too many characters.

    Args:
        limite: most characters.
    """
    return Illisible(
        f"more than {limite} characters, the limit (it rises with GRAPHKIT_MAX_DRAFT_BYTES); "
        "give the référentiel alone"
    )


def encode(contenu: Contenu) -> dict[str, Any]:
    """Return what is left of a content when its document is known apart.

    Args:
        contenu: the content.
    """
    return {
        "titre": contenu.titre,
        "elements": [_element(e) for e in contenu.elements],
        "anomalies": [
            [a.rule, a.message, a.excerpt, a.severity, a.message_en, [_passage(p) for p in a.passages]]
            for a in contenu.anomalies
        ],
    }


def decode(donnees: dict[str, Any], document: Document) -> Contenu:
    """Return the content that ``encode`` made JSON of.

    Args:
        donnees: what it returned.
        document: the file.
    """
    return Contenu(
        document,
        tuple(_lu(e) for e in donnees["elements"]),
        tuple(
            Anomaly(
                document,
                rule,
                message,
                excerpt=extrait,
                severity=severite,
                message_en=anglais,
                passages=tuple(_passage_lu(p) for p in passages),
            )
            for rule, message, extrait, severite, anglais, passages in donnees["anomalies"]
        ),
        donnees["titre"],
    )


def _element(element: Paragraphe | Tableau) -> dict[str, Any]:
    if isinstance(element, Paragraphe):
        return {
            "texte": element.texte,
            "passage": _passage(element.passage),
            "niveau": element.niveau,
            "puce": element.puce,
        }
    cellules: dict[int, tuple[int, Cellule]] = {}
    for rangee in element.rangees:
        for cellule in rangee:
            if cellule is not None:
                cellules.setdefault(id(cellule), (len(cellules), cellule))
    return {
        "numero": element.numero,
        "nom": element.nom,
        "cellules": [[c.texte, _passage(c.passage)] for _, c in cellules.values()],
        "rangees": [[None if c is None else cellules[id(c)][0] for c in r] for r in element.rangees],
    }


def _lu(donnees: dict[str, Any]) -> Paragraphe | Tableau:
    if "texte" in donnees:
        passage = _passage_lu(donnees["passage"])
        return Paragraphe(donnees["texte"], passage, donnees["niveau"], donnees["puce"])
    cellules = [Cellule(texte, _passage_lu(passage)) for texte, passage in donnees["cellules"]]
    rangees = tuple(tuple(None if i is None else cellules[i] for i in r) for r in donnees["rangees"])
    return Tableau(donnees["numero"], rangees, donnees["nom"])


def _passage(passage: Passage) -> list[Any]:
    case = passage.case
    return [
        passage.lignes,
        passage.caracteres,
        passage.chemin,
        passage.page,
        None if case is None else [case.tableau, case.rangee, case.colonne],
    ]


def _passage_lu(donnees: list[Any]) -> Passage:
    lignes, caracteres, chemin, page, case = donnees
    return Passage(
        None if lignes is None else (lignes[0], lignes[1]),
        None if caracteres is None else (caracteres[0], caracteres[1]),
        chemin,
        page,
        None if case is None else Case(*case),
    )
