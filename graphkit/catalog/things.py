"""Assembles the pages of blocs, competences, activities, codes and certifiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from graphkit.catalog.answers import Description, ThingView
from graphkit.catalog.cells import Namer, number, shorten, value
from graphkit.catalog.named import unknown
from graphkit.catalog.referentiels import Referentiels, find_activite
from graphkit.catalog.views import (
    ActiviteItem,
    ActiviteView,
    BlocItem,
    BlocView,
    Cell,
    CertificationRef,
    CompetenceView,
    DetailView,
    Facts,
    ListView,
    PassageView,
)
from graphkit.errors import NotFound
from graphkit.nodes import Node, Row
from graphkit.questions import load_query
from graphkit.store.protocol import Store
from graphkit.terms import REF, expand

#: Properties that name a thing, the best first.
_NAMING = (
    "skos:prefLabel", "ref:enonce", "eli:title", "dcterms:title", "ref:libelleConstate", "ref:message",
)  # fmt: skip
_MOBILITE, _MOBILITE_VERS = str(REF.mobilite), str(REF.mobiliteVers)
_DETAILS = ("ref:descriptionCompetence", "ref:contexteProfessionnel", "ref:savoirMobilise")
_HOLDERS = {str(REF.BlocDeCompetences), str(REF.Activite)}


class ThingReader:
    """Reads one thing; each public method is one page.

    Args:
        store: where it is.
        namer: names IRIs.
        iri: its IRI.
    """

    def __init__(self, store: Store, namer: Namer, iri: str) -> None:
        self._store = store
        self._namer = namer
        self._node = Node(iri)
        self._path = namer.required_path(iri)

    def bloc(self) -> BlocView:
        """Return the page of a bloc."""
        owner = next(iter(self.certifications()), None)
        bloc: BlocItem | None = None
        activites: tuple[ActiviteItem, ...] = ()
        if owner is not None:
            held = Referentiels(self._store, self._namer, owner.iri)
            bloc = next((each for each in held.blocs if each.iri == self._node.value), None)
            wanted = {each.iri for each in bloc.competences} if bloc else set()
            activites = tuple(_with_any(held.activites, wanted))
        return BlocView(
            iri=self._node.value,
            path=self._path,
            code=bloc.code if bloc else self._path.removeprefix("bloc/"),
            certification=owner,
            bloc=bloc,
            activites=activites,
            passages=self.passages(),
            cited_by=() if bloc else citations(self._store, self._namer, self._node),
        )

    def competence(self) -> CompetenceView:
        """Return the page of a competence.

        Raises:
            NotFound: the graph does not hold it.
        """
        owner = self._owner("competence")
        held = Referentiels(self._store, self._namer, owner.iri)
        item = held.by_iri.get(self._node.value)
        if item is None:
            raise unknown(self._path)
        holders = {
            (row["nature"].value, row["porteur"]): self._namer.cell(row["porteur"], value(row, "libelle"))
            for row in self._rows("porteurs")
            if row["nature"].value in _HOLDERS
        }
        return CompetenceView(
            competence=item,
            certification=owner,
            blocs=tuple(cell for cell in holders.values() if cell.kind == "bloc"),
            activites=tuple(cell for cell in holders.values() if cell.kind == "activite"),
            same_statement=tuple(
                (self._namer.cell(row["autre"]), self._namer.ref(row)) for row in self._rows("meme-enonce")
            ),
            passages=self.passages(),
            details=self._details(),
        )

    def _details(self) -> tuple[DetailView, ...]:
        """Return what the source says beside the statement, in the order in which a sheet says it."""
        texts: dict[str, list[str]] = {}
        for row in self._rows("details-d-une-competence"):
            texts.setdefault(shorten(row["propriete"].value), []).append(row["texte"].value)
        return tuple(DetailView(name, tuple(texts[name])) for name in _DETAILS if name in texts)

    def activite(self) -> ActiviteView:
        """Return the page of an activity.

        Raises:
            NotFound: the graph does not hold it.
        """
        # Only top activities are tied to the certification itself; the path names it for all.
        owner = self._owner("activite")
        way = find_activite(Referentiels(self._store, self._namer, owner.iri).activites, self._node.value)
        if not way:
            raise unknown(self._path)
        return ActiviteView(
            activite=way[-1],
            certification=owner,
            parents=tuple(self._namer.cell(Node(each.iri), each.title) for each in way[:-1]),
            passages=self.passages(),
        )

    def listing(self, limit: int, offset: int) -> ListView:
        """Return the page of a code or of a certifier.

        Args:
            limit: certifications on a page.
            offset: certifications before it.

        Raises:
            NotFound: the graph does not hold it.
        """
        facts = self._namer.facts(self._told())
        if not facts:
            raise unknown(self._path)
        rows = self._rows("certifications-d-une-ressource")
        certifications = self._namer.refs(rows)
        nomenclature, _, _ = self._path.partition("/")
        notation = _first(facts, "skos:notation")
        return ListView(
            iri=self._node.value,
            path=self._path,
            nomenclature=nomenclature,
            code=notation.label if notation else self._namer.cell(self._node).label,
            label=_french(facts),
            facts=facts,
            certifications=certifications[offset : offset + limit],
            total=len(certifications),
            links=tuple(sorted({shorten(row["lien"].value) for row in rows})),
        )

    def _told(self) -> list[Row]:
        """Return what the graph says of a code: each code it is tied to by its label, mobilities by rank."""
        tied = self._rows("liens-d-un-code")
        labels = {row["valeur"]: row["libelle"] for row in tied}
        ranks = {row["valeur"]: number(row, "rang") for row in tied if "rang" in row}
        rows = [
            {**row, "libelle": labels[row["valeur"]]} if row["valeur"] in labels else row
            for row in self._rows("proprietes")
            # A mobility is told by where it leads.
            if row["propriete"].value != _MOBILITE
        ]

        def place(row: Row) -> tuple[str, int]:
            told = row["propriete"].value
            return told, ranks.get(row["valeur"], 0) if told == _MOBILITE_VERS else 0

        return sorted(rows, key=place)

    def certifications(self) -> tuple[CertificationRef, ...]:
        """Return the certifications that link to it, themselves or by one of their parts, by title."""
        return self._namer.refs(self._rows("certifications-d-une-ressource"))

    def passages(self) -> tuple[PassageView, ...]:
        """Return the passages that it is taken from."""
        return tuple(self._namer.passage(row) for row in self._rows("provenance"))

    def _rows(self, name: str) -> list[Row]:
        return self._store.select(load_query(name), ressource=self._node)

    def _facts(self) -> Facts:
        return self._namer.facts(self._rows("proprietes"))

    def _owner(self, kind: str) -> CertificationRef:
        """Return the certification that the path of a part names."""
        segments = self._path.split("/")
        if len(segments) < 3 or segments[0] != kind:  # noqa: PLR2004 - kind, certification, code
            raise NotFound(f"{self._path} is not the path of a thing of kind {kind}")
        owner = Node(f"{self._namer.minter.base}certification/{segments[1]}")
        facts = self._namer.facts(self._store.select(load_query("proprietes"), ressource=owner))
        if not facts:
            raise NotFound(f"no certification {segments[1]} in the graph")
        row: Row = {"certification": owner}
        for column, name in (
            ("intitule", "skos:prefLabel"), ("active", "ref:active"), ("niveau", "ref:niveau"),
            ("fin", "ref:dateFinEnregistrement"),
        ):  # fmt: skip
            cell = _first(facts, name)
            if cell is not None:
                row[column] = cell.node
        return self._namer.ref(row)


def citations(store: Store, namer: Namer, node: Node) -> tuple[CertificationRef, ...]:
    """Return the certifications that name another one, or a bloc of another one.

    Args:
        store: where they are.
        namer: names IRIs.
        node: what they name.
    """
    return namer.refs(store.select(load_query("citations"), ressource=node))


def thing_view(found: Description, incoming: Mapping[str, int], namer: Namer) -> ThingView:
    """Return a description as a page shows it, with the labels of what it names."""
    title = expand("skos:prefLabel")
    labels = {
        subject: label.value
        for subject, name, label in found.triples
        if name.value == title and label.language in {"", "fr"}
    }
    rows: list[Row] = []
    for subject, name, value_ in found.triples:
        if subject.value == found.iri:
            row: Row = {"propriete": name, "valeur": value_}
            # A term of the model has its label in each language: pages look it up by its name.
            if value_ in labels and namer.path(value_.value) is not None:
                row["libelle"] = Node(labels[value_], "literal")
            rows.append(row)
    facts = namer.facts(rows)
    by_name = {fact.property: fact for fact in facts}
    label = next((by_name[each].values[0].label for each in _NAMING if each in by_name), "")
    return ThingView(
        iri=found.iri,
        path=namer.required_path(found.iri),
        label=label or namer.cell(Node(found.iri)).label,
        kinds=tuple(cell.label for cell in by_name["rdf:type"].values) if "rdf:type" in by_name else (),
        facts=facts,
        incoming=incoming,
    )


def _with_any(tree: tuple[ActiviteItem, ...], competences: set[str]) -> list[ActiviteItem]:
    """Return the branches of a tree of activities that mobilise one of some competences."""
    kept = []
    for item in tree:
        own = tuple(each for each in item.competences if each.iri in competences)
        below = tuple(_with_any(item.children, competences))
        if own or below:
            kept.append(replace(item, competences=own, children=below))
    return kept


def _first(facts: Facts, name: str) -> Cell | None:
    return next((fact.values[0] for fact in facts if fact.property == name), None)


def _french(facts: Facts) -> str:
    """Return the elected label, or else one that a record gives."""
    for name in ("skos:prefLabel", "ref:libelleConstate"):
        for fact in facts:
            if fact.property == name:
                return next((cell.label for cell in fact.values if cell.node.language == "fr"), "")
    return ""
