"""The sides of a comparison and what each pair of them comes to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path

from graphkit.catalog import Catalog
from graphkit.catalog.contents import referentiel_of
from graphkit.catalog.views import CertificationView, CorrespondenceView
from graphkit.config import Settings
from graphkit.differences.sides import side_of_file
from graphkit.errors import NotFound, QueryRejected
from graphkit.matching.comparison import Comparison
from graphkit.matching.coverage import COUNTED, COVERED, Covered, Pair
from graphkit.matching.referentiels import Referentiel
from graphkit.matching.similarity import Match

MOST = 5
_NUMBER = re.compile(r"(rncp|rs)\s*\d+", re.IGNORECASE)
_LETTERS = "ABCDE"
#: Codes that say what a certification is about; register and kind of registration say nothing of it.
_TELLING = frozenset({
    "ref:niveau", "ref:viseMetier", "ref:nsf", "ref:formacode", "ref:conventionCollective", "ref:idcc",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """What a bloc, an activity or a competence is called.

    Attributes:
        code: its code, without the number of the certification; empty where the source prints none.
        text: its title or statement.
        path: path of its page; ``None`` for what is in no graph.
        place: key of the bloc, or of the activity, that a competence stands in.
    """

    code: str
    text: str
    path: str | None
    place: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()


@dataclass(frozen=True)
class Side:
    """A certification that is compared.

    Attributes:
        letter: its name in tables.
        view: all that is told of it.
        draft: name of the file that it was read from; empty for one of the graph.
    """

    letter: str
    view: CertificationView
    draft: str = ""

    @property
    def identifier(self) -> str:
        """Its number, or the slug of its title."""
        return self.view.ref.identifier

    @cached_property
    def referentiel(self) -> Referentiel:
        """What is compared of it."""
        return referentiel_of(self.view)

    @cached_property
    def names(self) -> Mapping[str, Name]:
        """Key of a bloc or a competence -> what it is called."""
        page = "" if self.draft else None
        found: dict[str, Name] = {}
        codes = {bloc.iri: (bloc.code, bloc.path) for bloc in self.view.blocs}
        codes |= {each.iri: (each.printed_code or each.code, each.path) for each in self.view.activites}
        coded = {each.iri: each for each in self.view.competences}
        for bloc in self.referentiel.blocs:
            code, path = codes.get(bloc.key, ("", self.view.ref.path))
            code = code.removeprefix(self.identifier).lstrip("-")
            found[bloc.key] = Name(code, bloc.title, None if page == "" else path)
            for each in bloc.competences:
                item = coded[each.key]
                found[each.key] = Name(
                    item.printed_code or item.code, each.text, None if page == "" else item.path, bloc.key
                )
        return found


@dataclass(frozen=True, slots=True)
class PairOfSides:
    """Two sides and their computed coverage.

    Attributes:
        one: the first.
        other: the other.
        comparison: the computed coverage.
        official: what their records declare of each other, the declaring side first.
    """

    one: Side
    other: Side
    comparison: Comparison
    official: tuple[tuple[Side, CorrespondenceView], ...]

    @property
    def near(self) -> tuple[Pair, ...]:
        """The pairs of competences that the best assignment makes, the nearest first."""
        return tuple(pair for pair in self.comparison.pairs if pair.chosen)

    def nearest(self, side: Side, key: str) -> tuple[Name, Match] | None:
        """Return what of the other side is nearest to a competence of one, if they have something in common.

        Args:
            side: the side of the competence.
            key: its key.
        """
        mirrored, other = side is self.other, self.one if side is self.other else self.other
        for pair in self.comparison.pairs:
            own, near = (pair.other, pair.one) if mirrored else (pair.one, pair.other)
            if own == key:
                return other.names[near], pair.match
        return None

    def gaps(self, side: Side) -> tuple[Covered, ...]:
        """Return the competences of a side that the other side does not cover, not even several together."""
        coverage = self.comparison.of_one if side is self.one else self.comparison.of_other
        return tuple(each for each in coverage.statements if each.how not in COUNTED)


@dataclass(frozen=True)
class Comparaison:
    """Two to five certifications beside each other.

    Attributes:
        sides: the certifications.
        pairs: each two of them.
    """

    sides: tuple[Side, ...]
    pairs: tuple[PairOfSides, ...]

    @property
    def shared_codes(self) -> tuple[tuple[str, str, tuple[Side, ...]], ...]:
        """Codes that several have: property, code with label, and which sides, those of most sides first."""
        found: dict[tuple[str, str], list[Side]] = {}
        labels: dict[tuple[str, str], str] = {}
        for side in self.sides:
            for code in (each for each in side.view.codes if each.property in _TELLING):
                key = (code.property, code.code)
                labels[key] = code.label if code.code in code.label else f"{code.code} {code.label}".strip()
                if side not in found.setdefault(key, []):
                    found[key].append(side)
        several = [
            (name, labels[name, code], tuple(held)) for (name, code), held in found.items() if len(held) > 1
        ]
        return tuple(sorted(several, key=lambda each: (-len(each[2]), each[0], each[1])))

    def pair(self, one: str, other: str) -> PairOfSides | None:
        """Return two sides by their letters, in order."""
        return next((p for p in self.pairs if (p.one.letter, p.other.letter) == (one, other)), None)


def compare_codes(catalog: Catalog, codes: Sequence[str], threshold: float = COVERED) -> Comparaison:
    """Compare certifications of a graph.

    Args:
        catalog: the graph.
        codes: two to five, in any spelling; one named twice counts once.
        threshold: how likely a cover has to be to count.

    Raises:
        QueryRejected: there are fewer than two or more than five.
        NotFound: the graph does not hold one of them.
    """
    views = (catalog.certification(code, partners=0) for code in _few(codes))
    return compare_views(catalog, {view.ref.iri: (view, "") for view in views}.values(), threshold)


def compare_named(
    settings: Settings, catalog: Catalog, names: Sequence[str], threshold: float = COVERED
) -> Comparaison:
    """Compare certifications of a graph and drafts in files.

    Args:
        settings: limits of the readers, base of the IRIs.
        catalog: the graph.
        names: two to five codes or files.
        threshold: how likely a cover has to be to count.

    Raises:
        QueryRejected: there are fewer than two or more than five.
        NotFound: the graph does not hold one of them.
        SourceUnreadable: a file cannot be read, or describes several certifications.
    """
    found: dict[str, tuple[CertificationView, str]] = {}
    for name in _few(names):
        path = Path(name)
        if path.is_file():
            found[name] = (side_of_file(settings, path).view, path.name)
        else:
            view = catalog.certification(name, partners=0)
            found[view.ref.iri] = (view, "")
    return compare_views(catalog, found.values(), threshold)


def named_side(settings: Settings | None, catalog: Catalog, name: str) -> Side | None:
    """Return the certification, or the draft in a file, that a text names; ``None`` if it names neither.

    Args:
        settings: limits of the readers, base of the IRIs; without them no file is read.
        catalog: the graph.
        name: a code in any spelling, a file, or any words.

    Raises:
        NotFound: it has the form of a register number, and the graph does not hold it.
        SourceUnreadable: the file cannot be read, or describes several certifications.
    """
    if settings is not None and Path(name).is_file():
        return Side("A", side_of_file(settings, Path(name)).view, Path(name).name)
    try:
        return Side("A", catalog.certification(name, partners=0))
    except NotFound:
        if _NUMBER.fullmatch(name.strip()):
            raise
        return None


def _few(names: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(names))
    if not 2 <= len(wanted) <= MOST:  # noqa: PLR2004 - a comparison is of two at least
        raise QueryRejected(
            f"two to {MOST} different certifications can be compared at once",
            french=f"On compare de deux à {MOST} certifications différentes.",
        )
    return wanted


def compare_views(
    catalog: Catalog, views: Iterable[tuple[CertificationView, str]], threshold: float = COVERED
) -> Comparaison:
    """Compare certifications.

    Args:
        catalog: the graph whose words tell how rare each is.
        views: certifications, each with the name of its file if it is a draft.
        threshold: how likely a cover has to be to count.

    Raises:
        QueryRejected: there are fewer than two.
    """
    sides = tuple(Side(letter, *view) for letter, view in zip(_LETTERS, views, strict=False))
    _few([side.letter for side in sides])
    pairs = (_pair(catalog, one, other, threshold) for one, other in combinations(sides, 2))
    return Comparaison(sides, tuple(pairs))


def _pair(catalog: Catalog, one: Side, other: Side, threshold: float) -> PairOfSides:
    comparison = catalog.contents.compare(one.referentiel, other.referentiel, threshold)
    return PairOfSides(one, other, comparison, tuple(_official(one, other)))


def _official(one: Side, other: Side) -> Iterator[tuple[Side, CorrespondenceView]]:
    for declaring, target in ((one, other), (other, one)):
        for each in declaring.view.correspondances:
            if any(ref.iri == target.view.ref.iri for ref, _ in each.targets):
                yield declaring, each
