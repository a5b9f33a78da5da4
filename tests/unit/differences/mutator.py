"""Edits a list of statements by lot, and says what it did: what a comparison has to find again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from graphkit.differences.statements import Statement

#: What a comparison tells of a change: its kinds, the statements before and those since.
Told = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
_NEW_WORDS = (
    "concertation",
    "territoire",
    "semestriel",
    "prioritaire",
    "régulièrement",
    "maquette",
    "consolidé",
)


@dataclass
class Edited:
    """Statements after some edits.

    Attributes:
        statements: what is left, in order.
        told: what was done.
    """

    statements: list[Statement]
    told: set[Told] = field(default_factory=set)


def mutate(base: Sequence[Statement], spare: Sequence[Statement], random: Random) -> Edited:
    """Return a list with several edits of each kind; no statement is edited twice, unless moved and reworded.

    Args:
        base: the statements.
        spare: statements that may be added.
        random: decides.
    """
    edited = Edited(list(base))
    chosen = random.sample(range(len(base)), len(base))
    taken: set[int] = set()

    def next_one(fit: Sequence[int]) -> int:
        number = next(n for n in fit if n not in taken)
        taken.add(number)
        return number

    out: dict[int, list[Statement]] = {n: [each] for n, each in enumerate(base)}
    for _ in range(random.randint(1, 2)):
        n = next_one(chosen)
        out[n] = []
        edited.told.add((("removed",), (base[n].key,), ()))
    for _ in range(random.randint(1, 3)):
        n = next_one(chosen)
        out[n] = [reword(base[n], random)]
        edited.told.add((("reworded",), (base[n].key,), (base[n].key,)))
    for rewording in (False, True):
        n = next_one(chosen)
        moved = move(base[n], base, random)
        out[n] = [reword(moved, random) if rewording else moved]
        kinds = ("moved", "reworded") if rewording else ("moved",)
        edited.told.add((kinds, (base[n].key,), (base[n].key,)))
    for _ in range(random.randint(1, 2)):
        n = next_one([n for n in chosen if len(base[n].text.split()) >= 12])
        out[n] = split(base[n], random)
        edited.told.add((("split",), (base[n].key,), tuple(each.key for each in out[n])))
    n = next_one([n for n in chosen[:-1] if _mergeable(base, n, taken)])
    taken.add(n + 1)
    out[n], out[n + 1] = [merge(base[n], base[n + 1])], []
    edited.told.add((("merged",), (base[n].key, base[n + 1].key), (base[n].key,)))
    for each in random.sample(list(spare), random.randint(1, 3)):
        after = random.choice(sorted(out))
        new = replace(each, key=f"new-{each.key}", places=base[after].places)
        out[after] = [*out[after], new]
        edited.told.add((("added",), (), (new.key,)))
    edited.statements = [each for n in sorted(out) for each in out[n]]
    return edited


def _mergeable(base: Sequence[Statement], n: int, taken: set[int]) -> bool:
    return n + 1 < len(base) and n + 1 not in taken and base[n].places == base[n + 1].places


def reword(statement: Statement, random: Random) -> Statement:
    """Return a statement with a quarter of its words replaced, dropped or new."""
    words = statement.text.split()
    for _ in range(max(1, len(words) // 4)):
        at = random.randrange(len(words))
        match random.choice(("replace", "drop", "insert")):
            case "replace":
                words[at] = random.choice(_NEW_WORDS)
            case "drop" if len(words) > 4:
                del words[at]
            case _:
                words.insert(at, random.choice(_NEW_WORDS))
    return replace(statement, text=" ".join(words))


def move(statement: Statement, base: Sequence[Statement], random: Random) -> Statement:
    """Return a statement in the place of another one."""
    elsewhere = [each.places for each in base if each.places != statement.places]
    return replace(statement, places=random.choice(elsewhere))


def split(statement: Statement, random: Random) -> list[Statement]:
    """Return a statement cut in two near its middle."""
    words = statement.text.split()
    at = random.randint(2 * len(words) // 5, 3 * len(words) // 5)
    parts = (" ".join(words[:at]), " ".join(words[at:]).capitalize())
    return [replace(statement, key=f"{statement.key}.{n}", text=text) for n, text in enumerate(parts, 1)]


def merge(one: Statement, other: Statement) -> Statement:
    """Return two statements as one sentence."""
    return replace(one, text=f"{one.text.rstrip('. ')} et {other.text[:1].lower()}{other.text[1:]}")
