"""Small changes to a certification, from which faults are made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from graphkit.model import Activite, Bloc, Certification, Competence, Fait, Modalite, Record, Valeur

#: Words for which other rules look: a statement that has them is not reworded.
THEMES = re.compile(
    r"environnement|climat|handicap|accessib|sécurité|santé|accident|numérique|logiciel|application|plateforme"
    r"|dématérialis|données|consommateur|milieu naturel|confidentialité",
    re.IGNORECASE,
)


def competences_of(certification: Certification) -> list[Competence]:
    """Return all competences, in order."""
    return [*(each for bloc in certification.blocs for each in bloc.competences), *certification.competences]


def plain_competences(certification: Certification) -> list[Competence]:
    """Return the competences whose statement speaks of no theme, and says a means and a purpose."""
    return [
        each
        for each in competences_of(certification)
        if not THEMES.search(each.enonce) and " en " in each.enonce and " afin d" in each.enonce
    ]


def change(record: Record, **parts: object) -> Record:
    """Return a record with parts of its certification replaced."""
    return replace(record, certification=replace(record.certification, **parts))  # type: ignore[arg-type]


def with_competences(record: Record, edit: Callable[[Competence], Competence | None]) -> Record:
    """Return a record with each competence edited; ``None`` takes it out, also of the activities."""
    certification = record.certification
    kept = {each.code for each in competences_of(certification) if edit(each) is not None}

    def edited(those: Iterable[Competence]) -> tuple[Competence, ...]:
        return tuple(new for each in those if (new := edit(each)) is not None)

    return change(
        record,
        blocs=tuple(replace(bloc, competences=edited(bloc.competences)) for bloc in certification.blocs),
        competences=edited(certification.competences),
        activites=_without(certification.activites, kept),
    )


def _without(activites: tuple[Activite, ...], kept: set[str | None]) -> tuple[Activite, ...]:
    return tuple(
        replace(
            each,
            competences=tuple(code for code in each.competences if code in kept),
            sous_activites=_without(each.sous_activites, kept),
        )
        for each in activites
    )


def unlink(record: Record, codes: Iterable[str | None]) -> Record:
    """Return a record in which no activity calls for these competences."""
    kept = {each.code for each in competences_of(record.certification)} - set(codes)
    return change(record, activites=_without(record.certification.activites, kept))


def reword(record: Record, code: str | None, enonce: str) -> Record:
    """Return a record with the statement of one competence replaced."""
    return with_competences(record, lambda each: replace(each, enonce=enonce) if each.code == code else each)


def with_modalite(record: Record, old: Modalite, *new: Modalite) -> Record:
    """Return a record with one modality replaced, wherever it stands."""

    def edit(each: Competence) -> Competence:
        return replace(each, modalites=new) if old in each.modalites else each

    return with_competences(record, edit)


def with_blocs(record: Record, edit: Callable[[Bloc], Bloc]) -> Record:
    """Return a record with each bloc edited."""
    return change(record, blocs=tuple(map(edit, record.certification.blocs)))


def with_fait(record: Record, propriete: str, *valeurs: Valeur) -> Record:
    """Return a record with the values of one property replaced; none takes it away."""
    others = tuple(fait for fait in record.certification.faits if fait.propriete != propriete)
    return change(record, faits=(*others, *(Fait(propriete, valeur) for valeur in valeurs)))


def leaves(activites: Iterable[Activite]) -> list[Activite]:
    """Return the activities under which there is none."""
    return [
        leaf
        for each in activites
        for leaf in (leaves(each.sous_activites) if each.sous_activites else [each])
    ]
