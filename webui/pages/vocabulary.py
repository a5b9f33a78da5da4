"""The ontology and the rules, explained and as data: their terms dereference here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import ClassVar
from urllib.parse import unquote

from flask import Blueprint, Response, redirect
from markupsafe import Markup
from rdflib import Graph
from werkzeug.wrappers import Response as BaseResponse

from graphkit.errors import NotFound, StoreUnavailable
from graphkit.ontology import module_paths
from graphkit.publish.documentation import FORMATS, RULES, ontology_html, rules_html
from graphkit.publish.ontology_versions import kept_versions, version_graph
from graphkit.publish.phrases import say
from graphkit.publish.rdf import serialise
from graphkit.publish.vocabulary import ontology_graph, rules_graph, vocabulary
from graphkit.terms import ONTOLOGY
from webui.i18n import language
from webui.links import page_path
from webui.negotiation import MEDIA_TYPES
from webui.representations import wanted_format, with_alternates
from webui.templating import page_address, render
from webui.viewer import catalog, viewer

blueprint = Blueprint("vocabulary", __name__)

_OFFERED = ("html", *(name for name, _ in FORMATS))


@dataclass(frozen=True, slots=True)
class DocumentationPage:
    """Terms explained one after the other."""

    template: ClassVar[str] = "documentation.html"
    title: str
    path: str
    body: Markup

    formats: ClassVar[tuple[str, ...]] = _OFFERED[1:]


@cache
def _data(name: str, wanted: str) -> bytes:
    """Return the whole ontology, the rules, or a module of the ontology, in a format of RDF."""
    if name == "ontologie":
        graph = ontology_graph()
    elif name == "regles":
        graph = rules_graph()
    elif name in kept_versions():
        graph = version_graph(name)
    else:
        graph = Graph().parse(next(path for path in module_paths() if path.stem == name), format="turtle")
    return serialise(graph, wanted)


@blueprint.get("/ontologie", defaults={"name": "ontologie"})
@blueprint.get("/<any('ontologie.ttl','ontologie.rdf','ontologie.jsonld','ontologie.nt'):name>")
def ontology(name: str) -> Response:
    """Show the ontology, or give it as data."""
    return _ontology(name, ONTOLOGY)


def _ontology(path: str, iri: str) -> Response:
    stem, wanted = wanted_format(path, _OFFERED)
    return _answer(stem, wanted, iri, "ontologie", _ontology_page)


def _ontology_page() -> DocumentationPage:
    whole = vocabulary()
    body = ontology_html(
        language(),
        stem=page_address("ontologie"),
        rules_address=page_address("regles"),
        version_address=page_address(f"ontologie/{whole.version}"),
        uses=_uses(),
        examples=_example,
    )
    return DocumentationPage(whole.title.in_language(language()), "ontologie", body)


def _uses() -> Callable[[str], int] | None:
    try:
        return catalog().statistics.uses
    except StoreUnavailable:
        # The ontology is explained even where there is no graph yet.
        return None


def _example(term: str) -> tuple[str, str] | None:
    try:
        iri = catalog().example(term)
    except StoreUnavailable:
        return None
    path = page_path(iri, viewer().settings.base_iri) if iri else None
    return (page_address(path), unquote(path.lstrip("/"))) if path else None


@blueprint.get("/ontologie/<path:name>")
def part(name: str) -> BaseResponse:
    """Give this version of the ontology, or a module of it; its page is a part of the page of the whole."""
    stem, wanted = wanted_format(name, _OFFERED)
    version = vocabulary().version
    if stem == version:
        return _ontology(f"ontologie/{name}", f"{ONTOLOGY}/{version}")
    if stem in kept_versions():
        if wanted == "html":
            return redirect(page_address("ontologie") + f"#version-{stem}", 303)
        return _answer(f"ontologie/{stem}", wanted, f"{ONTOLOGY}/{stem}", stem, _ontology_page)
    module = stem.removesuffix(f"/{version}")
    if module not in {path.stem for path in module_paths()}:
        raise NotFound(f"the ontology has no module or version {stem}: its version is {version}")
    if wanted == "html":
        return redirect(page_address("ontologie") + f"#module-{module}", 303)
    return _answer(f"ontologie/{stem}", wanted, f"{ONTOLOGY}/{stem}", module, _ontology_page)


@blueprint.get("/regles", defaults={"name": "regles"})
@blueprint.get("/<any('regles.ttl','regles.rdf','regles.jsonld','regles.nt'):name>")
def rules(name: str) -> Response:
    """Show the rules on référentiels, or give them as data."""
    stem, wanted = wanted_format(name, _OFFERED)
    return _answer(stem, wanted, RULES, "regles", _rules_page)


def _rules_page() -> DocumentationPage:
    body = rules_html(language(), stem=page_address("regles"))
    return DocumentationPage(say("rules-title", language()), "regles", body)


def _answer(
    path: str, wanted: str, iri: str, graph: str, make_page: Callable[[], DocumentationPage]
) -> Response:
    if wanted == "html":
        answer = render(make_page())
    else:
        answer = Response(_data(graph, wanted), mimetype=MEDIA_TYPES[wanted])
    return with_alternates(answer, path, wanted, _OFFERED, iri)
