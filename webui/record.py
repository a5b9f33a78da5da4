"""What the page of a certification shows, sorted into its sections. Pure values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from graphkit.catalog.answers import InfoView, SourceView
from graphkit.catalog.standing import Standing, last_text_end, standing_of
from graphkit.catalog.views import (
    Cell,
    CertificationRef,
    CertificationView,
    Fact,
    Facts,
    FindingView,
    PartView,
    PassageView,
    StatementView,
)
from webui.i18n import mark
from webui.race import Unit, units_of, walk

#: Section -> properties of the certification that stand in it; any other goes to the last section.
SECTIONS = {
    "jobs": (
        "ref:secteursActivite", "ref:typesEmploi", "ref:emploiAccessible", "ref:reglementationsActivites",
        "ref:objectifsContexte", "ref:niveauMaitrise",
    ),
    "access": (
        "ref:prerequisEntreeFormation", "ref:prerequisValidation", "ref:validationPartielle",
        "ref:validationPartiellePerimetre", "ref:reglesObtention", "ref:accessibleNouvelleCaledonie",
        "ref:accessiblePolynesieFrancaise", "ref:dureeValiditeComposantes", "ref:lieuPreparation",
        "ref:lieuCertification",
    ),
    "registration": (
        "ref:dateDecision", "ref:dateEffet", "ref:dateFinEnregistrement", "ref:dateLimiteDelivrance",
        "ref:dureeEnregistrement", "ref:dateDernierJO", "ref:typeEnregistrement", "ref:dureeValidite",
        "ref:modalitesRenouvellement", "ref:anneePromotion",
    ),
}  # fmt: skip
_SHOWN_ELSEWHERE = frozenset({"skos:prefLabel", "ref:active", "ref:numeroFiche"})
_BARE = frozenset({
    "rdf:type", "prov:wasDerivedFrom", "ref:ordre", "ref:comporteCapacite", "ref:attend", "ref:texte",
    "ref:certificateur",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class NamedText:
    """What the source says of one référentiel as a whole."""

    name: str
    iri: str
    text: Cell


@dataclass(frozen=True, slots=True)
class Table:
    """Parts of one kind as rows of one table.

    Attributes:
        columns: properties.
        rows: each of them with its first value, or nothing.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, Cell | None], ...], ...]


def table_of(parts: tuple[PartView, ...]) -> Table:
    """Return parts as a table of the properties that any of them has."""
    columns = tuple(
        dict.fromkeys(f.property for part in parts for f in part.facts if f.property not in _BARE)
    )
    return Table(columns, tuple(tuple((name, part.first(name)) for name in columns) for part in parts))


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Everything about a certification, on a day."""

    view: CertificationView
    today: date

    @property
    def path(self) -> str:
        """Path of the page."""
        return self.view.ref.path

    @property
    def standing(self) -> Standing:
        """Whether it can be used today."""
        return self.standing_of(self.view.ref)

    def standing_of(self, ref: CertificationRef) -> Standing:
        """Return whether a certification can be used today."""
        return standing_of(ref, self.today)

    @property
    def last_text_end(self) -> date | None:
        """Last end of registration that a legal text gives, where the record itself gives none."""
        return last_text_end(self.view) if self.standing.kind == "unknown" else None

    @property
    def units(self) -> tuple[Unit, ...]:
        """The tables of its référentiels."""
        return units_of(self.view.blocs, self.view.activites, self.view.competences)

    @property
    def heading(self) -> str:
        """What its référentiels are made of, a text of the interface."""
        if self.view.blocs:
            return mark("Blocs de compétences")
        return mark("Activités et compétences") if self.view.activites else mark("Compétences")

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """Class -> number of its things here."""
        view = self.view
        found = (
            ("ref:BlocDeCompetences", len(view.blocs)),
            ("ref:Activite", sum(1 for _ in walk(view.activites))),
            ("ref:Competence", len(view.competences)),
            ("ref:CritereEvaluation", sum(len(each.criteres) for each in view.competences)),
        )
        return tuple((name, count) for name, count in found if count or name != "ref:Activite")

    @property
    def texts(self) -> tuple[NamedText, ...]:
        """Texts about a référentiel as a whole."""
        found = []
        for part in self.view.referentiels:
            kind, text = part.first("rdf:type"), part.first("ref:texte")
            if kind and text:
                found.append(NamedText(kind.node.value, part.iri, text))
        return tuple(found)

    @property
    def statistics(self) -> Table:
        """Figures of each year, or lines of a survey."""
        return table_of(self.view.statistiques)

    def section(self, name: str) -> Facts:
        """Return the facts of a section, in its order."""
        by_name = {fact.property: fact for fact in self.view.facts}
        return tuple(by_name[each] for each in SECTIONS[name] if each in by_name)

    @property
    def other(self) -> Facts:
        """The facts that stand in no other section."""
        placed = _SHOWN_ELSEWHERE.union(*SECTIONS.values())
        return tuple(fact for fact in self.view.facts if fact.property not in placed)

    @property
    def findings(self) -> tuple[tuple[str, tuple[FindingView, ...]], ...]:
        """What reading and validation remarked, by kind."""
        found = (("anomalies", self.view.anomalies), ("results", self.view.results))
        return tuple((kind, findings) for kind, findings in found if findings)

    def sources_of(self, fiche: PartView, info: InfoView | None) -> tuple[SourceView, ...]:
        """Return the documents that a record was read from."""
        paths = {
            c.path for fact in fiche.facts if fact.property == "prov:wasDerivedFrom" for c in fact.values
        }
        return tuple(source for source in (info.sources if info else ()) if source.path in paths)

    def where(self, property_name: str) -> tuple[PassageView, ...]:
        """Return where the source states a property of the certification."""
        return self.view.passages_of(self.view.ref.iri, property_name)

    def where_is(self, iri: str) -> tuple[PassageView, ...]:
        """Return where the source states a part of it."""
        return self.view.passages_of(iri)

    @property
    def contents(self) -> tuple[tuple[str, str, int], ...]:
        """Anchor, heading and number of things of each section that the page has."""
        return tuple(entry for entry in self._sections() if entry is not None)

    def _sections(self) -> Iterator[tuple[str, str, int] | None]:
        view = self.view
        findings = len(view.anomalies) + len(view.results)
        yield ("referentiel", self.heading, len(view.blocs)) if self.units else None
        yield ("couverture", mark("Couverture"), 0) if view.competences else None
        yield ("activites", mark("Référentiel d’activités"), 0) if view.blocs and view.activites else None
        yield ("textes", mark("Textes des référentiels"), len(self.texts)) if self.texts else None
        yield ("capacites", mark("Capacités attestées"), len(view.capacites)) if view.capacites else None
        yield ("composantes", mark("Composantes"), len(view.composantes)) if view.composantes else None
        yield "codes", mark("Métiers et codes"), 0
        yield "acces", mark("Accès et jury"), 0
        yield "droit", mark("Enregistrement et base légale"), 0
        yield ("certificateurs", mark("Certificateurs"), len(view.roles)) if view.roles else None
        yield ("statistiques", mark("Statistiques"), len(view.statistiques)) if view.statistiques else None
        count = len(view.correspondances)
        yield ("correspondances", mark("Correspondances déclarées"), count) if count else None
        yield (
            ("partenaires", mark("Partenaires habilités"), view.partner_count) if view.partner_count else None
        )
        yield "proximite", mark("À proximité"), 0
        yield "historique", mark("Historique"), 0
        yield ("autres", mark("Autres faits"), 0) if self.other else None
        yield "qualite", mark("Qualité"), findings
        yield "provenance", mark("Provenance"), 0


def unsaid(items: Iterable[StatementView], text: str) -> tuple[StatementView, ...]:
    """Return the statements that a text does not already hold word for word."""
    return tuple(item for item in items if item.text not in text)


def beside_heading(part: PartView) -> tuple[Fact, ...]:
    """Return the facts of a part but the one that names it."""
    heading = next((n for n in ("skos:prefLabel", "eli:title", "ref:libelleConstate") if part.first(n)), "")
    return tuple(fact for fact in part.facts if fact.property not in _BARE | {heading})
