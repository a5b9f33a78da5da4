"""What a page of HTML says of itself."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """The language, the anchors and the links of a page.

    Args:
        content: the page.

    Attributes:
        language: ``lang`` of the page, in lower case without region.
        anchors: every ``id``.
        links: (relation, address) of ``link`` elements.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.anchors: set[str] = set()
        self.links: list[tuple[str, str]] = []
        self.feed(content.decode("utf-8", errors="replace"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element says."""
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang", "").partition("-")[0].lower()
        self.anchors.update(given[name] for name in ("id", "name") if given.get(name))
        if tag == "link":
            self.links.extend((each, given.get("href", "")) for each in given.get("rel", "").lower().split())
