"""Themes: fields of work that the words of a statement belong to (logiciel and déploiement are of one)."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from graphkit.french import forms, stem

_FILE = Path(__file__).parent / "themes.toml"


@cache
def _themes() -> Mapping[str, frozenset[str]]:
    """Return each stem of the lists with the themes that it shows."""
    found: dict[str, set[str]] = defaultdict(set)
    for theme, words in tomllib.loads(_FILE.read_text("utf-8")).items():
        for word in words:
            for form in forms(word):
                found[stem(form)].add(theme)
    return {each: frozenset(themes) for each, themes in found.items()}


def themes_of(stems: Iterable[str]) -> dict[str, float]:
    """Return the themes that some words show, each with how much; a word of several tells less of each.

    Args:
        stems: stems of the words.
    """
    told: dict[str, float] = defaultdict(float)
    for each in stems:
        themes = _themes().get(each, frozenset())
        for theme in themes:
            told[theme] += 1 / len(themes)
    return dict(told)
