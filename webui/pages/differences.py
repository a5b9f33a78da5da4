"""What changed between two versions of a certification, or from one to its successor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, Response, request
from markupsafe import Markup, escape

from graphkit.differences import compare_sides, rdf_patch
from graphkit.differences.as_json import as_plain
from graphkit.differences.difference import Difference, Family
from graphkit.differences.facts import FactChange
from graphkit.differences.sides import Side, side_of_graph, side_of_version
from graphkit.differences.statements import KINDS, Change
from graphkit.differences.wording import Segment
from graphkit.errors import GraphkitError, NotFound, StoreUnavailable, outcome
from webui.i18n import mark, mark_plural, translate, translate_plural
from webui.labels import class_label, term_label
from webui.representations import json_answer
from webui.sharing import open_to_all
from webui.templating import data, render
from webui.values import plain_value
from webui.viewer import catalog, viewer

blueprint = Blueprint("differences", __name__)

MOST = 200
#: Media type of RDF Patch, https://afs.github.io/rdf-delta/rdf-patch.html.
_PATCH = "application/rdf-patch"
#: Criteria are told apart by their words, not by where they stand.
_CRITERIA = mark("Formulations de critères d’évaluation")
#: Kind of change -> what one statement, and several, that underwent it are called.
NAMES = {
    "added": mark_plural("ajout", "ajouts"),
    "removed": mark_plural("retrait", "retraits"),
    "moved": mark_plural("déplacement", "déplacements"),
    "reworded": mark_plural("reformulation", "reformulations"),
    "split": mark_plural("scission", "scissions"),
    "merged": mark_plural("fusion", "fusions"),
}


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """A difference, or the form that asks for two sides."""

    template: ClassVar[str] = "differences.html"
    before: str
    after: str
    difference: Difference | None = None
    error: GraphkitError | None = None

    @property
    def kinds(self) -> Mapping[str, str]:
        """Kind of change -> its name."""
        return {kind: translate_plural(*NAMES[kind], 1) for kind in KINDS}

    def counts(self, family: Family) -> str:
        """Return how many statements underwent each kind of change."""
        return ", ".join(
            f"{number} {translate_plural(*NAMES[kind], number)}" for kind, number in family.counts.items()
        )

    def name(self, change: FactChange) -> Markup:
        """Return what a fact is about."""
        parts = (escape(term_label(part)) if ":" in part else data(part) for part in change.name)
        return Markup(" › ").join(parts)

    @staticmethod
    def heading(family: Family) -> str:
        """Return what the statements of a family are called; criteria are counted by their wording."""
        if family.name == "ref:CritereEvaluation":
            return translate(_CRITERIA)
        return class_label(family.name)

    @staticmethod
    def shown(value: str) -> Markup:
        """Return a value as people write it."""
        return data(plain_value(value))

    def words(self, segments: tuple[Segment, ...]) -> Markup:
        """Return words with what was removed and added marked."""
        return data(Markup().join(map(_marked, segments)))

    def where(self, change: Change) -> tuple[tuple[str, ...], ...]:
        """Return where statements stand, and before it where they stood if that is elsewhere."""
        assert self.difference is not None  # noqa: S101 - the template asks of a difference only
        sides = []
        for side in (change.before, change.after):
            places = (place for each in side for place in self.difference.places_of(each))
            sides.append(tuple(dict.fromkeys(places)))
        old, new = sides
        return (old, new) if "moved" in change.kinds else (new or old,) if new or old else ()


def _marked(segment: Segment) -> Markup:
    if segment.operation == "equal":
        return escape(segment.after)
    before = Markup("<del>{}</del>").format(segment.before) if segment.before else Markup()
    return before + (Markup("<ins>{}</ins>").format(segment.after) if segment.after else Markup())


@blueprint.get("/differences")
def page() -> Response:
    """Compare the two sides of the address, or ask for them."""
    before, after = (request.args.get(name, "").strip()[:MOST] for name in ("de", "vers"))
    wanted = request.args.get("_format", "")
    if not (before and after):
        return render(DifferencesPage(before, after))
    try:
        sides = _side(before), _side(after)
    except (NotFound, StoreUnavailable) as error:
        if wanted:
            raise
        return render(DifferencesPage(before, after, error=error), outcome(error)[1])
    if wanted == "patch":
        return open_to_all(Response(rdf_patch(*sides), mimetype=_PATCH))
    found = compare_sides(*sides)
    if wanted == "json":
        return json_answer(as_plain(found))
    return render(DifferencesPage(before, after, found))


def _side(name: str) -> Side:
    code, at, version = name.partition("@")
    if not at:
        return side_of_graph(catalog(), code)
    settings = viewer().settings
    if settings.endpoint:
        raise StoreUnavailable("versions are kept in a directory, not by a server")
    return side_of_version(settings, code, version)
