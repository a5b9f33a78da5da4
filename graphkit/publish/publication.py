"""A folder with everything that a re-user needs, the same bytes for the same graph."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from graphkit.catalog import Catalog
from graphkit.errors import StoreUnavailable
from graphkit.publish.dataset import DatasetDescription, Distribution
from graphkit.publish.dcat import dcat_record
from graphkit.publish.documentation import FORMATS, ontology_html, page_html, rules_html
from graphkit.publish.phrases import say
from graphkit.publish.rdf import serialise
from graphkit.publish.streaming import DumpWriter, context
from graphkit.publish.vocabulary import ontology_graph, rules_graph, vocabulary
from graphkit.site import Site
from graphkit.store.durable import sha256_of

SUMS = "SHA256SUMS"
#: File that names the version of the graph that was published.
VERSION = "VERSION"
#: Dump -> media type of what it holds.
DUMPS = {
    "graphe.nq.gz": "application/n-quads",
    "graphe.ttl.gz": "text/turtle",
    "graphe.jsonld.gz": "application/ld+json",
}
_EVERY = 50_000
_LEVEL = 6

#: Told what is being done, and how much of it (a number of quads, and of how many).
Listener = Callable[[str, int, int], None]


def _unheard(step: str, done: int, total: int) -> None:
    """Do nothing with the progress."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published.

    Attributes:
        folder: where.
        version: version of the graph.
        quads: number of quads.
        files: name of each file -> bytes.
    """

    folder: Path
    version: str
    quads: int
    files: dict[str, int]


def publish(
    catalog: Catalog,
    out: Path,
    *,
    site: Site | None = None,
    more: Callable[[Path], None] | None = None,
    listener: Listener = _unheard,
) -> Publication:
    """Write dumps, descriptions, ontology and checksums into a folder, whole or not at all.

    Args:
        catalog: the door to the graph.
        out: the folder; it is made, or a former publication in it is replaced.
        site: where the site is, and whom to ask.
        more: writes what else belongs in the folder, beside the files.
        listener: told the progress.

    Raises:
        StoreUnavailable: the graph is on a server or in memory, or holds blank nodes; the folder holds
            something else, or cannot be written.
    """
    _check_place(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with _beside(out) as folder:
            quads = _write_all(catalog, folder, site, listener)
            if more is not None:
                more(folder)
            files = {path.name: path.stat().st_size for path in sorted(folder.iterdir()) if path.is_file()}
    except OSError as error:
        raise StoreUnavailable(f"the publication cannot be written in {out}: {error}") from error
    return Publication(out, catalog.info.version, quads, files)


def _check_place(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise StoreUnavailable(f"{out} is a file: a publication is a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / SUMS).is_file():
        raise StoreUnavailable(
            f"{out} holds something else than a publication (it has no {SUMS}): give another folder"
        )


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """Give a folder to write in, which takes the place of another at the end of the block."""
    pending, former = (out.with_name(f".{out.name}-{os.getpid()}-{name}") for name in ("new", "old"))
    shutil.rmtree(pending, ignore_errors=True)
    pending.mkdir()
    try:
        yield pending
        if out.exists():
            out.rename(former)
        pending.rename(out)
        shutil.rmtree(former, ignore_errors=True)
    finally:
        shutil.rmtree(pending, ignore_errors=True)
        if former.exists() and not out.exists():
            former.rename(out)


def _write_all(catalog: Catalog, folder: Path, site: Site | None, listener: Listener) -> int:
    info, base = catalog.info, catalog.minter.base
    with ExitStack() as stack:
        files = [stack.enter_context(_compressed(folder / name)) for name in DUMPS]
        writer = DumpWriter(files[0], files[1], files[2], base)
        listener("sorting", 0, info.quads)
        for line in catalog.dump(folder):
            writer.write(line)
            if writer.lines % _EVERY == 0:
                listener("dumps", writer.lines, info.quads)
        statistics = writer.close()
    listener("description", statistics.quads, info.quads)
    distributions = [
        Distribution(name, media, (folder / name).stat().st_size, sha256_of(folder / name), info.version)
        for name, media in DUMPS.items()
    ]
    described = DatasetDescription(info, statistics, base, distributions, site)
    for name, graph in (
        ("void", described.void(catalog.questions())),
        ("dcat", dcat_record(described)),
        ("ontologie", ontology_graph()),
        ("regles", rules_graph()),
    ):
        for wanted, _ in FORMATS:
            (folder / f"{name}.{wanted}").write_bytes(serialise(graph, wanted))
    (folder / VERSION).write_text(f"{info.version}\n", "ascii")
    text = json.dumps(context(), ensure_ascii=False, indent=1)
    (folder / "contexte.jsonld").write_text(f"{text}\n", "utf-8")
    for language in ("fr", "en"):
        body = ontology_html(
            language,
            stem="ontologie",
            rules_address=f"regles.{language}.html",
            version_address=vocabulary().version_iri,
            versions=vocabulary().iri,
            uses=statistics.uses,
        )
        page = page_html(vocabulary().title.in_language(language), body, language)
        (folder / f"ontologie.{language}.html").write_text(page, "utf-8")
        page = page_html(say("rules-title", language), rules_html(language, stem="regles"), language)
        (folder / f"regles.{language}.html").write_text(page, "utf-8")
    sums = "".join(f"{sha256_of(path)}  {path.name}\n" for path in sorted(folder.iterdir()))
    (folder / SUMS).write_text(sums, "ascii")
    return statistics.quads


@contextmanager
def _compressed(path: Path) -> Iterator[gzip.GzipFile]:
    # Neither a name nor a time in the header: the bytes follow from the content alone.
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=raw, mtime=0) as stream,
    ):
        yield stream


def published_files(folder: Path) -> dict[str, tuple[int, str]]:
    """Return the files of a publication: name -> size and SHA-256; nothing where there is none.

    Args:
        folder: where ``publish`` wrote.
    """
    try:
        lines = (folder / SUMS).read_text("ascii").splitlines()
        listed = (line.split("  ", 1) for line in lines)
        return {name: ((folder / name).stat().st_size, digest) for digest, name in listed}
    except (OSError, ValueError):
        return {}


def published_version(folder: Path) -> str:
    """Return the version of the graph that a publication holds; empty where it is not told.

    Args:
        folder: where ``publish`` wrote.
    """
    try:
        return (folder / VERSION).read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
