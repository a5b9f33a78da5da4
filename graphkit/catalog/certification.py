"""Assembles the page of a certification."""

from __future__ import annotations

from collections import defaultdict

from graphkit.catalog.cells import Namer, day, number, shorten, value
from graphkit.catalog.referentiels import Referentiels
from graphkit.catalog.views import (
    Cell,
    CertificationRef,
    CertificationView,
    CodeView,
    CorrespondenceView,
    Fact,
    FindingView,
    PartnerView,
    PartView,
    PassageView,
    StatementView,
)
from graphkit.nodes import Node, Row
from graphkit.questions import load_query
from graphkit.store.protocol import Store

#: Properties whose values have a list of their own in the view.
_LISTED = frozenset({
    "rdf:type", "ref:aPourFiche", "ref:comporteBloc", "ref:comporteCompetence", "ref:comporteActivite",
    "ref:comporteComposante", "ref:comporteGroupeDeCapacites", "ref:aPourReferentiel", "ref:delivreePar",
    "ref:roleCertificateur", "ref:donneHabilitation", "ref:accessiblePar", "ref:fondeeSur",
    "ref:aPourStatistique", "ref:correspondance", "ref:remplace", "ref:estRemplaceePar",
})  # fmt: skip


class CertificationReader:
    """Reads one certification; each method is one query.

    Args:
        store: where it is.
        namer: names IRIs.
        certification: its IRI.
    """

    def __init__(self, store: Store, namer: Namer, certification: str) -> None:
        self._store = store
        self._namer = namer
        self._node = Node(certification)

    def view(self, partners: tuple[int, int]) -> CertificationView:
        """Return the whole page.

        Args:
            partners: offset and number of partners listed.
        """
        facts = {fact.property: fact for fact in self._facts()}
        codes = self._codes()
        referentiels = Referentiels(self._store, self._namer, self._node.value)
        parts = self._parts()
        passages = self._passages()
        fiches = self._fiches()
        neighbours = self._rows("voisines-d-une-certification")
        numero = facts.get("ref:numeroFiche")
        # A code is shown once, as a code: the bare link to it stays out of the facts.
        coded = {code.property for code in codes}
        return CertificationView(
            ref=self._ref(facts, codes),
            numero=numero.values[0].label if numero else "",
            facts=tuple(fact for name, fact in facts.items() if name not in _LISTED | coded),
            fiches=fiches,
            codes=codes,
            certificateurs=self._certificateurs(),
            roles=parts["ref:roleCertificateur"],
            blocs=referentiels.blocs,
            competences=referentiels.competences,
            activites=referentiels.activites,
            referentiels=parts["ref:aPourReferentiel"],
            capacites=parts["ref:comporteGroupeDeCapacites"],
            composantes=parts["ref:comporteComposante"],
            acces=parts["ref:accessiblePar"],
            textes=parts["ref:fondeeSur"],
            statistiques=parts["ref:aPourStatistique"],
            correspondances=self._correspondances(),
            partner_count=self.partner_count(),
            partners=self.partners(*partners),
            predecessors=self._neighbours(neighbours, "avant"),
            successors=self._neighbours(neighbours, "apres"),
            anomalies=self._anomalies(passages),
            results=self._results(fiches),
            passages=passages,
        )

    def partner_count(self) -> int:
        """Return the number of its partners' rights."""
        return sum(number(row, "nombre") for row in self._rows("compte-des-partenaires"))

    def partners(self, offset: int, limit: int) -> tuple[PartnerView, ...]:
        """Return some of its partners, by name."""
        # Thousands may prepare for one certification: who wants none is not kept waiting for them.
        if not limit:
            return ()
        return tuple(
            PartnerView(
                path=self._namer.path(row["partenaire"].value),
                name=value(row, "nom"),
                siret=value(row, "siret"),
                role=value(row, "role").rsplit("/", 1)[-1],
                state=value(row, "etat").rsplit("/", 1)[-1],
                since=day(row, "depuis"),
            )
            for row in self._rows("partenaires")[offset : offset + limit]
        )

    def _rows(self, name: str) -> list[Row]:
        return self._store.select(load_query(name), certification=self._node)

    def _facts(self) -> tuple[Fact, ...]:
        rows = self._store.select(load_query("proprietes"), ressource=self._node)
        return self._namer.facts(rows)

    def _ref(self, facts: dict[str, Fact], codes: tuple[CodeView, ...]) -> CertificationRef:
        row: Row = {"certification": self._node}
        for column, name in (
            ("intitule", "skos:prefLabel"), ("active", "ref:active"), ("fin", "ref:dateFinEnregistrement"),
        ):  # fmt: skip
            if name in facts:
                row[column] = facts[name].values[0].node
        levels = [code for code in codes if code.property == "ref:niveau"]
        if levels:
            row["niveau"] = Node(levels[0].iri)
        return self._namer.ref(row)

    def _fiches(self) -> tuple[PartView, ...]:
        return self._gather(self._rows("fiches-d-une-certification"), "fiche")

    def _gather(self, rows: list[Row], column: str) -> tuple[PartView, ...]:
        by_iri: defaultdict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_iri[row[column].value].append(row)
        return tuple(PartView(iri, self._namer.facts(group)) for iri, group in by_iri.items())

    def _codes(self) -> tuple[CodeView, ...]:
        found: dict[tuple[str, str], CodeView] = {}
        for row in self._rows("concepts-d-une-certification"):
            iri, name = row["concept"].value, shorten(row["propriete"].value)
            found.setdefault(
                (iri, name),
                CodeView(
                    iri=iri,
                    path=self._namer.required_path(iri),
                    property=name,
                    nomenclature=self._namer.required_path(iri).partition("/")[0],
                    code=self._namer.cell(row["concept"]).label,
                    label=value(row, "libelle"),
                ),
            )
        return tuple(found.values())

    def _certificateurs(self) -> tuple[Cell, ...]:
        found = {
            row["certificateur"]: self._namer.cell(row["certificateur"], value(row, "nom"))
            for row in self._rows("certificateurs-d-une-certification")
        }
        return tuple(found.values())

    def _parts(self) -> dict[str, tuple[PartView, ...]]:
        items: defaultdict[str, dict[str, StatementView]] = defaultdict(dict)
        for row in self._rows("enonces-des-parties"):
            iri = row["element"].value
            items[row["partie"].value].setdefault(iri, StatementView(iri, row["enonce"].value))
        by_link: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self._rows("parties-d-une-certification"):
            by_link[shorten(row["lien"].value)].append(row)
        parts: defaultdict[str, tuple[PartView, ...]] = defaultdict(tuple)
        for link, rows in by_link.items():
            found = [
                PartView(part.iri, part.facts, tuple(items[part.iri].values()))
                for part in self._gather(rows, "partie")
            ]
            parts[link] = tuple(sorted(found, key=_rank))
        return parts

    def _neighbours(self, rows: list[Row], side: str) -> tuple[CertificationRef, ...]:
        found: dict[str, CertificationRef] = {}
        for row in rows:
            if row["sens"].value == side:
                found.setdefault(row["autre"].value, self._namer.ref(row, "autre"))
        return tuple(found.values())

    def _correspondances(self) -> tuple[CorrespondenceView, ...]:
        sources: defaultdict[str, dict[Node, Cell]] = defaultdict(dict)
        targets: defaultdict[str, dict[CertificationRef, dict[Node, Cell]]] = defaultdict(dict)
        for row in self._rows("correspondances"):
            iri = row["correspondance"].value
            if "blocSource" in row:
                sources[iri][row["blocSource"]] = self._namer.cell(row["blocSource"])
            blocs = targets[iri].setdefault(self._namer.ref(row, "cible", "intituleCible"), {})
            if "blocCible" in row:
                blocs[row["blocCible"]] = self._namer.cell(row["blocCible"], value(row, "intituleBlocCible"))
        return tuple(
            CorrespondenceView(
                iri=iri,
                sources=tuple(sources[iri].values()),
                targets=tuple((ref, tuple(blocs.values())) for ref, blocs in found.items()),
            )
            for iri, found in targets.items()
        )

    def _passages(self) -> dict[str, tuple[PassageView, ...]]:
        found: defaultdict[str, list[PassageView]] = defaultdict(list)
        for row in self._rows("passages-d-une-certification"):
            found[row["ressource"].value].append(self._namer.passage(row))
        return {iri: tuple(passages) for iri, passages in found.items()}

    def _anomalies(self, passages: dict[str, tuple[PassageView, ...]]) -> tuple[FindingView, ...]:
        found: dict[str, FindingView] = {}
        for row in self._rows("anomalies"):
            iri = row["anomalie"].value
            found.setdefault(
                iri,
                FindingView(
                    rule=row["regle"].value,
                    severity=shorten(value(row, "gravite")).removeprefix("sh:"),
                    message=row["message"].value,
                    excerpt=value(row, "extrait"),
                    passages=passages.get(iri, ()),
                ),
            )
        return tuple(found.values())

    def _results(self, fiches: tuple[PartView, ...]) -> tuple[FindingView, ...]:
        found: dict[str, FindingView] = {}
        reports = (Node(f"{fiche.iri}/rapport") for fiche in fiches)
        query = load_query("ecarts-d-un-rapport")
        for row in (row for report in reports for row in self._store.select(query, rapport=report)):
            found.setdefault(
                row["ecart"].value,
                FindingView(
                    rule=row["forme"].value,
                    severity=shorten(row["gravite"].value).removeprefix("sh:"),
                    message=value(row, "message"),
                    message_en=value(row, "messageEn"),
                    focus=self._namer.cell(row["noeud"]),
                    property=shorten(value(row, "chemin")),
                    excerpt=value(row, "valeur"),
                ),
            )
        return tuple(found.values())


def _rank(part: PartView) -> tuple[int, str]:
    order = part.first("ref:ordre")
    return (int(order.label) if order and order.label.isdigit() else 0, part.iri)
