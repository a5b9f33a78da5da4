"""A download goes on where it was cut, and only the published file ever gets its name."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest
from data_gouv_server import (
    CONTENT,
    REGISTERS,
    TITLE,
    Behaviour,
    DataServer,
    Run,
    archive,
    body,
    cut,
    endless,
    send_from,
    status,
    usual,
    whole,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphkit.errors import FetchFailed

OTHER = archive("RNCP", 300_000)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_cut_connection_is_resumed(
    server: DataServer, run: Run, published: str, waits: list[float]
) -> None:
    server.script[published] += [cut(100_000), cut(50_000)]
    done = run()
    assert done.path.read_bytes() == CONTENT
    etag = server.files[published][1]["ETag"]
    assert [(h.get("Range"), h.get("If-Range")) for h in server.headers(published)] == [
        (None, None),
        ("bytes=100000-", etag),
        ("bytes=150000-", etag),
    ]
    assert waits == [1.0, 2.0]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, len(CONTENT) - 1), max_size=5))
def test_wherever_it_is_cut_the_bytes_are_the_same(
    server: DataServer, run: Run, published: str, cuts: list[int]
) -> None:
    server.script[published].clear()
    server.script[published] += map(cut, cuts)
    done = run()
    assert done.path.read_bytes() == CONTENT
    done.path.unlink()


def test_an_interrupted_fetch_leaves_no_file_that_looks_whole_and_the_next_goes_on(
    server: DataServer, run: Run, published: str, tmp_path: Path
) -> None:
    def interrupt(done: int, _total: int | None) -> None:
        if done >= 200_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(progress=interrupt)
    assert _names(tmp_path) == [f".{TITLE}.json", f".{TITLE}.part"]
    kept = (tmp_path / f".{TITLE}.part").stat().st_size
    done = run()
    assert done.resumed == kept >= 200_000
    assert server.headers(published)[-1]["Range"] == f"bytes={kept}-"
    assert done.path.read_bytes() == CONTENT
    assert _names(tmp_path) == [TITLE]


def test_a_fetch_killed_before_the_last_step_asks_for_nothing_more(
    server: DataServer, run: Run, published: str, tmp_path: Path
) -> None:
    server.always[published] = cut(10)
    with pytest.raises(FetchFailed):
        run()
    (tmp_path / f".{TITLE}.part").write_bytes(CONTENT)
    server.asked.clear()
    assert run().resumed == len(CONTENT)
    assert server.paths() == [REGISTERS]


def test_too_many_cuts_end_with_what_to_do_and_keep_what_came(
    server: DataServer, run: Run, published: str, tmp_path: Path, waits: list[float]
) -> None:
    server.always[published] = cut(1000)
    with pytest.raises(FetchFailed, match=r"cut after 1000 of .*; 6 attempts failed\. Check the network"):
        run()
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]
    assert (tmp_path / f".{TITLE}.part").stat().st_size == 6000
    assert TITLE not in _names(tmp_path)


def test_progress_makes_up_for_cuts(server: DataServer, run: Run, waits: list[float]) -> None:
    content = archive("large", 9 << 20)
    path = server.publish(TITLE, content)
    server.script[path] += [cut(1 << 20)] * 8
    assert run().path.read_bytes() == content
    assert waits == [1.0] * 8


def test_a_server_that_cuts_each_whole_answer_is_not_asked_for_ever(server: DataServer, run: Run) -> None:
    content = archive("large", 3 << 20)
    path = server.publish(TITLE, content)

    def behave(handler: object) -> None:
        handler.answer(200, content[: 2 << 20], len(content), ETag='"x"')  # type: ignore[attr-defined]

    server.always[path] = behave
    with pytest.raises(FetchFailed, match="attempts failed"):
        run()
    assert len(server.headers(path)) < 10


def test_a_server_without_ranges_sends_it_all_again(server: DataServer, run: Run, published: str) -> None:
    server.script[published] += [cut(100_000), whole]
    assert run().path.read_bytes() == CONTENT


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"weak"'}, {"ETag": "naked"}, {"Last-Modified": "soon"}])
def test_without_a_strong_validator_nothing_is_continued(
    server: DataServer, run: Run, headers: dict[str, str]
) -> None:
    path = server.publish(TITLE, CONTENT, headers=headers)
    server.script[path] += [cut(100_000)]
    assert run().path.read_bytes() == CONTENT
    assert [h.get("Range") for h in server.headers(path)] == [None, None]


def test_a_date_will_do_where_there_is_no_tag(server: DataServer, run: Run) -> None:
    day = "Sun, 16 Aug 2026 02:00:00 GMT"
    path = server.publish(TITLE, CONTENT, headers={"Last-Modified": day})
    server.script[path] += [cut(100_000)]
    assert run().path.read_bytes() == CONTENT
    assert server.headers(path)[-1]["If-Range"] == day


def test_a_file_that_changes_between_two_parts_is_taken_whole(
    server: DataServer, run: Run, published: str, tmp_path: Path
) -> None:
    server.files[published] = (OTHER, {"ETag": '"old"'})
    server.script[published] += [cut(10_000)] * 6
    with pytest.raises(FetchFailed):
        run()
    assert (tmp_path / f".{TITLE}.part").stat().st_size > 0
    server.script.clear()
    server.files[published] = (CONTENT, {"ETag": '"new"'})
    done = run()
    assert done.path.read_bytes() == CONTENT
    assert done.resumed == 0


def _rest_of(start: int, etag: str) -> Behaviour:
    return lambda handler: send_from(handler, start, CONTENT, {"ETag": etag})


@pytest.mark.parametrize(
    "answer",
    [
        _rest_of(100_000, '"another"'),
        _rest_of(90_000, '"same"'),
        body(CONTENT[100_000:], 206, ETag='"same"'),
        body(CONTENT[100_000:], 206, ETag='"same"', Content_Range="bytes 100000-"),
        status(416),
    ],
    ids=["another tag", "another start", "no range", "bad range", "416"],
)
def test_a_part_that_is_not_the_rest_is_not_added(server: DataServer, run: Run, answer: Behaviour) -> None:
    path = server.publish(TITLE, CONTENT, headers={"ETag": '"same"'})
    server.script[path] += [cut(100_000), answer]
    done = run()
    assert done.path.read_bytes() == CONTENT
    assert [h.get("Range") for h in server.headers(path)] == [None, "bytes=100000-", None]


def test_a_part_that_nobody_asked_for_is_an_error(server: DataServer, run: Run, published: str) -> None:
    server.always[published] = status(416)
    with pytest.raises(FetchFailed, match="asked for the whole file, the server answers 416"):
        run()


@pytest.mark.parametrize("state", ["", "{", "[]", '{"address": "https://a/", "validator": "\\"x\\""}'])
def test_a_part_from_elsewhere_is_forgotten(
    server: DataServer, run: Run, published: str, tmp_path: Path, state: str
) -> None:
    (tmp_path / f".{TITLE}.part").write_bytes(b"x" * 1000)
    (tmp_path / f".{TITLE}.json").write_text(state)
    assert run().path.read_bytes() == CONTENT
    assert server.headers(published)[0].get("Range") is None


def test_a_wrong_checksum_is_downloaded_once_more(server: DataServer, run: Run, published: str) -> None:
    server.script[published] += [body(OTHER)]
    assert run().path.read_bytes() == CONTENT


def test_a_bad_beginning_kept_from_before_is_made_good(
    server: DataServer, run: Run, published: str, tmp_path: Path
) -> None:
    server.always[published] = cut(1000)
    with pytest.raises(FetchFailed):
        run()
    server.always.clear()
    (tmp_path / f".{TITLE}.part").write_bytes(b"x" * 6000)
    done = run()
    assert (done.path.read_bytes(), done.resumed) == (CONTENT, 0)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (OTHER, "its sha1 is [0-9a-f]{40}, where data.gouv.fr publishes"),
        (CONTENT[:-5], "it has .* bytes, where data.gouv.fr publishes"),
        (CONTENT + b"x" * 100_000, "it has .* bytes, where data.gouv.fr publishes"),
    ],
    ids=["checksum", "short", "long"],
)
def test_twice_the_wrong_file_is_an_error_and_leaves_nothing(
    server: DataServer, run: Run, tmp_path: Path, sent: bytes, said: str
) -> None:
    path = server.publish(TITLE, CONTENT)
    server.always[path] = body(sent)
    with pytest.raises(FetchFailed, match=f"twice: {said}"):
        run()
    assert len(server.headers(path)) == 2
    assert _names(tmp_path) == []


def test_a_failure_leaves_the_older_export_alone(
    server: DataServer, run: Run, published: str, tmp_path: Path
) -> None:
    server.always[published] = body(OTHER)
    (tmp_path / "export-fiches-rncp-v4-1-2026-08-01.zip").write_text("x")
    with pytest.raises(FetchFailed):
        run(keep=1)
    assert _names(tmp_path) == ["export-fiches-rncp-v4-1-2026-08-01.zip"]


@pytest.mark.parametrize("code", [500, 502, 503, 504, 408])
def test_a_server_in_trouble_is_asked_again(
    server: DataServer, run: Run, published: str, waits: list[float], code: int
) -> None:
    server.script[REGISTERS] += [status(code)]
    server.script[published] += [status(code), status(code)]
    assert run().path.read_bytes() == CONTENT
    assert waits == [1.0, 1.0, 2.0]


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        ("7", 7.0),
        ("0", 1.0),
        ("Sun, 16 Aug 2026 02:00:30 GMT", 30.0),
        ("Sun, 16 Aug 2026 01:00:00 GMT", 1.0),
        ("soon", 1.0),
        ("-5", 1.0),
        ("²", 1.0),
    ],
)
def test_a_server_that_says_when_to_come_back_is_heeded(
    server: DataServer, run: Run, waits: list[float], asked: str, waited: float
) -> None:
    server.script[server.publish(TITLE, CONTENT)] += [status(429, Retry_After=asked)]
    assert run().downloaded
    assert waits == [waited]


def test_a_server_that_asks_for_hours_is_not_waited_for(
    server: DataServer, run: Run, published: str, waits: list[float]
) -> None:
    server.script[published] += [status(429, Retry_After="7200")]
    with pytest.raises(FetchFailed, match="come back in 7200 seconds"):
        run()
    assert waits == []


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410])
def test_a_refusal_is_final(
    server: DataServer, run: Run, waits: list[float], tmp_path: Path, code: int
) -> None:
    path = server.publish(TITLE, CONTENT)
    server.always[path] = status(code)
    with pytest.raises(FetchFailed, match=f"{path}: the server answers {code} .*; it may have been repl"):
        run()
    assert (len(server.headers(path)), waits, _names(tmp_path)) == (1, [], [])


@pytest.mark.parametrize("case", ["published", "announced", "endless"])
def test_what_is_too_large_is_refused(
    server: DataServer, run: Run, waits: list[float], tmp_path: Path, case: str
) -> None:
    path = server.publish(TITLE, CONTENT, filesize=len(CONTENT) if case == "published" else None)
    server.always[path] = endless if case == "endless" else usual
    with pytest.raises(FetchFailed, match=r"where 100000 are allowed; set GRAPHKIT_MAX_DOWNLOAD_BYTES"):
        run(limit=100_000)
    assert (waits, _names(tmp_path)) == ([], [])


def test_a_description_without_end_is_refused(
    server: DataServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphkit.fetching._MAX_DESCRIPTION", 100_000)
    server.always[REGISTERS] = endless
    with pytest.raises(FetchFailed, match="does not end"):
        run()


@pytest.mark.usefixtures("published")
def test_two_fetches_do_not_write_the_same_file(run: Run, tmp_path: Path) -> None:
    with (tmp_path / f".{TITLE}.part").open("ab") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        with pytest.raises(FetchFailed, match="another fetch is writing it"):
            run()
    assert run().downloaded


@pytest.mark.usefixtures("published")
def test_a_place_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / TITLE).mkdir()
    with pytest.raises(FetchFailed, match=f"{TITLE}: .*choose another --out"):
        run()


@pytest.mark.usefixtures("published")
def test_a_full_disk_is_told_and_not_tried_again(
    run: Run, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("graphkit.fetching.parts.os.fsync", full)
    with pytest.raises(FetchFailed, match="No space left on device; make room"):
        run()
    assert waits == []


@pytest.mark.usefixtures("published")
def test_progress_tells_bytes_and_total(run: Run) -> None:
    told: list[tuple[int, int | None]] = []
    run(progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
