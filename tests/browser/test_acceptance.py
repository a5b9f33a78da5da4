"""What makes the viewer acceptable: for those who do not see, use no mouse, run no script, zoom, or print."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from test_viewer import PAGES
from visiting import Visit

from graphkit.questions import questions

pytestmark = pytest.mark.browser

_GRAVE = {"moderate", "serious", "critical"}
GRAPH = "/graphe?depart=RNCP25520"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
# The printed record of the sample has four blocs, and its second bloc five competences.
BLOC = "bloc/RNCP25520BC02"


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_that_matters(visit: Visit, name: str) -> None:
    visit.page.goto(PAGES[name])
    found = Axe().run(visit.page).response["violations"]
    grave = [
        (each["id"], [node["html"][:160] for node in each["nodes"]])
        for each in found
        if each["impact"] in _GRAVE
    ]
    assert not grave


@pytest.mark.parametrize("name", PAGES)
def test_a_page_at_four_hundred_percent_scrolls_in_one_direction(
    site: str, browser: Browser, name: str
) -> None:
    """A window of 1280 by 1024 at 400 % is one of 320 by 256."""
    context = browser.new_context(
        base_url=site, viewport={"width": 320, "height": 256}, device_scale_factor=4, locale="fr-FR"
    )
    page = context.new_page()
    page.goto(PAGES[name])
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert wide <= 0


@pytest.mark.parametrize("path", ["/", "/sparql", GRAPH])
def test_the_tab_key_goes_through_a_page_and_out_of_it(visit: Visit, path: str) -> None:
    page = visit.page
    page.goto(path)
    seen: list[str] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        where = page.evaluate(
            "(() => { const e = document.activeElement; e.dataset.tour ??= String(performance.now());"
            " return e.closest('.foot') ? 'foot' : e.dataset.tour; })()"
        )
        if where == "foot":
            break
        assert where not in seen[-1:], "the key stays where it is"
        seen.append(where)
    assert where == "foot"
    assert len(seen) > 10


def test_the_tab_key_leaves_the_editor_with_and_without_a_list_of_words(visit: Visit) -> None:
    page = visit.page
    page.goto("/sparql")
    editor = page.locator(".cm-content")
    inside = "document.activeElement.closest('.cm-editor') !== null"
    editor.click()
    page.keyboard.press("Tab")
    assert not page.evaluate(inside)
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * WHERE { ?s a ref:Cer")
    expect(page.locator(".cm-tooltip-autocomplete")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".cm-tooltip-autocomplete")).to_be_hidden()
    page.keyboard.press("Tab")
    assert not page.evaluate(inside)
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(inside)


def test_words_are_completed_with_their_prefix_and_run_by_the_keyboard(visit: Visit) -> None:
    page = visit.page
    page.goto("/sparql")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * WHERE { ?s a ref:Certification")
    # A list that waits for the next words takes no key.
    chosen = page.locator(".cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled) li[aria-selected]")
    expect(chosen).to_contain_text("ref:Certification")
    # The sample holds two.
    expect(chosen).to_contain_text("2")
    page.wait_for_timeout(150)  # the list takes no key for 75 ms, lest it take one meant for the text
    page.keyboard.press("Enter")
    expect(page.locator(".cm-content")).to_contain_text("PREFIX ref: <https://w3id.org/")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#reponse tbody tr")).to_have_count(2)


def test_a_fault_is_marked_where_it_is(site: str, browser: Browser) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/sparql?run=1&query=SELECT+*%0AWHERE+{+%3Fs+%3Fp")
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    fault = page.locator(".cm-line").nth(1).locator(".cm-lintPoint-error, .cm-lintRange-error")
    expect(fault).to_have_count(1)
    context.close()


UNTIDY = """prefix ref: <https://w3id.org/referentiels/ontologie#> # ours
select ?c   ?n where{ # every one
# of them
?c a ref:Certification;ref:niveau ?n.
optional{?c ref:active true} filter(?n<3||contains(str(?c),"# no } comment"))}order by ?n limit 3"""
TIDY = """PREFIX ref: <https://w3id.org/referentiels/ontologie#> # ours
SELECT ?c ?n WHERE { # every one
  # of them
  ?c a ref:Certification ;
    ref:niveau ?n .
  OPTIONAL { ?c ref:active true }
  FILTER(?n<3||CONTAINS(STR(?c), "# no } comment"))
}
ORDER BY ?n
LIMIT 3
"""


def _tidied(page: Page, query: str) -> str:
    page.evaluate("query => { location.hash = new URLSearchParams({query}); }", query)
    page.wait_for_function("query => document.getElementById('query').value === query", arg=query)
    page.locator("#disposer").click()
    return str(page.evaluate("document.getElementById('query').value"))


def test_a_query_is_laid_out_and_says_what_it_said(site: str, browser: Browser) -> None:
    context = browser.new_context(base_url=site, locale="fr-FR")
    page = context.new_page()
    page.goto("/sparql")
    assert _tidied(page, UNTIDY) == TIDY
    page.locator(".cm-content").click()
    page.keyboard.press("Control+z")
    assert page.evaluate("document.getElementById('query').value") == UNTIDY
    assert _tidied(page, "SELECT * WHERE { ?a ?b") == "SELECT * WHERE { ?a ?b"
    expect(page.locator("#dit")).to_contain_text("complète")
    for question in questions():
        squeezed = "\n".join(line.strip() for line in question.text.splitlines())
        laid = _tidied(page, squeezed)
        assert "".join(laid.lower().split()) == "".join(question.text.lower().split()), question.name
        assert _algebra(laid) == _algebra(question.text), question.name
        assert _tidied(page, laid) == laid, question.name
    context.close()


def _algebra(query: str) -> str:
    return repr(translateQuery(parseQuery(query)).algebra)


def test_a_query_that_runs_is_stopped_by_its_reader(site: str, browser: Browser) -> None:
    context = browser.new_context(base_url=site, locale="fr-FR")
    page = context.new_page()
    page.goto("/sparql")
    expect(page.locator("#arreter")).to_be_hidden()
    page.evaluate("query => { location.hash = new URLSearchParams({query}); }", ENDLESS)
    expect(page.locator(".cm-content")).to_contain_text("COUNT")
    page.locator(".cm-content").click()
    # By the keyboard: the next two stops after the editor are what runs and what ends a query.
    for key in ("Control+Enter", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#dit")).to_have_text("Requête arrêtée.")
    expect(page.locator("#arreter")).to_be_hidden()
    expect(page.locator("#envoi-en-cours")).to_be_hidden()
    # What was written is still there, and another query runs.
    expect(page.locator(".cm-content")).to_contain_text("COUNT")
    page.goto("/sparql?query=ASK+{}&run=1")
    expect(page.locator("#reponse")).to_be_visible()
    context.close()


def test_terms_of_the_schema_are_found_and_put_into_the_query(visit: Visit) -> None:
    page = visit.page
    page.goto("/sparql#query=ASK%20%7B%20%3Fa%20%7D")
    expect(page.locator(".cm-content")).to_contain_text("ASK")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.locator("#filtre-schema").fill("ref:niveau")
    page.locator('#schema button.term:visible:has([data-term="ref:niveau"])').first.click()
    expect(page.locator(".cm-content")).to_contain_text("ASK { ?a ref:niveau }")
    expect(page.locator(".cm-content")).to_contain_text("PREFIX ref: <https://w3id.org/")
    page.locator("#filtre-exemples").fill("VAE")
    assert 0 < page.locator("#exemples li:visible").count() < page.locator("#exemples li").count()


@pytest.mark.parametrize("form", ["/sparql?query=ASK+{}", "/sparql#query=ASK%20%7B%7D"])
def test_a_link_of_either_form_shows_its_query_and_does_not_run_it(visit: Visit, form: str) -> None:
    page = visit.page
    page.goto(form)
    expect(page.locator(".cm-content")).to_contain_text("ASK {}")
    expect(page.locator("#attente")).to_be_visible()
    expect(page.locator("#reponse")).to_have_count(0)
    page.locator("form.editor button:not([type])").click()
    expect(page.locator("#reponse")).to_be_visible()


def test_queries_are_remembered_in_the_browser_until_they_are_forgotten(visit: Visit) -> None:
    page = visit.page
    page.goto("/sparql?query=ASK+{}")
    page.locator("form.editor button:not([type])").click()
    expect(page.locator("#reponse")).to_be_visible()
    page.locator("#historique summary").click()
    expect(page.locator("#historique li button")).to_have_text("ASK {}")
    page.locator("#oublier").click()
    expect(page.locator("#historique li button")).to_have_count(0)
    page.reload()
    expect(page.locator("#historique li button")).to_have_count(0)


def _drawn(page: Page) -> set[str]:
    """Return what the list names; the canvas draws the same, from the same answer."""
    found = page.evaluate("[...document.querySelectorAll('[data-region=liste] a')].map(e => e.dataset.key)")
    return set(found)


def test_a_reader_explores_by_the_keyboard_and_the_list_keeps_step(visit: Visit) -> None:
    page = visit.page
    page.goto(GRAPH)
    before = _drawn(page)
    page.locator("#toile").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#annonce")).to_contain_text("BC0")
    page.keyboard.press("Enter")
    expect(page.locator("#choisi")).to_be_focused()
    assert "choisi=bloc" in page.url
    page.locator("[data-key=remove]").click()
    expect(page.locator("#compte")).to_contain_text(str(len(before) - 1))
    assert len(_drawn(page)) < len(before)
    page.go_back()
    expect(page.locator("#compte")).to_contain_text(str(len(before)))
    assert _drawn(page) == before
    expect(page.locator("#choisi")).to_contain_text("BC0")


def test_a_view_is_the_same_when_its_address_is_opened_again(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{GRAPH}&choisi={BLOC}")
    page.locator("[data-key=kind-competence]").click()
    expect(page.locator("#compte")).not_to_contain_text("39")
    page.locator("[data-do=pin]").click()
    assert "epingle=bloc" in page.url
    page.locator("#disposition").select_option("libre")
    page.locator("form.tools button").click()
    page.wait_for_url("**disposition=libre**")
    state, shown = page.url, _drawn(page)
    assert "epingle=bloc" in state
    assert "masque=competence" in state
    page.goto("about:blank")
    page.goto(state)
    assert _drawn(page) == shown
    assert page.locator("#disposition").input_value() == "libre"


def test_nodes_can_be_moved_without_dragging(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{GRAPH}&choisi={BLOC}")
    page.locator("#deplacer").check()
    page.locator("[data-do=down]").click()
    first = page.url
    assert "epingle=bloc" in first
    page.locator("[data-do=right]").click()
    assert page.url != first


@pytest.mark.parametrize(("name", "start"), [("png", b"\x89PNG"), ("svg", b"<svg ")])
def test_what_is_drawn_can_be_taken_away(visit: Visit, name: str, start: bytes) -> None:
    visit.page.goto(GRAPH)
    with visit.page.expect_download() as download:
        visit.page.locator(f"[data-do={name}]").click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(start)
    if name == "svg":
        text = content.decode()
        assert all(f"BC0{at}" in text for at in (1, 2, 3, 4))
        assert "NaN" not in text
        assert "undefined" not in text


@pytest.fixture
def plain(site: str, browser: Browser) -> Iterator[Page]:
    """The tab of somebody who runs no script."""
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="fr-FR")
    yield context.new_page()
    context.close()


def test_without_scripts_a_reader_explores_the_list(plain: Page) -> None:
    plain.goto(GRAPH)
    expect(plain.locator("#toile")).to_be_hidden()
    plain.locator(f'[data-region=liste] a[data-key="{BLOC}"]').first.click()
    expect(plain.locator("#choisi")).to_contain_text("BC02")
    # The record says that another certification may stand for its second bloc.
    plain.get_by_role("link", name="Déplier").click()
    expect(plain.locator("[data-region=genres]")).to_contain_text("Certificat de bloc")
    plain.get_by_role("link", name="Replier").click()
    expect(plain.locator("[data-region=genres]")).not_to_contain_text("Certificat de bloc")
    plain.get_by_label("Chemin vers").fill("M1803")
    plain.get_by_role("button", name="Montrer", exact=True).click()
    expect(plain.locator("ol.way li")).to_have_count(1)


def test_without_scripts_a_query_is_typed_run_drawn_and_taken_away(plain: Page) -> None:
    plain.goto("/sparql")
    plain.get_by_label("Requête").fill("SELECT * WHERE { VALUES (?nom ?nombre) { ('a' 1) ('b' 2) } }")
    plain.get_by_role("button", name="Exécuter").click()
    expect(plain.locator("#reponse tbody tr")).to_have_count(2)
    plain.get_by_role("link", name="Barres").click()
    expect(plain.locator("svg.chart rect.bar")).to_have_count(2)


@pytest.mark.parametrize("name", ["certification", "comparer", "verification", "graphe", "sparql"])
def test_a_printed_page_says_what_it_is_and_where_it_comes_from(visit: Visit, name: str) -> None:
    page = visit.page
    page.goto(PAGES[name])
    heading = page.locator("h1").inner_text().split()[0]
    content = page.pdf(format="A4")
    with pdfplumber.open(io.BytesIO(content)) as printed:
        text = "\n".join(each.extract_text() for each in printed.pages)
    assert heading in text
    assert "France compétences" in text
