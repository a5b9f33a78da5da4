"""What happened to certifications between two versions: who came and went, what replaces what, new dates.

A certification is told by its fiches, the graphs ``fiche/<id>/<type>``; only those whose digest changed are
read, in both versions. Events depend on what was there before, so they are no part of the graph.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from graphkit.nodes import Node
from graphkit.questions import load_query
from graphkit.store.event_kinds import APPEARED, CONTENT, GONE, KINDS, SUCCESSOR, TITLE, VALIDITY
from graphkit.store.protocol import Store

_REF = "https://w3id.org/referentiels/ontologie#"
_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
_REPLACED_BY, _REPLACES = f"{_REF}estRemplaceePar", f"{_REF}remplace"
_FICHE = re.compile(r"(?P<base>.+/)fiche/(?P<id>[^/]+)/[^/]+")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a certification.

    Attributes:
        kind: one of ``KINDS``.
        certification: its IRI.
        title: its title, the last one known.
        property: name of the property whose value changed, as ``dateFinEnregistrement``; empty for none.
        old: its values before; IRIs of certifications for successors.
        new: its values since.
    """

    kind: str
    certification: str
    title: str
    property: str = ""
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


@dataclass(slots=True)
class _Facts:
    """What one version says of the certifications of some fiches."""

    #: Certification -> property -> values.
    values: defaultdict[str, defaultdict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    #: Pairs of a certification and one that replaces it.
    replaced: set[tuple[str, str]] = field(default_factory=set)

    def title(self, certification: str) -> str:
        return min(self.values[certification][_LABEL], default="")


def events_between(
    old: Store, new: Store, before: Mapping[str, str], after: Mapping[str, str]
) -> list[Event]:
    """Return what happened between two versions, in the order of certifications and kinds.

    Args:
        old: the version before.
        new: the version after.
        before: IRI of each graph of the version before -> its digest.
        after: the same of the version after.
    """
    there, here = _fiches(before), _fiches(after)
    # Of a certification of which one fiche changed, all fiches are read: what they say is one.
    touched = sorted(
        name
        for name in there.keys() | here.keys()
        if {graph: before[graph] for graph in there.get(name, ())}
        != {graph: after[graph] for graph in here.get(name, ())}
    )
    was = _read(old, [graph for name in touched for graph in there.get(name, ())])
    is_ = _read(new, [graph for name in touched for graph in here.get(name, ())])
    found = list(_of_each(touched, there.keys(), here.keys(), was, is_))
    found += _successors(old, new, there.keys(), here, is_.replaced - was.replaced)
    told = {event.certification for event in found}
    found += [Event(CONTENT, name, is_.title(name)) for name in touched if name not in told]
    return sorted(found, key=lambda e: (e.certification, KINDS.index(e.kind), e.property))


def _of_each(
    touched: Iterable[str], there: Collection[str], here: Collection[str], was: _Facts, is_: _Facts
) -> Iterator[Event]:
    for name in touched:
        title = is_.title(name) or was.title(name)
        if name not in there:
            yield Event(APPEARED, name, title)
        elif name not in here:
            yield Event(GONE, name, title)
        else:
            for prop in sorted(was.values[name].keys() | is_.values[name].keys()):
                old, new = was.values[name][prop], is_.values[name][prop]
                if old != new:
                    kind = TITLE if prop == _LABEL else VALIDITY
                    short = prop.rpartition("#")[2]
                    yield Event(kind, name, title, short, tuple(sorted(old)), tuple(sorted(new)))


def _successors(
    old: Store,
    new: Store,
    there: Collection[str],
    here: Mapping[str, Sequence[str]],
    pairs: Iterable[tuple[str, str]],
) -> Iterator[Event]:
    """Yield an event for each certification that was there and that others replace than before.

    Args:
        old: the version before.
        new: the version after.
        there: certifications of the version before.
        here: certification -> its fiches in the version after.
        pairs: a certification and one that replaces it, as fiches that changed say since.
    """
    candidates = sorted({replaced for replaced, _ in pairs if replaced in there and replaced in here})
    # The fiche of the one or of the other may have said so before.
    before, after = _replacements(old, candidates), _replacements(new, candidates)
    titles = _read(new, [graph for name in candidates for graph in here.get(name, ())])
    for each in candidates:
        if after[each] - before[each]:
            name = _REPLACED_BY.rpartition("#")[2]
            values = (tuple(sorted(found[each])) for found in (before, after))
            yield Event(SUCCESSOR, each, titles.title(each), name, *values)


def _replacements(store: Store, certifications: Sequence[str]) -> defaultdict[str, set[str]]:
    """Return what replaces each certification, be it said by its own fiche or by that of the other."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for batch in _batches(certifications):
        query = load_query("successeurs").about("ancienne", [Node(each) for each in batch])
        for row in store.select(query):
            found[row["ancienne"].value].add(row["nouvelle"].value)
    return found


def _fiches(graphs: Iterable[str]) -> dict[str, list[str]]:
    """Return the fiches of each certification; what the shapes found in one stands one segment below."""
    found: dict[str, list[str]] = {}
    for graph in graphs:
        if match := _FICHE.fullmatch(graph):
            found.setdefault(f"{match['base']}certification/{match['id']}", []).append(graph)
    return found


def _read(store: Store, fiches: Sequence[str]) -> _Facts:
    facts = _Facts()
    for batch in _batches(fiches):
        query = load_query("faits-de-fiches").about("fiche", [Node(graph) for graph in batch])
        for row in store.select(query):
            subject, prop, value = row["certification"].value, row["propriete"].value, row["valeur"].value
            if prop == _REPLACED_BY:
                facts.replaced.add((subject, value))
            elif prop == _REPLACES:
                facts.replaced.add((value, subject))
            else:
                facts.values[subject][prop].add(value)
    return facts


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _AT_ONCE):
        yield names[start : start + _AT_ONCE]


def newest_document(store: Store) -> date | None:
    """Return the date of the newest source document of a version, if any has one."""
    for row in store.select(load_query("documents")):
        found = row["date"].python if "date" in row else None
        if isinstance(found, date):
            return found
    return None
