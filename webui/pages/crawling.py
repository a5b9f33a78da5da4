"""What crawlers look for: ``robots.txt`` and the map of the site."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from flask import Blueprint, Response

from graphkit.errors import NotFound, StoreUnavailable
from graphkit.terms import expand
from webui.freshness import stamp
from webui.links import page_path
from webui.viewer import catalog, viewer

blueprint = Blueprint("crawling", __name__)

#: Addresses in a file, as https://www.sitemaps.org/protocol.html allows.
MOST = 50_000
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
_PAGES = ("", "donnees", "ontologie", "regles", "requetes", "evenements")
#: Addresses whose answers are made for one reader, and are without number.
_NOT_CRAWLED = ("/recherche", "/comparer", "/verifier", "/sparql?", "/api/", "/*?lang=", "/*&lang=", "/*?at=")


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
    paths = (page_path(iri, base) for iri in found)
    return _answer("urlset", "url", (start + path.lstrip("/") for path in paths if path))


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
