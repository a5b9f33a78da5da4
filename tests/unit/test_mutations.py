"""The labelled set of drafts: it covers the rules, and the rules find what the kept table says they do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mutations import drafts, harness
from mutations.edits import competences_of
from mutations.planting import OPERATORS

from graphkit.checking.matrice import build_matrice
from graphkit.checking.numerotation import find_numerotation
from graphkit.checking.repetitions import find_repetitions
from graphkit.validation import rules
from graphkit.validation.rules import NAMESPACE

TABLE = (Path(__file__).parents[1] / "cases" / "mutations" / "table.md").read_text(encoding="utf-8")
SEED, FIRST, STEP = 1, 3, 7

#: Shapes for which no fault can be planted, and why.
NOT_PLANTED = {
    "R01_sans_re": "asked of every REAC, which no draft here is",
    "R01_sans_reac": "asked of every RE, which no draft here is",
    **dict.fromkeys(harness.ALWAYS_ASKED, "asked of every document"),
    "R02_exception": "asked where a draft cites regulation: no fault",
    "R41": "asked where a draft cites regulation: no fault",
    "R25-4": "asked where a fiche has partners: no fault",
    "R04": "a question on the title of a bloc",
    "R45_homonyme": "asked where a graph is given; mutants are checked without (test_reproductions)",
}


def test_the_clean_drafts_were_all_collected() -> None:
    """Seven drafts, five of the RNCP and two of the RS, of fifty-three competences."""
    assert drafts.names() == ["donnees", "ebeniste", "paie", "pompes", "refuge", "reunions", "rucher"]
    assert sum(len(competences_of(drafts.clean(name).certification)) for name in drafts.names()) == 53


def test_each_shape_of_a_rule_has_an_operator_that_plants_its_fault() -> None:
    """Or a reason why it cannot be planted; no reason outlives its shape."""
    shapes = {shape.iri.removeprefix(NAMESPACE) for rule in rules() for shape in rule.shapes}
    planted = {each.shape for each in OPERATORS}
    beside = {"R40_evaluation", "R29_entretien", "R25-2", "R25-1_handicap", "R25-1_sante"}
    assert planted <= shapes
    assert set(NOT_PLANTED) <= shapes
    assert sorted(shapes - planted - beside - set(NOT_PLANTED)) == []


@pytest.mark.parametrize("name", drafts.names())
def test_a_clean_draft_has_no_hole_no_slip_of_numbering_and_says_nothing_twice(name: str) -> None:
    """The clean drafts are clean for what looks at the document as a whole, too."""
    record = drafts.clean(name)
    assert build_matrice(record.certification).lacunes == ()
    assert find_numerotation(record) == ()
    assert find_repetitions(record.certification) == ()


def test_the_same_seed_gives_the_same_mutants() -> None:
    """And another seed others."""
    operator = next(each for each in OPERATORS if each.name == "drop_purpose")
    once, again = (list(harness.mutants(operator, 1, 3)) for _ in range(2))
    assert once == again
    assert once != list(harness.mutants(operator, 2, 3))


def test_the_table_is_of_the_operators_and_reaches_the_aim_over_all() -> None:
    """Precision and recall of 0.95 at least over all rules; each rule has its line."""
    numbers = re.search(r"precision (\d\.\d+), recall (\d\.\d+)", TABLE)
    assert numbers
    assert float(numbers[1]) >= 0.95
    assert float(numbers[2]) >= 0.95
    assert f"{len(OPERATORS)} operators" in TABLE
    assert {each.rule for each in OPERATORS} <= set(re.findall(r"^\| (R[\d-]+) \|", TABLE, re.MULTILINE))


def test_a_sample_of_the_mutants_differs_only_where_the_table_says_so() -> None:
    """The first mutant of some operators: each is one of those that the table was made of."""
    outcome = harness.run(SEED, 1, operators=OPERATORS[FIRST::STEP])
    kept = {line.rpartition(": ")[0] for line in TABLE.splitlines() if line.startswith("- not ")}
    found = {f"- {line.rpartition(': ')[0]}" for line in harness.differences(outcome)}
    assert found <= kept
    assert sum(score.planted for score in outcome.scores.values()) >= len(OPERATORS[FIRST::STEP])


def test_the_lists_keep_what_they_learnt_from_sentences_written_without_them() -> None:
    """What they found of them before is in the table, and is what new sentences may expect."""
    told = harness.unseen()
    bearing, found = sum(each[0] for each in told.values()), sum(each[1] for each in told.values())
    plain, wrong = sum(each[2] for each in told.values()), sum(each[3] for each in told.values())
    assert (bearing, plain) == (84, 44)
    assert found / bearing >= 0.95
    assert found / (found + wrong) >= 0.95
    assert "of 84 that bear a theme 66 were found" in TABLE
