"""One report in each format that people and programs take."""

from __future__ import annotations

from collections.abc import Callable

from graphkit.checking.findings import CheckReport
from graphkit.checking.reports.phrases import Language

#: Format -> media type and suffix of its file.
FORMATS: dict[str, tuple[str, str]] = {
    "text": ("text/plain", "txt"),
    "json": ("application/json", "json"),
    "sarif": ("application/sarif+json", "sarif"),
    "html": ("text/html", "html"),
    "ttl": ("text/turtle", "ttl"),
    "csv": ("text/csv", "csv"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
}


def render(report: CheckReport, wanted: str, language: Language = "fr") -> str:
    """Return a report in a format that is text and needs nothing but the report.

    Args:
        report: the report.
        wanted: name of the format; not ``xlsx``, which is no text, nor ``docx``, which needs the document.
        language: of the words around those of the author.

    Raises:
        KeyError: there is no such format.
    """
    return _renderer(wanted)(report, language)


def content_of(report: CheckReport, wanted: str, language: Language = "fr") -> bytes:
    """Return the bytes of the file that a report makes in a format that needs nothing but the report.

    Args:
        report: the report.
        wanted: name of the format; not ``docx``.
        language: of the words around those of the author.

    Raises:
        KeyError: there is no such format.
    """
    if wanted == "xlsx":
        from graphkit.checking.reports.as_xlsx import render_xlsx

        return render_xlsx(report, language)
    return render(report, wanted, language).encode()


def _renderer(wanted: str) -> Callable[[CheckReport, Language], str]:
    """Return what makes a format; its libraries are imported when it is wanted."""
    # ruff: noqa: PLC0415
    match wanted:
        case "text":
            from graphkit.checking.reports.as_text import render_text

            return render_text
        case "json":
            from graphkit.checking.reports.as_json import render_json

            return lambda report, _: render_json(report)
        case "sarif":
            from graphkit.checking.reports.as_sarif import render_sarif

            return lambda report, language: render_sarif([report], language)
        case "html":
            from graphkit.checking.reports.as_html import render_html

            return render_html
        case "ttl":
            from graphkit.checking.reports.as_turtle import render_turtle

            return lambda report, _: render_turtle(report)
        case "csv":
            from graphkit.checking.reports.as_csv import render_csv

            return render_csv
    raise KeyError(wanted)
