"""The query page with its scripts: prefixes that are folded away, rows that a heading sorts."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect
from visiting import Visit

pytestmark = pytest.mark.browser

PROLOGUE = """# what is asked
PREFIX ref: <https://w3id.org/referentiels/ontologie#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
QUERY = f"{PROLOGUE}SELECT ?c WHERE {{ ?c a ref:Certification }}"
# Numbers, days and words in no order, one of each missing: 10 is after 9, é after e, 2024 before 2025.
ROWS = """SELECT ?nombre ?jour ?mot WHERE { VALUES (?nombre ?jour ?mot) {
  (10 "2025-01-02"^^<http://www.w3.org/2001/XMLSchema#date> "zone")
  (UNDEF UNDEF "été")
  (9 "2024-12-31"^^<http://www.w3.org/2001/XMLSchema#date> UNDEF)
  (-1 "2025-01-01"^^<http://www.w3.org/2001/XMLSchema#date> "étape") } }"""


def ask(query: str, more: str = "") -> str:
    return f"/sparql?query={quote(query)}{more}"


def text_of(page: Page) -> str:
    return str(page.evaluate("document.getElementById('query').value"))


def lines_of(page: Page) -> list[str]:
    return page.locator(".cm-line").all_inner_texts()


def column(page: Page, at: int) -> list[str]:
    return page.locator(f"#reponse tbody td:nth-child({at})").all_inner_texts()


def test_prefixes_are_folded_until_the_reader_opens_them_by_the_keyboard(visitor: Visit) -> None:
    page = visitor.page
    page.goto(ask(QUERY))
    folded = page.locator(".cm-foldPlaceholder")
    expect(folded).to_contain_text("3")
    assert [line.split()[0][:6] for line in lines_of(page)] == ["#", "PREFIX", "SELECT"]
    assert text_of(page) == QUERY
    page.locator(".cm-content").focus()
    page.keyboard.press("Shift+Alt+P")
    expect(folded).to_have_count(0)
    assert len(lines_of(page)) == len(QUERY.splitlines())
    # The choice outlives the page, for as long as the tab is open, and is no cookie.
    page.reload()
    expect(page.locator(".cm-line")).to_have_count(len(QUERY.splitlines()))
    page.locator("#prefixes").focus()
    page.keyboard.press("Enter")
    expect(folded).to_contain_text("3")
    expect(page.locator(".cm-announced")).to_contain_text("3")
    folded.click()
    expect(folded).to_have_count(0)
    assert text_of(page) == QUERY
    assert not page.context.cookies()


def test_one_prefix_is_not_worth_folding(visitor: Visit) -> None:
    visitor.page.goto(ask("PREFIX a: <http://a.example/>\nASK { ?s a:b ?o }"))
    expect(visitor.page.locator(".cm-content")).to_contain_text("http://a.example/")
    expect(visitor.page.locator("#prefixes")).to_be_hidden()


def test_prefixes_that_hold_a_fault_stay_open(site: str, browser: Browser) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    broken = QUERY.replace(
        "SELECT", "PREFIX other <http://a.example/>\nPREFIX y: <http://y.example/>\nSELECT"
    )
    page.goto(ask(broken, "&run=1"))
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    expect(page.locator(".cm-foldPlaceholder")).to_have_count(1)
    within = QUERY.replace("<http://www.w3.org/2004/02/skos/core#>", "<http://www.w3.org/2004/02/ skos>")
    page.goto(ask(within, "&run=1"))
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    expect(page.locator(".cm-foldPlaceholder")).to_have_count(0)
    context.close()


def test_a_term_brings_its_prefix_among_those_that_are_folded(visitor: Visit) -> None:
    page = visitor.page
    page.goto(ask("PREFIX a: <http://a.example/>\nPREFIX b: <http://b.example/>\nASK { ?a ?b ?c }"))
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.locator("#filtre-schema").fill("ref:niveau")
    page.locator('#schema button.term:visible:has([data-term="ref:niveau"])').first.click()
    expect(page.locator(".cm-foldPlaceholder")).to_contain_text("3")
    assert text_of(page).startswith("PREFIX ref: <https://w3id.org/")


def test_a_heading_sorts_the_rows_by_the_kind_of_their_values(visitor: Visit) -> None:
    page = visitor.page
    page.goto(ask(ROWS, "&run=1"))
    before = column(page, 3)
    heads = page.locator("#reponse thead th")
    number, day, word = (heads.nth(at).get_by_role("button") for at in range(3))
    number.focus()
    page.keyboard.press("Enter")
    expect(heads.nth(0)).to_have_attribute("aria-sort", "ascending")
    assert [each.strip("−-") for each in column(page, 1)][:3] == ["1", "9", "10"]
    expect(page.locator("#tri")).to_contain_text("nombre")
    page.keyboard.press("Enter")
    expect(heads.nth(0)).to_have_attribute("aria-sort", "descending")
    assert [each.strip("−-") for each in column(page, 1)][:3] == ["10", "9", "1"]
    # What has no value is last in either order.
    assert column(page, 3)[3] == before[1]
    day.click()
    assert [each[-4:] for each in column(page, 2)][:3] == ["2024", "2025", "2025"]
    assert heads.nth(0).get_attribute("aria-sort") is None
    word.click()
    assert column(page, 3)[:3] == ["étape", "été", "zone"]
    word.click()
    word.click()
    assert column(page, 3) == before
    expect(page.locator("#tri")).to_have_text("Lignes dans l’ordre de la réponse.")
