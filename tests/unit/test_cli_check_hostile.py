"""Files made to do harm, given to ``graphkit check``: read, or refused with the limit, never a traceback."""

from __future__ import annotations

import io
import socket
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import brouillons
import pytest
from click.testing import CliRunner
from pdf_inventes import pages

from graphkit.assets import data_path
from graphkit.cli import main

_MB = 1 << 20
#: No limit of these files lets a check take longer, on a slow machine.
_SECONDS = 120


def draft(kind: str = "docx") -> bytes:
    """Return a clean draft."""
    verite = brouillons.lire_verite("animateur-de-jardins-partages")
    write = {"docx": brouillons.ecrire_docx, "xlsx": brouillons.ecrire_xlsx}[kind]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "jardins"
        write(verite, path, brouillons.DISPOSITIONS["officielle"])
        return path.read_bytes()


def repacked(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a zip with other members."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return out.getvalue()


def with_member(name: str, member: bytes, kind: str = "docx") -> bytes:
    return repacked(draft(kind), lambda members: members.update({name: member}))


def billion_laughs(kind: str) -> bytes:
    part = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet2.xml"}[kind]
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]>'.encode()

    def change(members: dict[str, bytes]) -> None:
        members[part] = bomb + members[part].partition(b"?>")[2]

    return repacked(draft(kind), change)


def linked() -> bytes:
    """Return a draft with a picture and a template that stand on another machine."""
    link = (
        b'<Relationship Id="rId900" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" Target="http://192.0.2.1/modele.dotm" TargetMode="External"/></Relationships>'
    )

    def change(members: dict[str, bytes]) -> None:
        name = "word/_rels/document.xml.rels"
        members[name] = members[name].replace(b"</Relationships>", link)

    return repacked(draft(), change)


def nested_zip() -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("FICHES.xml", b"<FICHES>" + b" " * (300 * _MB))
    return inner.getvalue()


def wide_workbook() -> bytes:
    def merge(members: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet2.xml"
        members[name] = members[name].replace(
            b"</mergeCells>", b'<mergeCell ref="A30:XFD1048576"/></mergeCells>'
        )

    return repacked(draft("xlsx"), merge)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LONG = b"Analyser un besoin " * (100 * _MB // 19)
LISTE = "Activités\n\nA1 Semer\n\nCompétences\n\nC1 Semer des pois.\n\n".encode()
TABLE = "| Activités | Compétences |\n|---|---|\n| A1 Semer | C1 Semer des pois. |\n\n".encode()
COLONNES = data_path("sample") / "referentiel_chef_de_projet_digital.txt"
FICHE = data_path("sample") / "fiche_RNCP25520.txt"
DTD_FICHES = (
    b'<?xml version="1.0"?><!DOCTYPE FICHES [<!ENTITY a "x"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    b"<FICHES><VERSION_FLUX>4.1</VERSION_FLUX><FICHE><INTITULE>&b;</INTITULE></FICHE></FICHES>"
)
#: Name of the file -> how it is made, and what the refusal says.
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "bombe.docx": (lambda: with_member("word/media/a.bin", bytes(64 * _MB)), "GRAPHKIT_MAX_ZIP_RATIO"),
    "bombe.xlsx": (lambda: with_member("xl/media/a.bin", bytes(64 * _MB), "xlsx"), "would decompress"),
    "bombe.zip": (nested_zip, "times"),
    "entites.docx": (lambda: billion_laughs("docx"), "entit"),
    "entites.xlsx": (lambda: billion_laughs("xlsx"), "entit"),
    "entites.xml": (lambda: DTD_FICHES, "DTD"),
    "macros.docm": (lambda: with_member("word/vbaProject.bin", b"Sub AutoOpen()"), "macro"),
    "longue.pdf": (
        lambda: pages(5_000),
        "500 pages, the limit; give those of the référentiel alone, or raise GRAPHKIT_MAX_DRAFT_PAGES",
    ),
    "secret.pdf": (lambda: pages(1, "secret"), "password"),
    "tronque.pdf": (lambda: pages(3)[:400], "not readable"),
    "flux.pdf": (lambda: b"%PDF-1.4\n" + zlib.compress(bytes(_MB)), "not readable"),
    "secret.docx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600), "password"),
    "vieux.docx": (lambda: OLE + "WordDocument".encode("utf-16-le") + bytes(600), "save it as .docx"),
    "tronque.docx": (lambda: draft()[:4_000], "not readable"),
    "large.xlsx": (wide_workbook, "GRAPHKIT_MAX_DRAFT_CELLS"),
    "image.docx": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(4_000), "of no kind that can be read"),
    "vide.docx": (lambda: b"", "empty"),
    "vide.pdf": (lambda: b"", "empty"),
    "vide.txt": (lambda: b"", "empty"),
    "blanc.txt": (lambda: b" \n" * 500, "empty"),
    "ligne.txt": (
        lambda: LISTE + LONG,
        "20971520 bytes, the limit; extract less, or raise GRAPHKIT_MAX_DRAFT_BYTES",
    ),
    "ligne.md": (
        lambda: TABLE + LONG,
        "20971520 bytes, the limit; extract less, or raise GRAPHKIT_MAX_DRAFT_BYTES",
    ),
    "colonnes.txt": (lambda: COLONNES.read_bytes() + LONG, "GRAPHKIT_MAX_TEXT_BYTES"),
    "fiche.txt": (lambda: FICHE.read_bytes() + LONG, "GRAPHKIT_MAX_TEXT_BYTES"),
    "nul.txt": (lambda: b"Competences\n" + bytes(5_000), "of no kind that can be read"),
}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail whatever asks anything of the network."""

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a reader asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def check(path: Path) -> tuple[int, str, str]:
    """Return the exit code, the report and the messages of a check."""
    start = time.monotonic()
    result = CliRunner().invoke(main, ["check", str(path), "--date", "2026-11-23"])
    assert time.monotonic() - start < _SECONDS
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_the_reason_on_one_line(name: str, tmp_path: Path) -> None:
    make, reason = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(make())
    code, report, said = check(path)
    assert code == 2
    assert report == ""
    assert reason in said
    assert said.startswith(f"graphkit: {path}")
    assert list(tmp_path.iterdir()) == [path]


def test_a_draft_under_a_wrong_extension_is_read_for_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "jardins.pdf"
    path.write_bytes(draft())
    code, report, _ = check(path)
    assert code == 0
    assert "12 compétences" in report


def test_links_to_other_machines_are_not_followed_and_the_draft_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lie.docx"
    path.write_bytes(linked())
    code, report, _ = check(path)
    assert code == 0
    assert "12 compétences" in report
    assert "192.0.2.1" not in report


def test_direction_marks_and_control_characters_neither_reach_the_terminal_nor_stop_the_check(
    tmp_path: Path,
) -> None:
    verite = brouillons.lire_verite("animateur-de-jardins-partages")
    wrong = verite["blocs"][0]["activites"][0]["competences"][0]
    wrong["enonce"] = "Conna\u202eître\u202c la \u2066flore\u2069, etc."
    path = tmp_path / "droite.docx"
    brouillons.ecrire_docx(verite, path, brouillons.DISPOSITIONS["officielle"])
    code, report, _ = check(path)
    assert code == 0
    assert "C1.1" in report
    assert not set(report) & set("\u202e\u202c\u2066\u2069\x1b\x07")
