"""Keeps computed matches and what people decided about them: a table beside the versions, and graphs of each.

The table outlives every build, rollback and damage of a version; builds take its graphs from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rdflib import Graph

from graphkit.config import Settings
from graphkit.errors import NotFound, SourceUnreadable, StoreUnavailable
from graphkit.identifiers import Minter
from graphkit.linked_data.parsing import parse
from graphkit.linked_data.syntaxes import syntax_of
from graphkit.mapping.rapprochement import graph_of, map_matches, matches_from
from graphkit.matching.rapprochement import Decision, Rapprochement, Status, decide, merge
from graphkit.matching.sssom import read_sssom, write_sssom
from graphkit.preparation import GraphLines, graph_lines
from graphkit.publish.rdf import serialise
from graphkit.store.durable import replacing

_FILE = "rapprochements.sssom.tsv"
_MAX_BYTES = 512 << 20


def kept_matches(store_dir: Path) -> tuple[Rapprochement, ...]:
    """Return the matches that are kept; none where none were.

    Args:
        store_dir: directory of the store.

    Raises:
        StoreUnavailable: the table is damaged.
    """
    path = store_dir / _FILE
    try:
        return read_sssom(path.read_text("utf-8"), path.name)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, SourceUnreadable) as error:
        raise StoreUnavailable(
            f"{path}: the table of matches cannot be read ({error}); mend or remove it"
        ) from error


def keep_matches(new: Iterable[Rapprochement], settings: Settings) -> tuple[Rapprochement, ...]:
    """Keep matches, beside those that people decided about, and return all that are kept.

    Args:
        new: the matches.
        settings: where the store is.

    Raises:
        StoreUnavailable: the table cannot be read or written.
    """
    merged = merge(kept_matches(settings.store), new)
    _write(settings.store, write_sssom(merged, settings.base_iri))
    return merged


def decided(store_dir: Path, one: str, other: str, decision: Decision) -> Rapprochement:
    """Return a kept match with what a person decides about it.

    Args:
        store_dir: directory of the store.
        one: IRI of the first of the two.
        other: IRI of the other.
        decision: what was decided.

    Raises:
        NotFound: no match of the two is kept.
    """
    for match in kept_matches(store_dir):
        if {match.one, match.other} == {one, other}:
            return decide(match, decision)
    raise NotFound(f"no match of {one} and {other} is kept: compute it first, with graphkit matches store")


def read_matches(path: Path, settings: Settings) -> tuple[Rapprochement, ...]:
    """Return the matches of a file: a table of SSSOM, or RDF.

    Args:
        path: the file.
        settings: what reading may take.

    Raises:
        SourceUnreadable: it cannot be read, or holds no match.
    """
    try:
        syntax = syntax_of(path)
        if path.stat().st_size > _MAX_BYTES:
            raise SourceUnreadable(f"{path}: more than {_MAX_BYTES >> 20} MiB of matches")
        if syntax is None:
            return read_sssom(path.read_text("utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceUnreadable(f"{path}: the matches cannot be read ({error})") from error
    found = matches_from(((s, p, o) for s, p, o, _ in parse(path, syntax, settings).quads), str(path))
    if not found:
        raise SourceUnreadable(f"{path}: states no ref:Rapprochement")
    return found


def write_matches(
    matches: Iterable[Rapprochement], out: Path, *, turtle: bool, base_iri: str, labels: Mapping[str, str]
) -> None:
    """Write matches to a file.

    Args:
        matches: the matches.
        out: the file.
        turtle: whether as Turtle; as a table of SSSOM otherwise.
        base_iri: start of the IRIs of data.
        labels: IRI -> text of the thing, for the table.

    Raises:
        StoreUnavailable: the file cannot be written.
    """
    try:
        if turtle:
            out.write_bytes(turtle_of(matches, base_iri))
        else:
            out.write_text(write_sssom(matches, base_iri, labels), encoding="utf-8")
    except OSError as error:
        raise StoreUnavailable(f"{out}: cannot be written ({error.strerror})") from error


def turtle_of(matches: Iterable[Rapprochement], base_iri: str) -> bytes:
    """Return matches as Turtle, kept or not.

    Args:
        matches: the matches.
        base_iri: start of the IRIs of data.
    """
    mapped = map_matches(matches, Minter(base_iri)).values()
    lines = "".join(f"{s} {p} {o} .\n" for triples in mapped for s, p, o in triples)
    return serialise(Graph().parse(data=lines, format="nt"), "ttl")


def match_graphs(settings: Settings) -> Iterator[GraphLines]:
    """Yield the graphs of the matches that are kept.

    Args:
        settings: where the store is, and the base of IRIs.

    Raises:
        StoreUnavailable: the table is damaged.
    """
    for name, triples in map_matches(kept_matches(settings.store), Minter(settings.base_iri)).items():
        yield graph_lines(name, triples)


def names_of_match_graphs(settings: Settings) -> frozenset[str]:
    """Return the IRIs of the graphs that matches are in, whether there are any or not.

    Args:
        settings: the base of IRIs.
    """
    return frozenset(graph_of(status, Minter(settings.base_iri)) for status in Status)


def _write(store_dir: Path, content: str) -> None:
    try:
        store_dir.mkdir(parents=True, exist_ok=True)
        with replacing(store_dir / _FILE) as stream:
            stream.write(content)
    except OSError as error:
        raise StoreUnavailable(f"{store_dir}: the matches cannot be kept ({error.strerror})") from error
