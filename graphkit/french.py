"""French words as the index sees them: folded, without elision or stop words, in one gender, then stemmed.

The same functions read what is indexed, what is typed and what is shown with its matches marked, so that
the three agree. Accents go before the stemmer, or a word typed without them would have another stem.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import tantivy

#: Longer runs of letters are no words, and the stored index takes 255 bytes for a word.
_LONGEST = 60
_LETTERS = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
_ELISION = r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ](?=\w)"
_TERM = rf"[cC](?:\+\+|#)|{_LETTERS}"
_ELIDED = re.compile(_ELISION, re.IGNORECASE)
_WORD = re.compile(_TERM)
_TOKEN = re.compile(rf"(?P<elided>{_ELISION})|{_TERM}", re.IGNORECASE)
_HYPHENS = re.compile("[‐‑]")
_COMPOUND = re.compile(rf"{_LETTERS}(?:[-‐‑]{_LETTERS})+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_SYMBOLS = {"c++": "cplusplus", "c#": "csharp"}
# Words that say nothing of a subject. « son », « or » and « sans » do: sound engineers, goldsmiths.
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a au aux avec ce ces cette d dans de des du elle elles en est et eux il ils l la le les leur leurs"
        " lui ne nos notre nous on ou par pour qu que qui sa se ses sont sur un une vos votre vous y",
    )
)
# Endings by which a job is named for a woman, and the plural in -eux, brought to one form: the stemmer
# keeps « vendeuse » and « vendeur », « infirmiere » and « infirmier » apart.
_GENDERS = (
    (re.compile(r"(?<=\w{3})trices?$"), "teur"),
    (re.compile(r"(?<=\w{3}[^i])euses?$"), "eur"),
    (re.compile(r"(?<=\w{4}[^i])eux$"), "eur"),
    (re.compile(r"(?<=\w{3})eres?$"), "er"),
)
_ACRONYM_WORDS = range(3, 7)
_IN_FULL = {
    "btp": "bâtiment travaux publics",
    "cnc": "commande numérique",
    "ess": "économie sociale et solidaire",
    "fle": "français langue étrangère",
    "hse": "hygiène sécurité environnement",
    "ia": "intelligence artificielle",
    "pme": "petites et moyennes entreprises",
    "qhse": "qualité hygiène sécurité environnement",
    "rh": "ressources humaines",
    "rse": "responsabilité sociétale des entreprises",
    "sst": "sauveteur secouriste du travail",
    "tpe": "très petites entreprises",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        form: the word folded and in one gender, not stemmed.
        start: where it begins in the text.
        end: one past its last character.
    """

    form: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text that count, in order."""
    for match in _TOKEN.finditer(text):
        if match["elided"] is None:
            form = fold(match[0])
            if form not in STOP_WORDS and len(form) <= _LONGEST:
                yield Word(form, match.start(), match.end())


def forms(text: str) -> list[str]:
    """Return the words of a text that count, folded and in one gender."""
    # The same as ``words`` without the places, in half the time: a build reads millions of texts.
    folded = map(fold, _WORD.findall(_ELIDED.sub(" ", text)))
    return [form for form in folded if form not in STOP_WORDS and len(form) <= _LONGEST]


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return a word in lower case, without accents, with a job's name in the masculine."""
    lower = word.lower()
    if lower in _SYMBOLS:
        return _SYMBOLS[lower]
    bare = unaccented(lower)
    for ending, masculine in _GENDERS:
        bare, replaced = ending.subn(masculine, bare)
        if replaced:
            break
    return bare


def unaccented(text: str) -> str:
    """Return a text in lower case, without accents or ligatures."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def analyser() -> tantivy.TextAnalyzer:
    """Return what the index does to words that ``forms`` has prepared: split at spaces, stem."""
    splitter = tantivy.Tokenizer.whitespace()
    return tantivy.TextAnalyzerBuilder(splitter).filter(tantivy.Filter.stemmer("french")).build()


_ANALYSER = analyser()


@lru_cache(maxsize=200_000)
def stem(form: str) -> str:
    """Return the stem of a folded word."""
    stems = _ANALYSER.analyze(form)
    return stems[0] if stems else form


def compounds(text: str) -> list[str]:
    """Return the words with hyphens written as one (``auto-école`` as ``autoecole``), folded."""
    if "-" not in text and not _HYPHENS.search(text):
        return []
    return [fold(re.sub(r"[-‐‑]", "", match[0])) for match in _COMPOUND.finditer(text)]


def acronym(title: str) -> str:
    """Return the initials of a title's words (``dwwm``), empty for a title of too few or too many."""
    initials = [form[0] for form in forms(title)]
    return "".join(initials) if len(initials) in _ACRONYM_WORDS else ""


#: What people shorten -> its words in full, folded.
IN_FULL = {short: tuple(forms(full)) for short, full in _IN_FULL.items()}
