"""What an operator of mutation is: it plants one fault and says what must be found, and where."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from graphkit.model import Record
from graphkit.ntriples import Triple

#: What to find a thing by: its genre, then its code or, of what has none, its words.
Noeud = tuple[str, str]
CERTIFICATION: Noeud = ("certification", "")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A draft with one fault.

    Attributes:
        record: the draft.
        expected: (shape, thing) of everything that must be found; nothing else may be.
        added: triples that no reader gives, for what the model cannot say.
    """

    record: Record
    expected: frozenset[tuple[str, Noeud]]
    added: tuple[Triple, ...] = ()


Plant = Callable[[Record, random.Random], Mutant | None]


@dataclass(frozen=True, slots=True)
class Operator:
    """A way to plant a fault.

    Attributes:
        name: what it does.
        shape: the shape that it is meant for.
        registers: registers whose drafts it applies to.
        plant: does it; ``None`` where the draft has nothing to plant it in.
        variants: in how many wordings it can be planted.
    """

    name: str
    shape: str
    registers: frozenset[str]
    plant: Plant
    variants: int = 1

    @property
    def rule(self) -> str:
        """The rule that the shape is a part of."""
        return rule_of(self.shape)


OPERATORS: list[Operator] = []
BOTH = ("rncp", "rs")


def rule_of(shape: str) -> str:
    """Return the rule that a shape is a part of: R12 of R12_competence."""
    return shape.partition("_")[0]


def operator(shape: str, *registers: str) -> Callable[[Plant], Plant]:
    """Declare a function as the operator for a shape, in the registers named, or in both."""

    def declare(plant: Plant) -> Plant:
        OPERATORS.append(Operator(plant.__name__, shape, frozenset(registers or BOTH), plant))
        return plant

    return declare


PlantPhrase = Callable[[Record, random.Random, str], Mutant | None]


def wordings(name: str, shape: str, phrases: Iterable[str], plant: PlantPhrase, *registers: str) -> None:
    """Declare one operator that plants each of several phrases, drawn at random."""
    choices = tuple(phrases)

    def one(record: Record, chance: random.Random) -> Mutant | None:
        return plant(record, chance, chance.choice(choices))

    OPERATORS.append(Operator(name, shape, frozenset(registers or BOTH), one, len(choices)))


def found(record: Record, *pairs: tuple[str, Noeud], added: Iterable[Triple] = ()) -> Mutant:
    """Return a mutant of which these things must be found."""
    return Mutant(record, frozenset(pairs), tuple(added))
