"""A copy of the whole site as files: any file server can host it, at any address, and no link is broken.

Pages stand as ``path/index.html`` (those in English under ``en/``), data as ``path.ttl`` and so on, links are
relative. What needs a program behind it (forms, searches, queries) is left out.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from flask.testing import FlaskClient

from graphkit.catalog import Catalog
from graphkit.catalog.links import document_triples
from graphkit.config import Settings
from graphkit.publish.ontology_versions import kept_versions
from graphkit.publish.publication import SUMS, published_files
from graphkit.publish.vocabulary import vocabulary
from graphkit.store.results import serialise_triples
from webui.app import create_app
from webui.code_page import LISTED
from webui.i18n import LANGUAGES
from webui.negotiation import RDF_FORMATS
from webui.pages.crawling import CLASSES
from webui.relinking import relink
from webui.templating import PATH_SAFE, STATIC

#: Told how many things have been written.
Listener = Callable[[int], None]
_WHOLE = {"donnees": RDF_FORMATS, "ontologie": RDF_FORMATS, "regles": RDF_FORMATS} | {
    f"ontologie/{version}": RDF_FORMATS for version in (*kept_versions(), vocabulary().version)
}
_SECTIONS = ("", "plan", "donnees", "ontologie", "regles", "requetes", "evenements")
#: Parameters that lead to further pages of a list.
_PAGED = frozenset({"debut", "entrants", "partenaires", "page"})
_LONGEST = 180
_OK = 200
_EVERY = 100


class StaticSite:
    """Writes the copy.

    Args:
        catalog: the door to the graph.
        settings: where the site is.
        folder: where the copy goes; it exists.
        dumps: folder of the dumps that the copy offers.
    """

    def __init__(self, catalog: Catalog, settings: Settings, folder: Path, dumps: Path) -> None:
        self._catalog, self._settings, self._folder, self._dumps = catalog, settings, folder, dumps
        self._app = create_app(settings, catalog=catalog, today=self._day, dumps=dumps)
        self._clients = {language: self._client(language) for language in LANGUAGES}
        self._known: dict[str, bool] = {}
        self._files = {SUMS, *published_files(dumps)}
        questions = (f"requetes/{query.name}" for query in catalog.questions())
        self._sections = frozenset({*_SECTIONS, *self._plan(), *questions})

    def write(self, listener: Listener) -> int:
        """Write everything and return the number of things.

        Args:
            listener: told the progress.
        """
        shutil.copytree(STATIC, self._folder / "static")
        (self._folder / "telechargements").mkdir()
        for name in sorted(self._files):
            _link_or_copy(self._dumps / name, self._folder / "telechargements" / name)
        for path in sorted(self._sections):
            self._pages(path)
        for path, formats in _WHOLE.items():
            for wanted in formats:
                self._copy(f"{path}.{wanted}")
        count = 0
        for path in self._things():
            if self._is_page(path):
                self._pages(path)
                self._data(path)
                count += 1
                if count % _EVERY == 0:
                    listener(count)
        return count

    def _day(self) -> date:
        """Return the day as of which the copy is: that of the data, so that two runs give the same bytes."""
        dates = [source.date for source in self._catalog.info.sources if source.date]
        version = self._catalog.version
        published = version.published if version else None
        return max(dates) if dates else (published.date() if published else date.min)

    def _client(self, language: str) -> FlaskClient:
        client = self._app.test_client(use_cookies=False)
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        client.environ_base["HTTP_ACCEPT"] = "text/html"
        return client

    def _plan(self) -> Iterator[str]:
        for part, name in CLASSES.items():
            if self._catalog.members(name, 1, 0):
                yield f"plan/{part}"

    def _things(self) -> Iterator[str]:
        """Yield the path of each thing that the graph describes, in order, without keeping them."""
        base = f"<{self._settings.base_iri}".encode()
        last = b""
        for line in self._catalog.dump(self._folder):
            subject = line[: line.index(b">")]
            if subject != last and subject.startswith(base) and b"#" not in subject:
                yield subject[len(base) :].decode()
            last = subject

    def _is_page(self, path: str) -> bool:
        """Tell whether a path has a page; what a link leads to is asked once."""
        name = unquote(path)
        if name in self._sections:
            return True
        known = self._known.get(name)
        if known is None and not self._catalog.holds(name):
            # What is no thing takes a program: searches, comparisons, queries.
            known = self._known[name] = False
        if known is None:
            answer = self._clients["fr"].get("/" + quote(name, safe=PATH_SAFE))
            known = self._known[name] = answer.status_code == _OK and answer.mimetype == "text/html"
        return known

    def _pages(self, path: str) -> None:
        """Write a page in each language, and the further pages of its lists."""
        for language in LANGUAGES:
            waiting, seen = deque([""]), {""}
            while waiting:
                further = self._page(path, waiting.popleft(), language)
                waiting += sorted(further - seen)
                seen |= further

    def _page(self, path: str, query: str, language: str) -> set[str]:
        """Write one page and return the queries of further pages that it leads to."""
        address = "/" + quote(unquote(path), safe=PATH_SAFE) + (f"?{query}" if query else "")
        answer = self._clients[language].get(address)
        if answer.status_code != _OK:
            return set()
        file = _page_file(path, query, language)
        further = set()

        def target(href: str) -> str | None:
            found = self._target(href, path, language)
            if found is None:
                return None
            further.update({found[1]} if found[1] else set())
            return _relative(found[0], file)

        self._put(file, relink(answer.get_data(as_text=True), target).encode())
        return further

    def _target(self, href: str, current: str, language: str) -> tuple[str, str | None] | None:
        """Return the file that an address of the site stands in, with the query of a further page, if one.

        ``None`` for what the copy does not hold.
        """
        parts = urlsplit(href)
        path = unquote(parts.path).lstrip("/")
        asked = dict(parse_qsl(parts.query))
        language = asked.pop("lang", language)
        anchor = f"#{parts.fragment}" if parts.fragment else ""
        folder, _, name = path.partition("/")
        if folder == "static":
            return path, None
        if folder == "telechargements":
            return (path, None) if name in self._files else None
        if not asked and self._holds_data(path):
            return _data_file(path), None
        if not asked.keys() <= _PAGED or (asked and path != unquote(current)):
            return None
        if not (path == unquote(current) or self._is_page(path)):
            return None
        query = "&".join(f"{key}={value}" for key, value in sorted(asked.items()))
        return _page_file(path, query, language) + anchor, query or None

    def _holds_data(self, path: str) -> bool:
        stem, _, wanted = path.rpartition(".")
        if wanted in _WHOLE.get(stem, ()):
            return True
        offered = (
            (*RDF_FORMATS, "json", "csv") if stem.partition("/")[0] in LISTED else (*RDF_FORMATS, "json")
        )
        return bool(stem) and wanted in offered and self._catalog.holds(stem) and self._is_page(stem)

    def _data(self, path: str) -> None:
        """Write what the graph says of a thing, and all that leads to it at once: a file has no pages."""
        found, links = self._catalog.describe(path), self._catalog.incoming(path, 0)
        dataset = f"{self._settings.base_iri}donnees"
        for wanted in RDF_FORMATS:
            document = f"{self._settings.public_address}{path}.{wanted}"
            triples = document_triples(found, links, document, dataset)
            self._put(_data_file(f"{unquote(path)}.{wanted}"), serialise_triples(triples, wanted))
        self._copy(f"{path}.json")
        if path.partition("/")[0] in LISTED:
            self._copy(f"{path}.csv")

    def _copy(self, path: str) -> None:
        answer = self._clients["fr"].get(f"/{quote(unquote(path), safe=PATH_SAFE)}")
        if answer.status_code == _OK:
            self._put(_data_file(unquote(path)), answer.get_data())

    def _put(self, name: str, content: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _page_file(path: str, query: str, language: str) -> str:
    """Return the file of a page, relative to the folder of the copy."""
    segments = [] if language == LANGUAGES[0] else [language]
    segments += [_segment(each) for each in unquote(path).split("/") if each]
    name = query.replace("=", "-").replace("&", "-") if query else "index"
    return "/".join([*segments, f"{name}.html"])


def _data_file(path: str) -> str:
    """Return the file of a document of data."""
    *folders, last = path.split("/")
    stem, _, suffix = last.rpartition(".")
    return "/".join([*map(_segment, folders), f"{_segment(stem)}.{suffix}"])


def _segment(text: str) -> str:
    """Return a segment of a path as the name of a file: none that leads elsewhere or is too long."""
    if text in {".", ".."} or "\\" in text or "\0" in text or len(text.encode()) > _LONGEST:
        return f"{text.encode()[:60].hex()}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    return text


def _relative(there: str, here: str) -> str:
    file, sign, anchor = there.partition("#")
    way = os.path.relpath(file, Path(here).parent)
    return quote(way, safe=PATH_SAFE.replace("%", "")) + sign + anchor


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def write_site(catalog: Catalog, settings: Settings, folder: Path, dumps: Path, listener: Listener) -> int:
    """Write the copy of the site into a new folder, and return the number of things in it.

    Args:
        catalog: the door to the graph.
        settings: where the site is.
        folder: where the copy goes; it is made.
        dumps: folder of the dumps that the copy offers.
        listener: told the progress.

    Raises:
        OSError: it cannot be written.
        StoreUnavailable: the graph cannot be read.
    """
    folder.mkdir()
    return StaticSite(catalog, settings, folder, dumps).write(listener)
