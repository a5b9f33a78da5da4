"""Where servers of each make take graphs, beside the endpoint at which they are queried."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from graphkit.config import Settings
from graphkit.errors import LoadFailed

#: What to do where that is not known, or wrong.
ELSEWHERE = "set GRAPHKIT_GRAPH_STORE to the address where that server takes graphs"


def graph_store_address(settings: Settings) -> str:
    """Return where the server of the settings takes graphs.

    Args:
        settings: the address set, or else the endpoint beside which the customary one stands.

    Raises:
        LoadFailed: none is set, and the endpoint is not like one of a known make.
    """
    if settings.graph_store:
        return settings.graph_store
    parts = urlsplit(settings.endpoint)
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    if folder.endswith("/repositories"):  # RDF4J, GraphDB
        path = f"{folder}/{last}/rdf-graphs/service"
    elif not folder and last == "query":  # Oxigraph
        path = "/store"
    elif folder and last in {"query", "sparql"}:  # Fuseki
        path = f"{folder}/data"
    else:
        raise LoadFailed(
            f"where the server of {settings.endpoint} takes graphs is not known: {ELSEWHERE}"
            " (SPARQL 1.1 Graph Store HTTP Protocol)"
        )
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
