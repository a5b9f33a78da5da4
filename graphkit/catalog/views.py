"""What the catalog gives back: frozen values, ready to be shown.

Every ``path`` is the part of an IRI after the base, which is also the path of its page (``None`` for what
has none). Texts are the French of the data; labels of classes and properties come from ``Catalog.terms``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from graphkit.nodes import Node


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as a page shows it.

    Attributes:
        node: the term.
        label: text to show: of a literal its form, of an IRI its label, its code or its short name.
        path: path of its page, for an IRI under the base.
        kind: ``certification``, ``bloc``, ``rome``… (first segment of the path), ``term`` for a term of a
            vocabulary, ``address`` for another IRI; ``text``, ``date``, ``integer``, ``decimal``,
            ``boolean`` or ``string`` for a literal.
    """

    node: Node
    label: str
    path: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Fact:
    """All values of one property of a thing.

    Attributes:
        property: the property as ``ref:dateEffet``.
        values: its values, in order.
    """

    property: str
    values: tuple[Cell, ...]


Facts = tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class PassageView:
    """A position in a source.

    Attributes:
        fiche: path of the record.
        property: the property whose value it supports, ``""`` for the whole thing.
        lines: first and last line of a text or a table.
        characters: first and one past the last character.
        xml_path: path in an XML document or, with lines or a cell, name of the table.
        page: page of a paged document.
        table_cell: number of the table, row and column of a cell of a draft.
    """

    fiche: str
    property: str = ""
    lines: tuple[int, int] | None = None
    characters: tuple[int, int] | None = None
    xml_path: str = ""
    page: int | None = None
    table_cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code of a nomenclature that a certification carries."""

    iri: str
    path: str
    property: str
    nomenclature: str
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class CertificationRef:
    """A certification as lists name it; ``title`` is empty when the graph does not hold it."""

    iri: str
    path: str
    identifier: str
    title: str = ""
    level: str = ""
    active: bool | None = None
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class StatementView:
    """A modality, a criterion, a deliverable or a capacity: one text, and what it expects."""

    iri: str
    text: str
    livrables: tuple[StatementView, ...] = ()


@dataclass(frozen=True, slots=True)
class CompetenceItem:
    """A competence within its certification."""

    iri: str
    path: str
    code: str
    printed_code: str
    text: str
    lead_in: str
    modalites: tuple[StatementView, ...]
    criteres: tuple[StatementView, ...]
    activites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BlocItem:
    """A bloc within its certification."""

    iri: str
    path: str
    code: str
    title: str
    certificate: str
    modalites: tuple[StatementView, ...]
    competences: tuple[CompetenceItem, ...]


@dataclass(frozen=True, slots=True)
class ActiviteItem:
    """An activity with those that it consists of and the competences that it mobilises."""

    iri: str
    path: str
    code: str
    printed_code: str
    title: str
    specialisation: str
    competences: tuple[CompetenceItem, ...]
    children: tuple[ActiviteItem, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of a certification that has no page: a role, a route, a text, a figure, a component.

    Attributes:
        iri: its IRI.
        facts: what the graph says of it.
        items: statements under it (deliverables of a component, capacities of a group).
    """

    iri: str
    facts: Facts
    items: tuple[StatementView, ...] = ()

    def first(self, name: str) -> Cell | None:
        """Return the first value of a property (``ref:ouverte``), if there is one."""
        return next((fact.values[0] for fact in self.facts if fact.property == name), None)


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A partner of a certification."""

    path: str | None
    name: str
    siret: str
    role: str
    state: str
    since: date | None


@dataclass(frozen=True, slots=True)
class CorrespondenceView:
    """One official equivalence: all sources together stand for all targets."""

    iri: str
    sources: tuple[Cell, ...]
    targets: tuple[tuple[CertificationRef, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """An anomaly of reading, or a result of SHACL validation.

    Attributes:
        rule: name of the rule, or IRI of the shape.
        severity: ``Info``, ``Warning`` or ``Violation``.
        message: in French.
        message_en: in English, where there is one.
        focus: the thing it is about.
        property: the property it is about, if one.
        excerpt: the text or value at fault.
        passages: where, for an anomaly.
    """

    rule: str
    severity: str
    message: str
    message_en: str = ""
    focus: Cell | None = None
    property: str = ""
    excerpt: str = ""
    passages: tuple[PassageView, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificationView:
    """Everything that the page of a certification shows."""

    ref: CertificationRef
    numero: str
    facts: Facts
    fiches: tuple[PartView, ...]
    codes: tuple[CodeView, ...]
    certificateurs: tuple[Cell, ...]
    roles: tuple[PartView, ...]
    blocs: tuple[BlocItem, ...]
    competences: tuple[CompetenceItem, ...]
    activites: tuple[ActiviteItem, ...]
    referentiels: tuple[PartView, ...]
    capacites: tuple[PartView, ...]
    composantes: tuple[PartView, ...]
    acces: tuple[PartView, ...]
    textes: tuple[PartView, ...]
    statistiques: tuple[PartView, ...]
    correspondances: tuple[CorrespondenceView, ...]
    partner_count: int
    partners: tuple[PartnerView, ...]
    predecessors: tuple[CertificationRef, ...]
    successors: tuple[CertificationRef, ...]
    anomalies: tuple[FindingView, ...]
    results: tuple[FindingView, ...]
    passages: Mapping[str, tuple[PassageView, ...]] = field(hash=False)

    def codes_of(self, property_name: str) -> tuple[CodeView, ...]:
        """Return the codes carried by one property (``ref:viseMetier``)."""
        return tuple(code for code in self.codes if code.property == property_name)

    def fact(self, property_name: str) -> Cell | None:
        """Return the first value of a property of the certification, if there is one."""
        return next((fact.values[0] for fact in self.facts if fact.property == property_name), None)

    def passages_of(self, iri: str, property_name: str = "") -> tuple[PassageView, ...]:
        """Return the passages that a thing, or one property of it, is taken from."""
        found = self.passages.get(iri, ())
        return tuple(each for each in found if not property_name or each.property == property_name)


@dataclass(frozen=True, slots=True)
class BlocView:
    """The page of a bloc.

    Attributes:
        iri: its IRI.
        path: the part of it after the base.
        code: its code.
        certification: the certification that it is part of, if the graph holds its record.
        bloc: the bloc; ``None`` when other records only name it.
        activites: the activities that mobilise its competences.
        passages: where it is taken from.
        cited_by: the certifications whose records name it, when that is all that the graph knows of it.
    """

    iri: str
    path: str
    code: str
    certification: CertificationRef | None
    bloc: BlocItem | None
    activites: tuple[ActiviteItem, ...]
    passages: tuple[PassageView, ...]
    cited_by: tuple[CertificationRef, ...] = ()


@dataclass(frozen=True, slots=True)
class DetailView:
    """What a source says of a competence beside its statement: the property, and its texts."""

    property: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompetenceView:
    """The page of a competence."""

    competence: CompetenceItem
    certification: CertificationRef
    blocs: tuple[Cell, ...]
    activites: tuple[Cell, ...]
    same_statement: tuple[tuple[Cell, CertificationRef], ...]
    passages: tuple[PassageView, ...]
    details: tuple[DetailView, ...] = ()


@dataclass(frozen=True, slots=True)
class ActiviteView:
    """The page of an activity; ``parents`` goes from the top down."""

    activite: ActiviteItem
    certification: CertificationRef
    parents: tuple[Cell, ...]
    passages: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True)
class ListView:
    """The page of a code or of a body: what it is, and the certifications tied to it.

    Attributes:
        iri: its IRI.
        path: the part of it after the base.
        nomenclature: first segment of the path.
        code: its code.
        label: its label.
        facts: what the graph says of it.
        certifications: one page of the certifications tied to it, by title.
        total: number of the certifications tied to it; of a route, those that the source says it is open for.
        links: properties by which they are tied to it, or to what it hangs under (``ref:accessiblePar``).
    """

    iri: str
    path: str
    nomenclature: str
    code: str
    label: str
    facts: Facts
    certifications: tuple[CertificationRef, ...]
    total: int
    links: tuple[str, ...] = ()
