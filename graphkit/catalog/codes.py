"""All the ways in which people write a code, and what it may stand for."""

from __future__ import annotations

import re
from urllib.parse import unquote

from graphkit.identifiers import Minter, siren_of
from graphkit.parameters import CODE_FORMS

_REGISTER = re.compile(r"(rncp|rs)[\s\-_:/]*(?:n\s*[°ºo]?\s*)?0*(\d{1,6})", re.IGNORECASE)
_BLOC = re.compile(
    r"(rncp|rs)[\s\-_]*0*(\d{1,6})[\s\-_]*bc[\s\-_]*(\d{1,3})", re.IGNORECASE
)  # fmt: skip
_SITE = re.compile(r"francecompetences\.fr/recherche/(rncp|rs)/0*(\d{1,6})", re.IGNORECASE)
_BARE = re.compile(r"0*(\d{1,6})")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def targets_of(text: str, minter: Minter) -> list[str]:
    """Return the IRIs that a text may be the code of, the likeliest first; none for plain words.

    Args:
        text: what a person typed: ``rncp 25520``, ``25520``, an address, ``RNCP34762BC01``, ``M1803``…
        minter: names the things.
    """
    typed = text.strip()
    if typed.startswith(minter.base):
        return [typed]
    if match := _SITE.search(typed):
        return [minter.certification(f"{match[1].upper()}{match[2]}")]
    compact = typed.replace(" ", "")
    if match := _BLOC.fullmatch(typed):
        fiche = f"{match[1].upper()}{match[2]}"
        return [minter.iri("bloc", f"{fiche}BC{match[3]:0>2}")]
    if match := _REGISTER.fullmatch(typed):
        return [minter.certification(f"{match[1].upper()}{match[2]}")]
    found: list[str] = []
    if match := _BARE.fullmatch(compact):
        found += [minter.certification(f"{register}{match[1]}") for register in ("RNCP", "RS")]
    found += [
        minter.concept(nomenclature, candidate)
        for nomenclature, form in CODE_FORMS.items()
        for candidate in dict.fromkeys((compact.upper(), compact.lower()))
        if form.fullmatch(candidate)
    ]
    siren = siren_of(compact) or (compact if re.fullmatch(r"\d{9}", compact) else None)
    if siren:
        found.append(minter.iri("certificateur", siren))
    if _SLUG.fullmatch(typed):
        found += [minter.certification(typed), minter.iri("certificateur", typed)]
    return list(dict.fromkeys(found))


def certification_of(text: str, minter: Minter) -> str:
    """Return the IRI that a text names if it names a certification; a bare number is of the RNCP.

    Args:
        text: any spelling of a register number, or the slug of a draft, or an IRI.
        minter: names the things.
    """
    for target in targets_of(text, minter):
        if target.startswith(f"{minter.base}certification/"):
            return target
    return minter.iri("certification", unquote(text.strip()) or "-")
