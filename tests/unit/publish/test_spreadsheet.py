"""Workbooks: typed cells, a heading that stays, nothing that a program would run."""

from __future__ import annotations

import io
from datetime import date

from openpyxl import load_workbook

from graphkit.publish.spreadsheet import Sheet, write_workbook


def test_cells_keep_their_type_and_the_heading_stays_in_view() -> None:
    rows = [("RNCP1", 3, True, date(2027, 1, 2), None), ("=1+1", 0, False, None, "a\x00b")]
    content = write_workbook([Sheet("Liste", ("code", "n", "active", "fin", "note"), rows)])
    sheet = load_workbook(io.BytesIO(content))["Liste"]
    assert sheet.freeze_panes == "A2"
    read = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert read[0] == ["code", "n", "active", "fin", "note"]
    assert read[1][:3] == ["RNCP1", 3, True]
    assert str(read[1][3]).startswith("2027-01-02")
    assert read[2] == ["=1+1", 0, False, None, "ab"]


def test_a_text_that_looks_like_a_formula_is_a_text() -> None:
    content = write_workbook([Sheet("Liste", ("code",), [("=HYPERLINK(1)",)])])
    assert load_workbook(io.BytesIO(content))["Liste"]["A2"].data_type == "s"
