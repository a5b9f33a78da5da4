"""What reading a source gives: records, with their documents, and what could not be represented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from graphkit.model.certification import Certification
from graphkit.passages import Passages


@dataclass(frozen=True, slots=True)
class Document:
    """A source file, or a member of one.

    Attributes:
        nom: file name (``archive.zip/member.xml`` for a member), no directory.
        type_source: name of the reader: ``trois-colonnes``, ``fiche-texte``, ``xml-fc``, ``csv-fc``.
        sha256: digest of the bytes that were read, hexadecimal.
        date: date that the source gives itself (of the export), if any.
        version: version of its format, if it says one (``4.1``).
    """

    nom: str
    type_source: str
    sha256: str = ""
    date: date | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something in a source that cannot be represented as it stands, or is known to be missing.

    Attributes:
        rule: short stable name of what is wrong (``date-illisible``, ``colonnes-perdues``…).
        message: what is wrong and what was done about it, in French.
        certification: identifier of the record, if it is known.
        excerpt: the text at fault, at most 200 characters.
        severity: ``info`` for what is merely lost, ``warning`` for what may be wrong.
        message_en: the message in English, if its reader has it.
    """

    document: Document
    rule: str
    message: str
    certification: str | None = None
    excerpt: str = ""
    passages: Passages = ()
    severity: Literal["info", "warning"] = "warning"
    message_en: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of the lines of a text source.

    Attributes:
        lines: number of lines.
        in_passages: lines that stand in a passage of a fact.
        boilerplate: kind of boilerplate -> number of lines.
        unexplained: numbers of lines that are in neither.
    """

    lines: int
    in_passages: int
    boilerplate: dict[str, int]
    unexplained: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One certification as one source document describes it; the unit of a named graph."""

    document: Document
    certification: Certification
    anomalies: tuple[Anomaly, ...] = ()
    coverage: Coverage | None = field(default=None, compare=False)
