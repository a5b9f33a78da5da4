"""Faults of structure: référentiels, blocs, links, assessments that are missing or misplaced."""

from __future__ import annotations

import random
from dataclasses import replace

from graphkit.identifiers import Minter
from graphkit.mapping.sink import term
from graphkit.model import Activite, Anomaly, Bloc, Record
from graphkit.ntriples import iri, text
from mutations import drafts
from mutations.edits import THEMES, change, competences_of, leaves, unlink, with_blocs, with_competences
from mutations.planting import CERTIFICATION, Mutant, found, operator

# Arguments are the draft and the source of chance; what is not drawn is not used.
# ruff: noqa: ARG001


def _bloc(bloc: Bloc) -> tuple[str, str]:
    return ("bloc", bloc.code)


def _bigger(record: Record, chance: random.Random) -> Bloc:
    return chance.choice([bloc for bloc in record.certification.blocs if len(bloc.competences) > 2])


def _emptied(before: Record, after: Record) -> list[tuple[str, tuple[str, str]]]:
    """Return what R21 says of activities that no longer call for a competence."""
    had = {each.code for each in leaves(before.certification.activites) if each.competences}
    return [
        ("R21_activite", ("activite", each.code))
        for each in leaves(after.certification.activites)
        if each.code in had and not each.competences
    ]


@operator("R01_activites", "rncp")
def delete_activities(record: Record, chance: random.Random) -> Mutant:
    """Take the référentiel of activities away."""
    return found(change(record, activites=()), ("R01_activites", CERTIFICATION))


@operator("R01_competences", "rncp")
def delete_competences(record: Record, chance: random.Random) -> Mutant:
    """Take all competences away; their assessment goes with them."""
    bare = with_competences(record, lambda _: None)
    return found(bare, ("R01_competences", CERTIFICATION), ("R01_evaluation", CERTIFICATION))


@operator("R01_evaluation", "rncp")
def delete_assessment(record: Record, chance: random.Random) -> Mutant:
    """Take all modalities and criteria away."""
    bare = with_competences(record, lambda each: replace(each, modalites=(), criteres=()))
    return found(bare, ("R01_evaluation", CERTIFICATION))


@operator("R02_aucun", "rncp")
def dissolve_blocs(record: Record, chance: random.Random) -> Mutant:
    """List the competences without blocs."""
    loose = change(record, blocs=(), competences=tuple(competences_of(record.certification)))
    return found(loose, ("R02_aucun", CERTIFICATION))


@operator("R02_unique", "rncp")
def merge_blocs(record: Record, chance: random.Random) -> Mutant:
    """Put all competences in one bloc."""
    first = record.certification.blocs[0]
    merged = replace(first, competences=tuple(competences_of(record.certification)))
    return found(change(record, blocs=(merged,)), ("R02_unique", CERTIFICATION))


@operator("R03", "rs")
def give_blocs_to_rs(record: Record, chance: random.Random) -> Mutant:
    """Put the competences of the specific register in a bloc."""
    code = f"{record.certification.identifiant}BC01"
    bloc = Bloc(code, "Exercer l’activité", record.certification.competences, code_imprime=code)
    return found(change(record, blocs=(bloc,), competences=()), ("R03", CERTIFICATION))


@operator("R05", "rncp")
def reduce_bloc(record: Record, chance: random.Random) -> Mutant | None:
    """Leave one competence in a bloc."""
    bloc = _bigger(record, chance)
    # What is taken away must not be the only word of the draft on a theme.
    themed = [each for each in bloc.competences if THEMES.search(each.enonce)]
    if len(themed) > 1:
        return None
    (kept,) = themed or bloc.competences[:1]
    gone = {each.code for each in bloc.competences} - {kept.code}
    reduced = with_competences(record, lambda each: None if each.code in gone else each)
    return found(reduced, ("R05", _bloc(bloc)), *_emptied(record, reduced))


@operator("R06", "rncp")
def cut_bloc_from_activities(record: Record, chance: random.Random) -> Mutant:
    """Have no activity call for the competences of a bloc."""
    bloc = chance.choice(record.certification.blocs)
    codes = [each.code for each in bloc.competences]
    cut = unlink(record, codes)
    orphans = [("R21_competence", ("competence", str(code))) for code in codes]
    return found(cut, ("R06", _bloc(bloc)), *orphans, *_emptied(record, cut))


@operator("R07", "rncp")
def leave_transversal_bloc_alone(record: Record, chance: random.Random) -> Mutant:
    """Call a bloc transversal, and have no activity call for one of its competences."""
    bloc = _bigger(record, chance)
    code = bloc.competences[0].code
    title = chance.choice(("Mobiliser des compétences transversales", "Exercer ses compétences transverses"))
    named = with_blocs(record, lambda each: replace(each, intitule=title) if each == bloc else each)
    cut = unlink(named, [code])
    return found(
        cut, ("R07", _bloc(bloc)), ("R21_competence", ("competence", str(code))), *_emptied(named, cut)
    )


@operator("R08", "rncp")
def swell_bloc(record: Record, chance: random.Random) -> Mutant | None:
    """Move competences to the first bloc until it holds more than half of them."""
    first, *others = record.certification.blocs
    held = [*first.competences, *(each for bloc in others for each in bloc.competences[2:])]
    total = len(competences_of(record.certification))
    if len(held) * 2 <= total:
        held += others.pop().competences[:2]
    # Of two blocs one may well hold more than half.
    if len(held) * 2 <= total or len(others) < 2:  # as said
        return None
    blocs = [replace(bloc, competences=bloc.competences[:2]) for bloc in others]
    swollen = change(record, blocs=(replace(first, competences=tuple(held)), *blocs))
    return found(swollen, ("R08", _bloc(first)))


@operator("R09", "rncp")
def pile_up_blocs(record: Record, chance: random.Random) -> Mutant:
    """Add to a draft the blocs and activities of all the others."""
    blocs: list[Bloc] = []
    activites: list[Activite] = []
    identifiant = record.certification.identifiant
    for letter, name in enumerate(drafts.names()):
        other = drafts.clean(name).certification
        mark = chr(ord("A") + letter)
        activites += [_marked(each, mark) for each in other.activites]
        for bloc in other.blocs:
            code = f"{identifiant}BC{len(blocs) + 1:02}"
            competences = tuple(
                replace(each, code=f"{mark}{each.code}", code_imprime=f"{mark}{each.code}")
                for each in bloc.competences
            )
            blocs.append(replace(bloc, code=code, code_imprime=code, competences=competences))
    # Positions are those of several documents: things are told apart by their words alone.
    piled = change(record, blocs=tuple(blocs), activites=tuple(activites))
    return found(with_competences(piled, lambda each: replace(each, passages=())), ("R09", CERTIFICATION))


def _marked(activite: Activite, mark: str) -> Activite:
    return replace(
        activite,
        code=f"{mark}{activite.code}",
        code_imprime=f"{mark}{activite.code}",
        competences=tuple(f"{mark}{code}" for code in activite.competences),
        sous_activites=tuple(_marked(each, mark) for each in activite.sous_activites),
    )


def _options(record: Record, names: list[str]) -> tuple[Activite, ...]:
    """Return the activities with the last ones made options."""
    common = record.certification.activites[: -len(names)]
    optional = record.certification.activites[-len(names) :]
    return (
        *common,
        *(replace(each, specialisation=name) for each, name in zip(optional, names, strict=True)),
    )


@operator("R10_seule", "rncp")
def make_one_option(record: Record, chance: random.Random) -> Mutant:
    """Make an option of the last activity, with no alternative to it."""
    return found(
        change(record, activites=_options(record, ["Export"])),
        ("R10_seule", ("specialisation", "export")),
    )


@operator("R10_nombre", "rncp")
def multiply_options(record: Record, chance: random.Random) -> Mutant | None:
    """Make an option of each competence that the first activity does not call for."""
    first, *others = record.certification.activites
    codes = [code for each in leaves(others) for code in each.competences]
    if first.sous_activites or len(codes) <= 5:  # fewer are no excess
        return None
    options = tuple(
        Activite(
            f"A{rank}", f"Exercice de l’option {rank}", f"A{rank}", f"Option {rank}", competences=(code,)
        )
        for rank, code in enumerate(codes, 2)
    )
    return found(change(record, activites=(first, *options)), ("R10_nombre", CERTIFICATION))


@operator("R10_part", "rncp")
def make_options_outweigh(record: Record, chance: random.Random) -> Mutant | None:
    """Leave one competence to the common activities of a draft, the others to two options."""
    *common, export, accounts = record.certification.activites
    if len(common) != 1 or common[0].sous_activites:
        return None
    first, *others = common[0].competences
    activites = (
        replace(common[0], competences=(first,)),
        replace(export, specialisation="Export", competences=(*others, *export.competences)),
        replace(accounts, specialisation="Grands comptes"),
    )
    return found(
        change(record, activites=activites),
        ("R10_part", ("specialisation", "export")),
        ("R10_part", ("specialisation", "grands-comptes")),
    )


@operator("R11_criteres", "rncp")
def delete_criteria_of_bloc(record: Record, chance: random.Random) -> Mutant:
    """Take away the criteria of one bloc."""
    bloc = chance.choice(record.certification.blocs)
    bare = with_competences(
        record, lambda each: replace(each, criteres=()) if each in bloc.competences else each
    )
    each_one = [("R12_competence", ("competence", str(each.code))) for each in bloc.competences]
    return found(bare, ("R11_criteres", _bloc(bloc)), *each_one)


@operator("R11_modalites", "rncp")
def delete_modalities_of_bloc(record: Record, chance: random.Random) -> Mutant:
    """Take away the modalities of one bloc."""
    bloc = chance.choice(record.certification.blocs)
    bare = with_competences(
        record, lambda each: replace(each, modalites=()) if each in bloc.competences else each
    )
    return found(bare, ("R11_modalites", _bloc(bloc)))


@operator("R12_competence")
def delete_criteria_of_competence(record: Record, chance: random.Random) -> Mutant:
    """Take away the criteria of one competence."""
    code = chance.choice(competences_of(record.certification)).code
    bare = with_competences(record, lambda each: replace(each, criteres=()) if each.code == code else each)
    return found(bare, ("R12_competence", ("competence", str(code))))


@operator("R12_aucun")
def delete_all_criteria(record: Record, chance: random.Random) -> Mutant:
    """Take away every criterion, and keep the modalities."""
    bare = with_competences(record, lambda each: replace(each, criteres=()))
    blocs = [("R11_criteres", _bloc(bloc)) for bloc in record.certification.blocs]
    return found(bare, ("R12_aucun", CERTIFICATION), *blocs)


@operator("R13_critere")
def add_criterion_of_nothing(record: Record, chance: random.Random) -> Mutant:
    """Add a criterion that no competence has."""
    node = Minter().iri("critere", record.certification.identifiant, "C99", "0123456789")
    enonce = "Le relevé est complet : chaque pièce du dossier porte un numéro"
    added = [
        (iri(node), term("rdf:type"), term("ref:CritereEvaluation")),
        (iri(node), term("ref:enonce"), text(enonce)),
    ]
    return found(record, ("R13_critere", ("critere", enonce)), added=added)


@operator("R13_modalite")
def add_modality_of_nothing(record: Record, chance: random.Random) -> Mutant:
    """Add a modality that assesses nothing."""
    node = Minter().iri("modalite", record.certification.identifiant, "0123456789")
    enonce = "Mise en situation professionnelle devant le jury sur un poste équipé"
    added = [
        (iri(node), term("rdf:type"), term("ref:ModaliteEvaluation")),
        (iri(node), term("ref:enonce"), text(enonce)),
    ]
    return found(record, ("R13_modalite", ("modalite", enonce)), added=added)


@operator("R13_orpheline")
def read_loose_assessment(record: Record, chance: random.Random) -> Mutant:
    """Have the reader of the draft meet an assessment that it can tie to no competence."""
    excerpt = "C99 : le relevé est complet"
    loose = Anomaly(
        record.document,
        "evaluation-sans-competence",
        "Cette évaluation ne suit aucune compétence.",
        excerpt=excerpt,
    )
    return found(replace(record, anomalies=(loose,)), ("R13_orpheline", ("anomalie", excerpt)))


@operator("R21_activite", "rncp")
def add_idle_activity(record: Record, chance: random.Random) -> Mutant:
    """Add an activity that calls for no competence."""
    idle = Activite("A9", "Tenue du registre des visites", "A9")
    return found(
        change(record, activites=(*record.certification.activites, idle)),
        ("R21_activite", ("activite", "A9")),
    )


@operator("R21_competence", "rncp")
def cut_competence_from_activities(record: Record, chance: random.Random) -> Mutant:
    """Have no activity call for one competence."""
    code = chance.choice(competences_of(record.certification)).code
    cut = unlink(record, [code])
    return found(cut, ("R21_competence", ("competence", str(code))), *_emptied(record, cut))


@operator("R21_lien", "rncp")
def cut_all_links(record: Record, chance: random.Random) -> Mutant:
    """Set activities and competences apart, without any link."""
    cut = unlink(record, [each.code for each in competences_of(record.certification)])
    blocs = [("R06", _bloc(bloc)) for bloc in record.certification.blocs]
    return found(cut, ("R21_lien", CERTIFICATION), *blocs)


@operator("R61_competences", "rs")
def delete_competences_of_rs(record: Record, chance: random.Random) -> Mutant:
    """Take the competences of a certification of the specific register away."""
    bare = with_competences(record, lambda _: None)
    return found(bare, ("R61_competences", CERTIFICATION), ("R61_evaluation", CERTIFICATION))


@operator("R61_evaluation", "rs")
def delete_assessment_of_rs(record: Record, chance: random.Random) -> Mutant:
    """Take the assessment of a certification of the specific register away."""
    bare = with_competences(record, lambda each: replace(each, modalites=(), criteres=()))
    return found(bare, ("R61_evaluation", CERTIFICATION))
