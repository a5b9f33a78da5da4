"""What a document as a whole brings to light, and what its template explains."""

from __future__ import annotations

import pytest

from graphkit.checking.observing import observe
from graphkit.model import Bloc, Certification, Competence, Document, Modalite, Record

TRANSVERSALE = Competence("Communiquer avec les clients du chantier")


def _rules(type_source: str) -> set[str]:
    coded = tuple(Competence(f"Poser les tuiles du pan {n}", f"C{n}", f"C{n}") for n in (1, 2, 3))
    certification = Certification(
        "couvreur",
        blocs=(Bloc("BC01", "Couvrir un toit", competences=coded, modalites=(Modalite("Un chantier"),)),),
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
def test_a_transversal_competence_of_the_ministrys_templates_has_no_number_bloc_or_examination(
    type_source: str, *, told: bool
) -> None:
    """REAC and RE print them apart, without a number, assessed with the others; elsewhere it is a slip."""
    slips = {"matrice-competence-hors-bloc", "matrice-competence-sans-modalite", "numerotation-code-absent"}
    assert (slips <= _rules(type_source)) is told
    assert bool(slips & _rules(type_source)) is told
