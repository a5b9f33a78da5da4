"""What an IRI says by itself: those of codes and bodies are a contract, whoever uses them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from graphkit.identifiers import Minter, digest, siren_of
from graphkit.mapping.sink import A, term
from graphkit.ntriples import Triple, iri, string
from graphkit.terms import ONTOLOGY
from graphkit.text import slugify

_NAMESPACE = f"<{ONTOLOGY}#"
_ABOUT_ONTOLOGY = (f"<{ONTOLOGY}>", f"<{ONTOLOGY}/", _NAMESPACE)
_SIREN = re.compile(r"\d{9}")
_BODIES = {"certificateur": "ref:Certificateur", "organisme": "ref:Organisme"}


class Conventions:
    """Knows the IRIs of the ontology and those that are minted under the base.

    Args:
        minter: names the things.
        vocabulary: triples of the ontology.
    """

    def __init__(self, minter: Minter, vocabulary: Iterable[Triple]) -> None:
        self._minter = minter
        self.vocabulary = frozenset(vocabulary)
        self.terms = frozenset(s for s, _, _ in self.vocabulary if s.startswith(_NAMESPACE))
        schemes = (s for s, p, o in self.vocabulary if p == A and o == term("skos:ConceptScheme"))
        start = f"<{minter.scheme('x')[:-1]}"
        self._schemes = frozenset(s[len(start) : -1] for s in schemes if s.startswith(start))

    def is_ontology(self, node: str) -> bool:
        """Tell whether a node is the ontology, a module or a term of it, declared or not."""
        return node.startswith(_ABOUT_ONTOLOGY)

    def is_unknown(self, node: str) -> bool:
        """Tell whether a node is in the namespace of the ontology and no term of it."""
        return node.startswith(_NAMESPACE) and node not in self.terms

    def name(self, node: str) -> str:
        """Return a term as people write it: ``ref:nsf``."""
        return f"ref:{node[len(_NAMESPACE) : -1]}" if node.startswith(_NAMESPACE) else node

    def stated(self, node: str) -> list[Triple]:
        """Return what the IRI of a code or a body says by itself; nothing for other nodes.

        Args:
            node: N-Triples term.
        """
        kind, name = self._parts(node)
        if kind in self._schemes:
            return [
                (node, A, term("skos:Concept")),
                (node, term("skos:inScheme"), iri(self._minter.scheme(kind))),
                (node, term("skos:notation"), string(name)),
            ]
        if kind not in _BODIES:
            return []
        siren = name if _SIREN.fullmatch(name) else siren_of(name)
        number = [(node, term("ref:siren"), string(siren))] if siren else []
        return [(node, A, term(_BODIES[kind])), *number]

    def identifier(self, certification: str) -> str:
        """Return what names a certification in the IRIs of its fiche and of its passages.

        One that another publisher names keeps its IRI, and no number of ours could be taken for it.

        Args:
            certification: N-Triples term.
        """
        kind, name = self._parts(certification)
        if kind == "certification":
            return name
        address = certification[1:-1]
        try:
            slug = slugify(re.split(r"[/#]", address.rstrip("/#"))[-1])
        except ValueError:
            slug = "certification"
        return f"{slug[:60]}-{digest(address)}"

    def is_number_of(self, triple: Triple) -> bool:
        """Tell whether a triple gives a certification under the base the number that its IRI has."""
        kind, name = self._parts(triple[0])
        return kind == "certification" and triple[1:] == (term("ref:numeroFiche"), string(name))

    def _parts(self, node: str) -> tuple[str, str]:
        """Return both segments of ``<base>/<kind>/<name>``, empty for other nodes."""
        if not node.startswith(f"<{self._minter.base}"):
            return "", ""
        kind, _, name = node[len(self._minter.base) + 1 : -1].partition("/")
        # Only an IRI as it is minted: another spelling of it is another IRI.
        if not name or iri(self._minter.iri(kind, unquote(name))) != node:
            return "", ""
        return kind, unquote(name)
