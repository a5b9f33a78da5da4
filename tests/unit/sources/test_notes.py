"""What readers of drafts note is said in both languages, with the same things of the document in both."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from graphkit.sources import codes_dits, documents_dits, fiches_dites, notes, tables_dites
from graphkit.sources.notes import Dit, Note

MODULES = (codes_dits, documents_dits, fiches_dites, tables_dites)
SOURCES = Path(notes.__file__).parent
#: Readers of documents that authors write, and of fiches as text; exports of the register are no drafts.
READERS = ("brouillon", "fiche_texte", "trois_colonnes")
#: Where an anomaly is made of a note, or of what another process sent.
MAKERS = {"transport.py", "releve.py"}


def _said(module: ModuleType) -> Iterator[tuple[str, Note | Dit, tuple[object, ...]]]:
    """Yield what a module says: its constants, and its functions asked about values that are easy to find."""
    for name, member in vars(module).items():
        if name.startswith("_"):
            continue
        if isinstance(member, Note | Dit):
            yield name, member, ()
        elif inspect.isfunction(member) and member.__module__ == module.__name__:
            kinds = [each.annotation for each in inspect.signature(member).parameters.values()]
            values = tuple(_value(kind, rank) for rank, kind in enumerate(kinds))
            yield name, member(*values), values


def _value(kind: str, rank: int) -> object:
    if kind == "Dit":
        return Dit(f"sorte{rank}", f"kind{rank}")
    return 4100 + rank if kind == "int" else f"valeur{rank}"


SAID = [
    pytest.param(*each, id=f"{module.__name__}.{each[0]}") for module in MODULES for each in _said(module)
]


@pytest.mark.parametrize(("name", "said", "values"), SAID)
def test_a_note_tells_the_same_in_both_languages(
    name: str, said: Note | Dit, values: tuple[object, ...]
) -> None:
    french, english = (said.message, said.message_en) if isinstance(said, Note) else (said.fr, said.en)
    assert french
    assert english
    assert french != english, name
    for value in values:
        in_french, in_english = value if isinstance(value, Dit) else (str(value), str(value))
        assert in_french in french
        assert in_english in english


def test_there_are_notes_to_read() -> None:
    assert len(SAID) >= 40


@pytest.mark.parametrize(
    "path", [each for part in READERS for each in sorted((SOURCES / part).rglob("*.py"))]
)
def test_a_reader_of_drafts_says_nothing_in_one_language_alone(path: Path) -> None:
    """An anomaly is made of a note; none is put together where it is found."""
    made = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and re.fullmatch("Anomaly|Note", getattr(node.func, "id", ""))
    ]
    assert bool(made) is (path.name in MAKERS)
