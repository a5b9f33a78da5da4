"""How things are named: the one place where IRIs of data are minted.

All functions are pure and total over what readers give; the shapes of the addresses are a contract with
other programs and must not change.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from graphkit.config import DEFAULT_BASE_IRI
from graphkit.text import normalise_spaces, slugify

_NUMERO = re.compile(r"(RNCP|RS)\s*(\d+)", re.IGNORECASE)
_SIRET = re.compile(r"\d{14}")
# RFC 3986 pchar without percent: what may stand in a path segment as it is.
_SAFE = "-._~!$&'()*+,;=:@"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")


def digest(text: str) -> str:
    """Return the first 10 hex digits of the SHA-256 of a normalised statement."""
    return hashlib.sha256(normalise_spaces(text).encode()).hexdigest()[:10]


def normalise_numero(text: str) -> str:
    """Return a register number in its one spelling (``RNCP25520``, ``RS5000``).

    Args:
        text: any spelling of it, with or without a space, in any case.

    Raises:
        ValueError: it is no register number.
    """
    match = _NUMERO.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a register number: {text!r}")
    return f"{match[1].upper()}{int(match[2])}"


def siren_of(siret: str | None) -> str | None:
    """Return the 9 digits that name the legal body of a SIRET, or ``None`` if it is not 14 digits."""
    return siret[:9] if siret and _SIRET.fullmatch(siret) else None


def encode_address(address: str) -> str:
    """Return a web address with everything percent-encoded that an IRI cannot hold.

    Args:
        address: an address that ``is_web_address`` accepts.
    """
    # Only the first number sign begins the fragment; any other is a character of it.
    rest, sign, fragment = _STRAY_PERCENT.sub("%25", address.strip()).partition("#")
    return quote(rest, safe=_SAFE + "/?%") + sign + quote(fragment, safe=_SAFE + "/?%")


def is_web_address(text: str) -> bool:
    """Tell whether a printed text is one http(s) address that can be linked to."""
    try:
        parts = urlsplit(text.strip())
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(host)) and port_is_fine


def name_of(nom: str) -> str:
    """Return the slug of a name, or its digest where it has no letter or digit of ours.

    Args:
        nom: name of a body, of a specialisation.
    """
    try:
        return slugify(nom)
    except ValueError:
        return digest(nom)


@lru_cache(maxsize=1 << 16)
def _segment(text: str) -> str:
    """Return a path segment percent-encoded; the segments of one record are few, and come back often."""
    return quote(text, safe=_SAFE)


class Minter:
    """Mints the IRIs of data under one base.

    Args:
        base: start of every IRI, ends with ``/``.
    """

    def __init__(self, base: str = DEFAULT_BASE_IRI) -> None:
        self.base = base

    def iri(self, *segments: str) -> str:
        """Return the IRI made of path segments, each percent-encoded where it must be.

        Raises:
            ValueError: a segment is empty.
        """
        if not all(segments):
            raise ValueError(f"an IRI cannot have an empty segment: {segments!r}")
        return self.base + "/".join(map(_segment, segments))

    def certification(self, identifiant: str) -> str:
        """Return the IRI of a certification."""
        return self.iri("certification", identifiant)

    def bloc(self, certification: str, code: str) -> str:
        """Return the IRI of a bloc.

        Args:
            certification: number of its fiche; a bloc code alone is not unique (``01`` stands in two).
            code: code as the source prints it.
        """
        code = normalise_spaces(code).replace(" ", "")
        return self.iri("bloc", code if code.startswith(f"{certification}BC") else f"{certification}-{code}")

    def concept(self, nomenclature: str, code: str) -> str:
        """Return the IRI of a code of a nomenclature."""
        return self.iri(nomenclature, code)

    def scheme(self, nomenclature: str) -> str:
        """Return the IRI of a nomenclature."""
        return self.iri("nomenclature", nomenclature)

    def certificateur(self, nom: str, siret: str | None) -> str:
        """Return the IRI of a certifier: its SIREN, or the slug of its name where the source has none."""
        return self.iri("certificateur", siren_of(siret) or name_of(nom))

    def organisme(self, nom: str, siret: str | None) -> str:
        """Return the IRI of a partner: its SIRET, or the slug of its name where the source has none."""
        return self.iri("organisme", siret if siren_of(siret) and siret else name_of(nom))

    def fiche(self, certification: str, type_source: str) -> str:
        """Return the IRI of a record, which is also the name of the graph of what it says."""
        return self.iri("fiche", certification, type_source)
