"""Which thing a text names: a path of a request, an IRI, a code in any spelling."""

from __future__ import annotations

from urllib.parse import quote, unquote

from graphkit.catalog.cells import Namer
from graphkit.catalog.codes import targets_of
from graphkit.errors import NotFound, QueryRejected
from graphkit.nodes import Node
from graphkit.questions import load_query
from graphkit.store.protocol import Store

_SAFE = "-._~!$&'()*+,;=:@/%"


def unknown(name: str) -> NotFound:
    """Return the error that says that the graph has no such thing.

    Args:
        name: what it was asked for by.
    """
    return NotFound(
        f"nothing in the graph is named {name}",
        french=f"Rien dans le graphe ne porte le nom « {name} ».",
    )


class NamedThings:
    """The part of the catalog that knows things by their names."""

    _store: Store
    _namer: Namer

    def resolve(self, name: str) -> str:
        """Return the IRI that a path stands for, if the graph says anything about it.

        Args:
            name: path of a request, decoded or not, or an IRI.

        Raises:
            NotFound: the graph says nothing about it.
        """
        candidates = [name] if "://" in name else []
        path = name.lstrip("/")
        # A percent sign of a decoded path may be one of the name itself.
        spelled = (quote(unquote(path), safe=_SAFE), path, quote(path, safe=_SAFE.rstrip("%")))
        candidates += [self._namer.minter.base + each for each in dict.fromkeys(spelled)]
        for iri in candidates:
            if self._exists(iri):
                return iri
        raise unknown(name)

    def holds(self, name: str) -> bool:
        """Tell whether the graph says anything about what a path stands for.

        Args:
            name: path of a request, decoded or not, or an IRI.
        """
        try:
            return bool(self.resolve(name))
        except NotFound:
            return False

    def locate(self, text: str) -> str:
        """Return the IRI of the thing that a text names.

        Args:
            text: a code in any spelling, a path or an IRI.

        Raises:
            NotFound: the graph has no such thing.
        """
        typed = text.strip()
        for candidate in (*targets_of(typed, self._namer.minter), typed):
            try:
                return self.resolve(candidate)
            except NotFound:
                continue
        raise unknown(typed)

    def _exists(self, iri: str) -> bool:
        try:
            return self._store.ask(load_query("existe"), ressource=Node(iri))
        except QueryRejected:
            # Not even an IRI: so not a name of anything.
            return False

    def _under(self, kind: str, name: str) -> str:
        path = quote(unquote(name.lstrip("/").removeprefix(f"{kind}/")), safe=_SAFE)
        return name if name.startswith(self._namer.minter.base) else f"{self._namer.minter.base}{kind}/{path}"
