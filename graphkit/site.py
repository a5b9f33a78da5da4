"""How the graph stands on the web: one frozen value, part of the settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

_CONTACT = re.compile(r"(mailto:[^\s@<>\"]+@[\w.-]+|https?://[^\s<>\"{}|\\^`]+)", re.ASCII)
_STATUSES = {"200": 200, "303": 303}


@dataclass(frozen=True, slots=True)
class Site:
    """Where visitors reach the site, and how it answers for a thing.

    Attributes:
        address: start of its addresses, ends with ``/``; empty where they are the IRIs of the data.
        things: 200 to answer for a thing with a document about it, 303 to send there.
        contact: whom to ask about the data: ``mailto:…`` or ``https://…``; empty where nobody is named.
    """

    address: str = ""
    things: int = 200
    contact: str = ""

    def __post_init__(self) -> None:
        if self.address and not _is_site(self.address):
            raise ValueError("GRAPHKIT_PUBLIC_ADDRESS is http://host/ or https://host/…/, and ends with '/'")
        if self.things not in _STATUSES.values():
            raise ValueError("GRAPHKIT_THINGS is 200 or 303")
        if self.contact and not _CONTACT.fullmatch(self.contact):
            raise ValueError("GRAPHKIT_CONTACT is mailto:someone@host or the address of a page, https://…")

    def start(self, base_iri: str) -> str:
        """Return what the addresses of the site begin with.

        Args:
            base_iri: start of the IRIs of the data, which lead to the site where no other address is set.
        """
        return self.address or base_iri


def site_from(env: Mapping[str, str]) -> Site:
    """Return what ``GRAPHKIT_PUBLIC_ADDRESS``, ``GRAPHKIT_THINGS`` and ``GRAPHKIT_CONTACT`` set.

    Args:
        env: the environment.

    Raises:
        ValueError: one of them is set to something unusable.
    """
    return Site(
        env.get("GRAPHKIT_PUBLIC_ADDRESS", ""),
        _STATUSES.get(env.get("GRAPHKIT_THINGS", "200"), 0),
        env.get("GRAPHKIT_CONTACT", ""),
    )


def _is_site(address: str) -> bool:
    return is_on_server(address) and not set('?#@<>"\\^`{|}') & set(address) and address.endswith("/")


def is_on_server(address: str) -> bool:
    """Return whether a text is the http or https address of a place on a server, without account.

    Args:
        address: the text.
    """
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return (
        usable
        and "@" not in parts.netloc
        and address.isascii()
        and address.isprintable()
        and " " not in address
    )
