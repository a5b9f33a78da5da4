"""The reader of the CSV export: a look-alike with every trap, faults, and the official relations."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest

from graphkit.config import Settings
from graphkit.identifiers import Minter
from graphkit.mapping import map_record
from graphkit.model import Anomaly, Code, Concept, Fait, Lien, Record, Reference
from graphkit.ntriples import Triple
from graphkit.passages import Passage
from graphkit.pipeline import build
from graphkit.questions import load_question
from graphkit.sources.csv_france_competences import CsvFranceCompetences
from graphkit.sources.recognition import all_sources, recognise
from graphkit.sources.xml_france_competences import XmlFranceCompetences
from graphkit.store.versions import open_current
from graphkit.text import normalise_spaces

_CASES = Path(__file__).parents[2] / "cases"
_CAS = _CASES / "csv_fc"
_STANDARD = _CAS / "export_fiches_CSV_Standard_2031_02_02.csv"
_JUMELLE = _CASES / "xml_fc" / "export_fiches_RNCP_V4_1_2031-02-03.xml"


def _lis(path: Path) -> tuple[list[Record], list[Anomaly]]:
    lus = list(CsvFranceCompetences().read(path))
    return [x for x in lus if isinstance(x, Record)], [x for x in lus if isinstance(x, Anomaly)]


def _zip(path: Path, dossier: Path = _CAS, noms: str = "{}") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for fichier in sorted(dossier.iterdir()):
            archive.writestr(noms.format(fichier.name), fichier.read_bytes())
    return path


def _valeurs(faits: tuple[Fait, ...]) -> list[tuple[str, Any]]:
    return [(fait.propriete, fait.valeur) for fait in faits]


RNCP90001, RNCP90002, RS9001 = _lis(_STANDARD)[0]

# --- what is read -------------------------------------------------------------------------------------


def test_a_fiche_is_joined_from_its_relations() -> None:
    c = RNCP90001.certification
    assert _valeurs(c.faits) == [
        ("ref:numeroFiche", Code("RNCP90001")),
        ("ref:repertoire", Concept("repertoire", "rncp")),
        ("skos:prefLabel", "Jardinier de terrasses & balcons"),
        ("ref:typeDiplome", Concept("type-diplome", "bac-pro", "Baccalauréat professionnel")),
        ("ref:niveau", Concept("niveau", "4", "Niveau 4")),
        ("ref:accessibleNouvelleCaledonie", True),
        ("ref:accessiblePolynesieFrancaise", False),
        ("ref:dateDernierJO", date(2028, 4, 3)),
        ("ref:dateFinEnregistrement", date(2033, 8, 31)),
        ("ref:dateEffet", date(2028, 9, 1)),
        ("ref:typeEnregistrement", Concept("type-enregistrement", "de-droit", "Enregistrement de droit")),
        ("ref:active", True),
        ("ref:remplace", Reference("RNCP80001")),
        ("ref:estRemplaceePar", Reference("RS9001")),
        ("ref:remplace", Reference("RNCP80002")),
        ("ref:formacode", Concept("formacode", "21046", "Espace vert")),
        ("ref:formacode", Concept("formacode", "21054", "Horticulture")),
        ("ref:nsf", Concept("nsf", "214s", "Aménagement paysager")),
        ("ref:viseMetier", Concept("rome", "A1203", "Aménagement et entretien des espaces verts")),
        ("ref:viseMetier", Concept("rome", "A1200", "Espaces naturels")),
        ("ref:conventionCollective", Concept("ccn", "3614", "Entreprises du paysage")),
        ("ref:conventionCollective", Concept("ccn", "3615")),
    ]
    assert _valeurs(c.fiche) == [("ref:idFiche", 7)]
    assert [(b.code, b.intitule) for b in c.blocs] == [
        ("01", "Arroser"),
        ("RNCP90001BC01", "Planter en pot"),
        ("RNCP90001BC03", "Vendre"),
    ]
    assert [(x.nom, x.siret, _valeurs(x.faits)) for x in c.certificateurs] == [
        ("Chambre des balcons", None, [("ref:siretImprime", Code("123"))]),
        ("ECOLE DES TERRASSES", "00000000000017", []),
    ]
    assert [(x.ordre, x.nom, x.siret) for x in c.habilitations] == [
        (1, "LYCEE DU PETIT POT", "00000000000033"),
        (2, "CFA DU GRAND POT", "00000000000025"),
    ]
    assert [(x.voie, x.ouverte, x.jury) for x in c.acces] == [("fi", True, None)]


def test_the_traps_of_labels_are_undone() -> None:
    codes = [f.valeur for f in RNCP90002.certification.faits if isinstance(f.valeur, Concept)]
    assert Concept("niveau", "reprise", "Sans niveau") in codes
    assert Concept("rome", "D1209", "Vente de végétaux à l'étal") in codes
    assert Concept("nsf", "312", "Commerce d'ici : vente") in codes
    assert Concept("ccn", "3616", "Fleuristes d'étal") in codes
    # A name is no label of a nomenclature: it stays as printed.
    assert [x.nom for x in RS9001.certification.certificateurs] == ["L''ATELIER DU TAS"]


def test_routes_that_are_not_listed_are_absent_rather_than_closed() -> None:
    assert [(x.voie, x.ouverte) for x in RS9001.certification.acces] == [
        ("ca", True),
        ("fc", True),
        ("cq", True),
        ("cl", True),
    ]
    assert not any(f.propriete == "ref:existencePartenaires" for f in RS9001.certification.faits)


def test_what_cannot_be_taken_in_is_reported_at_its_row() -> None:
    def signales(record: Record) -> list[tuple[str, str, str, tuple[int, int] | None]]:
        lieux = [(a.rule, a.excerpt, a.passages[0]) for a in record.anomalies]
        return [(regle, extrait, lieu.chemin, lieu.lignes) for regle, extrait, lieu in lieux]

    assert signales(RNCP90001) == [
        ("valeur-illisible", "31/02/2028", "Standard", (2, 4)),
        ("siret-invalide", "123", "Certificateurs", (3, 3)),
    ]
    assert signales(RNCP90002) == [
        ("numero-invalide", "rncp 90002", "Standard", (5, 5)),
        ("code-invalide", "?", "Formacode", (4, 4)),
        ("bloc-sans-code", "", "Blocs_De_Competences", (5, 5)),
        ("colonne-non-reprise", "Sans code", "Nsf", (4, 4)),
        ("colonne-non-reprise", "Par télépathie", "Voix_d_Acces", (4, 4)),
        ("colonne-non-reprise", "Bloc sans code", "Blocs_De_Competences", (5, 5)),
    ]
    assert signales(RS9001) == [
        ("valeur-illisible", "EN SOMMEIL", "Standard", (6, 6)),
        ("valeur-illisible", "une ancienne fiche", "Ancienne_Nouvelle_Certification", (5, 5)),
        ("code-inconnu", "HABILITATION_RETOURNER", "Partenaires", (3, 3)),
    ]


def test_a_row_of_no_fiche_is_reported_on_the_export() -> None:
    _, anomalies = _lis(_STANDARD)
    assert [(a.rule, a.passages[0].chemin, a.passages[0].lignes) for a in anomalies] == [
        ("fiche-sans-numero", "Standard", (7, 7)),
        ("ligne-irreguliere", "Standard", (8, 8)),
        ("fiche-absente", "Ancienne_Nouvelle_Certification", (6, 6)),
        ("fiche-absente", "Ancienne_Nouvelle_Certification", (7, 7)),
    ]
    assert [a.excerpt for a in anomalies[2:]] == ["RNCP90009 ; RNCP70009 ;", "RNCP70000 ; ; RNCP90001"]
    assert all(a.certification is None for a in anomalies)


def test_the_document_is_the_export() -> None:
    document = RNCP90001.document
    assert (document.nom, document.type_source, document.date) == ("csv_fc/", "csv-fc", date(2031, 2, 2))
    assert len(document.sha256) == 64


def test_passages_tell_relation_and_row() -> None:
    triples = map_record(RNCP90001, Minter()).triples
    debut = "<https://w3id.org/referentiels/passage/RNCP90001/csv-fc/"
    lieux = {s.removeprefix(debut) for s, _, _ in triples if s.startswith(debut)}
    assert {"Standard/L2-4>", "Rome/L2-2>", "Rome/L3-3>", "Partenaires/L2-2>", "CCN/L2-2>"} <= lieux
    dits = {p.rsplit("#")[-1]: o for s, p, o in triples if s == f"{debut}Standard/L2-4>"}
    assert dits["tableau>"] == '"Standard"'
    assert dits["ligneDebut>"].startswith('"2"')
    assert dits["ligneFin>"].startswith('"4"')
    assert "cheminXML>" not in dits


# --- the two exports agree ------------------------------------------------------------------------------


def _faits_communs(record: Record) -> set[Triple]:
    """Return what a record says, without where it says it and in which order."""
    propres = ("/passage/", "/anomalie/", "/fiche/", "/graphe/")
    sans = ("wasDerivedFrom>", "ontologie#ordre>", "aPourFiche>")
    return {
        (s, p, o)
        for s, p, o in map_record(record, Minter()).triples
        if not any(x in s for x in propres) and not p.endswith(sans)
    }


def test_both_exports_say_the_same_of_what_both_hold() -> None:
    jumelle = next(r for r in XmlFranceCompetences().read(_JUMELLE) if isinstance(r, Record))
    du_csv, du_xml = _faits_communs(RNCP90001), _faits_communs(jumelle)
    assert len(du_csv) > 60
    assert du_csv - du_xml == set()


def test_both_official_exports_say_the_same_but_for_what_changed(shared_data: Path) -> None:
    dossier = shared_data / "france_competences_csv" / "export_2024-02-22"
    du_csv = next(r for r in _lis(_standard(dossier))[0] if r.certification.identifiant == "RS5000")
    fichier = next((shared_data / "france_competences_xml").glob("*RS*.xml"))
    lus = [r for r in XmlFranceCompetences().read(fichier) if isinstance(r, Record)]
    du_xml = next(r for r in lus if r.certification.identifiant == "RS5000")
    seuls = {(p.rsplit("#")[-1], o) for _, p, o in _faits_communs(du_csv) - _faits_communs(du_xml)}
    boolean = "^^<http://www.w3.org/2001/XMLSchema#boolean>"
    assert seuls == {
        ("active>", f'"true"{boolean}'),
        ("dateDecision>", '"2019-06-13"^^<http://www.w3.org/2001/XMLSchema#date>'),
        # The XML export has these for the RNCP only.
        ("accessibleNouvelleCaledonie>", f'"false"{boolean}'),
        ("accessiblePolynesieFrancaise>", f'"false"{boolean}'),
    }


def test_a_partner_named_twice_has_two_rights_whatever_their_rank() -> None:
    lien = "<https://w3id.org/referentiels/ontologie#donneHabilitation>"
    noms = [o.rsplit("/", 1)[-1] for _, p, o in map_record(RS9001, Minter()).triples if p == lien]
    assert noms == ["compost-et-cie>", "compost-et-cie.2>"]


def test_both_are_kept_and_their_difference_can_be_asked_for(tmp_path: Path) -> None:
    report = build([_CAS, _JUMELLE], Settings(store=tmp_path))
    assert (report.loaded, report.superseded) == (5, ())
    rows = open_current(tmp_path).select(load_question("differences-entre-sources"))
    dits = [tuple(row[nom].value for nom in ("fiche", "valeur", "autreFiche", "autreValeur")) for row in rows]
    base = "https://w3id.org/referentiels/fiche/RNCP90002"
    assert dits == [
        (f"{base}/csv-fc", 'Fleuriste de "grand" marché ; et d’étal', f"{base}/xml-fc", "Fleuriste de marché")
    ]


# --- zip, folder, single files --------------------------------------------------------------------------


@pytest.mark.parametrize("forme", ["NFC", "NFD"])
def test_a_zip_gives_the_records_of_the_folder_whatever_its_members_are_called(
    tmp_path: Path, forme: Literal["NFC", "NFD"]
) -> None:
    dossier = tmp_path / "dossier"
    dossier.mkdir()
    for rang, fichier in enumerate(sorted(_CAS.iterdir())):
        nom = unicodedata.normalize(forme, fichier.name) if forme == "NFD" else f"{rang}.dat"
        (dossier / nom).write_bytes(fichier.read_bytes())
    records, anomalies = _lis(_zip(tmp_path / "export-fiches-csv-2031-02-03.zip", dossier, "sous/{}"))
    assert [r.certification for r in records] == [r.certification for r in (RNCP90001, RNCP90002, RS9001)]
    assert len(anomalies) == 4
    # Members are dated one day before their zip, where their names are.
    assert {r.document.date for r in records} == {date(2031, 2, 2 if forme == "NFD" else 3)}
    assert {r.document.nom for r in records} == {"export-fiches-csv-2031-02-03.zip"}


def test_other_members_and_absent_relations_are_told(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x/standard.csv", _STANDARD.read_bytes())
        archive.writestr("__MACOSX/._standard.csv", b"\x00\x05\x16\x07")
    _, anomalies = _lis(path)
    regles = Counter(a.rule for a in anomalies if a.severity == "info")
    assert regles == {"membre-ignore": 1, "relation-absente": 9}


@pytest.mark.parametrize("nom", [f.name for f in sorted(_CAS.iterdir())])
def test_each_file_is_recognised_and_stands_for_its_folder(nom: str) -> None:
    source = recognise(_CAS / nom, all_sources(Settings()))
    assert isinstance(source, CsvFranceCompetences)
    assert source.entry(_CAS / nom) == _STANDARD


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ('"Numero_Fiche";"Si_Jury"', True),
        ("\ufeffnumero_fiche;SI_JURY\r\n", True),
        ('"Numero_Fiche";"Autre"', False),
        ("Numero_Fiche,Si_Jury", False),
        ('"Numero_Fiche;"Si_Jury', False),
        ('"Numero_Fiche";"Si_Jury', False),
        ("Si_Jury", False),
        ("Fiche RNCP25520", False),
    ],
)
def test_recognised_by_its_header(tmp_path: Path, texte: str, attendu: bool) -> None:
    path = tmp_path / "n’importe.quoi"
    path.write_text(texte, encoding="utf-8")
    assert CsvFranceCompetences().recognises(path.read_bytes(), path) is attendu
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as membres:
        membres.writestr("membre", texte)
    assert CsvFranceCompetences().recognises(archive.read_bytes(), archive) is attendu


def test_a_folder_is_read_once_and_so_are_its_files_named_one_by_one(tmp_path: Path) -> None:
    for paths in ([_CAS], sorted(_CAS.iterdir()), [_CAS / "export_fiches_CSV_Rome_2031_02_02.csv"]):
        report = build(paths, Settings(store=tmp_path / "store"))
        assert (report.loaded, report.superseded, report.ignored) == (3, (), ())
        assert report.sources == {"csv_fc/": 3}


def test_two_exports_in_one_folder_are_told_by_their_dates(tmp_path: Path) -> None:
    for fichier in _CAS.iterdir():
        for jour in ("2031_02_02", "2031_03_04"):
            (tmp_path / fichier.name.replace("2031_02_02", jour)).write_bytes(fichier.read_bytes())
    source = CsvFranceCompetences()
    assert {source.entry(path).name for path in tmp_path.iterdir()} == {
        "export_fiches_CSV_Standard_2031_02_02.csv",
        "export_fiches_CSV_Standard_2031_03_04.csv",
    }
    records, _ = _lis(tmp_path / "export_fiches_CSV_Standard_2031_03_04.csv")
    assert {r.document.date for r in records} == {date(2031, 3, 4)}


def test_a_column_that_the_format_does_not_have_is_reported(tmp_path: Path) -> None:
    texte = (
        "Id_Fiche;Numero_Fiche;Intitule;Couleur;Intitule;;Date_Limite_Delivrance\r\n"
        "1;RNCP1;Peintre;Bleu;Vernisseur;Perdu;01/02/2030\r\n"
        "2;RNCP2;Laqueur;;;;;;\r\n\r\n"
    )
    path = tmp_path / "s.csv"
    path.write_text(texte, encoding="utf-8", newline="")
    (un, deux), _ = _lis(path)
    assert [(a.rule, a.excerpt) for a in un.anomalies] == [
        ("colonne-non-reprise", "Bleu"),
        ("colonne-non-reprise", "Vernisseur"),
        ("colonne-non-reprise", "Perdu"),
    ]
    assert un.anomalies[1].message.startswith("INTITULE (COLONNE 5)")
    # A column that the XML export has is read as there.
    assert ("ref:dateLimiteDelivrance", date(2030, 2, 1)) in _valeurs(un.certification.faits)
    assert ("skos:prefLabel", "Laqueur") in _valeurs(deux.certification.faits)
    assert not deux.anomalies


def test_a_number_that_comes_twice_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("Id_Fiche;Numero_Fiche;Intitule\n1;RNCP1;A\n2;RNCP1;B\n", encoding="utf-8")
    assert [[a.rule for a in r.anomalies] for r in _lis(path)[0]] == [[], ["fiche-en-double"]]


# --- the official relations -----------------------------------------------------------------------------


def _standard(dossier: Path) -> Path:
    return next(dossier.glob("*Standard*"))


def _rendu(valeur: object) -> list[str]:  # noqa: PLR0911
    if isinstance(valeur, bool):
        return ["Oui" if valeur else "Non", "ACTIVE" if valeur else "INACTIVE"]
    if isinstance(valeur, date):
        return [f"{valeur:%d/%m/%Y}"]
    if isinstance(valeur, Concept):
        return [valeur.code, f"NIV{valeur.code}", valeur.code.upper(), valeur.libelle or ""]
    if isinstance(valeur, Code):
        return [valeur.valeur]
    if isinstance(valeur, Reference):
        return [valeur.certification]
    if isinstance(valeur, Lien):
        return [valeur.adresse]
    assert isinstance(valeur, (str, int, Decimal))
    return [str(valeur)]


def _dits(chose: Any, passages: tuple[Passage, ...] = ()) -> set[tuple[Passage, str]]:  # noqa: ANN401
    """Return every text of a value of the model, as the export prints it, with the passages it has."""
    if isinstance(chose, tuple):
        return {dit for x in chose for dit in _dits(x, passages)}
    if isinstance(chose, Fait):
        return {(p, texte) for p in chose.passages for texte in _rendu(chose.valeur)}
    champs = getattr(type(chose), "__dataclass_fields__", None)
    if champs is None:
        return set() if chose is None else {(p, texte) for p in passages for texte in _rendu(chose)}
    siens = getattr(chose, "passages", ())
    return {dit for champ in champs for dit in _dits(getattr(chose, champ), siens)}


_VOIES = {
    "fi": "Après un parcours de formation sous statut d’élève ou d’étudiant",
    "ca": "En contrat d’apprentissage",
    "fc": "Après un parcours de formation continue",
    "cq": "En contrat de professionnalisation",
    "cl": "Par candidature individuelle",
    "vae": "Par expérience",
}


def test_every_official_cell_is_in_a_fact_or_an_anomaly(shared_data: Path) -> None:
    dossier = shared_data / "france_competences_csv" / "export_2024-02-22"
    records, anomalies = _lis(_standard(dossier))
    dits = {r.certification.identifiant: _dits(r.certification) for r in records}
    for record in records:
        dits[record.certification.identifiant] |= {
            (p, _VOIES[acces.voie]) for acces in record.certification.acces for p in acces.passages
        }
    signalees = {(a.passages[0].chemin, a.passages[0].lignes) for a in anomalies}
    cellules = 0
    for fichier in sorted(dossier.iterdir()):
        relation = re.split(r"CSV_|_2024", fichier.name)[1].replace("VoixdAcces", "Voix_d_Acces")
        lignes = csv.DictReader(io.StringIO(fichier.read_text("utf-8")), delimiter=";")
        for rang, ligne in enumerate(lignes, 2):
            lieu = Passage((rang, rang), chemin=relation)
            if (relation, (rang, rang)) in signalees:
                continue
            for colonne, cellule in ligne.items():
                if not cellule or (colonne == "Numero_Fiche" and relation != "Standard"):
                    continue
                cellules += 1
                attendu = normalise_spaces(cellule)
                if colonne in ("Nsf_Intitule", "Formacode_Libelle"):
                    attendu = attendu.partition(" : ")[2]
                if colonne == "Codes_Rome_Libelle":
                    attendu = attendu.replace("''", "'")
                assert (lieu, attendu) in dits[ligne["Numero_Fiche"]], (relation, rang, colonne, cellule)
    assert cellules == 261
    assert [(a.rule, a.excerpt) for a in anomalies] == [("fiche-absente", "RNCP38228 ; RNCP509 ;")]
    assert not any(r.anomalies for r in records)


def test_the_official_zip_gives_the_records_of_the_folder(shared_data: Path) -> None:
    dossier = shared_data / "france_competences_csv"
    (archive,) = dossier.glob("*.zip")
    du_zip, _ = _lis(archive)
    du_dossier, _ = _lis(_standard(dossier / "export_2024-02-22"))
    assert [r.certification for r in du_zip] == [r.certification for r in du_dossier]
    assert len(du_zip) == 9
    assert {r.document.date for r in du_zip} == {date(2024, 2, 22)}
