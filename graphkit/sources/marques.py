"""The parts of a flattened list, and the marks and codes that they begin with.

The export has flattened line breaks to runs of spaces; list marks and codes survived. What they mean for
the list as a whole is the business of ``decoupage``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphkit.text import normalise_spaces

_BLANC = re.compile(r"\s+")
_FIN_DE_LIGNE = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SUITE = re.compile(rf"\s\s+|{_FIN_DE_LIGNE.pattern}")
# Of ordinary spaces: French typography puts a non-breaking one before ":", and beside it one makes no run.
_SEPARE = 2
_RUPTURE = 4
_MARQUE = re.compile(r"(?:[*•●▪▫■□◦○‣⁃·➢➤►▶✓✔➔→\uf0b7\uf0a7\uf0d8]+\s*|[-–—](?=\s|[^\W\d]|$)\s*|o(?=\s)\s*)+")
#: A code with a letter: perhaps the activity or bloc (A5. in A5.C1), then the competence (C1, C.1, C6A.1).
CODE = r"(?:(?:BC|[A-Z])\.?\d{1,2}[A-Z]?[.\-_/]?)?[A-Z]{1,2}\.?\d{1,2}[A-Z]?(?:\.\d{1,2})*"
_LETTRES = re.compile(rf"(?P<code>{CODE})(?:\s*[.:)°]\s*|\s*[-–—](?:\s+|$)|(?P<nu>\s+(?=[A-ZÀ-ÖØ-ÞŒ])|$))")
_CHIFFRES = re.compile(
    r"(?P<code>\d{1,2}(?:\.\d{1,2}){1,3})(?:\s*[.):](?:\s+|$)|\s*[-–—](?:\s+|$)|\s+|$)"
    r"|(?P<rang>\d{1,2})(?:\s*[.)°:](?=\D|$)\s*|\s+[-–—]\s+)"
)
_POINT_APRES_LETTRE = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2})\.(?=\d)")
_POINT_AVANT_LETTRE = re.compile(r"(?<=[A-Z0-9])\.(?=[A-Z])")
# A line that ends with one of these goes on in the next.
_EN_SUSPENS = re.compile(
    r"(?:[,(/’'-]|\b(?:de|du|des|la|le|les|un|une|et|ou|à|au|aux|en|dans|par|pour|sur|avec|sans|que|qui"
    r"|dont|ce|cette|ces|son|sa|ses|leur|leurs))$"
)
_CHIFFRE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Partie:
    """A stretch of a list between two separators, or several that belong together.

    Attributes:
        debut: offset of its first character, mark and code included.
        corps: offset of its statement.
        fin: one past its last character.
        marque: list mark as printed.
        code: code as printed, with what closes it.
    """

    debut: int
    corps: int
    fin: int
    marque: str = ""
    code: str = ""

    @property
    def genre(self) -> str:
        """What it begins with, the same for all parts of one level: ``C#`` for C1, C2; ``*``; empty."""
        if self.code:
            return _CHIFFRE.sub("#", re.sub(r"(?<=\d)[A-Z](?=\.|$)", "@", normalise_code(self.code)))
        return self.marque[:1].replace("–", "-").replace("—", "-")

    @property
    def codee(self) -> bool:
        """Whether it has a code with a letter, which names a thing, and not a mere rank."""
        return self.code[:1].isalpha()


def normalise_code(imprime: str) -> str:
    """Return a printed code in the form that names things: ``C.1.`` is C1, ``A5.C1.`` is A5C1.

    Args:
        imprime: the code as printed, with or without what closes it; ``C6A.1`` and ``1.1.1`` stay.
    """
    code = _BLANC.sub("", imprime).rstrip(".:)°-–—")
    return _POINT_AVANT_LETTRE.sub("", _POINT_APRES_LETTRE.sub(r"\1", code))


def en_suspens(text: str) -> bool:
    """Tell whether a line breaks off where a statement cannot end: after a comma, an article, a preposition.

    Args:
        text: the line, without white space at its end.
    """
    return _EN_SUSPENS.search(text) is not None


def troncons(text: str) -> list[tuple[int, int]]:
    """Return the stretches between separators: runs of two or more spaces, and line breaks.

    Args:
        text: a text as exported.
    """
    bornes: list[tuple[int, int]] = []
    debut = 0
    for blanc in _SUITE.finditer(text):
        run = blanc.group()
        if run.count(" ") + run.count("\t") < _SEPARE and not _FIN_DE_LIGNE.search(run):
            continue
        bornes.append((debut, blanc.start()))
        debut = blanc.end()
    bornes.append((debut, len(text)))
    # A lone space at either end of the text is no run, and no part of a statement either.
    bornes = [(_saute_blancs(text, d, f), f) for d, f in bornes]
    return [(d, d + len(text[d:f].rstrip())) for d, f in bornes if d < f]


def ecart(blanc: str) -> int:
    """Return the length of what parts two stretches: the editor had longer ones between paragraphs.

    Args:
        blanc: the white space between them; a line break that has survived counts as four spaces.
    """
    ruptures = len(_FIN_DE_LIGNE.findall(blanc.replace("\r\n", "\n")))
    return _RUPTURE * ruptures or blanc.count(" ") + blanc.count("\t")


def lignes(text: str) -> str:
    """Return the text with its structure legible: one line for each part, single spaces within.

    Args:
        text: a text as exported, its line breaks flattened to runs of spaces.
    """
    lues = (normalise_spaces(text[p.debut : p.fin]) for p in parties(text))
    return "\n".join(filter(None, lues))


def parties(text: str) -> list[Partie]:
    """Return the stretches of a text with their marks and codes told apart.

    Args:
        text: a text as exported. A mark or code that stands alone belongs to the stretch after it.
    """
    lues: list[Partie] = []
    bornes = troncons(text)
    rang = 0
    while rang < len(bornes):
        debut, fin = bornes[rang]
        partie = lire_prefixe(text, debut, fin)
        while partie.corps >= partie.fin and rang + 1 < len(bornes):
            rang += 1
            suite = lire_prefixe(text, *bornes[rang])
            if partie.code:
                # A code has been read: whatever comes next is its statement.
                partie = Partie(debut, bornes[rang][0], bornes[rang][1], partie.marque, partie.code)
            else:
                marque = text[debut : suite.debut + len(suite.marque)].strip()
                partie = Partie(debut, suite.corps, suite.fin, marque, suite.code)
        if partie.corps < partie.fin:
            lues.append(partie)
        elif lues:  # marks after the last item: nothing stands behind them, its passage takes them in
            dernier = lues.pop()
            lues.append(Partie(dernier.debut, dernier.corps, partie.fin, dernier.marque, dernier.code))
        else:
            lues.append(Partie(partie.debut, partie.debut, partie.fin))
        rang += 1
    return lues


def lire_prefixe(text: str, debut: int, fin: int) -> Partie:
    """Tell mark, code and statement of one stretch apart.

    Args:
        text: the whole text.
        debut: offset of the first character of the stretch.
        fin: one past its last character.
    """
    corps, marque, code = debut, "", ""
    if trouve := _MARQUE.match(text, corps, fin):
        corps, marque = trouve.end(), trouve.group().strip()
    if trouve := _LETTRES.match(text, corps, fin):
        # Without anything that closes it only A… and C… are codes: "B2B", "CO2" and "H1N1" are words.
        if trouve["nu"] is None or (trouve["code"][0] in "AC" and trouve["code"][1] in ".0123456789"):
            corps, code = trouve.end(), trouve.group().strip()
    elif trouve := _CHIFFRES.match(text, corps, fin):
        corps, code = trouve.end(), trouve.group().strip()
    return Partie(debut, corps, fin, marque, code)


def _saute_blancs(text: str, debut: int, fin: int) -> int:
    return fin - len(text[debut:fin].lstrip())
