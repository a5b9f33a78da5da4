"""All the ways in which people write a code, and what it may stand for."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from graphkit.catalog.views import CertificationRef
from graphkit.errors import NotFound
from graphkit.identifiers import Minter, siren_of
from graphkit.parameters import CODE_FORMS

# What people put before a number: « fiche RNCP n° 35419 ».
_LEAD = r"(?:(?:fiche|certification|code|num[ée]ro)\s+)*(?:n\s*[°ºo]\s*)?"
_NUMBER = r"0*(\d{1,3}\s\d{3}|\d{1,6})"
_REGISTER = re.compile(rf"{_LEAD}(rncp|rs)[\s\-_:/.]*(?:n\s*[°ºo]?\s*)?[:\s]*{_NUMBER}", re.IGNORECASE)
_BLOC = re.compile(
    rf"{_LEAD}(rncp|rs)[\s\-_]*{_NUMBER}[\s\-_/:]*(?:bc|bloc)[\s\-_]*(\d{{1,3}})", re.IGNORECASE
)
_BLOC_FIRST = re.compile(
    rf"(?:bc|bloc)[\s\-_]*(\d{{1,3}})[\s\-_/:,]*(?:de\s+)?(rncp|rs)[\s\-_]*{_NUMBER}", re.IGNORECASE
)
_SITE = re.compile(r"francecompetences\.fr/recherche/(rncp|rs)/0*(\d{1,6})", re.IGNORECASE)
_BARE = re.compile(rf"{_LEAD}{_NUMBER}", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:code\s+)?(rome|nsf|formacode|niveau|siret|siren|idcc)\s*(?:n\s*[°ºo]\s*)?[:/]?\s*(.+)", re.IGNORECASE
)
# A level as exports write it (« NIV6 »).
_LEVEL = re.compile(r"niv\.?\s*(\d)", re.IGNORECASE)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_PATH = re.compile(r"/?((?:[a-z][a-z\-]*)/[^\s?#]+?)/?")
_CITING_SHOWN = 3
#: Nomenclature -> form of its groups, which no fiche bears and people still type.
_GROUP_FORMS = {"rome": re.compile(r"[A-Z]\d{2}")}
_SEPARATORS = re.compile(r"[\s.\-]+")


def targets_of(text: str, minter: Minter) -> list[str]:
    """Return the IRIs that a text may be the code of, the likeliest first; none for plain words.

    Args:
        text: what a person typed: ``rncp 25520``, ``25520``, an address, ``RNCP34762BC01``, ``M1803``, a
            SIRET…
        minter: names the things.
    """
    # Pasted from a page or a spreadsheet: spaces that do not break, digits of full width.
    typed = unicodedata.normalize("NFKC", text).strip()
    if typed.startswith(minter.base):
        return [typed]
    if stated := _stated(typed, minter):
        return [stated]
    if match := _LEVEL.fullmatch(typed):
        return _concepts(match[1], minter, "niveau")
    if match := _NAMED.fullmatch(typed):
        return _concepts(_SEPARATORS.sub("", match[2]), minter, match[1].lower())
    found: list[str] = []
    if match := _BARE.fullmatch(typed):
        found += [minter.certification(f"{register}{_digits(match[1])}") for register in ("RNCP", "RS")]
    found += _concepts(_SEPARATORS.sub("", typed) if typed[:1].isalnum() else typed, minter)
    if _SLUG.fullmatch(typed):
        found += [
            minter.certification(typed),
            minter.iri("certificateur", typed),
            minter.iri("organisme", typed),
        ]
    if match := _PATH.fullmatch(typed):
        found.append(minter.iri(*filter(None, unquote(match[1]).split("/"))))
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


def _stated(typed: str, minter: Minter) -> str | None:
    """Return the IRI of a certification or a bloc that is named with its register."""
    if match := _SITE.search(typed):
        return minter.certification(f"{match[1].upper()}{match[2]}")
    if match := _BLOC.fullmatch(typed):
        return _bloc(minter, match[1], match[2], match[3])
    if match := _BLOC_FIRST.fullmatch(typed):
        return _bloc(minter, match[2], match[3], match[1])
    if match := _REGISTER.fullmatch(typed):
        return minter.certification(f"{match[1].upper()}{_digits(match[2])}")
    return None


def _concepts(code: str, minter: Minter, kind: str = "") -> list[str]:
    """Return what a code of a nomenclature, or the number of a body, may stand for.

    Args:
        code: without spaces or points.
        minter: names the things.
        kind: the nomenclature, or ``siret`` or ``siren``, if it was named.
    """
    found = [
        minter.concept(nomenclature, candidate)
        for nomenclature, form in (*CODE_FORMS.items(), *_GROUP_FORMS.items())
        if kind in {"", nomenclature}
        for candidate in dict.fromkeys((code.upper(), code.lower()))
        if form.fullmatch(candidate)
    ]
    if kind in {"", "siret", "siren"}:
        siren = siren_of(code)
        if siren:
            # A partner is named by its establishment, a certifier by its legal body.
            found += [minter.iri("certificateur", siren), minter.iri("organisme", code)]
        elif re.fullmatch(r"\d{9}", code):
            found.append(minter.iri("certificateur", code))
    return found


def _bloc(minter: Minter, register: str, number: str, bloc: str) -> str:
    return minter.iri("bloc", f"{register.upper()}{_digits(number)}BC{bloc:0>2}")


def _digits(number: str) -> str:
    return re.sub(r"\s", "", number).lstrip("0") or "0"


def missing(number: str, citing: tuple[CertificationRef, ...], successors: tuple[str, ...] = ()) -> NotFound:
    """Return the error that says why there is no page of a certification.

    Args:
        number: its number.
        citing: certifications whose records cite it.
        successors: IRIs of those that replace it.
    """
    if not citing:
        return NotFound(
            f"no certification {number} in the graph; look for it by a word of its title",
            french=f"Le graphe n’a pas de certification {number} ; cherchez-la par un mot de son intitulé.",
        )
    names = ", ".join(ref.identifier for ref in citing[:_CITING_SHOWN])
    more = len(citing) - _CITING_SHOWN
    replaced = ", ".join(unquote(iri.rpartition("/")[2]) for iri in successors)
    return NotFound(
        f"{number} is cited by {names}{f' and {more} more' if more > 0 else ''}"
        f"{f' and replaced by {replaced}' if replaced else ''}, but the graph has no record of its own",
        successors,
        french=f"{number}{f', que remplace {replaced},' if replaced else ''} est citée par {names}"
        f"{f' et {more} de plus' if more > 0 else ''}, mais le graphe n’a pas sa fiche.",
    )
