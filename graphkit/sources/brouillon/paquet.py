"""The zip that a Word or Excel file is: told by its members, refused before a library opens it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graphkit.config import (
    DEFAULT_MAX_DRAFT,
    DEFAULT_MAX_DRAFT_CELLS,
    DEFAULT_MAX_DRAFT_ELEMENTS,
    DEFAULT_MAX_DRAFT_UNZIPPED,
)
from graphkit.errors import SourceUnreadable
from graphkit.sources import fc_archive
from graphkit.sources.fc_archive import est_zip
from graphkit.sources.whole_file import read_bytes

Genre = Literal["docx", "xlsx"]

_PARTIES: dict[str, Genre] = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams in the directory of an OLE file; "EncryptedPackage" is what a password makes of both kinds.
_CHIFFRE = "EncryptedPackage".encode("utf-16-le")
_ANCIENS: tuple[tuple[bytes, Genre, str], ...] = (
    ("WordDocument".encode("utf-16-le"), "docx", "a Word 97–2003 document (.doc); save it as .docx"),
    ("Workbook".encode("utf-16-le"), "xlsx", "an Excel 97–2003 workbook (.xls); save it as .xlsx"),
)
_STRICT = b"http://purl.oclc.org/ooxml/"
_MACROS = "vbaproject.bin"
_TETE = 64 << 10
_CHEVRON = b"<"
_ENCODAGE = re.compile(rb"""^[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ENCODAGES = {b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"utf-16"}
_INTERDITS = tuple(
    mot.encode(codage) for mot in ("<!DOCTYPE", "<!ENTITY") for codage in ("utf-8", "utf-16-le", "utf-16-be")
)
#: A package is broken too when a member that it needs is not there.
ZIP_CASSE = (*fc_archive.ZIP_CASSE, KeyError)


@dataclass(frozen=True, slots=True)
class Limites:
    """What is too much to be a draft.

    Attributes:
        max_bytes: bytes of the file.
        max_unzipped: bytes of all its members together, uncompressed.
        max_ratio: uncompressed/compressed ratio of a member.
        max_elements: XML elements of all its members together.
        max_cells: cells of all its tables together, each place of a merged cell counted.
    """

    max_bytes: int = DEFAULT_MAX_DRAFT
    max_unzipped: int = DEFAULT_MAX_DRAFT_UNZIPPED
    max_ratio: float = 200.0
    max_elements: int = DEFAULT_MAX_DRAFT_ELEMENTS
    max_cells: int = DEFAULT_MAX_DRAFT_CELLS


def genre_de(head: bytes, path: Path) -> Genre | None:
    """Tell whether a file is a Word document or an Excel workbook, also one that cannot be read.

    Args:
        head: its first bytes.
        path: the file; its name does not matter.
    """
    if head.startswith(_OLE):
        return _genre_ole(path)
    if not est_zip(head):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            noms = {info.filename.lower() for info in archive.infolist()}
    except ZIP_CASSE:
        # A zip that is cut off has no directory left; its first members still tell what it was.
        return next((genre for nom, genre in _PARTIES.items() if nom.encode() in head), None)
    return next((genre for nom, genre in _PARTIES.items() if nom in noms), None)


def _genre_ole(path: Path) -> Genre | None:
    try:
        brut = path.read_bytes() if path.stat().st_size <= Limites().max_bytes else b""
    except OSError:
        return None
    if _CHIFFRE in brut:
        # Which of the two it is stands behind the password: the Word reader tells of it.
        return "docx"
    return next((genre for nom, genre, _ in _ANCIENS if nom in brut), None)


def read_paquet(path: Path, limites: Limites) -> tuple[bytes, bool]:
    """Return the bytes of a Word or Excel file that is safe to open, and whether it holds macros.

    Args:
        path: the file.
        limites: what is too much.

    Raises:
        SourceUnreadable: it cannot be opened, is protected by a password, of an older format, damaged, too
            large, or holds XML that declares entities.
    """
    brut = read_bytes(
        path,
        limites.max_bytes,
        f"more than {limites.max_bytes} bytes, the limit; remove its pictures, or raise"
        " GRAPHKIT_MAX_DRAFT_BYTES",
    )
    if brut.startswith(_OLE):
        raise SourceUnreadable(f"{path}: not readable: {_pourquoi_ole(brut)}")
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            _controle(path, infos, limites)
            _controle_xml(path, archive, infos, limites)
    except ZIP_CASSE as erreur:
        raise SourceUnreadable(
            f"{path}: not readable: the zip that it is made of is damaged ({erreur})"
        ) from erreur
    return brut, any(info.filename.lower().endswith(_MACROS) for info in infos)


def _pourquoi_ole(brut: bytes) -> str:
    if _CHIFFRE in brut:
        return "protected by a password; remove it (File, Information, Protect) and save again"
    return next((raison for nom, _, raison in _ANCIENS if nom in brut), "an OLE file of an unknown kind")


def _controle(path: Path, infos: list[zipfile.ZipInfo], limites: Limites) -> None:
    """Refuse what the directory tells; zipfile reads no more of a member than that declares."""
    for info in infos:
        if info.flag_bits & 0x1:
            raise SourceUnreadable(
                f"{path}!{info.filename}: not readable: protected by a password; remove it and save again"
            )
        if info.file_size > limites.max_ratio * max(info.compress_size, 1):
            fois = info.file_size // max(info.compress_size, 1)
            raise SourceUnreadable(
                f"{path}!{info.filename}: would decompress {fois} times,"
                f" more than the limit of {limites.max_ratio:g} (GRAPHKIT_MAX_ZIP_RATIO): no draft does"
            )
    total = sum(info.file_size for info in infos)
    if total > limites.max_unzipped:
        raise SourceUnreadable(
            f"{path}: would decompress to {total} bytes,"
            f" more than the limit of {limites.max_unzipped}; raise GRAPHKIT_MAX_DRAFT_UNZIPPED_BYTES"
        )


def _controle_xml(
    path: Path, archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], limites: Limites
) -> None:
    elements = 0
    for info in infos:
        if info.is_dir():
            continue
        brut = archive.read(info)
        if not _est_xml(info.filename, brut):
            continue
        lieu = f"{path}!{info.filename}"
        if info.filename.lower() in _PARTIES and _STRICT in brut:
            raise SourceUnreadable(
                f"{path}: not readable: saved as “Strict Open XML”; save it in the ordinary format"
            )
        if any(mot in brut for mot in _INTERDITS):
            raise SourceUnreadable(f"{lieu}: declares a DTD or entities, which no such file has; not read")
        encodage = _ENCODAGE.match(brut)
        if encodage and encodage[1].lower() not in _ENCODAGES:
            raise SourceUnreadable(f"{lieu}: in the encoding {encodage[1].decode()}, which no such file has")
        elements += brut.count(_CHEVRON)
        if elements > limites.max_elements:
            raise SourceUnreadable(
                f"{lieu}: with it, more than {limites.max_elements} XML tags, the limit;"
                " part the draft, or raise GRAPHKIT_MAX_DRAFT_ELEMENTS"
            )


def _est_xml(nom: str, brut: bytes) -> bool:
    tete = brut[:_TETE].lstrip(b"\xef\xbb\xbf \t\r\n")
    return nom.lower().endswith((".xml", ".rels", ".vml")) or tete.startswith(
        (b"<", b"\xff\xfe", b"\xfe\xff")
    )
