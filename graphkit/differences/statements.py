"""Which statement became which: kept, added, removed, moved, reworded, split, merged. Pure functions.

Equal texts are paired first, those that stand in the same place before others. Among what is left, each
group that could be a change (one for one, one for several, several for one) is scored by the share of words
that both sides have in the same order, and the best groups win; what is in no group came or went.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from graphkit.differences.wording import Segment, common_length, compare_texts, folded_words, sameness
from graphkit.matching.lexical import Words, words
from graphkit.text import normalise_spaces

Kind = Literal["added", "removed", "moved", "reworded", "split", "merged"]
KINDS: tuple[Kind, ...] = ("added", "removed", "moved", "reworded", "split", "merged")

#: Least share of words in the same order at which a statement is another one reworded…
REWORDED = 0.5
#: …and at which it is, if both have the same code in the same place.
_SAME_PLACE = 0.35
#: Least share of a part that stands in the whole, and of the whole that its parts give, in the same order.
_WITHIN = 0.7
#: Least share of the whole that each part alone brings.
_BRINGS = 0.15
_MOST_PARTS = 6
_BETWEEN = " + "


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with where it stands.

    Attributes:
        key: names it within its side.
        text: its words.
        code: the code that the source prints, if any.
        places: keys of the blocs, and of the activities, that it stands in.
    """

    key: str
    text: str
    code: str = ""
    places: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


Statements = tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one statement or several.

    Attributes:
        kinds: what was done; none for a statement that stayed as it was.
        before: the statements before; none for one that was added.
        after: the statements since; none for one that was removed.
    """

    kinds: tuple[Kind, ...]
    before: Statements
    after: Statements

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The words before and since; of several statements, one after the other."""
        return compare_texts(
            *(_BETWEEN.join(each.text for each in side) for side in (self.before, self.after))
        )

    @property
    def same_words(self) -> bool:
        """Whether case, accents and punctuation are all that changed."""
        texts = (" ".join(each.text for each in side) for side in (self.before, self.after))
        old, new = (folded_words(text) for text in texts)
        return "reworded" in self.kinds and old == new


def compare_statements(before: Sequence[Statement], after: Sequence[Statement]) -> tuple[Change, ...]:
    """Return what became of each statement, in the order of the second side, what went at its old place.

    Args:
        before: the statements of the first side, their places named as on the second side.
        after: those of the second side.
    """
    old, new = list(before), list(after)
    changes = list(_kept(old, new))
    changes += _grouped(old, new)
    changes += [Change(("removed",), (each,), ()) for each in old]
    changes += [Change(("added",), (), (each,)) for each in new]
    return _in_order(changes, before, after)


def _kept(old: list[Statement], new: list[Statement]) -> Iterator[Change]:
    """Yield the pairs of equal texts, and take them out of both lists."""
    by_text: defaultdict[str, list[Statement]] = defaultdict(list)
    for each in new:
        by_text[normalise_spaces(each.text)].append(each)
    for same_place, one in product((True, False), tuple(old)):
        candidates = by_text[normalise_spaces(one.text)] if one in old else []
        other = next((each for each in candidates if not (same_place and _moved(one, each))), None)
        if other is not None:
            candidates.remove(other)
            old.remove(one)
            new.remove(other)
            yield _change((one,), (other,))


def _grouped(old: list[Statement], new: list[Statement]) -> list[Change]:
    """Return the changes of words, best first, and take what they account for out of both lists."""
    groups = [*_pairs(old, new), *_splits(old, new), *((s, b, a) for s, a, b in _splits(new, old))]
    rank = {id(each): number for number, each in enumerate((*old, *new))}
    groups.sort(key=lambda group: (-group[0], [rank[id(e)] for side in group[1:] for e in side]))
    changes = []
    left = {id(each) for each in (*old, *new)}
    for _, ones, others in groups:
        taken = {id(each) for each in (*ones, *others)}
        if taken <= left:
            left -= taken
            changes.append(_change(ones, others))
    for side in (old, new):
        side[:] = [each for each in side if id(each) in left]
    return changes


_Group = tuple[float, Statements, Statements]


def _pairs(old: Sequence[Statement], new: Sequence[Statement]) -> Iterator[_Group]:
    for one, other in product(old, new):
        likeness = sameness(folded_words(one.text), folded_words(other.text))
        stays = not _moved(one, other)
        coded = bool(one.code) and one.code == other.code
        if likeness >= (_SAME_PLACE if stays and coded else REWORDED):
            # Of two that are as like, the one that stayed where it was.
            yield likeness + 0.02 * stays + 0.02 * coded, (one,), (other,)


def _splits(wholes: Sequence[Statement], parts: Sequence[Statement]) -> Iterator[_Group]:
    """Yield each statement whose words are those of several others, one after the other."""
    meanings = {id(part): words(part.text) for part in parts}
    for whole in wholes:
        text = folded_words(whole.text)
        vocabulary = words(whole.text)
        inside = [
            part
            for part in parts
            if meanings[id(part)]
            and len(meanings[id(part)] & vocabulary) >= _WITHIN * len(meanings[id(part)])
        ]
        inside = [part for part in inside if _within(folded_words(part.text), text)]
        inside.sort(key=lambda part: _start(folded_words(part.text), text))
        chosen = _needed(text, inside[:_MOST_PARTS])
        joined = _joined(chosen)
        common = common_length(text, joined)
        if len(chosen) > 1 and common >= _WITHIN * len(text) and common >= _WITHIN * len(joined):
            yield 2 * common / (len(text) + len(joined)), (whole,), tuple(chosen)
        elif told_apart := _told_apart(vocabulary, [(part, meanings[id(part)]) for part in inside]):
            yield 1.0, (whole,), told_apart


def _told_apart(whole: Words, parts: list[tuple[Statement, Words]]) -> Statements:
    """Return the parts that repeat what they share and divide the rest: "design and make plans", in two.

    Nothing is returned unless together they say all of the whole, and each says something of it alone.
    """
    said = [meaning & whole for _, meaning in parts]
    alone = [one - frozenset().union(*said[:n], *said[n + 1 :]) for n, one in enumerate(said)]
    if len(parts) < 2 or not all(alone) or frozenset().union(*said) != whole:  # noqa: PLR2004 - several
        return ()
    return tuple(part for part, _ in parts)


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return common_length(part, whole) >= _WITHIN * len(part)


def _start(part: tuple[str, ...], whole: tuple[str, ...]) -> int:
    """Return where in the whole the words of a part lie on average; those that occur there once tell it."""
    places = [whole.index(word) for word in part if whole.count(word) == 1]
    return sum(places) // len(places) if places else len(whole)


def _needed(whole: tuple[str, ...], parts: list[Statement]) -> list[Statement]:
    """Return the parts without which the whole would lack words, the least needed left out first."""
    chosen = list(parts)
    while len(chosen) > 1:
        common = common_length(whole, _joined(chosen))
        brought = [
            common - common_length(whole, _joined([e for e in chosen if e is not each])) for each in chosen
        ]
        least = min(brought)
        if least >= _BRINGS * len(whole):
            break
        chosen.pop(brought.index(least))
    return chosen


def _joined(parts: Sequence[Statement]) -> tuple[str, ...]:
    return tuple(word for part in parts for word in folded_words(part.text))


def _change(before: Statements, after: Statements) -> Change:
    kinds: list[Kind] = []
    if any(_moved(one, other) for one, other in product(before, after)):
        kinds.append("moved")
    if len(after) > 1:
        kinds.append("split")
    elif len(before) > 1:
        kinds.append("merged")
    elif normalise_spaces(before[0].text) != normalise_spaces(after[0].text):
        kinds.append("reworded")
    return Change(tuple(kinds), before, after)


def _moved(one: Statement, other: Statement) -> bool:
    """Whether two statements stand in blocs, or in activities, none of which is the same."""
    return any(
        here and there and not here & there for here, there in zip(one.places, other.places, strict=True)
    )


def _in_order(
    changes: list[Change], before: Sequence[Statement], after: Sequence[Statement]
) -> tuple[Change, ...]:
    """Return changes in the order of the second side; what was removed follows what stood before it."""
    new = {each.key: number for number, each in enumerate(after)}
    old = {each.key: number for number, each in enumerate(before)}
    became = {
        each.key: new[change.after[0].key] for change in changes if change.after for each in change.before
    }
    last, position = -1, {}
    for each in before:
        last = became.get(each.key, last)
        position[each.key] = last

    def rank(change: Change) -> tuple[int, int, int]:
        if change.after:
            return new[change.after[0].key], 0, 0
        return position[change.before[0].key], 1, old[change.before[0].key]

    return tuple(sorted(changes, key=rank))
