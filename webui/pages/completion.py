"""What the editor of queries completes from: prefixes, classes and properties, with their counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Blueprint, Response

from graphkit.catalog.cells import shorten
from graphkit.store.results import usual_prefixes
from webui.freshness import stamp
from webui.labels import term_label
from webui.representations import json_answer
from webui.viewer import catalog

blueprint = Blueprint("completion", __name__)


@blueprint.get("/sparql/vocabulaire.json")
def vocabulary() -> Response:
    """Give the terms that the store uses and those of the ontology, the most used first."""
    door = catalog()
    used = door.statistics
    terms = [*_terms(used.classes, "classe"), *_terms(used.properties, "propriété")]
    told = {each["nom"] for each in terms}
    terms += [
        {"nom": name, "genre": "", "libelle": term_label(name), "emplois": 0}
        for name in door.terms
        if name not in told
    ]
    return stamp(json_answer({"prefixes": usual_prefixes(), "termes": terms}))


def _terms(counts: Mapping[str, int], kind: str) -> Iterator[dict[str, object]]:
    for iri, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        name = shorten(iri)
        yield {
            "nom": name if name != iri else f"<{iri}>",
            "genre": kind,
            "libelle": term_label(name) if name != iri else "",
            "emplois": count,
        }
