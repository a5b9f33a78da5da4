"""What a document as a whole brings to light, and what its template explains."""

from __future__ import annotations

import pytest

from graphkit.checking.observing import observe
from graphkit.model import Bloc, Certification, Competence, Document, Record

TRANSVERSALE = Competence("Communiquer avec les clients du chantier")


def _rules(type_source: str) -> set[str]:
    coded = tuple(Competence(f"Poser les tuiles du pan {n}", f"C{n}", f"C{n}") for n in (1, 2, 3))
    certification = Certification(
        "couvreur",
        blocs=(Bloc("BC01", "Couvrir un toit", competences=coded),),
        competences=(TRANSVERSALE,),
    )
    record = Record(Document("couvreur.pdf", type_source), certification)
    return {
        each.rule for each in observe(record, "https://example.org/c") if each.quote == TRANSVERSALE.enonce
    }


@pytest.mark.parametrize(
    ("type_source", "told"),
    [("pdf", True), ("pdf-reac", False), ("pdf-re", False)],
)
def test_a_transversal_competence_of_the_ministrys_templates_has_neither_number_nor_bloc(
    type_source: str, *, told: bool
) -> None:
    """REAC and RE print them apart, without a number; in any other document it is probably a slip."""
    slips = {"matrice-competence-hors-bloc", "numerotation-code-absent"}
    assert (slips <= _rules(type_source)) is told
    assert bool(slips & _rules(type_source)) is told
