"""The word lists of the analyser, read once from ``lexiques/*.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graphkit.analysis.mots import cle
from graphkit.analysis.natures import Nature
from graphkit.analysis.phrases import Phrases

_DOSSIER = Path(__file__).parent / "lexiques"


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject that rules look for in texts.

    Attributes:
        mots: phrases that bear it.
        sauf: phrases in which their words mean something else.
        presence: whether its first mention in a text is all that is asked for.
        natures: kinds of text in which it is looked for.
        page: pages of the Vademecum, printed numbers; empty where it does not name the subject.
        regles: rules that ask for it.
        note: what a reader of the list should know.
    """

    mots: tuple[str, ...]
    sauf: tuple[str, ...]
    presence: bool
    natures: frozenset[Nature]
    page: str
    regles: tuple[str, ...]
    note: str


@cache
def lire(nom: str) -> Mapping[str, Any]:
    """Return one file of lists.

    Args:
        nom: its name without ending.
    """
    return tomllib.loads((_DOSSIER / f"{nom}.toml").read_text(encoding="utf-8"))


@cache
def themes() -> Mapping[str, Theme]:
    """Return the themes by their code."""
    return {
        code: Theme(
            mots=tuple(entree["mots"]),
            sauf=tuple(entree.get("sauf", ())),
            presence=entree.get("presence", False),
            natures=frozenset(map(Nature, entree["natures"])),
            page=entree["page"],
            regles=tuple(entree["regles"]),
            note=entree.get("note", ""),
        )
        for code, entree in lire("themes").items()
    }


def cles(mots: Iterable[str]) -> frozenset[str]:
    """Return the keys of words."""
    return frozenset(map(cle, mots))


def phrases(**listes: Iterable[str]) -> Phrases:
    """Return the phrases of some lists, each under the name of its list."""
    return Phrases((phrase, nom) for nom, liste in listes.items() for phrase in liste)
