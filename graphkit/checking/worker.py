"""The process in which a stranger's document is read and checked; it may die of it.

Reads a request as JSON on the standard input, answers as JSON on the standard output.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from graphkit.catalog import catalog_source
from graphkit.checking.checker import Checker, Options
from graphkit.checking.findings import CheckReport
from graphkit.checking.reports.as_docx import annotate_docx
from graphkit.checking.reports.as_json import as_plain
from graphkit.checking.reports.from_json import from_plain
from graphkit.checking.reproductions import Corpus
from graphkit.config import Settings
from graphkit.differences.sides import lines_of_record, read_one
from graphkit.errors import GraphkitError, SourceUnreadable, StoreUnavailable
from graphkit.workers import confine

_RECORDS_MAX = 1


def main() -> None:
    """Answer the one request."""
    request = json.load(sys.stdin)
    confine(request["memory"], request["seconds"])
    try:
        answer = _ANSWERS[request["wanted"]](request)
    except GraphkitError as error:
        folder = f"{Path(request['path']).parent}/"
        answer = {"error": str(error).replace(folder, ""), "french": error.french.replace(folder, "")}
    except MemoryError:
        answer = {"error": "memory"}
    json.dump(answer, sys.stdout, ensure_ascii=True)


def _check(request: dict[str, Any]) -> dict[str, Any]:
    options = Options(date=date.fromisoformat(request["date"]), register=request["register"], structure=True)
    settings = Settings(**request["settings"] | {"store": Path(request["store"])})
    checker = Checker(settings, options, _corpus(settings) if request["store"] else None)
    path = Path(request["path"])
    found: list[CheckReport] = []
    for value in checker.check_file(path):
        if isinstance(value, CheckReport):
            if len(found) == _RECORDS_MAX:
                raise SourceUnreadable(
                    f"{path}: holds many records; check an export with graphkit check on the command line"
                )
            found.append(value)
    return {"report": as_plain(found[0])}


def _corpus(settings: Settings) -> Corpus | None:
    """Return the graph in which literal reproduction is looked for, if there is one that can be searched."""
    try:
        statements = catalog_source(settings).get().statements
    except StoreUnavailable:
        return None
    return statements if statements.available else None


def _read(request: dict[str, Any]) -> dict[str, Any]:
    settings = Settings(**request["settings"])
    record = read_one(settings, Path(request["path"]))
    lines = base64.b64encode(lines_of_record(settings, record)).decode("ascii")
    return {"identifier": record.certification.identifiant, "lines": lines}


def _annotate(request: dict[str, Any]) -> dict[str, Any]:
    content = annotate_docx(Path(request["path"]), from_plain(request["report"]), request["language"])
    return {"content": base64.b64encode(content).decode("ascii")}


#: What is wanted of a document -> what gives it.
_ANSWERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "check": _check,
    "annotate": _annotate,
    "read": _read,
}


if __name__ == "__main__":
    main()
