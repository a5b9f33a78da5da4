"""The files of the whole dataset: there, of the size and digest that are told, and readable."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib

from graphkit.audit.evidence import Check, Checks, judge, listed, skip
from graphkit.audit.site import DCAT, VOID, Site
from graphkit.audit.statements import Statements, parse_bytes
from graphkit.linked_data.syntaxes import syntax_of_head

_SPDX = "http://spdx.org/rdf/terms#"
_MOST_DUMPS = 6
_HEAD = 64 << 10
#: Start of a file of lines that is read where the whole is too large.
_SAMPLE = 4 << 20


def check_dumps(site: Site) -> Checks:
    """Yield what becomes of each file that the description of the dataset names.

    Args:
        site: the site.
    """
    about = site.well_known
    files = dict.fromkeys(
        iri
        for dataset in site.datasets
        for iri in (
            *about.values(dataset, f"{VOID}dataDump"),
            *(
                address
                for each in about.values(dataset, f"{DCAT}distribution")
                for address in about.values(each, f"{DCAT}downloadURL")
            ),
        )
    )
    here = {iri: url for iri in files if (url := site.locate(iri))}
    yield judge(
        "dumps.found",
        "the whole dataset can be had as files",
        bool(here),
        listed(list(files), 2)
        or "the description names none (those of this program's sites: graphkit publish)",
    )
    for number, (iri, url) in enumerate(list(here.items())[:_MOST_DUMPS], start=1):
        yield from _file(site, iri, url, number)


def _file(site: Site, iri: str, url: str, number: int) -> Checks:
    name, about = f"dumps.{number}", site.well_known
    head = site.visitor.ask(url, method="HEAD")
    whole = site.visitor.ask(url, most=site.visitor.bounds.dump_bytes)
    yield judge(f"{name}-given", f"<{iri}> is given", whole.status == 200 and not whole.trouble, whole.told)  # noqa: PLR2004
    yield judge(
        f"{name}-head",
        "its size is told by HEAD",
        head.header("content-length") == str(len(whole.body)),
        f"Content-Length {head.header('content-length') or 'none'}, {len(whole.body)} bytes",
    )
    described = [
        each
        for each in about.of_type(f"{DCAT}Distribution")
        if iri in about.values(each, f"{DCAT}downloadURL", f"{DCAT}accessURL")
    ]
    sizes = [size for each in described for size in about.values(each, f"{DCAT}byteSize")]
    digests = [
        digest.lower()
        for each in described
        for checksum in about.values(each, f"{_SPDX}checksum")
        for digest in about.values(checksum, f"{_SPDX}checksumValue")
    ]
    yield judge(
        f"{name}-size",
        "its size is the one that the description tells",
        sizes == [str(len(whole.body))],
        f"told: {listed(sizes) or 'none'}, found: {len(whole.body)}",
    )
    found = hashlib.sha256(whole.body).hexdigest()
    yield judge(
        f"{name}-sha256",
        "its SHA-256 is the one that the description tells",
        found in digests,
        f"told: {listed(digests) or 'none'}, found: {found[:16]}…",
    )
    yield _parsed(site, whole.body, f"{name}-parsed")


def _parsed(site: Site, content: bytes, name: str) -> Check:
    title, most = "it is RDF", site.settings.max_rdf_bytes
    try:
        text, cut = _unpacked(content, most)
    except (OSError, EOFError, zlib.error) as error:
        return judge(name, title, held=False, evidence=f"not read as gzip: {error}")
    syntax = syntax_of_head(text[:_HEAD])
    if syntax is None:
        return judge(name, title, held=False, evidence="no syntax of RDF is recognised")
    if cut and syntax != "lines":
        return skip(name, title, f"larger than {most} bytes, and not of lines: not parsed")
    stated: Statements = parse_bytes(
        text[: text.rfind(b"\n", 0, _SAMPLE) + 1] if cut else text, syntax, site.settings
    )
    share = " (its beginning)" if cut else ""
    return judge(name, title, bool(stated.triples), stated.trouble or f"{len(stated.triples)} triples{share}")


def _unpacked(content: bytes, most: int) -> tuple[bytes, bool]:
    """Return the beginning of what a file holds, and whether there is more: no bomb is unpacked whole."""
    if not content.startswith(b"\x1f\x8b"):
        return content[:most], len(content) > most
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
        text = stream.read(most + 1)
    return text[:most], len(text) > most
