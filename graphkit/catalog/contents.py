"""What certifications say, compared: the computed coverage of two, and what is nearest to a text.

A computed coverage is never an equivalence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from string import digits

from graphkit.catalog.cells import Namer
from graphkit.catalog.nearness import without_index
from graphkit.catalog.views import ActiviteItem, Cell, CertificationView
from graphkit.index.nearness import SAME_THING
from graphkit.index.reader import TextIndex
from graphkit.index.texts import Kind
from graphkit.matching.comparison import Comparison, compare
from graphkit.matching.coverage import COVERED, Grid
from graphkit.matching.rarity import Rarity, rarity_from, rarity_of
from graphkit.matching.referentiels import Bloc, Enonce, Referentiel
from graphkit.matching.similarity import Match, Matcher
from graphkit.matching.vectors import Vectors
from graphkit.nodes import Node

#: Texts that the index proposes for each one that is asked for, and at least; their match is then computed.
_PROPOSED, _LEAST_PROPOSED = 8, 120
#: From so many texts on, the words of a graph tell how rare each is.
_ENOUGH = 200
_ACTIVITIES = "/activites"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A text near another.

    Attributes:
        certification: IRI of the certification that it is of; of the ROME competence itself, for one.
        bearer: the thing whose text it is.
        kind: what it is.
        text: the text.
        match: what a computation says of the two; the text asked about is the first.
    """

    certification: str
    bearer: Cell
    kind: Kind
    text: str
    match: Match


@dataclass(frozen=True, slots=True)
class Kinship:
    """A certification that says some of what was asked about.

    Attributes:
        certification: its IRI.
        share: likely share of the competences asked about that one of its own covers.
        proximity: how near its own competences are to them, on average; it ranks.
        nearest: each competence asked about with the nearest of its own, where the index proposed one.
    """

    certification: str
    share: float
    proximity: float
    nearest: tuple[tuple[str, Neighbour], ...]


@dataclass(frozen=True, slots=True)
class CoveredBothWays:
    """How many competences two certifications cover of each other.

    Attributes:
        of_one: of the first, how many the other covers, and of how many.
        of_other: of the other, how many the first covers, and of how many.
    """

    of_one: tuple[int, int]
    of_other: tuple[int, int]


class Contents:
    """Compares what certifications say.

    Args:
        index: search index of the graph, if it has one.
        namer: names IRIs.
        vectors: sentence vectors, if there are any.
    """

    def __init__(self, index: TextIndex | None, namer: Namer, vectors: Vectors | None = None) -> None:
        self._index, self._namer, self._vectors = index, namer, vectors
        enough = index is not None and index.total >= _ENOUGH
        self._rarity = rarity_from(index.holders, index.total) if index is not None and enough else None

    def compare(self, one: Referentiel, other: Referentiel, threshold: float = COVERED) -> Comparison:
        """Return the computed coverage of two référentiels, of the graph or not.

        Args:
            one: the first side.
            other: the other.
            threshold: how likely a cover has to be to count.
        """
        rarity = self._rarity_among((*one.texts, *other.texts))
        return compare(one, other, Matcher(rarity, self._vectors), rarity, threshold)

    def coverage(self, one: Referentiel, other: Referentiel) -> CoveredBothWays:
        """Return how much two référentiels cover of each other, as ``compare`` counts it, and nothing else.

        Args:
            one: the first side.
            other: the other.
        """
        rarity = self._rarity_among((*one.texts, *other.texts))
        grid = Grid(one.competences, other.competences, Matcher(rarity, self._vectors), rarity)
        of_one, of_other = grid.coverage_of_ones(), grid.coverage_of_others()
        return CoveredBothWays(
            (of_one.covered, len(of_one.statements)), (of_other.covered, len(of_other.statements))
        )

    def explain(self, one: str, other: str) -> Match:
        """Return what a computation says of two texts.

        Args:
            one: the first.
            other: the other.
        """
        return Matcher(self._rarity_among((one, other)), self._vectors).match(one, other)

    def nearest(
        self, text: str, kinds: Sequence[Kind] = (Kind.COMPETENCE,), limit: int = 10
    ) -> tuple[Neighbour, ...]:
        """Return the texts of the graph that are nearest to one, the nearest first.

        The index proposes those that hold its telling words, and the match of each is computed.

        Args:
            text: a competence, a title, or what a person typed.
            kinds: kinds of text looked at.
            limit: how many are returned at most.

        Raises:
            StoreUnavailable: the graph has no search index that can be read.
        """
        if self._index is None:
            raise without_index()
        proposed = self._index.near(text, kinds, max(_LEAST_PROPOSED, _PROPOSED * limit), SAME_THING)
        texts = list(dict.fromkeys(near.text for near in proposed))
        matcher = Matcher(self._rarity_among((text, *texts)), self._vectors)
        matches = {texts[at]: match for at, match in matcher.rank(text, texts, len(texts))}
        ranked = sorted(proposed, key=lambda near: (-matches[near.text].proximity, near.bearer))
        return tuple(
            Neighbour(
                near.certification,
                self._namer.cell(Node(near.bearer)),
                near.kind,
                near.text,
                matches[near.text],
            )
            for near in ranked[:limit]
        )

    def nearest_certifications(
        self, texts: Sequence[str], limit: int = 10, *, without: frozenset[str] = frozenset()
    ) -> tuple[Kinship, ...]:
        """Return the certifications that say most of some competences, of a bloc or of a draft.

        Args:
            texts: the competences.
            limit: how many are returned at most.
            without: IRIs of certifications that are left out, as the one that the competences are of.

        Raises:
            StoreUnavailable: the graph has no search index that can be read.
        """
        best: dict[str, dict[str, Neighbour]] = {}
        for text in dict.fromkeys(texts):
            for near in self.nearest(text, (Kind.COMPETENCE,), _LEAST_PROPOSED):
                if near.certification not in without:
                    best.setdefault(near.certification, {}).setdefault(text, near)
        count = max(1, len(dict.fromkeys(texts)))
        kin = [
            Kinship(
                certification=iri,
                share=sum(near.match.is_covered for near in found.values()) / count,
                proximity=sum(near.match.words for near in found.values()) / count,
                nearest=tuple(found.items()),
            )
            for iri, found in best.items()
        ]
        return tuple(sorted(kin, key=lambda each: (-each.proximity, each.certification))[:limit])

    def _rarity_among(self, texts: Iterable[str]) -> Rarity:
        return self._rarity or rarity_of(texts)


def referentiel_of(view: CertificationView) -> Referentiel:
    """Return what is compared of a certification of the graph.

    Competences of no bloc stand together by the activity that mobilises them, or all in one group.

    Args:
        view: everything about it.
    """
    held = {competence.iri for bloc in view.blocs for competence in bloc.competences}
    groups = [
        Bloc(bloc.iri, bloc.title, tuple(Enonce(each.iri, each.text) for each in bloc.competences))
        for bloc in view.blocs
    ]
    for activite in view.activites:
        mobilised = [each for each in _mobilised(activite) if each.key not in held]
        if mobilised:
            held.update(each.key for each in mobilised)
            groups.append(Bloc(activite.iri, activite.title, tuple(mobilised)))
    loose = tuple(Enonce(each.iri, each.text) for each in view.competences if each.iri not in held)
    if loose:
        groups.append(Bloc(view.ref.iri, "", loose))
    return Referentiel(
        key=view.ref.iri,
        title=view.ref.title,
        blocs=tuple(groups),
        activites=tuple(dict.fromkeys(_titles(view.activites))) or _lines_of_activities(view),
        level=view.ref.level or None,
        register=view.numero.rstrip(digits).lower(),
        codes=frozenset(code.iri for code in view.codes),
        in_blocs=bool(view.blocs),
    )


def _titles(activites: Iterable[ActiviteItem]) -> Iterator[str]:
    for activite in activites:
        yield activite.title
        yield from _titles(activite.children)


def _mobilised(activite: ActiviteItem) -> Iterator[Enonce]:
    yield from (Enonce(each.iri, each.text) for each in activite.competences)
    for child in activite.children:
        yield from _mobilised(child)


def _lines_of_activities(view: CertificationView) -> tuple[str, ...]:
    """Return the lines in which a fiche tells its activities, where it does not list them apart."""
    texts = (
        cell.label
        for part in view.referentiels
        if part.iri.endswith(_ACTIVITIES)
        for fact in part.facts
        if fact.property == "ref:texte"
        for cell in fact.values
    )
    return tuple(dict.fromkeys(line.strip() for text in texts for line in text.splitlines() if line.strip()))
