"""Checking a référentiel that a visitor sends, or a certification of the graph. Nothing is kept."""

from __future__ import annotations

import shlex
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import ClassVar, Literal

from flask import Blueprint, Response, request, send_file
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from graphkit.checking.checker import Checker, Options
from graphkit.checking.dismissals import dismiss, write_dismissals
from graphkit.checking.findings import CheckReport, Finding, Register, Rule
from graphkit.checking.reports import FORMATS, content_of
from graphkit.errors import GraphkitError, SourceUnreadable, outcome
from webui import checking
from webui.checking import (
    VIEWS,
    Group,
    Rank,
    TableBloc,
    file_name,
    found_at,
    groups_of,
    queries_of_rules,
    ranks_of,
    reasons_of,
    seal,
    table_of,
)
from webui.i18n import language
from webui.reading import MAX_BODY, MAX_FILE, too_large
from webui.templating import render as render_page
from webui.viewer import catalog, viewer

blueprint = Blueprint("check", __name__)

_REGISTERS: Mapping[str, Register] = {"rncp": "rncp", "rs": "rs"}
DOWNLOADS = ("html", "xlsx", "csv", "json", "sarif", "ttl", "text")
#: End of the name of the file of reasons.
REASONS = "motifs.json"
# pySHACL promises nothing to threads.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class AskPage:
    """The form.

    Attributes:
        day: day whose rules are applied.
        register: register whose rules are applied; empty for that of the record.
        error: why the last document could not be checked.
        too_large: whether it was too large.
        forgotten: whether no document was sent.
        expired: whether the report that came back was not made by this process.
        limit: largest document, in megabytes.
    """

    template: ClassVar[str] = "check.html"
    day: date
    register: str = ""
    error: GraphkitError | None = None
    too_large: bool = False
    forgotten: bool = False
    expired: bool = False
    limit: int = MAX_FILE >> 20


@dataclass(frozen=True)
class ReportPage:
    """The report.

    Attributes:
        report: what was found.
        sealed: the report as the page carries it.
        view: order of the findings.
        code: code of the certification, for one of the graph.
    """

    template: ClassVar[str] = "check_report.html"
    report: CheckReport
    sealed: str
    view: str
    code: str = ""

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Findings in the order of the view."""
        return groups_of(self.report, self.view)

    @cached_property
    def ranks(self) -> Mapping[str, Rank]:
        """Where each finding stands in that order."""
        return ranks_of(self.groups)

    @property
    def queries(self) -> Mapping[str, str]:
        """Query of each shape that is one."""
        return queries_of_rules()

    @property
    def unevaluable(self) -> tuple[Rule, ...]:
        """Rules to which this document gives nothing to apply."""
        return tuple(rule for rule in self.report.rules if rule.state == "not-evaluable")

    @cached_property
    def table(self) -> tuple[TableBloc, ...]:
        """The table as it was understood."""
        return table_of(self.report)

    @cached_property
    def found(self) -> Mapping[str, tuple[Finding, ...]]:
        """Findings by what they are about."""
        return found_at(self.report)

    @property
    def views(self) -> tuple[str, ...]:
        """Orders that the findings can be shown in."""
        return VIEWS

    @property
    def downloads(self) -> tuple[str, ...]:
        """Formats that need nothing but the report."""
        return DOWNLOADS

    @property
    def annotates(self) -> bool:
        """Whether the document can be given comments."""
        return self.report.document.type_source == "docx" and not self.code

    @property
    def command(self) -> str:
        """The command that does the same."""
        report = self.report
        words = ["graphkit", "check", self.code or report.document.nom]
        words += ["--date", report.date.isoformat(), "--register", report.register]
        everything = (*report.findings, *report.observations, *report.data)
        if any(each.dismissed for each in everything):
            # The file of reasons as this page gives it to be saved.
            words += ["--dismiss", _saved_as(report, REASONS)]
        if language() != "fr":
            words += ["--lang", language()]
        return shlex.join(words)


@blueprint.route("/verifier", methods=["GET", "POST"])
def page() -> Response:
    """Show the form; check the document that was sent, or the certification of the graph that is named."""
    if request.method != "POST":
        return _check_named()
    answer = _check_sent()
    # Neither a report nor a refusal, which names the file, is for anyone else.
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _check_named() -> Response:
    code = request.args.get("id", "").strip()
    day, register = _day(request.args.get("date")), _REGISTERS.get(request.args.get("repertoire", ""))
    if not code:
        return render_page(AskPage(day, register or ""))
    statements = catalog().statements
    corpus = statements if statements.available else None
    checker = Checker(viewer().settings, Options(day, register, structure=False), corpus)
    with _ONE_AT_A_TIME:
        report = checker.check_certification(code, catalog())
    wanted = request.args.get("_format", "")
    if wanted in DOWNLOADS:
        return _download(report, wanted)
    return _report(report, request.args.get("vue", ""), code)


def _check_sent() -> Response:
    """Check the document that was sent, or show again, or in another format, the report that was."""
    request.max_content_length = MAX_BODY
    request.max_form_memory_size = MAX_BODY
    try:
        form, sent = request.form, request.files.get("fichier")
    except RequestEntityTooLarge:
        return render_page(AskPage(viewer().today(), too_large=True), 413)
    if form.get("rapport"):
        return _again(form, sent)
    day, register = _day(form.get("date")), _REGISTERS.get(form.get("repertoire", ""))
    if sent is None or not sent.filename:
        return render_page(AskPage(day, register or "", forgotten=True), 400)
    if too_large(sent):
        return render_page(AskPage(day, register or "", too_large=True), 413)
    try:
        report = _check(sent, day, register)
    except SourceUnreadable as error:
        return render_page(AskPage(day, register or "", error=error), outcome(error)[1])
    return _report(report, form.get("vue", ""), "")


def _check(sent: FileStorage, day: date, register: Register | None) -> CheckReport:
    with tempfile.TemporaryDirectory(prefix="graphkit-check-") as folder:
        path = Path(folder) / file_name(sent.filename or "")
        sent.save(path)
        return checking.checking().sandbox.check(path, day, register)


def _again(form: Mapping[str, str], sent: FileStorage | None) -> Response:
    """Answer a page that carries its report: reasons given, another order, another format."""
    report = checking.unseal(form["rapport"])
    if report is None:
        return render_page(AskPage(viewer().today(), expired=True), 400)
    report = dismiss(report, reasons_of(form))
    wanted = form.get("format", "")
    if wanted == "docx":
        return _annotated(report, sent)
    if wanted == "motifs":
        return _attachment(write_dismissals(report).encode(), "application/json", report, REASONS)
    if wanted in DOWNLOADS:
        return _download(report, wanted)
    return _report(report, form.get("vue", ""), form.get("code", ""))


def _annotated(report: CheckReport, sent: FileStorage | None) -> Response:
    if sent is None or not sent.filename:
        return render_page(AskPage(report.date, report.register, forgotten=True), 400)
    if too_large(sent):
        return render_page(AskPage(report.date, report.register, too_large=True), 413)
    try:
        with tempfile.TemporaryDirectory(prefix="graphkit-check-") as folder:
            path = Path(folder) / file_name(sent.filename)
            sent.save(path)
            content = checking.checking().sandbox.annotate(path, report, _language())
    except SourceUnreadable as error:
        return render_page(AskPage(report.date, report.register, error=error), outcome(error)[1])
    return _attachment(content, FORMATS["docx"][0], report, "docx")


def _report(report: CheckReport, view: str, code: str) -> Response:
    answer = render_page(ReportPage(report, seal(report), view if view in VIEWS else VIEWS[0], code))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _download(report: CheckReport, wanted: str) -> Response:
    media, suffix = FORMATS[wanted]
    return _attachment(content_of(report, wanted, _language()), media, report, suffix)


def _attachment(content: bytes, media: str, report: CheckReport, suffix: str) -> Response:
    saved_as = _saved_as(report, suffix)
    answer = send_file(BytesIO(content), media, as_attachment=True, download_name=saved_as, max_age=0)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _saved_as(report: CheckReport, suffix: str) -> str:
    return f"{Path(file_name(report.document.nom or report.identifier)).stem}-verification.{suffix}"


def _language() -> Literal["fr", "en"]:
    return "en" if language() == "en" else "fr"


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        return viewer().today()
