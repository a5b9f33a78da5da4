"""What the catalog gives back of more than one thing: searches, tables, counts, data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from graphkit.catalog.views import Cell, CertificationRef, Facts
from graphkit.nodes import NodeTriple
from graphkit.questions import NamedQuery


@dataclass(frozen=True, slots=True)
class MatchView:
    """Where a search text was found.

    Attributes:
        kind: what the text is (``intitulé``, ``bloc``…).
        cell: the thing whose text it is; its label is the text.
        marks: where the words stand in it: first character, and one past the last; empty when the store
            has no search index.
    """

    kind: str
    cell: Cell
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class HitView:
    """A certification that a search found, and why.

    Attributes:
        certification: the certification.
        matches: the texts that hold the words.
        certificateurs: who delivers it.
        blocs: number of its blocs.
        competences: number of its competences.
        metiers: the occupations that it aims at, by code.
        remarques: number of remarks on its records, of those who read and of those who checked them.
    """

    certification: CertificationRef
    matches: tuple[MatchView, ...]
    certificateurs: tuple[Cell, ...] = ()
    blocs: int = 0
    competences: int = 0
    metiers: tuple[Cell, ...] = ()
    remarques: int = 0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value that a search may be restricted to.

    Attributes:
        value: as the address of the search has it.
        label: what the graph calls it; empty for the words of the interface.
        count: certifications that bear it, under the restrictions of the other facets.
        chosen: the search is restricted to it.
    """

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """One way to restrict a search.

    Attributes:
        name: ``etat``, ``niveau``…
        values: the values of most certifications, and those chosen.
        hidden: number of values that are not shown.
    """

    name: str
    values: tuple[FacetValue, ...]
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class SearchView:
    """The answer of a search.

    Attributes:
        text: what was looked for.
        jump: path of the one thing that the text is the code of, if it is one.
        targets: all things that the text may be the code of.
        hits: one page of the certifications found.
        total: number of certifications found.
        truncated: there are more than were counted.
        indexed: the search index was used; without it, the store is read for texts that hold the very
            letters typed, in titles, blocs and competences only, in no order of merit.
        corrections: typed word -> word looked for in its place, for nothing holds it as it was typed.
        partial: nothing holds all the words; what was found holds some.
        facets: what it may be restricted to, where that was asked.
        unrestricted: number of certifications found before the restrictions.
    """

    text: str
    jump: str | None
    targets: tuple[Cell, ...]
    hits: tuple[HitView, ...]
    total: int
    truncated: bool = False
    indexed: bool = False
    corrections: tuple[tuple[str, str], ...] = ()
    partial: bool = False
    facets: tuple[FacetView, ...] = ()
    unrestricted: int = 0


@dataclass(frozen=True, slots=True)
class TableView:
    """The answer to a question.

    Attributes:
        query: the question.
        given: what the user typed for its parameters.
        sparql: the query with the values written in it, to be run anywhere.
        columns: names, in order.
        rows: one cell or nothing for each column.
        truncated: there may be more rows than the question gives.
    """

    query: NamedQuery
    given: Mapping[str, str] = field(hash=False)
    sparql: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    """A thing as data.

    Attributes:
        iri: its IRI.
        triples: its own triples, the labels of what they name and what replaces it, sorted.
    """

    iri: str
    triples: tuple[NodeTriple, ...]


@dataclass(frozen=True, slots=True)
class ThingView:
    """The page of anything that has none of its own.

    Attributes:
        iri: its IRI.
        path: the part of it after the base.
        label: its title or statement, or else the end of its IRI.
        kinds: its classes.
        facts: what the graph says of it.
        incoming: property -> number of things that link to it.
    """

    iri: str
    path: str
    label: str
    kinds: tuple[str, ...]
    facts: Facts
    incoming: Mapping[str, int] = field(hash=False)


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source document."""

    path: str | None
    title: str
    kind: str
    date: date | None
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class InfoView:
    """What the graph holds.

    Attributes:
        version: identifier of the version in service, ``""`` for a store in memory.
        quads: number of quads.
        graphs: number of named graphs.
        counts: class (``ref:Certification``) -> number of things.
        registers: (register, active) -> number of certifications; ``None`` where a record does not tell.
        sources: the documents it is made from.
        warnings: what the user should know about how the store was opened.
    """

    version: str
    quads: int
    graphs: int
    counts: Mapping[str, int] = field(hash=False)
    registers: tuple[tuple[str, bool | None, int], ...]
    sources: tuple[SourceView, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermLabel:
    """The labels and definitions of a term of the ontology."""

    fr: str = ""
    en: str = ""
    definition_fr: str = ""
    definition_en: str = ""
