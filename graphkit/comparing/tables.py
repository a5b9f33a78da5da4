"""A comparison as rows: each pair of competences, the blocs, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.comparing.phrases import CAUTION, counting, likely_covered, relation_of
from graphkit.comparing.sides import Comparaison, PairOfSides, Side
from graphkit.publish.licence import LICENCE
from graphkit.publish.spreadsheet import Sheet
from graphkit.voice import Voice

#: Headings, in French and in English.
Columns = tuple[tuple[str, str], ...]
PAIRS: Columns = (
    ("certification", "certification"),
    ("bloc", "bloc"),
    ("code", "code"),
    ("competence", "competence"),
    ("rapport", "relation"),
    ("score", "score"),
    ("couvre", "covers"),
    ("couverte", "covered"),
    ("retenue", "paired"),
    ("certification_2", "certification_2"),
    ("bloc_2", "bloc_2"),
    ("code_2", "code_2"),
    ("competence_2", "competence_2"),
    ("verbe", "verb"),
    ("objet", "object"),
    ("contexte_et_moyens", "context_and_means"),
    ("finalite", "purpose"),
    ("mots_communs", "common_words"),
    ("methode", "method"),
    ("version", "version"),
)
_BLOCS: Columns = (
    ("certification", "certification"),
    ("bloc", "bloc"),
    ("certification_2", "certification_2"),
    ("bloc_2", "bloc_2"),
    ("couvre_le_second", "covers_the_second"),
    ("couvert_par_le_second", "covered_by_the_second"),
)
_GAPS: Columns = (
    ("certification", "certification"),
    ("bloc", "bloc"),
    ("code", "code"),
    ("competence", "competence"),
    ("couverte", "covered"),
    ("par", "by"),
    ("au_plus_pres", "nearest"),
    ("vraisemblance", "likelihood"),
)


def headings(columns: Columns, say: Voice) -> tuple[str, ...]:
    """Return the headings of a table.

    Args:
        columns: in both languages.
        say: says them in one.
    """
    return tuple(say(*each) for each in columns)


def pair_rows(found: Comparaison, say: Voice) -> Iterator[tuple[object, ...]]:
    """Yield a row for each pair of competences that have something in common.

    Args:
        found: the comparison.
        say: names relations and methods.
    """
    for pair in found.pairs:
        for each in pair.comparison.pairs:
            match = each.match
            yield (
                *_named(pair.one, each.one),
                relation_of(each, pair.comparison.threshold, say),
                round(match.score, 3),
                round(match.covers, 3),
                round(match.is_covered, 3),
                each.chosen,
                *_named(pair.other, each.other),
                *(None if part.score is None else round(part.score, 3) for part in match.components),
                ", ".join(dict.fromkeys(word for part in match.components for word in part.shared)),
                say.name(match.method),
                match.version,
            )


def _named(side: Side, key: str) -> tuple[str, str, str, str]:
    name = side.names[key]
    bloc = side.names.get(name.place)
    return side.identifier, str(bloc or ""), name.code, name.text


def sheets(found: Comparaison, say: Voice) -> tuple[Sheet, ...]:
    """Return a comparison as the tables of a workbook.

    Args:
        found: the comparison.
        say: says headings and the caution, and names relations.
    """
    told = (
        (say("Blocs", "Blocs"), _BLOCS, (row for pair in found.pairs for row in _bloc_rows(pair))),
        (say("Paires", "Pairs"), PAIRS, pair_rows(found, say)),
        (say("Manques", "Gaps"), _GAPS, (row for pair in found.pairs for row in _gap_rows(pair, say))),
    )
    source = tuple((text,) for text in (say(*CAUTION), *_method(found, say), LICENCE))
    return (
        *(Sheet(name, headings(columns, say), tuple(rows)) for name, columns, rows in told),
        Sheet("Source", ("",), source),
    )


def _method(found: Comparaison, say: Voice) -> Iterator[str]:
    yield from dict.fromkeys(f"{say.name(p.comparison.method)} {p.comparison.version}" for p in found.pairs)
    yield from dict.fromkeys(counting(p.comparison.threshold, say) for p in found.pairs)


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


def _gap_rows(pair: PairOfSides, say: Voice) -> Iterator[tuple[object, ...]]:
    for side, other in ((pair.one, pair.other), (pair.other, pair.one)):
        for each in pair.gaps(side):
            name, match = pair.nearest(side, each.key) or ("", None)
            likely = round(likely_covered(match, mirrored=side is pair.other), 3) if match else None
            yield (*_named(side, each.key), say.name(each.how), other.identifier, str(name), likely)
