"""What the explorer shows: a thing, what is around it, and how they are tied."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graphkit.catalog.cells import Namer
from graphkit.catalog.columns import Point, column_of, place
from graphkit.catalog.named import NamedThings
from graphkit.catalog.views import Cell
from graphkit.catalog.ways import Link, Links, natural, other_end
from graphkit.nodes import Node, NodeTriple
from graphkit.questions import load_query
from graphkit.terms import expand

SHOWN = 150
MOST = 500
DEEPEST = 3
_MOST_FOUND = 5_000
#: Codes and bodies may be tied to a whole register: what hangs on them comes when it is asked for.
_FIRST_COLUMN = 0
_CODED = frozenset({"bloc", "rome", "nsf", "formacode", "niveau", "idcc", "ccn"})
_NUMBER = re.compile(r"(RNCP|RS)\d+")
_NAMES = ("skos:prefLabel", "ref:enonce", "ref:libelleConstate", "eli:title")
_CODES = ("ref:code", "skos:notation", "ref:codeImprime")


@dataclass(frozen=True, slots=True)
class Exploration:
    """What a reader wants to see.

    Attributes:
        start: the thing to begin with: a code in any spelling, a path or an IRI.
        depth: how many links away from it.
        opened: paths of things whose own links are followed, in the order in which they were opened.
        folded: paths of things whose links are not followed.
        removed: paths of things that are left out.
        hidden: kinds of things that are left out.
        unlinked: properties that are not followed.
        target: a thing to which a way is looked for, in any spelling.
        limit: number of things shown.
    """

    start: str
    depth: int = 1
    opened: tuple[str, ...] = ()
    folded: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    unlinked: frozenset[str] = frozenset()
    target: str = ""
    limit: int = SHOWN


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A thing that is shown.

    Attributes:
        cell: what it is called, and its page.
        code: its code, if it has one that people use.
        place: where it stands among the columns.
        opened: its links are followed.
        beyond: number of things tied to it that are not shown; ``None`` when it was not counted.
    """

    cell: Cell
    code: str
    place: Point
    opened: bool
    beyond: int | None

    @property
    def iri(self) -> str:
        """Its IRI."""
        return self.cell.node.value

    @property
    def path(self) -> str:
        """Its path, or its whole IRI where it is not under the base."""
        return self.cell.path or self.iri


@dataclass(frozen=True, slots=True)
class GraphLink:
    """A link between two things that are shown.

    Attributes:
        source: path of the one that says it.
        property: as ``ref:comporteBloc``.
        target: path of the other.
        on_way: it is part of the way that was looked for.
    """

    source: str
    property: str
    target: str
    on_way: bool = False


@dataclass(frozen=True, slots=True)
class GraphView:
    """A thing, what is around it, and how they are tied.

    Attributes:
        start: the thing.
        nodes: what is shown, from what is near to what is far.
        links: how they are tied.
        kinds: kind -> (number shown, number found).
        properties: property -> number of links shown.
        unshown: number of things found beyond the limit, those left out on purpose aside.
        target: the thing to which a way was looked for.
        way: links of the way, in order; ``None`` when there is none, or none was looked for.
        sparql: the query that gives the links of all that is opened.
    """

    start: GraphNode
    nodes: tuple[GraphNode, ...]
    links: tuple[GraphLink, ...]
    kinds: Mapping[str, tuple[int, int]] = field(hash=False)
    properties: Mapping[str, int] = field(hash=False)
    unshown: int
    target: Cell | None
    way: tuple[GraphLink, ...] | None
    sparql: str

    def triples(self) -> tuple[NodeTriple, ...]:
        """Return the links shown, and the name of each thing, as triples."""
        iris = {node.path: node.cell.node for node in self.nodes}
        name = Node(expand("skos:prefLabel"))
        found = [(iris[link.source], Node(expand(link.property)), iris[link.target]) for link in self.links]
        found += [
            (node.cell.node, name, Node(node.cell.label, "literal", language="fr")) for node in self.nodes
        ]
        return tuple(sorted(found))


class Exploring(NamedThings):
    """The part of the catalog that follows links."""

    def explore(self, wanted: Exploration) -> GraphView:
        """Return a thing, what is around it, and how they are tied.

        Args:
            wanted: the thing, and what to follow.

        Raises:
            NotFound: the graph says nothing of the thing, or of the one to which a way is wanted.
        """
        start = self.locate(wanted.start)
        target = self.locate(wanted.target) if wanted.target else None
        return _Explorer(Links(self._store, self._namer), self._namer, wanted, start, target).view()


class _Explorer:
    """One exploration."""

    def __init__(
        self, links: Links, namer: Namer, wanted: Exploration, start: str, target: str | None
    ) -> None:
        self._links = links
        self._namer = namer
        self._wanted = wanted
        self._start = start
        self._target = target
        self._opened = [self._iri(each) for each in wanted.opened]
        self._folded = {self._iri(each) for each in wanted.folded}
        self._removed = {self._iri(each) for each in wanted.removed} - {start}
        self._followed: dict[str, None] = {}

    def view(self) -> GraphView:
        """Return what is shown."""
        way = self._links.way(self._start, self._target) if self._target else None
        found = self._find(way or ())
        kept = [each for each in found if self._links.kind(each) not in self._wanted.hidden]
        kept = list(dict.fromkeys([self._start, *kept]))
        shown = kept[: self._wanted.limit]
        drawn = self._drawn(shown)
        nodes = {node.iri: node for node in self._nodes(shown, drawn)}
        on_way = set(way or ())
        total = Counter(self._links.kind(each) for each in found)
        seen = Counter(self._links.kind(each) for each in shown)
        return GraphView(
            start=nodes[self._start],
            nodes=tuple(nodes.values()),
            links=tuple(self._link(each, each in on_way) for each in drawn),
            kinds={
                kind: (seen[kind], total[kind]) for kind in sorted(total, key=lambda k: (column_of(k), k))
            },
            properties=dict.fromkeys(sorted(self._wanted.unlinked), 0)
            | dict(sorted(Counter(link[1] for link in drawn).items())),
            unshown=len(kept) - len(shown),
            target=self._cell(self._target) if self._target else None,
            way=tuple(self._link(each, on_way=True) for each in way) if way is not None else None,
            sparql=load_query("voisinage").about("ressource", [Node(each) for each in self._followed]).text,
        )

    def _find(self, way: Sequence[Link]) -> list[str]:
        """Return all things within reach, the nearest first."""
        found: dict[str, None] = {self._start: None}
        # A way that was asked for is shown before anything else.
        for link in way:
            found.update({link[0]: None, link[2]: None})
        edge = [self._start]
        for _ in range(self._wanted.depth):
            opened = [each for each in edge if self._follows(each)]
            edge = self._follow(opened, found)
        waiting = [each for each in self._opened if each not in self._followed]
        while waiting:
            ready = [each for each in waiting if each in found and each not in self._folded]
            if not ready:
                break
            self._follow(ready, found)
            waiting = [each for each in waiting if each not in ready]
        return list(found)

    def _follows(self, thing: str) -> bool:
        """Tell whether the links of a thing are followed without being asked for."""
        if thing in self._folded:
            return False
        return thing == self._start or column_of(self._links.kind(thing)) != _FIRST_COLUMN

    def _follow(self, things: Sequence[str], found: dict[str, None]) -> list[str]:
        """Add what things are tied to; return what is new."""
        following: list[str] = []
        for thing, links in self._links.of(things).items():
            self._followed[thing] = None
            for link in links:
                beyond = other_end(link, thing)
                if link[1] in self._wanted.unlinked or beyond in self._removed or beyond in found:
                    continue
                if len(found) >= _MOST_FOUND:
                    return following
                found[beyond] = None
                following.append(beyond)
        return following

    def _known_links(self, shown: Sequence[str]) -> dict[str, tuple[Link, ...]]:
        """Return the links of what is shown; of a code, only where it was opened."""
        return self._links.of(
            each
            for each in shown
            if each in self._followed or column_of(self._links.kind(each)) != _FIRST_COLUMN
        )

    def _between(self, shown: Sequence[str]) -> list[Link]:
        """Return all links between things that are shown, each once."""
        here = set(shown)
        links = (link for each in self._known_links(shown).values() for link in each)
        return list(dict.fromkeys(link for link in links if link[0] in here and link[2] in here))

    def _drawn(self, shown: Sequence[str]) -> list[Link]:
        """Return the links that are shown."""
        links = [link for link in self._between(shown) if link[1] not in self._wanted.unlinked]
        held = {link[2] for link in links if link[1] in {"ref:regroupe", "ref:mobilise"}}
        # A competence hangs on its bloc or its activity; on the certification only where it has neither.
        return [link for link in links if link[1] != "ref:comporteCompetence" or link[2] not in held]

    def _nodes(self, shown: Sequence[str], drawn: Sequence[Link]) -> list[GraphNode]:
        names = self._names(shown)
        kinds = {each: self._links.kind(each) for each in self._sorted(shown, names)}
        # A link to what is broader leads from the part to the whole.
        ends = [(link[2], link[0]) if link[1] == "skos:broader" else (link[0], link[2]) for link in drawn]
        places = place(kinds, ends)
        known = self._known_links(shown)
        here = set(shown)
        nodes = []
        for each in shown:
            said = names.get(each, {})
            label = next((said[name] for name in _NAMES if name in said), "")
            code = next((said[name] for name in _CODES if name in said), "")
            beyond = {other_end(link, each) for link in known[each]} - here if each in known else None
            nodes.append(
                GraphNode(
                    cell=self._cell(each, label),
                    code=code or self._path_code(each),
                    place=places[each],
                    opened=each in self._followed,
                    beyond=None if beyond is None else len(beyond),
                )
            )
        return nodes

    def _sorted(self, shown: Sequence[str], names: Mapping[str, Mapping[str, str]]) -> list[str]:
        """Return what is shown in the order of its source, where that is told."""

        def key(iri: str) -> tuple[int, list[tuple[int, int | str]]]:
            order = names.get(iri, {}).get("ref:ordre", "")
            return int(order) if order.isascii() and order.isdigit() else 1 << 30, natural(iri)

        return [self._start, *sorted((each for each in shown if each != self._start), key=key)]

    def _names(self, shown: Sequence[str]) -> dict[str, dict[str, str]]:
        names: dict[str, dict[str, str]] = {}
        for row in self._links.names(shown):
            said = names.setdefault(row["ressource"].value, {})
            name = self._namer.cell(row["propriete"]).label
            if name not in said or row["valeur"].language == "fr":
                said[name] = row["valeur"].value
        return names

    def _path_code(self, iri: str) -> str:
        """Return the code that a path ends with, for the kinds whose path is their code."""
        cell = self._cell(iri)
        if cell.kind == "certification":
            # A draft has a title and no number.
            return cell.label if _NUMBER.fullmatch(cell.label) else ""
        return cell.label if cell.kind in _CODED else ""

    def _cell(self, iri: str, label: str = "") -> Cell:
        return self._namer.cell(Node(iri), label)

    def _link(self, link: Link, on_way: bool) -> GraphLink:
        path = self._namer.required_path
        return GraphLink(path(link[0]), link[1], path(link[2]), on_way)

    def _iri(self, path: str) -> str:
        return path if "://" in path else self._namer.minter.base + path
