"""Compares certifications: the codes they share, and how much the competences of one say those of another.

The measure is the plain one of ``graphkit.matching.lexical``; a computed coverage is never an equivalence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from graphkit.catalog.views import BlocItem, CertificationView, CompetenceItem
from graphkit.matching.lexical import Overlap, Words, best_match, coverage, words


@dataclass(frozen=True, slots=True)
class SharedCode:
    """A code or certifier that at least one of the certifications has.

    Attributes:
        property: as ``ref:viseMetier``.
        path: path of the code.
        code: the code.
        label: its label.
        holders: paths of the certifications that have it.
    """

    property: str
    path: str
    code: str
    label: str
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompetencePair:
    """A competence, and the closest of the other certification if any shares a word with it."""

    competence: CompetenceItem
    closest: CompetenceItem | None
    score: Overlap | None
    covered: bool


@dataclass(frozen=True, slots=True)
class BlocShare:
    """The share of the competences of one bloc that another covers, ``None`` for a bloc without any."""

    covering: BlocItem
    covered: BlocItem
    share: float | None


@dataclass(frozen=True, slots=True)
class PairView:
    """How much of one certification another covers.

    Attributes:
        covering: path of the one that covers.
        covered: path of the one that is covered.
        share: share of its competences that are covered, ``None`` when it has none.
        pairs: each of its competences with the closest of the other.
        blocs: each bloc of the covering against each of the covered.
    """

    covering: str
    covered: str
    share: float | None
    pairs: tuple[CompetencePair, ...]
    blocs: tuple[BlocShare, ...]

    @property
    def covered_count(self) -> int:
        """Number of competences that are covered."""
        return sum(pair.covered for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Certifications side by side.

    Attributes:
        certifications: in the order asked for.
        threshold: least Jaccard score at which a competence counts as covered.
        codes: every code that one has, those of most holders first.
        pairs: each ordered pair of certifications.
    """

    certifications: tuple[CertificationView, ...]
    threshold: float
    codes: tuple[SharedCode, ...]
    pairs: tuple[PairView, ...]

    @property
    def common_codes(self) -> tuple[SharedCode, ...]:
        """The codes that all have."""
        return tuple(code for code in self.codes if len(code.holders) == len(self.certifications))

    def pair(self, covering: str, covered: str) -> PairView | None:
        """Return how much one covers another, by path."""
        return next((p for p in self.pairs if (p.covering, p.covered) == (covering, covered)), None)


def compare_views(views: Sequence[CertificationView], threshold: float) -> ComparisonView:
    """Compare certifications.

    Args:
        views: two or more.
        threshold: least Jaccard score at which a competence counts as covered.
    """
    vocabulary = {competence.iri: words(competence.text) for view in views for competence in view.competences}
    return ComparisonView(
        certifications=tuple(views),
        threshold=threshold,
        codes=shared_codes(views),
        pairs=tuple(_pair(one, other, vocabulary, threshold) for one, other in permutations(views, 2)),
    )


def shared_codes(views: Sequence[CertificationView]) -> tuple[SharedCode, ...]:
    """Return every code and certifier that a certification has, those of most of them first.

    Args:
        views: the certifications.
    """
    holders: defaultdict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for view in views:
        for code in view.codes:
            holders[code.property, code.path, code.code, code.label].append(view.ref.path)
        for body in view.certificateurs:
            path = body.path or body.node.value
            holders["ref:delivreePar", path, path.rpartition("/")[2], body.label].append(view.ref.path)
    shared = [SharedCode(*key, holders=tuple(paths)) for key, paths in holders.items()]
    return tuple(sorted(shared, key=lambda each: (-len(each.holders), each.property, each.code)))


def _pair(
    covering: CertificationView, covered: CertificationView, vocabulary: dict[str, Words], threshold: float
) -> PairView:
    candidates = {each.iri: vocabulary[each.iri] for each in covering.competences}
    by_iri = {each.iri: each for each in covering.competences}
    pairs = []
    for competence in covered.competences:
        match = best_match(vocabulary[competence.iri], candidates)
        closest, score = (by_iri[match[0]], match[1]) if match else (None, None)
        is_covered = score is not None and score.jaccard >= threshold
        pairs.append(CompetencePair(competence, closest, score, is_covered))
    return PairView(
        covering=covering.ref.path,
        covered=covered.ref.path,
        share=sum(pair.covered for pair in pairs) / len(pairs) if pairs else None,
        pairs=tuple(pairs),
        blocs=tuple(
            BlocShare(
                one, other, coverage(_words_of(other, vocabulary), _words_of(one, vocabulary), threshold)
            )
            for one in covering.blocs
            for other in covered.blocs
        ),
    )


def _words_of(bloc: BlocItem, vocabulary: dict[str, Words]) -> list[Words]:
    return [vocabulary[competence.iri] for competence in bloc.competences]
