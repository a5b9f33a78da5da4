"""Cases of shapes: the data and the report that is expected, in one file of Turtle."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rdflib import Graph
from rdflib.namespace import RDF, SH

#: (focus node, shape, component, severity) -> number of results.
Found = Counter[tuple[str, str, str, str]]


def read_case(path: Path) -> tuple[Graph, Found]:
    """Return the data of a case and the results that its report expects."""
    graph = Graph().parse(path)
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    expected: Found = Counter()
    for node in [*graph.objects(report, SH.result), report]:
        told = {p: str(o) for p, o in graph.predicate_objects(node)}
        if node != report:
            parts = (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity)
            expected[tuple(told[part] for part in parts)] += 1  # type: ignore[index]
        graph.remove((node, None, None))
    return graph, expected
