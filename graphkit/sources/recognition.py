"""Finds the reader for a file by what the file holds, never by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from graphkit.config import Settings
from graphkit.errors import SourceUnreadable
from graphkit.sources import Source, SourceInFiles
from graphkit.sources.brouillon.a_part import LimitesAPart
from graphkit.sources.brouillon.paquet import Limites
from graphkit.sources.brouillon.sources import Docx, Xlsx
from graphkit.sources.brouillon.sources_de_texte import Markdown, Pdf, Texte
from graphkit.sources.csv_france_competences import CsvFranceCompetences
from graphkit.sources.fiche_texte import FicheTexte
from graphkit.sources.nomenclatures import NomenclatureSource
from graphkit.sources.nomenclatures.esco import Esco
from graphkit.sources.nomenclatures.nsf import Nsf
from graphkit.sources.nomenclatures.rome import Rome
from graphkit.sources.nomenclatures.rome3 import Rome3
from graphkit.sources.trois_colonnes import TroisColonnes
from graphkit.sources.xml_france_competences import XmlFranceCompetences

_HEAD_BYTES = 64 << 10
_DATE = re.compile(r"(20\d\d)[-_](\d\d)[-_](\d\d)")


class _Kind(Protocol):
    """Anything that knows its files."""

    @property
    def name(self) -> str: ...

    def recognises(self, head: bytes, path: Path) -> bool: ...


_K = TypeVar("_K", bound=_Kind)


def all_sources(settings: Settings) -> tuple[Source, ...]:
    """Return the readers, the most particular first, with the limits of the settings."""
    brouillon = Limites(
        max_bytes=settings.max_draft_bytes,
        max_unzipped=settings.max_draft_unzipped_bytes,
        max_ratio=settings.max_zip_ratio,
        max_elements=settings.max_draft_elements,
        max_cells=settings.max_draft_cells,
    )
    a_part = LimitesAPart(
        max_bytes=settings.max_draft_bytes,
        max_pages=settings.max_draft_pages,
        max_cells=settings.max_draft_cells,
        seconds=settings.max_draft_seconds,
        memory=settings.max_draft_memory,
    )
    return (
        Docx(brouillon),
        Xlsx(brouillon),
        XmlFranceCompetences(max_bytes=settings.max_xml_bytes, max_ratio=settings.max_zip_ratio),
        CsvFranceCompetences(max_bytes=settings.max_csv_bytes, max_ratio=settings.max_zip_ratio),
        FicheTexte(max_bytes=settings.max_text_bytes),
        TroisColonnes(max_bytes=settings.max_text_bytes),
        Pdf(a_part),
        Markdown(a_part),
        Texte(a_part),
    )


def all_nomenclatures() -> tuple[NomenclatureSource, ...]:
    """Return the readers of nomenclatures, in the order in which they name codes: the newest first."""
    return (Nsf(), Rome(), Rome3(), Esco())


def of_no_kind(path: Path, sources: Sequence[_Kind]) -> SourceUnreadable:
    """Return the error that says that no reader knows a file.

    Args:
        path: the file.
        sources: the readers that were asked.
    """
    known = ", ".join(each.name for each in sources)
    return SourceUnreadable(
        f"{path}: of no kind that can be read (known kinds: {known})",
        french=f"{path} : ce genre de fichier ne se lit pas ici ; envoyez un document Word, Excel, PDF,"
        " Markdown ou texte, ou le XML de France compétences.",
    )


def recognise(path: Path, sources: Sequence[_K]) -> _K | None:
    """Return the reader of a file, or ``None`` if no reader knows its kind.

    Args:
        path: the file.
        sources: the readers to ask, in this order.

    Raises:
        SourceUnreadable: the file cannot be opened, or is empty.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError as error:
        raise SourceUnreadable(
            f"{path}: cannot be opened ({error.strerror}); check the path and its rights"
        ) from error
    if not head.strip():
        raise SourceUnreadable(f"{path}: the file is empty; download or extract it again")
    return next((source for source in sources if source.recognises(head, path)), None)


def entry(path: Path, source: Source) -> Path:
    """Return the file to read for the source that a file is a part of, itself for most kinds.

    Args:
        path: a file that the reader recognises.
        source: its reader.

    Raises:
        SourceUnreadable: the files of the source cannot be told.
    """
    return source.entry(path) if isinstance(source, SourceInFiles) else path


def date_of_name(path: Path) -> str:
    """Return the date that the name of an export bears, as ``AAAAMMJJ``; empty without one."""
    found = _DATE.search(path.name)
    return "".join(found.groups()) if found else ""


def find_files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Yield the files to read, each with whether it was named by the user rather than found in a folder.

    Args:
        paths: files and folders; folders are walked in the order of names, hidden entries left out.

    Raises:
        SourceUnreadable: a path does not exist.
    """
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.is_file())
            for found in inside:
                if not any(part.startswith(".") for part in found.relative_to(path).parts):
                    yield found, False
        elif path.exists():
            yield path, True
        else:
            raise SourceUnreadable(f"{path}: there is no such file or folder")
