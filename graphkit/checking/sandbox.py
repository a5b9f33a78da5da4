"""Checks a stranger's document in a process of its own, with a limit on time and memory.

A document can be made to take hours or all memory of whatever library opens it: a process can be killed.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import subprocess
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from graphkit.checking.findings import CheckReport, Register
from graphkit.checking.reports.as_json import as_plain
from graphkit.checking.reports.from_json import from_plain
from graphkit.checking.reports.phrases import Language
from graphkit.config import Settings
from graphkit.errors import SourceUnreadable, StoreUnavailable
from graphkit.workers import run_worker


@dataclass(frozen=True, slots=True)
class CheckLimits:
    """What one check may take.

    Attributes:
        seconds: time, from the start of its process on.
        memory: address space of its process, in bytes.
        waiting: seconds that a check may wait for its turn.
    """

    seconds: float = 60.0
    memory: int = 3 << 30
    waiting: float = 20.0


class CheckSandbox:
    """Checks documents one by one, each in a process that ends with it.

    Args:
        settings: limits of the readers, base of the IRIs.
        limits: what one check may take.
        concurrent: checks at once; one more waits, then is refused.
    """

    def __init__(self, settings: Settings, limits: CheckLimits | None = None, *, concurrent: int = 2) -> None:
        self._settings = settings
        self._limits = limits or CheckLimits()
        self._slots = threading.BoundedSemaphore(concurrent)

    def check(self, path: Path, day: date, register: Register | None) -> CheckReport:
        """Check the one référentiel, or fiche, of a file.

        Args:
            path: the file.
            day: day whose rules are applied.
            register: register whose rules are applied; that of the record when absent.

        Raises:
            SourceUnreadable: it cannot be read, holds many records, or took too much time or memory.
            StoreUnavailable: too many checks wait.
        """
        request = {
            "wanted": "check",
            "path": str(path),
            "date": day.isoformat(),
            "register": register,
            "store": "" if self._settings.endpoint else str(self._settings.store.absolute()),
            # Of the settings only what bounds the readers: no account goes where a stranger's file is read.
            "settings": {"base_iri": self._settings.base_iri} | self._bounds(),
        }
        return from_plain(self._answer(request)["report"])

    def annotate(self, path: Path, report: CheckReport, language: Language) -> bytes:
        """Return a Word document with the findings of its report as comments.

        Args:
            path: the document.
            report: the report of the check of this very file.
            language: of the words around those of the author.

        Raises:
            SourceUnreadable: it is no Word document, or took too much time or memory.
            StoreUnavailable: too many checks wait.
        """
        request = {"wanted": "annotate", "path": str(path), "report": as_plain(report), "language": language}
        return base64.b64decode(self._answer(request)["content"])

    def read(self, path: Path) -> tuple[str, bytes]:
        """Return the name of the one certification that a file describes, and what it says, as N-Quads.

        Args:
            path: the file.

        Raises:
            SourceUnreadable: it cannot be read, describes several, or took too much time or memory.
            StoreUnavailable: too many documents wait.
        """
        settings = {"base_iri": self._settings.base_iri} | self._bounds()
        answer = self._answer({"wanted": "read", "path": str(path), "settings": settings})
        return answer["identifier"], base64.b64decode(answer["lines"])

    def _bounds(self) -> dict[str, Any]:
        names = (each.name for each in dataclasses.fields(self._settings) if each.name.startswith("max_"))
        return {name: getattr(self._settings, name) for name in names}

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        if not self._slots.acquire(timeout=self._limits.waiting):
            raise StoreUnavailable("too many checks at once: try again in a minute")
        try:
            return self._run(request)
        finally:
            self._slots.release()

    def _run(self, request: dict[str, Any]) -> dict[str, Any]:
        request |= {"memory": self._limits.memory, "seconds": self._limits.seconds}
        name = Path(request["path"]).name
        try:
            done = run_worker("graphkit.checking.worker", request, seconds=self._limits.seconds)
        except subprocess.TimeoutExpired as error:
            raise SourceUnreadable(
                f"{name}: the check was stopped after {self._limits.seconds:g} s: send a shorter document"
            ) from error
        try:
            answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"error": "memory"}
        except ValueError:
            answer = {"error": "memory"}
        if answer.get("error") == "memory":
            raise SourceUnreadable(f"{name}: the document takes more time or memory than one may have")
        if "error" in answer:
            raise SourceUnreadable(answer["error"], french=answer["french"])
        return answer
