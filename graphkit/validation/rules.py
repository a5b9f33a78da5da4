"""The rules on référentiels as values, read from their shapes, which are their one home."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Literal

from rdflib import Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import DCTERMS, RDF, SH
from rdflib.term import Node

from graphkit.assets import data_path
from graphkit.ntriples import Triple, iri
from graphkit.terms import REF
from graphkit.validation.queries import query_of
from graphkit.validation.results import SEVERITY_IRIS, Severity

Register = Literal["rncp", "rs"]
#: What is checked: an author's own document, or one half of it (its activities and competences, its
#: assessment), the summary that a register publishes, a row of a list.
DocumentKind = Literal["referentiel", "reac", "re", "fiche", "liste"]

#: Names that begin the IRI of each rule and of its shapes.
NAMESPACE = "https://w3id.org/referentiels/regles#"

_SCHEMA = "https://schema.org/"
_PAGE = re.compile(r"Vademecum RNCP v[\d.]+ \([^)]*\), p\. (?P<page>.+)")
_SEVERITIES: dict[str, Severity] = {name: severity for severity, name in SEVERITY_IRIS.items()}
_FORCES = "MSAF"
_KINDS = "GQTCHX"
#: Sources that publish the summary of a certification and not its référentiels.
_FICHES = frozenset({"xml-fc", "fiche-texte"})
#: Those that give a few columns of that summary only.
_LISTES = frozenset({"csv-fc"})
#: Endings of the names of readers of half a référentiel: the other half is a document of its own.
_MOITIES: dict[str, DocumentKind] = {"-reac": "reac", "-re": "re"}
#: Kind of document -> the words of ``ref:documentConcerne`` that mean it.
_MOTS: dict[DocumentKind, frozenset[str]] = {
    "referentiel": frozenset({"referentiel", "referentiel-entier"}),
    "reac": frozenset({"referentiel", "reac"}),
    "re": frozenset({"referentiel", "re"}),
    "fiche": frozenset({"fiche"}),
    "liste": frozenset({"liste"}),
}
_ACTIVE = iri(str(REF.active))


@dataclass(frozen=True, slots=True)
class RuleShape:
    """One thing that a rule looks for.

    Attributes:
        iri: its IRI, which results name.
        severity: ``violation``, ``warning`` or ``info``.
        force: ``M`` (imposed), ``S`` (expected), ``A`` (advice), ``F`` (limit of a format).
        kind: ``G``, ``Q``, ``T``, ``C``, or ``H`` for a question to the author, never a verdict.
        documents: kinds of documents that it is looked for in.
        message_fr: what is wrong, or what is asked; ``{?value}`` stands for the value.
        message_en: idem in English.
        suggestion_fr: what to do.
        suggestion_en: idem in English.
        query: the query by which it is looked for, with its prefixes; empty for what is no query.
    """

    iri: str
    severity: Severity
    force: str
    kind: str
    documents: tuple[str, ...]
    message_fr: str
    message_en: str
    suggestion_fr: str
    suggestion_en: str
    query: str = ""

    def looks_in(self, document: DocumentKind) -> bool:
        """Tell whether it is looked for in such a document.

        Args:
            document: kind of document.
        """
        return not _MOTS[document].isdisjoint(self.documents)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule.

    Attributes:
        id: ``R12``.
        title_fr: what it asks, in a few words.
        title_en: idem in English.
        description_fr: what it asks, why, and how far it is verified.
        description_en: idem in English.
        forces: legal weights of its parts, the heaviest first.
        kinds: letters of the ways in which it is verified; ``X`` where nothing verifies it.
        sources: where it stands, each with its page.
        pages: pages of the Vademecum; empty when it is not there.
        registers: registers to whose certifications it applies.
        documents: kinds of documents that it applies to.
        valid_from: first day on which it applies, if known.
        valid_until: last day, if there is one.
        to_verify: it rests on a text known through secondary pages only.
        shapes: what it looks for; empty where nothing verifies it.
    """

    id: str
    title_fr: str
    title_en: str
    description_fr: str
    description_en: str
    forces: tuple[str, ...]
    kinds: tuple[str, ...]
    sources: tuple[str, ...]
    pages: tuple[str, ...]
    registers: tuple[str, ...]
    documents: tuple[str, ...]
    valid_from: date | None
    valid_until: date | None
    to_verify: bool
    shapes: tuple[RuleShape, ...]

    @property
    def severity(self) -> Severity:
        """The worst severity of what it looks for."""
        order = list(SEVERITY_IRIS)
        return min((shape.severity for shape in self.shapes), key=order.index, default="info")

    def applies(self, register: Register, document: DocumentKind, day: date) -> bool:
        """Tell whether it applies to a document.

        Args:
            register: register of the certification, or the one that its author aims at.
            document: kind of document.
            day: the day of the check.
        """
        started = self.valid_from is None or self.valid_from <= day
        ended = self.valid_until is not None and self.valid_until < day
        concerned = not _MOTS[document].isdisjoint(self.documents)
        return started and not ended and register in self.registers and concerned


def rule_id(shape: str) -> str | None:
    """Return the rule that a shape belongs to, ``None`` for a structural shape.

    Args:
        shape: IRI of the shape, as a result gives it.
    """
    return shape.removeprefix(NAMESPACE).partition("_")[0] if shape.startswith(NAMESPACE) else None


def document_kind(type_source: str, triples: Iterable[Triple] = ()) -> DocumentKind:
    """Return the kind of document that a record was read from.

    Args:
        type_source: name of the reader.
        triples: what the record says, as N-Triples terms: a record of a register may be read from a file of
            any format, and only a register says whether a certification is in force.
    """
    if type_source in _LISTES:
        return "liste"
    if type_source in _FICHES or any(predicate == _ACTIVE for _, predicate, _ in triples):
        return "fiche"
    return next((kind for end, kind in _MOITIES.items() if type_source.endswith(end)), "referentiel")


def load_rules(folder: Path | None = None) -> Graph:
    """Return the shapes of all rules in one graph.

    Args:
        folder: directory of the rules; that of the installation when absent.

    Raises:
        FileNotFoundError: the installation, or the directory, lacks rules.
    """
    folder = folder or data_path("shapes") / "regles"
    paths = sorted(folder.glob("*.ttl"))
    if not paths:
        raise FileNotFoundError(f"{folder}: no rules are there")
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


@cache
def rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """Return all rules, in the order of their numbers.

    Args:
        folder: directory of the rules; that of the installation when absent.

    Raises:
        FileNotFoundError: the installation, or the directory, lacks rules.
    """
    return rules_of(load_rules(folder))


def rules_of(graph: Graph) -> tuple[Rule, ...]:
    """Return the rules of a graph, in the order of their numbers.

    Args:
        graph: the shapes of the rules.
    """
    found = [_rule(graph, node) for node in graph.subjects(RDF.type, REF.Regle)]
    return tuple(sorted(found, key=lambda rule: [int(part) for part in rule.id[1:].split("-")]))


def _rule(graph: Graph, node: Node) -> Rule:
    documents = _texts(graph, node, REF.documentConcerne)
    sources = _texts(graph, node, DCTERMS.source)
    pages = tuple(found["page"] for source in sources if (found := _PAGE.fullmatch(source)))
    parts = [node, *graph.subjects(DCTERMS.isPartOf, node)]
    shapes = [_shape(graph, part, documents) for part in parts if (part, SH.severity, None) in graph]
    return Rule(
        id=str(node).removeprefix(NAMESPACE),
        title_fr=_text(graph, node, DCTERMS.title, "fr"),
        title_en=_text(graph, node, DCTERMS.title, "en"),
        description_fr=_text(graph, node, DCTERMS.description, "fr"),
        description_en=_text(graph, node, DCTERMS.description, "en"),
        forces=tuple(sorted(_texts(graph, node, REF.force), key=_FORCES.index)),
        kinds=tuple(sorted(_texts(graph, node, REF.genre), key=_KINDS.index)),
        sources=sources,
        pages=pages,
        registers=_texts(graph, node, REF.repertoireConcerne),
        documents=documents,
        valid_from=_day(graph, node, "validFrom"),
        valid_until=_day(graph, node, "validThrough"),
        to_verify=(node, REF.aVerifier, RdfLiteral(True)) in graph,
        shapes=tuple(sorted(shapes, key=lambda shape: shape.iri)),
    )


def _shape(graph: Graph, node: Node, documents: tuple[str, ...]) -> RuleShape:
    severity = _SEVERITIES[str(graph.value(node, SH.severity))]
    kinds = _texts(graph, node, REF.genre)
    return RuleShape(
        iri=str(node),
        severity=severity,
        force=min(_texts(graph, node, REF.force), key=_FORCES.index),
        kind="H" if "H" in kinds else min(kinds, key=_KINDS.index),
        documents=_texts(graph, node, REF.documentConcerne) or documents,
        message_fr=_text(graph, node, SH.message, "fr"),
        message_en=_text(graph, node, SH.message, "en"),
        suggestion_fr=_text(graph, node, REF.suggestion, "fr"),
        suggestion_en=_text(graph, node, REF.suggestion, "en"),
        query=_query(graph, node),
    )


def _query(graph: Graph, node: Node) -> str:
    constraint = graph.value(node, SH.sparql)
    if constraint is None:
        return ""
    prefixes, _, text = query_of(graph, constraint).partition("\n\n")
    return f"{prefixes}\n{dedent(text).strip()}\n"


def _texts(graph: Graph, node: Node, predicate: URIRef) -> tuple[str, ...]:
    return tuple(sorted(map(str, graph.objects(node, predicate))))


def _text(graph: Graph, node: Node, predicate: URIRef, language: str) -> str:
    for value in graph.objects(node, predicate):
        if isinstance(value, RdfLiteral) and value.language == language:
            return str(value)
    return ""


def _day(graph: Graph, node: Node, name: str) -> date | None:
    value = graph.value(node, URIRef(_SCHEMA + name))
    return date.fromisoformat(str(value)) if value is not None else None
