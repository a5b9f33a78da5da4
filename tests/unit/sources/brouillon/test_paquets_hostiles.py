"""Word and Excel files made to do harm, or damaged: refused or read, within bounds, with the reason."""

from __future__ import annotations

import socket
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import docx
import openpyxl
import pytest
from brouillons import CAS, DISPOSITIONS, ecrire_docx, ecrire_xlsx, lire_verite
from hypothesis import given
from hypothesis import settings as reglages
from hypothesis import strategies as st

from graphkit.config import Settings
from graphkit.errors import SourceUnreadable
from graphkit.model import Record
from graphkit.sources.brouillon.paquet import Limites, genre_de
from graphkit.sources.brouillon.sources import Docx, Xlsx
from graphkit.sources.recognition import all_nomenclatures, all_sources, recognise

GENRES = {"docx": Docx, "xlsx": Xlsx}
PRINCIPAL = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet2.xml"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.fixture(scope="module")
def sains(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A clean draft of each kind."""
    dossier = tmp_path_factory.mktemp("sains")
    verite = lire_verite(min(path.parent.name for path in CAS.glob("*/verite.json")))
    ecrire_docx(verite, dossier / "a.docx", DISPOSITIONS["officielle"])
    ecrire_xlsx(verite, dossier / "a.xlsx", DISPOSITIONS["officielle"])
    return {genre: (dossier / f"a.{genre}").read_bytes() for genre in GENRES}


def recompose(path: Path, brut: bytes, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write a zip again with other members."""
    path.write_bytes(brut)
    with zipfile.ZipFile(path) as archive:
        membres = {nom: archive.read(nom) for nom in archive.namelist()}
    change(membres)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in membres.items():
            archive.writestr(nom, contenu)
    return path


def lire(genre: str, path: Path, limites: Limites | None = None) -> Record:
    (record,) = GENRES[genre](limites).read(path)
    assert isinstance(record, Record)
    return record


@pytest.mark.parametrize("genre", GENRES)
def test_the_content_tells_the_kind_whatever_the_name(
    genre: str, sains: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "brouillon.txt"
    path.write_bytes(sains[genre])
    source = recognise(path, all_sources(Settings()))
    assert source is not None
    assert source.name == genre
    assert not any(source.recognises(sains[genre], path) for source in all_nomenclatures())


def test_a_table_of_rome_is_taken_by_its_nomenclature_first(tmp_path: Path) -> None:
    livre = openpyxl.Workbook()
    assert livre.active is not None
    livre.active.append(["Code ROME", "Libellé codes ROME", "Code ISCO08"])
    livre.active.append(["A1203", "Jardinier", "6113"])
    path = tmp_path / "correspondance.xlsx"
    livre.save(path)
    source = recognise(path, (*all_nomenclatures(), *all_sources(Settings())))
    assert source is not None
    assert source.name == "rome-3"
    with pytest.raises(SourceUnreadable, match="no activity and no competence was found"):
        lire("xlsx", path)


@pytest.mark.parametrize(
    ("flux", "genre", "raison"),
    [
        ("EncryptedPackage", "docx", "protected by a password; remove it"),
        ("WordDocument", "docx", r"a Word 97–2003 document \(.doc\); save it as .docx"),
        ("Workbook", "xlsx", r"an Excel 97–2003 workbook \(.xls\); save it as .xlsx"),
    ],
)
def test_files_of_an_older_kind_or_with_a_password_say_so(
    flux: str, genre: str, raison: str, tmp_path: Path
) -> None:
    path = tmp_path / "brouillon.docx"
    path.write_bytes(OLE + flux.encode("utf-16-le") + b"\0" * 600)
    source = recognise(path, all_sources(Settings()))
    assert source is not None
    assert source.name == genre
    with pytest.raises(SourceUnreadable, match=f"not readable: {raison}"):
        list(source.read(path))


@pytest.mark.parametrize("genre", GENRES)
def test_an_encrypted_member_is_refused(genre: str, sains: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "brouillon"
    brut = bytearray(sains[genre])
    entree = brut.index(b"PK\x01\x02")
    brut[entree + 8] |= 1
    path.write_bytes(bytes(brut))
    with pytest.raises(SourceUnreadable, match="protected by a password"):
        lire(genre, path)


@pytest.mark.parametrize("genre", GENRES)
def test_a_bomb_is_refused_by_what_its_directory_declares(
    genre: str, sains: dict[str, bytes], tmp_path: Path
) -> None:
    def gonfle(membres: dict[str, bytes]) -> None:
        membres["media/image.bin"] = bytes(8 << 20)

    path = recompose(tmp_path / "bombe", sains[genre], gonfle)
    with pytest.raises(SourceUnreadable, match=r"image.bin: would decompress 1\d\d\d times"):
        lire(genre, path)
    with pytest.raises(SourceUnreadable, match=r"limit of 4194304; raise GRAPHKIT_MAX_DRAFT_UNZIPPED_BYTES"):
        lire(genre, path, Limites(max_ratio=1e9, max_unzipped=4 << 20))


@pytest.mark.parametrize("genre", GENRES)
def test_more_bytes_or_tags_than_allowed_name_the_limit(
    genre: str, sains: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "brouillon"
    path.write_bytes(sains[genre])
    with pytest.raises(SourceUnreadable, match="or raise GRAPHKIT_MAX_DRAFT_BYTES"):
        lire(genre, path, Limites(max_bytes=1000))
    with pytest.raises(SourceUnreadable, match=r"more than 500 XML tags.*GRAPHKIT_MAX_DRAFT_ELEMENTS"):
        lire(genre, path, Limites(max_elements=500))


BOMBE = "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
EXTERNE = "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


@pytest.mark.parametrize("doctype", [BOMBE, EXTERNE])
@pytest.mark.parametrize("codage", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("genre", GENRES)
def test_no_part_may_declare_entities_in_any_encoding(
    genre: str, codage: str, doctype: str, sains: dict[str, bytes], tmp_path: Path
) -> None:
    def piege(membres: dict[str, bytes]) -> None:
        texte = membres[PRINCIPAL[genre]].decode()
        corps = texte[texte.index("<", 5) :] if texte.startswith("<?xml") else texte
        membres[PRINCIPAL[genre]] = (doctype + corps).encode(codage)

    with pytest.raises(SourceUnreadable, match="declares a DTD or entities"):
        lire(genre, recompose(tmp_path / "piege", sains[genre], piege))


@pytest.mark.parametrize("genre", GENRES)
def test_an_encoding_that_could_hide_a_dtd_is_refused(
    genre: str, sains: dict[str, bytes], tmp_path: Path
) -> None:
    def piege(membres: dict[str, bytes]) -> None:
        membres[PRINCIPAL[genre]] = b'<?xml version="1.0" encoding="UTF-7"?>+ADw-r/+AD4-'

    with pytest.raises(SourceUnreadable, match="in the encoding UTF-7"):
        lire(genre, recompose(tmp_path / "piege", sains[genre], piege))


@pytest.mark.parametrize("genre", GENRES)
def test_links_to_other_files_are_never_followed(
    genre: str, sains: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    lien = (
        b'<Relationship Id="rId990" TargetMode="External" Target="http://exemple.invalid/modele.dotm" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
        b"</Relationships>"
    )

    def relie(membres: dict[str, bytes]) -> None:
        for nom, contenu in membres.items():
            if nom.endswith(".rels"):
                membres[nom] = contenu.replace(b"</Relationships>", lien)

    record = lire(genre, recompose(tmp_path / "lie", sains[genre], relie))
    assert len(record.certification.blocs) == 2


def test_a_word_document_with_macros_is_refused_and_a_workbook_read_without_them(
    sains: dict[str, bytes], tmp_path: Path
) -> None:
    def macros(dossier: str) -> Callable[[dict[str, bytes]], None]:
        def ajoute(membres: dict[str, bytes]) -> None:
            membres[f"{dossier}/vbaProject.bin"] = b"Attribute VB_Name"

        return ajoute

    with pytest.raises(SourceUnreadable, match="holds macros; save it as a document without them"):
        lire("docx", recompose(tmp_path / "a.docm", sains["docx"], macros("word")))
    record = lire("xlsx", recompose(tmp_path / "a.xlsm", sains["xlsx"], macros("xl")))
    assert [anomalie.rule for anomalie in record.anomalies] == ["macros-ignorees"]


@pytest.mark.parametrize("genre", GENRES)
@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_told_of(
    genre: str, part: float, sains: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "coupe"
    path.write_bytes(sains[genre][: int(len(sains[genre]) * part)])
    with pytest.raises(SourceUnreadable, match="damaged"):
        lire(genre, path)


@pytest.mark.parametrize("genre", GENRES)
def test_malformed_xml_and_missing_parts_are_told_of(
    genre: str, sains: dict[str, bytes], tmp_path: Path
) -> None:
    def casse(membres: dict[str, bytes]) -> None:
        membres[PRINCIPAL[genre]] = membres[PRINCIPAL[genre]][:-30]

    def perd(membres: dict[str, bytes]) -> None:
        del membres["[Content_Types].xml"]

    for change in (casse, perd):
        with pytest.raises(SourceUnreadable, match="not readable as"):
            lire(genre, recompose(tmp_path / "casse", sains[genre], change))


@pytest.mark.parametrize("genre", GENRES)
def test_the_strict_format_that_the_libraries_do_not_know_is_named(
    genre: str, sains: dict[str, bytes], tmp_path: Path
) -> None:
    principal = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[genre]

    def strict(membres: dict[str, bytes]) -> None:
        membres[principal] = membres[principal].replace(
            b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
        )

    with pytest.raises(SourceUnreadable, match="saved as “Strict Open XML”"):
        lire(genre, recompose(tmp_path / "strict", sains[genre], strict))


def test_elements_nested_deeper_than_any_document_are_refused(
    sains: dict[str, bytes], tmp_path: Path
) -> None:
    def imbrique(membres: dict[str, bytes]) -> None:
        texte = membres["word/document.xml"]
        profond = b"<w:tbl><w:tr><w:tc>" * 5000 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 5000
        membres["word/document.xml"] = texte.replace(b"<w:sectPr", profond + b"<w:sectPr", 1)

    with pytest.raises(SourceUnreadable, match="not readable as a Word document"):
        lire("docx", recompose(tmp_path / "profond", sains["docx"], imbrique))


def test_a_document_without_a_referentiel_says_what_was_looked_for(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Ordre du jour")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Heure", "Sujet"
    path = tmp_path / "ordre.docx"
    document.save(str(path))
    with pytest.raises(SourceUnreadable, match=r"« Compétences ».*first tables: Heure \| Sujet"):
        lire("docx", path)


def test_other_zips_and_other_bytes_are_no_drafts(tmp_path: Path) -> None:
    path = tmp_path / "autre"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("lettre.txt", "word/document.xml")
    assert genre_de(path.read_bytes(), path) is None
    path.write_bytes(b"%PDF-1.7")
    assert genre_de(path.read_bytes(), path) is None
    path.write_bytes(OLE)
    assert genre_de(path.read_bytes(), path) is None


def essaie(genre: str, path: Path) -> None:
    """Read what may be anything: a record or the one error comes out."""
    with suppress(SourceUnreadable):
        lire(genre, path)


@pytest.mark.parametrize("genre", GENRES)
@reglages(max_examples=60)
@given(donnees=st.data())
def test_changed_bytes_of_the_file_never_do_more_than_make_it_unreadable(
    genre: str, sains: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory, donnees: st.DataObject
) -> None:
    brut = bytearray(sains[genre])
    for place in donnees.draw(st.lists(st.integers(0, len(brut) - 1), min_size=1, max_size=8)):
        brut[place] = donnees.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / f"octets.{genre}"
    path.write_bytes(bytes(brut))
    essaie(genre, path)


@pytest.mark.parametrize("genre", GENRES)
@reglages(max_examples=80)
@given(donnees=st.data())
def test_changed_members_never_do_more_than_make_it_unreadable(
    genre: str, sains: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory, donnees: st.DataObject
) -> None:
    """Attributes, names and texts of the XML are changed where a library would trust them."""

    def change(membres: dict[str, bytes]) -> None:
        nom = donnees.draw(st.sampled_from(sorted(membres)))
        contenu = membres[nom]
        genre_de_faute = donnees.draw(st.sampled_from(["octets", "coupe", "remplace", "double", "enleve"]))
        if genre_de_faute == "enleve":
            del membres[nom]
            return
        debut = donnees.draw(st.integers(0, max(0, len(contenu) - 1)))
        fin = min(len(contenu), debut + donnees.draw(st.integers(0, 40)))
        if genre_de_faute == "coupe":
            membres[nom] = contenu[:debut]
        elif genre_de_faute == "double":
            membres[nom] = contenu[:fin] + contenu[debut:]
        elif genre_de_faute == "octets":
            membres[nom] = contenu[:debut] + donnees.draw(st.binary(max_size=20)) + contenu[fin:]
        else:
            chiffres = donnees.draw(st.sampled_from([b"-1", b"99999999999", b"", b"x", b"0", b"1e9", b"A0"]))
            place = contenu.find(b'"', debut) + 1
            membres[nom] = contenu[:place] + chiffres + contenu[contenu.find(b'"', place) :]

    path = recompose(tmp_path_factory.getbasetemp() / f"membres.{genre}", sains[genre], change)
    essaie(genre, path)
