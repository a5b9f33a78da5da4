"""A comparison as an argument for a file: activities first, then mastery of competences, then the conditions.

The argument is made of headings, paragraphs and tables, and what renders it decides nothing of its content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from graphkit.comparing.phrases import ASSESSMENT, CAUTION, MET, METHOD, decimal, explain, percent
from graphkit.comparing.sides import Comparaison, PairOfSides, Side
from graphkit.matching.coverage import Coverage, Covered, How


class Link(str):
    """A text of a table that names something which has a page.

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


def argument(found: Comparaison) -> Iterator[Block]:
    """Yield the argument of a comparison.

    Args:
        found: the comparison.
    """
    yield Heading(
        1, "Comparaison de " + ", ".join(f"{side.letter} {side.identifier}" for side in found.sides)
    )
    yield Paragraph(CAUTION)
    yield Paragraph(METHOD)
    yield Grid(
        "Certifications comparées",
        (
            "",
            "Certification",
            "Intitulé",
            "Niveau",
            "Délivrée par",
            "Fin d’enregistrement",
            "Blocs",
            "Compétences",
        ),
        tuple(map(_described, found.sides)),
    )
    if found.shared_codes:
        yield Grid(
            "Codes en commun",
            ("Code", "Porté par"),
            tuple(
                (label, ", ".join(side.letter for side in sides)) for _, label, sides in found.shared_codes
            ),
        )
    for pair in found.pairs:
        yield from _pair(pair)


def _described(side: Side) -> tuple[str, ...]:
    ref = side.view.ref
    return (
        side.letter,
        side.draft or ref.identifier,
        ref.title,
        ref.level or "non dit",
        ", ".join(cell.label for cell in side.view.certificateurs),
        ref.expires.isoformat() if ref.expires else "",
        str(len(side.view.blocs)),
        str(len(side.view.competences)),
    )


def _pair(pair: PairOfSides) -> Iterator[Block]:
    a, b = pair.one, pair.other
    found = pair.comparison
    yield Heading(2, f"{a.letter} {a.identifier} et {b.letter} {b.identifier}")
    yield Paragraph(f"Ce que suggère la couverture calculée : {found.finding.verdict.value}.")
    yield Heading(3, "Activités")
    yield Paragraph(
        f"{_share(a, b, found.activities_of_other)} {_share(b, a, found.activities_of_one)}"
        if found.activities_of_other.statements and found.activities_of_one.statements
        else "L’une des sources ne liste pas d’activités : le périmètre est à examiner à la lecture."
    )
    yield Heading(3, "Maîtrise des compétences")
    yield Paragraph(f"{_share(a, b, found.of_other)} {_share(b, a, found.of_one)}")
    yield from _matrix(pair)
    yield _near(pair)
    for side in (a, b):
        yield from _gaps(pair, side)
    yield Heading(3, "Conditions d’une correspondance")
    yield Grid(
        "Conditions",
        ("Condition", "État", "Exigée pour", "Source"),
        tuple(
            (
                each.topic.value,
                "sans incidence" if each.topic.name == "MODALITES" else MET[each.met],
                "une correspondance totale" if each.needed_for_total else "toute correspondance",
                each.source,
            )
            for each in found.finding.conditions
        ),
    )
    yield Paragraph(ASSESSMENT)
    yield Heading(3, "Correspondances officielles")
    yield from _official(pair)
    yield Paragraph(f"Méthode : {found.method}, version {found.version}.")


def _share(covering: Side, covered: Side, coverage: Coverage) -> str:
    done = _done(coverage)
    parts = sum(each.how is How.PARTIELLEMENT for each in coverage.statements)
    counts = f"{done} sur {len(coverage.statements)}, et {parts} en partie"
    return f"{covering.letter} couvre {covered.letter} à {percent(coverage.share)} ({counts})."


def _matrix(pair: PairOfSides) -> Iterator[Block]:
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
            f"Part des compétences de chaque bloc de {covered.letter} (colonnes) que couvre chaque bloc de"
            f" {covering.letter} (lignes)"
            if name == "of_other"
            else f"Part des compétences de chaque bloc de {covered.letter} (lignes) que couvre chaque bloc de"
            f" {covering.letter} (colonnes)",
            ("", *(_titled(pair.other, bloc.key) for bloc in columns)),
            tuple(
                (
                    _titled(pair.one, row.key),
                    *(
                        _counted(getattr(cell, name)) if (cell := found.bloc(row.key, column.key)) else ""
                        for column in columns
                    ),
                )
                for row in rows
            ),
        )


def _done(coverage: Coverage) -> int:
    return sum(each.how in {How.UNE, How.PLUSIEURS} for each in coverage.statements)


def _counted(coverage: Coverage) -> str:
    """Return a share with the numbers behind it: one competence of two is not ten of twenty."""
    share = percent(coverage.share)
    return f"{share} ({_done(coverage)} sur {len(coverage.statements)})" if coverage.share else share


def _titled(side: Side, key: str) -> str:
    name = side.names[key]
    return f"{side.letter} · {name}" if str(name) else f"{side.letter} · (sans bloc)"


def _near(pair: PairOfSides) -> Grid:
    a, b = pair.one, pair.other
    return Grid(
        "Compétences les plus proches, une à une",
        (f"{a.letter} {a.identifier}", "Rapport", f"{b.letter} {b.identifier}", "Pourquoi"),
        tuple(
            (
                str(a.names[each.one]),
                f"{each.match.relation.value} {decimal(each.match.score)}",
                str(b.names[each.other]),
                explain(each.match),
            )
            for each in pair.near
        ),
    )


def _gaps(pair: PairOfSides, side: Side) -> Iterator[Block]:
    other = pair.other if side is pair.one else pair.one
    gaps = pair.gaps(side)
    if gaps:
        yield Grid(
            f"Compétences de {side.letter} que {other.letter} ne couvre pas, ou en partie seulement",
            (f"{side.letter} {side.identifier}", "Couverte", f"Au plus près dans {other.letter}"),
            tuple((str(side.names[each.key]), each.how.value, _nearest(other, each)) for each in gaps),
        )


def _nearest(side: Side, covered: Covered) -> str:
    return str(side.names[covered.by[0]]) if covered.by else ""


def _official(pair: PairOfSides) -> Iterator[Block]:
    if not pair.official:
        yield Paragraph("Aucune des deux fiches n’en déclare avec l’autre.")
        return
    yield Grid(
        "Déclarées par les fiches",
        ("Déclarée par", "De", "À"),
        tuple(
            (
                side.identifier,
                ", ".join(cell.label for cell in each.sources) or "la certification entière",
                ", ".join(
                    label
                    for ref, blocs in each.targets
                    for label in ([cell.label for cell in blocs] or [f"{ref.identifier} entière"])
                ),
            )
            for side, each in pair.official
        ),
    )
