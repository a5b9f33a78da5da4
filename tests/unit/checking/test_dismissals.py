"""A finding is set aside with a reason that stays in the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphkit.checking.dismissals import dismiss, read_dismissals, write_dismissals
from graphkit.checking.findings import CheckReport
from graphkit.errors import SourceUnreadable


def test_a_departure_set_aside_no_longer_counts_but_stays_with_its_reason(report: CheckReport) -> None:
    (fault,) = [each for each in report.findings if each.rule == "R12"]
    after = dismiss(report, {fault.fingerprint: "Critères dans l’annexe 3."})
    assert after.conforms
    assert [each.dismissed for each in after.dismissed] == ["Critères dans l’annexe 3."]
    assert len(after.findings) == len(report.findings)
    assert dismiss(after, {}) == report, "without a reason it stands again"


def test_a_reason_that_fits_nothing_is_told(report: CheckReport) -> None:
    assert dismiss(report, {"0123456789abcdef": "Ancien."}).unused == ("0123456789abcdef",)


def test_what_is_written_is_read_again_from_json_and_toml(report: CheckReport, tmp_path: Path) -> None:
    given = {report.findings[0].fingerprint: "Vu avec le jury."}
    path = tmp_path / "motifs.json"
    path.write_text(write_dismissals(dismiss(report, given)), "utf-8")
    assert read_dismissals(path) == given
    path = tmp_path / "motifs.toml"
    path.write_text('[dismissals]\n"0123456789abcdef" = " Vu  avec le jury. "\n', "utf-8")
    assert read_dismissals(path) == {"0123456789abcdef": "Vu avec le jury."}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[", "not well formed"),
        ("[]", 'a table "dismissals"'),
        (json.dumps({"dismissals": {"a": "  "}}), "has no reason"),
        (json.dumps({"dismissals": {"a": 3}}), "has no reason"),
    ],
)
def test_a_file_that_is_no_table_of_reasons_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "motifs.json"
    path.write_text(content, "utf-8")
    with pytest.raises(SourceUnreadable, match=message):
        read_dismissals(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="cannot be read"):
        read_dismissals(tmp_path / "nothing.json")
