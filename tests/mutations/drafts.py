"""Clean drafts: invented certifications that no rule has anything to say against, as records."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from graphkit.model import (
    Acces,
    Activite,
    Bloc,
    Certificateur,
    Certification,
    Code,
    Competence,
    Concept,
    Critere,
    Document,
    Fait,
    Modalite,
    Record,
)
from graphkit.passages import Case, Passage

NETS = Path(__file__).parents[1] / "cases" / "mutations" / "nets"
#: The day whose rules are applied to all drafts.
JOUR = date(2026, 9, 1)

_PREAMBULE = (
    "Le référent handicap du certificateur reçoit chaque candidat qui le demande et adapte avec lui les"
    " supports, le matériel et le déroulement des évaluations."
)
_JURY = "Le jury compte un président extérieur au certificateur et deux professionnels du métier."


class _Table:
    """Gives each thing a cell of its own, as a draft in a table would."""

    def __init__(self) -> None:
        self._row = 1

    def next(self, column: int) -> tuple[Passage, ...]:
        self._row += 1
        return (Passage(case=Case(1, self._row, column)),)


def names() -> list[str]:
    """Return the names of the clean drafts."""
    return sorted(path.stem for path in NETS.glob("*.toml"))


@cache
def clean(name: str) -> Record:
    """Return a clean draft.

    Args:
        name: its name.
    """
    data = tomllib.loads((NETS / f"{name}.toml").read_text(encoding="utf-8"))
    table = _Table()
    register = "rs" if data["identifiant"].startswith("RS") else "rncp"
    certification = Certification(
        data["identifiant"],
        faits=tuple(_faits(data, register, table)),
        blocs=tuple(
            _bloc(data["identifiant"], rank, each, table)
            for rank, each in enumerate(data.get("blocs", ()), 1)
        ),
        activites=tuple(_activite(each, table) for each in data.get("activites", ())),
        competences=_competences(data, table),
        certificateurs=(Certificateur(data["certificateur"], passages=table.next(1)),),
        acces=(Acces("vae", ouverte=True, jury=_JURY, passages=table.next(1)),),
    )
    return Record(Document(f"{name}.docx", "docx"), certification)


def as_fiche(record: Record) -> Record:
    """Return a draft as the register would publish it."""
    certification = record.certification
    if not any(fait.propriete == "ref:active" for fait in certification.faits):
        active = Fait("ref:active", valeur=True)
        certification = replace(certification, faits=(*certification.faits, active))
    return Record(Document("export.xml", "xml-fc"), certification)


def _faits(data: dict[str, Any], register: str, table: _Table) -> Iterator[Fait]:
    yield Fait("skos:prefLabel", data["intitule"], table.next(1))
    yield Fait("ref:numeroFiche", Code(data["identifiant"]), table.next(1))
    yield Fait("ref:repertoire", Concept("repertoire", register))
    if "niveau" in data:
        yield Fait("ref:niveau", Concept("niveau", data["niveau"]), table.next(1))
    for nsf in data["nsf"]:
        yield Fait("ref:nsf", Concept("nsf", nsf), table.next(1))
    for rome in data["rome"]:
        yield Fait("ref:viseMetier", Concept("rome", rome), table.next(1))
    yield Fait("ref:objectifsContexte", data["emploi"], table.next(1))
    yield Fait("ref:preambule", _PREAMBULE, table.next(1))
    yield Fait("ref:typeEnregistrement", Concept("type-enregistrement", "sur-demande"))
    yield Fait("ref:dateDecision", date(2026, 3, 2), table.next(1))
    yield Fait("ref:dateEffet", date(2026, 3, 12), table.next(1))
    yield Fait("ref:dateFinEnregistrement", date(2029, 3, 12), table.next(1))
    yield Fait("ref:dureeEnregistrement", 3, table.next(1))
    yield Fait("ref:prerequisValidation", "Justifier de six mois d’expérience dans le métier.", table.next(1))


def _activite(data: dict[str, Any], table: _Table) -> Activite:
    return Activite(
        data["code"],
        data["intitule"],
        data["code"],
        sous_activites=tuple(_activite(each, table) for each in data.get("sous", ())),
        competences=tuple(data.get("competences", ())),
        passages=table.next(1),
    )


def _bloc(identifiant: str, rank: int, data: dict[str, Any], table: _Table) -> Bloc:
    code = f"{identifiant}BC{rank:02}"
    passages = table.next(2)
    return Bloc(code, data["intitule"], _competences(data, table), passages=passages, code_imprime=code)


def _competences(data: dict[str, Any], table: _Table) -> tuple[Competence, ...]:
    """Return the competences of a bloc, or of a whole certification, with the assessment they share."""
    if "competences" not in data:
        return ()
    modalite = Modalite(data["modalite"], passages=table.next(4))
    return tuple(
        Competence(
            each["enonce"],
            each["code"],
            each["code"],
            modalites=(modalite,),
            criteres=tuple(Critere(critere, table.next(5)) for critere in each["criteres"]),
            passages=table.next(3),
        )
        for each in data["competences"]
    )
