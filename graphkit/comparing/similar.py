"""What is nearest in the graph: to a text, to a certification, to a draft bloc by bloc. With the reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphkit.catalog import Catalog
from graphkit.catalog.contents import Neighbour
from graphkit.catalog.views import CertificationRef
from graphkit.comparing.argument import Block, Grid, Heading, Link, Paragraph
from graphkit.comparing.phrases import CAUTION, FRENCH, explain, scored
from graphkit.comparing.sides import Side
from graphkit.index.texts import Kind
from graphkit.matching.comparison import BlocPair, Comparison
from graphkit.matching.coverage import Pair
from graphkit.matching.referentiels import Bloc
from graphkit.matching.similarity import Match
from graphkit.voice import Voice

#: Certifications that are compared in full: the nearest to all, and to each bloc, by single competences.
_CANDIDATES, _CANDIDATES_OF_BLOC = 6, 2
_NEIGHBOURS = 12
_PAIRS = 3
#: A certification whose competences cover those of a bloc with less than that likelihood, on average, is near
#: by chance. On the fiches of the tuning half, of blocs against certifications of their own trade 0.78 are
#: above (18), against those of another trade 0.07 (57); 0.015 keeps 0.67 and 0.04, 0.02 keeps 0.61 and none.
LEAST_LIKELY = 0.01


@dataclass(frozen=True, slots=True)
class Nearest:
    """What is nearest to a text.

    Attributes:
        text: the text.
        competences: competences, the nearest first.
        blocs: blocs by their titles.
        titles: certifications by their titles.
        occupations: competences of ROME.
    """

    text: str
    competences: tuple[Neighbour, ...]
    blocs: tuple[Neighbour, ...]
    titles: tuple[Neighbour, ...]
    occupations: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A certification near a bloc, or a group of competences.

    Attributes:
        side: the certification.
        share: share of the competences of the bloc that the certification covers.
        likely: how likely, on average, the nearest competence covers one of the bloc.
        proximity: how near its blocs come, on average, to each asked about; it ranks.
        bloc: its nearest bloc, if it has any.
        pairs: the nearest pairs of competences.
    """

    side: Side
    share: float
    likely: float
    proximity: float
    bloc: BlocPair | None
    pairs: tuple[Pair, ...]

    @property
    def ref(self) -> CertificationRef:
        """How lists name the certification."""
        return self.side.view.ref

    @property
    def bloc_name(self) -> str:
        """Code and title of its nearest bloc; empty where it has none."""
        return str(self.side.names[self.bloc.other]) if self.bloc else ""


@dataclass(frozen=True, slots=True)
class BlocNearest:
    """A bloc with the certifications nearest to it."""

    bloc: Bloc
    name: str
    candidates: tuple[Candidate, ...]


def is_near(match: Match) -> bool:
    """Return whether a text is worth showing beside another, by the matcher.

    On the tuning half that keeps 0.95 of the pairs that share an essential part, and 0.27 of the unrelated.

    Args:
        match: what a computation says of the two.
    """
    return match.near


def nearest_to_text(catalog: Catalog, text: str, limit: int = 10) -> Nearest:
    """Return what is nearest to what a person typed.

    Args:
        catalog: the graph.
        text: a sentence, or some words.
        limit: how many of each kind at most.

    Raises:
        StoreUnavailable: the graph has no search index.
    """

    def near(*kinds: Kind) -> tuple[Neighbour, ...]:
        found = catalog.contents.nearest(text, kinds, limit)
        return tuple(each for each in found if is_near(each.match))

    return Nearest(
        text, near(Kind.COMPETENCE), near(Kind.BLOC), near(Kind.INTITULE), near(Kind.COMPETENCE_ROME)
    )


class Around:
    """What is around a certification or a draft in the graph.

    The index proposes for each competence those of its words; the certifications that come up most, for the
    whole or for one bloc, are then compared in full, once each.

    Args:
        catalog: the graph.
        side: the certification or the draft; it is not told near itself.

    Raises:
        StoreUnavailable: the graph has no search index.
    """

    def __init__(self, catalog: Catalog, side: Side) -> None:
        self.side = side
        own, groups = side.view.ref.iri, side.referentiel.blocs
        scores = [_scores(catalog, own, bloc) for bloc in groups]
        whole: defaultdict[str, float] = defaultdict(float)
        for iri, score in (item for each in scores for item in each.items()):
            whole[iri] += score
        chosen = {iri for iri, _ in _best(whole, _CANDIDATES)}
        chosen |= {iri for each in scores for iri, _ in _best(each, _CANDIDATES_OF_BLOC)}
        sides = [Side("B", catalog.certification(iri, partners=0)) for iri in sorted(chosen)]
        self._compared = [
            (other, catalog.contents.compare(side.referentiel, other.referentiel)) for other in sides
        ]

    def whole(self, limit: int = 5) -> tuple[Candidate, ...]:
        """Return the certifications nearest to all of it.

        Args:
            limit: how many at most.
        """
        return self._ranked(self.side.referentiel.blocs, limit)

    def by_bloc(self, limit: int = 3) -> tuple[BlocNearest, ...]:
        """Return the certifications nearest to each of its blocs.

        Args:
            limit: how many at most for each.
        """
        return tuple(
            BlocNearest(bloc, str(self.side.names[bloc.key]), self._ranked((bloc,), limit))
            for bloc in self.side.referentiel.blocs
            if bloc.competences
        )

    def bloc(self, key: str, limit: int = 5) -> tuple[Candidate, ...]:
        """Return the certifications nearest to one of its blocs.

        Args:
            key: IRI of the bloc.
            limit: how many at most.
        """
        return self._ranked([bloc for bloc in self.side.referentiel.blocs if bloc.key == key], limit)

    def _ranked(self, blocs: Sequence[Bloc], limit: int) -> tuple[Candidate, ...]:
        found = (_candidate(other, comparison, blocs) for other, comparison in self._compared)
        near = [each for each in found if each.likely >= LEAST_LIKELY or each.share]
        return tuple(sorted(near, key=lambda each: (-each.proximity, each.ref.path))[:limit])


def _scores(catalog: Catalog, own: str, bloc: Bloc) -> Mapping[str, float]:
    """Return how near other certifications come to a bloc by their single competences."""
    scores: defaultdict[str, float] = defaultdict(float)
    for statement in bloc.competences:
        best: dict[str, float] = {}
        for near in catalog.contents.nearest(statement.text, (Kind.COMPETENCE,), _NEIGHBOURS):
            best[near.certification] = max(best.get(near.certification, 0.0), near.match.words)
        for iri, words in best.items():
            if iri != own:
                scores[iri] += words
    return scores


def _best(scores: Mapping[str, float], limit: int) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:limit]


def _candidate(other: Side, comparison: Comparison, blocs: Sequence[Bloc]) -> Candidate:
    keys = frozenset(each.key for bloc in blocs for each in bloc.competences)
    coverage = comparison.of_one.of(keys)
    likely = [each.likely for each in coverage.statements]
    nearest = [
        max((pair for pair in comparison.blocs if pair.one == bloc.key), key=_nearness, default=None)
        for bloc in blocs
    ]
    of_blocs = [pair for pair in nearest if pair is not None]
    return Candidate(
        side=other,
        share=coverage.share or 0.0,
        likely=sum(likely) / len(likely) if likely else 0.0,
        proximity=sum(map(_nearness, of_blocs)) / len(of_blocs) if of_blocs else 0.0,
        bloc=max(of_blocs, key=_nearness, default=None),
        pairs=tuple(pair for pair in comparison.pairs if pair.chosen and pair.one in keys)[:_PAIRS],
    )


def _nearness(pair: BlocPair) -> float:
    return pair.proximity or 0.0


def as_plain(
    own: Side, whole: Sequence[Candidate], blocs: Sequence[BlocNearest], say: Voice = FRENCH
) -> dict[str, Any]:
    """Return what is nearest to a certification or a draft as plain values.

    Args:
        own: the certification or the draft.
        whole: the certifications nearest to all of it.
        blocs: those nearest to each bloc.
        say: says reasons and the caution in a language.
    """
    return {
        "certification": own.draft or own.identifier,
        "caution": say(*CAUTION),
        "certifications": [_plain(own, each, say) for each in whole],
        "blocs": [
            {"bloc": each.name, "certifications": [_plain(own, one, say) for one in each.candidates]}
            for each in blocs
        ],
    }


def _plain(own: Side, candidate: Candidate, say: Voice) -> dict[str, Any]:
    return {
        "certification": candidate.ref.identifier,
        "title": candidate.ref.title,
        "share": candidate.share,
        "bloc": candidate.bloc_name,
        "pairs": [
            {
                "one": own.names[pair.one].text,
                "other": candidate.side.names[pair.other].text,
                "score": pair.match.score,
                "why": explain(pair.match, say),
            }
            for pair in candidate.pairs
        ],
    }


def tell_nearest(found: Nearest, say: Voice = FRENCH) -> Iterator[Block]:
    """Yield what is nearest to a text, in words.

    Args:
        found: what was found.
        say: says it in a language.
    """
    yield Heading(1, f"{say('Au plus près de', 'Nearest to')} {say.quote(found.text)}")
    told = False
    for title, neighbours in (
        (say("Compétences", "Competences"), found.competences),
        (say("Blocs, par leur titre", "Blocs, by their titles"), found.blocs),
        (say("Certifications, par leur intitulé", "Certifications, by their titles"), found.titles),
        (
            say("Compétences de métiers (ROME 4.0)", "Competences of occupations (ROME 4.0)"),
            found.occupations,
        ),
    ):
        if neighbours:
            told = True
            yield Grid(
                title,
                (say("Énoncé", "Statement"), say("De", "Of"), say("Pourquoi", "Why")),
                tuple(
                    (
                        Link(each.text, each.bearer.path),
                        _origin(each),
                        scored(each.match, say),
                    )
                    for each in neighbours
                ),
            )
    if not told:
        yield Paragraph(_nothing(say))


def _nothing(say: Voice) -> str:
    return say(
        "Rien dans le graphe n’en est proche par les mots.",
        "Nothing in the graph is near to it by its words.",
    )


def _origin(near: Neighbour) -> Link:
    if near.kind is Kind.COMPETENCE_ROME:
        return Link("ROME", None)
    code = near.certification.rpartition("/")[2]
    return Link(code, f"certification/{code}")


def tell_candidates(
    title: str, candidates: Sequence[Candidate], own: Side, say: Voice = FRENCH
) -> Iterator[Block]:
    """Yield certifications near some blocs, in words.

    Args:
        title: heading.
        candidates: the certifications.
        own: the side that has the blocs.
        say: says it in a language.
    """
    if not candidates:
        nothing = _nothing(say)
        yield Paragraph(say.colon(title, nothing[0].lower() + nothing[1:]))
        return
    yield Grid(
        title,
        (
            say("Certification", "Certification"),
            say("Couvre", "Covers"),
            say("Bloc le plus proche", "Nearest bloc"),
            say("Par exemple", "For example"),
        ),
        tuple(
            (
                Link(f"{each.ref.identifier} {each.ref.title}", each.ref.path),
                say.share(each.share),
                _bloc(each, say),
                " ; ".join(
                    f"{say.quote(own.names[pair.one].text)} / {say.quote(each.side.names[pair.other].text)}"
                    f" ({say.decimal(pair.match.score)})"
                    for pair in each.pairs[:1]
                ),
            )
            for each in candidates
        ),
    )


def _bloc(candidate: Candidate, say: Voice) -> str:
    if candidate.bloc is None:
        return ""
    # A certification of the RS may have competences and no bloc.
    path = candidate.side.names[candidate.bloc.other].path
    return Link(candidate.bloc_name, path) if candidate.bloc_name else _without_bloc(say)


def _without_bloc(say: Voice) -> str:
    return say("Compétences sans bloc", "Competences without bloc")


def tell_by_bloc(
    own: Side, whole: Sequence[Candidate], found: Sequence[BlocNearest], say: Voice = FRENCH
) -> Iterator[Block]:
    """Yield what is nearest to a certification or a draft, as a whole and bloc by bloc, in words.

    Args:
        own: the certification or the draft.
        whole: the certifications nearest to all of it.
        found: those nearest to each bloc.
        say: says it in a language.
    """
    yield Heading(
        1, f"{say('Au plus près de', 'Nearest to')} {own.draft or own.identifier} {own.view.ref.title}"
    )
    yield Paragraph(say(*CAUTION))
    yield from tell_candidates(say("Certifications", "Certifications"), whole, own, say)
    for each in found:
        yield from tell_candidates(
            Link(each.name, None) or _without_bloc(say),
            each.candidates,
            own,
            say,
        )
