"""The report of a check in a browser: from one finding to the next, beside the table."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from visiting import Visit

pytestmark = pytest.mark.browser

REPORT = "/verifier?id=chef-de-projet-digital"


def current(page: Page) -> Locator:
    return page.locator(".finding:target .rank span").first


def test_keys_and_links_lead_from_one_finding_to_the_next(visitor: Visit) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 1400, "height": 800})
    page.goto(REPORT)
    total = page.locator(".findings .finding").count()
    for number in (1, 2, 3):
        page.keyboard.press("n")
        expect(current(page)).to_have_text(f"{number} / {total}")
    page.keyboard.press("p")
    expect(current(page)).to_have_text(f"2 / {total}")
    page.locator(".finding:target [data-step=next]").focus()
    page.keyboard.press("Enter")
    expect(current(page)).to_have_text(f"3 / {total}")
    expect(page.locator(".finding:target")).to_be_focused()
    # A cell and what was found there stand side by side.
    page.locator(".flag").last.click()
    expect(page.locator(":target")).to_be_in_viewport()
    expect(page.locator(".flag").last).to_be_in_viewport()
    page.locator(".finding:target a[href^='#d-']").click()
    expect(page.locator(".flag:target")).to_be_in_viewport()


def test_what_is_unticked_is_passed_over(visitor: Visit) -> None:
    page = visitor.page
    page.goto(REPORT)
    page.locator("#show-info").uncheck()
    page.keyboard.press("n")
    expect(page.locator(".finding:target")).to_be_visible()
    expect(page.locator(".finding.info:target")).to_have_count(0)


def test_without_scripts_links_do_the_same(site: str, browser: Browser) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(REPORT)
    page.locator("#show-info").uncheck()
    # The next finding in the order of the page is one of those: a link shows what it leads to.
    before = page.locator(".finding:has(+ .finding.info):not(.info) [data-step=next]").first
    before.click()
    expect(page.locator(".finding.info:target")).to_be_visible()
    context.close()
