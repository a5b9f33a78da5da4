"""What is compared: référentiels as plain values, from whatever holds them (the graph, a draft, a test)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graphkit.model import Activite, Certification, Competence, Concept


@dataclass(frozen=True, slots=True)
class Enonce:
    """A text with what it is the text of.

    Attributes:
        key: name of its bearer, as its IRI; one text of one bearer.
        text: the text.
    """

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Bloc:
    """A bloc of competences, or another group of them where a certification has no blocs.

    Attributes:
        key: name of the bloc, or of the activity that groups them, as its IRI.
        title: its title.
        competences: its competences, in order.
    """

    key: str
    title: str
    competences: tuple[Enonce, ...] = ()


@dataclass(frozen=True, slots=True)
class Referentiel:
    """One side of a comparison.

    Attributes:
        key: name of the certification, as its IRI.
        title: its title.
        blocs: its blocs; competences of no bloc stand in other groups after them.
        activites: its activities, as texts.
        level: its level as the register has it (``6``), ``None`` where none is told.
        register: ``rncp``, ``rs``, or empty for what is not registered.
        codes: IRIs of the codes that it carries.
        in_blocs: whether it is structured in blocs.
    """

    key: str
    title: str
    blocs: tuple[Bloc, ...] = ()
    activites: tuple[str, ...] = ()
    level: str | None = None
    register: str = ""
    codes: frozenset[str] = field(default_factory=frozenset)
    in_blocs: bool = True

    @property
    def competences(self) -> tuple[Enonce, ...]:
        """All its competences, bloc after bloc."""
        return tuple(competence for bloc in self.blocs for competence in bloc.competences)

    @property
    def texts(self) -> Iterator[str]:
        """Every text of it that is compared."""
        yield from (competence.text for competence in self.competences)
        yield from (bloc.title for bloc in self.blocs if bloc.title)
        yield from self.activites


def referentiel_of_model(certification: Certification, key: str) -> Referentiel:
    """Return what is compared of a certification that a reader gave: a draft, which no graph holds.

    Args:
        certification: the certification.
        key: name to give it.
    """
    facts = {fact.propriete: fact.valeur for fact in certification.faits}
    level = facts.get("ref:niveau")
    title = facts.get("skos:prefLabel")
    groups = [
        Bloc(f"{key}/{bloc.code}", bloc.intitule, _statements(bloc.competences, f"{key}/{bloc.code}"))
        for bloc in certification.blocs
    ]
    if certification.competences:
        groups.append(Bloc(key, "", _statements(certification.competences, key)))
    return Referentiel(
        key=key,
        title=str(title or certification.identifiant),
        blocs=tuple(groups),
        activites=tuple(dict.fromkeys(_names(certification.activites))),
        level=level.code if isinstance(level, Concept) else None,
        codes=frozenset(),
        in_blocs=bool(certification.blocs),
    )


def _statements(competences: Sequence[Competence], key: str) -> tuple[Enonce, ...]:
    return tuple(
        Enonce(f"{key}/{each.code or rank}", each.enonce) for rank, each in enumerate(competences, start=1)
    )


def _names(activites: Sequence[Activite]) -> Iterator[str]:
    for activite in activites:
        yield activite.intitule
        yield from _names(activite.sous_activites)
