"""Pages whose links lead elsewhere, and which go without what needs a program: text in, text out."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urlsplit

_VOID = frozenset(
    {"link", "img", "input", "meta", "br", "hr", "source", "wbr", "area", "base", "col", "embed"}
)
_ADDRESS = re.compile(r'(?P<name>\s(?:href|src))="(?P<address>[^"]*)"')
_PARTS = frozenset({"nav"})


def relink(page: str, target: Callable[[str], str | None]) -> str:
    """Return a page with other links.

    Forms are left out. A link to what is not there becomes its text; in navigation, and where it looks like a
    button, it is left out.

    Args:
        page: HTML as the templates write it: attributes in double quotes.
        target: gives the new address of a link within the site; ``None`` for what is not there.
    """
    writer = _Writer(target)
    writer.feed(page)
    writer.close()
    return "".join(writer.pieces)


class _Writer(HTMLParser):
    def __init__(self, target: Callable[[str], str | None]) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self._target = target
        #: Element whose content is left out, and how deep its like is nested inside.
        self._out: tuple[str, int] | None = None
        #: For each link that is open, whether its tags were written.
        self._links: list[bool] = []
        self._navigation = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._out is not None:
            if tag == self._out[0]:
                self._out = (tag, self._out[1] + 1)
            return
        self._navigation += tag in _PARTS
        if tag == "form":
            self._out = (tag, 1)
            return
        text = self.get_starttag_text() or ""
        given = dict(attrs)
        address = given.get("href" if tag in {"a", "link", "use"} else "src")
        if address is None or not _is_within(address):
            self._links += [True] if tag == "a" else []
            self.pieces.append(text)
            return
        there = self._target(address)
        if there is not None:
            self._links += [True] if tag == "a" else []
            written = html.escape(there, quote=True)
            self.pieces.append(_ADDRESS.sub(lambda found: f'{found["name"]}="{written}"', text, count=1))
        elif tag == "a" and (self._navigation or "button" in (given.get("class") or "")):
            self._out = (tag, 1)
        elif tag == "a":
            self._links.append(False)
        elif tag == "script":
            self._out = (tag, 1)

    def handle_startendtag(self, _tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if self._out is None:
            self.pieces.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._out is not None:
            if tag == self._out[0]:
                depth = self._out[1] - 1
                self._out = (tag, depth) if depth else None
            return
        self._navigation -= tag in _PARTS
        if tag == "a" and self._links and not self._links.pop():
            return
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._add(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._add(f"<!{decl}>")

    def _add(self, text: str) -> None:
        if self._out is None:
            self.pieces.append(text)


def _is_within(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and bool(parts.path)
