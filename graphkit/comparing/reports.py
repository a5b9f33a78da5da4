"""A comparison as text, HTML or a Word document for people; as CSV, a workbook or JSON for machines."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Pt
from docx.table import Table, _Cell
from markupsafe import Markup, escape

from graphkit.comparing.argument import Block, Grid, Heading, Link, argument
from graphkit.comparing.phrases import FRENCH, voice
from graphkit.comparing.sides import Comparaison
from graphkit.comparing.tables import PAIRS, headings, pair_rows, sheets
from graphkit.comparing.views import view_of
from graphkit.keeping import turtle_of
from graphkit.matching.rapprochement import Rapprochement, match_of
from graphkit.matching.sssom import write_sssom
from graphkit.publish.spreadsheet import write_workbook
from graphkit.voice import Language, Voice

#: Format -> media type.
FORMATS = {
    "text": "text/plain",
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ttl": "text/turtle",
    "sssom": "text/tab-separated-values",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_WIDTH = 110
_LEVELS = 3
#: Cells of which a terminal, which shows one a line, says nothing.
_NOTHING = frozenset({"", "0 %", "0%"})
_FONT = 9
_STYLE = (
    ":root{color-scheme:light dark}"
    "body{margin:0 auto;padding:1.5rem 1rem;max-width:66rem;font:1rem/1.5 system-ui,sans-serif;"
    "overflow-wrap:anywhere}"
    "table{border-collapse:collapse;width:100%;font-size:.9rem;margin:0 0 1.2rem}"
    "td,th{border:1px solid #8887;padding:.3rem .5rem;text-align:left;vertical-align:top}"
    "caption{text-align:left;font-weight:600;padding-bottom:.3rem}tr{break-inside:avoid}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(found: Comparaison, wanted: str, language: Language = "fr") -> bytes:
    """Return a comparison in a format.

    Args:
        found: the comparison.
        wanted: a key of ``FORMATS``.
        language: of what people read; keys, names of things and scores are the same in any.

    Raises:
        KeyError: there is no such format.
    """
    return _RENDERERS[wanted](found, voice(language))


def as_text(blocks: Iterable[Block], say: Voice = FRENCH) -> str:
    """Return headings, paragraphs and tables as text for a terminal.

    Args:
        blocks: what is told.
        say: puts names before values as the language of the blocks does.
    """
    return "\n".join(_lines(blocks, say)) + "\n"


def _text(found: Comparaison, say: Voice) -> bytes:
    return as_text(argument(found, say), say).encode()


def _lines(blocks: Iterable[Block], say: Voice) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading):
            yield from ("", block.text, "=-~"[block.level - 1] * min(len(block.text), _WIDTH))
        elif isinstance(block, Grid):
            rows = [line for row in block.rows for line in _row(block.columns, row, say)]
            nothing = say("0 % partout", "0% everywhere") if block.rows else say("rien", "nothing")
            yield from ("", block.caption, *(rows or [f"  {nothing}"]))
        else:
            yield from ("", *textwrap.wrap(block.text, _WIDTH))


def _row(columns: tuple[str, ...], row: tuple[str, ...], say: Voice) -> Iterator[str]:
    """Yield a row of a table as lines for any terminal: its first cell, then the others with their column."""
    told = [(column, value) for column, value in zip(columns, row, strict=True) if value not in _NOTHING]
    if told[1:] or len(columns) == 1:
        yield from textwrap.wrap(row[0] or "-", _WIDTH, initial_indent="  ", subsequent_indent="    ")
    for column, value in told:
        if column and column != columns[0]:
            label = textwrap.shorten(column, 40, placeholder="…")
            indent = "      "
            yield from textwrap.wrap(
                say.colon(label, value), _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  "
            )


def _html(found: Comparaison, say: Voice) -> bytes:
    body = Markup("\n").join(map(_element, argument(found, say)))
    title = " – ".join(side.identifier for side in found.sides)
    page = Markup(
        '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="{}"><title>{}</title><style>{}</style></head>'
        "<body>\n{}\n</body></html>\n"
    ).format(say.language, _POLICY, title, Markup(_STYLE), body)  # noqa: S704 - the style is written above
    return str(page).encode()


def _element(block: Block) -> Markup:
    if isinstance(block, Heading):
        return Markup("<h{0}>{1}</h{0}>").format(block.level, block.text)
    if isinstance(block, Grid):
        head = Markup().join(Markup('<th scope="col">{}</th>').format(each) for each in block.columns)
        rows = Markup("\n").join(
            Markup("<tr>{}</tr>").format(Markup().join(map(_cell, row))) for row in block.rows
        )
        return Markup(
            "<table><caption>{}</caption><thead><tr>{}</tr></thead>\n<tbody>{}</tbody></table>"
        ).format(block.caption, head, rows)
    return Markup("<p>{}</p>").format(escape(block.text))


def _cell(text: str) -> Markup:
    # What sources say is French, whatever the language around it.
    cell = Markup('<td lang="fr">{}</td>') if isinstance(text, Link) else Markup("<td>{}</td>")
    return cell.format(str(text))


def as_docx(blocks: Iterable[Block]) -> bytes:
    """Return headings, paragraphs and tables as a Word document, its pages wide.

    Args:
        blocks: what is told.
    """
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(_printable(block.text), level=min(block.level, _LEVELS))
        elif isinstance(block, Grid):
            if block.caption:
                document.add_paragraph().add_run(_printable(block.caption)).bold = True
            _fill(document.add_table(rows=0, cols=len(block.columns), style="Table Grid"), block)
            document.add_paragraph()
        else:
            document.add_paragraph(_printable(block.text))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _docx(found: Comparaison, say: Voice) -> bytes:
    return as_docx(argument(found, say))


def _fill(table: Table, grid: Grid) -> None:
    """Write a table; its headings are said again on each page."""
    above: dict[int, tuple[str, _Cell]] = {}
    for row in (grid.columns, *grid.rows):
        made = table.add_row()  # type: ignore[no-untyped-call] # nor has the library a typed one
        heads = row is grid.columns
        if heads:
            made._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no other way to it
        for at, (cell, text) in enumerate(zip(made.cells, row, strict=True)):
            if at in grid.merged and text and at in above and above[at][0] == text:
                above[at] = (text, above[at][1].merge(cell))
                continue
            above[at] = (text, cell)
            run = cell.paragraphs[0].add_run(_printable(text))
            run.font.size = Pt(_FONT)
            run.bold = heads


def _printable(text: str) -> str:
    # What no XML document can carry would make the whole file unreadable.
    return "".join(char for char in text if char.isprintable() or char in "\n\t")


def _csv(found: Comparaison, say: Voice) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings(PAIRS, say))
    writer.writerows(pair_rows(found, say))
    return out.getvalue().encode()


def _xlsx(found: Comparaison, say: Voice) -> bytes:
    return write_workbook(sheets(found, say))


def _turtle(found: Comparaison, _: Voice) -> bytes:
    """Return a match for each two competences paired, as those that are kept are written."""
    return turtle_of(_matches(found), _base(found))


def _sssom(found: Comparaison, _: Voice) -> bytes:
    """Return the same as a table of SSSOM."""
    labels = {key: name.text for side in found.sides for key, name in side.names.items()}
    return write_sssom(_matches(found), _base(found), labels).encode()


def _matches(found: Comparaison) -> Iterator[Rapprochement]:
    return (match_of(each) for pair in found.pairs for each in pair.near)


def _base(found: Comparaison) -> str:
    ref = found.sides[0].view.ref
    return ref.iri.removesuffix(ref.path)


def _json(found: Comparaison, say: Voice) -> bytes:
    told = asdict(view_of(found, say))
    return (json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n").encode()


_RENDERERS: dict[str, Callable[[Comparaison, Voice], bytes]] = {
    "text": _text,
    "html": _html,
    "docx": _docx,
    "json": _json,
    "csv": _csv,
    "xlsx": _xlsx,
    "ttl": _turtle,
    "sssom": _sssom,
}
