"""The ontology as its documentation shows it, read from its modules, from the shapes and from the rules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rdflib import Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS
from rdflib.term import Node

from graphkit.assets import data_path
from graphkit.ontology import declared_terms, load_ontology, terms_in_shapes
from graphkit.publish.rdf import shorten_iri
from graphkit.terms import ONTOLOGY
from graphkit.validation import Rule, load_rules, rules
from graphkit.validation.rules import rule_id

Kind = Literal["class", "object", "data", "annotation"]
_KINDS: dict[Node, Kind] = {
    OWL.Class: "class",
    OWL.ObjectProperty: "object",
    OWL.DatatypeProperty: "data",
    OWL.AnnotationProperty: "annotation",
}
_ALIGNED = (
    OWL.equivalentClass, OWL.equivalentProperty, OWL.inverseOf, SKOS.exactMatch, SKOS.closeMatch,
    SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch, RDFS.seeAlso,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Texts:
    """A text in both languages."""

    fr: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """Return it in a language; in French where the other is missing."""
        return (self.en if language == "en" else self.fr) or self.fr


@dataclass(frozen=True, slots=True)
class ShapeDoc:
    """A structural shape that constrains a term."""

    name: str
    message: Texts


@dataclass(frozen=True, slots=True)
class TermDoc:
    """A class or a property.

    Attributes:
        iri: its IRI.
        name: the end of it, which is its anchor.
        kind: ``class``, ``object``, ``data`` or ``annotation``.
        module: name of its module.
        label: its label.
        definition: its definition.
        note: how it is to be used, if something is said of it.
        sources: where it stands.
        examples: values, as the ontology gives them.
        broader: IRIs of its superclasses or superproperties.
        narrower: IRIs of its subclasses or subproperties.
        alignments: (relation as ``prefix:name``, IRI) of its counterparts elsewhere.
        subjects: IRIs of the classes whose shapes give them the property.
        values: IRIs of the classes or datatypes that the shapes allow as its values.
        shapes: the structural shapes that constrain it.
        rules: ids of the rules that speak of it.
    """

    iri: str
    name: str
    kind: Kind
    module: str
    label: Texts
    definition: Texts
    note: Texts
    sources: tuple[str, ...]
    examples: tuple[str, ...]
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    alignments: tuple[tuple[str, str], ...]
    subjects: tuple[str, ...]
    values: tuple[str, ...]
    shapes: tuple[ShapeDoc, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModuleDoc:
    """A module of the ontology, with its terms: classes first, by name."""

    name: str
    iri: str
    title: Texts
    description: Texts
    terms: tuple[TermDoc, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The whole ontology.

    Attributes:
        iri: its IRI.
        version: its version.
        version_iri: IRI of that version.
        created: day on which it was first written.
        title: its title.
        description: what it is for.
        modules: its modules that declare terms, by name.
        schemes: (IRI, label) of its code lists, by IRI.
    """

    iri: str
    version: str
    version_iri: str
    created: str
    title: Texts
    description: Texts
    modules: tuple[ModuleDoc, ...]
    schemes: tuple[tuple[str, Texts], ...]

    @property
    def terms(self) -> dict[str, TermDoc]:
        """Each term by its IRI."""
        return {term.iri: term for module in self.modules for term in module.terms}


@cache
def ontology_graph() -> Graph:
    """Return all modules of the ontology in one graph, read once."""
    return load_ontology()


@cache
def rules_graph() -> Graph:
    """Return the shapes of all rules in one graph, read once."""
    return load_rules()


@cache
def legal_rules() -> tuple[Rule, ...]:
    """Return the rules, in the order of their numbers."""
    return rules()


@cache
def vocabulary() -> Vocabulary:
    """Return the ontology as its documentation shows it.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    graph = ontology_graph()
    whole = URIRef(ONTOLOGY)
    shapes = _Shapes()
    docs = [_term(graph, shapes, term) for term in sorted(declared_terms(graph))]
    order = {"class": 0, "object": 1, "data": 2, "annotation": 3}
    modules = []
    for module in sorted(graph.subjects(DCTERMS.isPartOf, whole), key=str):
        name = str(module).rpartition("/")[2]
        terms = sorted((t for t in docs if t.module == name), key=lambda t: (order[t.kind], t.name))
        if terms:
            title = _texts(graph, module, DCTERMS.title)
            description = _texts(graph, module, DCTERMS.description)
            modules.append(ModuleDoc(name, str(module), title, description, tuple(terms)))
    return Vocabulary(
        iri=ONTOLOGY,
        version=str(graph.value(whole, OWL.versionInfo)),
        version_iri=str(graph.value(whole, OWL.versionIRI)),
        created=str(graph.value(whole, DCTERMS.created)),
        title=_texts(graph, whole, DCTERMS.title),
        description=_texts(graph, whole, DCTERMS.description),
        modules=tuple(modules),
        schemes=tuple(
            (str(scheme), _texts(graph, scheme, SKOS.prefLabel))
            for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str)
        ),
    )


class _Shapes:
    """What the shapes and the rules say of each term."""

    def __init__(self) -> None:
        graph = Graph()
        for path in sorted(data_path("shapes").glob("*.ttl")):
            graph.parse(path, format="turtle")
        self.graph = graph
        self.of: defaultdict[Node, set[Node]] = defaultdict(set)
        self.subjects: defaultdict[Node, set[str]] = defaultdict(set)
        self.values: defaultdict[Node, set[str]] = defaultdict(set)
        for shape, term in graph.subject_objects(SH.targetClass):
            self.of[term].add(shape)
        for shape, path_ in graph.subject_objects(SH.path):
            if isinstance(path_, URIRef):
                self._note_property(shape, path_)
        self.rules: defaultdict[Node, set[str]] = defaultdict(set)
        spoken: defaultdict[str, list[tuple[Node, Node, Node]]] = defaultdict(list)
        for triple in rules_graph():
            if (rule := rule_id(str(triple[0]))) is not None:
                spoken[rule].append(triple)
        known = {rule.id for rule in legal_rules()}
        for rule, triples in spoken.items():
            for term in terms_in_shapes(triples) if rule in known else ():
                self.rules[term].add(rule)

    def _note_property(self, shape: Node, term: URIRef) -> None:
        self.of[term].add(shape)
        for predicate in (SH["class"], SH.datatype):
            self.values[term] |= {str(value) for value in self.graph.objects(shape, predicate)}
        for holder in self.graph.subjects(SH.property, shape):
            self.subjects[term] |= {str(value) for value in self.graph.objects(holder, SH.targetClass)}

    def docs(self, term: Node) -> tuple[ShapeDoc, ...]:
        """Return the named shapes that constrain a term."""
        named = sorted(shape for shape in self.of[term] if isinstance(shape, URIRef))
        return tuple(
            ShapeDoc(str(shape).partition("#")[2], _texts(self.graph, shape, SH.message)) for shape in named
        )


def _term(graph: Graph, shapes: _Shapes, term: URIRef) -> TermDoc:
    above = RDFS.subClassOf if (term, RDF.type, OWL.Class) in graph else RDFS.subPropertyOf
    return TermDoc(
        iri=str(term),
        name=str(term).partition("#")[2],
        kind=next(kind for type_, kind in _KINDS.items() if (term, RDF.type, type_) in graph),
        module=str(graph.value(term, RDFS.isDefinedBy)).rpartition("/")[2],
        label=_texts(graph, term, SKOS.prefLabel),
        definition=_texts(graph, term, SKOS.definition),
        note=_texts(graph, term, SKOS.scopeNote),
        sources=tuple(sorted(map(str, graph.objects(term, DCTERMS.source)))),
        examples=tuple(sorted(map(str, graph.objects(term, SKOS.example)))),
        broader=_iris(graph.objects(term, above)),
        narrower=_iris(graph.subjects(above, term)),
        alignments=tuple(
            (shorten_iri(str(relation)), iri)
            for relation in _ALIGNED
            for iri in _iris(graph.objects(term, relation))
        ),
        subjects=tuple(sorted(shapes.subjects[term])),
        values=tuple(sorted(shapes.values[term])),
        shapes=shapes.docs(term),
        rules=tuple(sorted(shapes.rules[term], key=_number)),
    )


def _number(rule: str) -> list[int]:
    return [int(part) for part in rule[1:].split("-")]


def _iris(nodes: object) -> tuple[str, ...]:
    return tuple(sorted(str(node) for node in nodes if isinstance(node, URIRef)))  # type: ignore[attr-defined]


def _texts(graph: Graph, node: Node, predicate: URIRef) -> Texts:
    found = {
        value.language: str(value)
        for value in sorted(graph.objects(node, predicate), key=str, reverse=True)
        if isinstance(value, RdfLiteral)
    }
    return Texts(found.get("fr", found.get(None, "")), found.get("en", ""))
