"""The author's own Word document, with a comment on each cell at fault; not a word of it is changed."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import docx
from docx.exceptions import PythonDocxError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from graphkit.checking.findings import CheckReport, Finding
from graphkit.checking.reports.as_text import describe_source, sections_of
from graphkit.checking.reports.phrases import Language, say
from graphkit.errors import NotFound, SourceUnreadable
from graphkit.sources.brouillon.docx import CellulesDocx
from graphkit.sources.brouillon.docx_texte import Lecture, blocs, texte_brut
from graphkit.text import normalise_spaces

if TYPE_CHECKING:
    from docx.document import Document as DocumentDocx

# The library that python-docx stands on has one importer in this project, and this is not it.
_Element: TypeAlias = Any
AUTHOR = "graphkit"
# The earliest date that a zip can hold: the same report gives the same bytes on any day.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def annotate_docx(path: Path, report: CheckReport, language: Language = "fr") -> bytes:
    """Return a Word document with the findings of its report as comments.

    What is about the whole document, or stands in a paragraph that is not found again, is a comment on its
    first paragraph. Comments, tracked changes and text that were there stay as they are.

    Args:
        path: the document.
        report: the report of the check of this very file: its size and kind are known to be bearable.
        language: of the words around those of the author.

    Raises:
        SourceUnreadable: the file is no Word document, not the one that was checked, or has no paragraph to
            comment on.
    """
    content = _read(path)
    if hashlib.sha256(content).hexdigest() != report.document.sha256:
        raise SourceUnreadable(f"{path}: not the document that was checked; check it again")
    try:
        document = docx.Document(io.BytesIO(content))
    except (ValueError, KeyError, OSError, PythonDocxError) as error:
        raise SourceUnreadable(f"{path}: only a Word document (.docx) can be given comments") from error
    first = next((each for each in blocs(document.element.body) if each.tag == qn("w:p")), None)
    if first is None:
        first = next(document.element.body.iter(qn("w:p")), None)
    if first is None:
        raise SourceUnreadable(f"{path}: no paragraph to put a comment on")
    cells = CellulesDocx(document)
    for name, findings in sections_of(report):
        for finding in findings:
            anchor = _paragraph_of(document, cells, finding)
            text = _comment(report, finding, "question" if name == "questions" else "what", language)
            _add_comment(document, first if anchor is None else anchor, text, report)
    return _packed(document)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceUnreadable(f"{path}: cannot be opened ({error.strerror})") from error


def _paragraph_of(document: DocumentDocx, cells: CellulesDocx, finding: Finding) -> _Element | None:
    """Return the paragraph where a finding stands: the first one of its cell, or the one with its words."""
    for place in finding.places:
        if place.passage.case is not None:
            try:
                cell = cells.cellule(place.passage.case)
            except NotFound:
                continue
            return next(cell._tc.iter(qn("w:p")), None)  # noqa: SLF001 # no public way to its XML
        if finding.quote:
            return _paragraph_with(document, finding.quote)
    return None


def _paragraph_with(document: DocumentDocx, quote: str) -> _Element | None:
    for paragraph in blocs(document.element.body):
        if paragraph.tag == qn("w:p") and quote in normalise_spaces(texte_brut(paragraph, Lecture())):
            return paragraph
    return None


def _comment(report: CheckReport, finding: Finding, what: str, language: Language) -> str:
    rule = report.rule_of.get(finding.rule)
    title = f" · {rule.title.in_language(language)}" if rule else ""
    named = [
        (what, finding.message.in_language(language)),
        ("words", say("quoted", language, text=finding.words) if finding.words else ""),
        ("suggestion", finding.suggestion.in_language(language)),
        ("source", describe_source(rule, language, finding.force) if rule else ""),
        ("dismissed", finding.dismissed),
    ]
    kind = "question" if what == "question" else finding.standing_of
    lines = [f"[{say(kind, language)}] {finding.rule}{title}"]
    lines += [say("colon", language, name=say(name, language), text=text) for name, text in named if text]
    return "\n".join(" ".join(line.split()) for line in lines)


def _add_comment(document: DocumentDocx, paragraph: _Element, text: str, report: CheckReport) -> None:
    comment = document.comments.add_comment(text, author=AUTHOR, initials="gk")
    comment._comment_elm.date = datetime.combine(report.date, time(), UTC)  # noqa: SLF001 # not of the clock
    number = str(comment.comment_id)
    start, end = _element("w:commentRangeStart", number), _element("w:commentRangeEnd", number)
    properties = paragraph.find(qn("w:pPr"))
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
    paragraph.append(end)
    run = OxmlElement("w:r")
    run.append(_element("w:commentReference", number))
    paragraph.append(run)


def _element(name: str, number: str) -> _Element:
    element = OxmlElement(name)
    element.set(qn("w:id"), number)
    return element


def _packed(document: DocumentDocx) -> bytes:
    """Return the bytes of a document, its parts dated alike."""
    saved = io.BytesIO()
    document.save(saved)
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as made, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for info in made.infolist():
            out.writestr(zipfile.ZipInfo(info.filename, _EPOCH), made.read(info), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
