"""Links of the graph that a reader follows: those of a thing, and the shortest way between two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from graphkit.catalog.cells import Namer, shorten
from graphkit.nodes import Node, NodeTriple, Row
from graphkit.questions import load_query
from graphkit.store.protocol import Store

#: Things that nearly everything is tied to: a way through one of them says nothing.
_PASSED_BY = ("niveau", "niveau-1969", "type-diplome")
_AT_ONCE = 50
_MOST_VISITED = 4_000
_LONGEST = 8
_DIGITS = re.compile(r"(\d+)")

#: Address of a thing, name of a property, address of another thing.
Link = tuple[str, str, str]


class Links:
    """Reads links, each thing's once.

    Args:
        store: where they are.
        namer: names IRIs.
    """

    def __init__(self, store: Store, namer: Namer) -> None:
        self._store = store
        self._namer = namer
        self._known: dict[str, tuple[Link, ...]] = {}

    def kind(self, iri: str) -> str:
        """Return the kind of a thing: the first segment of its path."""
        return self._namer.required_path(iri).partition("/")[0]

    def of(self, things: Iterable[str]) -> dict[str, tuple[Link, ...]]:
        """Return the links of things, whichever way they go, in the order of the codes at their other end.

        Args:
            things: IRIs.
        """
        wanted = list(dict.fromkeys(things))
        unknown = [each for each in wanted if each not in self._known]
        for several in _batches(unknown):
            self._read(several)
        return {each: self._known[each] for each in wanted}

    def names(self, things: Sequence[str]) -> list[Row]:
        """Return rows (ressource, propriete, valeur) of what things are called.

        Args:
            things: IRIs.
        """
        query = load_query("noms-de-ressources")
        return [
            row
            for several in _batches(things)
            for row in self._store.select(query.about("ressource", [Node(each) for each in several]))
        ]

    def way(self, start: str, end: str) -> tuple[Link, ...] | None:
        """Return a shortest way between two things, ``None`` when there is no short one.

        It does not lead through levels and the like, which nearly everything is tied to.

        Args:
            start: IRI of one.
            end: IRI of the other.
        """
        if start == end:
            return ()
        reached: tuple[dict[str, Link | None], ...] = ({start: None}, {end: None})
        edges = [[start], [end]]
        for _ in range(_LONGEST):
            # From the side where there is less to look at.
            side = 0 if len(edges[0]) <= len(edges[1]) else 1
            own, other = reached[side], reached[1 - side]
            following: list[str] = []
            for thing, links in self.of(edges[side]).items():
                for link in links:
                    beyond = other_end(link, thing)
                    if beyond in own or (self.kind(beyond) in _PASSED_BY and beyond not in {start, end}):
                        continue
                    own[beyond] = link
                    if beyond in other:
                        return _joined(reached, beyond)
                    following.append(beyond)
            edges[side] = following
            if not following or len(own) + len(other) > _MOST_VISITED:
                return None
        return None

    def _read(self, things: Sequence[str]) -> None:
        found: dict[str, list[Link]] = {each: [] for each in things}
        query = load_query("voisinage").about("ressource", [Node(each) for each in things])
        for triple in self._store.construct(query):
            link = _link(triple)
            for end in {link[0], link[2]} & found.keys():
                if link[0] != link[2]:
                    found[end].append(link)
        for thing, links in found.items():
            links.sort(key=lambda link: natural(other_end(link, thing)))
            self._known[thing] = tuple(links)


def other_end(link: Link, thing: str) -> str:
    """Return the end of a link that is not this thing."""
    return link[2] if link[0] == thing else link[0]


def natural(iri: str) -> list[tuple[int, int | str]]:
    """Return what addresses are sorted by so that C2 comes before C10."""
    return [(0, int(part)) if part.isdigit() else (1, part) for part in _DIGITS.split(iri)]


def _batches(things: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(things), _AT_ONCE):
        yield things[start : start + _AT_ONCE]


def _link(triple: NodeTriple) -> Link:
    return triple[0].value, shorten(triple[1].value), triple[2].value


def _joined(reached: Sequence[dict[str, Link | None]], middle: str) -> tuple[Link, ...]:
    """Return the links from the start by a thing in the middle to the end."""
    halves: list[list[Link]] = []
    for side in reached:
        half: list[Link] = []
        at = middle
        while (link := side[at]) is not None:
            half.append(link)
            at = other_end(link, at)
        halves.append(half)
    return (*reversed(halves[0]), *halves[1])
