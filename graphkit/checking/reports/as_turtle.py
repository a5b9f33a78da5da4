"""The report as data: a SHACL validation report, each result with its rule, its words and its passage.

Only what a shape found is a SHACL result: what the document as a whole brings to light, and what could not
be read, stand in the other formats.
"""

from __future__ import annotations

from graphkit.checking.findings import CheckReport, Finding
from graphkit.identifiers import Minter
from graphkit.mapping.sink import Sink, term
from graphkit.ntriples import iri, string, text, typed
from graphkit.terms import PREFIXES
from graphkit.validation.results import SEVERITY_IRIS
from graphkit.validation.tokens import graph_of


def render_turtle(report: CheckReport) -> str:
    """Return a report as Turtle.

    Args:
        report: the report.

    Raises:
        ValueError: an IRI of the report is none.
    """
    minter = Minter(report.iri.rpartition("certification/")[0])
    sink = Sink(minter, report.identifier, report.document.type_source)
    node = minter.iri("verification", report.identifier)
    sink.add(node, "rdf:type", term("sh:ValidationReport"))
    results = (*report.findings, *report.questions, *report.data)
    # As SHACL has it: any result, of whatever severity, and set aside or not.
    sink.add(node, "sh:conforms", typed(not results))
    sink.add(node, "dcterms:date", typed(report.date))
    sink.link(node, "dcterms:subject", report.iri)
    sink.add(node, "dcterms:title", string(report.document.nom))
    for finding in results:
        result = minter.iri("verification", report.identifier, finding.fingerprint)
        sink.link(node, "sh:result", result)
        _result(sink, result, finding, report)
    graph = graph_of(sink.triples)
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, str(namespace))
    return graph.serialize(format="turtle")


def _result(sink: Sink, node: str, finding: Finding, report: CheckReport) -> None:
    sink.thing(node, "sh:ValidationResult", tuple(each.passage for each in finding.places))
    sink.link(node, "sh:focusNode", finding.focus)
    sink.link(node, "sh:sourceShape", finding.shape)
    sink.link(node, "sh:sourceConstraintComponent", finding.component)
    sink.add(node, "sh:resultSeverity", iri(SEVERITY_IRIS[finding.severity]))
    if finding.path:
        sink.link(node, "sh:resultPath", finding.path)
    for language in ("fr", "en"):
        sink.add(node, "sh:resultMessage", text(finding.message.in_language(language), language))
    sink.add(node, "ref:regle", string(finding.rule))
    if finding.quote:
        sink.add(node, "ref:extrait", string(finding.quote))
    rule = report.rule_of.get(finding.rule)
    for source in rule.sources if rule else ():
        sink.add(node, "dcterms:source", text(source))
    if finding.dismissed:
        sink.add(node, "skos:editorialNote", text(finding.dismissed))
