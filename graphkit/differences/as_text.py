"""A difference as text for a terminal, words marked as wdiff does: [-removed-] {+added+}."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from graphkit.checking.labels import term_label
from graphkit.differences.difference import Difference, Family, SideView
from graphkit.differences.facts import FactChange
from graphkit.differences.places import PlaceChange
from graphkit.differences.statements import Change, Kind
from graphkit.differences.wording import Segment

#: Kind of change -> what one statement, and several, that underwent it are called.
NAMES: dict[Kind, tuple[str, str]] = {
    "added": ("ajoutée", "ajoutées"),
    "removed": ("retirée", "retirées"),
    "moved": ("déplacée", "déplacées"),
    "reworded": ("reformulée", "reformulées"),
    "split": ("scindée", "scindées"),
    "merged": ("fusionnée", "fusionnées"),
}
#: Family of statements -> its heading.
FAMILIES = {
    "ref:Activite": "Activités",
    "ref:Competence": "Compétences",
    "ref:ModaliteEvaluation": "Modalités d’évaluation",
    "ref:CritereEvaluation": "Formulations de critères d’évaluation",
}
_WIDTH = 110
_CUT = 400


def render_text(difference: Difference) -> str:
    """Return a difference as lines of text.

    Args:
        difference: the difference.
    """
    return "\n".join(_lines(difference)) + "\n"


def _lines(difference: Difference) -> Iterator[str]:
    yield f"avant  {_side(difference.before)}"
    yield f"après  {_side(difference.after)}"
    if difference.empty:
        yield "aucune différence"
        return
    yield from ("", *(summarise(family) for family in difference.families))
    if difference.facts:
        yield from ("", f"Ce que dit la fiche : {_count(len(difference.facts), 'différence', 'différences')}")
        for fact in difference.facts:
            yield from _fact(fact)
    if difference.blocs:
        yield from ("", f"Blocs : {_count(len(difference.blocs), 'différence', 'différences')}")
        for place in difference.blocs:
            yield from _folded(_place(place), "  ")
    for family in difference.families:
        if family.changes:
            yield from ("", FAMILIES[family.name])
        for change in family.changes:
            yield from _change(difference, change)


def _side(side: SideView) -> str:
    return f"{side.ref.identifier}  {side.ref.title}  ({side.source})"


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {several if number > 1 else one}"


def summarise(family: Family) -> str:
    """Return how many statements of a kind there were and are, and what became of them."""
    counts = [_count(number, *NAMES[kind]) for kind, number in family.counts.items()]
    unchanged = _count(family.unchanged, "inchangée", "inchangées")
    became = ", ".join([unchanged, *counts])
    return f"{FAMILIES[family.name]} : {family.before} avant, {family.after} après ; {became}"


def name_fact(change: FactChange) -> str:
    """Return what a fact is about, in words."""
    return " › ".join(term_label(part).fr if ":" in part else part for part in change.name)


def _fact(change: FactChange) -> Iterator[str]:
    name = name_fact(change)
    if change.segments:
        yield from _folded(f"{name} : {mark_up(change.segments)}", "  ")
    elif len(change.removed) == len(change.added) == 1:
        yield from _folded(f"{name} : {_middle(change.removed[0])} → {_middle(change.added[0])}", "  ")
    else:
        yield f"  {name}"
        for sign, values in (("-", change.removed), ("+", change.added)):
            for value in values:
                yield from _folded(f"{sign} {_middle(value)}", "    ")


def _place(change: PlaceChange) -> str:
    if change.before is None or change.after is None:
        place = change.before or change.after
        assert place is not None  # noqa: S101 - a change has at least one side
        return f"{'retiré' if change.after is None else 'ajouté'} : {place.code} {place.title}"
    code = f"{change.before.code} → {change.after.code}" if change.renumbered else change.after.code
    return f"{code} : {mark_up(change.segments) if change.retitled else change.after.title}"


def _change(difference: Difference, change: Change) -> Iterator[str]:
    kinds = " et ".join(NAMES[kind][0] for kind in change.kinds)
    if change.same_words:
        kinds += " (casse et ponctuation seules)"
    yield f"  {kinds}{_where(difference, change)}"
    for statement in change.before if change.kinds != ("added",) else change.after:
        code = f"{statement.code} " if statement.code else ""
        worded = change.kinds in {("added",), ("removed",), ("moved",)}
        text = f"{code}{statement.text}" if worded or len(change.before) > 1 else code.strip()
        if text:
            yield from _folded(text, "    ")
    if not {"reworded", "split", "merged"}.isdisjoint(change.kinds):
        yield from _folded(mark_up(change.segments), "    ")


def _where(difference: Difference, change: Change) -> str:
    old, new = (
        ", ".join(dict.fromkeys(place for each in side for place in difference.places_of(each)))
        for side in (change.before, change.after)
    )
    if "moved" in change.kinds:
        return f", de « {_short(old)} » à « {_short(new)} »"
    place = new or old
    return f", dans « {_short(place)} »" if place else ""


def _short(text: str) -> str:
    return textwrap.shorten(text, 80, placeholder=" …")


def mark_up(segments: Iterable[Segment]) -> str:
    """Return words with what was removed and added marked as wdiff does."""
    out = []
    for segment in segments:
        if segment.operation == "equal":
            out.append(_middle(segment.after))
        else:
            out.append(
                (f"[-{segment.before}-]" if segment.before else "")
                + (f"{{+{segment.after}+}}" if segment.after else "")
            )
    return "".join(out)


def _middle(text: str) -> str:
    """Return a long stretch that is the same without its middle: what changed is what is looked for."""
    if len(text) <= _CUT:
        return text
    return f"{text[: _CUT // 2]} […] {text[-_CUT // 2 :]}"


def _folded(text: str, indent: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from textwrap.wrap(
            line, _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False
        )
