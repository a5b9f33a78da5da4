"""Certifications picked to be compared, remembered from page to page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from visiting import Visit

pytestmark = pytest.mark.browser

ONE, OTHER = "RNCP25520", "chef-de-projet-digital"


def test_what_is_picked_on_any_page_is_compared_from_the_menu(visitor: Visit) -> None:
    page = visitor.page
    menu, said = page.locator(".nav [data-picked]"), page.locator("#retenues")
    page.goto(f"/certification/{ONE}")
    expect(menu).to_have_text("Comparer")
    expect(page.locator("#vider")).to_be_hidden()
    page.keyboard.press("c")
    expect(said).to_have_text(f"{ONE} ajoutée à la comparaison (1).")
    expect(menu).to_have_text("Comparer (1)")
    expect(page.locator("[data-compare]")).to_have_text("Retirer de la comparaison")
    # The other one is ticked in a list, which shows what was picked elsewhere.
    page.goto("/recherche?tout=1")
    expect(page.locator(f'.headline input[value="{ONE}"]')).to_be_checked()
    page.locator(f'.headline input[value="{OTHER}"]').check()
    expect(menu).to_have_text("Comparer (2)")
    expect(page.locator("#coches")).to_have_text(f"Cochées : {ONE}, {OTHER}")
    menu.click()
    expect(page).to_have_url(re.compile(rf"/comparer\?id={ONE}&id={OTHER}$"))
    expect(page.locator("table.compare").first).to_contain_text("Chef de projet digital")
    # Taken away there, it is so here.
    page.locator(".compare-form .chip a").first.click()
    expect(menu).to_have_text("Comparer (1)")
    page.locator("#vider").click()
    expect(said).to_have_text("Comparaison vidée.")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("href", "/comparer")
    page.go_back()
    page.go_back()
    expect(menu).to_have_text("Comparer")
    assert not page.context.cookies()


def test_a_list_sends_what_was_ticked_on_other_pages_too(visitor: Visit) -> None:
    page = visitor.page
    page.goto(f"/certification/{OTHER}")
    page.locator("[data-compare]").click()
    page.goto("/recherche?tout=1&niveau=7")
    expect(page.locator(".hit")).to_have_count(1)
    page.locator(".headline input").check()
    page.locator(".pick button:not([type])").click()
    expect(page).to_have_url(re.compile(rf"/comparer\?id={OTHER}&id={ONE}$"))


def test_a_sixth_is_refused_and_it_is_said(visitor: Visit) -> None:
    page = visitor.page
    page.goto("/")
    page.evaluate("sessionStorage.setItem('comparer', JSON.stringify(['RS1', 'RS2', 'RS3', 'RS4', 'RS5']))")
    page.goto("/recherche?tout=1")
    box = page.locator(f'.headline input[value="{ONE}"]')
    box.click()
    expect(box).not_to_be_checked()
    expect(page.locator("#retenues")).to_contain_text("5 certifications au plus")
    expect(page.locator(".nav [data-picked]")).to_have_text("Comparer (5)")


def test_without_scripts_a_page_compares_what_is_ticked_on_it(site: str, browser: Browser) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto("/recherche?tout=1")
    expect(page.locator("#vider")).to_be_hidden()
    for box in page.locator(".headline input").all():
        box.check()
    page.locator(".pick button:not([type])").click()
    assert urlsplit(page.url).query.count("id=") == 2
    page.goto(f"/certification/{ONE}")
    expect(page.locator("[data-compare]")).to_be_hidden()
    context.close()
