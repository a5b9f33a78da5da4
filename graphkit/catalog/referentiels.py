"""Assembles the référentiels of one certification from flat rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from graphkit.catalog.cells import Namer, value
from graphkit.catalog.views import ActiviteItem, BlocItem, CompetenceItem, StatementView
from graphkit.nodes import Node, Row
from graphkit.questions import load_query
from graphkit.store.protocol import Store
from graphkit.terms import REF

_CRITERE = str(REF.CritereEvaluation)


class Referentiels:
    """The blocs, competences and activities of one certification, each list fetched once.

    Args:
        store: where they are.
        namer: names IRIs.
        certification: IRI of the certification.
    """

    def __init__(self, store: Store, namer: Namer, certification: str) -> None:
        self._store = store
        self._namer = namer
        self._certification = Node(certification)
        self._modalites, self._criteres = self._evaluations()
        self._bloc_of: defaultdict[str, list[str]] = defaultdict(list)
        self._mobilised: defaultdict[str, list[str]] = defaultdict(list)
        for row in self._rows("mobilisations-d-une-certification"):
            self._mobilised[row["activite"].value].append(row["competence"].value)
        self.by_iri = self._competences()
        self.blocs = self._blocs()
        self.activites = self._activites()

    @property
    def competences(self) -> tuple[CompetenceItem, ...]:
        """All competences, in the order of the source."""
        return tuple(self.by_iri.values())

    def _rows(self, name: str) -> list[Row]:
        return self._store.select(load_query(name), certification=self._certification)

    def _evaluations(self) -> tuple[Mapping[str, list[StatementView]], Mapping[str, list[StatementView]]]:
        expected: defaultdict[str, dict[str, StatementView]] = defaultdict(dict)
        for row in self._rows("livrables-d-une-certification"):
            iri = row["livrable"].value
            expected[row["modalite"].value].setdefault(iri, StatementView(iri, row["enonce"].value))
        modalites: defaultdict[str, dict[str, StatementView]] = defaultdict(dict)
        criteres: defaultdict[str, dict[str, StatementView]] = defaultdict(dict)
        for row in self._rows("evaluations-d-une-certification"):
            iri, owner = row["element"].value, row["porteur"].value
            if row["nature"].value == _CRITERE:
                criteres[owner].setdefault(iri, StatementView(iri, row["enonce"].value))
            else:
                livrables = tuple(expected[iri].values())
                modalites[owner].setdefault(iri, StatementView(iri, row["enonce"].value, livrables))
        return (
            {owner: list(found.values()) for owner, found in modalites.items()},
            {owner: list(found.values()) for owner, found in criteres.items()},
        )

    def _competences(self) -> dict[str, CompetenceItem]:
        mobilising: defaultdict[str, list[str]] = defaultdict(list)
        for activite, competences in self._mobilised.items():
            for competence in competences:
                mobilising[competence].append(self._namer.required_path(activite))
        found: dict[str, CompetenceItem] = {}
        for row in self._rows("competences-d-une-certification"):
            iri = row["competence"].value
            if "bloc" in row and iri not in self._bloc_of[row["bloc"].value]:
                self._bloc_of[row["bloc"].value].append(iri)
            found.setdefault(
                iri,
                CompetenceItem(
                    iri=iri,
                    path=self._namer.required_path(iri),
                    code=value(row, "code"),
                    printed_code=value(row, "codeImprime"),
                    text=row["enonce"].value,
                    lead_in=value(row, "chapeau"),
                    modalites=tuple(self._modalites.get(iri, ())),
                    criteres=tuple(self._criteres.get(iri, ())),
                    activites=tuple(mobilising[iri]),
                ),
            )
        return found

    def _blocs(self) -> tuple[BlocItem, ...]:
        found: dict[str, BlocItem] = {}
        for row in self._rows("blocs-d-une-certification"):
            iri = row["bloc"].value
            path = self._namer.required_path(iri)
            found.setdefault(
                iri,
                BlocItem(
                    iri=iri,
                    path=path,
                    code=value(row, "code") or path.removeprefix("bloc/"),
                    title=value(row, "intitule"),
                    certificate=value(row, "certificat"),
                    modalites=tuple(self._modalites.get(iri, ())),
                    competences=tuple(self.by_iri[each] for each in self._bloc_of[iri]),
                ),
            )
        return tuple(found.values())

    def _activites(self) -> tuple[ActiviteItem, ...]:
        items: dict[str, ActiviteItem] = {}
        children: defaultdict[str, list[str]] = defaultdict(list)
        nested: set[str] = set()
        for row in self._rows("activites-d-une-certification"):
            iri = row["activite"].value
            if "parent" in row:
                nested.add(iri)
                if iri not in children[row["parent"].value]:
                    children[row["parent"].value].append(iri)
            competences = (self.by_iri.get(each) for each in self._mobilised[iri])
            items.setdefault(
                iri,
                ActiviteItem(
                    iri=iri,
                    path=self._namer.required_path(iri),
                    code=value(row, "code"),
                    printed_code=value(row, "codeImprime"),
                    title=row["intitule"].value,
                    specialisation=value(row, "specialisation"),
                    competences=tuple(each for each in competences if each is not None),
                    children=(),
                ),
            )

        def grow(iri: str, above: frozenset[str]) -> ActiviteItem:
            # A source that nests an activity in itself must not hang its page.
            below = [each for each in children[iri] if each in items and each not in above]
            return replace(items[iri], children=tuple(grow(each, above | {each}) for each in below))

        return tuple(grow(iri, frozenset({iri})) for iri in items if iri not in nested)


def find_activite(tree: tuple[ActiviteItem, ...], iri: str) -> tuple[ActiviteItem, ...]:
    """Return the way from the top of a tree down to an activity, or nothing."""
    for item in tree:
        if item.iri == iri:
            return (item,)
        if below := find_activite(item.children, iri):
            return (item, *below)
    return ()
