"""A site as an audit knows it: where it says its dataset, endpoint, ontology and things are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode, urljoin

from graphkit.audit.statements import RDF, Statements, read_statements
from graphkit.audit.visit import Answer, Bounds, Visitor
from graphkit.config import Settings
from graphkit.nodes import Node, literal
from graphkit.questions import load_query
from graphkit.store.bindings import write_values

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
OWL = "http://www.w3.org/2002/07/owl#"
RESULTS = "application/sparql-results+json"
#: Where endpoints are by custom, if nothing says it.
_CUSTOMARY = ("sparql", "query")
_MOST_THINGS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says of a site, for what it does not say itself.

    Attributes:
        things: addresses of things to look at.
        ontology: IRI of the ontology.
        endpoint: address of the SPARQL endpoint.
        base: start of the IRIs of the data, which the site answers for under its own address.
        languages: languages in which labels are expected.
    """

    things: tuple[str, ...] = ()
    ontology: str = ""
    endpoint: str = ""
    base: str = ""
    languages: tuple[str, ...] = ("fr", "en")


class Site:
    """What is found out about a site, once.

    Args:
        root: its address.
        asked: what a person says of it.
        bounds: what the audit may take.
        settings: what parsing RDF may take.

    Attributes:
        visitor: who asks.
        root: its address, with a slash at the end.
        asked: what a person says of it.
        settings: what parsing RDF may take.
    """

    def __init__(
        self,
        root: str,
        asked: Asked | None = None,
        bounds: Bounds | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.visitor = Visitor(root, bounds)
        self.root = self.visitor.root
        self.asked = asked or Asked()
        self.settings = settings or Settings()

    def at(self, path: str) -> str:
        """Return an address under that of the site."""
        return urljoin(self.root, path)

    def locate(self, iri: str) -> str | None:
        """Return where the site answers for an IRI: there, or under its own address for IRIs of its base.

        Args:
            iri: any address.

        Returns:
            ``None`` for an address of another host that may not be visited.
        """
        if iri.startswith(self.root):
            return iri
        if self.base and iri.startswith(self.base):
            return self.root + iri.removeprefix(self.base)
        return iri if self.visitor.may_visit(iri) else None

    def statements(self, url: str, accept: str = RDF) -> Statements:
        """Return what an address states."""
        return read_statements(self.visitor.ask(url, accept), self.settings)

    @cached_property
    def home(self) -> Answer:
        """The page at the address of the site."""
        return self.visitor.ask(self.root, "text/html")

    @cached_property
    def well_known(self) -> Statements:
        """What the well-known address of VoID states."""
        return self.statements(self.at(".well-known/void"))

    @cached_property
    def service(self) -> Statements:
        """What the endpoint says of itself."""
        return self.statements(self.endpoint) if self.endpoint else Statements(trouble="no endpoint")

    @cached_property
    def description(self) -> Statements:
        """All that the site says of its datasets: at the well-known address, and at the endpoint."""
        return self.well_known.joined(self.service)

    @cached_property
    def datasets(self) -> list[str]:
        """IRIs of the datasets, the one of which the most is said first: sources are some, too."""
        found = self.well_known.of_type(f"{VOID}Dataset", f"{DCAT}Dataset")
        said = Counter(s for s, _, _ in self.well_known.triples)
        return sorted(found, key=lambda iri: (-said[f"<{iri}>"], iri))

    @cached_property
    def base(self) -> str:
        """Start of the IRIs of the data."""
        if self.asked.base:
            return self.asked.base
        for dataset in self.datasets[:1]:
            for space in self.well_known.values(dataset, f"{VOID}uriSpace"):
                return space
        return ""

    @cached_property
    def endpoint(self) -> str:
        """Address of the SPARQL endpoint, empty where none is found."""
        told = [self.asked.endpoint] if self.asked.endpoint else []
        for dataset in self.datasets:
            told += self.well_known.values(dataset, f"{VOID}sparqlEndpoint")
        for iri in told:
            if located := self.locate(urljoin(self.root, iri)):
                return located
        for name in _CUSTOMARY:
            answer = self.query(load_query("audit-repond").text, endpoint=self.at(name))
            if answer.status == 200 and b"true" in answer.body:  # noqa: PLR2004
                return self.at(name)
        return ""

    def query(self, text: str, accept: str = RESULTS, endpoint: str = "", method: str = "GET") -> Answer:
        """Return the answer of the endpoint to a query.

        Args:
            text: the query.
            accept: what is asked for.
            endpoint: its address, if not the one found.
            method: ``GET``, ``HEAD``…
        """
        address = endpoint or self.endpoint
        separator = "&" if "?" in address else "?"
        return self.visitor.ask(f"{address}{separator}{urlencode({'query': text})}", accept, method=method)

    def select(self, text: str, name: str) -> list[str]:
        """Return the values of a variable in the answer to a query; nothing if there is no answer."""
        answer = self.query(text)
        try:
            rows = json.loads(answer.body)["results"]["bindings"]
            return [str(row[name]["value"]) for row in rows if name in row]
        except (ValueError, KeyError, TypeError):
            return []

    @cached_property
    def things(self) -> list[str]:
        """IRIs of a few things that the site should answer for."""
        if self.asked.things:
            return list(self.asked.things[:_MOST_THINGS])
        found = [
            iri
            for dataset in self.datasets
            for iri in self.well_known.values(dataset, f"{VOID}exampleResource", f"{VOID}rootResource")
        ]
        if not found and self.endpoint:
            for kind in self._kinds() or [""]:
                found += self._of_kind(kind)
        return [iri for iri in dict.fromkeys(found) if self.locate(iri)][:_MOST_THINGS]

    def _kinds(self) -> list[str]:
        """Return a few of the classes that the description of the site counts, far apart."""
        about = self.well_known
        classes = {
            each
            for dataset in self.datasets[:1]
            for part in about.values(dataset, f"{VOID}classPartition")
            for each in about.values(part, f"{VOID}class")
            if each.startswith((self.base or self.root, self.root))
        }
        ranked = sorted(classes)
        return ranked[:: max(1, len(ranked) // _MOST_THINGS)][:_MOST_THINGS]

    def _of_kind(self, kind: str) -> list[str]:
        """Return a thing of a class, or a few of any, that the site has a document on."""
        values = {"debut": literal(self.base or self.root)} | ({"nature": Node(kind)} if kind else {})
        found = self.select(write_values(load_query("audit-choses").text, values), "chose")
        return found[:1] if kind else found

    @cached_property
    def ontology(self) -> str:
        """IRI of the ontology of the site, empty where none is found."""
        told = [self.asked.ontology] if self.asked.ontology else []
        for dataset in self.datasets:
            told += self.well_known.values(dataset, f"{DCTERMS}conformsTo", f"{VOID}vocabulary")
        for iri in told:
            bare = iri.rstrip("#")
            if (
                (self.base and bare.startswith(self.base))
                or bare.startswith(self.root)
                or self.asked.ontology
            ):
                return bare
        return ""


@dataclass(frozen=True, slots=True)
class Format:
    """A syntax that a thing is expected in.

    Attributes:
        name: its name in checks.
        accept: media type asked for.
        also: other media types that will do.
    """

    name: str
    accept: str
    also: Sequence[str] = field(default=())


FORMATS = (
    Format("html", "text/html", ("application/xhtml+xml",)),
    Format("turtle", "text/turtle"),
    Format("json-ld", "application/ld+json"),
    Format("rdf-xml", "application/rdf+xml"),
    Format("n-triples", "application/n-triples"),
)
