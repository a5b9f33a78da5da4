"""The analysis of single statements, and what holds of any text whatever."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graphkit.analysis import ClasseDeVerbe, Nature, analyse
from graphkit.analysis.mots import decouper
from graphkit.analysis.phrases import Phrases, formes

_PIECES = st.sampled_from(
    (Path(__file__).parents[2] / "cases" / "analyse" / "morceaux.txt").read_text("utf-8").split(" ")
)
_TEXTES = st.one_of(
    st.text(max_size=200),
    st.lists(_PIECES, max_size=60).map(" ".join),
    st.lists(_PIECES).map("".join),
)


def of(texte: str, nature: Nature = Nature.COMPETENCE) -> tuple[str | None, bool]:
    got = analyse(texte, nature)
    return got.premier_verbe, got.est_infinitif


# --- Any text -------------------------------------------------------------------------------------


@given(_TEXTES, st.sampled_from(Nature))
@example("", Nature.COMPETENCE)
@example("(" * 50, Nature.CRITERE)
@example("Faire (", Nature.COMPETENCE)
def test_any_text_is_analysed_and_what_is_cited_stands_in_it(texte: str, nature: Nature) -> None:
    got = analyse(texte, nature)
    for mention in got.mentions:
        assert 0 <= mention.debut < mention.fin <= len(texte)
        assert texte[mention.debut : mention.fin] == mention.extrait
    for cited in (got.objet, *got.finalites, *got.moyens, *got.contextes):
        assert cited is None or (cited and cited in texte)
    assert got.nombre_enonces >= bool(got.nombre_mots)
    assert (got.premier_verbe is None) == (got.classe is None) == (not got.verbes)
    assert not got.est_infinitif or got.premier_verbe is not None


@given(_TEXTES, st.sampled_from(Nature))
def test_the_same_text_gives_the_same_analysis(texte: str, nature: Nature) -> None:
    assert analyse(texte, nature) == analyse(texte, nature)


@given(_TEXTES)
def test_mentions_of_one_theme_do_not_overlap(texte: str) -> None:
    ends: dict[str, int] = {}
    for mention in analyse(texte, Nature.CRITERE).mentions:
        assert mention.debut >= ends.get(mention.theme, 0)
        ends[mention.theme] = mention.fin


@given(_TEXTES)
def test_words_stand_in_order_and_apart(texte: str) -> None:
    mots = decouper(texte)
    assert all(d < f for d, f in zip(mots.debuts, mots.fins, strict=True))
    assert all(f <= d for f, d in zip(mots.fins, mots.debuts[1:], strict=False))
    assert {texte[d:f] for d, f in zip(mots.debuts, mots.fins, strict=True) if texte[d:f].isspace()} == set()


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "(",
        "« ",
        "mot ",
        "C1.1.1 ",
        "Faire, ",
        "être capable de ",
        "en faisant, ",
        "à partir, ",
        "12/20 ",
        "\n",
    ],
)
def test_a_hostile_text_of_a_million_characters_is_analysed(piece: str) -> None:
    """In time that grows with its length: a quadratic step would take hours here, and time the suite out."""
    texte = "Faire " + piece * (1_000_000 // len(piece))
    assert analyse(texte, Nature.COMPETENCE).premier_verbe is not None


# --- Single statements ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "classe"),
    [
        ("Connaître les cépages", ClasseDeVerbe.CONNAISSANCE),
        ("Être capable de comprendre un plan", ClasseDeVerbe.CONNAISSANCE),
        ("Savoir les règles du jeu", ClasseDeVerbe.CONNAISSANCE),
        ("Savoir tailler un rosier", ClasseDeVerbe.ACTION),
        ("Faire preuve de patience", ClasseDeVerbe.ATTITUDE),
        ("Faire un nœud", ClasseDeVerbe.ACTION),
        ("S'impliquer dans la vie du club", ClasseDeVerbe.ATTITUDE),
        ("Impliquer les parents", ClasseDeVerbe.ACTION),
        ("Maîtriser un logiciel de paie", ClasseDeVerbe.ACTION),
    ],
)
def test_verbs_are_of_a_class(texte: str, classe: ClasseDeVerbe) -> None:
    assert analyse(texte, Nature.COMPETENCE).classe is classe


@pytest.mark.parametrize(
    ("texte", "langue"),
    [
        ("Poser un carrelage dans une salle de bains", "fr"),
        ("Coder", "fr"),
        ("Design and deliver the training of a team", "en"),
        ("Gestionar los pedidos y las facturas de los clientes", "es"),
        ("Planung und Leitung der Baustelle mit einem Team", "de"),
        ("Kubernetes", None),
        ("", None),
    ],
)
def test_the_language_is_told_by_function_words_and_else_unknown(texte: str, langue: str | None) -> None:
    assert analyse(texte, Nature.COMPETENCE).langue == langue


def test_a_noun_that_is_also_a_verb_is_a_verb_in_a_competence_and_not_in_a_title() -> None:
    assert of("Conseiller en matière d'isolation") == ("conseiller", True)
    assert of("Conseiller en isolation", Nature.CERTIFICATION) == (None, False)
    assert of("Conseiller la clientèle", Nature.BLOC) == ("conseiller", True)
    assert of("Manager de rayon", Nature.CERTIFICATION) == (None, False)


def test_accents_lost_to_capitals_are_given_back_to_the_verb() -> None:
    assert of("EVALUER LES RISQUES") == ("évaluer", True)
    assert of("Etre à l'écoute") == ("être", True)


@pytest.mark.parametrize(
    ("texte", "nombre"),
    [
        ("Peser la farine", 1),
        ("Peser la farine. Pétrir la pâte.", 2),
        ("Vérifier la pression (cf. notice, art. 3). Purger si besoin", 2),
        ("Monter un stand : une table ; deux chaises", 1),
        ("La soudure est continue. Aucune bulle n'est visible.", 2),
        ("Le plan, la coupe, etc. sont cotés", 1),
        ("Préparer :\n- dresser les tables\n- vérifier l'éclairage", 3),
        ("", 0),
    ],
)
def test_statements_are_counted(texte: str, nombre: int) -> None:
    assert analyse(texte, Nature.COMPETENCE).nombre_enonces == nombre


def test_the_purpose_of_a_tool_counts_where_the_action_tells_none() -> None:
    alone = analyse("Installer un capteur permettant de mesurer le débit", Nature.COMPETENCE)
    both = analyse("Installer un capteur permettant de mesurer le débit afin de doser", Nature.COMPETENCE)
    assert alone.finalites == ("permettant de mesurer le débit",)
    assert both.finalites == ("afin de doser",)
    assert both.objet == "un capteur permettant de mesurer le débit"


# --- Phrases --------------------------------------------------------------------------------------


def found(phrase: str, texte: str) -> list[str]:
    mots = decouper(texte)
    return [mots.extrait(debut, fin) for debut, fin, _ in Phrases([(phrase, "x")]).trouver(mots)]


@pytest.mark.parametrize(
    ("phrase", "texte", "expected"),
    [
        ("cohérent", "cohérents et COHÉRENTE, incohérent", ["cohérents", "COHÉRENTE"]),
        ("=cours", "un cours, une course", ["cours"]),
        ("^BUT", "le but du BUT", ["BUT"]),
        ("pertine~", "pertinence, pertinemment, impertinent", ["pertinence", "pertinemment"]),
        ("note|notes de", "note de, notes de, noté", ["note de", "notes de"]),
        ("# / 20", "12/20, 8 / 20 et 9 sur 20", ["12/20", "8 / 20"]),
        ("de manière _", "de manière claire", ["de manière claire"]),
        ("mise en situation", "mise(s) en situation(s)", ["mise(s) en situation(s)"]),
        ("l' examen", "l’examen, l' examen, lexamen", ["l’examen"]),
        ("travail de groupe", "travail, de groupe", []),
    ],
)
def test_the_notation_of_phrases(phrase: str, texte: str, expected: list[str]) -> None:
    assert found(phrase, texte) == expected


def test_forms_of_a_word_are_its_plural_and_feminine() -> None:
    assert {"objectif", "objectifs", "objective", "objectives"} <= formes("objectif")
    assert {"medical", "medicaux", "medicale"} <= formes("medical")
    assert {"evaluateur", "evaluatrice"} <= formes("evaluateur")
    assert "coherent" not in formes("correct")
