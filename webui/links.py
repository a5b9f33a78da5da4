"""Addresses: the page of an IRI of the graph, and which addresses of the data may be followed."""

from __future__ import annotations

from urllib.parse import urlsplit


def page_path(iri: str, base: str) -> str | None:
    """Return the path of the page of a thing of the graph, or ``None`` for what has no page here.

    Args:
        iri: IRI of the thing.
        base: base of the IRIs of the data, ends with ``/``.
    """
    rest = iri.removeprefix(base)
    return f"/{rest}" if rest != iri and rest and not rest.startswith("/") else None


def safe_href(address: str) -> str | None:
    """Return an address of the data if a link to it is harmless, or ``None``.

    Args:
        address: what a source printed; only http and https addresses with a host are linked.
    """
    try:
        parts = urlsplit(address.strip())
        harmless = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return address.strip() if harmless else None


def local_path(path: str) -> str:
    """Return a path to go back to within this site; anything that could lead elsewhere is the home page."""
    parts = urlsplit(path)
    leaves = parts.scheme or parts.netloc or not path.startswith("/") or path.startswith(("//", "/\\"))
    return "/" if leaves or any(char < " " for char in path) else path
