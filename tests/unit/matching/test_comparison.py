"""Two référentiels are compared both ways, and what is found is told in the regulator's terms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphkit.matching.assignment import best_pairs
from graphkit.matching.comparison import Comparison, compare
from graphkit.matching.coverage import COVERED, Grid, How, Pair, as_counted, likeliest
from graphkit.matching.features import Component
from graphkit.matching.rapprochement import matches_of
from graphkit.matching.rarity import rarity_of
from graphkit.matching.referentiels import Bloc, Enonce, Referentiel, referentiel_of_model
from graphkit.matching.relations import Relation
from graphkit.matching.similarity import Match, Matcher
from graphkit.matching.statement import Part
from graphkit.matching.verdict import Topic, Verdict
from graphkit.model import Activite, Certification, Competence
from graphkit.model import Bloc as ModelBloc

TEXTS = {
    "stocks": "Gérer les stocks de l'épicerie afin d'éviter les ruptures",
    "accueil": "Accueillir les clients de l'auberge",
    "soudure": "Souder des tuyaux en cuivre",
    "qualite": "Contrôler la qualité des soudures à l'aide d'un gabarit",
    "maquette": "Concevoir la maquette d'une application mobile",
}


def _side(name: str, blocs: dict[str, list[str]], **more: object) -> Referentiel:
    made = Referentiel(
        key=name,
        title=name,
        blocs=tuple(
            Bloc(f"{name}/{bloc}", bloc, tuple(Enonce(f"{name}/{text}", TEXTS[text]) for text in texts))
            for bloc, texts in blocs.items()
        ),
        level="5",
        register="rncp",
    )
    return replace(made, **more)


def _compare(one: Referentiel, other: Referentiel) -> Comparison:
    rarity = rarity_of(TEXTS.values())
    return compare(one, other, Matcher(rarity), rarity)


WIDE = _side("A", {"Boutique": ["stocks", "accueil"], "Atelier": ["soudure", "qualite"]})
NARROW = _side("B", {"Atelier": ["soudure", "qualite"], "Numérique": ["maquette"]})


def test_coverage_is_told_both_ways_with_what_is_missing() -> None:
    found = _compare(WIDE, NARROW)
    assert found.of_other.share == 2 / 3
    assert found.of_one.share == 2 / 4
    assert found.of_other.missing == ("B/maquette",)
    assert found.of_one.missing == ("A/stocks", "A/accueil")
    chosen = {(pair.one, pair.other) for pair in found.pairs if pair.chosen}
    assert chosen == {("A/soudure", "B/soudure"), ("A/qualite", "B/qualite")}


class _Told(Matcher):
    """Says of statements what a test tells it to."""

    def __init__(self, told: dict[tuple[str, str], tuple[Relation, float]]) -> None:
        super().__init__(rarity_of(TEXTS.values()))
        self._told = told

    def match(self, one: str, other: str) -> Match:
        relation, score = self._told[one, other]
        told = replace(super().match(one, other), relation=relation, score=score, proximity=score)
        told = replace(told, near=relation is not Relation.SANS_RAPPORT)
        return replace(told, components=(Component(Part.OBJET, score, ("phare",), (), ()),))


def test_what_the_assignment_leaves_alone_is_told_with_its_nearest_if_that_is_related() -> None:
    ones, others = ([Enonce(each, each) for each in names] for names in ("abc", "xyz"))
    far, kin = Relation.SANS_RAPPORT, Relation.LIEE
    matcher = _Told({
        ("a", "x"): (Relation.COUVRE, 0.9), ("a", "y"): (far, 0.3), ("a", "z"): (far, 0.1),
        ("b", "x"): (kin, 0.2), ("b", "y"): (far, 0.1), ("b", "z"): (far, 0.1),
        ("c", "x"): (kin, 0.1), ("c", "y"): (far, 0.4), ("c", "z"): (far, 0.0),
    })  # fmt: skip
    pairs = Grid(ones, others, matcher, rarity_of(TEXTS.values())).pairs()
    # a and x have each other, x is nearest to b too; the nearest to c and to y is unrelated, z has nothing.
    assert [(pair.one, pair.other, pair.chosen) for pair in pairs] == [("a", "x", True), ("b", "x", False)]


@pytest.mark.parametrize(
    ("covers", "is_covered", "told", "counted"),
    [
        (0.41, 0.25, Relation.COUVRE, Relation.PARTIELLE),
        (0.25, 0.41, Relation.COUVERTE, Relation.PARTIELLE),
        (0.66, 0.12, Relation.COUVRE, Relation.COUVRE),
        (0.12, 0.66, Relation.COUVERTE, Relation.COUVERTE),
        (0.70, 0.60, Relation.COUVRE, Relation.MEME_CONTENU),
        (0.20, 0.20, Relation.LIEE, Relation.LIEE),
        (0.90, 0.90, Relation.SANS_RAPPORT, Relation.SANS_RAPPORT),
    ],
)
def test_a_pair_reads_as_it_is_counted(
    covers: float, is_covered: float, told: Relation, counted: Relation
) -> None:
    match = replace(Matcher(rarity_of(TEXTS.values())).match("a", "b"), relation=told)
    match = replace(match, covers=covers, is_covered=is_covered)
    assert as_counted(match) is counted
    assert (likeliest(match) >= COVERED) is (counted.covers or counted.is_covered or match.covers == 0.9)


@pytest.mark.parametrize("threshold", [0.05, COVERED, 0.95])
def test_what_is_told_of_a_pair_and_what_is_counted_of_it_agree_at_any_threshold(threshold: float) -> None:
    rarity = rarity_of(TEXTS.values())
    found = compare(WIDE, NARROW, Matcher(rarity), rarity, threshold)
    assert found.pairs
    by_other = {each.key: each for each in found.of_other.statements}
    by_one = {each.key: each for each in found.of_one.statements}
    for pair in found.pairs:
        relation = found.relation(pair)
        told, back = by_other[pair.other], by_one[pair.one]
        assert relation.covers is (told.how is How.UNE and pair.one in told.by)
        assert relation.is_covered is (back.how is How.UNE and pair.other in back.by)


def test_a_higher_threshold_never_covers_more() -> None:
    rarity = rarity_of(TEXTS.values())
    counts = [
        compare(WIDE, NARROW, Matcher(rarity), rarity, each).of_other.covered
        for each in (0, 0.2, 0.5, 0.9, 1)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 0


class _InPart(Matcher):
    """Says of any two statements that they have a part in common and that neither covers the other."""

    def match(self, one: str, other: str) -> Match:
        return replace(super().match(one, other), relation=Relation.PARTIELLE, covers=0.1, is_covered=0.1)


@pytest.mark.parametrize(
    ("threshold", "how"), [(0.3, How.PLUSIEURS), (COVERED, How.PLUSIEURS), (0.99, How.PARTIELLEMENT)]
)
def test_several_together_have_to_hold_as_much_of_the_words_as_the_threshold_asks(
    threshold: float, how: How
) -> None:
    wide = [Enonce("w", "Souder des tuyaux, contrôler la pression, les débits et les vannes du réseau")]
    narrow = [
        Enonce("a", "Souder des tuyaux"),
        Enonce("b", "Contrôler la pression, les débits et les vannes"),
    ]
    rarity = rarity_of(each.text for each in (*wide, *narrow))
    grid = Grid(narrow, wide, _InPart(rarity), rarity, threshold)
    (covered,) = grid.coverage_of_others().statements
    assert covered.how is how


def test_blocs_are_compared_each_with_each() -> None:
    found = _compare(WIDE, NARROW)
    atelier = found.bloc("A/Atelier", "B/Atelier")
    assert atelier is not None
    assert (atelier.of_one.share, atelier.of_other.share) == (1, 1)
    assert atelier.proximity is not None
    boutique = found.bloc("A/Boutique", "B/Atelier")
    assert boutique is not None
    assert boutique.of_other.share == 0
    assert boutique.proximity is not None
    assert boutique.proximity < atelier.proximity


def test_one_bloc_in_common_is_a_partial_correspondence_to_examine() -> None:
    assert _compare(WIDE, NARROW).finding.verdict is Verdict.PARTIELLE


def test_one_competence_of_two_is_no_correspondence_to_examine_and_a_whole_bloc_is() -> None:
    half = _side("B", {"Cuivre": ["soudure", "maquette"]})
    found = _compare(WIDE, half)
    (cell,) = [pair for pair in found.blocs if pair.one == "A/Atelier"]
    assert (cell.of_one.share, cell.of_other.share) == (0.5, 0.5)
    assert found.finding.verdict is Verdict.AUCUNE
    assert {each.topic: each.met for each in found.finding.conditions}[Topic.MAITRISE] is False
    whole = _side("B", {"Cuivre": ["soudure"], "Numérique": ["maquette"]})
    assert _compare(WIDE, whole).finding.verdict is Verdict.PARTIELLE


def test_the_same_content_is_a_total_correspondence_to_examine_at_the_same_level_only() -> None:
    again = replace(WIDE, key="C")
    assert _compare(WIDE, again).finding.verdict is Verdict.TOTALE
    higher = _compare(WIDE, replace(again, level="6")).finding
    assert higher.verdict is Verdict.PARTIELLE
    assert {each.topic: each.met for each in higher.conditions}[Topic.NIVEAU] is False


def test_nothing_is_said_where_nothing_tells() -> None:
    unknown = replace(NARROW, level=None, register="")
    met = {each.topic: each.met for each in _compare(WIDE, unknown).finding.conditions}
    assert met[Topic.NIVEAU] is None
    assert met[Topic.REPERTOIRE] is None
    assert met[Topic.ACTIVITES] is None


def test_two_certifications_of_the_specific_register_do_not_correspond() -> None:
    one, other = (replace(side, register="rs") for side in (WIDE, NARROW))
    assert _compare(one, other).finding.verdict is Verdict.HORS_CADRE


def test_differences_of_assessment_are_no_ground_for_refusal() -> None:
    met = {each.topic: each.met for each in _compare(WIDE, NARROW).finding.conditions}
    assert met[Topic.MODALITES] is True


def test_no_computed_word_is_of_equivalence() -> None:
    told = [*Verdict, *Topic, *How]
    assert not [word for word in told if "équival" in word]


def test_without_competences_nothing_is_covered_and_nothing_fails() -> None:
    found = _compare(WIDE, Referentiel("vide", "vide"))
    assert found.of_other.share is None
    assert found.of_one.share == 0
    assert found.finding.verdict is Verdict.AUCUNE


def test_several_narrow_competences_cover_a_wide_one_together() -> None:
    wide = Referentiel(
        "W", "W", (Bloc("W", "Bloc", (Enonce("w", "Souder des tuyaux et contrôler la pression"),)),)
    )
    narrow = Referentiel(
        "N",
        "N",
        (Bloc("N", "Bloc", (Enonce("a", "Souder des tuyaux"), Enonce("b", "Contrôler la pression"))),),
    )
    (covered,) = _compare(narrow, wide).of_other.statements
    assert covered.how in {How.UNE, How.PLUSIEURS}
    assert set(covered.by) <= {"a", "b"}


def test_what_is_kept_of_a_comparison_has_its_evidence() -> None:
    kept = {(each.one, each.other): each for each in matches_of(_compare(WIDE, NARROW))}
    pair = kept["A/soudure", "B/soudure"]
    assert "tuyaux" in pair.shared
    assert pair.parts
    assert kept["A/Atelier", "B/Atelier"].method == "couverture des compétences"


def test_the_best_assignment_is_best_for_all_not_for_the_first() -> None:
    assert best_pairs([[0.9, 0.8], [0.85, None]]) == [(0, 1), (1, 0)]
    assert best_pairs([[0.9, 0.2]]) == [(0, 0)]
    assert best_pairs([[None, None]]) == []
    assert best_pairs([]) == []


def test_a_draft_of_no_graph_can_be_one_side() -> None:
    draft = Certification(
        identifiant="projet",
        blocs=(
            ModelBloc(
                "B1", "Atelier", (Competence(TEXTS["soudure"]), Competence(TEXTS["qualite"], code="C2"))
            ),
        ),
        activites=(Activite("A1", "Soudage", sous_activites=(Activite("A1.1", "Contrôle"),)),),
    )
    side = referentiel_of_model(draft, "projet")
    assert [each.key for each in side.competences] == ["projet/B1/1", "projet/B1/C2"]
    assert side.activites == ("Soudage", "Contrôle")
    assert _compare(side, NARROW).of_one.share == 1


def test_what_is_near_without_covering_is_paired_and_a_shared_verb_alone_is_not() -> None:
    texts = [
        "Gérer les stocks de l'épicerie afin d'éviter les ruptures",
        "Gérer le planning des équipes",
        "Contrôler les stocks à l'aide d'un inventaire",
        "Mettre en œuvre les formalités d'ouverture de chantier",
        "Mettre en œuvre les mesures d'hygiène",
    ]
    rarity = rarity_of([*TEXTS.values(), *texts])
    matcher = Matcher(rarity)

    def pairs(one: str, other: str) -> tuple[Pair, ...]:
        return Grid([Enonce("A", one)], [Enonce("B", other)], matcher, rarity).pairs()

    (near,) = pairs(texts[0], texts[2])
    assert near.chosen
    assert near.match.score < COVERED
    assert not pairs(texts[0], texts[1])
    # "Mettre en œuvre" is one verb: what is set to work is not shared.
    assert not pairs(texts[3], texts[4])
