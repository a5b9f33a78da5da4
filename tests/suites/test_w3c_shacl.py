"""The W3C's cases of SHACL core and SPARQL constraints, through the engine that checks records and drafts."""

from __future__ import annotations

from pathlib import Path

import pytest
from known_failures import KNOWN_SHACL_FAILURES, marked
from shacl_manifests import FOLDER, ShaclCase, found, read, shacl_cases, triples_of

from graphkit.validation.shacl import CompiledShapes, Validator

CASES = shacl_cases()


@pytest.mark.parametrize("case", marked(CASES, KNOWN_SHACL_FAILURES))
@pytest.mark.filterwarnings("ignore:.*can only be present on a PropertyShape", "ignore:Parsing weird boolean")
def test_the_results_are_those_that_the_case_expects(case: ShaclCase) -> None:
    shapes = read(case.shapes)
    if case.expected is None:
        with pytest.raises(Exception, match=r"(?i)sparql|query|pre-bound"):
            CompiledShapes(shapes).run(read(case.data))
        return
    assert found(CompiledShapes(shapes).run(read(case.data)), shapes) == case.expected


@pytest.mark.parametrize("case", marked(CASES, KNOWN_SHACL_FAILURES))
@pytest.mark.filterwarnings("ignore:.*can only be present on a PropertyShape", "ignore:Parsing weird boolean")
def test_sparing_shapes_a_run_changes_no_result(case: ShaclCase) -> None:
    if case.expected is None:
        return
    shapes = read(case.shapes)
    validator = Validator.__new__(Validator)
    validator._shapes = CompiledShapes(shapes)
    validator._screen = validator._shapes.screen()
    assert found(validator.validate(triples_of(case.data)), shapes) == case.expected


@pytest.mark.parametrize("case", marked(CASES, KNOWN_SHACL_FAILURES))
@pytest.mark.filterwarnings("ignore:.*can only be present on a PropertyShape", "ignore:Parsing weird boolean")
def test_answering_queries_elsewhere_changes_no_result(case: ShaclCase) -> None:
    if case.expected is None:
        return
    shapes = read(case.shapes)
    results = CompiledShapes(shapes, many_queries=True).run(read(case.data))
    assert found(results, shapes) == case.expected


def test_every_case_of_shacl_was_collected(suite: Path) -> None:
    assert suite
    assert FOLDER.is_dir()
    assert len(CASES) == len({case.name for case in CASES}) == 120
    assert {case.name for case in CASES} >= KNOWN_SHACL_FAILURES.keys()
    assert sum(case.expected is None for case in CASES) == 7
