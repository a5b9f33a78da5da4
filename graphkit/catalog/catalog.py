"""The one door for reads: each use case is one method, parameters in, one frozen view out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from urllib.parse import unquote

from graphkit.catalog.answered import AnsweredQueries
from graphkit.catalog.answers import TableView, ThingView
from graphkit.catalog.cells import Namer, value
from graphkit.catalog.certification import CertificationReader
from graphkit.catalog.codes import certification_of, missing, targets_of
from graphkit.catalog.comparing import ComparesContents
from graphkit.catalog.events import EventFilter, EventsView, list_events
from graphkit.catalog.exploration import Exploring
from graphkit.catalog.links import LinkedThings
from graphkit.catalog.named import unknown
from graphkit.catalog.nearness import Statements
from graphkit.catalog.nomenclature import CodedGraph
from graphkit.catalog.pictures import PicturedGraph
from graphkit.catalog.records import RecordView, fullest_record
from graphkit.catalog.searching import open_index
from graphkit.catalog.things import ThingReader, citations, thing_view
from graphkit.catalog.views import (
    ActiviteView,
    BlocView,
    Cell,
    CertificationView,
    CompetenceView,
    ListView,
    PartnerView,
)
from graphkit.catalog.whole import WholeGraph
from graphkit.config import DEFAULT_BASE_IRI
from graphkit.errors import QueryRejected, StoreUnavailable
from graphkit.identifiers import Minter
from graphkit.limits import Limits
from graphkit.nodes import Node, literal
from graphkit.parameters import bind
from graphkit.questions import NamedQuery, load_query, load_question, questions
from graphkit.store.bindings import write_values
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.pool import WorkerPool
from graphkit.store.protocol import QueryRunner, Store
from graphkit.store.results import QueryResult
from graphkit.store.sandbox import Sandbox


class Catalog(
    WholeGraph, PicturedGraph, CodedGraph, ComparesContents, LinkedThings, Exploring, AnsweredQueries
):
    """Answers every question that a page, a command or a notebook has of the graph.

    Args:
        store: the graph.
        base_iri: start of the IRIs of its data.
        pool: the processes that answer free queries; some of its own when absent.
        vectors: sentence vectors that comparisons use, as the settings name them.
    """

    def __init__(
        self,
        store: Store,
        base_iri: str = DEFAULT_BASE_IRI,
        pool: WorkerPool | None = None,
        *,
        vectors: str = "",
    ) -> None:
        self._store, self._vectors = store, vectors
        self.minter = Minter(base_iri)
        self._namer = Namer(self.minter)
        version = store.version if isinstance(store, EmbeddedStore) else None
        self.version = version
        self._runner = store if isinstance(store, QueryRunner) else None
        if version:
            self._runner = Sandbox(version.files, pool=pool, base_iri=self.minter.base)
        # Opened with the store: the files of a version may be gone when the first search comes.
        self._index = open_index(version)

    def events(
        self, wanted: EventFilter | None = None, *, limit: int | None = None, offset: int = 0
    ) -> EventsView:
        """Return what builds changed, the last build first.

        Args:
            wanted: of which certification, of which kind, since when; everything when absent.
            limit: events on a page; all when absent.
            offset: events before it.

        Raises:
            NotFound: the graph is no version of a directory, or its journal knows no such version.
            QueryRejected: the kind is none.
        """
        return list_events(self.version, self.minter, wanted or EventFilter(), limit, max(offset, 0))

    @cached_property
    def statements(self) -> Statements:
        """The statements of the référentiels, among which copies of a text are looked for."""
        return Statements(self._store, self._index, self._namer)

    def certification(self, code: str, *, partners: int = 20, partners_from: int = 0) -> CertificationView:
        """Return everything about a certification.

        Args:
            code: its number in any spelling, the slug of a draft, or its IRI.
            partners: number of partners listed.
            partners_from: partners before them, by name.

        Raises:
            NotFound: the graph has no record of it; the message tells which records cite it, if any.
        """
        reader = CertificationReader(self._store, self._namer, self._certification(code))
        return reader.view((max(partners_from, 0), max(partners, 0)))

    def record(self, code: str) -> RecordView:
        """Return the record that says the most of a certification.

        Args:
            code: its number, the slug of a draft, or its IRI.

        Raises:
            NotFound: the graph has no such certification.
        """
        return fullest_record(self._store, self._certification(code))

    def partners(self, code: str, limit: int = 100, offset: int = 0) -> tuple[PartnerView, ...]:
        """Return a page of the partners of a certification, by name.

        Args:
            code: as for ``certification``.
            limit: partners on a page.
            offset: partners before it.

        Raises:
            NotFound: the graph does not hold the certification.
        """
        reader = CertificationReader(self._store, self._namer, self._certification(code))
        return reader.partners(max(offset, 0), max(limit, 0))

    def bloc(self, code: str) -> BlocView:
        """Return the page of a bloc, be it only named by other records.

        Args:
            code: its code with that of its fiche, in any spelling.

        Raises:
            NotFound: the graph does not hold it.
        """
        spelled = [iri for iri in targets_of(code, self.minter) if "/bloc/" in iri]
        return self._thing(spelled[0] if spelled else self.minter.iri("bloc", code or "-")).bloc()

    def competence(self, path: str) -> CompetenceView:
        """Return the page of a competence.

        Args:
            path: what follows ``competence/`` in its IRI, or the whole path or IRI.

        Raises:
            NotFound: the graph does not hold it.
        """
        return self._thing(self._under("competence", path)).competence()

    def activite(self, path: str) -> ActiviteView:
        """Return the page of an activity.

        Args:
            path: what follows ``activite/`` in its IRI, or the whole path or IRI.

        Raises:
            NotFound: the graph does not hold it.
        """
        return self._thing(self._under("activite", path)).activite()

    def concept(self, nomenclature: str, code: str, limit: int = 100, offset: int = 0) -> ListView:
        """Return a code and the certifications that carry it.

        Args:
            nomenclature: ``rome``, ``nsf``, ``formacode``, ``niveau``…
            code: the code.
            limit: certifications on a page.
            offset: certifications before it.

        Raises:
            NotFound: the graph does not hold it.
        """
        iri = self._under(nomenclature, code)
        return self._thing(iri).listing(max(limit, 0), max(offset, 0))

    def certificateur(self, identifier: str, limit: int = 100, offset: int = 0) -> ListView:
        """Return a certifier and the certifications that it delivers.

        Args:
            identifier: SIREN or slug.
            limit: certifications on a page.
            offset: certifications before it.

        Raises:
            NotFound: the graph does not hold it.
        """
        return self.concept("certificateur", identifier, limit, offset)

    def bearers(self, code: str) -> tuple[Cell, ...]:
        """Return the things that bear a code printed inside a référentiel, as ``C6A.4``.

        Args:
            code: the code; case does not count.
        """
        query = load_query("porteurs-d-un-code")
        found: dict[Node, Cell] = {}
        for spelled in dict.fromkeys((code.strip(), code.strip().upper())):
            for row in self._store.select(query, code=literal(spelled)):
                found.setdefault(row["ressource"], self._namer.cell(row["ressource"], value(row, "libelle")))
        return tuple(found.values())

    def questions(self) -> list[NamedQuery]:
        """Return the questions offered, by theme and name."""
        return questions()

    def question(
        self, name: str, given: Mapping[str, str] | None = None, rows: tuple[int, int] | None = None
    ) -> TableView:
        """Answer a named question.

        Args:
            name: its name.
            given: parameter -> what the user typed.
            rows: how many rows, and how many before them; all when absent.

        Raises:
            NotFound: there is no such question.
            QueryRejected: a parameter is missing, unknown or not of its form.
        """
        query = load_question(name)
        values = bind(query, given or {}, self.minter)
        columns = query.columns(set(values))
        asked = query.part(*rows) if rows else query
        found = tuple(
            tuple(self._namer.cell(row[column]) if column in row else None for column in columns)
            for row in self._store.select(asked, **values)
        )
        cut = query.limit is not None and len(found) >= query.limit
        shown = write_values(query.text, values)
        return TableView(query, dict(given or {}), shown, columns, found, truncated=cut)

    def named_question(self, name: str) -> NamedQuery:
        """Return a question without asking it.

        Raises:
            NotFound: there is no such question.
        """
        return load_question(name)

    def sparql(self, text: str, limits: Limits | None = None) -> QueryResult:
        """Answer a query that a stranger wrote, in a process of its own or on the server of the store.

        Args:
            text: the query; a mere reading.
            limits: what it may take, if not the usual 10 s and 10 000 rows.

        Raises:
            QueryRejected: it is not SPARQL (``QuerySyntaxRejected`` has line and column), not a mere
                reading, or took too much (``QueryStopped``).
            StoreUnavailable: the graph is in memory only, or too many queries wait.
        """
        return self.runner.run(text, limits)

    @property
    def runner(self) -> QueryRunner:
        """What answers requests of the SPARQL protocol.

        Raises:
            StoreUnavailable: the graph is in memory only.
        """
        if self._runner is None:
            raise StoreUnavailable("free queries need a graph on disk; make one with: graphkit build")
        return self._runner

    def thing(self, name: str) -> ThingView:
        """Return the page of anything that has none of its own: a passage, a record, an anomaly.

        Args:
            name: its IRI, or its path under the base.

        Raises:
            NotFound: the graph says nothing about it.
        """
        return thing_view(self.describe(name), self.incoming(name).counts, self._namer)

    def _certification(self, code: str) -> str:
        iri = certification_of(code, self.minter)
        try:
            known = self._store.ask(load_query("est-une-certification"), certification=Node(iri))
            citing = () if known else citations(self._store, self._namer, Node(iri))
        except QueryRejected:
            # Not even an IRI: so not a name of anything.
            known, citing = False, ()
        if not known:
            successors = self._successors(Node(iri)) if citing else ()
            raise missing(unquote(iri.rsplit("/", 1)[-1]), citing, successors)
        return iri

    def _thing(self, iri: str) -> ThingReader:
        if not self._exists(iri):
            raise unknown(self._namer.required_path(iri))
        return ThingReader(self._store, self._namer, iri)
