"""Lines of the document, the texts they make when joined, and the way back from a text to its lines."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from typing import TYPE_CHECKING

from graphkit.passages import Passage, Passages
from graphkit.text import normalise_spaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TOKEN = re.compile(r"\S+")
_BULLET = re.compile(r"\s*[-–—•●▪*]\s+(?=\S)")
# « Ile-de-» at the end of a line goes on with « France » without a space; « 25520 -» does not.
_HYPHENATED = re.compile(r"\w-\Z")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+\Z")
_FULL_WIDTH_SHARE = 0.9
_LONGEST_LINES = 5


@dataclass(frozen=True, slots=True)
class Ligne:
    """A line of the document, or its end from a column on.

    Attributes:
        numero: 1-based.
        brut: the whole line as it stands in the file.
        debut: offset of the first character that counts.
    """

    numero: int
    brut: str
    debut: int = 0

    @property
    def mots(self) -> str:
        """The text that counts, white space normalised."""
        return normalise_spaces(self.brut[self.debut :])

    @property
    def vide(self) -> bool:
        """Whether there is nothing to read."""
        return not self.brut[self.debut :].strip()

    @property
    def url(self) -> str | None:
        """The web address that is all there is on the line, if so."""
        mots = self.brut[self.debut :].strip()
        return mots if _URL.match(mots) else None

    @property
    def puce(self) -> bool:
        """Whether the line begins an item of a list."""
        return _BULLET.match(self.brut, self.debut) is not None

    def sans_puce(self) -> Ligne:
        """Return the line without the mark of its item."""
        match = _BULLET.match(self.brut, self.debut)
        return self.depuis(match.end()) if match else self

    def depuis(self, offset: int) -> Ligne:
        """Return the line from an offset of the raw line on."""
        return Ligne(self.numero, self.brut, offset)


class Texte:
    """Lines joined into one text with single spaces, each part of which leads back to the lines."""

    def __init__(self, lignes: Iterable[Ligne]) -> None:
        parts: list[str] = []
        self._starts: list[int] = []
        self._tokens: list[tuple[int, int, int]] = []
        self._lignes = {ligne.numero: ligne for ligne in lignes}
        length = 0
        previous_line = 0
        for ligne in self._lignes.values():
            for match in _TOKEN.finditer(ligne.brut, ligne.debut):
                glued = ligne.numero != previous_line and parts and _HYPHENATED.search(parts[-1][-2:])
                if parts and not glued:
                    parts.append(" ")
                    length += 1
                self._starts.append(length)
                self._tokens.append((ligne.numero, match.start(), match.end()))
                parts.append(match.group())
                length += len(match.group())
                previous_line = ligne.numero
        self.valeur = "".join(parts)

    def __bool__(self) -> bool:
        return bool(self.valeur)

    def passages(self, start: int = 0, end: int | None = None) -> Passages:
        """Return where a part of the text stands; several passages if other lines come in between.

        Args:
            start: offset of its first character.
            end: offset past its last character; the end of the text if ``None``.
        """
        stop = len(self.valeur) if end is None else end
        if stop <= start or not self._tokens:
            return ()
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, stop - 1) - 1
        first_line, first_col, _ = self._tokens[first]
        last_line, last_col, _ = self._tokens[last]
        first_col += start - self._starts[first]
        last_col += stop - self._starts[last]
        known = self._numeros
        numbers = known[bisect_left(known, first_line) : bisect_right(known, last_line)]
        runs = [(n, n) for n in numbers[:1]]
        for number in numbers[1:]:
            if number == runs[-1][1] + 1:
                runs[-1] = (runs[-1][0], number)
            else:
                runs.append((number, number))
        passages = []
        for run in runs:
            head, tail = self._lignes[run[0]].brut, self._lignes[run[1]].brut
            begin = first_col if run[0] == first_line else _indent(head)
            finish = last_col if run[1] == last_line else len(tail.rstrip())
            whole = begin == _indent(head) and finish == len(tail.rstrip())
            passages.append(Passage(lignes=run, caracteres=None if whole else (begin, finish)))
        return tuple(passages)

    @cached_property
    def _numeros(self) -> list[int]:
        return sorted({line for line, _, _ in self._tokens})


def _indent(brut: str) -> int:
    return len(brut) - len(brut.lstrip())


@dataclass(frozen=True, slots=True)
class Morceau:
    """A paragraph, or an item of a list."""

    lignes: tuple[Ligne, ...]
    puce: bool

    @property
    def imprime(self) -> Texte:
        """The text as printed, with the mark of an item."""
        return Texte(self.lignes)

    @property
    def texte(self) -> Texte:
        """The text without the mark of an item."""
        return Texte([self.lignes[0].sans_puce(), *self.lignes[1:]])


def text_width(lignes: Sequence[Ligne]) -> int:
    """Return the usual length of a full line: what all lines but the four longest stay within.

    Args:
        lignes: the whole document; a few of its lines may be addresses, hence not the maximum.
    """
    lengths = nlargest(_LONGEST_LINES, (len(ligne.mots) for ligne in lignes))
    return lengths[-1] if lengths else 0


def is_wrapped(line: Ligne, following: Ligne, width: int) -> bool:
    """Tell whether a line is as full as it could be: the next line's first word did not fit.

    Args:
        line: the line.
        following: the line after it.
        width: usual length of a full line.
    """
    word = _TOKEN.search(following.brut, following.debut)
    return len(line.mots) + 1 + (len(word.group()) if word else 0) > width * _FULL_WIDTH_SHARE


def heading_end(lignes: Sequence[Ligne], index: int, width: int) -> int:
    """Return the index of the last line of a heading: it goes on while its line is full and unfinished.

    Args:
        lignes: lines that are not blank.
        index: the first line of the heading.
        width: usual length of a full line.
    """
    while index + 1 < len(lignes):
        ligne, following = lignes[index], lignes[index + 1]
        if following.numero > ligne.numero + 1 or following.puce or ligne.mots.endswith((".", ":", ";", "…")):
            break
        if not following.mots[:1].islower() and not is_wrapped(ligne, following, width):
            break
        index += 1
    return index


def split_paragraphs(lignes: Iterable[Ligne], width: int = 0, *, by_line: bool = False) -> list[Morceau]:
    """Return the paragraphs and items that lines make up, blank lines left out.

    A blank line ends a paragraph, unless the text goes on with a small letter in mid-sentence: that is how a
    page break shows.

    Args:
        lignes: the lines.
        width: usual length of a full line; if given, a finished sentence or an item on a line that is not
            full ends a paragraph too, unless a small letter follows.
        by_line: every line that is not full ends a paragraph.
    """
    groups: list[list[Ligne]] = []
    for ligne in lignes:
        if ligne.vide:
            continue
        if not groups or ligne.puce or _starts_paragraph(groups[-1], ligne, width, by_line=by_line):
            groups.append([ligne])
        else:
            groups[-1].append(ligne)
    return [Morceau(tuple(group), puce=group[0].puce) for group in groups]


def _starts_paragraph(group: Sequence[Ligne], ligne: Ligne, width: int, *, by_line: bool) -> bool:
    previous = group[-1]
    mots, before = ligne.mots, previous.mots
    finished = before.endswith((".", "!", "?", ":"))
    if ligne.numero > previous.numero + 1:
        return finished or not mots[:1].islower()
    if not width or is_wrapped(previous, ligne, width):
        return False
    return by_line or ((finished or group[0].puce) and not mots[:1].islower())


def join_paragraphs(morceaux: Iterable[Morceau]) -> tuple[str, Passages]:
    """Return paragraphs and items as one text, one a line, and where they stand.

    Args:
        morceaux: in order; items keep their mark.
    """
    textes = [morceau.imprime for morceau in morceaux]
    passages: list[Passage] = []
    for texte in textes:
        for passage in texte.passages():
            previous = passages[-1] if passages else None
            if previous and _adjacent(previous, passage) and previous.lignes and passage.lignes:
                passages[-1] = Passage(lignes=(previous.lignes[0], passage.lignes[1]))
            else:
                passages.append(passage)
    return "\n".join(texte.valeur for texte in textes), tuple(passages)


def _adjacent(one: Passage, two: Passage) -> bool:
    if one.caracteres or two.caracteres or not one.lignes or not two.lignes:
        return False
    return two.lignes[0] == one.lignes[1] + 1
