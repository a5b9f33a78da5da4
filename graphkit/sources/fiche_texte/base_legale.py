"""The legal texts on which a certification rests, with their dates and effects."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from graphkit.model import Concept, Fait, TexteReglementaire
from graphkit.sources.fiche_texte.lignes import Ligne, Texte, split_paragraphs
from graphkit.sources.fiche_texte.rubriques import Rubrique
from graphkit.sources.fiches_dites import date_illisible
from graphkit.text import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphkit.sources.fiche_texte.releve import Releve
    from graphkit.sources.fiche_texte.rubriques import Section

#: Section -> nature of the texts under it. The model has no nature of its own for the VAE decree.
NATURES = {
    Rubrique.DECRET_GENERAL: "decret-general",
    Rubrique.ARRETE_CREATION: "creation",
    Rubrique.ARRETE_VAE: "autre",
    Rubrique.REFERENCES_AUTRES: "autre",
}
_MOIS = {
    "janvier": 1,
    "fevrier": 2,
    "mars": 3,
    "avril": 4,
    "mai": 5,
    "juin": 6,
    "juillet": 7,
    "aout": 8,
    "septembre": 9,
    "octobre": 10,
    "novembre": 11,
    "decembre": 12,
}
_NOMBRES = {"un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7}
_DATE = r"(\d{1,2}(?:er)?\s+[^\W\d]{3,9}\s+\d{4}|\d{1,2}/\d{1,2}/\d{4})"
_DATES = (
    (
        "eli:date_document",
        re.compile(rf"\A(?:Arrêté|Décret|Décision)\b(?:\s+n\s*°\s*[\d-]+)?\s+du\s+{_DATE}", re.IGNORECASE),
    ),
    (
        "eli:date_publication",
        re.compile(rf"publiée?\s+au\s+(?:Journal\s+Officiel|J\.?O\.?)\s+du\s+{_DATE}", re.IGNORECASE),
    ),
    ("ref:dateEffet", re.compile(rf"avec\s+effet\s+(?:au|à\s+compter\s+du)\s+{_DATE}", re.IGNORECASE)),
    ("ref:dateFinEnregistrement", re.compile(rf"jusqu['’]au\s+{_DATE}", re.IGNORECASE)),
)
_DUREE = re.compile(r"Enregistrement\s+pour\s+(\d{1,2}|[^\W\d]{2,6})\s+ans?\b", re.IGNORECASE)
_NIVEAU = re.compile(r"\bau\s+niveau\s+(VI|V|IV|III|II|I)\b")
_INTITULE = re.compile(
    r"sous\s+l['’]intitulé\s+"
    r"(?:\"(?P<droits>[^\"]{1,800})\"|«\s*(?P<francais>[^»]{1,800}?)\s*»|“\s*(?P<anglais>[^”]{1,800}?)\s*”"
    r"|(?P<nu>[^\"«“.]{1,800}?)(?=,?\s+avec\s+effet\b|,?\s+jusqu['’]au\b|\.))",
    re.IGNORECASE,
)
_NOUVEAU_TEXTE = re.compile(r"\s*(?:Arrêté|Décret|Loi|Décision)\s+(?:n\s*°|du\b)")


def read_legal_texts(section: Section, releve: Releve) -> Iterator[TexteReglementaire]:
    """Read the legal texts under one heading, in the order of the fiche.

    Args:
        section: one of the sections of ``NATURES``.
        releve: is told of dates that are none.
    """
    for lignes in _split_texts(section.lignes):
        texte = Texte(lignes)
        yield TexteReglementaire(
            intitule=texte.valeur,
            nature=NATURES[section.rubrique],
            faits=tuple(_statements(texte, releve)),
            passages=texte.passages(),
        )


def _split_texts(lignes: Sequence[Ligne]) -> list[list[Ligne]]:
    groups: list[list[Ligne]] = []
    for morceau in split_paragraphs(lignes):
        for position, ligne in enumerate(morceau.lignes):
            before = groups[-1][-1].mots if groups else ""
            # « … par l’ | arrêté du … » wrapped in mid-sentence is no new text: the one before has to end.
            new = before.endswith(".") and _NOUVEAU_TEXTE.match(ligne.brut, ligne.debut)
            if position == 0 or new:
                groups.append([ligne])
            else:
                groups[-1].append(ligne)
    return groups


def _statements(texte: Texte, releve: Releve) -> Iterator[Fait]:
    for propriete, pattern in _DATES:
        match = pattern.search(texte.valeur)
        if match is None:
            continue
        where = texte.passages(*match.span(1))
        day = _date(match[1])
        if day is None:
            releve.add_anomaly(
                date_illisible(match[1]),
                match.group(),
                where,
            )
        else:
            yield Fait(propriete, day, where)
    if match := _DUREE.search(texte.valeur):
        years = int(match[1]) if match[1].isdecimal() else _NOMBRES.get(match[1].lower())
        if years is not None:
            yield Fait("ref:dureeEnregistrement", years, texte.passages(*match.span()))
    if match := _NIVEAU.search(texte.valeur):
        yield Fait("ref:niveau1969", Concept("niveau-1969", match[1]), texte.passages(*match.span()))
    if match := _INTITULE.search(texte.valeur):
        group = str(match.lastgroup)
        yield Fait("ref:intituleEnregistre", match[group], texte.passages(*match.span(group)))


def _date(printed: str) -> date | None:
    """Return the date that a French phrase names, ``None`` if the calendar has no such day."""
    try:
        if "/" in printed:
            day, month, year = (int(part) for part in printed.split("/"))
        else:
            first, name, last = printed.split()
            day, month, year = int(first.lower().removesuffix("er")), _MOIS[slugify(name)], int(last)
        return date(year, month, day)
    except (KeyError, ValueError):
        return None
