"""Files that are no export, or none that should be read: refused with a message that names file and place."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from small_exports import export_of, write_export, zip_of

from graphkit.errors import SourceUnreadable
from graphkit.model import Anomaly, Record
from graphkit.sources.xml_france_competences import XmlFranceCompetences

_RNCP = Path(__file__).parents[2] / "cases" / "xml_fc" / "export_fiches_RNCP_V4_1_2031-02-03.xml"
_MINIMAL = (
    "<FICHES><VERSION_FLUX>4.1</VERSION_FLUX><FICHE><ID_FICHE>1</ID_FICHE>"
    "<NUMERO_FICHE>RNCP1</NUMERO_FICHE><INTITULE>Pêcheur</INTITULE></FICHE></FICHES>"
)


def _refus(path: Path, reader: XmlFranceCompetences | None = None) -> str:
    with pytest.raises(SourceUnreadable) as refus:
        list((reader or XmlFranceCompetences()).read(path))
    assert path.name in str(refus.value)
    return str(refus.value)


def test_truncated_xml_names_line_and_last_record(tmp_path: Path) -> None:
    texte = _RNCP.read_text(encoding="utf-8")
    path = write_export(tmp_path, texte[: texte.index("Fleuriste")])
    lus: list[Record | Anomaly] = []
    with pytest.raises(SourceUnreadable, match=r"export\.xml: line \d+: not well-formed.*after RNCP90001"):
        lus.extend(XmlFranceCompetences().read(path))


def test_bytes_of_another_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="UTF-8"?>\n{_MINIMAL}'.encode("latin-1"))
    assert "line 2" in _refus(path)


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE FICHES [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
        '<!DOCTYPE FICHES SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE FICHES [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        "<!-- > --><!DOCTYPE FICHES>",
    ],
)
def test_a_dtd_is_refused(tmp_path: Path, dtd: str) -> None:
    assert "declares a DTD" in _refus(write_export(tmp_path, dtd + _MINIMAL.replace("Pêcheur", "&c;")))


def test_a_dtd_out_of_sight_of_the_prolog_check_is_refused(tmp_path: Path) -> None:
    # In ASCII the declaration stands in a comment; in UTF-7, which the file says it is in, it does not.
    dtd = "<!-- +AC0ALQA+-+ADw-!DOCTYPE FICHES +AFsAPA-!ENTITY c 'x'+AD4AXQA+-+ADw-!-- -->"
    entite = _MINIMAL.replace("Pêcheur", "+ACY-c;")
    texte = f'<?xml version="1.0" encoding="UTF-7"?>{dtd}{entite}'
    assert "declares a DTD" in _refus(write_export(tmp_path, texte))


@pytest.mark.parametrize(
    ("texte", "pourquoi"),
    [("", "empty"), ("   ", "empty"), ("Bonjour", "not an XML export"), ("<html/>", "not an XML export")],
)
def test_what_is_no_export_is_refused(tmp_path: Path, texte: str, pourquoi: str) -> None:
    assert pourquoi in _refus(write_export(tmp_path, texte))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in _refus(tmp_path / "absent.xml")


def test_one_huge_text_is_refused(tmp_path: Path) -> None:
    path = write_export(tmp_path, export_of(f"<OBJECTIFS_CONTEXTE>{'a' * (20 << 20)}</OBJECTIFS_CONTEXTE>"))
    assert "not well-formed" in _refus(path)


def test_undeclared_entity_and_deep_nesting_are_refused(tmp_path: Path) -> None:
    assert "eacute" in _refus(write_export(tmp_path, export_of("<INTITULE>&eacute;</INTITULE>")))
    _refus(write_export(tmp_path, export_of("<a>" * 5000 + "</a>" * 5000)))


def test_size_limits(tmp_path: Path) -> None:
    etroit = XmlFranceCompetences(max_bytes=50)
    assert "limit of 50" in _refus(write_export(tmp_path, _MINIMAL), etroit)
    assert "limit of 50" in _refus(zip_of(tmp_path, {"a.xml": _MINIMAL.encode()}), etroit)


def test_zip_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    assert "would decompress" in _refus(zip_of(tmp_path, {"a.xml": b"<FICHES>" + b" " * (30 << 20)}))


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path, {"a.xml": b"<FICHES>" + b" " * (1 << 20)})
    octets = bytearray(path.read_bytes())
    entree = octets.rindex(b"PK\x01\x02")
    struct.pack_into("<L", octets, entree + 24, 1000)
    path.write_bytes(octets)
    assert "export.zip!a.xml" in _refus(path)


def test_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    dedans = io.BytesIO()
    with zipfile.ZipFile(dedans, "w") as archive:
        archive.writestr("a.xml", _MINIMAL)
    assert "export.zip!b.zip: an archive within" in _refus(zip_of(tmp_path, {"b.zip": dedans.getvalue()}))


def test_encrypted_archive_is_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path, {"a.xml": _MINIMAL.encode()})
    octets = bytearray(path.read_bytes())
    octets[6] |= 1
    octets[octets.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(octets)
    assert "export.zip!a.xml: encrypted" in _refus(path)
    assert XmlFranceCompetences().recognises(bytes(octets), path)


def test_damaged_archives_are_refused_before_any_record(tmp_path: Path) -> None:
    path = zip_of(tmp_path, {"a.xml": _RNCP.read_bytes()})
    octets = path.read_bytes()
    path.write_bytes(octets[: len(octets) // 2])
    assert "not a whole zip" in _refus(path)
    assert XmlFranceCompetences().recognises(octets[:100], path)
    abime = bytearray(octets)
    abime[octets.rindex(b"PK\x01\x02") + 16] ^= 0xFF  # the CRC in the directory
    path.write_bytes(abime)
    lecture = XmlFranceCompetences().read(path)
    with pytest.raises(SourceUnreadable, match=r"export\.zip!a\.xml: damaged at byte"):
        next(lecture)


def test_archive_without_export_is_refused(tmp_path: Path) -> None:
    assert "no member" in _refus(zip_of(tmp_path, {"a.txt": b"bonjour"}))
