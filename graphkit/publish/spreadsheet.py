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
from openpyxl.styles import Font

_WIDTHS = (16, 60, 12, 12, 14, 40, 60)
_LONGEST = 32_767


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook.

    Attributes:
        name: what its tab says.
        columns: headings.
        rows: values, one for each column: texts, numbers, dates, booleans or nothing.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[object, ...]]


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return a workbook.

    Args:
        sheets: its tables, the first one in view.
    """
    book = Workbook(write_only=True)
    for each in sheets:
        sheet = book.create_sheet(each.name)
        sheet.freeze_panes = "A2"
        for letter, width in zip("ABCDEFG", _WIDTHS, strict=False):
            sheet.column_dimensions[letter].width = width
        headings = [WriteOnlyCell(sheet, value=name) for name in each.columns]
        for cell in headings:
            cell.font = Font(bold=True)
        sheet.append(headings)
        for row in each.rows:
            sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: object, value: object) -> object:
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", str(value))[:_LONGEST])
    # What begins with « = » in a source is a text, never a formula.
    cell.data_type = "s"
    return cell
