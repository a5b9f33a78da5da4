"""Tables as a workbook that people open: typed columns, a heading that stays in view."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

_WIDTHS = (16, 60, 12, 12, 14, 40, 60)
_LONGEST = 32_767
_WRAPPED = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook.

    Attributes:
        name: what its tab says.
        columns: headings.
        rows: values, one for each column: texts, numbers, dates, booleans or nothing.
        widths: of the first columns, in characters.
        wrapped: whether long texts go on under themselves.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[object, ...]]
    widths: tuple[int, ...] = _WIDTHS
    wrapped: bool = False


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return a workbook.

    Args:
        sheets: its tables, the first one in view.
    """
    book = Workbook(write_only=True)
    for each in sheets:
        sheet = book.create_sheet(each.name)
        sheet.freeze_panes = "A2"
        for rank, width in enumerate(each.widths, 1):
            sheet.column_dimensions[get_column_letter(rank)].width = width
        headings = [WriteOnlyCell(sheet, value=name) for name in each.columns]
        for cell in headings:
            cell.font = Font(bold=True)
        sheet.append(headings)
        for row in each.rows:
            sheet.append([_cell(sheet, value, wrapped=each.wrapped) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: object, value: object, *, wrapped: bool) -> object:
    typed = value is None or isinstance(value, bool | int | float | Decimal | date)
    if typed and not wrapped:
        return value
    written = value if typed else ILLEGAL_CHARACTERS_RE.sub("", str(value))[:_LONGEST]
    cell = WriteOnlyCell(sheet, value=written)
    if not typed:
        # What begins with « = » in a source is a text, never a formula.
        cell.data_type = "s"
    if wrapped:
        cell.alignment = _WRAPPED
    return cell
