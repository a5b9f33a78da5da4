"""The English texts of the viewer: extraction of the French ones, and compilation.

Run as a program it brings ``messages.po`` up to date with the source (new texts come in untranslated) and
compiles ``messages.mo``; the tests use the same functions to prove that nothing is missing or stale.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import webui

PACKAGE = Path(webui.__file__).parent
PO = PACKAGE / "locales/en/LC_MESSAGES/messages.po"
MO = PO.with_suffix(".mo")

_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
_OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
_DATE = datetime(2026, 11, 23, tzinfo=UTC)
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "mark": None, "mark_plural": (1, 2)}


def extract() -> Catalog:
    """Return every text of the viewer's Python and templates."""
    catalog = Catalog()
    found = extract_from_dir(str(PACKAGE), _METHODS, _OPTIONS, _KEYWORDS, strip_comment_tags=True)
    for filename, _line, message, _comments, context in found:
        catalog.add(message, locations=[(filename, 0)], context=context)
    return catalog


def translated() -> Catalog:
    """Return the texts of ``messages.po``."""
    with PO.open("rb") as stream:
        return read_po(stream, locale="en")


def compiled(catalog: Catalog) -> bytes:
    """Return the content that ``messages.mo`` must have."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def update() -> list[str]:
    """Bring both files up to date and return the texts that still lack a translation."""
    catalog = translated() if PO.exists() else Catalog(locale="en")
    catalog.update(extract(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    # A header that says nothing that changes from one run to the next.
    catalog.header_comment, catalog.fuzzy = "# The texts of the viewer in English.", False
    catalog.project, catalog.version = "graphkit", "viewer"
    catalog.creation_date = catalog.revision_date = _DATE
    with PO.open("wb") as stream:
        write_po(stream, catalog, width=110, sort_output=True, omit_header=False, include_lineno=False)
    MO.write_bytes(compiled(catalog))
    return [str(each.id) for each in catalog if each.id and not all(_strings(each.string))]


def _strings(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, tuple | list) else (str(string or ""),)


if __name__ == "__main__":
    for text in update():
        print("untranslated:", text)  # noqa: T201 - the output of this program
