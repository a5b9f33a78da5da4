"""Telling what a check found, in the format that was asked for."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from graphkit.checking.findings import CheckReport
    from graphkit.checking.registry import Aggregate
    from graphkit.checking.reports.as_text import Line

#: Writes a text, in a style where there are colours.
Write = Callable[[str, str], None]
_NARROW, _WIDE = 60, 120


class Telling:
    """Writes reports as they come, or at the end where the format wants them together.

    Args:
        write: writes text.
        wanted: name of the format.
        language: of the report.
        out: the file or directory, if one was given.
    """

    def __init__(self, write: Write, wanted: str, language: Literal["fr", "en"], out: Path | None) -> None:
        self.wanted = wanted
        self._write = write
        self._language = language
        self._out = out
        self._held: list[CheckReport] = []
        self._rows = 0

    def one(self, report: CheckReport, path: Path | None) -> None:
        """Tell what was found in one document.

        Args:
            report: the report.
            path: the file, if it is one.
        """
        from graphkit.checking.reports import render  # noqa: PLC0415 - heavy, and --help must answer at once

        match self.wanted:
            case "text":
                from graphkit.checking.reports.as_text import lines_of  # noqa: PLC0415

                width = min(max(shutil.get_terminal_size((100, 24)).columns, _NARROW), _WIDE)
                self._lines(lines_of(report, self._language, width))
            case "csv":
                self.row(report)
            case "docx":
                self._document(report, path)
            case "xlsx":
                self._workbook(report, path)
            case "html":
                target = self._target(report, "html")
                text = render(report, "html", self._language)
                if target is None:
                    self._write(text, "")
                else:
                    target.write_text(text, "utf-8")
            case "ttl":
                self._write(render(report, "ttl", self._language), "")
            case _:
                self._held.append(report)

    def row(self, report: CheckReport) -> None:
        """Tell the findings of one of many records, if the format has a row for each.

        Args:
            report: the report.
        """
        if self.wanted != "csv":
            return
        from graphkit.checking.reports import render  # noqa: PLC0415

        text = render(report, "csv", self._language)
        self._write(text if not self._rows else text.partition("\r\n")[2], "")
        self._rows += 1

    def many(self, aggregate: Aggregate) -> None:
        """Tell what was found in many records.

        Args:
            aggregate: the counts.
        """
        from graphkit.checking.reports.of_registry import (  # noqa: PLC0415
            aggregate_lines,
            render_aggregate_json,
        )

        if self.wanted == "text":
            self._lines(aggregate_lines(aggregate, self._language))
        elif self.wanted == "json":
            self._write(render_aggregate_json(aggregate), "")

    def finish(self, *, several: bool) -> None:
        """Tell what was held back.

        Args:
            several: whether several documents were asked for, so that a list is expected.
        """
        if self.wanted == "sarif" and self._held:
            from graphkit.checking.reports.as_sarif import render_sarif  # noqa: PLC0415

            self._write(render_sarif(self._held, self._language), "")
        elif self.wanted == "json" and self._held:
            from graphkit.checking.reports.as_json import as_plain, render_json  # noqa: PLC0415

            plain = [as_plain(each) for each in self._held]
            text = (
                json.dumps(plain, ensure_ascii=False, indent=2) + "\n"
                if several
                else render_json(self._held[0])
            )
            self._write(text, "")

    def _lines(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self._write(f"{line.text}\n", line.style)

    def _workbook(self, report: CheckReport, path: Path | None) -> None:
        from graphkit.checking.reports import content_of  # noqa: PLC0415

        content = content_of(report, "xlsx", self._language)
        target = self._beside(report, "xlsx", path)
        try:
            target.write_bytes(content)
        except OSError as error:
            raise click.UsageError(f"{target}: cannot be written ({error.strerror})") from error

    def _document(self, report: CheckReport, path: Path | None) -> None:
        from graphkit.checking.reports.as_docx import annotate_docx  # noqa: PLC0415

        if path is None or report.document.type_source != "docx":
            raise click.UsageError(
                f"{report.document.nom}: only a Word document (.docx) can be given comments"
            )
        self._beside(report, "docx", path).write_bytes(annotate_docx(path, report, self._language))

    def _beside(self, report: CheckReport, suffix: str, path: Path | None) -> Path:
        """Return where a report that is no text goes, which is never where its document is."""
        target = self._target(report, suffix)
        assert target is not None  # noqa: S101 - the command wants --out for these formats
        if path is not None and target.exists() and target.samefile(path):
            raise click.UsageError(f"{target}: the document itself is never written over; give another file")
        return target

    def _target(self, report: CheckReport, suffix: str) -> Path | None:
        if self._out is None:
            return None
        if self._out.is_dir():
            stem = Path(report.document.nom or report.identifier).stem
            return self._out / f"{stem}-verification.{suffix}"
        return self._out if suffix in {"docx", "xlsx"} else None
