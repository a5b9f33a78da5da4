"""The API as schemathesis meets it: requests made from the description, good and bad, on every route."""

from __future__ import annotations

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from webui.api.routes import Route, routes

EXAMPLES = 8
#: Of a route that takes nothing, nothing can be wrong.
CASES = [
    (route, mode)
    for route in routes()
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or route.parameters
]


@pytest.fixture(scope="module")
def described(app: Flask) -> schemathesis.BaseSchema:
    """The description of the site over the packaged sample."""
    return schemathesis.openapi.from_wsgi("/api.json", app)


def test_every_route_is_described(described: schemathesis.BaseSchema) -> None:
    paths = {operation.ok().path for operation in described.get_all_operations()}
    assert paths == {route.path for route in routes()}
    assert len(paths) >= 39


@pytest.mark.parametrize(("route", "mode"), CASES, ids=lambda each: getattr(each, "name", str(each)))
def test_each_route_keeps_its_description(
    described: schemathesis.BaseSchema, route: Route, mode: GenerationMode
) -> None:
    operation = described[route.path]["GET"]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    def tried(case: schemathesis.Case) -> None:
        # A text of the right length may still be no code of a nomenclature, which is told by a 400.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    tried()


def test_an_answer_that_departs_from_its_description_is_seen(app: Flask) -> None:
    document = app.test_client().get("/api.json").json
    assert document
    document["components"]["schemas"]["InfoView"]["required"].append("absent")
    wrong = schemathesis.openapi.from_dict(document)
    wrong.app = app
    with pytest.raises(FailureGroup, match="absent"):
        wrong["/info"]["GET"].Case().call_and_validate(session=None)
