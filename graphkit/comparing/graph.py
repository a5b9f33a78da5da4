"""The pairs of a comparison as linked data: one ``ref:Rapprochement`` for each two competences paired."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from graphkit.comparing.sides import Comparaison
from graphkit.identifiers import Minter, digest
from graphkit.nodes import Node, NodeTriple, literal
from graphkit.terms import expand

_PLACES = Decimal("0.001")


def triples_of(found: Comparaison) -> Iterator[NodeTriple]:
    """Yield what a comparison says of each pair: the two competences, the method with its version, the score.

    Args:
        found: the comparison.
    """
    ref = found.sides[0].view.ref
    minter = Minter(ref.iri.removesuffix(ref.path))
    for pair in found.pairs:
        for each in pair.near:
            method = f"{each.match.method} {each.match.version}"
            node = Node(minter.iri("rapprochement", digest(f"{each.one} {each.other} {method}")))
            yield node, Node(expand("rdf:type")), Node(expand("ref:Rapprochement"))
            yield node, Node(expand("ref:rapproche")), Node(each.one)
            yield node, Node(expand("ref:rapproche")), Node(each.other)
            yield node, Node(expand("ref:methode")), literal(method)
            score = Decimal(str(each.match.score)).quantize(_PLACES)
            yield node, Node(expand("ref:score")), literal(score)
