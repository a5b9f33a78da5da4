"""CSV exports that are broken, incomplete or meant to harm: refused, with the file and the place."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from small_exports import zip_of

from graphkit.config import Settings
from graphkit.errors import SourceUnreadable
from graphkit.model import Record
from graphkit.pipeline import build
from graphkit.sources.csv_france_competences import CsvFranceCompetences

_STANDARD = 'Id_Fiche;Numero_Fiche;Intitule\r\n1;RNCP1;"Pêcheur"\r\n'
_ROME = "Numero_Fiche;Codes_Rome_Code;Codes_Rome_Libelle\r\nRNCP1;A1415;Pêche\r\n"


def _ecrit(tmp_path: Path, **fichiers: str | bytes) -> Path:
    for nom, texte in fichiers.items():
        octets = texte.encode() if isinstance(texte, str) else texte
        (tmp_path / f"{nom}.csv").write_bytes(octets)
    return tmp_path / f"{next(iter(fichiers))}.csv"


def _refus(path: Path, reader: CsvFranceCompetences | None = None) -> str:
    with pytest.raises(SourceUnreadable) as refus:
        list((reader or CsvFranceCompetences()).read(path))
    return str(refus.value)


def _records(path: Path) -> list[Record]:
    return [x for x in CsvFranceCompetences().read(path) if isinstance(x, Record)]


def test_a_relation_without_standard_is_refused_by_name(tmp_path: Path) -> None:
    path = _ecrit(tmp_path, rome=_ROME)
    assert "rome.csv: a relation of the CSV export (Rome) without its Standard file" in _refus(path)
    with pytest.raises(SourceUnreadable, match="without its Standard file"):
        build([path], Settings(store=tmp_path / "store"))
    assert "export.zip: a relation" in _refus(zip_of(tmp_path, {"rome": _ROME.encode()}))


def test_two_files_of_one_relation_are_refused(tmp_path: Path) -> None:
    path = _ecrit(tmp_path, standard=_STANDARD, rome=_ROME, copie=_ROME)
    assert "copie.csv and rome.csv are the same relation, Rome" in _refus(path)
    deux = {"a": _STANDARD.encode(), "b": _STANDARD.encode()}
    assert "export.zip/a and export.zip/b are the same relation" in _refus(zip_of(tmp_path, deux))


def test_a_standard_of_another_day_is_no_part_of_the_export(tmp_path: Path) -> None:
    path = _ecrit(tmp_path, rome_2031_02_02=_ROME, standard_2031_02_03=_STANDARD)
    assert "without its Standard file" in _refus(path)


@pytest.mark.parametrize(
    ("fin", "pourquoi"),
    [
        ('2;RNCP2;"Pêcheur\r\n3;RNCP3;Mareyeur\r\n', "standard.csv: line 3: not a row"),
        ('2;RNCP2;"Pêcheur"s\r\n', "standard.csv: line 3: not a row"),
        (f"2;RNCP2;{'a' * 200_000}\r\n", "line 3: not a row of the CSV export (field larger"),
        (f"2;RNCP2;{'a' * (2 << 20)}\r\n", "line 3: a row without end"),
        ("2;RNCP2" + ';"a\n"' * (2 << 20), "a row without end"),
    ],
)
def test_a_row_that_does_not_end_is_refused_at_its_line(tmp_path: Path, fin: str, pourquoi: str) -> None:
    assert pourquoi in _refus(_ecrit(tmp_path, standard=_STANDARD + fin))


def test_bytes_of_another_encoding_are_refused(tmp_path: Path) -> None:
    path = _ecrit(tmp_path, standard=_STANDARD.encode("latin-1"))
    assert "standard.csv: line " in _refus(path)
    assert "not UTF-8" in _refus(path)
    path = _ecrit(tmp_path, standard=_STANDARD, rome=_ROME.encode("latin-1"))
    assert "rome.csv" in _refus(path)


def test_a_utf_16_file_is_none_of_the_export(tmp_path: Path) -> None:
    path = _ecrit(tmp_path, standard=_STANDARD.encode("utf-16"))
    assert not CsvFranceCompetences().recognises(path.read_bytes(), path)
    assert "line 1: not the header" in _refus(path)


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in _refus(tmp_path / "absent.csv")


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    path = _ecrit(tmp_path, standard=_STANDARD.replace("Pêcheur", "Pê\x00cheur\x1b"))
    (record,) = _records(path)
    assert "Pêcheur" in [f.valeur for f in record.certification.faits]


def test_rows_of_any_line_ending_are_read(tmp_path: Path) -> None:
    for fin in ("\n", "\r", "\r\n"):
        path = _ecrit(tmp_path, standard=_STANDARD.replace("\r\n", fin))
        (record,) = _records(path)
        assert record.certification.faits[0].passages[0].lignes == (2, 2)


def test_size_limits(tmp_path: Path) -> None:
    etroit = CsvFranceCompetences(max_bytes=100)
    path = _ecrit(tmp_path, standard=_STANDARD, rome=_ROME)
    assert "limit of 100" in _refus(path, etroit)
    assert "limit of 100" in _refus(zip_of(tmp_path, {"a": _STANDARD.encode() * 2}), etroit)


def test_more_rows_than_memory_should_hold_are_refused(tmp_path: Path) -> None:
    path = _ecrit(tmp_path, standard=_STANDARD, rome=_ROME + "RNCP1;A1415;Pêche\r\n")
    assert "more than 1 rows" in _refus(path, CsvFranceCompetences(max_rows=1))


def test_zip_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = zip_of(tmp_path, {"a.csv": _STANDARD.encode() + b"\r\n" * (30 << 20)})
    assert "would decompress" in _refus(path)


def test_archives_that_are_damaged_encrypted_or_nested_are_refused(tmp_path: Path) -> None:
    octets = zip_of(tmp_path, {"a.csv": _STANDARD.encode()}).read_bytes()
    path = tmp_path / "export.zip"
    path.write_bytes(octets[: len(octets) // 2])
    assert "not a whole zip" in _refus(path)
    assert not CsvFranceCompetences().recognises(octets[:100], path)
    chiffre = bytearray(octets)
    chiffre[6] |= 1
    chiffre[octets.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(chiffre)
    assert "export.zip!a.csv: encrypted" in _refus(path)
    abime = bytearray(octets)
    abime[octets.rindex(b"PK\x01\x02") + 16] ^= 0xFF  # the CRC in the directory
    path.write_bytes(abime)
    assert "export.zip!a.csv: damaged at byte" in _refus(path)
    dedans = io.BytesIO()
    with zipfile.ZipFile(dedans, "w") as archive:
        archive.writestr("a.csv", _STANDARD)
    assert "an archive within" in _refus(zip_of(tmp_path, {"b.zip": dedans.getvalue()}))


def test_archive_without_a_relation_is_refused(tmp_path: Path) -> None:
    assert "no member" in _refus(zip_of(tmp_path, {"a.txt": b"bonjour"}))


def test_an_export_of_no_fiche_gives_no_record(tmp_path: Path) -> None:
    path = _ecrit(tmp_path, standard="Id_Fiche;Numero_Fiche;Intitule")
    assert not _records(path)
