"""What crawlers look for: ``robots.txt`` and the map of the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, request

from graphkit.catalog.views import Cell
from graphkit.errors import NotFound, StoreUnavailable
from graphkit.terms import expand
from webui.arguments import whole_number
from webui.freshness import stamp
from webui.i18n import mark, translate
from webui.labels import class_label
from webui.links import page_path
from webui.templating import render
from webui.viewer import catalog, viewer

blueprint = Blueprint("crawling", __name__)

#: Addresses in a file, as https://www.sitemaps.org/protocol.html allows.
MOST = 50_000
#: Things on a page of the map for people.
SHOWN = 500
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: Part of the map -> the class of its things.
CLASSES = {
    "certifications": "ref:Certification",
    "blocs": "ref:BlocDeCompetences",
    "activites": "ref:Activite",
    "competences": "ref:Competence",
    "certificateurs": "ref:Certificateur",
    "codes": "skos:Concept",
}
_PAGES = ("", "donnees", "ontologie", "regles", "requetes", "evenements", "plan")
#: Addresses whose answers are made for one reader, and are without number.
_NOT_CRAWLED = (
    "/recherche",
    "/comparer",
    "/proximite",
    "/verifier",
    "/sparql?",
    "/api/",
    "/*?lang=",
    "/*&lang=",
    "/*?at=",
)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Tell crawlers where the map is, and what is not worth their time."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_CRAWLED)]
    lines += ["", f"Sitemap: {viewer().settings.public_address}sitemap.xml", ""]
    return stamp(Response("\n".join(lines), mimetype="text/plain"))


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """Give the index of the map: a file for each part, several for a large one."""
    names = ["pages-1"]
    for part, name in CLASSES.items():
        files = -(-_count(name) // MOST)
        names += [f"{part}-{number}" for number in range(1, files + 1)]
    addresses = (f"{viewer().settings.public_address}sitemaps/{name}.xml" for name in names)
    return _answer("sitemapindex", "sitemap", addresses)


@blueprint.get("/sitemaps/<part>-<int:number>.xml")
def part(part: str, number: int) -> Response:
    """Give a part of the map."""
    start = viewer().settings.public_address
    if (part, number) == ("pages", 1):
        return _answer("urlset", "url", (start + path for path in _PAGES))
    if part not in CLASSES or number < 1:
        raise NotFound(f"the map of the site has no part {part}-{number}")
    found = catalog().members(CLASSES[part], MOST, (number - 1) * MOST)
    if not found:
        raise NotFound(f"the map of the site has no part {part}-{number}")
    base = viewer().settings.base_iri
    paths = (page_path(cell.node.value, base) for cell in found)
    return _answer("urlset", "url", (start + path.lstrip("/") for path in paths if path and "#" not in path))


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The map of the site for people: its sections, or the things of a kind.

    Attributes:
        title: its title.
        part: the kind of things; empty for the sections.
        cells: some of the things.
        total: number of things.
        number: number of the page.
    """

    template: ClassVar[str] = "plan.html"
    sections: ClassVar[tuple[tuple[str, str], ...]] = (
        ("", mark("Accueil")),
        ("donnees", mark("Données et licence")),
        ("ontologie", mark("Ontologie")),
        ("regles", mark("Règles sur les référentiels")),
        ("requetes", mark("Questions")),
        ("evenements", mark("Événements")),
    )
    title: str
    part: str = ""
    cells: tuple[Cell, ...] = ()
    total: int = 0
    number: int = 1

    @property
    def pages(self) -> int:
        """Number of pages."""
        return -(-self.total // SHOWN)

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """Kind of things, their class, how many there are."""
        counted = ((part, name, _count(name)) for part, name in CLASSES.items())
        return [each for each in counted if each[2]]


@blueprint.get("/plan")
def plan() -> Response:
    """Show the map of the site."""
    return render(PlanPage(translate("Plan du site")))


@blueprint.get("/plan/<kind>")
def plan_of(kind: str) -> Response:
    """List the things of a kind."""
    number = whole_number(request.args.get("page"), least=1)
    found = catalog().members(CLASSES[kind], SHOWN, (number - 1) * SHOWN) if kind in CLASSES else ()
    if not found:
        raise NotFound(f"the map of the site has no page {number} of {kind}")
    total = _count(CLASSES[kind])
    return render(PlanPage(class_label(CLASSES[kind]), kind, found, total, number))


def _count(name: str) -> int:
    return catalog().statistics.uses(expand(name))


def _answer(kind: str, item: str, addresses: Iterable[str]) -> Response:
    ET.register_namespace("", _NAMESPACE)
    root = ET.Element(f"{{{_NAMESPACE}}}{kind}")
    day = _published()
    for address in addresses:
        node = ET.SubElement(root, f"{{{_NAMESPACE}}}{item}")
        ET.SubElement(node, f"{{{_NAMESPACE}}}loc").text = address
        if day:
            ET.SubElement(node, f"{{{_NAMESPACE}}}lastmod").text = day
    content = ET.tostring(root, "utf-8", xml_declaration=True)
    return stamp(Response(content, mimetype="application/xml"))


def _published() -> str:
    try:
        version = catalog().version
    except StoreUnavailable:
        return ""
    published = version.published if version else None
    return published.isoformat() if published else ""
