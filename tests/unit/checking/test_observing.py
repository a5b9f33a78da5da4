"""What a document as a whole brings to light, and what its template explains."""

from __future__ import annotations

import pytest

from graphkit.checking.constats import from_anomaly
from graphkit.checking.observing import observe
from graphkit.model import Anomaly, Bloc, Certification, Competence, Document, Modalite, Record
from graphkit.sources.codes_dits import en_double, normalise
from graphkit.sources.notes import Note

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


@pytest.mark.parametrize(
    ("note", "said", "english"),
    [
        (normalise("Bloc 3", "A3"), "Imprimé « Bloc 3 », lu comme A3.", "Printed “Bloc 3”, read as A3."),
        (
            en_double("C1.2", 2),
            "Le code C1.2 est imprimé 2 fois : celui-ci est lu comme C1.2-2.",
            "The code C1.2 is printed 2 times: this one is read as C1.2-2.",
        ),
        (Note("page-illisible", "La page 2 est numérisée.", ""), "La page 2 est numérisée.", ""),
    ],
)
def test_what_readers_say_of_codes_is_told_in_english_too(note: Note, said: str, english: str) -> None:
    read = Anomaly(Document("a.pdf", "pdf"), note.regle, note.message, message_en=note.message_en)
    found = from_anomaly(read)
    assert (found.message_fr, found.message_en) == (said, english)


def test_what_rests_on_no_rule_is_called_by_other_words_than_a_departure() -> None:
    """What is to be corrected is what the vademecum expects: a slip of numbering is not counted as that."""
    coded = tuple(Competence(f"Poser les tuiles du pan {n}", f"C{n}", f"C{n}") for n in (1, 2, 3))
    bloc = Bloc("BC01", "Couvrir un toit", competences=coded, modalites=(Modalite("Un chantier"),))
    certification = Certification("couvreur", blocs=(bloc,), competences=(TRANSVERSALE,))
    found = list(observe(Record(Document("a.docx", "docx"), certification), "https://example.org/c"))
    assert found
    assert {each.standing_of for each in found} <= {"note-warning", "note-info"}
