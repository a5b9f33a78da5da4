"""A stranger's document is read in a process of its own, which ends with it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import pytest

from graphkit.checking.checker import check
from graphkit.checking.findings import CheckReport
from graphkit.checking.sandbox import CheckLimits, CheckSandbox
from graphkit.config import Settings
from graphkit.errors import SourceUnreadable, StoreUnavailable

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> CheckSandbox:
    """Checks with the usual limits, beside a store that does not exist."""
    return CheckSandbox(Settings(store=tmp_path_factory.mktemp("none") / "graph"))


def test_the_report_is_that_of_a_check_in_this_process(
    sandbox: CheckSandbox, drafts: Path, report: CheckReport
) -> None:
    assert sandbox.check(drafts / "jardins.docx", DAY, None) == report


def test_the_register_may_be_chosen(sandbox: CheckSandbox, drafts: Path) -> None:
    found = sandbox.check(drafts / "jardins.docx", DAY, "rs")
    assert found.register == "rs"
    assert found == check(drafts / "jardins.docx", Settings(), date=DAY, register="rs")


def test_a_document_is_annotated_there_too(sandbox: CheckSandbox, drafts: Path, report: CheckReport) -> None:
    content = sandbox.annotate(drafts / "jardins.docx", report, "en")
    texts = [comment.text for comment in docx.Document(io.BytesIO(content)).comments]
    assert any(text.startswith("[blocking] R12") for text in texts)


def test_what_cannot_be_read_is_told_without_the_folder_it_was_kept_in(
    sandbox: CheckSandbox, tmp_path: Path
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff")
    with pytest.raises(SourceUnreadable, match=r"^photo\.jpg: of no kind") as told:
        sandbox.check(path, DAY, None)
    assert str(tmp_path) not in str(told.value)
    assert told.value.french.startswith("photo.jpg : ce genre de fichier ne se lit pas ici")


def test_a_check_that_takes_too_long_is_stopped(drafts: Path) -> None:
    limited = CheckSandbox(Settings(), CheckLimits(seconds=0.05))
    with pytest.raises(SourceUnreadable, match=r"jardins\.docx: the check was stopped after 0\.05 s"):
        limited.check(drafts / "jardins.docx", DAY, None)


def test_a_check_that_takes_too_much_memory_is_ended(drafts: Path) -> None:
    limited = CheckSandbox(Settings(), CheckLimits(memory=60 << 20))
    with pytest.raises(SourceUnreadable, match="more time or memory than one may have"):
        limited.check(drafts / "jardins.docx", DAY, None)


def test_one_check_too_many_is_refused(drafts: Path) -> None:
    crowded = CheckSandbox(Settings(), CheckLimits(waiting=0.01), concurrent=1)
    crowded._slots.acquire()
    with pytest.raises(StoreUnavailable, match="too many checks"):
        crowded.check(drafts / "jardins.docx", DAY, None)
