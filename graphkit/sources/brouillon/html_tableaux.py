"""The tables of HTML, with the rows and columns that their cells span."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from graphkit.text import normalise_spaces

_BLOCS = frozenset(
    {
        "p", "div", "li", "ul", "ol", "br", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "table",
        "tbody", "thead", "dt", "dd", "section",
    }
)  # fmt: skip
_COLONNES = 1000


def tableau_html(texte: str) -> list[list[tuple[str, int, int]]]:
    """Return the rows of a table, each cell with its text and the rows and columns that it spans.

    Args:
        texte: the table, from its first tag to its last; a table within a cell is text of that cell.
    """
    table = next(_analyse(texte).iter("table"), None)
    if table is None:
        return []
    return [
        [
            ("\n".join(_lignes(c)), _nombre(c, "rowspan"), min(_nombre(c, "colspan"), _COLONNES))
            for c in rangee
            if c.tag in {"td", "th"}
        ]
        for rangee in table.iter("tr")
        if next(rangee.iterancestors("table"), None) is table
    ]


def lignes_html(texte: str) -> list[str]:
    """Return the lines of text of a piece of HTML.

    Args:
        texte: the piece.
    """
    return list(_lignes(_analyse(texte)))


def _analyse(texte: str) -> etree._Element:
    analyseur = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(f"<html><body><div>{texte}</div></body></html>", analyseur)


def _lignes(element: etree._Element) -> Iterator[str]:
    """Yield the text of an element, a line for each block."""
    ligne: list[str] = []
    for evenement, noeud in etree.iterwalk(element, events=("start", "end")):
        if noeud.tag in _BLOCS and noeud is not element:
            if texte := normalise_spaces("".join(ligne)):
                yield texte
            ligne = []
        if evenement == "start":
            ligne.append(noeud.text or "")
        elif noeud is not element:
            ligne.append(noeud.tail or "")
    if texte := normalise_spaces("".join(ligne)):
        yield texte


def _nombre(cellule: etree._Element, attribut: str) -> int:
    valeur = (cellule.get(attribut) or "").strip()
    # HTML allows no more than 65,534 rows; the table has its own end.
    return int(valeur) if valeur.isdecimal() and len(valeur) <= len("65534") else 1
