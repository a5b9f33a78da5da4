"""Errors: what each leads to, and what it says in both languages."""

import ast
from pathlib import Path
from typing import NamedTuple

import pytest

import graphkit
import webui
from graphkit.errors import (
    FetchByHand,
    FetchFailed,
    GraphkitError,
    NotFound,
    QueryRejected,
    SourceUnreadable,
    StoreUnavailable,
    ValidationFailed,
    outcome,
)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (SourceUnreadable("x"), (2, 422)),
        (ValidationFailed("x"), (1, 422)),
        (NotFound("x"), (3, 404)),
        (QueryRejected("x"), (4, 400)),
        (StoreUnavailable("x"), (5, 503)),
        (FetchFailed("x"), (6, 502)),
        (FetchByHand("x"), (7, 404)),
        (GraphkitError("x"), (1, 500)),
    ],
)
def test_each_error_has_one_exit_code_and_one_status(error: GraphkitError, expected: tuple[int, int]) -> None:
    assert outcome(error) == expected


def test_a_subclass_has_the_outcome_of_its_class() -> None:
    class ZipBomb(SourceUnreadable):
        pass

    assert outcome(ZipBomb("x")) == (2, 422)


class Told(NamedTuple):
    """An error that is made with a French text.

    Attributes:
        place: where.
        english: its English text.
        french: its French text.
        raised: whether it is raised there.
        maker: the function that it is made in.
    """

    place: str
    english: ast.expr | None
    french: ast.expr
    raised: bool
    maker: str


#: What only commands and programs are told: their spelling, what else there is, what was counted.
ENGLISH_ALONE = {"known", "vu", "formes", "tous", "hint", "KINDS", "parameter.kind", "query.name"} | {
    "parameter.example"
}


def _collect() -> tuple[list[Told], set[str]]:
    """Return the errors that are made with a French text, and the names of what is raised."""
    told: list[Told] = []
    raised: set[str] = set()
    for package in (graphkit, webui):
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            nodes = list(ast.walk(tree))
            at_once = {id(node.exc) for node in nodes if isinstance(node, ast.Raise)}
            raised |= {
                node.func.id
                for node in nodes
                if isinstance(node, ast.Call) and id(node) in at_once and isinstance(node.func, ast.Name)
            }
            for maker in nodes:
                if isinstance(maker, ast.FunctionDef):
                    told += [
                        Told(
                            f"{path.relative_to(folder.parent)}:{call.lineno}",
                            call.args[0] if call.args else None,
                            keyword.value,
                            id(call) in at_once,
                            maker.name,
                        )
                        for call in ast.walk(maker)
                        if isinstance(call, ast.Call)
                        for keyword in call.keywords
                        # What is passed on was told elsewhere.
                        if keyword.arg == "french" and isinstance(keyword.value, ast.JoinedStr | ast.Constant)
                    ]
    return told, raised


TOLD, RAISED = _collect()


def _values(node: ast.AST) -> set[str]:
    """Return the names and attributes that a text is made with."""
    if isinstance(node, ast.Name | ast.Attribute):
        return {ast.unparse(node)}
    children: list[ast.AST] = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.Call):
        children = [*node.args, *([node.func.value] if isinstance(node.func, ast.Attribute) else [])]
    return {value for child in children for value in _values(child)}


def test_errors_told_in_both_languages_were_found() -> None:
    assert len(TOLD) == 23


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.place)
def test_both_languages_tell_the_same_of_the_same_things(told: Told) -> None:
    assert told.english is not None
    assert _values(told.french) == _values(told.english) - ENGLISH_ALONE


def test_what_english_alone_tells_is_told() -> None:
    english = {value for told in TOLD if told.english for value in _values(told.english)}
    assert english >= ENGLISH_ALONE


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.place)
def test_a_text_in_both_languages_is_raised(told: Told) -> None:
    assert told.raised or told.maker in RAISED
