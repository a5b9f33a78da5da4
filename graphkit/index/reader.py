"""Searches the indexes of a version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import tantivy

from graphkit.errors import StoreUnavailable
from graphkit.index.facets import END, Selection, count, cross, restricted
from graphkit.index.nearness import COPY, Likeness, Near, alike_query, fingerprint, near_query, read_near
from graphkit.index.passages import Passage, choose, marks
from graphkit.index.querying import Plan, passages_query, plans
from graphkit.index.schema import CERTIFICATIONS, TEXTS, Opened, open_existing
from graphkit.index.texts import Kind, Text
from graphkit.index.vocabulary import Vocabulary

#: Texts looked at for the passages of one certification.
_LOOKED_AT = 20
#: Certifications ranked beyond those asked for, so that equal scores are put in one order.
_MARGIN = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """A certification and why it was found."""

    iri: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        hits: one page of certifications.
        total: number of all certifications found.
        corrections: typed word -> word looked for in its place.
        partial: no certification holds all the words; these hold some.
        counts: facet -> value -> number of certifications; empty where no selection was given.
        unrestricted: number of certifications found before the restrictions.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    corrections: tuple[tuple[str, str], ...] = ()
    partial: bool = False
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict, hash=False)
    unrestricted: int = 0


class TextIndex:
    """The indexes of a version, open for reading; may be used by several threads.

    Args:
        certifications: the index of certifications.
        texts: the index of their texts.
    """

    def __init__(self, certifications: Opened, texts: Opened) -> None:
        self._certifications = certifications.searcher
        self._texts = texts.searcher
        self._schema, self._text_schema = certifications.schema, texts.schema
        self._vocabulary = Vocabulary(self._certifications)

    @classmethod
    def open(cls, folder: Path) -> TextIndex:
        """Open the indexes of a folder.

        Args:
            folder: what ``write_index`` has written.

        Raises:
            StoreUnavailable: there is none, or it is damaged.
        """
        with _reading():
            return cls(open_existing(folder / CERTIFICATIONS), open_existing(folder / TEXTS))

    def search(self, text: str, limit: int, offset: int = 0, selection: Selection | None = None) -> Found:
        """Look for words; the strictest way that finds anything is taken, whatever the restrictions leave.

        Args:
            text: what a person typed; without any word all certifications are found.
            limit: certifications on a page.
            offset: certifications before it.
            selection: restrictions and order; values are counted where it is given.

        Raises:
            StoreUnavailable: the index cannot be read.
        """
        with _reading():
            plan, unrestricted = self._plan(text, everything=selection is not None)
            if plan is None:
                return Found()
            query = restricted(plan.query, self._schema, selection) if selection else plan.query
            order = self._order(plan, selection)
            page = self._addresses(query, order, limit + offset)[offset:]
            hits = tuple(self._hit(address, plan) for address in page)
            return Found(
                hits=hits,
                total=self._count(query) if selection else unrestricted,
                corrections=_needed(plan, hits),
                partial=plan.partial,
                counts=count(self._certifications, self._schema, plan.query, selection) if selection else {},
                unrestricted=unrestricted,
            )

    def every(self, text: str, selection: Selection) -> list[str]:
        """Return the IRIs of all certifications that a search finds, in its order.

        Args:
            text: what a person typed; without any word all certifications are found.
            selection: restrictions and order.

        Raises:
            StoreUnavailable: the index cannot be read.
        """
        with _reading():
            plan, total = self._plan(text, everything=True)
            if plan is None:
                return []
            query = restricted(plan.query, self._schema, selection)
            addresses = self._addresses(query, self._order(plan, selection), total)
            return [str(self._certifications.doc(address).get_first("iri")) for address in addresses]

    def cross(self, rows: str, columns: str) -> dict[str, tuple[int, dict[str, int]]]:
        """Return how many certifications bear each value of a facet, alone and with each of another.

        Args:
            rows: a facet.
            columns: another facet.

        Raises:
            StoreUnavailable: the index cannot be read.
        """
        with _reading():
            return cross(self._certifications, tantivy.Query.all_query(), rows, columns)

    def _plan(self, text: str, *, everything: bool) -> tuple[Plan | None, int]:
        """Return the strictest way that finds anything, and how much it finds."""
        wordless = True
        for plan in plans(text, self._schema, self._vocabulary):
            wordless = False
            if total := self._count(plan.query):
                return plan, total
        if everything and wordless and not text.strip():
            return Plan(tantivy.Query.all_query(), ()), self._certifications.num_docs
        return None, 0

    def _count(self, query: tantivy.Query) -> int:
        # The number of hits is there, though the binding does not declare it.
        total: int = self._certifications.search(query, 1).count  # type: ignore[attr-defined]
        return total

    @staticmethod
    def _order(plan: Plan, selection: Selection | None) -> str:
        """Return the field that hits are ordered by, empty for their merit."""
        wanted = selection.sort if selection else ""
        if wanted == "fin":
            return END
        return "rang" if wanted == "code" or not plan.sought else ""

    def _addresses(self, query: tantivy.Query, order: str, most: int) -> list[tantivy.DocAddress]:
        if order:
            result = self._certifications.search(
                query, max(most, 1), count=False, order_by_field=order, order=tantivy.Order.Asc
            )
            return [address for _, address in result.hits][:most]
        result = self._certifications.search(query, most + _MARGIN, count=False)
        return self._ranked(result.hits)[:most]

    def near(
        self, text: str, kinds: Sequence[Kind], limit: int, likeness: Likeness = COPY
    ) -> tuple[Near, ...]:
        """Return the texts that share the rare words of another, those that share most of them first.

        Args:
            text: the other text.
            kinds: kinds of text looked at.
            limit: texts returned at most.
            likeness: how they are like it; a copy of it, in whole or in part, when absent.

        Raises:
            StoreUnavailable: the index cannot be read.
        """
        with _reading():
            return self._nearest(near_query(self._texts, self._text_schema, text, kinds, likeness), limit)

    def alike(self, owner: str, statements: Sequence[str]) -> tuple[int, ...]:
        """Return for each statement of a competence how many of others have the same words.

        Args:
            owner: IRI of the certification that they are of.
            statements: the statements.

        Raises:
            StoreUnavailable: the index cannot be read, or was made before it told this.
        """
        with _reading():
            # One that stands alone is in the index once, or never where its certification is not.
            alone = 1 if self._texts.doc_freq("de", owner) else 0
            read = (Text(Kind.COMPETENCE, "", each).indexed for each in statements)
            return tuple(self._alike(owner, each, alone) for each in read)

    def _alike(self, owner: str, indexed: str, alone: int) -> int:
        if not indexed or self._texts.doc_freq("empreinte", fingerprint(indexed)) <= alone:
            return 0
        # The number of hits is there, though the binding does not declare it.
        found: int = self._texts.search(alike_query(self._text_schema, owner, indexed), 1).count  # type: ignore[attr-defined]
        return found

    @property
    def total(self) -> int:
        """Number of texts that are indexed."""
        return int(self._texts.num_docs)

    def holders(self, of: str) -> int:
        """Return how many texts hold a word.

        Args:
            of: stem of the word.

        Raises:
            StoreUnavailable: the index cannot be read.
        """
        with _reading():
            return int(self._texts.doc_freq("mots", of))

    def _nearest(self, query: tantivy.Query | None, limit: int) -> tuple[Near, ...]:
        if query is None:
            return ()
        found = self._texts.search(query, limit, count=False)
        return tuple(read_near(self._texts, address) for _, address in found.hits)

    def _ranked(self, hits: Sequence[tuple[float, tantivy.DocAddress]]) -> list[tantivy.DocAddress]:
        """Return hits by score, those of one score in the order of their IRIs."""
        ranks = self._certifications.fast_field_values("rang", [address for _, address in hits])
        scored = [
            (-round(score, 3), rank or 0, address) for (score, address), rank in zip(hits, ranks, strict=True)
        ]
        return [address for _, _, address in sorted(scored, key=lambda each: each[:2])]

    def _hit(self, address: tantivy.DocAddress, plan: Plan) -> Hit:
        stored = self._certifications.doc(address)
        iri = str(stored.get_first("iri"))
        owners = [iri, *map(str, stored.get_all("code"))]
        if not plan.stems:
            return Hit(iri, ())
        query = passages_query(self._text_schema, owners, plan.stems)
        found = self._texts.search(query, _LOOKED_AT, count=False)
        passages = [self._passage(each, plan.stems) for _, each in found.hits]
        return Hit(iri, choose(passages, plan.sought))

    def _passage(self, address: tantivy.DocAddress, stems: frozenset[str]) -> Passage:
        stored = self._texts.doc(address)
        text = bytes(stored.get_first("texte") or b"").decode()
        return Passage(
            kind=Kind(str(stored.get_first("nature"))),
            bearer=bytes(stored.get_first("chose") or b"").decode(),
            text=text,
            marks=marks(text, stems),
        )


@contextmanager
def _reading() -> Iterator[None]:
    """Turn what the library raises into an error that says what to do.

    Raises:
        StoreUnavailable: in its place.
    """
    try:
        yield
    except BaseException as error:
        # Bytes that are not what was written make the library panic, which is no Exception, on purpose.
        panic = type(error).__name__ == "PanicException"
        if not panic and not isinstance(error, ValueError | OSError):
            raise
        raise StoreUnavailable(f"the search index cannot be read ({error}); build the graph again") from error


def _needed(plan: Plan, hits: Sequence[Hit]) -> tuple[tuple[str, str], ...]:
    """Return the corrections of the words that no hit holds as they were typed, or begun."""
    if not plan.corrections:
        return ()
    shown = frozenset().union(*(passage.stems for hit in hits for passage in hit.passages))
    return tuple((each.typed, each.word) for each in plan.corrections if not each.as_typed & shown)
