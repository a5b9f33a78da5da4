"""A person's way through the viewer, in a real browser, in both languages and both colour schemes."""

from __future__ import annotations

import re
from pathlib import Path

import brouillons
import pytest
from playwright.sync_api import Browser, Route, expect
from visiting import Visit

from graphkit.assets import data_path

pytestmark = pytest.mark.browser

PAGES = {
    "accueil": "/",
    "recherche": "/recherche?q=projet",
    "recherche-restreinte": "/recherche?q=projet&niveau=7&etat=inconnu",
    "recherche-vide": "/recherche?q=projet&niveau=2",
    "carte": "/carte",
    "aide": "/aide",
    "certification": "/certification/RNCP25520",
    "brouillon": "/certification/chef-de-projet-digital",
    "bloc": "/bloc/RNCP25520BC03",
    "competence": "/competence/chef-de-projet-digital/C1.1",
    "activite": "/activite/chef-de-projet-digital/A1",
    "rome": "/rome/M1803",
    "comparer": "/comparer?id=RNCP25520&id=chef-de-projet-digital",
    "comparer-case": "/comparer?id=RNCP25520&id=chef-de-projet-digital&seuil=0.05&blocs=BC01-1",
    "comparer-paires": "/comparer?id=RNCP25520&id=chef-de-projet-digital&vue=paires",
    "comparer-flux": "/comparer?id=RNCP25520&id=chef-de-projet-digital&seuil=0.05&vue=flux",
    "comparer-ensembles": "/comparer?id=RNCP25520&id=chef-de-projet-digital&seuil=0.05&vue=ensembles",
    "verifier": "/verifier",
    "qualite": "/qualite",
    "verification": "/verifier?id=chef-de-projet-digital",
    "questions": "/requetes",
    "question": "/requetes/composition?certification=RNCP25520",
    "sparql": "/sparql?query=SELECT+*+WHERE+{?s+?p+?o}+LIMIT+5&run=1",
    "requete-d-un-lien": "/sparql?query=ASK+{}",
    "requete-large": "/sparql?query=SELECT+" + "+".join(f"?v{number}" for number in range(60)) + "+{}",
    "barres": "/sparql?query=SELECT+*+WHERE+{VALUES(?nom+?nombre){('a'+1)('b'+2)}}&run=1&vue=barres",
    "dessin": "/sparql?query=DESCRIBE+<https://w3id.org/referentiels/bloc/RNCP25520BC03>&run=1&vue=graphe",
    "explorer": "/graphe",
    "graphe": "/graphe?depart=RNCP25520&choisi=bloc/RNCP25520BC02",
    "graphe-libre": "/graphe?depart=chef-de-projet-digital&disposition=libre",
    "chemin": "/graphe?depart=bloc/RNCP25520BC01&vers=M1803&profondeur=2",
    "differences": "/differences",
    "correspondances": "/correspondances",
    "evenements": "/evenements",
    "donnees": "/donnees",
    "ontologie": "/ontologie",
    "regles": "/regles",
    "api": "/api",
    "plan": "/plan",
    "proches": "/proches",
    "parcours": "/parcours",
    "metier": "/metier",
}

WORDS = {
    "fr-FR": {
        "search": "Rechercher",
        "compare": "Comparer",
        "add": "Ajouter",
        "run": "Exécuter",
        "rows": "lignes",
    },
    "en-GB": {"search": "Search", "compare": "Compare", "add": "Add", "run": "Run", "rows": "rows"},
}
README_PICTURES = {"accueil": "/", "certification": "/certification/RNCP25520"}


def test_a_person_finds_reads_compares_and_asks(
    visit: Visit, locale: str, scheme: str, screenshots: Path
) -> None:
    page, words = visit.page, WORDS[locale]
    language = locale[:2]

    page.goto("/")
    assert page.locator("html").get_attribute("lang") == language
    page.get_by_role("searchbox").fill("projet digital")
    page.get_by_role("button", name=words["search"]).click()
    hit = page.get_by_role("heading", name="Chef de projet digital").get_by_role("link")
    expect(page.locator("mark").first).to_be_visible()
    hit.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Chef de projet digital")
    expect(page.get_by_role("table").first).to_be_visible()
    page.screenshot(path=screenshots / f"parcours-certification-{language}-{scheme}.png")
    page.get_by_role("link", name="C1.1", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mener une veille constante")
    page.go_back()

    page.locator(".actions").get_by_role("link", name=words["compare"]).click()
    page.locator("#ajout").fill("RNCP25520")
    page.get_by_role("button", name=words["add"]).click()
    expect(page.locator("table.compare").first).to_contain_text("Manager en ingénierie")
    expect(page.locator("table.compare").first).to_contain_text("Chef de projet digital")

    page.get_by_role("link", name="SPARQL", exact=True).click()
    page.locator(".cm-content").fill("SELECT ?s WHERE { ?s a ?classe } LIMIT 3")
    page.get_by_role("button", name=words["run"]).click()
    expect(page.get_by_role("status").filter(has_text=f"3 {words['rows']}")).to_be_visible()
    expect(page.locator("#reponse tbody tr")).to_have_count(3)


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_fits_its_window_and_loads_nothing_from_elsewhere(
    visit: Visit, locale: str, scheme: str, width: int, screenshots: Path
) -> None:
    visit.page.set_viewport_size({"width": width, "height": 860})
    for name, path in PAGES.items():
        visit.page.goto(path)
        excess = visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert excess <= 0, f"{path} is {excess} px too wide"
        visit.page.screenshot(path=screenshots / f"{name}-{locale[:2]}-{scheme}-{width}.png", full_page=True)


def test_a_report_fits_the_narrowest_window(visit: Visit, tmp_path: Path) -> None:
    """The name of an observation is a word longer than a card is wide."""
    verite = brouillons.lire_verite("animateur-de-jardins-partages")
    verite["blocs"][0]["activites"][0]["competences"][0]["modalites"] = []
    path = tmp_path / "jardins.docx"
    brouillons.ecrire_docx(verite, path, brouillons.DISPOSITIONS["officielle"])
    visit.page.set_viewport_size({"width": 320, "height": 860})
    visit.page.goto("/verifier")
    visit.page.locator("#fichier").set_input_files(path)
    visit.page.locator("form.ask button").click()
    expect(visit.page.locator(".finding").filter(has_text="matrice-competence-sans-modalite")).to_be_visible()
    assert visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_the_keyboard_reaches_the_content_first(visit: Visit) -> None:
    visit.page.goto("/certification/RNCP25520")
    visit.page.keyboard.press("Tab")
    skip = visit.page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("main")).to_be_focused()


def test_the_theme_follows_the_choice_over_the_system(visit: Visit, scheme: str) -> None:
    page = visit.page
    page.goto("/niveau/7")
    colour = "getComputedStyle(document.body).backgroundColor"
    by_system = page.evaluate(colour)
    other = "light" if scheme == "dark" else "dark"
    for choice in (other, "auto"):
        button = page.locator(f'button[value="{choice}"]')
        button.click()
        # The page that comes back says what was chosen; until then it is the one before.
        expect(button).to_have_attribute("aria-pressed", "true")
        assert page.url.endswith("/niveau/7")
        assert (page.evaluate(colour) == by_system) is (choice == "auto")


def test_an_author_checks_a_draft_reads_it_by_rule_and_sets_a_finding_aside(
    visit: Visit, locale: str
) -> None:
    page = visit.page
    words = {
        "fr-FR": ("Vérifier", "par règle", "Texte", "Écarter avec motif"),
        "en-GB": ("Check", "by rule", "Text", "Set aside with a reason"),
    }[locale]
    page.goto("/verifier")
    page.locator("#fichier").set_input_files(data_path("sample") / "referentiel_chef_de_projet_digital.txt")
    page.locator("form.ask").get_by_role("button", name=words[0]).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("referentiel_chef_de_projet_digital.txt")
    first = page.locator(".flag").first
    target = first.get_attribute("href") or ""
    first.click()
    expect(page.locator(target)).to_be_in_viewport()
    by_rule = page.get_by_role("button", name=words[1])
    by_rule.click()
    expect(by_rule).to_have_attribute("aria-pressed", "true")
    page.locator("#show-info").uncheck()
    expect(page.locator(".finding.info").first).to_be_hidden()
    faint = page.evaluate(_CONTRAST)
    assert not faint
    card = page.locator(".finding.violation")
    card.locator("summary").filter(has_text=words[3]).click()
    card.get_by_role("textbox").fill("vu avec le jury")
    card.get_by_role("button").click()
    expect(page.locator(".finding.violation")).to_contain_text("vu avec le jury")
    with page.expect_download() as download:
        page.get_by_role("button", name=words[2], exact=True).click()
    assert "vu avec le jury" in Path(download.value.path()).read_text("utf-8")


def test_targets_are_large_enough_and_text_has_contrast(visit: Visit) -> None:
    visit.page.goto("/certification/RNCP25520")
    small = visit.page.evaluate(
        """() => [...document.querySelectorAll('.top a, .top button, .actions a, .toc a, summary')]
            .map(e => [e.textContent.trim(), e.getBoundingClientRect()])
            .filter(([, box]) => box.height > 0 && (box.height < 24 || box.width < 24))
            .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
    )
    assert not small
    faint = visit.page.evaluate(_CONTRAST)
    assert not faint


def test_keys_lead_where_the_help_says_and_can_be_switched_off(visit: Visit) -> None:
    page = visit.page
    page.goto("/certification/RNCP25520")
    page.keyboard.press("?")
    expect(page.locator("dialog#raccourcis")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#raccourcis")).to_be_hidden()
    page.keyboard.press("c")
    expect(page.locator(".nav [data-picked]")).to_contain_text("(1)")
    page.goto("/recherche?q=projet")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    # In a field a key is a letter.
    page.keyboard.press("?")
    expect(page.get_by_role("searchbox")).to_have_value("?")
    page.goto("/certification/RNCP25520")
    page.keyboard.press("?")
    page.locator("#raccourcis-actifs").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog#raccourcis")).to_be_hidden()
    assert not visit.page.context.cookies()


def test_a_search_is_narrowed_by_ticks_and_widened_again(visit: Visit) -> None:
    page = visit.page
    page.goto("/recherche?tout=1")
    expect(page.locator(".hit")).to_have_count(2)
    page.locator('input[name="niveau"][value="7"]').check()
    page.locator(".facets button").click()
    expect(page).to_have_url(re.compile("niveau=7"))
    expect(page.locator(".hit")).to_have_count(1)
    page.locator(".removable").click()
    expect(page.locator(".hit")).to_have_count(2)
    page.go_back()
    expect(page.locator(".hit")).to_have_count(1)


def test_hits_that_are_ticked_are_compared(visit: Visit) -> None:
    page = visit.page
    page.goto("/recherche?tout=1")
    for box in page.locator(".headline input").all():
        box.check()
    said = page.locator("#coches")
    expect(said).to_contain_text("RNCP25520")
    page.locator(".pick button[type=reset]").click()
    expect(said).to_have_text("")
    for box in page.locator(".headline input").all():
        expect(box).not_to_be_checked()
        box.check()
    page.locator(".pick button:not([type])").click()
    expect(page.locator("table.compare").first).to_contain_text("Chef de projet digital")


def test_pictures_stand_within_their_page_and_their_table_opens(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size({"width": 320, "height": 860})
    page.goto("/certification/RNCP25520")
    picture = page.locator("#couverture svg").first
    expect(picture).to_be_visible()
    page.locator("#couverture summary").first.click()
    expect(page.locator("#couverture table").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_page_prints_without_what_only_a_screen_needs(visit: Visit) -> None:
    page = visit.page
    page.goto("/certification/RNCP25520")
    page.emulate_media(media="print")
    for hidden in (".top", ".toc", ".actions", ".query-link", ".twin"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("#couverture svg").first).to_be_visible()
    expect(page.locator(".foot")).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("name", ["certification", "comparer", "verification"])
def test_a_button_prints_the_page_where_scripts_run(site: str, browser: Browser, name: str) -> None:
    context = browser.new_context(base_url=site, locale="fr-FR")
    page = context.new_page()
    page.add_init_script("window.print = () => { window.printed = (window.printed ?? 0) + 1; }")
    page.goto(PAGES[name])
    page.get_by_role("button", name="Imprimer", exact=True).click()
    assert page.evaluate("window.printed") == 1
    context.close()
    plain = browser.new_context(base_url=site, locale="fr-FR", java_script_enabled=False)
    page = plain.new_page()
    page.goto(PAGES[name])
    expect(page.get_by_role("button", name="Imprimer", exact=True)).to_have_count(0)
    plain.close()


def test_what_takes_long_to_compute_comes_when_the_reader_gets_to_it(site: str, browser: Browser) -> None:
    """The sample has nothing near: its page is given a link, as those of the register have."""
    context = browser.new_context(base_url=site, locale="fr-FR")
    page = context.new_page()
    asked: list[str] = []

    def certification(route: Route) -> None:
        answer = route.fetch()
        link = '<div id="proches"><a data-loads href="/proximite?id=RNCP25520">Couverture</a></div>'
        policy = answer.headers["content-security-policy"] + "; connect-src 'self'"
        place = '<section id="historique"'
        assert place in answer.text()
        route.fulfill(
            response=answer,
            body=answer.text().replace(place, link + place),
            headers=answer.headers | {"content-security-policy": policy},
        )

    def near(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(content_type="text/html", body='<!doctype html><div id="proches">couvre 71 %</div>')

    page.route("**/certification/RNCP25520", certification)
    page.route("**/proximite?*", near)
    page.goto("/certification/RNCP25520")
    expect(page.locator("#proches")).to_have_text("Couverture")
    assert not asked
    page.locator("#proches").scroll_into_view_if_needed()
    expect(page.locator("#proches")).to_have_text("couvre 71 %")
    assert asked == [f"{site}/proximite?id=RNCP25520"]
    context.close()


def test_everything_works_without_javascript(site: str, browser: Browser) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("RNCP 25520")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/certification/RNCP25520")
    second = page.locator("details.bloc").nth(1)
    expect(second.locator("table.race")).to_be_hidden()
    second.locator("summary").first.click()
    expect(second.locator("table.race")).to_be_visible()
    context.close()


def test_pictures_for_the_readme(site: str, browser: Browser, screenshots: Path) -> None:
    context = browser.new_context(
        base_url=site, locale="fr-FR", color_scheme="light", viewport={"width": 1280, "height": 860}
    )
    page = context.new_page()
    for name, path in README_PICTURES.items():
        page.goto(path)
        page.evaluate("document.activeElement.blur()")
        page.screenshot(path=screenshots / f"{name}.png")
        assert (screenshots / f"{name}.png").stat().st_size > 10_000
    context.close()


# Contrast of every piece of text against the nearest opaque background, by the formula of WCAG 2.
_CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * x + .7152 * y + .0722 * z;
  };
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgba(getComputedStyle(e).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest('.hidden') || !element.offsetParent) continue;
    const colours = [rgba(getComputedStyle(element).color), behind(element)];
    const [a, b] = colours.map(light).sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    const text = walker.currentNode.data.trim().slice(0, 40);
    if (ratio < 4.5) faint.add(`${ratio.toFixed(2)} ${element.className} ${text}`);
  }
  return [...faint];
}"""


def test_a_code_is_copied_and_it_is_said(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.page.goto("/certification/RNCP25520")
    visit.page.locator(".eyebrow .copy").click()
    expect(visit.page.locator("#copie")).to_contain_text("RNCP25520")
    assert visit.page.evaluate("navigator.clipboard.readText()") == "RNCP25520"
    row = visit.page.locator("table.race td:has(.ref)").first
    row.locator(".copy").click()
    statement = row.locator(".ref + p").inner_text()
    expect(visit.page.locator("#copie")).to_contain_text(statement[:60])
    assert visit.page.evaluate("navigator.clipboard.readText()") == statement
