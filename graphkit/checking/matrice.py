"""The traceability matrix of a certification: activity, competence, bloc, modality, criterion, and its holes.

What a document does not speak of at all is no hole: one without activities cannot lack the link from a
competence to its activity. Such relations are named apart, in ``Matrice.muettes``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from graphkit.checking.constats import (
    Constat,
    Element,
    all_activites,
    all_competences,
    of_activite,
    of_bloc,
    of_certification,
    of_competence,
    of_critere,
    of_modalite,
)
from graphkit.identifiers import digest
from graphkit.model import Activite, Bloc, Certification, Competence


class Relation(StrEnum):
    """A relation that the matrix shows, if the document does."""

    ACTIVITE_COMPETENCE = "activite-competence"
    COMPETENCE_BLOC = "competence-bloc"
    COMPETENCE_MODALITE = "competence-modalite"
    COMPETENCE_CRITERE = "competence-critere"


class Trou(StrEnum):
    """A kind of hole."""

    COMPETENCE_SANS_ACTIVITE = "competence-sans-activite"
    ACTIVITE_SANS_COMPETENCE = "activite-sans-competence"
    COMPETENCE_INCONNUE = "competence-inconnue"
    COMPETENCE_HORS_BLOC = "competence-hors-bloc"
    BLOC_SANS_COMPETENCE = "bloc-sans-competence"
    BLOC_SANS_ACTIVITE = "bloc-sans-activite"
    COMPETENCE_SANS_MODALITE = "competence-sans-modalite"
    MODALITE_SANS_COMPETENCE = "modalite-sans-competence"
    COMPETENCE_SANS_CRITERE = "competence-sans-critere"


#: Hole -> the relation in which it is, and what to say of it in French and in English.
_TROUS: dict[Trou, tuple[Relation, str, str]] = {
    Trou.COMPETENCE_SANS_ACTIVITE: (
        Relation.ACTIVITE_COMPETENCE,
        "Aucune activité ne mobilise la compétence « {nom} ».",
        "No activity calls for the competence “{nom}”.",
    ),
    Trou.ACTIVITE_SANS_COMPETENCE: (
        Relation.ACTIVITE_COMPETENCE,
        "L’activité « {nom} » ne mobilise aucune compétence.",
        "The activity “{nom}” calls for no competence.",
    ),
    Trou.COMPETENCE_INCONNUE: (
        Relation.ACTIVITE_COMPETENCE,
        "L’activité « {nom} » renvoie à « {detail} », qu’aucune compétence ne porte.",
        "The activity “{nom}” refers to “{detail}”, which is the code of no competence.",
    ),
    Trou.COMPETENCE_HORS_BLOC: (
        Relation.COMPETENCE_BLOC,
        "La compétence « {nom} » n’est dans aucun bloc.",
        "The competence “{nom}” stands in no bloc.",
    ),
    Trou.BLOC_SANS_COMPETENCE: (
        Relation.COMPETENCE_BLOC,
        "Le bloc « {nom} » ne regroupe aucune compétence.",
        "The bloc “{nom}” holds no competence.",
    ),
    Trou.BLOC_SANS_ACTIVITE: (
        Relation.ACTIVITE_COMPETENCE,
        "Aucune compétence du bloc « {nom} » ne découle d’une activité.",
        "No competence of the bloc “{nom}” derives from an activity.",
    ),
    Trou.COMPETENCE_SANS_MODALITE: (
        Relation.COMPETENCE_MODALITE,
        "La compétence « {nom} » n’a pas de modalité d’évaluation, ni son bloc.",
        "Neither the competence “{nom}” nor its bloc has a modality of assessment.",
    ),
    Trou.MODALITE_SANS_COMPETENCE: (
        Relation.COMPETENCE_MODALITE,
        "La modalité « {nom} » n’évalue aucune compétence.",
        "The modality “{nom}” assesses no competence.",
    ),
    Trou.COMPETENCE_SANS_CRITERE: (
        Relation.COMPETENCE_CRITERE,
        "La compétence « {nom} » n’a pas de critère d’évaluation.",
        "The competence “{nom}” has no criterion of assessment.",
    ),
}


@dataclass(frozen=True, slots=True)
class Ligne:
    """One row of the matrix: a competence as one activity calls for it, or what has no competence.

    Attributes:
        activites: the activity and, after it, those under it down to the one that calls for the competence.
        modalites: its own, else those of its bloc.
        criteres: its criteria.
    """

    activites: tuple[Element, ...]
    competence: Element | None
    bloc: Element | None
    modalites: tuple[Element, ...] = ()
    criteres: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Lacune:
    """A hole of the matrix.

    Attributes:
        trou: its kind.
        element: what lacks something, with its place.
        detail: the code that leads nowhere, for ``competence-inconnue``.
    """

    trou: Trou
    element: Element
    detail: str = ""

    @property
    def relation(self) -> Relation:
        """The relation in which the hole is."""
        return _TROUS[self.trou][0]

    def constat(self) -> Constat:
        """Return the hole as a finding."""
        _, francais, anglais = _TROUS[self.trou]
        said = {"nom": self.element.nom, "detail": self.detail}
        return Constat(
            f"matrice-{self.trou}",
            francais.format(**said),
            anglais.format(**said),
            "warning",
            (self.element,),
            self.detail,
        )


@dataclass(frozen=True, slots=True)
class Matrice:
    """The matrix of one certification.

    Attributes:
        certification: whose it is.
        lignes: its rows: activities in order, then competences that none calls for, then empty blocs.
        lacunes: its holes, in the same order.
        muettes: relations that the document does not show at all, so that no hole of theirs can be told.
    """

    certification: Element
    lignes: tuple[Ligne, ...]
    lacunes: tuple[Lacune, ...]
    muettes: tuple[Relation, ...]

    def cellules(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Yield the rows as text, as a table or a CSV file shows them: one line for each thing of a cell."""
        for ligne in self.lignes:
            yield (
                _texte(*ligne.activites),
                _texte(*filter(None, [ligne.competence])),
                _texte(*filter(None, [ligne.bloc])),
                _texte(*ligne.modalites),
                _texte(*ligne.criteres),
            )


#: Columns of ``Matrice.cellules``.
COLONNES = ("activite", "competence", "bloc", "modalite", "critere")


def build_matrice(certification: Certification) -> Matrice:
    """Return the traceability matrix of a certification.

    Args:
        certification: as its reader gives it.
    """
    competences = list(all_competences(certification))
    by_code: dict[str, list[tuple[Bloc | None, Competence]]] = defaultdict(list)
    for bloc, competence in competences:
        by_code[_nom(competence)].append((bloc, competence))
    lignes: list[Ligne] = []
    mobilisees: set[str] = set()
    for chemin, activite in _chemins(certification.activites, ()):
        for code in activite.competences:
            mobilisees.add(code)
            lignes += [_ligne(chemin, bloc, each) for bloc, each in by_code.get(code, ())]
        if not activite.competences and not activite.sous_activites:
            lignes.append(Ligne(chemin, None, None))
    lignes += [_ligne((), bloc, each) for bloc, each in competences if _nom(each) not in mobilisees]
    lignes += [
        Ligne((), None, of_bloc(bloc), tuple(map(of_modalite, bloc.modalites)))
        for bloc in certification.blocs
        if not bloc.competences
    ]
    muettes = _muettes(certification)
    lacunes = _lacunes(certification, set(by_code), mobilisees)
    return Matrice(
        of_certification(certification),
        tuple(lignes),
        tuple(lacune for lacune in lacunes if lacune.relation not in muettes),
        muettes,
    )


def _chemins(
    activites: tuple[Activite, ...], au_dessus: tuple[Element, ...]
) -> Iterator[tuple[tuple[Element, ...], Activite]]:
    for activite in activites:
        chemin = (*au_dessus, of_activite(activite))
        yield chemin, activite
        yield from _chemins(activite.sous_activites, chemin)


def _ligne(chemin: tuple[Element, ...], bloc: Bloc | None, competence: Competence) -> Ligne:
    modalites = competence.modalites or (bloc.modalites if bloc else ())
    return Ligne(
        chemin,
        of_competence(competence),
        of_bloc(bloc) if bloc else None,
        tuple(map(of_modalite, modalites)),
        tuple(map(of_critere, competence.criteres)),
    )


def _muettes(certification: Certification) -> tuple[Relation, ...]:
    """Return the relations of which the document has no single instance."""
    competences = [competence for _, competence in all_competences(certification)]
    shown = {
        Relation.ACTIVITE_COMPETENCE: any(
            each.competences for each in all_activites(certification.activites)
        ),
        Relation.COMPETENCE_BLOC: bool(certification.blocs),
        Relation.COMPETENCE_MODALITE: any(each.modalites for each in competences)
        or any(bloc.modalites for bloc in certification.blocs),
        Relation.COMPETENCE_CRITERE: any(each.criteres for each in competences),
    }
    return tuple(relation for relation in Relation if not shown[relation])


def _lacunes(certification: Certification, codes: set[str], mobilisees: set[str]) -> Iterator[Lacune]:
    yield from _of_activites(certification, codes)
    yield from _of_competences(certification, mobilisees)
    yield from _of_blocs(certification, mobilisees)


def _of_activites(certification: Certification, codes: set[str]) -> Iterator[Lacune]:
    carried = _carried(certification)
    for activite in all_activites(certification.activites):
        element = of_activite(activite)
        for code in activite.competences:
            if code not in codes:
                yield Lacune(Trou.COMPETENCE_INCONNUE, element, code)
        if not activite.sous_activites and not activite.competences and id(activite) not in carried:
            yield Lacune(Trou.ACTIVITE_SANS_COMPETENCE, element)


def _of_competences(certification: Certification, mobilisees: set[str]) -> Iterator[Lacune]:
    for bloc, competence in all_competences(certification):
        element = of_competence(competence)
        if _nom(competence) not in mobilisees:
            yield Lacune(Trou.COMPETENCE_SANS_ACTIVITE, element)
        if bloc is None and not competence.au_travers_de:
            yield Lacune(Trou.COMPETENCE_HORS_BLOC, element)
        if competence.au_travers_de:
            continue
        if not competence.modalites and not (bloc and bloc.modalites):
            yield Lacune(Trou.COMPETENCE_SANS_MODALITE, element)
        if not competence.criteres:
            yield Lacune(Trou.COMPETENCE_SANS_CRITERE, element)


def _of_blocs(certification: Certification, mobilisees: set[str]) -> Iterator[Lacune]:
    for bloc in certification.blocs:
        if not bloc.competences:
            yield Lacune(Trou.BLOC_SANS_COMPETENCE, of_bloc(bloc))
            for modalite in bloc.modalites:
                yield Lacune(Trou.MODALITE_SANS_COMPETENCE, of_modalite(modalite))
        elif not any(_nom(competence) in mobilisees for competence in bloc.competences):
            yield Lacune(Trou.BLOC_SANS_ACTIVITE, of_bloc(bloc))


def _carried(certification: Certification) -> set[int]:
    """Return the activities under one that calls for competences for all that stand under it."""
    return {
        id(under)
        for over in all_activites(certification.activites)
        if over.competences
        for under in all_activites(over.sous_activites)
    }


def _nom(competence: Competence) -> str:
    """Return what an activity names a competence by: its code, or the digest of its statement."""
    return competence.code or digest(competence.enonce)


def _texte(*elements: Element) -> str:
    return "\n".join(" ".join(filter(None, (each.repere, each.texte))) for each in elements)
