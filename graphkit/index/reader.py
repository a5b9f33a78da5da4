"""Searches the indexes of a version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy

from graphkit.errors import StoreUnavailable
from graphkit.index.nearness import Near, near_query, read_near
from graphkit.index.passages import Passage, choose, marks
from graphkit.index.querying import Plan, passages_query, plans
from graphkit.index.schema import CERTIFICATIONS, TEXTS, Opened, open_existing
from graphkit.index.texts import Kind
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
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    corrections: tuple[tuple[str, str], ...] = ()
    partial: bool = False


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

    def search(self, text: str, limit: int, offset: int = 0) -> Found:
        """Look for words; the strictest way that finds anything is taken.

        Args:
            text: what a person typed.
            limit: certifications on a page.
            offset: certifications before it.

        Raises:
            StoreUnavailable: the index cannot be read.
        """
        with _reading():
            for plan in plans(text, self._schema, self._vocabulary):
                result = self._certifications.search(plan.query, limit + offset + _MARGIN)
                if result.hits:
                    page = self._ranked(result.hits)[offset : offset + limit]
                    hits = tuple(self._hit(address, plan) for address in page)
                    # The number of hits is there, though the binding does not declare it.
                    total: int = result.count  # type: ignore[attr-defined]
                    return Found(hits, total, _needed(plan, hits), plan.partial)
            return Found()

    def near(self, text: str, kinds: Sequence[Kind], limit: int) -> tuple[Near, ...]:
        """Return the texts that share the rare words of another, those that share most of them first.

        Args:
            text: the other text.
            kinds: kinds of text looked at.
            limit: texts returned at most.

        Raises:
            StoreUnavailable: the index cannot be read.
        """
        with _reading():
            query = near_query(self._texts, self._text_schema, text, kinds)
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
