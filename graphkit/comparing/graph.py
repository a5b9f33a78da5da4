"""The pairs of a comparison as linked data: one ``ref:Rapprochement`` for each two competences paired."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from graphkit.comparing.sides import Comparaison
from graphkit.identifiers import Minter
from graphkit.matching.rapprochement import match_of
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
            match = match_of(each)
            node = Node(minter.iri("rapprochement", match.name))
            yield node, Node(expand("rdf:type")), Node(expand("ref:Rapprochement"))
            yield node, Node(expand("ref:rapproche")), Node(match.one)
            yield node, Node(expand("ref:rapproche")), Node(match.other)
            yield node, Node(expand("ref:premierTerme")), Node(match.one)
            yield node, Node(expand("ref:relationCalculee")), literal(str(match.relation))
            yield node, Node(expand("ref:statutRapprochement")), literal(str(match.status))
            yield node, Node(expand("ref:methode")), literal(match.method)
            yield node, Node(expand("ref:versionMethode")), literal(match.version)
            yield node, Node(expand("ref:score")), literal(Decimal(str(match.score)).quantize(_PLACES))
