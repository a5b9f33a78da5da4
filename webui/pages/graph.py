"""The explorer: a thing of the graph, what is around it, and the way to another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, Response, request

from graphkit.catalog.exploration import MOST, GraphLink, GraphNode, GraphView
from graphkit.errors import GraphkitError, NotFound, outcome
from graphkit.store.results import serialise_triples
from graphkit.text import slugify
from webui.exploring import ExplorerState, read_state
from webui.labels import kind_label, term_label
from webui.negotiation import MEDIA_TYPES
from webui.representations import wanted_format
from webui.security import allow_scripts
from webui.tables import csv_answer
from webui.templating import render
from webui.typography import short_code
from webui.viewer import catalog

blueprint = Blueprint("graph", __name__)

#: Kind of a thing -> how it is drawn; all others are codes.
LOOKS = {
    "certification": "certification",
    "correspondance": "correspondance",
    "bloc": "bloc",
    "activite": "activite", "capacites": "activite", "specialisation": "activite",
    "competence": "competence",
    "modalite": "modalite", "composante": "modalite", "livrable": "modalite",
    "certificat-de-bloc": "modalite",
    "critere": "critere",
    "certificateur": "organisme", "organisme": "organisme",
}  # fmt: skip
_SHOWN_LABEL = 60
_SHOWN_SHORT = 14


@dataclass(frozen=True, slots=True)
class GraphPage:
    """The explorer, or the form that asks where to begin.

    Attributes:
        state: what the address says.
        view: what is shown.
        error: why nothing is.
    """

    template: ClassVar[str] = "graph.html"
    most: ClassVar[int] = MOST
    state: ExplorerState
    view: GraphView | None = None
    error: GraphkitError | None = None

    @property
    def nodes(self) -> dict[str, GraphNode]:
        """Path -> thing shown."""
        return {node.path: node for node in self.view.nodes} if self.view else {}

    @property
    def chosen(self) -> GraphNode | None:
        """The thing told about at the side."""
        return self.nodes.get(self.state.chosen)

    @property
    def entries(self) -> Iterator[tuple[GraphNode, tuple[tuple[str, tuple[GraphNode, ...]], ...]]]:
        """Each thing with what it is tied to by links of its own, property by property."""
        nodes = self.nodes
        said: dict[str, dict[str, list[GraphNode]]] = {}
        for link in self.view.links if self.view else ():
            said.setdefault(link.source, {}).setdefault(link.property, []).append(nodes[link.target])
        order = {path: at for at, path in enumerate(nodes)}
        for path, by_property in sorted(said.items(), key=lambda each: order[each[0]]):
            yield nodes[path], tuple((name, tuple(found)) for name, found in by_property.items())

    @property
    def untied(self) -> tuple[GraphNode, ...]:
        """Things shown without any link, since the links or what lies between are hidden."""
        tied = {end for link in (self.view.links if self.view else ()) for end in (link.source, link.target)}
        return tuple(node for path, node in self.nodes.items() if path not in tied)

    def links_of(self, node: GraphNode) -> tuple[GraphLink, ...]:
        """Return the links of a thing that are shown."""
        shown = self.view.links if self.view else ()
        return tuple(link for link in shown if node.path in {link.source, link.target})

    def look(self, kind: str) -> str:
        """Return how a kind is drawn."""
        return LOOKS.get(kind, "code")

    @property
    def drawing(self) -> dict[str, object]:
        """What the canvas draws."""
        view, state = self.view, self.state
        if view is None:
            return {}
        return {
            "disposition": state.layout,
            "choisi": state.chosen,
            "noeuds": [
                {
                    "id": node.path,
                    "texte": _short(node),
                    "court": short_code(node.code) or node.cell.label[:_SHOWN_SHORT],
                    "nom": f"{node.code} {node.cell.label}".strip(),
                    "genre": kind_label(node.cell.kind),
                    "allure": self.look(node.cell.kind),
                    "place": state.pinned.get(node.path, node.place),
                    "fixe": node.path in state.pinned,
                    "ouvert": node.opened,
                    "reste": node.beyond,
                    "depart": node.path == view.start.path,
                }
                for node in view.nodes
            ],
            "liens": [
                {
                    "de": link.source,
                    "vers": link.target,
                    "nom": term_label(link.property),
                    "chemin": link.on_way,
                }
                for link in view.links
            ],
        }

    @property
    def drawing_json(self) -> str:
        """The same as JSON that may stand in a page."""
        return json.dumps(self.drawing, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _short(node: GraphNode) -> str:
    """Return what a node of the canvas says: its code, and as much of its label as helps."""
    label = "" if node.cell.label == node.code else node.cell.label
    if len(label) > _SHOWN_LABEL:
        label = f"{label[:_SHOWN_LABEL]}…"
    return f"{short_code(node.code)} {label}".strip()


@blueprint.get("/graphe")
def page() -> Response:
    """Show what is around a thing, or give it as data."""
    state = read_state(request.args)
    wanted = wanted_format("", ("html", "ttl", "csv", "json"))[1]
    if wanted == "html" and not state.exploration.start:
        return render(GraphPage(state))
    try:
        view = catalog().explore(state.exploration)
    except NotFound as error:
        if wanted != "html":
            raise
        return render(GraphPage(state, error=error), outcome(error)[1])
    shown = GraphPage(state, view)
    if wanted == "html":
        allow_scripts()
        return render(shown)
    name = f"graphe-{slugify(view.start.path)}"
    if wanted == "csv":
        return csv_answer(
            name, ("source", "intitule_source", "lien", "cible", "intitule_cible"), _rows(shown)
        )
    answer = Response(
        serialise_triples(view.triples(), "ttl") if wanted == "ttl" else shown.drawing_json,
        mimetype=MEDIA_TYPES[wanted],
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
    return answer


def _rows(shown: GraphPage) -> list[list[str]]:
    nodes = shown.nodes
    return [
        [
            nodes[link.source].iri,
            nodes[link.source].cell.label,
            link.property,
            nodes[link.target].iri,
            nodes[link.target].cell.label,
        ]
        for link in (shown.view.links if shown.view else ())
    ]
