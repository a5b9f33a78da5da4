"""A comparison as rows: each pair of competences, the blocs, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.comparing.phrases import CAUTION
from graphkit.comparing.sides import Comparaison, PairOfSides, Side
from graphkit.publish.licence import LICENCE
from graphkit.publish.spreadsheet import Sheet

PAIRS = (
    "certification", "bloc", "code", "competence", "rapport", "score", "couvre", "couverte", "retenue",
    "certification_2", "bloc_2", "code_2", "competence_2",
    "verbe", "objet", "contexte_et_moyens", "finalite", "mots_communs", "methode", "version",
)  # fmt: skip
_BLOCS = ("certification", "bloc", "certification_2", "bloc_2", "couvre_le_second", "couvert_par_le_second")
_GAPS = ("certification", "bloc", "code", "competence", "couverte", "par")


def pair_rows(found: Comparaison) -> Iterator[tuple[object, ...]]:
    """Yield a row for each pair of competences that have something in common.

    Args:
        found: the comparison.
    """
    for pair in found.pairs:
        for each in pair.comparison.pairs:
            match = each.match
            yield (
                *_named(pair.one, each.one),
                match.relation.value,
                round(match.score, 3),
                round(match.covers, 3),
                round(match.is_covered, 3),
                each.chosen,
                *_named(pair.other, each.other),
                *(None if part.score is None else round(part.score, 3) for part in match.components),
                ", ".join(dict.fromkeys(word for part in match.components for word in part.shared)),
                match.method,
                match.version,
            )


def _named(side: Side, key: str) -> tuple[str, str, str, str]:
    name = side.names[key]
    bloc = side.names.get(name.place)
    return side.identifier, str(bloc or ""), name.code, name.text


def sheets(found: Comparaison) -> tuple[Sheet, ...]:
    """Return a comparison as the tables of a workbook.

    Args:
        found: the comparison.
    """
    return (
        Sheet("Blocs", _BLOCS, tuple(row for pair in found.pairs for row in _bloc_rows(pair))),
        Sheet("Paires", PAIRS, tuple(pair_rows(found))),
        Sheet("Manques", _GAPS, tuple(row for pair in found.pairs for row in _gap_rows(pair))),
        Sheet("Source", ("",), tuple((text,) for text in (CAUTION[0], *_method(found), LICENCE))),
    )


def _method(found: Comparaison) -> Iterator[str]:
    yield from dict.fromkeys(f"{p.comparison.method} {p.comparison.version}" for p in found.pairs)


def _bloc_rows(pair: PairOfSides) -> Iterator[tuple[object, ...]]:
    for each in pair.comparison.blocs:
        yield (
            pair.one.identifier,
            str(pair.one.names[each.one]),
            pair.other.identifier,
            str(pair.other.names[each.other]),
            each.of_other.share,
            each.of_one.share,
        )


def _gap_rows(pair: PairOfSides) -> Iterator[tuple[object, ...]]:
    for side, other in ((pair.one, pair.other), (pair.other, pair.one)):
        for each in pair.gaps(side):
            yield (*_named(side, each.key), each.how.value, other.identifier)
