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
from graphkit.voice import Language, Voice

FRENCH = Voice()
#: Kind of change -> what one statement, and several, that underwent it are called, in French; in English.
NAMES: dict[Kind, tuple[str, str, str]] = {
    "added": ("ajoutée", "ajoutées", "added"),
    "removed": ("retirée", "retirées", "removed"),
    "moved": ("déplacée", "déplacées", "moved"),
    "reworded": ("reformulée", "reformulées", "reworded"),
    "split": ("scindée", "scindées", "split"),
    "merged": ("fusionnée", "fusionnées", "merged"),
}
#: Family of statements -> its heading.
FAMILIES = {
    "ref:Activite": ("Activités", "Activities"),
    "ref:Competence": ("Compétences", "Competences"),
    "ref:ModaliteEvaluation": ("Modalités d’évaluation", "Modalities of assessment"),
    "ref:CritereEvaluation": ("Formulations de critères d’évaluation", "Wordings of criteria of assessment"),
}
_WIDTH = 110
_CUT = 400


def render_text(difference: Difference, language: Language = "fr") -> str:
    """Return a difference as lines of text.

    Args:
        difference: the difference.
        language: of the words around those of the sources.
    """
    return "\n".join(_lines(difference, Voice(language))) + "\n"


def _lines(difference: Difference, say: Voice) -> Iterator[str]:
    yield f"{say('avant', 'before')}  {_side(difference.before)}"
    yield f"{say('après', 'after')}  {_side(difference.after)}"
    if difference.empty:
        yield say("aucune différence", "no difference")
        return
    yield from ("", *(summarise(family, say) for family in difference.families))
    if difference.facts:
        yield from (
            "",
            _headed(say("Ce que dit la fiche", "What the record says"), len(difference.facts), say),
        )
        for fact in difference.facts:
            yield from _fact(fact, say)
    if difference.blocs:
        yield from ("", _headed(say("Blocs", "Blocs"), len(difference.blocs), say))
        for place in difference.blocs:
            yield from _folded(_place(place, say), "  ")
    for family in difference.families:
        if family.changes:
            yield from ("", say(*FAMILIES[family.name]))
        for change in family.changes:
            yield from _change(difference, change, say)


def _side(side: SideView) -> str:
    return f"{side.ref.identifier}  {side.ref.title}  ({side.source})"


def _count(number: int, one: str, several: str, english: str, say: Voice) -> str:
    return f"{number} {say(several if number > 1 else one, english)}"


def _headed(title: str, number: int, say: Voice) -> str:
    english = "difference" if number == 1 else "differences"
    return say.colon(title, _count(number, "différence", "différences", english, say))


def summarise(family: Family, say: Voice = FRENCH) -> str:
    """Return how many statements of a kind there were and are, and what became of them.

    Args:
        family: the statements.
        say: says it in a language.
    """
    counts = [_count(number, *NAMES[kind], say) for kind, number in family.counts.items()]
    unchanged = _count(family.unchanged, "inchangée", "inchangées", "unchanged", say)
    became = ", ".join([unchanged, *counts])
    counted = say(
        f"{family.before} avant, {family.after} après ; {became}",
        f"{family.before} before, {family.after} after; {became}",
    )
    return say.colon(say(*FAMILIES[family.name]), counted)


def name_fact(change: FactChange, say: Voice = FRENCH) -> str:
    """Return what a fact is about, in words.

    Args:
        change: the fact.
        say: says it in a language.
    """
    return " › ".join(
        term_label(part).in_language(say.language) if ":" in part else part for part in change.name
    )


def _fact(change: FactChange, say: Voice) -> Iterator[str]:
    name = name_fact(change, say)
    if change.segments:
        yield from _folded(say.colon(name, mark_up(change.segments)), "  ")
    elif len(change.removed) == len(change.added) == 1:
        yield from _folded(
            say.colon(name, f"{_middle(change.removed[0])} → {_middle(change.added[0])}"), "  "
        )
    else:
        yield f"  {name}"
        for sign, values in (("-", change.removed), ("+", change.added)):
            for value in values:
                yield from _folded(f"{sign} {_middle(value)}", "    ")


def _place(change: PlaceChange, say: Voice) -> str:
    if change.before is None or change.after is None:
        place = change.before or change.after
        assert place is not None  # noqa: S101 - a change has at least one side
        gone = change.after is None
        became = say("retiré", "removed") if gone else say("ajouté", "added")
        return say.colon(became, f"{place.code} {place.title}")
    code = f"{change.before.code} → {change.after.code}" if change.renumbered else change.after.code
    return say.colon(code, mark_up(change.segments) if change.retitled else change.after.title)


def _change(difference: Difference, change: Change, say: Voice) -> Iterator[str]:
    yield f"  {name_kinds(change, say)}{_where(difference, change, say)}"
    for statement in change.before if change.kinds != ("added",) else change.after:
        code = f"{statement.code} " if statement.code else ""
        worded = change.kinds in {("added",), ("removed",), ("moved",)}
        text = f"{code}{statement.text}" if worded or len(change.before) > 1 else code.strip()
        if text:
            yield from _folded(text, "    ")
    if not {"reworded", "split", "merged"}.isdisjoint(change.kinds):
        yield from _folded(mark_up(change.segments), "    ")


def name_kinds(change: Change, say: Voice = FRENCH) -> str:
    """Return what became of a statement, in words.

    Args:
        change: the change.
        say: says it in a language.
    """
    names = (say(one, english) for one, _, english in (NAMES[kind] for kind in change.kinds))
    aside = say(" (casse et ponctuation seules)", " (case and punctuation only)")
    return say(" et ", " and ").join(names) + (aside if change.same_words else "")


def _where(difference: Difference, change: Change, say: Voice) -> str:
    old, new = (
        ", ".join(dict.fromkeys(place for each in side for place in difference.places_of(each)))
        for side in (change.before, change.after)
    )

    def said(text: str) -> str:
        return say.quote(_short(text))

    if "moved" in change.kinds:
        return say(f", de {said(old)} à {said(new)}", f", from {said(old)} to {said(new)}")
    place = new or old
    return f", {say('dans', 'in')} {said(place)}" if place else ""


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
