"""The part of the catalog that compares what certifications say; how it does is loaded when first asked for.

Most questions compare nothing: a store is open and has answered before the comparison would have been loaded.
"""

from __future__ import annotations

from abc import abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING

from graphkit.catalog.cells import Namer
from graphkit.catalog.views import CertificationView
from graphkit.index.reader import TextIndex
from graphkit.questions import load_query
from graphkit.store.protocol import Store

if TYPE_CHECKING:
    from graphkit.catalog.contents import Contents, CoveredBothWays
    from graphkit.matching.referentiels import Referentiel


#: Pairs of certifications whose coverage is remembered, for as long as a version of the graph is open.
_REMEMBERED = 20_000


class ComparesContents:
    """The part of the catalog that compares what certifications say."""

    _index: TextIndex | None
    _namer: Namer
    _store: Store
    _vectors: str = ""

    @abstractmethod
    def certification(self, code: str, *, partners: int = 20, partners_from: int = 0) -> CertificationView:
        """Return everything about a certification."""

    @cached_property
    def contents(self) -> Contents:
        """What certifications say, compared.

        Raises:
            SourceUnreadable: sentence vectors are asked for and cannot be used.
        """
        from graphkit.catalog.contents import Contents  # noqa: PLC0415 - see above
        from graphkit.matching.vectors import open_vectors  # noqa: PLC0415

        return Contents(self._index, self._namer, open_vectors(self._vectors))

    def covered_both_ways(self, view: CertificationView, code: str) -> CoveredBothWays:
        """Return how much a certification and another cover of each other; what was computed is remembered.

        Args:
            view: the certification.
            code: number of the other in any spelling, the slug of a draft, or its IRI.

        Raises:
            NotFound: the graph has no record of the other.
        """
        from graphkit.catalog.contents import referentiel_of  # noqa: PLC0415 - see above

        known = self._covered.get((view.ref.iri, code))
        if known is None:
            known = self.contents.coverage(referentiel_of(view), self.referentiel(code))
            if len(self._covered) >= _REMEMBERED:
                self._covered.clear()
            self._covered[view.ref.iri, code] = known
        return known

    @cached_property
    def _covered(self) -> dict[tuple[str, str], CoveredBothWays]:
        return {}

    def matched_texts(self) -> dict[str, str]:
        """Return the text of each competence and bloc that a kept match links, by IRI."""
        rows = self._store.select(load_query("textes-rapproches"))
        return {row["chose"].value: row["texte"].value for row in rows if "chose" in row}

    def referentiel(self, code: str) -> Referentiel:
        """Return what is compared of a certification.

        Args:
            code: its number in any spelling, the slug of a draft, or its IRI.

        Raises:
            NotFound: the graph has no record of it.
        """
        from graphkit.catalog.contents import referentiel_of  # noqa: PLC0415 - see above

        return referentiel_of(self.certification(code, partners=0))
