"""``graphkit check``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from graphkit.cli.checked import Telling, Write
from graphkit.cli.options import catalog_of, directory_of, language_option, settings_with, store_option
from graphkit.errors import GraphkitError, SourceUnreadable, StoreUnavailable, outcome

if TYPE_CHECKING:
    from graphkit.checking.checker import Options
    from graphkit.checking.findings import CheckReport
    from graphkit.config import Settings
    from graphkit.model import Anomaly

_FORMATS = ("text", "json", "sarif", "html", "ttl", "csv", "xlsx", "docx")
#: What many records can be reported as: counts, or one row a finding.
_OF_MANY = ("text", "json", "csv")
#: Formats that no terminal shows, and what a file of theirs is.
_TO_FILES = {"docx": "a Word document", "xlsx": "a workbook"}
_NAME = re.compile(r"(?:RNCP|RS)\s?\d+|[a-z0-9]+(?:-[a-z0-9]+)+", re.IGNORECASE)
_RULE = re.compile(r"R\d+(-\d+)?")
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True},
    "heading": {"bold": True, "underline": True},
    "violation": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "info": {"fg": "cyan"},
    "muted": {"dim": True},
}


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE|CODE...")
@click.option("--format", "wanted", type=click.Choice(_FORMATS), default="text", show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File to write; a directory where there are several reports.",
)
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day whose rules are applied; today by default."
)
@click.option(
    "--register",
    type=click.Choice(["rncp", "rs"]),
    help="Register whose rules are applied; by default that of the record, RNCP for a draft.",
)
@language_option
@click.option("--only", multiple=True, metavar="RULE", help="Apply this rule; may be repeated.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave this rule out; may be repeated.")
@click.option(
    "--dismiss",
    type=click.Path(path_type=Path),
    help='Findings set aside: JSON or TOML, a table "dismissals" of fingerprint = "reason".',
)
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes, for an export."
)
@click.option(
    "--keep",
    is_flag=True,
    help="Keep the counts of an export in the store, and what departs from which rule in its graph.",
)
@store_option
def command(
    *,
    files: tuple[str, ...],
    wanted: str,
    out: Path | None,
    day: datetime | None,
    register: Literal["rncp", "rs"] | None,
    lang: Literal["fr", "en"],
    only: tuple[str, ...],
    ignore: tuple[str, ...],
    dismiss: Path | None,
    jobs: int,
    keep: bool,
    store: str | None,
) -> None:
    """Check référentiels and fiches against the rules, and say where each departs from them.

    A FILE is a draft or an export; a CODE names a certification of the graph. With --store, statements that
    reproduce those of another certification of the graph are found too. An export of many records is counted
    rule by rule; as csv, every finding is a row. Exit code: 0 conforms, 1 a binding requirement is broken,
    2 unreadable.
    """
    from graphkit.checking.checker import Options  # noqa: PLC0415 - heavy, and --help must answer at once
    from graphkit.checking.dismissals import read_dismissals  # noqa: PLC0415
    from graphkit.validation import rules  # noqa: PLC0415

    options = Options(
        date=day.date() if day else date.today(),  # noqa: DTZ011 - the day where the author is
        register=register,
        only=frozenset(only),
        ignore=frozenset(ignore),
        dismissals=read_dismissals(dismiss) if dismiss else {},
    )
    many = len(files) > 1
    if keep and (many or only or ignore):
        raise click.UsageError("the counts of one export by all rules are kept: give --keep one file only")
    named = {name for name in (*only, *ignore) if _RULE.fullmatch(name)}
    # The rules are read for a check anyhow; only names make it worth reading them before.
    unknown = sorted(named - {rule.id for rule in rules()}) if named else []
    if unknown:
        raise click.UsageError(f"no rule {', '.join(unknown)}: graphkit rules lists them")
    if wanted in _TO_FILES and out is None:
        raise click.UsageError(
            f"{_TO_FILES[wanted]} is written to a file: give it, or a directory, with --out"
        )
    if wanted in {"html", "xlsx"} and many and not (out and out.is_dir()):
        raise click.UsageError("several reports are written to a directory: give one that exists with --out")
    kept_in = _kept_in(store) if keep else None
    # With --keep the store is where counts go; an export is not compared with itself in the graph.
    task = _Task(settings_with(store), options, jobs, None if keep else store, kept_in)
    worst = 0
    with _output(out, wanted) as write:
        telling = Telling(write, wanted, lang, out)
        for name in files:
            try:
                conforms = task.check(name, telling)
            except GraphkitError as error:
                click.echo(f"graphkit: {error}", err=True)
                worst = max(worst, outcome(error)[0])
            else:
                worst = max(worst, 0 if conforms else 1)
        telling.finish(several=many)
    sys.exit(worst)


def _kept_in(store: str | None) -> Path:
    """Return the directory of the store in which counts are to be kept, before long work for them."""
    from graphkit.store.service import current_id  # noqa: PLC0415

    folder = directory_of(store)
    if current_id(folder) is None:
        raise StoreUnavailable(f"{folder} holds no version in service: build one, then check with --keep")
    return folder


@contextmanager
def _output(out: Path | None, wanted: str) -> Iterator[Write]:
    """Give what writes text to the file, or to standard output without one."""
    if out is None or out.is_dir() or wanted in _TO_FILES:
        yield _echo
        return
    try:
        stream = out.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise click.UsageError(f"{out}: cannot be written ({error.strerror})") from error

    def write(text: str, _style: str = "") -> None:
        stream.write(text)

    with stream:
        yield write


def _echo(text: str, style: str = "") -> None:
    """Write on standard output, with colours where it is a terminal."""
    click.echo(click.style(text, **_STYLES[style]) if style in _STYLES else text, nl=False)


@dataclass(frozen=True, slots=True)
class _Task:
    """What is asked of each document.

    Attributes:
        settings: limits of the readers, base of the IRIs.
        options: day, register, rules.
        jobs: processes, for an export.
        store: directory or address of the store in which reproductions are looked for, if it was given.
        kept_in: directory of the store in which the counts of an export are kept, if they are to be.
    """

    settings: Settings
    options: Options
    jobs: int
    store: str | None
    kept_in: Path | None

    def check(self, name: str, telling: Telling) -> bool:
        """Check what one argument names, tell what was found, and return whether it conforms."""
        from graphkit.checking.checker import Checker  # noqa: PLC0415

        path = Path(name)
        if not path.exists() and _NAME.fullmatch(name) and self.kept_in is None:
            catalog = catalog_of(self.store)
            corpus = catalog.statements if catalog.statements.available else None
            checker = Checker(self.settings, self.options, corpus)
            report = checker.check_certification(name, catalog)
            telling.one(report, None)
            return report.conforms
        if not path.is_file():
            reason = "is a folder: name the files in it" if path.is_dir() else "there is no such file"
            raise SourceUnreadable(f"{name}: {reason}")
        return self._file(path, telling)

    def _file(self, path: Path, telling: Telling) -> bool:
        from graphkit.checking.findings import CheckReport  # noqa: PLC0415
        from graphkit.checking.registry import check_export  # noqa: PLC0415

        compared = self.store is not None
        found = check_export(path, self.settings, self.options, self.jobs, compared=compared)
        first: list[CheckReport | Anomaly] = []
        reports: list[CheckReport] = []
        for value in found:
            first.append(value)
            if isinstance(value, CheckReport):
                reports.append(value)
            if len(reports) > 1:
                return self._many(path.name, chain(first, found), telling)
        if self.kept_in is not None:
            raise SourceUnreadable(f"{path}: holds one record; --keep is for an export of many")
        telling.one(reports[0], path)
        return reports[0].conforms

    def _many(self, name: str, found: Iterable[CheckReport | Anomaly], telling: Telling) -> bool:
        """Count the records of an export, tell the counts, and return whether all conform."""
        from graphkit.checking.findings import CheckReport  # noqa: PLC0415
        from graphkit.checking.kept import keep_check  # noqa: PLC0415
        from graphkit.checking.registry import Aggregator, ecarts_of  # noqa: PLC0415
        from graphkit.ecarts import writing_ecarts  # noqa: PLC0415
        from graphkit.pipeline import publish_ecarts  # noqa: PLC0415

        if telling.wanted not in _OF_MANY:
            raise SourceUnreadable(
                f"{name}: holds many records, which are reported as {', '.join(_OF_MANY)},"
                f" not {telling.wanted}"
            )
        aggregator = Aggregator(name)
        with ExitStack() as held:
            kept = None if self.kept_in is None else held.enter_context(writing_ecarts(self.kept_in))
            for each in found:
                aggregator.add(each)
                if isinstance(each, CheckReport):
                    telling.row(each)
                    if kept is not None:
                        kept.add(each.identifier, ecarts_of(each, self.settings.base_iri))
        aggregate = aggregator.result()
        telling.many(aggregate)
        if self.kept_in is not None:
            publish_ecarts(replace(self.settings, store=self.kept_in))
            keep_check(self.kept_in, aggregate, self.options.date)
        return aggregate.conforming == aggregate.records
