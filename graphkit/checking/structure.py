"""Which shapes of structure mean something to an author, and how reports cite them."""

from __future__ import annotations

from functools import cache

from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, SH

from graphkit.checking.findings import Rule, Words
from graphkit.validation import Result, Validator, load_shapes

_OURS = "Projet "
#: Constraints on how the graph is made, not on what the author wrote.
_ON_THE_GRAPH = frozenset(
    str(SH[name])
    for name in ("ClassConstraintComponent", "NodeKindConstraintComponent", "LanguageInConstraintComponent")
)


def structural_rule(result: Result) -> Rule | None:
    """Return how a result on the structure of the data is cited; ``None`` if it means nothing to an author.

    Addresses, classes and other inner matters of the graph are for who maintains the readers: what is left
    rests on the law or on the official format, and names a property that an author fills.

    Args:
        result: what a shape of structure found.
    """
    if result.path is None or result.component in _ON_THE_GRAPH:
        return None
    sources = tuple(str(each) for each in _shapes().objects(URIRef(result.shape), DCTERMS.source))
    if not sources or all(each.startswith(_OURS) for each in sources):
        return None
    return Rule(
        id=result.shape.rpartition("#")[2],
        title=Words(result.message_fr, result.message_en),
        severity=result.severity,
        force="",
        kind="S",
        sources=tuple(sorted(sources)),
        state="broken",
    )


@cache
def structure_validator() -> Validator:
    """Return the shapes of structure, made ready once; one thread at a time may use them."""
    return Validator()


@cache
def _shapes() -> Graph:
    return load_shapes()
