"""Certifications near one by titles alone."""

from __future__ import annotations

from differences.fiches import BLOCS

from graphkit.catalog import Catalog
from graphkit.comparing.titles import near_by_titles
from graphkit.index.texts import Kind
from graphkit.store.memory import MemoryStore


def test_a_bloc_of_the_same_title_is_a_reason(harbour: Catalog) -> None:
    """Both other fiches have the bloc of the phare; only one of them has the other bloc, too."""
    found = {
        each.ref.identifier: each for each in near_by_titles(harbour, harbour.certification("RNCP90001"))
    }
    assert set(found) == {"RNCP90002", "RNCP90003"}
    reason = next(each for each in found["RNCP90002"].reasons if each.near.kind is Kind.BLOC)
    assert reason.own == reason.near.text == "Entretenir le phare et ses abords"
    assert reason.near.bearer.path == "bloc/RNCP90002BC01"
    titles = {title for _, title in BLOCS}
    assert all(each.own in titles for each in found["RNCP90003"].reasons if each.near.kind is Kind.BLOC)


def test_no_more_are_told_than_wanted(harbour: Catalog) -> None:
    assert len(near_by_titles(harbour, harbour.certification("RNCP90001"), limit=1)) == 1


def test_a_graph_without_an_index_has_nothing_near(harbour: Catalog) -> None:
    bare = Catalog(MemoryStore())
    assert near_by_titles(bare, harbour.certification("RNCP90001")) == ()
