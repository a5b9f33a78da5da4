"""What a check found in a record, rule by rule, as triples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graphkit.identifiers import Minter
from graphkit.mapping.sink import A, term
from graphkit.ntriples import Triple, iri, string, text, typed

_GRAPHS = "ecarts"


@dataclass(frozen=True, slots=True)
class Ecart:
    """That a certification departs from a rule.

    Attributes:
        rule: id of the rule.
        force: letter of its legal force.
        number: how often.
        element: path of the first thing at fault after the base of IRIs; empty for one without address.
        thing_fr: that thing as people name it, in French.
        thing_en: idem in English.
        quote: its words; empty where there are none.
    """

    rule: str
    force: str
    number: int
    element: str
    thing_fr: str
    thing_en: str
    quote: str


def graph_of(certification: str, minter: Minter) -> str:
    """Return the IRI of the graph of the departures of a certification.

    Args:
        certification: its identifier.
        minter: names the things.
    """
    return minter.iri(_GRAPHS, certification)


def is_graph_of_ecarts(graph: str, minter: Minter) -> bool:
    """Return whether a graph holds departures.

    Args:
        graph: its IRI.
        minter: names the things.
    """
    return graph.startswith(f"{minter.base}{_GRAPHS}/")


def map_ecarts(certification: str, ecarts: Iterable[Ecart], minter: Minter) -> list[Triple]:
    """Return the triples of the departures of a certification.

    Args:
        certification: its identifier.
        ecarts: one for each rule that it breaks.
        minter: names the things.
    """
    whole = iri(minter.certification(certification))
    triples: list[Triple] = []
    for each in ecarts:
        node = iri(minter.iri("ecart", certification, each.rule))
        triples += [
            (whole, term("ref:aPourEcart"), node),
            (node, A, term("ref:Ecart")),
            (node, term("ref:regle"), string(each.rule)),
            (node, term("ref:force"), string(each.force)),
            (node, term("ref:nombreEcarts"), typed(each.number)),
            (node, term("dcterms:title"), text(each.thing_fr, "fr")),
            (node, term("dcterms:title"), text(each.thing_en, "en")),
        ]
        if each.element:
            triples.append((node, term("ref:elementEnEcart"), iri(minter.base + each.element)))
        if each.quote:
            triples.append((node, term("ref:extrait"), string(each.quote)))
    return triples
