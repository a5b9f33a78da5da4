"""What a comparison is made of: a certification of the graph, of a kept version of it, or of a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from graphkit.catalog import Catalog, catalog_source
from graphkit.catalog.views import CertificationView
from graphkit.config import Settings
from graphkit.errors import NotFound, SourceUnreadable
from graphkit.identifiers import Minter, normalise_numero
from graphkit.mapping import map_record
from graphkit.mapping.shared import Shared
from graphkit.mapping.sink import term
from graphkit.mapping.vocabulary import map_ontology
from graphkit.model import Record
from graphkit.nodes import NodeTriple
from graphkit.ontology import load_ontology
from graphkit.preparation import graph_lines
from graphkit.sources.recognition import all_sources, entry, of_no_kind, recognise
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.rollback import open_kept
from graphkit.terms import ONTOLOGY

_ALL_PARTNERS = 1_000_000
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sides.

    Attributes:
        name: how it was asked for.
        source: where it was read: a file, or a version of the graph.
        view: the certification.
        fiche: IRI of its record, which names its graph.
        triples: what that graph says.
    """

    name: str
    source: str
    view: CertificationView
    fiche: str
    triples: tuple[NodeTriple, ...]


def open_sides(settings: Settings, before: str, after: str, code: str = "") -> tuple[Side, Side]:
    """Return two sides, each named by a file, or by the code of a certification of the graph.

    Args:
        settings: where the store is, limits of the readers, base of the IRIs.
        before: the first side; ``CODE@VERSION`` is as a version that the store keeps has it.
        after: the second side.
        code: which certification, of files that describe several; that of the other side when absent.

    Raises:
        SourceUnreadable: a file cannot be read, or describes several certifications and none was named.
        NotFound: the graph, or a file, has no record of the certification.
        StoreUnavailable: there is no such store or version.
    """
    named = code or next((_code(each) for each in (before, after) if not Path(each).is_file()), "")
    return _open(settings, before, named), _open(settings, after, named)


def _code(name: str) -> str:
    return name.partition("@")[0]


def _open(settings: Settings, name: str, code: str) -> Side:
    path = Path(name)
    if path.is_file():
        return side_of_file(settings, path, code)
    if path.suffix:
        raise SourceUnreadable(f"{name}: there is no such file")
    _, at, version = name.partition("@")
    if at:
        return side_of_version(settings, _code(name), version)
    return side_of_graph(catalog_source(settings).get(), name)


def side_of_graph(catalog: Catalog, code: str, name: str = "") -> Side:
    """Return a certification of a graph.

    Args:
        catalog: the graph.
        code: its number in any spelling, or the slug of a draft.
        name: how it was asked for; its code when absent.

    Raises:
        NotFound: the graph has no record of it.
    """
    version = catalog.version
    source = f"version {version.id[:_SHOWN]}" if version else "graph"
    record = catalog.record(code)
    view = catalog.certification(code, partners=_ALL_PARTNERS)
    return Side(name or code, source, view, record.fiche, record.stated)


def side_of_version(settings: Settings, code: str, version: str) -> Side:
    """Return a certification of a version that the store keeps.

    Args:
        settings: where the store is, base of the IRIs.
        code: as for ``side_of_graph``.
        version: id of the version, or the start of it.

    Raises:
        NotFound: it has no record of the certification.
        StoreUnavailable: the store keeps no such version, or it cannot be opened.
    """
    catalog = Catalog(open_kept(settings.store, version), settings.base_iri)
    return side_of_graph(catalog, code, f"{code}@{version}")


def side_of_file(settings: Settings, path: Path, code: str = "") -> Side:
    """Return the certification that a file describes.

    Args:
        settings: limits of the readers, base of the IRIs.
        path: a draft, a fiche or an export.
        code: which one, of a file that describes several.

    Raises:
        SourceUnreadable: the file cannot be read, or describes several and none was named.
        NotFound: it does not describe the one that was named.
    """
    record = read_one(settings, path, code)
    catalog = catalog_of_record(settings, record)
    return replace(side_of_graph(catalog, record.certification.identifiant, path.name), source=path.name)


def read_one(settings: Settings, path: Path, code: str = "") -> Record:
    """Return the one record of a file, or the one that is named.

    Args:
        settings: limits of the readers.
        path: a draft, a fiche or an export.
        code: its number in any spelling, or the slug of a draft; needed where the file describes several.

    Raises:
        SourceUnreadable: the file cannot be read, or describes several and none was named.
        NotFound: it does not describe the one that was named.
    """
    wanted = _identifier(code)
    found: list[Record] = []
    for record in _records(settings, path):
        if record.certification.identifiant == wanted:
            return record
        found.append(record)
        if not wanted and len(found) > 1:
            raise SourceUnreadable(f"{path}: describes several certifications: say which one with --code")
        if wanted:
            # An export has thousands: only whether there is but one matters.
            found = found[:2]
    if not found:
        raise SourceUnreadable(f"{path}: not readable: no record in it")
    if len(found) == 1:
        return found[0]
    raise NotFound(f"{path}: describes several certifications, and {wanted} is none of them")


def _records(settings: Settings, path: Path) -> Iterator[Record]:
    sources = all_sources(settings)
    source = recognise(path, sources)
    if source is None:
        raise of_no_kind(path, sources)
    yield from (each for each in source.read(entry(path, source)) if isinstance(each, Record))


def _identifier(code: str) -> str:
    try:
        return normalise_numero(code)
    except ValueError:
        return code


def catalog_of_record(settings: Settings, record: Record) -> Catalog:
    """Return a graph that holds one record and nothing else.

    Args:
        settings: base of the IRIs.
        record: what a reader gave.
    """
    return catalog_of_lines(settings, lines_of_record(settings, record))


def catalog_of_lines(settings: Settings, lines: bytes) -> Catalog:
    """Return a graph that holds what ``lines_of_record`` gave, with the ontology.

    Args:
        settings: base of the IRIs.
        lines: N-Quads.
    """
    _, vocabulary = _vocabulary(settings.base_iri)
    return Catalog(EmbeddedStore.of_lines(lines + vocabulary), settings.base_iri)


def lines_of_record(settings: Settings, record: Record) -> bytes:
    """Return what one record says, and is said of the codes and bodies that it names, as N-Quads.

    Args:
        settings: base of the IRIs.
        record: what a reader gave.
    """
    minter = Minter(settings.base_iri)
    named, _ = _vocabulary(settings.base_iri)
    mapped = map_record(record, minter)
    shared = Shared(minter, named)
    shared.note(record.document, mapped)
    graphs = ((mapped.graph, mapped.triples), shared.sources(), shared.nomenclatures())
    return b"".join(graph_lines(name, triples).lines for name, triples in graphs)


@cache
def _vocabulary(base_iri: str) -> tuple[frozenset[str], bytes]:
    """Return the terms and codes that the ontology names itself, and its lines."""
    triples = map_ontology(load_ontology(), base_iri)
    named = frozenset(subject for subject, predicate, _ in triples if predicate == term("skos:prefLabel"))
    return named, graph_lines(ONTOLOGY, triples).lines
