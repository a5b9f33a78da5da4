"""Official nomenclatures: what each table becomes, whole counts on the real data, and what is refused."""

from __future__ import annotations

import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from graphkit.errors import SourceUnreadable
from graphkit.model import Anomaly
from graphkit.nomenclature import Apport, ConceptOfficiel, Edition
from graphkit.sources.nomenclatures import NomenclatureSource
from graphkit.sources.nomenclatures.esco import Esco
from graphkit.sources.nomenclatures.nsf import Nsf
from graphkit.sources.nomenclatures.rome import Rome
from graphkit.sources.nomenclatures.rome3 import Rome3
from graphkit.sources.recognition import all_nomenclatures, recognise

CASES = Path(__file__).parents[2] / "cases" / "nomenclatures"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CODES = '"code_rome","libelle_rome","code_rome_parent"\n'


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def read(source: NomenclatureSource, paths: Iterable[Path]) -> list[Apport]:
    known = [path for path in paths if source.recognises(path.read_bytes()[: 64 << 10], path)]
    return list(source.read_all(known))


def concepts(values: list[Apport]) -> dict[str, ConceptOfficiel]:
    return {value.adresse: value for value in values if isinstance(value, ConceptOfficiel)}


def rules(values: list[Apport]) -> Counter[str]:
    return Counter(value.rule for value in values if isinstance(value, Anomaly))


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def workbook(path: Path, cells: list[list[str]], *, prolog: str = "", missing: bool = False) -> Path:
    """Write a workbook of one sheet, its texts in the shared table."""
    texts = [text for row in cells for text in row]
    shared = "".join(f"<si><t>{text}</t></si>" for text in texts[: 1 if missing else None])
    rows, number = "", 0
    for line, row in enumerate(cells, 1):
        rows += f'<row r="{line}">'
        for column in range(len(row)):
            rows += f'<c r="{chr(65 + column)}{line}" t="s"><v>{number}</v></c>'
            number += 1
        rows += "</row>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{SHEET}"/>')
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'{prolog}<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>',
        )
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SHEET}">{shared}</sst>')
    return path


def correspondence(path: Path, *rows: tuple[str, str]) -> Path:
    head = ["Code ROME", "Libellé codes ROME", "ISCO08 14SI4", "Code ISCO08"]
    return workbook(path, [head, *([code, f"Métier {code}", "5", isco] for code, isco in rows)])


# --- NSF ------------------------------------------------------------------------------------------


def test_the_groups_of_the_nsf_form_a_hierarchy_beside_its_functions() -> None:
    values = read(Nsf(), files(CASES / "nsf"))
    found = concepts(values)
    assert found["nsf/326"].parents == ("nsf/32",)
    assert found["nsf/3"].sommet
    assert found["nsf-fonction/t"].libelle == "Réalisation du guet"
    assert rules(values) == {"colonnes-non-reprises": 1}


def test_the_nsf_of_the_legal_text_is_whole(shared_data: Path) -> None:
    values = read(Nsf(), files(shared_data / "nsf"))
    lengths = Counter(len(c.code) for c in concepts(values).values() if c.schema == "nomenclature/nsf")
    assert lengths == {1: 4, 2: 17, 3: 93}
    assert sum(c.schema == "nomenclature/nsf-fonction" for c in concepts(values).values()) == 17
    assert sum(bool(c.parents) for c in concepts(values).values()) == 17 + 93
    assert rules(values) == {"colonnes-non-reprises": 1}


def test_a_group_that_hangs_on_nothing_or_on_itself_is_kept_without_its_link(tmp_path: Path) -> None:
    path = write(tmp_path / "n.csv", "code,level,parent,libelle\n1,4,11,Un\n11,17,1,Onze\n12,17,9,Douze\n")
    values = read(Nsf(), [path])
    assert {c.code: c.parents for c in concepts(values).values()} == {"1": (), "11": ("nsf/1",), "12": ()}
    (anomaly,) = (value for value in values if isinstance(value, Anomaly))
    assert (anomaly.rule, anomaly.excerpt) == ("lien-inconnu", "1")
    assert "2 fois" in anomaly.message


# --- ROME 4.0 -------------------------------------------------------------------------------------


def test_a_code_has_its_domain_its_parent_its_titles_its_text_and_its_ties() -> None:
    values = read(Rome(), files(CASES / "rome"))
    guard, lighter = concepts(values)["rome/M1805"], concepts(values)["rome/M1811"]
    assert guard.libelle == "Gardien / Gardienne de phare"
    assert guard.definition == "Allume le feu à la tombée du jour. Veille jusqu'à l'aube."
    assert guard.textes == (("ref:accesMetier", "Un brevet de veille suffit."),)
    assert guard.synonymes == (("900", "Gardien / Gardienne de phare"), ("900", "Gardien(ne) de phare"))
    assert guard.parents == lighter.parents == ("rome/M18",)
    assert guard.liens == (
        ("ref:codeParent", "rome/M1805"),
        ("ref:requiertCompetence", "rome-competence/501"),
        ("ref:requiertSavoir", "rome-savoir/700"),
        ("ref:coeurDeMetier", "rome-competence/501"),
        ("ref:voitEmerger", "rome-savoir/700"),
    )
    assert ("ref:codeParent", "rome/M1805") in lighter.liens
    assert ("ref:mobiliteVers", "rome/M1805") in lighter.liens
    assert lighter.mobilites == (("mobilite/M1811/M1805", "rome/M1805", 1),)


def test_mobilities_come_by_rank_and_one_without_a_rank_is_left_out(tmp_path: Path) -> None:
    codes = CODES + "".join(f'"M180{n}","Métier {n}","M1801"\n' for n in (1, 2, 3, 4))
    rows = [("M1802", "3"), ("M1804", "1"), ("M1803", "0"), ("M1804", "9"), ("M1801", "2")]
    table = "code_rome,code_rome_cible,numero_ordre\n" + "".join(f"M1801,{to},{rank}\n" for to, rank in rows)
    values = read(Rome(), [write(tmp_path / "codes.csv", codes), write(tmp_path / "mobilites.csv", table)])
    first = concepts(values)["rome/M1801"]
    assert [(to, rank) for _, to, rank in first.mobilites] == [("rome/M1804", 1), ("rome/M1802", 3)]
    (anomaly,) = (value for value in values if isinstance(value, Anomaly) and value.rule == "lien-inconnu")
    assert (anomaly.excerpt, "2 fois" in anomaly.message) == ("M1801 M1803 0", True)


def test_competences_and_knowledge_have_their_categories() -> None:
    found = concepts(read(Rome(), files(CASES / "rome")))
    assert found["rome-competence/501"].parents == ("rome-competence/500",)
    assert found["rome-competence/501"].liens == (
        ("ref:categorie", "rome-categorie/savoir-faire-technique-expert"),
    )
    assert found["rome-categorie/savoir-faire-technique-expert"].parents == ("rome-categorie/savoir-faire",)
    assert found["rome-savoir/700"].liens == (("ref:categorie", "rome-categorie/domaines-du-guet-lumiere"),)


def test_the_note_of_version_names_and_dates_the_edition() -> None:
    edition = read(Rome(), files(CASES / "rome"))[0]
    assert isinstance(edition, Edition)
    assert (edition.version, str(edition.date)) == ("7", "2026-03-02")


def test_a_table_that_is_known_and_not_taken_up_is_told_of() -> None:
    values = [each for each in read(Rome(), files(CASES / "rome")) if isinstance(each, Anomaly)]
    assert Counter(each.rule for each in values) == {"table-non-reprise": 1, "colonnes-non-reprises": 3}
    assert {each.severity for each in values} == {"info"}
    told = {each.document.nom: each.message for each in values if each.rule == "colonnes-non-reprises"}
    codes = told["unix_referentiel_code_rome.csv"]
    assert codes.startswith("Colonnes dont rien n’est repris : code_fiche_metier, code_ogr, transition_eco.")


def test_contexts_of_work_are_told_of_and_not_taken_up(tmp_path: Path) -> None:
    codes = write(tmp_path / "codes.csv", CODES + '"M1801","Seul","M1801"\n')
    links = "code_rome,code_compo_bloc,code_rubrique,code_ogr\nM1801,6,,77\nM1801,6,,78\n"
    values = read(Rome(), [codes, write(tmp_path / "liens.csv", links)])
    (anomaly,) = (each for each in values if isinstance(each, Anomaly) and each.rule == "liens-non-repris")
    assert (anomaly.severity, anomaly.excerpt, "2 fois" in anomaly.message) == ("info", "M1801 77", True)


def test_a_zip_says_the_same_as_its_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "rome.zip", "w") as archive:
        for path in files(CASES / "rome"):
            archive.write(path, path.name)
    zipped = concepts(read(Rome(), [tmp_path / "rome.zip"]))
    assert zipped == concepts(read(Rome(), files(CASES / "rome")))


def occupations_of(found: dict[str, ConceptOfficiel]) -> list[ConceptOfficiel]:
    return [c for c in found.values() if len(c.code) == 5 and c.schema == "nomenclature/rome"]


def test_rome_460_is_whole(shared_data: Path) -> None:
    """The numbers that the publisher gives of its tables, each counted in what the reader makes of them."""
    values = read(Rome(), files(shared_data / "rome_v460"))
    found = concepts(values)
    schemes = Counter(c.schema.removeprefix("nomenclature/") for c in found.values())
    assert schemes == {
        "rome": 1584 + 110 + 14,
        "rome-competence": 18317,
        "rome-savoir": 15354,
        "rome-categorie": 38,
    }
    links = Counter(name for c in found.values() for name, _ in c.liens)
    assert links["ref:codeParent"] == 1584
    assert (links["ref:requiertCompetence"], links["ref:requiertSavoir"]) == (49440 + 5255, 35861)
    assert (links["ref:coeurDeMetier"], links["ref:voitEmerger"]) == (18900, 1731)
    assert links["ref:mobiliteVers"] == 14912
    # Rows of M1805 in the table: its own domain first, then E1206.
    steps = {to.removeprefix("rome/"): rank for _, to, rank in found["rome/M1805"].mobilites}
    assert (steps["M1802"], steps["M1842"], steps["E1206"], len(steps)) == (1, 9, 10, 10)
    assert sum(len(c.mobilites) for c in occupations_of(found)) == 14912
    occupations = occupations_of(found)
    assert len({ogr for c in occupations for ogr, _ in c.synonymes}) == 13120
    assert all(c.definition and c.textes for c in occupations)
    assert {parent for c in found.values() for parent in c.parents} <= found.keys()
    assert not any("''" in c.definition for c in occupations)
    assert rules(values)["liens-non-repris"] == 1
    assert set(rules(values)) == {"table-non-reprise", "colonnes-non-reprises", "liens-non-repris"}
    edition = values[0]
    assert isinstance(edition, Edition)
    assert (edition.version, str(edition.date)) == ("60", "2025-09-18")


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        (CODES + '"../M18","x","M1805"\n', "code-illisible"),
        (CODES + '"M1805","Autre","M1805"\n"M1805","Encore","M1805"\n', "code-double"),
        (CODES + '"M1805","Seul","Z9999"\n', "lien-inconnu"),
        (CODES + '"M1805","Trop","M1805","x"\n', "ligne-incomplete"),
        (CODES + '"M1805"\n', "ligne-incomplete"),
    ],
)
def test_a_bad_row_is_left_out_and_counted(tmp_path: Path, table: str, rule: str) -> None:
    values = read(Rome(), [write(tmp_path / "codes.csv", table)])
    assert rule in rules(values)
    assert all(c.adresse.startswith("rome/M1805") for c in concepts(values).values())


def test_ten_thousand_bad_rows_are_one_anomaly(tmp_path: Path) -> None:
    rows = "".join(f'"X{n}","x","M1805"\n' for n in range(10_000))
    values = read(Rome(), [write(tmp_path / "codes.csv", CODES + rows)])
    (anomaly,) = (value for value in values if isinstance(value, Anomaly))
    assert "10000 fois" in anomaly.message


def test_links_to_nothing_are_left_out_and_counted(tmp_path: Path) -> None:
    shutil.copytree(CASES / "rome", tmp_path / "rome")
    (tmp_path / "rome" / "unix_referentiel_competence.csv").unlink()
    values = read(Rome(), files(tmp_path / "rome"))
    assert not any(name == "ref:requiertCompetence" for c in concepts(values).values() for name, _ in c.liens)
    assert rules(values)["lien-inconnu"] == 1


def test_a_table_in_another_encoding_is_read_and_told_of(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_bytes((CODES + '"M1805","Veilleur de nuit zélé","M1805"\n').encode("cp1252"))
    values = read(Rome(), [path])
    assert concepts(values)["rome/M1805"].libelle == "Veilleur de nuit zélé"
    assert rules(values) == {"encodage": 1}


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_separators_and_byte_order_marks_do_not_matter(tmp_path: Path, separator: str, start: str) -> None:
    text = start + (CODES + '"M1805","Gardien","M1805"\n').replace(",", separator).replace("\n", "\r\n")
    assert "rome/M1805" in concepts(read(Rome(), [write(tmp_path / "codes.csv", text)]))


def test_tables_without_that_of_the_codes_are_refused() -> None:
    with pytest.raises(SourceUnreadable, match="no table of codes"):
        read(Rome(), [CASES / "rome" / "unix_liens.csv"])


def test_two_editions_at_once_are_refused() -> None:
    with pytest.raises(SourceUnreadable, match="two editions"):
        read(Rome(), [*files(CASES / "rome"), *files(CASES / "rome-suivant")])


def test_a_cell_without_end_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "codes.csv", CODES + '"M1805","' + "a" * 200_000 + '","M1805"\n')
    with pytest.raises(SourceUnreadable, match=r"codes\.csv: line"):
        read(Rome(), [path])


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "rome.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("codes.csv", CODES + " " * 50_000_000)
    with pytest.raises(SourceUnreadable, match="would decompress"):
        list(Rome().read_all([tmp_path / "rome.zip"]))


# --- ROME 3 and ISCO-08 ---------------------------------------------------------------------------


def test_a_code_alone_in_its_group_is_close_to_it_and_others_are_narrower(tmp_path: Path) -> None:
    path = correspondence(tmp_path / "c.xlsx", ("M1805", "5419"), ("M1806", "110"), ("M1807", "110"))
    found = concepts(read(Rome3(), [path, *files(CASES / "rome-3")]))
    isco = "http://data.europa.eu/esco/isco/C"
    assert found["rome/M1805"].libelle == "Gardiennage de phares"
    assert found["rome/M1805"].liens == (("skos:closeMatch", f"{isco}5419"),)
    assert found["rome/M1806"].liens == found["rome/M1807"].liens == (("skos:broadMatch", f"{isco}0110"),)


def test_rome_347_and_its_correspondence_are_whole(shared_data: Path) -> None:
    values = read(Rome3(), files(shared_data / "rome_v347"))
    found = concepts(values)
    # 531 codes in the table; the workbook knows one more, L1510.
    assert len(found) == 532
    assert Counter(name for c in found.values() for name, _ in c.liens) == {
        "skos:broadMatch": 354,
        "skos:closeMatch": 178,
    }
    assert len({ogr for c in found.values() for ogr, _ in c.synonymes}) == 10990
    esco = concepts(read(Esco(), files(shared_data / "esco")))
    assert {target for c in found.values() for _, target in c.liens} <= esco.keys()
    assert rules(values) == {"colonnes-non-reprises": 2}


@pytest.mark.parametrize("isco", ["", "12345", "12a4", "-1"])
def test_a_group_that_is_no_number_is_left_out_and_counted(tmp_path: Path, isco: str) -> None:
    values = read(Rome3(), [correspondence(tmp_path / "c.xlsx", ("M1805", "5419"), ("M1806", isco))])
    assert list(concepts(values)) == ["rome/M1805"]
    assert rules(values) == {"code-illisible": 1}


def test_a_workbook_with_a_dtd_or_a_missing_text_is_not_read(tmp_path: Path) -> None:
    head = [["Code ROME", "Libellé codes ROME", "Code ISCO08"], ["M1805", "x", "5419"]]
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    unsafe = workbook(tmp_path / "a.xlsx", head, prolog=bomb)
    broken = workbook(tmp_path / "b.xlsx", head, missing=True)
    for path, why in ((unsafe, "DTD"), (broken, "not there")):
        assert recognise(path, all_nomenclatures()) is None
        with pytest.raises(SourceUnreadable, match=why):
            list(Rome3().read_all([path]))


# --- ESCO -----------------------------------------------------------------------------------------


def test_esco_keeps_its_addresses_and_hangs_each_concept_on_the_one_above() -> None:
    found = concepts(read(Esco(), files(CASES / "esco")))
    base = "http://data.europa.eu/esco/"
    assert found[f"{base}occupation/aa-1"].parents == (f"{base}isco/C5419",)
    assert found[f"{base}occupation/aa-2"].parents == (f"{base}occupation/aa-1",)
    assert found[f"{base}isco/C541"].parents == (f"{base}isco/C54",)
    assert found[f"{base}isco/C5"].sommet
    assert found[f"{base}skill/bb-1"].parents == (f"{base}skill/cc-1",)
    assert found[f"{base}skill/bb-2"].code == "bb-2"
    assert found[f"{base}occupation/aa-1"].definition == "Les gardiens de phare veillent."


def test_the_label_of_the_later_extract_is_preferred_and_the_other_kept() -> None:
    skill = concepts(read(Esco(), files(CASES / "esco")))["http://data.europa.eu/esco/skill/bb-1"]
    assert skill.libelle == "allumer une lanterne"
    assert [nom for _, nom in skill.synonymes] == ["allumer un feu", "éclairer", "mettre le feu"]


def test_esco_in_french_is_whole(shared_data: Path) -> None:
    values = read(Esco(), files(shared_data / "esco"))
    found = concepts(values)
    assert Counter(c.schema.rsplit("/", 1)[1] for c in found.values()) == {
        "occupations": 3007,
        # 13,485 and 17 groups; the five more of the later extract are groups.
        "skills": 13485 + 17,
        "isco": 619,
    }
    assert sum(bool(c.parents) for c in found.values() if "/occupation/" in c.adresse) == 3007
    assert {parent for c in found.values() for parent in c.parents} <= found.keys()
    assert rules(values) == {"colonnes-non-reprises": 2}


@pytest.mark.parametrize(
    "address", ["http://evil.example/skill/1", "http://data.europa.eu/esco/skill/a b>", ""]
)
def test_an_address_that_is_not_of_esco_is_left_out(tmp_path: Path, address: str) -> None:
    path = write(tmp_path / "s.csv", f"conceptUri,preferredLabel,altLabels\n{address},x,\n")
    values = read(Esco(), [path])
    assert not concepts(values)
    assert rules(values) == {"code-illisible": 1}


# --- Recognition ----------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["nsf", "rome", "rome-suivant", "rome-3", "esco"])
def test_each_file_of_a_nomenclature_is_recognised_as_its_own(folder: str) -> None:
    names = {getattr(recognise(path, all_nomenclatures()), "name", None) for path in files(CASES / folder)}
    assert names == {folder.removesuffix("-suivant")}


def test_no_other_official_file_passes_for_a_nomenclature(shared_data: Path) -> None:
    known = {"nsf", "rome_v460", "rome_v347", "esco"}
    others = [p for p in files(shared_data) if p.relative_to(shared_data).parts[0] not in known]
    assert len(others) > 20
    assert not [p for p in others if recognise(p, all_nomenclatures()) is not None]


def test_the_guard_sees_the_case_files() -> None:
    assert len(files(CASES)) == 34
