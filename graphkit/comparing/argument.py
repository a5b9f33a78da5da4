"""A comparison as an argument for a file: activities first, then mastery of competences, then the conditions.

The argument is made of headings, paragraphs and tables, and what renders it decides nothing of its content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from graphkit.comparing.declared import declared_readings
from graphkit.comparing.phrases import (
    ASSESSMENT,
    CAUTION,
    FRENCH,
    METHOD,
    counting,
    explain,
    explain_cover,
    needed_for,
    our_reading,
    relation_of,
    state,
)
from graphkit.comparing.reading import reading
from graphkit.comparing.sides import Comparaison, PairOfSides, Side
from graphkit.matching.coverage import Coverage, Covered, How, likeliest
from graphkit.voice import Voice


class Link(str):
    """A text of a table that names something: words of a source, whatever the language around them.

    Args:
        text: the text.
        path: path of the page; ``None`` for what has none.
    """

    __slots__ = ("path",)
    path: str | None

    def __new__(cls, text: str, path: str | None) -> Self:
        """Make the text, and note its page."""
        made = super().__new__(cls, text)
        made.path = path
        return made


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the first level is that of the document."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        caption: what it shows.
        columns: headings.
        rows: cells, one for each column.
        merged: columns of which a document merges equal cells that follow one another.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    merged: frozenset[int] = frozenset()


Block = Heading | Paragraph | Grid


def argument(found: Comparaison, say: Voice = FRENCH) -> Iterator[Block]:
    """Yield the argument of a comparison.

    Args:
        found: the comparison.
        say: says it in a language.
    """
    yield Heading(
        1,
        say("Comparaison de ", "Comparison of ")
        + ", ".join(f"{side.letter} {side.identifier}" for side in found.sides),
    )
    yield Paragraph(say(*CAUTION))
    yield Paragraph(say(*METHOD))
    yield Grid(
        say("Certifications comparées", "Certifications compared"),
        (
            "",
            say("Certification", "Certification"),
            say("Intitulé", "Title"),
            say("Niveau", "Level"),
            say("Délivrée par", "Awarded by"),
            say("Fin d’enregistrement", "End of registration"),
            say("Blocs", "Blocs"),
            say("Compétences", "Competences"),
        ),
        tuple(_described(side, say) for side in found.sides),
    )
    if found.shared_codes:
        yield Grid(
            say("Codes en commun", "Codes in common"),
            (say("Code", "Code"), say("Porté par", "Held by")),
            tuple(
                (Link(label, None), ", ".join(side.letter for side in sides))
                for _, label, sides in found.shared_codes
            ),
        )
    for pair in found.pairs:
        yield from _pair(pair, say)


def _described(side: Side, say: Voice) -> tuple[str, ...]:
    ref = side.view.ref
    return (
        side.letter,
        side.draft or ref.identifier,
        Link(ref.title, None),
        ref.level or say("non dit", "not told"),
        Link(", ".join(cell.label for cell in side.view.certificateurs), None),
        say.day(ref.expires) if ref.expires else "",
        str(len(side.view.blocs)),
        str(len(side.view.competences)),
    )


def _pair(pair: PairOfSides, say: Voice) -> Iterator[Block]:
    a, b = pair.one, pair.other
    found = pair.comparison
    yield Heading(
        2,
        say(
            f"{a.letter} {a.identifier} et {b.letter} {b.identifier}",
            f"{a.letter} {a.identifier} and {b.letter} {b.identifier}",
        ),
    )
    suggests = say("Ce que suggère la couverture calculée", "What the computed coverage suggests")
    yield Paragraph(f"{say.colon(suggests, say.name(found.finding.verdict))}.")
    yield Paragraph(say.colon(say("Lecture", "Reading"), reading(pair, say)))
    yield Heading(3, say("Activités", "Activities"))
    yield Paragraph(
        f"{_share(a, b, found.activities_of_other, say)} {_share(b, a, found.activities_of_one, say)}"
        if found.activities_of_other.statements and found.activities_of_one.statements
        else say(
            "L’une des sources ne liste pas d’activités : le périmètre est à examiner à la lecture.",
            "One of the sources lists no activities: the scope has to be examined by reading.",
        )
    )
    yield Heading(3, say("Maîtrise des compétences", "Mastery of competences"))
    yield Paragraph(f"{_share(a, b, found.of_other, say)} {_share(b, a, found.of_one, say)}")
    yield from _matrix(pair, say)
    yield _near(pair, say)
    for side in (a, b):
        yield from _gaps(pair, side, say)
    yield Heading(3, say("Conditions d’une correspondance", "Conditions of a correspondence"))
    yield Grid(
        say("Conditions", "Conditions"),
        (
            say("Condition", "Condition"),
            say("État", "State"),
            say("Exigée pour", "Needed for"),
            say("Source", "Source"),
        ),
        tuple(
            (
                say.name(each.topic),
                state(each, say),
                needed_for(each, say),
                Link(each.source, None),
            )
            for each in found.finding.conditions
        ),
    )
    yield Paragraph(say(*ASSESSMENT))
    yield Heading(3, say("Correspondances officielles", "Official correspondences"))
    yield from _official(pair, say)
    yield Paragraph(counting(found.threshold, say))
    yield method(found.method, found.version, say)


def method(name: str, version: str, say: Voice) -> Paragraph:
    """Return by which method something was computed.

    Args:
        name: of the method.
        version: of the method.
        say: says it in a language.
    """
    named = f"{say.name(name)}, version {version}."
    return Paragraph(say.colon(say("Méthode", "Method"), named))


def _share(covering: Side, covered: Side, coverage: Coverage, say: Voice) -> str:
    done = coverage.covered
    parts = sum(each.how is How.PARTIELLEMENT for each in coverage.statements)
    share, total = say.share(coverage.share), len(coverage.statements)
    return say(
        f"{covering.letter} couvre {covered.letter} à {share} ({done} sur {total}, et {parts} en partie).",
        f"{covering.letter} covers {share} of {covered.letter} ({done} of {total}, and {parts} in part).",
    )


def _matrix(pair: PairOfSides, say: Voice) -> Iterator[Block]:
    """Yield the blocs against each other, where there are several on a side."""
    found = pair.comparison
    rows, columns = found.one.blocs, found.other.blocs
    if not found.blocs:
        return
    for covering, covered, name in (
        (pair.one, pair.other, "of_other"),
        (pair.other, pair.one, "of_one"),
    ):
        yield Grid(
            _caption(covering, covered, name == "of_other", say),
            ("", *(_titled(pair.other, bloc.key, say) for bloc in columns)),
            tuple(
                (
                    _titled(pair.one, row.key, say),
                    *(
                        _counted(getattr(cell, name), say)
                        if (cell := found.bloc(row.key, column.key))
                        else ""
                        for column in columns
                    ),
                )
                for row in rows
            ),
        )


def _caption(covering: Side, covered: Side, columns: bool, say: Voice) -> str:
    where, there = ("colonnes", "lignes") if columns else ("lignes", "colonnes")
    here, across = ("columns", "rows") if columns else ("rows", "columns")
    return say(
        f"Part des compétences de chaque bloc de {covered.letter} ({where}) que couvre chaque bloc de"
        f" {covering.letter} ({there})",
        f"Share of the competences of each bloc of {covered.letter} ({here}) that each bloc of"
        f" {covering.letter} ({across}) covers",
    )


def _counted(coverage: Coverage, say: Voice) -> str:
    """Return a share with the numbers behind it: one competence of two is not ten of twenty."""
    share = say.share(coverage.share)
    among = f"{coverage.covered} {say('sur', 'of')} {len(coverage.statements)}"
    return f"{share} ({among})" if coverage.share else share


def _titled(side: Side, key: str, say: Voice) -> str:
    name = side.names[key]
    told = str(name)
    return (
        Link(f"{side.letter} · {told}", None)
        if told
        else f"{side.letter} · {say('(sans bloc)', '(without bloc)')}"
    )


def _near(pair: PairOfSides, say: Voice) -> Grid:
    a, b = pair.one, pair.other
    return Grid(
        say("Compétences les plus proches, une à une", "Nearest competences, one to one"),
        (
            f"{a.letter} {a.identifier}",
            say("Rapport", "Relation"),
            f"{b.letter} {b.identifier}",
            say("Pourquoi", "Why"),
        ),
        tuple(
            (
                Link(str(a.names[each.one]), None),
                f"{relation_of(each, pair.comparison.threshold, say)} {say.decimal(likeliest(each.match))}",
                Link(str(b.names[each.other]), None),
                explain(each.match, say),
            )
            for each in pair.near
        ),
    )


def _gaps(pair: PairOfSides, side: Side, say: Voice) -> Iterator[Block]:
    other = pair.other if side is pair.one else pair.one
    gaps = pair.gaps(side)
    if gaps:
        yield Grid(
            say(
                f"Compétences de {side.letter} que {other.letter} ne couvre pas, ou en partie seulement",
                f"Competences of {side.letter} that {other.letter} does not cover, or only in part",
            ),
            (
                f"{side.letter} {side.identifier}",
                say("Couverte", "Covered"),
                say(f"Au plus près dans {other.letter}", f"Nearest in {other.letter}"),
                say("Pourquoi", "Why"),
            ),
            tuple(
                (Link(str(side.names[each.key]), None), say.name(each.how), *_nearest(pair, side, each, say))
                for each in gaps
            ),
        )


def _nearest(pair: PairOfSides, side: Side, gap: Covered, say: Voice) -> tuple[str, str]:
    found = pair.nearest(side, gap.key)
    if found is None:
        return "", ""
    name, match = found
    return Link(str(name), None), explain_cover(match, say, mirrored=side is pair.other)


def _official(pair: PairOfSides, say: Voice) -> Iterator[Block]:
    if not pair.official:
        yield Paragraph(
            say(
                "Aucune des deux fiches n’en déclare avec l’autre.",
                "Neither record declares one with the other.",
            )
        )
        return
    yield Grid(
        say("Déclarées par les fiches", "Declared by the records"),
        (
            say("Déclarée par", "Declared by"),
            say("De", "From"),
            say("À", "To"),
            say("Notre lecture", "Our reading"),
        ),
        tuple(
            (
                each.side.identifier,
                ", ".join(cell.label for cell in each.declared.sources)
                or say("la certification entière", "the whole certification"),
                ", ".join(
                    label
                    for ref, blocs in each.declared.targets
                    for label in (
                        [cell.label for cell in blocs]
                        or [say(f"{ref.identifier} entière", f"all of {ref.identifier}")]
                    )
                ),
                our_reading(each, say) + (say(" : écart", ": it differs") if each.differs else ""),
            )
            for each in declared_readings(pair)
        ),
    )
