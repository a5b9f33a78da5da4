"""Faults in what a draft says of the certification itself: level, dates, codes, access, correspondences."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from graphkit.checking.reproductions import Enonce, Lien, Reproduction, reproduction_triples
from graphkit.identifiers import Minter
from graphkit.index.nearness import Near
from graphkit.index.texts import Kind
from graphkit.mapping.sink import term
from graphkit.model import (
    Acces,
    Concept,
    Correspondance,
    Fait,
    Record,
    Reference,
    Statistique,
    Valeur,
)
from graphkit.ntriples import Triple, iri, string, typed
from mutations.drafts import as_fiche
from mutations.edits import change, competences_of, with_blocs, with_fait
from mutations.planting import BOTH, CERTIFICATION, OPERATORS, Mutant, Operator, found, operator

# Arguments are the draft and the source of chance; what is not drawn is not used.
# ruff: noqa: ARG001

_Edit = Callable[[Record], Record]


def _fact(name: str, shape: str, propriete: str, *valeurs: Valeur, registers: tuple[str, ...] = BOTH) -> None:
    """Declare the operator that gives a property other values, or none."""

    def plant(record: Record, chance: random.Random) -> Mutant:
        return found(with_fait(record, propriete, *valeurs), (shape, CERTIFICATION))

    OPERATORS.append(Operator(name, shape, frozenset(registers), plant))


_RNCP = ("rncp",)
_NIVEAU = [Concept("niveau", code) for code in "123456"]
_fact("level_one", "R45_niveau1", "ref:niveau", _NIVEAU[0], registers=_RNCP)
_fact("six_years", "R47", "ref:dureeEnregistrement", 6)
_fact("seven_years_between_dates", "R60_duree", "ref:dateFinEnregistrement", date(2033, 3, 13))
_fact("no_nsf", "R57_nsf", "ref:nsf")
_fact(
    "four_nsf", "R57_nombreNsf", "ref:nsf", *(Concept("nsf", code) for code in ("310", "311", "312", "313"))
)
_fact("six_rome", "R57_nombreRome", "ref:viseMetier", *(Concept("rome", f"M180{n}") for n in range(1, 7)))
_fact(
    "six_formacodes",
    "R57_nombreFormacode",
    "ref:formacode",
    *(Concept("formacode", f"3105{n}") for n in range(6)),
)
_fact("no_decision", "R60_decision", "ref:dateDecision")


@operator("R60_publication")
def publish_nowhere(record: Record, chance: random.Random) -> Mutant:
    """Register it by right, on no text."""
    by_right = with_fait(record, "ref:typeEnregistrement", Concept("type-enregistrement", "de-droit"))
    return found(as_fiche(by_right), ("R60_publication", CERTIFICATION))


@operator("R61_contexte", "rs")
def describe_no_context(record: Record, chance: random.Random) -> Mutant:
    """Say nothing of the context of use; a preamble would pass for it."""
    silent = with_fait(with_fait(record, "ref:objectifsContexte"), "ref:preambule")
    return found(silent, ("R61_contexte", CERTIFICATION))


@operator("R45_unique", "rncp")
def two_levels(record: Record, chance: random.Random) -> Mutant:
    """Give it the level below its own too."""
    (own,) = (fait.valeur for fait in record.certification.faits if fait.propriete == "ref:niveau")
    assert isinstance(own, Concept)
    below = Concept("niveau", str(int(own.code) - 1))
    return found(with_fait(record, "ref:niveau", own, below), ("R45_unique", CERTIFICATION))


@operator("R60_ordre")
def end_before_effect(record: Record, chance: random.Random) -> Mutant:
    """Have the registration end before it takes effect."""
    return found(with_fait(record, "ref:dateEffet", date(2029, 4, 1)), ("R60_ordre", CERTIFICATION))


@operator("R59_intitule", "rncp")
def endless_title(record: Record, chance: random.Random) -> Mutant:
    """Give it a title of more than eight hundred characters."""
    title = "Ébéniste restaurateur " + "de meubles anciens " * 45
    return found(with_fait(record, "skos:prefLabel", title.strip()), ("R59_intitule", CERTIFICATION))


def _long_text(name: str, shape: str, part: str, limit: int) -> None:
    def plant(record: Record, chance: random.Random) -> Mutant:
        said = Fait("ref:texte", "Tenir le registre de l’atelier. " * (limit // 31))
        return found(change(record, textes_referentiels=((part, said),)), (shape, ("referentiel", part)))

    OPERATORS.append(Operator(name, shape, frozenset(BOTH), plant))


_long_text("endless_activities", "R59_activites", "activites", 32_768)
_long_text("endless_competences", "R59_competences", "competences", 65_536)


@operator("R58", "rncp")
def misprint_bloc_code(record: Record, chance: random.Random) -> Mutant:
    """Print a bloc's code without the number of the fiche."""
    bloc = chance.choice(record.certification.blocs)
    printed = chance.choice(("01", "BC01", f"{record.certification.identifiant}BC1", "RNCP12345BC01"))
    wrong = with_blocs(record, lambda each: replace(each, code_imprime=printed) if each == bloc else each)
    return found(as_fiche(wrong), ("R58", ("bloc", bloc.code)))


@operator("R55_echue")
def expire(record: Record, chance: random.Random) -> Mutant:
    """Call a fiche active whose registration has ended."""
    past = with_fait(record, "ref:dateFinEnregistrement", date(2026, 8, 1))
    past = with_fait(past, "ref:dateLimiteDelivrance", date(2028, 8, 1))
    return found(as_fiche(past), ("R55_echue", CERTIFICATION))


@operator("R55_depuis")
def end_after_the_export(record: Record, chance: random.Random) -> Mutant:
    """Have the registration end between the export that is read and the check."""
    past = with_fait(record, "ref:dateFinEnregistrement", date(2026, 8, 31))
    document = iri(Minter().iri("document", "0123456789abcdef"))
    read = (document, term("dcterms:date"), typed(date(2026, 8, 16)))
    return found(as_fiche(past), ("R55_depuis", CERTIFICATION), added=(read,))


@operator("R55_limite")
def expire_without_limit(record: Record, chance: random.Random) -> Mutant:
    """Leave out by when certificates may still be delivered."""
    past = with_fait(record, "ref:dateFinEnregistrement", date(2026, 8, 1))
    past = with_fait(past, "ref:active", False)  # a value of the record
    return found(as_fiche(past), ("R55_limite", CERTIFICATION))


@operator("R48", "rncp")
def close_vae(record: Record, chance: random.Random) -> Mutant:
    """Open the certification by training alone."""
    jury = record.certification.acces[0].jury
    ways = [
        (Acces("fi", ouverte=True, jury=jury),),
        (Acces("vae", ouverte=False), Acces("fi", ouverte=True, jury=jury)),
    ]
    return found(change(record, acces=chance.choice(ways)), ("R48", CERTIFICATION))


_Cible = tuple[Reference, ...]


def _correspondence(record: Record, cibles: _Cible, blocs: tuple[str, ...] = ()) -> Record:
    return change(record, correspondances=(Correspondance(1, blocs, cibles),))


def _level(number: str, level: str) -> list[Triple]:
    minter = Minter()
    node = minter.concept("niveau", level)
    return [
        (iri(minter.certification(number)), term("ref:niveau"), iri(node)),
        (iri(node), term("skos:notation"), string(level)),
    ]


@operator("R50", "rncp")
def correspond_to_other_level(record: Record, chance: random.Random) -> Mutant:
    """Declare it wholly equivalent to a certification of another level."""
    other = _correspondence(record, (Reference("RNCP90001"),))
    return found(other, ("R50", ("correspondance", "1")), added=_level("RNCP90001", "3"))


@operator("R51_nonEnregistree", "rncp")
def correspond_to_unregistered(record: Record, chance: random.Random) -> Mutant:
    """Declare a bloc equivalent to a title that no register has."""
    blocs = (record.certification.blocs[0].code,)
    wrong = _correspondence(record, (Reference("diplome-maison"),), blocs)
    return found(wrong, ("R51_nonEnregistree", ("correspondance", "1")))


@operator("R51_sansBloc", "rncp")
def correspond_to_rs_without_bloc(record: Record, chance: random.Random) -> Mutant:
    """Declare the whole equivalent to a certification of the specific register."""
    return found(_correspondence(record, (Reference("RS90002"),)), ("R51_sansBloc", ("correspondance", "1")))


@operator("R52", "rncp")
def replace_without_correspondence(record: Record, chance: random.Random) -> Mutant:
    """Renew a certification without a word on the blocs of the old one."""
    return found(with_fait(record, "ref:remplace", Reference("RNCP90003")), ("R52", CERTIFICATION))


@operator("R25-3", "rncp")
def show_one_cohort(record: Record, chance: random.Random) -> Mutant:
    """Ask for five years with the figures of one year."""
    figures = (Statistique(1, (Fait("ref:annee", Concept("annee", "2024")),)),)
    long = with_fait(record, "ref:dureeEnregistrement", 5)
    return found(change(long, statistiques=figures), ("R25-3", CERTIFICATION))


@operator("R43")
def copy_other(record: Record, chance: random.Random) -> Mutant:
    """Have a competence word for word as in another certification; a sign of R25-2 too."""
    competence = chance.choice(competences_of(record.certification))
    minter = Minter()
    code = str(competence.code)
    enonce = Enonce(minter.iri("competence", record.certification.identifiant, code), competence.enonce)
    near = Near(
        minter.certification("RNCP90004"),
        minter.iri("competence", "RNCP90004", "C1"),
        Kind.COMPETENCE,
        competence.enonce,
    )
    added = reproduction_triples([Reproduction(enonce, near, Lien.AUTRE, competence.enonce, 1.0)])
    where = ("competence", code)
    return found(record, ("R43", where), ("R25-2", where), added=added)
