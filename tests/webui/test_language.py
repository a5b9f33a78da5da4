"""Languages: which one answers, how each is written, and that no text lacks its translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import catalogue
import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import LanguageAccept

import graphkit
from graphkit.comparing.declared import Extent
from graphkit.comparing.pathways import Ground
from graphkit.comparing.phrases import MET, NAMES, voice
from graphkit.differences.as_text import FAMILIES
from graphkit.differences.as_text import NAMES as CHANGES
from graphkit.matching.coverage import How
from graphkit.matching.relations import Relation
from graphkit.matching.similarity import LEXICAL, VECTORIAL
from graphkit.matching.statement import Part
from graphkit.matching.verdict import Topic, Verdict
from graphkit.voice import format_date
from webui.i18n import choose_language, translations
from webui.typography import format_number, typeset_french

#: What tells comparisons and differences, to pages and in reports.
TELLING = sorted(
    path
    for part in ("comparing", "differences")
    for path in (Path(graphkit.__file__).parent / part).glob("*.py")
)
#: Written alike in both languages.
ALIKE = {"Blocs", "Bloc", "Certification", "Certifications", "Code", "Condition", "Conditions", "Source"}


def calls(*names: str) -> Iterator[ast.Call]:
    """Yield the calls of some names in what tells comparisons."""
    for path in TELLING:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield node


def test_what_comparisons_tell_is_written_in_both_languages() -> None:
    pairs = [each.args for each in calls("say") if len(each.args) == 2]
    assert len(pairs) > 80
    for french, english in pairs:
        texts = [ast.literal_eval(each) for each in (french, english) if isinstance(each, ast.Constant)]
        assert all(text.strip() for text in texts), ast.unparse(french)
        assert ast.unparse(french) != ast.unparse(english) or texts[0] in ALIKE, ast.unparse(french)
        held = [
            {ast.unparse(part) for part in ast.walk(each) if isinstance(part, ast.FormattedValue)}
            for each in (french, english)
        ]
        # Words that have a form of their own in each language stand in both.
        assert len(held[0]) == len(held[1]), ast.unparse(french)


def test_no_heading_paragraph_or_table_is_written_in_one_language_only() -> None:
    written = [
        text
        for each in calls("Heading", "Paragraph", "Grid")
        for text in each.args
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value
    ]
    assert [ast.unparse(text) for text in written] == []


def test_every_value_of_a_computation_has_a_name_in_english() -> None:
    values = {*Verdict, *Topic, *How, *Relation, *Part, *Ground, *Extent, LEXICAL, VECTORIAL}
    assert set(NAMES) == values
    say = voice("en")
    assert all(say.name(each) for each in values)
    assert all(french != english for french, english in (*MET.values(), *FAMILIES.values()))
    assert all(one != english for one, _, english in CHANGES.values())


@pytest.mark.parametrize(
    ("address", "french", "english"),
    [
        ("/proches?q=piloter+un+projet+agile", "Au plus près de", "Nearest to"),
        ("/proches?q=RNCP25520", "Couverture calculée", "Coverage computed"),
        ("/parcours?blocs=RNCP25520BC01", "Certifications à portée", "Certifications within reach"),
        (
            "/comparer?id=RNCP25520&id=chef-de-projet-digital&_format=html",
            "Maîtrise des compétences",
            "Mastery of competences",
        ),
        ("/comparer?id=RNCP25520&id=chef-de-projet-digital", "sans incidence", "of no account"),
        (
            "/comparer?id=RNCP25520&id=chef-de-projet-digital",
            "aucune correspondance ne ressort",
            "no correspondence stands out",
        ),
    ],
)
def test_the_body_of_a_comparison_is_in_the_language_of_its_page(
    client: FlaskClient, parse: Callable[..., Any], address: str, french: str, english: str
) -> None:
    told = {}
    for language in ("fr", "en"):
        tree = parse(client.get(f"{address}&lang={language}"))
        for each in list(tree.iter()):
            if each.get("lang") == "fr" and each.tag.rpartition("}")[2] != "html":
                each.clear()
        told[language] = " ".join("".join(tree.find(".//body").itertext()).split())
    assert french in told["fr"]
    assert english in told["en"]
    assert french not in told["en"]


def test_every_text_is_in_the_catalogue() -> None:
    extracted = {message.id for message in catalogue.extract() if message.id}
    kept = {message.id for message in catalogue.translated() if message.id}
    assert len(extracted) > 150
    assert extracted == kept, "run: python tests/webui/catalogue.py"


def test_every_text_is_translated() -> None:
    for message in catalogue.translated():
        if message.id:
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(strings), message.id
            assert not message.fuzzy, message.id


def test_placeholders_survive_translation() -> None:
    for message in catalogue.translated():
        assert not list(message.check()), message.id


def test_the_compiled_catalogue_is_fresh() -> None:
    assert catalogue.compiled(catalogue.translated()) == catalogue.MO.read_bytes(), (
        "run: python tests/webui/catalogue.py"
    )


@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "chosen"),
    [
        ("en", "fr", "fr", "en"),
        (None, "en", "fr", "en"),
        (None, None, "en-GB", "en"),
        (None, None, "de", "fr"),
        (None, None, "", "fr"),
        ("xx", "yy", "en", "en"),
    ],
)
def test_the_address_prevails_then_the_cookie_then_the_browser(
    asked: str | None, remembered: str | None, accepted: str, chosen: str
) -> None:
    browser = LanguageAccept([(accepted, 1)] if accepted else [])
    assert choose_language(asked, remembered, browser) == chosen


def test_the_language_asked_for_is_remembered(client: FlaskClient) -> None:
    assert client.get("/").headers["Content-Language"] == "fr"
    assert client.get("/?lang=en").headers["Content-Language"] == "en"
    assert client.get("/requetes").headers["Content-Language"] == "en"


def test_data_stay_french_on_an_english_page(client: FlaskClient) -> None:
    page = client.get("/certification/RNCP25520?lang=en").text
    assert '<h1 lang="fr" dir="auto">Manager en ingénierie' in page
    assert '<bdi lang="fr">Pilotage des projets interactifs</bdi>' in page
    assert "Blocs of competences" in page


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Version du graphe :", "Version du graphe\u202f:"),
        ("« projet »", "«\u202fprojet\u202f»"),
        ("Où ? Là !", "Où\u202f? Là\u202f!"),
        ("%(share)s %%", "%(share)s\u202f%%"),
        ("sur %(total)s", "sur %(total)s"),
        ("https://example.org à 10:30", "https://example.org à 10:30"),
    ],
)
def test_french_is_set_with_narrow_spaces(typed: str, written: str) -> None:
    assert typeset_french(typed) == written
    assert translations("fr").gettext(typed) == written


def test_dates_are_in_words() -> None:
    assert format_date(date(2026, 11, 23), "fr") == "23\u00a0novembre 2026"
    assert format_date(date(2026, 11, 23), "en") == "23\u00a0November 2026"
    assert format_date(date(2027, 5, 1), "fr") == "1er\u00a0mai 2027"


@pytest.mark.parametrize(
    ("value", "digits", "french", "english"),
    [
        (30475, None, "30\u202f475", "30,475"),
        (7, None, "7", "7"),
        (0.7142, 2, "0,71", "0.71"),
        (Decimal("82.5"), None, "82,5", "82.5"),
        (Decimal(12), None, "12", "12"),
        (-1234567, None, "-1\u202f234\u202f567", "-1,234,567"),
    ],
)
def test_numbers_are_grouped(value: float, digits: int | None, french: str, english: str) -> None:
    assert format_number(value, "fr", digits=digits) == french
    assert format_number(value, "en", digits=digits) == english


def test_french_counts_nought_as_one() -> None:
    french, english = translations("fr"), translations("en")
    assert french.ngettext("%(count)s bloc", "%(count)s blocs", 0) == "%(count)s bloc"
    assert english.ngettext("%(count)s bloc", "%(count)s blocs", 0) == "%(count)s blocs"


def test_no_english_text_has_a_sentence_stuck_to_another() -> None:
    # Two texts merged into one, as a conflict between catalogues may leave them.
    texts = [text for text in translations("en")._catalog.values() if isinstance(text, str)]
    assert len(texts) > 500
    assert [text for text in texts if re.search(r"[a-z]\.[A-Z][a-z]", text)] == []
