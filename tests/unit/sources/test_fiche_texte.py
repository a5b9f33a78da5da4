"""The reader of RNCP fiches as extracted text, against results written by reading the documents."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest

import graphkit
from graphkit.errors import SourceUnreadable
from graphkit.model import Code, Concept, Lien, Record
from graphkit.passages import Passage
from graphkit.sources.fiche_texte import FicheTexte
from graphkit.sources.fiche_texte.lignes import Ligne, Texte, split_paragraphs
from graphkit.sources.fiche_texte.phrases import sentence_spans
from graphkit.text import normalise_spaces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graphkit.model import Bloc, Competence, Composante, Faits, Modalite

CASES = Path(__file__).parents[2] / "cases" / "fiche_texte"
SAMPLE = Path(graphkit.__file__).parent / "sample" / "fiche_RNCP25520.txt"
NAMES = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


def source_of(name: str) -> Path:
    return SAMPLE if name == "rncp25520" else CASES / name / "source.txt"


def read_one(path: Path) -> Record:
    (record,) = FicheTexte().read(path)
    assert isinstance(record, Record)
    return record


@pytest.fixture(params=NAMES)
def case(request: pytest.FixtureRequest) -> tuple[Record, dict[str, Any], list[str]]:
    """A record, what it should be, and the lines that it was read from."""
    path = source_of(request.param)
    expected = json.loads((CASES / request.param / "expected.json").read_text(encoding="utf-8"))
    return read_one(path), expected, path.read_text(encoding="utf-8").split("\n")


# --- the record in the form of expected.json ---------------------------------------------------------


def spans(passages: tuple[Passage, ...]) -> str:
    return ",".join(
        str(first) if first == last else f"{first}-{last}"
        for first, last in (passage.lignes for passage in passages)
    )


def plain(value: object) -> object:
    match value:
        case Code():
            return {"code": value.valeur}
        case Concept():
            return {"concept": f"{value.nomenclature}/{value.code}", "libelle": value.libelle}
        case Lien():
            return {"lien": value.adresse}
        case Decimal():
            return {"decimal": str(value)}
        case date():
            return {"date": value.isoformat()}
    return value


def by_property(faits: Faits) -> dict[str, list[Any]]:
    result: dict[str, list[Any]] = {}
    for fait in faits:
        result.setdefault(fait.propriete, []).append([plain(fait.valeur), spans(fait.passages)])
    return result


def livrables(of: Modalite | Composante) -> list[Any]:
    return [[each.enonce, spans(each.passages)] for each in of.livrables]


def modalites(of: Competence | Bloc) -> list[Any]:
    return [
        {"enonce": each.enonce, "lignes": spans(each.passages), "livrables": livrables(each)}
        for each in of.modalites
    ]


def project(record: Record) -> dict[str, Any]:
    it = record.certification
    assert record.coverage is not None
    return {
        "identifiant": it.identifiant,
        "faits": by_property(it.faits),
        "certificateurs": [{"nom": c.nom, "lignes": spans(c.passages)} for c in it.certificateurs],
        "textes_referentiels": [
            [which, fait.propriete, plain(fait.valeur), spans(fait.passages)]
            for which, fait in it.textes_referentiels
        ],
        "capacites": [
            {
                "intitule": groupe.intitule,
                "lignes": spans(groupe.passages),
                "capacites": [[text, spans(passages)] for text, passages in groupe.capacites],
            }
            for groupe in it.capacites
        ],
        "composantes": [
            {
                "numero": c.numero,
                "intitule": c.intitule,
                "descriptif": c.descriptif,
                "lignes": spans(c.passages),
                "livrables": livrables(c),
            }
            for c in it.composantes
        ],
        "blocs": [
            {
                "code": bloc.code,
                "intitule": bloc.intitule,
                "lignes": spans(bloc.passages),
                "certificat": bloc.certificat and [bloc.certificat.valeur, spans(bloc.certificat.passages)],
                "competences": [
                    {"enonce": c.enonce, "lignes": spans(c.passages), "modalites": modalites(c)}
                    for c in bloc.competences
                ],
                **({"modalites": modalites(bloc)} if bloc.modalites else {}),
                **({"faits": by_property(bloc.faits)} if bloc.faits else {}),
            }
            for bloc in it.blocs
        ],
        "acces": [
            {"voie": a.voie, "ouverte": a.ouverte, "jury": a.jury, "lignes": spans(a.passages)}
            for a in it.acces
        ],
        "textes_reglementaires": [
            {
                "nature": t.nature,
                "intitule": t.intitule,
                "lignes": spans(t.passages),
                "faits": by_property(t.faits),
            }
            for t in it.textes_reglementaires
        ],
        "statistiques": [
            {"ordre": s.ordre, "lignes": spans(s.passages), "faits": by_property(s.faits)}
            for s in it.statistiques
        ],
        "anomalies": [[a.rule, a.severity, spans(a.passages)] for a in record.anomalies],
        "couverture": {
            "lines": record.coverage.lines,
            "boilerplate": record.coverage.boilerplate,
            "unexplained": list(record.coverage.unexplained),
        },
    }


# --- the cases ---------------------------------------------------------------------------------------


def test_no_case_is_lost() -> None:
    assert len(NAMES) == 2


def test_every_field_is_as_the_document_has_it(case: tuple[Record, dict[str, Any], list[str]]) -> None:
    record, expected, _ = case
    actual = project(record)
    assert actual.keys() == expected.keys()
    for key, value in expected.items():
        assert actual[key] == value, key


def test_every_line_is_in_a_passage_or_named_boilerplate(
    case: tuple[Record, dict[str, Any], list[str]],
) -> None:
    record, _, _ = case
    coverage = record.coverage
    assert coverage is not None
    counted = coverage.in_passages + sum(coverage.boilerplate.values()) + len(coverage.unexplained)
    assert counted == coverage.lines


def statements(value: object) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    """Every text of a record with the passages that it claims."""
    if not is_dataclass(value):
        if isinstance(value, tuple):
            if len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], tuple):
                yield value[0], value[1]
            for item in value:
                yield from statements(item)
        return
    passages = getattr(value, "passages", ())
    for name in ("enonce", "intitule", "descriptif", "nom", "valeur", "jury"):
        text = getattr(value, name, None)
        if isinstance(text, str) and passages:
            yield text, passages
    for each in fields(value):
        yield from statements(getattr(value, each.name))


def passage_text(passage: Passage, lines: list[str]) -> str:
    assert passage.lignes is not None
    first, last = passage.lignes
    assert 1 <= first <= last <= len(lines)
    taken = lines[first - 1 : last]
    if passage.caracteres:
        start, end = passage.caracteres
        assert 0 <= start < len(taken[0])
        assert 0 < end <= len(taken[-1])
        taken[-1] = taken[-1][:end]
        taken[0] = taken[0][start:]
    return " ".join(taken)


def test_every_passage_leads_back_to_the_words(case: tuple[Record, dict[str, Any], list[str]]) -> None:
    record, _, lines = case
    seen = 0
    for text, passages in statements(record.certification):
        printed = normalise_spaces(" ".join(passage_text(p, lines) for p in passages))
        # A word cut at the end of a line has a space in the lines and none in the text.
        assert normalise_spaces(text).replace(" ", "") in printed.replace(" ", "")
        seen += 1
    assert seen > 30


def test_a_sentence_has_exactly_its_own_characters(case: tuple[Record, dict[str, Any], list[str]]) -> None:
    record, _, lines = case
    for groupe in record.certification.capacites:
        for text, passages in groupe.capacites:
            assert normalise_spaces(" ".join(passage_text(p, lines) for p in passages)) == text


def test_the_sample_has_the_counts_of_the_paper() -> None:
    it = read_one(SAMPLE).certification
    assert [len(bloc.competences) for bloc in it.blocs] == [3, 5, 6, 4]
    assert [len(groupe.capacites) for groupe in it.capacites] == [6, 7, 7, 9]
    assert len(it.composantes) == 5
    assert len(it.textes_reglementaires) == 3
    assert len(it.statistiques) == 6
    assert len(it.acces) == 6


def test_access_is_known_only_where_a_sentence_tells() -> None:
    acces = {each.voie: each.ouverte for each in read_one(SAMPLE).certification.acces}
    assert acces == {"fi": None, "ca": None, "fc": None, "cq": None, "cl": None, "vae": True}


# --- variants of the invented case -------------------------------------------------------------------

INVENTED = (CASES / "conducteur-parc-ostreicole" / "source.txt").read_text(encoding="utf-8")


@pytest.fixture
def read_text(tmp_path: Path) -> Callable[[str | bytes], Record]:
    def read(content: str | bytes) -> Record:
        path = tmp_path / "fiche.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_one(path)

    return read


def changed(old: str, new: str, text: str = INVENTED) -> str:
    assert old in text
    return text.replace(old, new)


def rules(record: Record) -> list[str]:
    return [anomaly.rule for anomaly in record.anomalies if anomaly.rule != "colonnes-perdues"]


def test_a_fiche_without_number_is_named_by_its_title(read_text: Callable[[str], Record]) -> None:
    record = read_text(changed("la fiche n° 31999", "la fiche"))
    assert record.certification.identifiant.startswith("conducteur-d-exploitation-de-parc-ostreicole")
    assert "numero-absent" in rules(record)
    assert [bloc.code for bloc in record.certification.blocs] == ["BC01", "BC02"]


def test_a_number_without_register_makes_no_register_number(read_text: Callable[[str], Record]) -> None:
    record = read_text(changed("enregistrement au répertoire national", "inscription au registre"))
    assert not record.certification.identifiant.startswith("RNCP")
    assert "repertoire-absent" in rules(record)


def test_the_letterhead_may_print_number_and_register(read_text: Callable[[str], Record]) -> None:
    head = (
        "Répertoire National des Certifications Professionnelles\n\n"
        "Résumé descriptif de la certification\n\nCode RNCP : 31998\n\nIntitulé\n\n"
    )
    record = read_text(head + INVENTED)
    assert record.certification.identifiant == "RNCP31998"
    assert record.certification.faits[0].valeur == (
        "Conducteur d'exploitation de parc ostréicole et de bassins d'affinage"
    )


def test_blocs_of_another_fiche_are_reported(read_text: Callable[[str], Record]) -> None:
    record = read_text(changed("la fiche n° 31999 -\nAffinage", "la fiche n° 4 -\nAffinage"))
    assert record.certification.identifiant == "RNCP31999"
    assert "numeros-contradictoires" in rules(record)


def test_a_day_that_no_calendar_has_is_left_absent(read_text: Callable[[str], Record]) -> None:
    record = read_text(changed("Arrêté du 3 août 2016", "Arrêté du 31 février 2016"))
    creation = record.certification.textes_reglementaires[1]
    assert "eli:date_document" not in [fait.propriete for fait in creation.faits]
    assert "date-illisible" in rules(record)


def test_a_validity_that_is_no_number_of_years_is_left_absent(read_text: Callable[[str], Record]) -> None:
    record = read_text(changed("3 an(s)", "illimitée"))
    assert "validite-illisible" in rules(record)
    assert "ref:dureeValiditeComposantes" not in [fait.propriete for fait in record.certification.faits]


@pytest.mark.parametrize(
    ("sentence", "known"),
    [
        ("Tous les blocs sont accessibles en VAE.", True),
        ("La certification est accessible par la VAE.", True),
        ("Tous les blocs ne sont pas accessibles en VAE.", None),
        ("Tous les blocs sont accessibles en VAE sauf le bloc 2.", None),
        ("Le bloc 2 est accessible en VAE.", None),
    ],
)
def test_vae_is_open_only_if_a_sentence_says_so_without_reserve(
    read_text: Callable[[str], Record], sentence: str, known: bool | None
) -> None:
    record = read_text(changed("Le bloc 1 est accessible en VAE.", sentence))
    assert {each.voie: each.ouverte for each in record.certification.acces}["vae"] is known


def test_a_list_of_competences_with_one_assessment_leaves_it_to_the_bloc(
    read_text: Callable[[str], Record],
) -> None:
    text = changed(
        "Compétence : Suivre la qualité de l'eau des bassins\n",
        "Compétences :\n- Suivre la qualité de l'eau\n- Purger les\nbassins\n",
    )
    bloc = read_text(text).certification.blocs[1]
    assert [competence.enonce for competence in bloc.competences] == [
        "Suivre la qualité de l'eau",
        "Purger les bassins",
    ]
    assert [competence.modalites for competence in bloc.competences] == [(), ()]
    assert len(bloc.modalites) == 1


def test_a_title_of_a_bloc_printed_again_after_a_page_break_goes_on_with_it(
    read_text: Callable[[str], Record],
) -> None:
    again = "Bloc de compétence n°1 de\nla fiche n° 31999 - Conduite\ndes élevages sur l'estran\n\n"
    record = read_text(changed("Compétence :\nEnt", f"{again}Compétence :\nEnt"))
    assert [len(bloc.competences) for bloc in record.certification.blocs] == [3, 1]
    assert "bloc-en-double" not in rules(record)


def test_the_same_number_with_another_title_is_reported(read_text: Callable[[str], Record]) -> None:
    record = read_text(changed("Bloc de compétence n°2", "Bloc de compétence n°1"))
    assert "bloc-en-double" in rules(record)


def test_an_empty_cell_is_reported(read_text: Callable[[str], Record]) -> None:
    record = read_text(changed("Entretenir les tables et les poches\n", "\n"))
    assert "cellule-vide" in rules(record)


def test_a_heading_of_a_group_may_take_two_lines(read_text: Callable[[str], Record]) -> None:
    heading = "1. Préparer la campagne, ce qui demande un intitulé si long qu'il\ndéborde\nPoser les tables."
    groupes = read_text(
        changed("Préparer et suivre un calendrier de marées.", heading)
    ).certification.capacites
    assert [groupe.intitule for groupe in groupes] == [
        "Préparer la campagne, ce qui demande un intitulé si long qu'il déborde"
    ]
    assert groupes[0].capacites[0][0] == "Poser les tables."


@pytest.mark.parametrize("change", ["crlf", "bom", "page break"])
def test_what_an_editor_or_extractor_adds_changes_nothing(
    read_text: Callable[[str | bytes], Record], change: str
) -> None:
    plain_record = read_text(INVENTED)
    content = {
        "crlf": INVENTED.replace("\n", "\r\n").encode(),
        "bom": b"\xef\xbb\xbf" + INVENTED.encode(),
        "page break": INVENTED.replace("\n\n\n\n", "\n\n\n\x0c\n").encode(),
    }[change]
    assert read_text(content).certification == plain_record.certification


# --- what is no such fiche ---------------------------------------------------------------------------


def test_the_reader_knows_its_documents_by_content() -> None:
    reader = FicheTexte()
    for name in NAMES:
        path = source_of(name)
        assert reader.recognises(path.read_bytes()[: 64 * 1024], path)
    other = SAMPLE.with_name("referentiel_chef_de_projet_digital.txt")
    assert not reader.recognises(other.read_bytes()[: 64 * 1024], other)
    assert not reader.recognises(b"\xff\xfe\x00", Path("x"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        ("Résumé\ndu".encode("latin-1"), "line 1, byte 1"),
        (b"Un autre texte.\n", "AUTORITÉ RESPONSABLE"),
        ((INVENTED + INVENTED).encode(), "a second fiche"),
        (INVENTED[INVENTED.index("AUTORITÉ") :].encode(), "no title above"),
        (b"a" * 1_000_000, "AUTORITÉ RESPONSABLE"),
        (b" " * 1_000_000, "empty"),
        (("Compétence :\n" * 70_000).encode(), "AUTORITÉ RESPONSABLE"),
    ],
    ids=["empty", "blank", "latin-1", "other", "two", "untitled", "letters", "spaces", "labels"],
)
def test_a_file_that_is_no_fiche_is_refused_with_its_name_and_place(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "curieux.txt"
    path.write_bytes(content)
    with pytest.raises(SourceUnreadable, match=r"curieux\.txt") as caught:
        list(FicheTexte().read(path))
    assert said in str(caught.value)


def test_a_missing_file_and_a_large_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="absent"):
        list(FicheTexte().read(tmp_path / "absent.txt"))
    with pytest.raises(SourceUnreadable, match="larger than 1000 bytes"):
        list(FicheTexte(max_bytes=1000).read(SAMPLE))


@pytest.mark.parametrize(
    "junk",
    [
        "a" * 300_000,
        "(" * 300_000,
        ".Aaaaa" * 50_000,
        "…)" * 150_000,
        "-" * 300_000,
        "Compétence :\n" * 10_000,
        "Bloc de compétence n°1 de la fiche n° 3\n\n" * 5_000,
        "tous les blocs " * 20_000,
        "Arrêté du 3 mai 2016 sous l'intitulé " * 8_000,
        "1. \n" * 20_000,
    ],
    ids=["letters", "parentheses", "glued", "ends", "dashes", "labels", "blocs", "vae", "arretes", "numbers"],
)
@pytest.mark.parametrize(
    "before", ["Secteurs d'activité ou", "Bloc de compétence :", "Validité des", "Pour plus"]
)
def test_junk_inside_a_fiche_ends_in_bounded_time(
    read_text: Callable[[str], Record], junk: str, before: str
) -> None:
    start = perf_counter()
    record = read_text(changed(before, f"\n{junk}\n{before}"))
    assert perf_counter() - start < 20
    coverage = record.coverage
    assert coverage is not None
    assert (
        coverage.in_passages + sum(coverage.boilerplate.values()) + len(coverage.unexplained)
        == coverage.lines
    )


# --- parts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("Poser. Lever", ["Poser.", "Lever"]),
        (
            "Assurer le suivi (tableaux, budget…). Valider.",
            ["Assurer le suivi (tableaux, budget…).", "Valider."],
        ),
        ("Tenir compte (marges etc…). Piloter.", ["Tenir compte (marges etc…).", "Piloter."]),
        ("Définir (rythme, échanges…).Définir encore.", ["Définir (rythme, échanges…).", "Définir encore."]),
        ("Tenir un stock, etc. Élaborer un plan.", ["Tenir un stock, etc.", "Élaborer un plan."]),
        ("Appliquer la règle, cf. Annexe 2, p. Xi.", ["Appliquer la règle, cf. Annexe 2, p. Xi."]),
        ("Suivre la méthode de J. Dupont. Conclure.", ["Suivre la méthode de J. Dupont.", "Conclure."]),
        ("Développer en Asp.Net. Tester.", ["Développer en Asp.Net.", "Tester."]),
        ("Monter en version 2.0 du site. Livrer.", ["Monter en version 2.0 du site.", "Livrer."]),
        (
            "Répondre (Pourquoi ? Comment ?) au client. Agir.",
            ["Répondre (Pourquoi ? Comment ?) au client.", "Agir."],
        ),
        ("Ouvrir (sans fermer. Continuer.", ["Ouvrir (sans fermer.", "Continuer."]),
        ("Que faire ? « Agir ! » Puis rendre compte…", ["Que faire ?", "« Agir ! »", "Puis rendre compte…"]),
        ("Hésiter… puis choisir.", ["Hésiter… puis choisir."]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


def test_a_text_is_joined_with_spaces_except_after_a_hyphen() -> None:
    lignes = [Ligne(4, " région  Ile-de-"), Ligne(5, "France n° 2 -"), Ligne(7, "Paris ")]
    texte = Texte(lignes)
    assert texte.valeur == "région Ile-de-France n° 2 - Paris"
    assert texte.passages() == (Passage(lignes=(4, 5)), Passage(lignes=(7, 7)))
    start = texte.valeur.index("France")
    assert texte.passages(start, start + 6) == (Passage(lignes=(5, 5), caracteres=(0, 6)),)


def test_a_page_break_in_mid_sentence_ends_no_paragraph() -> None:
    lignes = [Ligne(1, "Il va"), Ligne(2, ""), Ligne(3, "au port."), Ligne(4, ""), Ligne(5, "Fin.")]
    assert [morceau.texte.valeur for morceau in split_paragraphs(lignes)] == ["Il va au port.", "Fin."]
