"""The reader of the XML export: a look-alike with every element, faults, and the official fiches."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from small_exports import export_of, write_export, zip_of

from graphkit.model import Anomaly, Code, Concept, Fait, Lien, Record, Reference, Valeur
from graphkit.passages import Passage
from graphkit.sources.xml_france_competences import XmlFranceCompetences
from graphkit.text import normalise_spaces

_CAS = Path(__file__).parents[2] / "cases" / "xml_fc"
_RNCP = _CAS / "export_fiches_RNCP_V4_1_2031-02-03.xml"
_RS = _CAS / "export_fiches_RS_V4_1_2031-02-03.xml"
_ATTENDU: dict[str, dict[str, Any]] = json.loads((_CAS / "attendu.json").read_text(encoding="utf-8"))
_MINIMAL = (
    "<FICHES><VERSION_FLUX>4.1</VERSION_FLUX><FICHE><ID_FICHE>1</ID_FICHE>"
    "<NUMERO_FICHE>RNCP1</NUMERO_FICHE><INTITULE>Pêcheur</INTITULE></FICHE></FICHES>"
)


def _lis(path: Path, reader: XmlFranceCompetences | None = None) -> tuple[list[Record], list[Anomaly]]:
    lus = list((reader or XmlFranceCompetences()).read(path))
    return [x for x in lus if isinstance(x, Record)], [x for x in lus if isinstance(x, Anomaly)]


def _rendu(valeur: Valeur) -> str:  # noqa: PLR0911
    match valeur:  # the order matters: a bool is an int
        case bool():
            return "Oui" if valeur else "Non"
        case date():
            return f"{valeur:%d/%m/%Y}"
        case Code():
            return valeur.valeur
        case Lien():
            return valeur.adresse
        case Reference():
            return " ".join(filter(None, ("→", valeur.certification, valeur.bloc)))
        case Concept():
            return f"{valeur.nomenclature} {valeur.code}" + (f" ({valeur.libelle})" if valeur.libelle else "")
        case int() | Decimal() | str():
            return str(valeur)


def _lieu(passage: Passage) -> str:
    return passage.chemin + ("@{}-{}".format(*passage.caracteres) if passage.caracteres else "")


def _triplet(fait: Fait) -> list[str]:
    return [fait.propriete, _rendu(fait.valeur), _lieu(fait.passages[0])]


def _paires(faits: tuple[Fait, ...]) -> list[list[str]]:
    return [[fait.propriete, _rendu(fait.valeur)] for fait in faits]


def _a_plat(record: Record) -> dict[str, Any]:
    c = record.certification
    competences = [k for b in c.blocs for k in b.competences] + list(c.competences)
    return {
        "faits": [_triplet(f) for f in c.faits],
        "fiche": [_triplet(f) for f in c.fiche],
        "referentiels": [[quoi, *_triplet(f)[1:]] for quoi, f in c.textes_referentiels],
        "certificateurs": [[x.nom, x.siret, _paires(x.faits)] for x in c.certificateurs],
        "habilitations": [[x.ordre, x.nom, x.siret, _paires(x.faits)] for x in c.habilitations],
        "acces": [
            [x.voie, x.ouverte, x.jury, _paires(x.faits), [_lieu(p) for p in x.passages]] for x in c.acces
        ],
        "textes": [[x.intitule, x.nature, _paires(x.faits)] for x in c.textes_reglementaires],
        "statistiques": [[x.ordre, _paires(x.faits)] for x in c.statistiques],
        "blocs": [
            [b.code, b.code_imprime, b.intitule, [m.enonce for m in b.modalites], _paires(b.faits)]
            for b in c.blocs
        ],
        "competences": [
            [
                [_lieu(p) for p in k.passages],
                k.code,
                k.enonce,
                k.chapeau,
                [_lieu(p) for p in k.passages_chapeau],
                [m.enonce for m in k.modalites],
            ]
            for k in competences
        ],
        "correspondances": [
            [x.ordre, list(x.blocs_source), [_rendu(r) for r in x.cibles]] for x in c.correspondances
        ],
        "anomalies": [[a.rule, a.excerpt, _lieu(a.passages[0])] for a in record.anomalies],
    }


# --- what is read -------------------------------------------------------------------------------------


def test_every_element_becomes_what_was_written_down() -> None:
    records = _lis(_RNCP)[0] + _lis(_RS)[0]
    assert [r.certification.identifiant for r in records] == list(_ATTENDU)
    for record in records:
        lu = _a_plat(record)
        for quoi, attendu in _ATTENDU[record.certification.identifiant].items():
            assert lu[quoi] == attendu, (record.certification.identifiant, quoi)


def test_document_says_where_it_comes_from() -> None:
    record = _lis(_RNCP)[0][0]
    assert record.document.nom == _RNCP.name
    assert record.document.type_source == "xml-fc"
    assert record.document.date == date(2031, 2, 3)
    assert record.document.version == "4.1"
    assert len(record.document.sha256) == 64


def test_a_fiche_without_number_is_reported() -> None:
    anomalies = _lis(_RNCP)[1]
    assert [(a.rule, a.excerpt) for a in anomalies] == [("fiche-sans-numero", "Fiche que rien ne nomme")]


def test_zip_gives_the_same_records_as_its_members(tmp_path: Path) -> None:
    archive = zip_of(
        tmp_path, {"a/rncp.xml": _RNCP.read_bytes(), "lisez-moi.txt": b"bonjour", "rs.xml": _RS.read_bytes()}
    )
    records, anomalies = _lis(archive)
    clairs = _lis(_RNCP)[0] + _lis(_RS)[0]
    assert [r.certification for r in records] == [r.certification for r in clairs]
    assert [r.document.sha256 for r in records] == [r.document.sha256 for r in clairs]
    assert {r.document.nom for r in records} == {"export.zip/a/rncp.xml", "export.zip/rs.xml"}
    assert [(a.rule, a.document.nom) for a in anomalies if a.rule == "membre-ignore"] == [
        ("membre-ignore", "export.zip/lisez-moi.txt")
    ]


def test_date_of_the_archive_holds_for_a_member_without_one(tmp_path: Path) -> None:
    archive = zip_of(tmp_path, {"rncp.xml": _MINIMAL.encode()}).rename(tmp_path / "export-2031-02-04.zip")
    assert _lis(archive)[0][0].document.date == date(2031, 2, 4)


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        (_MINIMAL.encode(), True),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->\n<FICHES/>", True),
        (_MINIMAL.encode("utf-16"), True),
        (b'<!DOCTYPE FICHES [<!ENTITY a "b">]><FICHES/>', True),
        (b"<!DOCTYPE html><html/>", False),
        (b"<FICHESRNCP/>", False),
        (b"<autre><FICHES/></autre>", False),
        (b"Fiche RNCP25520", False),
        (b"", False),
    ],
)
def test_recognised_by_content(tmp_path: Path, octets: bytes, attendu: bool) -> None:
    path = tmp_path / "fichier.quelconque"
    path.write_bytes(octets)
    reader = XmlFranceCompetences()
    assert reader.recognises(octets, path) is attendu
    archive = zip_of(tmp_path, {"membre": octets})
    assert reader.recognises(archive.read_bytes()[: 64 << 10], archive) is attendu


def test_other_encodings_are_read(tmp_path: Path) -> None:
    for encodage in ("utf-16", "iso-8859-1"):
        path = tmp_path / f"{encodage}.xml"
        path.write_bytes(f'<?xml version="1.0" encoding="{encodage}"?>{_MINIMAL}'.encode(encodage))
        assert "Pêcheur" in [f.valeur for f in _lis(path)[0][0].certification.faits]


# --- what is at fault is kept and reported --------------------------------------------------------------


@pytest.mark.parametrize(
    ("contenu", "regle", "extrait", "chemin"),
    [
        ("<INTITULE>A</INTITULE><INTITULE>B</INTITULE>", "element-repete", "A", "INTITULE[1]"),
        ("<ACTIF>Oui<!-- ? --></ACTIF>vert", "element-inconnu", "vert", "text()[1]"),
        ('<ACTIF depuis="1999">Oui</ACTIF>', "element-inconnu", "1999", "ACTIF/@depuis"),
        ("<ABREGE>TP</ABREGE>", "element-non-repris", "TP", "ABREGE"),
        ("<DUREE_ENREGISTREMENT>٣</DUREE_ENREGISTREMENT>", "valeur-illisible", "٣", "DUREE_ENREGISTREMENT"),
        ("<ABREGE><CODE>?</CODE></ABREGE>", "code-invalide", "?", "ABREGE/CODE"),
        (
            "<TYPE_ENREGISTREMENT>Par faveur</TYPE_ENREGISTREMENT>",
            "code-inconnu",
            "Par faveur",
            "TYPE_ENREGISTREMENT",
        ),
        (
            (
                "<BLOCS_COMPETENCES><BLOC_COMPETENCES><LIBELLE>Sans nom</LIBELLE></BLOC_COMPETENCES>"
                "</BLOCS_COMPETENCES>"
            ),
            "element-inconnu",
            "Sans nom",
            "BLOCS_COMPETENCES/BLOC_COMPETENCES[1]/LIBELLE",
        ),
        (
            (
                "<CERTIFICATEURS><CERTIFICATEUR><ETAT_CERTIFICATEUR>Actif</ETAT_CERTIFICATEUR></CERTIFICATEUR>"
                "</CERTIFICATEURS>"
            ),
            "element-inconnu",
            "Actif",
            "CERTIFICATEURS/CERTIFICATEUR[1]/ETAT_CERTIFICATEUR",
        ),
        (
            (
                "<CORRESPONDANCES><CORRESPONDANCE><DESTINATION><NUMERO_FICHE>rien</NUMERO_FICHE></DESTINATION>"
                "</CORRESPONDANCE></CORRESPONDANCES>"
            ),
            "valeur-illisible",
            "rien",
            "CORRESPONDANCES/CORRESPONDANCE[1]/DESTINATION/NUMERO_FICHE",
        ),
    ],
)
def test_faults_are_reported(tmp_path: Path, contenu: str, regle: str, extrait: str, chemin: str) -> None:
    (record,), _ = _lis(write_export(tmp_path, export_of(contenu)))
    signales = [(a.rule, a.excerpt, a.passages[0].chemin) for a in record.anomalies]
    assert (regle, extrait, chemin) in signales
    assert all(a.certification == "RNCP1" for a in record.anomalies)


def test_repeated_statements_are_all_kept(tmp_path: Path) -> None:
    (record,), _ = _lis(write_export(tmp_path, export_of("<INTITULE>A</INTITULE><INTITULE>B</INTITULE>")))
    assert [f.valeur for f in record.certification.faits if f.propriete == "skos:prefLabel"] == ["A", "B"]


def test_the_code_of_a_bloc_is_kept_as_printed(tmp_path: Path) -> None:
    bloc = "<BLOC_COMPETENCES><CODE> BC \u00a0 1 </CODE><LIBELLE>Semer</LIBELLE></BLOC_COMPETENCES>"
    path = write_export(tmp_path, export_of(f"<BLOCS_COMPETENCES>{bloc}</BLOCS_COMPETENCES>"))
    (lu,) = _lis(path)[0][0].certification.blocs
    assert (lu.code, lu.code_imprime) == ("BC 1", "BC \u00a0 1")


def test_text_around_a_comment_is_one_text(tmp_path: Path) -> None:
    (record,), _ = _lis(write_export(tmp_path, export_of("<INTITULE>Jar<!-- ! -->dinier</INTITULE>")))
    assert "Jardinier" in [f.valeur for f in record.certification.faits]


def test_what_stands_beside_the_fiches_is_reported(tmp_path: Path) -> None:
    texte = _MINIMAL.replace("<FICHE>", "<ENTETE><AUTEUR>moi</AUTEUR></ENTETE>perdu<FICHE>")
    _, anomalies = _lis(write_export(tmp_path, texte.replace("</FICHES>", "fin</FICHES>")))
    assert [(a.excerpt, a.passages[0].chemin) for a in anomalies] == [
        ("moi", "ENTETE/AUTEUR"),
        ("perdu", "text()"),
        ("fin", "text()"),
    ]


def test_a_number_that_comes_twice_is_reported(tmp_path: Path) -> None:
    fiche = _MINIMAL.partition("</VERSION_FLUX>")[2].removesuffix("</FICHES>")
    records, _ = _lis(write_export(tmp_path, f"<FICHES>{fiche}{fiche}</FICHES>"))
    assert [[a.rule for a in r.anomalies] for r in records] == [[], ["fiche-en-double"]]


# --- the official fiches --------------------------------------------------------------------------------


def _passages(chose: Any) -> list[Passage]:  # noqa: ANN401
    """Return every passage of a value of the model, however deep."""
    if isinstance(chose, Passage):
        return [chose]
    if isinstance(chose, tuple):
        return [p for x in chose for p in _passages(x)]
    champs = getattr(type(chose), "__dataclass_fields__", ())
    return [p for champ in champs for p in _passages(getattr(chose, champ))]


def _textes(chose: Any) -> list[str]:  # noqa: ANN401
    """Return every text of a value of the model as the export would print it."""
    if isinstance(chose, (str, bool, int, Decimal, date)):
        return [normalise_spaces(_rendu(chose))]
    if isinstance(chose, tuple):
        return [t for x in chose for t in _textes(x)]
    champs = getattr(type(chose), "__dataclass_fields__", ())
    return [t for champ in champs for t in _textes(getattr(chose, champ))]


def _feuilles(fiche: etree._Element) -> list[tuple[str, str, str]]:
    """Return (path of the leaf, path of its parent, text), paths with a position at every step."""
    feuilles = []
    arbre = fiche.getroottree()
    racine = arbre.getpath(fiche) + "/"
    for element in fiche.iter():
        if not len(element) and (element.text or "").strip():
            parent = element.getparent()
            assert parent is not None
            chemins = [arbre.getpath(x).removeprefix(racine) for x in (element, parent)]
            feuilles.append((chemins[0], chemins[1], normalise_spaces(element.text or "")))
    return feuilles


def _canonique(chemin: str) -> str:
    # libxml2 numbers only what has siblings of its name; the reader, all that the format lets repeat.
    return chemin.replace("[1]", "")


def _officiels(shared_data: Path) -> list[tuple[Record, etree._Element]]:
    paires = []
    for fichier in sorted((shared_data / "france_competences_xml").glob("*.xml")):
        records, anomalies = _lis(fichier)
        assert not anomalies
        paires += list(zip(records, etree.parse(fichier).getroot().iter("FICHE"), strict=True))
    return paires


def test_every_official_element_is_in_a_fact_or_an_anomaly(shared_data: Path) -> None:
    officiels = _officiels(shared_data)
    assert len(officiels) == 13
    for record, fiche in officiels:
        cites = {_canonique(p.chemin) for p in _passages(record)}
        textes = set(_textes(record.certification))
        decoupes = {_canonique(p.chemin) for p in _passages(record.certification) if p.caracteres}
        for feuille, parent, texte in _feuilles(fiche):
            nom = (record.certification.identifiant, feuille)
            # A code, a name or a SIRET has the passage of the element that it is a part of.
            # A correspondence is stated by all of its elements together.
            rangee = "/".join(feuille.split("/")[:2]) if feuille.startswith("CORRESPONDANCES/") else parent
            assert {_canonique(feuille), _canonique(parent), _canonique(rangee)} & cites, nom
            if _canonique(feuille) not in decoupes:
                assert _dit(texte, textes), (nom, texte[:80])


def _dit(texte: str, textes: set[str]) -> bool:
    equivalents = {
        "HABILITATION_FORMER": "former",
        "HABILITATION_ORGANISER": "organiser",
        "HABILITATION_ORGA_FORM": "former-et-organiser",
    }
    niveau = texte.removeprefix("NIV") if texte.startswith("NIV") else texte
    entier = texte.lstrip("0") or "0"
    return bool({texte, niveau, entier, texte.lower(), equivalents.get(texte, texte)} & textes)


def test_as_many_repeated_elements_come_out_as_go_in(shared_data: Path) -> None:
    for record, fiche in _officiels(shared_data):
        c = record.certification
        dedans = Counter(str(e.tag) for e in fiche.iter())
        faits = Counter(f.propriete for f in c.faits)
        assert len(c.certificateurs) == dedans["CERTIFICATEUR"]
        assert len(c.habilitations) == dedans["PARTENAIRE"]
        assert len(c.textes_reglementaires) == dedans["PUBLICATION_JO"]
        assert len(c.statistiques) == dedans["STATISTIQUES_PROMOTION"]
        assert len(c.correspondances) == dedans["CORRESPONDANCE"]
        assert len(c.blocs) == len(fiche.findall("BLOCS_COMPETENCES/BLOC_COMPETENCES"))
        assert len(c.acces) == sum(n for tag, n in dedans.items() if tag.startswith("SI_JURY_"))
        assert faits["ref:viseMetier"] == dedans["ROME"]
        assert faits["ref:formacode"] == dedans["FORMACODE"]
        assert faits["ref:nsf"] == dedans["NSF"]
        assert faits["ref:remplace"] == dedans["ANCIENNE_CERTIFICATION"]
        assert faits["ref:estRemplaceePar"] == dedans["NOUVELLE_CERTIFICATION"]


def test_split_texts_lead_back_to_their_words(shared_data: Path) -> None:
    for record, fiche in _officiels(shared_data):
        for bloc in record.certification.blocs:
            for competence in bloc.competences:
                (propre,) = competence.passages
                debut, fin = propre.caracteres or (0, 0)
                texte = fiche.findtext(propre.chemin) or ""
                assert normalise_spaces(texte[debut:fin]).endswith(competence.enonce)
                chapeaux = competence.chapeau.split("\n") if competence.chapeau else []
                for passage, chapeau in zip(competence.passages_chapeau, chapeaux, strict=True):
                    assert normalise_spaces(texte[slice(*passage.caracteres or ())]).endswith(chapeau)


def test_nothing_of_an_official_assessment_is_lost(shared_data: Path) -> None:
    for record, fiche in _officiels(shared_data):
        for rang, bloc in enumerate(record.certification.blocs, 1):
            chemin = f"BLOCS_COMPETENCES/BLOC_COMPETENCES[{rang}]/MODALITES_EVALUATION"
            reste = list(texte := fiche.findtext(chemin) or "")
            modalites = (*bloc.modalites, *(m for k in bloc.competences for m in k.modalites))
            dits = [(m.enonce, m.passages[0]) for m in modalites]
            dits += [(str(f.valeur), f.passages[0]) for f in bloc.faits if f.propriete == "skos:note"]
            for enonce, passage in dits:
                debut, fin = passage.caracteres or (0, 0)
                assert passage.chemin == chemin
                assert normalise_spaces(texte[debut:fin]).removeprefix("* ") == normalise_spaces(enonce)
                reste[debut:fin] = " " * (fin - debut)
            assert not "".join(reste).strip(), (bloc.code, "".join(reste).strip())


def test_what_an_official_element_says_as_printed(shared_data: Path) -> None:
    for record, fiche in _officiels(shared_data):
        c = record.certification
        codes = [e.text for e in fiche.iterfind("BLOCS_COMPETENCES/BLOC_COMPETENCES/CODE")]
        assert [b.code_imprime for b in c.blocs] == codes
        liens = [f.valeur for f in c.fiche if f.propriete == "ref:lienDescription"]
        assert liens == [Code(e.text or "") for e in fiche.iterfind("LIEN_URL_DESCRIPTION")]
        voies = [e.tag for e in fiche if str(e.tag).startswith("SI_JURY_")]
        assert [a.passages for a in c.acces] == [(Passage(chemin=str(v)),) for v in voies]


def test_official_equivalence_without_source_holds_for_the_whole(shared_data: Path) -> None:
    sans_source = [
        (r.certification.identifiant, c.ordre)
        for r, _ in _officiels(shared_data)
        for c in r.certification.correspondances
        if not c.blocs_source
    ]
    assert len(sans_source) == 1
