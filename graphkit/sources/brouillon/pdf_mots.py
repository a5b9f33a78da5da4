"""From the characters of a page to its words: fonts of symbols, doubled characters, turned text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from math import floor
from typing import Any

from pdfplumber.utils.text import extract_words

from graphkit.sources.brouillon.mise_en_page import Mot

#: Share of the size of the type above which a gap parts two words.
_ESPACE = 0.15
_CID = re.compile(r"\(cid:\d+\)")
_GRAS = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
# Fonts of symbols have no letters: their glyphs come with codes of the private use area.
_SYMBOLES = {
    "wingdings2": {"\uf0a3": "☐", "\uf02a": "☐", "\uf054": "☒", "\uf053": "☒", "\uf052": "☑", "\uf050": "✓"},
    "wingdings": {
        "\uf0a8": "☐", "\uf06f": "☐", "\uf0fe": "☑", "\uf0fd": "☒", "\uf078": "☒", "\uf0fc": "✓",
        "\uf0a7": "▪", "\uf06e": "■", "\uf0d8": "➢", "\uf0e0": "→", "\uf0f0": "→", "\uf076": "❖",
        "\uf071": "❑",
    },
    "symbol": {"\uf0b7": "•", "\uf0d8": "¬"},
}  # fmt: skip


def est_inconnu(texte: str) -> bool:
    """Tell whether a character has no letter: its font does not say which one it draws.

    Args:
        texte: the character as pdfplumber gives it.
    """
    return texte == "\ufffd" or _CID.fullmatch(texte) is not None


def sans_doubles(signes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the characters but those printed again a tenth of their size beside: some make bold type so.

    Args:
        signes: characters as pdfplumber gives them.
    """
    vus: set[tuple[str, float, float, float, int, int]] = set()
    for signe in signes:
        pas = max(0.1, float(signe["size"]) / 10)
        x, y = signe["x0"] / pas, signe["top"] / pas
        # Four grids, half a cell apart, so that no border of cells parts a character from its double.
        cases = {(signe["text"], pas, a, b, floor(x + a), floor(y + b)) for a in (0, 0.5) for b in (0, 0.5)}
        if signe["text"].isspace() or not vus & cases:
            vus |= cases
            yield signe


def words_of(signes: list[dict[str, Any]], x: float, y: float) -> Iterator[Mot]:
    """Yield the words that characters make, upright ones first.

    Args:
        signes: characters as pdfplumber gives them.
        x: left edge of the page.
        y: its upper edge.
    """
    for sens in (0, 1, -1):
        du_sens = [c for c in signes if _sens(c) == sens]
        if not du_sens:
            continue
        options: dict[str, Any] = {"x_tolerance_ratio": _ESPACE, "extra_attrs": ["fontname", "size"]}
        if sens:
            descend = {"line_dir_rotated": "rtl", "char_dir_rotated": "ttb"}
            monte = {"line_dir_rotated": "ltr", "char_dir_rotated": "btt"}
            options |= {"y_tolerance": 1.5, "extra_attrs": ["fontname"], **(descend if sens > 0 else monte)}
        for mot in extract_words(du_sens, **options):
            texte = _lettres(mot["text"], mot["fontname"])
            if texte:
                corps = float(mot["size"]) if "size" in mot else mot["x1"] - mot["x0"]
                gras = _GRAS.search(mot["fontname"]) is not None
                boite = (mot["x0"] - x, mot["top"] - y, mot["x1"] - x, mot["bottom"] - y)
                yield Mot(texte, *boite, corps, gras, sens)


def _sens(signe: dict[str, Any]) -> int:
    if signe["upright"]:
        return 0
    return 1 if signe["matrix"][1] < 0 else -1


def _lettres(texte: str, police: str) -> str:
    """Return the text of a word: glyphs of symbol fonts by their meaning, ligatures as letters."""
    nom = re.sub(r"[^a-z0-9]", "", police.rpartition("+")[2].lower())
    table = next((t for debut, t in _SYMBOLES.items() if nom.startswith(debut)), None)
    if table:
        texte = "".join(table.get(c, c) for c in texte)
    texte = "".join(unicodedata.normalize("NFKC", c) if "\ufb00" <= c <= "\ufb06" else c for c in texte)
    # An accent that was set apart joins its letter again.
    texte = unicodedata.normalize("NFC", texte)
    return _CID.sub(
        "\ufffd", "".join(c for c in texte if unicodedata.category(c) not in {"Cc", "Cf"} or c == "\xad")
    )
