"""The difference of two sides: what the record says, its places, its statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graphkit.catalog.views import ActiviteItem, BlocItem, CertificationRef, CertificationView, CompetenceItem
from graphkit.differences.facts import FactChange, compare_facts
from graphkit.differences.places import Place, PlaceChange, compare_places, pair_places
from graphkit.differences.sides import Side
from graphkit.differences.statements import KINDS, Change, Kind, Statement, compare_statements


@dataclass(frozen=True, slots=True)
class SideView:
    """A side as a report names it.

    Attributes:
        name: how it was asked for.
        source: where it was read.
        ref: the certification.
    """

    name: str
    source: str
    ref: CertificationRef


@dataclass(frozen=True, slots=True)
class Family:
    """The statements of one kind.

    Attributes:
        name: class of the ontology (``ref:Competence``).
        before: number of them before.
        after: number of them since.
        changes: those that changed.
    """

    name: str
    before: int
    after: int
    changes: tuple[Change, ...]

    @property
    def unchanged(self) -> int:
        """Number of statements before that are still there, as they were and where they were."""
        return self.before - sum(len(change.before) for change in self.changes)

    @property
    def counts(self) -> Mapping[Kind, int]:
        """Kind of change -> how many, those that occur."""
        found = {kind: sum(kind in change.kinds for change in self.changes) for kind in KINDS}
        return {kind: number for kind, number in found.items() if number}


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one side to the other.

    Attributes:
        before: the first side.
        after: the second side.
        facts: what the record says otherwise.
        blocs: blocs that came, went, or have another code or title.
        families: activities, competences, modalities, criteria.
        labels: key of a bloc or an activity of the second side, or of the first -> code and title.
    """

    before: SideView
    after: SideView
    facts: tuple[FactChange, ...]
    blocs: tuple[PlaceChange, ...]
    families: tuple[Family, ...]
    labels: Mapping[str, str]

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.facts or self.blocs or any(family.changes for family in self.families))

    def places_of(self, statement: Statement) -> tuple[str, ...]:
        """Return the names of the blocs of a statement, or of its activities if it is in no bloc."""
        blocs, activites = statement.places
        return tuple(self.labels.get(key, key) for key in sorted(blocs or activites))


def compare_sides(before: Side, after: Side) -> Difference:
    """Compare two sides.

    Args:
        before: the first side.
        after: the second side.
    """
    old, new = _Held(before.view), _Held(after.view)
    blocs = pair_places(old.blocs, new.blocs)
    activites = pair_places(old.activites, new.activites)
    renamed = {**blocs, **activites}
    return Difference(
        before=SideView(before.name, before.source, before.view.ref),
        after=SideView(after.name, after.source, after.view.ref),
        facts=compare_facts(before.view, after.view),
        blocs=compare_places(old.blocs, new.blocs, blocs),
        families=tuple(
            Family(name, len(was), len(now), tuple(c for c in compare_statements(was, now) if c.kinds))
            for name, was, now in (
                (name, [_placed(each, renamed) for each in old.statements[name]], new.statements[name])
                for name in old.statements
            )
            if was or now
        ),
        labels={each.key: f"{each.code} {each.title}".strip() for held in (old, new) for each in held.places},
    )


class _Held:
    """What one side holds, as places and statements.

    Args:
        view: the certification.
    """

    def __init__(self, view: CertificationView) -> None:
        self.blocs = [_bloc(each, view.ref.identifier) for each in view.blocs]
        tree = list(_walk(view.activites, ""))
        self.activites = [
            Place(each.path, each.code, each.title, tuple(c.text for c in each.competences))
            for each, _ in tree
        ]
        in_bloc: dict[str, frozenset[str]] = {}
        for bloc in view.blocs:
            for each in bloc.competences:
                in_bloc[each.iri] = in_bloc.get(each.iri, frozenset()) | {bloc.path}
        self.statements: dict[str, list[Statement]] = {
            "ref:Activite": [
                Statement(
                    each.path, each.title, each.code if each.printed_code else "", (frozenset(), _one(parent))
                )
                for each, parent in tree
            ],
            "ref:Competence": [
                Statement(
                    each.path,
                    each.text,
                    each.code,
                    (in_bloc.get(each.iri, frozenset()), frozenset(each.activites)),
                )
                for each in view.competences
            ],
            "ref:ModaliteEvaluation": _assessments(view, "modalites"),
            "ref:CritereEvaluation": _assessments(view, "criteres"),
        }

    @property
    def places(self) -> Iterator[Place]:
        """Its blocs, then its activities."""
        yield from self.blocs
        yield from self.activites


def _one(key: str) -> frozenset[str]:
    return frozenset({key}) if key else frozenset()


def _bloc(bloc: BlocItem, identifier: str) -> Place:
    code = bloc.code.removeprefix(identifier)
    return Place(bloc.path, code, bloc.title, tuple(each.text for each in bloc.competences))


def _walk(items: Sequence[ActiviteItem], parent: str) -> Iterator[tuple[ActiviteItem, str]]:
    for item in items:
        yield item, parent
        yield from _walk(item.children, item.path)


def _assessments(view: CertificationView, name: str) -> list[Statement]:
    """Return the modalities or criteria of all competences and blocs, each once, wherever it is repeated."""
    owners: list[CompetenceItem | BlocItem] = [*view.competences, *view.blocs]
    found = {each.iri: each.text for owner in owners for each in getattr(owner, name, ())}
    return [Statement(iri, text) for iri, text in found.items()]


def _placed(statement: Statement, renamed: Mapping[str, str]) -> Statement:
    """Return a statement of the first side with its places named as on the second."""
    blocs, activites = (frozenset(renamed.get(key, key) for key in keys) for keys in statement.places)
    return Statement(statement.key, statement.text, statement.code, (blocs, activites))
