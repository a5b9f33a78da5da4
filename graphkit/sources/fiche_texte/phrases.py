"""Where the sentences of a French text begin and end."""

from __future__ import annotations

import re

# A run of end marks with what closes behind it: « . », « …). », « ? », « .» ».
_END = re.compile(r"[.!?…]+(?:(?:[)\]”\"]|\s?»)[.!?…]*)*")
_SPACE = re.compile(r"\s*")
_ABBREVIATIONS = frozenset(
    {
        "al", "art", "cf", "chap", "dr", "env", "ex", "fig", "hab", "m", "max", "min", "mm", "n", "obs", "op",
        "p", "pp", "pr", "réf", "ref", "resp", "sect", "ss", "st", "vol",
    }
)  # fmt: skip
_OPENING = "«“\"([‘'"
# Without a space, only a real word starts a sentence: « échanges…).Définir » but not « Asp.Net ».
_GLUED_START = re.compile(r"[A-ZÀ-ÖØ-ÞŒÆ][a-zà-öø-ÿœæ]{3}")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each sentence, in order, white space between them left out.

    A sentence ends at « . ! ? … », followed by a capital letter, outside parentheses; not after a usual
    abbreviation (« cf. », « ex. ») nor an initial (« J. Dupont »). A space after the end mark may be missing
    when a word of at least four letters follows.

    Args:
        text: one paragraph, white space normalised.
    """
    spans: list[tuple[int, int]] = []
    start = depth = scanned = 0
    # An unclosed parenthesis would swallow all the rest: then parentheses tell nothing.
    balanced = text.count("(") == text.count(")")
    for match in _END.finditer(text):
        end = match.end()
        if balanced:
            depth += text.count("(", scanned, end) - text.count(")", scanned, end)
        scanned = end
        if depth > 0 or not _begins_sentence(text, end) or _is_abbreviation(text, match.start(), start):
            continue
        spans.append((start, end))
        gap = _SPACE.match(text, end)
        start = gap.end() if gap else end
    if start < len(text.rstrip()):
        spans.append((start, len(text.rstrip())))
    return spans


def _begins_sentence(text: str, end: int) -> bool:
    """Tell whether a sentence can begin at or after this offset."""
    if end >= len(text):
        return False
    if not text[end].isspace():
        return text[end - 1] not in '»”"' and _GLUED_START.match(text, end) is not None
    position = end
    while position < len(text) and (text[position].isspace() or text[position] in _OPENING):
        position += 1
    return position < len(text) and text[position].isupper()


def _is_abbreviation(text: str, mark: int, start: int) -> bool:
    """Tell whether the end mark at this offset only shortens the word before it."""
    if text[mark] != "." or text[mark : mark + 2] in (".)", "..", ".…"):
        return False
    word_start = mark
    # No abbreviation is longer than this; the bound keeps a text without spaces linear.
    while word_start > max(start, mark - 6) and text[word_start - 1].isalpha():
        word_start -= 1
    word = text[word_start:mark]
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper())
