"""The triples of a record as text, arranged so that what a shape asks of them is looked up.

Two terms are the same when their texts are: ``is_canonical`` tells whether that holds of a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

import pyoxigraph as ox
from rdflib import Literal
from rdflib.namespace import RDF, RDFS

from graphkit.ntriples import Triple, iri
from graphkit.validation.tokens import node_of, text_of

_TYPE, _SUBCLASS = iri(str(RDF.type)), iri(str(RDFS.subClassOf))
#: What ``graphkit.ntriples`` writes, datatypes aside: each character one way only, languages in lower case.
_PLAIN = re.compile(r'"[^"\\\n\r\t]*(?:\\[\\"nrt][^"\\\n\r\t]*)*"(?:@[a-z]+(?:-[a-z0-9]+)*)?')
_NONE: Mapping[str, Sequence[str]] = {}


class Facts:
    """What is said of the things of one record.

    Args:
        triples: N-Triples terms.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._forward: dict[str, dict[str, list[str]]] = {}
        self._backward: dict[str, dict[str, list[str]]] = {}
        for subject, predicate, value in dict.fromkeys(triples):
            self._forward.setdefault(predicate, {}).setdefault(subject, []).append(value)

    @cached_property
    def is_canonical(self) -> bool:
        """Whether texts may stand for terms here, and classes have no subclasses."""
        terms = {value for said in self._forward.values() for values in said.values() for value in values}
        terms.update(subject for said in self._forward.values() for subject in said)
        return _SUBCLASS not in self._forward and all(map(_is_canonical, terms))

    def objects(self, predicate: str) -> Mapping[str, Sequence[str]]:
        """Return subject -> values of a property.

        Args:
            predicate: the property, a term.
        """
        return self._forward.get(predicate, _NONE)

    def subjects(self, predicate: str) -> Mapping[str, Sequence[str]]:
        """Return value -> subjects of a property.

        Args:
            predicate: the property, a term.
        """
        if predicate not in self._backward:
            turned: dict[str, list[str]] = {}
            for subject, values in self.objects(predicate).items():
                for value in values:
                    turned.setdefault(value, []).append(subject)
            self._backward[predicate] = turned
        return self._backward[predicate]

    def is_a(self, node: str, class_: str) -> bool:
        """Tell whether a thing is said to be of a class.

        Args:
            node: the thing, a term.
            class_: the class, a term.
        """
        return class_ in self.objects(_TYPE).get(node, ())

    def instances(self, class_: str) -> Sequence[str]:
        """Return the things of a class.

        Args:
            class_: the class, a term.
        """
        return self.subjects(_TYPE).get(class_, ())

    def store_of(self, predicates: Iterable[str]) -> ox.Store:
        """Return the triples of some properties, to be queried.

        Args:
            predicates: the properties, terms.
        """
        lines = [
            f"{subject} {predicate} {value} .\n"
            for predicate in predicates
            for subject, values in self.objects(predicate).items()
            for value in values
        ]
        store = ox.Store()
        store.load("".join(lines).encode(), ox.RdfFormat.N_TRIPLES)
        return store


def _is_canonical(term: str) -> bool:
    if term.startswith("<"):
        return "\\" not in term
    return _PLAIN.fullmatch(term) is not None or term.startswith("_:") or literal(term) is not None


@lru_cache(maxsize=1 << 15)
def literal(term: str) -> Literal | None:
    """Return a literal of a datatype, ``None`` for another term and where rdflib would write it otherwise.

    Args:
        term: its text.
    """
    node = node_of(term)
    if not isinstance(node, Literal) or not node.datatype or text_of(node) != term:
        return None
    # Of one value written in two ways rdflib makes one where it compares.
    return node if str(Literal(str(node), datatype=node.datatype)) == str(node) else None
