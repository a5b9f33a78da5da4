"""Fetching finds the newest export, keeps it once, and says what it did."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from data_gouv_server import CONTENT, REGISTERS, ROME, TITLE, DataServer, Run, archive, body, cut

from graphkit.cli import main
from graphkit.cli.fetch import _SOURCES
from graphkit.errors import FetchByHand, FetchFailed
from graphkit.fetching import SOURCES


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_newest_of_its_kind_is_downloaded_and_verified(
    server: DataServer, run: Run, tmp_path: Path
) -> None:
    server.publish("export-fiches-rncp-v4-1-2026-08-15.zip", archive("yesterday"))
    server.publish("export-fiches-rncp-v3-0-2026-08-17.zip", archive("another format"))
    server.publish("export-fiches-rs-v4-1-2026-08-17.zip", archive("another register"))
    path = server.publish(TITLE, CONTENT)
    done = run()
    assert done.path == tmp_path / TITLE
    assert done.path.read_bytes() == CONTENT
    assert (done.downloaded, done.verified, done.date) == (True, ("size", "sha1"), date(2026, 8, 16))
    assert done.address == server.address + path
    assert "Licence Ouverte" in done.credit
    assert _names(tmp_path) == [TITLE]


@pytest.mark.parametrize(
    ("source", "title"),
    [("rs", "export-fiches-rs-v4-1-2026-08-16.zip"), ("csv", "export-fiches-csv-2026-08-16.zip")],
)
def test_each_register_has_its_own_titles(server: DataServer, run: Run, source: str, title: str) -> None:
    for other in (title, TITLE):
        server.publish(other, archive(other))
    assert run(source).path.name == title


@pytest.mark.usefixtures("published")
def test_what_is_there_and_verified_is_not_downloaded_again(server: DataServer, run: Run) -> None:
    run()
    server.asked.clear()
    again = run()
    assert not again.downloaded
    assert again.verified == ("size", "sha1")
    assert server.paths() == [REGISTERS]


@pytest.mark.usefixtures("published")
def test_what_is_there_but_damaged_is_downloaded_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / TITLE).write_bytes(CONTENT[:-1] + b"x")
    assert run().downloaded
    assert (tmp_path / TITLE).read_bytes() == CONTENT


@pytest.mark.usefixtures("published")
def test_the_last_ones_of_the_kind_are_kept_and_nothing_else_is_touched(run: Run, tmp_path: Path) -> None:
    old = [f"export-fiches-rncp-v4-1-2026-08-{day}.zip" for day in (10, 11, 12)]
    others = ["export-fiches-rs-v4-1-2020-01-01.zip", "mon-export-fiches-rncp-v4-1-2020-01-01.zip", "a.pdf"]
    unfinished = [f".{old[0]}.part", f".{old[0]}.json"]
    for name in (*old, *others, *unfinished):
        (tmp_path / name).write_text("x")
    done = run(keep=3)
    assert [path.name for path in done.removed] == [old[0]]
    assert _names(tmp_path) == sorted([*old[1:], *others, TITLE])
    assert [path.name for path in run(keep=1).removed] == [old[2], old[1]]


@pytest.mark.usefixtures("published")
def test_zero_keeps_all(run: Run, tmp_path: Path) -> None:
    for day in range(10, 16):
        (tmp_path / f"export-fiches-rncp-v4-1-2026-08-{day}.zip").write_text("x")
    assert run(keep=0).removed == ()
    assert len(_names(tmp_path)) == 7


@pytest.mark.parametrize("title", ["../../{}", "/etc/{}", "..\\{}", "{}/../../x", "x\x00/{}"])
def test_a_title_cannot_lead_out_of_the_folder(
    server: DataServer, run: Run, tmp_path: Path, title: str
) -> None:
    server.publish(title.format(TITLE), CONTENT)
    assert run().path == tmp_path / TITLE


def test_on_the_same_day_the_last_change_counts(server: DataServer, run: Run) -> None:
    server.publish(TITLE, archive("first"), last_modified="2026-08-16T02:00:00+00:00")
    last = server.publish(TITLE, archive("corrected"), last_modified="2026-08-16T09:00:00+00:00")
    server.publish(TITLE, archive("first again"), last_modified=None, created_at=None)
    assert run().address.endswith(last)


def test_a_date_that_does_not_exist_is_no_date(server: DataServer, run: Run) -> None:
    server.publish("export-fiches-rncp-v4-1-2026-13-45.zip", archive("x"))
    server.publish("export-fiches-rncp-v4-1-2026-08-161.zip", archive("x"))
    server.publish(TITLE, CONTENT)
    assert run().date == date(2026, 8, 16)


@pytest.mark.parametrize("type_", ["sha256", "SHA512", "md5"])
def test_other_checksums_are_verified_too(server: DataServer, run: Run, type_: str) -> None:
    value = hashlib.new(type_, CONTENT, usedforsecurity=False).hexdigest()
    server.publish(TITLE, CONTENT, checksum={"type": type_, "value": value.upper()})
    assert run().verified == ("size", type_.lower())


@pytest.mark.parametrize(
    "checksum",
    [None, "abc", {"type": "crc", "value": "abc"}, {"type": "sha1", "value": "abc"}, {"type": []}, {}],
)
@pytest.mark.parametrize("size", [None, "12", True, -1, 0])
def test_without_a_usable_checksum_the_archive_itself_is_tested(
    server: DataServer, run: Run, checksum: object, size: object
) -> None:
    server.publish(TITLE, CONTENT, checksum=checksum, filesize=size)
    assert run().verified == ("zip",)


def test_a_page_of_excuses_is_not_taken_for_an_archive(server: DataServer, run: Run, tmp_path: Path) -> None:
    server.publish(TITLE, b"<html>maintenance</html>", checksum=None, filesize=None)
    with pytest.raises(FetchFailed, match="not an intact zip archive"):
        run()
    assert _names(tmp_path) == []


def test_an_archive_with_a_broken_member_is_refused(server: DataServer, run: Run) -> None:
    broken = bytearray(archive("x", 1000))
    broken[500] ^= 1
    server.publish(TITLE, bytes(broken), checksum=None)
    with pytest.raises(FetchFailed, match="broken member"):
        run()


def test_no_resource_of_the_kind_says_what_there_is(server: DataServer, run: Run) -> None:
    server.publish("export-fiches-rncp-v5-0-2026-08-16.zip", CONTENT)
    server.publish("red \x1b[31m title", CONTENT)
    server.datasets[REGISTERS]["resources"] += ["x", {"title": 3}, {"title": TITLE}, {"url": "x"}]
    with pytest.raises(FetchFailed, match="export-fiches-rncp-v5-0") as caught:
        run()
    assert "export-fiches-rncp-v4-1-AAAA-MM-JJ.zip" in str(caught.value)
    assert "https://www.data.gouv.fr/datasets/" in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_a_dataset_that_is_gone_is_not_asked_for_twice(
    server: DataServer, run: Run, waits: list[float]
) -> None:
    with pytest.raises(FetchFailed, match=r"404.*look at https://www\.data\.gouv\.fr/datasets/"):
        run()
    assert (len(server.asked), waits) == (1, [])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"<html>", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "does not describe a dataset"),
        (b'{"resources": {}}', "does not describe a dataset"),
        (b'{"resources": []}', "there are: none"),
    ],
)
def test_a_strange_answer_of_the_api_is_told(server: DataServer, run: Run, answer: bytes, said: str) -> None:
    server.always[REGISTERS] = body(answer)
    with pytest.raises(FetchFailed, match=said):
        run()


def test_rome_is_found_by_title_and_format_and_named_by_its_date(server: DataServer, run: Run) -> None:
    title = "Toutes les donne\u0301es du ROME"
    facts = {"dataset": ROME, "checksum": None, "filesize": None, "headers": {}}
    server.publish(title, archive("xml"), format="xml", **facts)
    server.publish(title, archive("csv"), format="CSV", last_modified="2026-06-18T07:30:44Z", **facts)
    server.publish("Arborescence principale", b"xlsx", format="csv", **facts)
    done = run("rome")
    assert (done.path.name, done.verified) == ("rome-csv-2026-06-18.zip", ("zip",))
    assert done.path.read_bytes() == archive("csv")
    assert "France Travail" in done.credit
    assert not run("rome").downloaded


def test_esco_is_fetched_by_hand(run: Run) -> None:
    with pytest.raises(FetchByHand, match=r"esco\.ec\.europa\.eu.*"):
        run("esco")


def test_the_link_that_esco_sends_is_downloaded_resumed_and_verified(server: DataServer, run: Run) -> None:
    path = server.publish("esco", CONTENT)
    server.script[path].append(cut(100_000))
    done = run("esco", link=server.address + path)
    assert (done.path.name, done.path.read_bytes()) == ("esco-2026-08-16.zip", CONTENT)
    assert (done.verified, done.downloaded) == (("zip",), True)
    assert "ESCO" in done.credit
    # The API was not asked, and the rest was asked for where the connection was cut.
    assert server.paths() == [path, path]
    assert server.headers(path)[1]["Range"] == "bytes=100000-"
    assert not run("esco", link=server.address + path).downloaded


def test_a_link_that_leads_to_a_page_or_out_of_https_is_refused(server: DataServer, run: Run) -> None:
    path = server.publish("esco", b"<html>Your link has expired</html>")
    with pytest.raises(FetchFailed, match="not an intact zip archive"):
        run("esco", link=server.address + path)
    with pytest.raises(FetchFailed, match="only https"):
        run("esco", link="http://esco.example/esco.zip")


def test_a_link_is_for_esco_alone(server: DataServer) -> None:
    code, _, errors = _cli(server, "rncp", "--from", "https://a.example/b.zip")
    assert (code, "--from is for esco" in errors) == (2, True)


def _cli(server: DataServer, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner(env={"GRAPHKIT_DATA_API": server.api}).invoke(main, ["fetch", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_offers_what_the_program_fetches() -> None:
    assert SOURCES == _SOURCES


@pytest.mark.usefixtures("published")
def test_the_command_tells_a_person_what_it_did(server: DataServer, tmp_path: Path) -> None:
    exit_code, output, errors = _cli(server, "rncp", "--out", str(tmp_path))
    assert (exit_code, errors) == (0, "")
    assert f"{tmp_path / TITLE}: downloaded; {len(CONTENT)} bytes, verified by size and sha1" in output
    assert "France compétences, Licence Ouverte 2.0, last changed 2026-08-16T02:00" in output
    assert f"next: graphkit build {tmp_path / TITLE}" in output
    assert "already there, nothing downloaded" in _cli(server, "rncp", "--out", str(tmp_path))[1]


@pytest.mark.usefixtures("published")
def test_the_command_tells_a_machine_what_it_did(server: DataServer, tmp_path: Path) -> None:
    told = json.loads(_cli(server, "rncp", "--json", "--out", str(tmp_path))[1])
    assert told["path"] == str(tmp_path / TITLE)
    assert (told["source"], told["size"], told["date"]) == ("rncp", len(CONTENT), "2026-08-16")
    assert (told["verified"], told["removed"]) == (["size", "sha1"], [])


def test_each_failure_of_the_command_has_its_code(server: DataServer, tmp_path: Path) -> None:
    exit_code, output, errors = _cli(server, "rncp", "--out", str(tmp_path))
    assert (exit_code, output) == (6, "")
    assert errors.startswith(f"graphkit: {server.address}{REGISTERS}: the server answers 404")
    assert _cli(server, "esco")[0] == 7
    assert _cli(server, "formacode")[0] == 2
