"""What strangers may send to /verifier: answered within limits, nothing kept, the site up meanwhile."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brouillons
import html5lib
import pytest
from flask import Flask
from pdf_inventes import pages
from scripts import other_scripts
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from graphkit.checking.sandbox import CheckLimits, CheckSandbox
from graphkit.config import Settings
from webui.pages.check import MAX_FILE
from webui.security import CONTENT_SECURITY_POLICY

_MB = 1 << 20


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of temporary files, empty before and to be empty after."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def send(app: Flask, content: bytes, name: str, **fields: Any) -> TestResponse:  # noqa: ANN401
    fields = {"fichier": FileStorage(io.BytesIO(content), name), "date": "2026-11-23", **fields}
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    return app.test_client().post("/verifier", data=body, content_type=kind)


def draft() -> bytes:
    stream = io.BytesIO()
    verite = brouillons.lire_verite("animateur-de-jardins-partages")
    brouillons.ecrire_xlsx(verite, stream, brouillons.DISPOSITIONS["officielle"])  # type: ignore[arg-type]
    return stream.getvalue()


def bomb() -> bytes:
    out = io.BytesIO(draft())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", bytes(64 * _MB))
    return out.getvalue()


def exactly(size: int) -> bytes:
    """Return a text whose one line has as many bytes as are wanted."""
    head = "| Activités | Compétences |\n|---|---|\n| A1 Semer | C1 Semer des pois. |\n\n".encode()
    return head + b"a " * ((size - len(head)) // 2) + b"a" * ((size - len(head)) % 2)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("image.docx", b"\x89PNG\r\n\x1a\n" + bytes(4000), (422, "ce genre de fichier ne se lit pas")),
        ("vide.docx", b"", (422, "empty")),
        ("bombe.xlsx", bomb(), (422, "would decompress")),
        ("secret.pdf", pages(1, "secret"), (422, "password")),
        ("longue.pdf", pages(5000), (422, "more than 500 pages")),
        ("trop.md", exactly(MAX_FILE + 1), (413, "20")),
        ("enorme.md", exactly(100 * _MB), (413, "20")),
        ("../../etc/passwd", b"root", (422, "passwd\u202f: ce genre de fichier")),
        ("<script>alert(1)<script>.docx", b"\x89PNG", (422, "ce genre de fichier")),
        ("a\u202egnp.docx\0.pdf", b"\x89PNG", (422, "ce genre de fichier")),
        ("x" * 4000 + ".docx", b"\x89PNG", (422, "ce genre de fichier")),
    ],
    ids=[
        "image",
        "vide",
        "bombe",
        "secret",
        "longue",
        "un-de-trop",
        "enorme",
        "chemin",
        "script",
        "sens",
        "nom",
    ],
)
def test_each_is_answered_with_a_page_and_leaves_nothing(
    app: Flask, folder: Path, name: str, content: bytes, expected: tuple[int, str]
) -> None:
    answer = send(app, content, name)
    assert answer.status_code == expected[0]
    assert expected[1] in answer.text
    assert 'role="alert"' in answer.text
    assert not other_scripts(html5lib.parse(answer.text, namespaceHTMLElements=False))
    assert "\u202e" not in answer.text
    assert str(folder) not in answer.text
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert not list(folder.iterdir())


def test_a_file_of_the_very_size_allowed_is_not_too_large(app: Flask, folder: Path) -> None:
    answer = send(app, exactly(MAX_FILE), "juste.md")
    assert answer.status_code != 413
    assert not list(folder.iterdir())


def test_a_report_is_not_stored_by_anyone_and_neither_is_a_refusal(app: Flask) -> None:
    assert send(app, draft(), "a.xlsx").headers["Cache-Control"] == "no-store"
    assert send(app, b"\x89PNG", "a.docx").headers["Cache-Control"] == "no-store"


def test_the_site_answers_while_checks_run_and_two_run_at_once(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(3, timeout=30)
    run = CheckSandbox._run

    def together(sandbox: CheckSandbox, request: dict[str, Any]) -> dict[str, Any]:
        both.wait()
        return run(sandbox, request)

    monkeypatch.setattr(CheckSandbox, "_run", together)
    content, answers = draft(), []
    threads = [
        threading.Thread(target=lambda name=name: answers.append(send(app, content, name)))
        for name in ("a.xlsx", "b.xlsx")
    ]
    for thread in threads:
        thread.start()
    # Neither check goes on before this one is answered.
    assert app.test_client().get("/healthz").status_code == 200
    both.wait()
    for thread in threads:
        thread.join()
    names = sorted(re.findall(r"[ab]\.xlsx", answer.text)[0] for answer in answers)
    assert (names, {answer.status_code for answer in answers}) == (["a.xlsx", "b.xlsx"], {200})
    assert not list(folder.iterdir())


def test_a_check_that_is_stopped_at_its_limit_leaves_nothing(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = CheckSandbox(Settings(), CheckLimits(seconds=0.05)).check
    monkeypatch.setattr(
        "webui.pages.check.checking.checking", lambda: SimpleNamespace(sandbox=SimpleNamespace(check=check))
    )
    answer = send(app, draft(), "a.xlsx")
    assert answer.status_code == 422
    assert "was stopped after 0.05 s" in answer.text
    assert not list(folder.iterdir())
