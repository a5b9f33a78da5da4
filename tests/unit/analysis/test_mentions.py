"""Where texts speak of what the rules look for, and where they only seem to."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, SKOS

from graphkit.analysis import Nature, analyse
from graphkit.analysis.lexiques import themes
from graphkit.assets import data_path

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "analyse" / "themes.toml").read_text("utf-8"))
WITH = [(theme, text) for theme, case in CASES.items() for text in case["avec"]]
WITHOUT = [(theme, text) for theme, case in CASES.items() for text in case["sans"]]
BASE = "https://w3id.org/referentiels/"


def cited(theme: str, text: str) -> list[str]:
    """The words of the mentions of a theme."""
    found = analyse(text, Nature(CASES[theme]["nature"])).mentions
    assert all(text[mention.debut : mention.fin] == mention.extrait for mention in found)
    return [mention.extrait for mention in found if mention.theme == theme]


@pytest.mark.parametrize(("theme", "marked"), WITH)
def test_the_words_between_brackets_bear_the_theme(theme: str, marked: str) -> None:
    text = re.sub(r"\[(.*?)\]", r"\1", marked)
    assert cited(theme, text) == re.findall(r"\[(.*?)\]", marked)


@pytest.mark.parametrize(("theme", "text"), WITHOUT)
def test_look_alikes_do_not_bear_the_theme(theme: str, text: str) -> None:
    assert cited(theme, text) == []


def test_the_cases_are_those_of_all_themes() -> None:
    assert set(CASES) == set(themes())
    assert (len(CASES), len(WITH), len(WITHOUT)) == (57, 125, 86)


def test_the_lists_and_the_ontology_have_the_same_themes_and_pages() -> None:
    """The ontology names and defines them, the lists hold their words; the page must be the same in both."""
    graph = Graph().parse(data_path("ontology") / "analyse.ttl")
    concepts = set(graph.subjects(SKOS.inScheme, URIRef(f"{BASE}nomenclature/theme")))
    assert {str(concept).removeprefix(f"{BASE}theme/") for concept in concepts} == set(themes())
    for code, theme in themes().items():
        sources = [str(source) for source in graph.objects(URIRef(f"{BASE}theme/{code}"), DCTERMS.source)]
        pages = {match[1] for source in sources if (match := re.search(r"Vademecum.*, p\. (.+)$", source))}
        assert pages == set(filter(None, theme.page.split(", "))), code


def test_each_theme_serves_a_rule_and_is_looked_for_somewhere() -> None:
    for code, theme in themes().items():
        assert theme.regles, code
        assert theme.natures, code
        assert all(re.fullmatch(r"R\d\d(-\d)?", rule) for rule in theme.regles), code


def test_each_phrase_of_each_theme_is_found() -> None:
    """A phrase that is misspelt in the notation of the lists would never be."""
    lost = []
    for code, theme in themes().items():
        for phrase in theme.mots:
            text = " ".join(part.split("|")[0] for part in phrase.split())
            text = text.replace("=", "").replace("~", "").replace("#", "12").replace("_", "mot")
            text = re.sub(r"\^(\S+)", lambda found: found[1].upper(), text).replace("' ", "'")
            nature = min(theme.natures)
            if code not in {mention.theme for mention in analyse(text, nature).mentions}:
                lost.append((code, phrase))
    assert lost == []


def test_a_theme_is_looked_for_in_its_natures_only() -> None:
    text = "Répondre à un QCM devant un jury"
    found = {nature: {m.theme for m in analyse(text, nature).mentions} for nature in Nature}
    assert "vocabulaire-evaluation" in found[Nature.COMPETENCE]
    assert "vocabulaire-evaluation" not in found[Nature.MODALITE]
    assert "questionnaire" in found[Nature.MODALITE]


def test_accents_capitals_hyphens_plural_and_feminine_make_no_difference() -> None:
    for text in ("AUTO-EVALUATIONS", "auto-évaluation", "Auto évaluation", "autoévaluation"):
        assert cited("auto-evaluation", text) == [text]
    for text in ("cohérent", "cohérents", "cohérente", "COHERENTES"):
        assert cited("terme-peu-objectif", text) == [text]


def test_a_word_within_a_longer_word_is_no_mention() -> None:
    assert cited("jury", "Un jurymètre") == []
    assert cited("seuil", "Un deuil") == []


def test_a_theme_that_rules_only_ask_the_presence_of_is_told_once() -> None:
    assert cited("jury", "Le jury délibère. Le jury décide.") == ["jury"]
    assert len(cited("terme-peu-objectif", "Un choix pertinent, cohérent et correct")) == 3
