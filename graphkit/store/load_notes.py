"""What a server has taken, noted in the server itself, so that any load knows where the last one stopped.

The notes are lines that are only ever added, each with a number; the last line about a graph says its state.
A line is a subject of its own, and names its graph as text: nothing of it shows in the data. When old lines
outnumber the graphs, the notes are written anew into the other of two graphs and the first is deleted, so
that at any moment a kill leaves all that is known in one of them at least.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from secrets import token_hex

import pyoxigraph as ox

from graphkit.errors import LoadFailed
from graphkit.ntriples import iri, string
from graphkit.store.graph_store import CHUNK_BYTES, GraphStore
from graphkit.terms import REF

#: State of a graph that is being written, or was when a load was killed.
UNDER_WAY = ""
#: State of a graph that was deleted: the digest of no line at all.
GONE = hashlib.sha256(b"").hexdigest()
_GRAPH = "http://purl.org/dc/terms/identifier"
_DIGEST = str(REF.sha256)
_SPARE_LINES = 1000


class Notes:
    """The state of each graph that was ever loaded into a server.

    Args:
        server: where the notes are.
        base_iri: start of the IRIs of all data; notes of another base are others.
    """

    def __init__(self, server: GraphStore, base_iri: str) -> None:
        self._server = server
        # Two loads at the same moment must not write one line.
        self._run = token_hex(4)
        self._places = [f"{base_iri}graphe/chargement/{rank}" for rank in (1, 2)]
        self._states: dict[str, str] = {}
        self._next = 1
        self._lines = 0

    @property
    def place(self) -> str:
        """IRI of the graph that holds them."""
        return self._places[0]

    @property
    def states(self) -> Mapping[str, str]:
        """IRI of each graph -> its digest, ``UNDER_WAY`` or ``GONE``."""
        return self._states

    def read(self) -> None:
        """Read the notes of the server.

        Raises:
            LoadFailed: they cannot be read.
        """
        lines: dict[str, dict[str, str]] = {}
        oldest: dict[str, str] = {}
        for place in self._places:
            try:
                for quad in ox.parse(self._server.get(place), format=ox.RdfFormat.N_TRIPLES):
                    subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
                    if isinstance(quad.object, ox.Literal) and subject.startswith(self._stem):
                        lines.setdefault(subject, {})[quad.predicate.value] = quad.object.value
                        oldest[place] = min(oldest.get(place, subject), subject)
            except (SyntaxError, ValueError) as error:
                # The parser must not outlive its thread, which a traceback would let it do.
                raise LoadFailed(
                    f"{self._server.name}, graph {place}: what an earlier load noted there cannot be read"
                    f" ({error}); delete that graph to load everything again"
                ) from error.with_traceback(None)
        for _, line in sorted(lines.items()):
            if _GRAPH in line:
                self._states[line[_GRAPH]] = line.get(_DIGEST, UNDER_WAY)
        self._lines = len(lines)
        # Where both graphs hold lines, a tidying was killed: the one it began with knows all.
        self._places.sort(key=lambda place: (place not in oldest, oldest.get(place, "")))
        if lines:
            number = max(lines).removeprefix(self._stem).partition("-")[0]
            self._next = int(number) + 1 if number.isdigit() else self._next

    def write(self, states: Iterable[tuple[str, str]]) -> None:
        """Add a line for each graph whose state is another than noted.

        Args:
            states: IRI of a graph and its state.

        Raises:
            LoadFailed: the server does not take them.
        """
        fresh = [(graph, state) for graph, state in states if self._states.get(graph) != state]
        for chunk in _chunks(self._line(graph, state) for graph, state in fresh):
            self._server.add(self.place, chunk)
        self._states.update(fresh)
        self._lines += len(fresh)

    def tidy(self) -> None:
        """Write the notes anew, if most lines say what is no more.

        Raises:
            LoadFailed: the server does not take them.
        """
        kept = {graph: state for graph, state in self._states.items() if state != GONE}
        if self._lines <= 2 * len(kept) + _SPARE_LINES:
            return
        self._places.reverse()
        self._server.replace(self.place, _chunks(self._line(*item) for item in sorted(kept.items())))
        self._server.delete(self._places[1])
        self._states, self._lines = kept, len(kept)

    @property
    def _stem(self) -> str:
        return f"{self._places[0].rpartition('/')[0]}#"

    def _line(self, graph: str, state: str) -> bytes:
        subject = iri(f"{self._stem}{self._next:012}-{self._run}")
        self._next += 1
        text = f"{subject} {iri(_GRAPH)} {string(graph)} .\n"
        return (text + (f"{subject} {iri(_DIGEST)} {string(state)} .\n" if state else "")).encode()


def _chunks(lines: Iterable[bytes]) -> Iterable[bytes]:
    """Join lines into pieces that one request may hold."""
    pending: list[bytes] = []
    size = 0
    for line in lines:
        if pending and size + len(line) > CHUNK_BYTES:
            yield b"".join(pending)
            pending, size = [], 0
        pending.append(line)
        size += len(line)
    if pending:
        yield b"".join(pending)
