"""Search: a code goes straight to its thing; words are looked for in the index, or in a store without one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graphkit.catalog.answers import HitView, MatchView, SearchView
from graphkit.catalog.cells import Namer, number, value
from graphkit.catalog.codes import targets_of
from graphkit.catalog.facets import facet_views
from graphkit.catalog.views import Cell, CertificationRef
from graphkit.errors import QueryRejected, StoreUnavailable
from graphkit.french import unaccented
from graphkit.index.facets import Selection
from graphkit.index.reader import Found, Hit, TextIndex
from graphkit.index.schema import READABLE
from graphkit.nodes import Node, literal
from graphkit.questions import load_query
from graphkit.store.manifest import Version, index_damage
from graphkit.store.protocol import Store

#: Rows that the query of words gives at most: beyond, the total is not known.
_MAX_ROWS = 2_000
MAX_TEXT = 200
_MATCHES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of the hits is wanted.

    Attributes:
        limit: certifications on it.
        offset: certifications before it.
        selection: restrictions and order; nothing is counted without.
        opened: the facet whose values are all wanted.
    """

    limit: int
    offset: int = 0
    selection: Selection | None = None
    opened: str = ""


@dataclass(frozen=True, slots=True)
class TextHit:
    """One text that holds the words: the certification, what kind of text, and the thing that bears it."""

    certification: CertificationRef
    kind: str
    cell: Cell


def search(
    store: Store,
    index: TextIndex | None,
    namer: Namer,
    text: str,
    wanted: Page,
) -> SearchView:
    """Search codes and words.

    Args:
        store: where to.
        index: its search index, if it has one.
        namer: names IRIs.
        text: what a person typed.
        wanted: the page, and what the search is restricted to.

    Raises:
        QueryRejected: it is restricted, and there is no index.
    """
    typed = " ".join(text.split())[:MAX_TEXT]
    selection = wanted.selection
    if not typed and selection is None:
        return SearchView(typed, None, (), (), 0)
    targets = tuple(find_targets(store, namer, typed)) if typed else ()
    jump = targets[0].path if len(targets) == 1 else None
    found = _search_index(index, typed, wanted)
    if found is None:
        if selection and any(selection.chosen.values()):
            raise QueryRejected(
                "a search is restricted by its index, which this graph lacks; build the graph again, in a"
                " directory",
                french="Une recherche se restreint par son index, que ce graphe n’a pas ; construisez-le de"
                " nouveau, dans un dossier.",
            )
        bare = SearchView(typed, jump, targets, (), 0)
        return _search_store(store, namer, bare, wanted.limit, wanted.offset) if typed else bare
    return SearchView(
        text=typed,
        jump=jump,
        targets=targets,
        hits=tuple(_indexed_hit(store, namer, hit) for hit in found.hits),
        total=found.total,
        indexed=True,
        corrections=found.corrections,
        partial=found.partial,
        facets=facet_views(store, namer, found.counts, selection, wanted.opened) if selection else (),
        unrestricted=found.unrestricted,
    )


def open_index(version: Version | None) -> TextIndex | None:
    """Open the search index of a version; ``None`` where it has none that this program can read.

    Args:
        version: the version, if the store is one.
    """
    if (
        version is None
        or version.index is None
        or version.index_format not in READABLE
        or index_damage(version)
    ):
        return None
    try:
        return TextIndex.open(version.index)
    except StoreUnavailable:
        # The search says that it goes without; the graph itself is whole.
        return None


def _search_index(index: TextIndex | None, text: str, wanted: Page) -> Found | None:
    """Return what the index finds, or ``None`` where there is none that can be read."""
    try:
        return index.search(text, wanted.limit, wanted.offset, wanted.selection) if index else None
    except StoreUnavailable:
        # The graph is whole without its index; the answer says that it was found without.
        return None


def _indexed_hit(store: Store, namer: Namer, hit: Hit) -> HitView:
    rows = store.select(load_query("reference-d-une-certification"), certification=Node(hit.iri))
    certification = namer.ref(rows[0] if rows else {"certification": Node(hit.iri)})
    matches = tuple(
        MatchView(passage.kind.value, namer.cell(Node(passage.bearer), passage.text), passage.marks)
        for passage in hit.passages
    )
    return _hit(store, namer, certification, matches)


def _search_store(store: Store, namer: Namer, view: SearchView, limit: int, offset: int) -> SearchView:
    found: dict[str, tuple[CertificationRef, list[MatchView]]] = {}
    rows = 0
    for hit in text_hits(store, namer, view.text):
        rows += 1
        matches = found.setdefault(hit.certification.iri, (hit.certification, []))[1]
        if len(matches) < _MATCHES_SHOWN:
            matches.append(MatchView(hit.kind, hit.cell))
    page = list(found.values())[offset : offset + limit]
    hits = tuple(_hit(store, namer, certification, tuple(matches)) for certification, matches in page)
    return replace(view, hits=hits, total=len(found), truncated=rows >= _MAX_ROWS)


def _hit(
    store: Store, namer: Namer, certification: CertificationRef, matches: tuple[MatchView, ...]
) -> HitView:
    """Return a hit with what tells it from others: who delivers it, its size, its occupations, remarks."""
    node = Node(certification.iri)
    bodies = store.select(load_query("certificateurs-d-une-certification"), certification=node)
    counts = store.select(load_query("resume-d-une-certification"), certification=node)
    row = counts[0] if counts else {}
    return HitView(
        certification,
        matches,
        certificateurs=tuple(
            {
                each["certificateur"]: namer.cell(each["certificateur"], value(each, "nom"))
                for each in bodies
            }.values()
        ),
        blocs=number(row, "blocs"),
        competences=number(row, "competences"),
        metiers=tuple(namer.cell(Node(iri)) for iri in sorted(value(row, "metiers").split())),
        remarques=number(row, "anomalies") + _results(store, value(row, "fiches").split()),
    )


def _results(store: Store, fiches: Iterable[str]) -> int:
    """Return the number of validation results of some records."""
    query = load_query("compte-des-ecarts")
    reports = (Node(f"{fiche}/rapport") for fiche in fiches)
    return sum(number(row, "ecarts") for each in reports for row in store.select(query, rapport=each))


def find_targets(store: Store, namer: Namer, text: str) -> Iterator[Cell]:
    """Yield the things of the graph that a text may be the code of."""
    exists, properties = load_query("existe"), load_query("proprietes")
    for iri in targets_of(text, namer.minter):
        node = Node(iri)
        if store.ask(exists, ressource=node):
            facts = {fact.property: fact for fact in namer.facts(store.select(properties, ressource=node))}
            titles = facts.get("skos:prefLabel") or facts.get("ref:libelleConstate")
            french = [cell for cell in titles.values if cell.node.language == "fr"] if titles else []
            yield namer.cell(node, french[0].label if french else "")


def text_hits(store: Store, namer: Namer, text: str) -> Iterator[TextHit]:
    """Yield the texts that hold all words: titles of certifications first, then blocs, then competences.

    Args:
        store: where to look.
        namer: names IRIs.
        text: the words; case and accents do not count, and part of a word is enough.
    """
    words = sorted(unaccented(text).split(), key=len, reverse=True)
    # The store looks for the longest word, which the fewest texts hold.
    for row in store.select(load_query("recherche-texte"), mot=literal(words[0])):
        held = unaccented(row["texte"].value)
        if not all(word in held for word in words):
            continue
        yield TextHit(
            certification=namer.ref(row),
            kind=row["nature"].value.partition(" ")[2],
            cell=namer.cell(row["ressource"], row["texte"].value),
        )
