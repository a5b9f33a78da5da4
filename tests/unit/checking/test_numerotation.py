"""Slips of numbering: those of the packaged référentiel, read off the document; a case for each rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graphkit.assets import data_path
from graphkit.checking.codes_imprimes import follows, parse_code
from graphkit.checking.numerotation import find_numerotation
from graphkit.model import Activite, Bloc, Certification, Code, Competence, Concept, Document, Fait, Record
from graphkit.passages import Passage
from graphkit.sources.trois_colonnes import TroisColonnes

SEED = Path(str(data_path("sample"))) / "referentiel_chef_de_projet_digital.txt"
Found = list[tuple[str, list[str]]]


@pytest.fixture(scope="module")
def seed() -> Record:
    """The packaged référentiel as read."""
    return next(each for each in TroisColonnes().read(SEED) if isinstance(each, Record))


def _found(record: Record) -> Found:
    return [
        (each.regle, [element.repere for element in each.elements])
        for each in find_numerotation(record)
        if each.regle.startswith(("numerotation-", "absence-"))
    ]


#: Read off the text, from its first line to its last.
INDICES = [
    # A3.1 has C3.1 and C3.2, so that A3.2 begins with C3.3 and A3.3 with C3.4.
    ("numerotation-indices", ["A3.1", "C3.2", "A3.2", "C3.3", "A3.3", "C3.4"]),
    # A4.1 has C4.1 and C4.2; A4.2 has C4.3; A4.3 has C4.4 and C4.5.
    ("numerotation-indices", ["A4.1.", "C4.2", "A4.2", "C4.3", "A4.3", "C4.4", "C4.5"]),
    # A6B.1 has C6B.1 and C6B.2; A6B.2 has C6B.3.
    ("numerotation-indices", ["A6B.1", "C6B.2", "A6B.2.", "C6B.3"]),
]
ABSENCES = [
    ("absence-bloc", ["chef-de-projet-digital"]),
    ("absence-rome", ["chef-de-projet-digital"]),
    ("absence-certificateur", ["chef-de-projet-digital"]),
    ("absence-numero", ["chef-de-projet-digital"]),
]
LETTERS = ("numerotation-joint", ["Activité 6A", "Activité 6. B", "Activité 6.C"])


def test_the_slips_of_the_seed_are_all_found_without_its_reader(seed: Record) -> None:
    """The general rules alone find what a person who reads the document finds."""
    assert _found(replace(seed, anomalies=())) == [
        ("numerotation-mot", ["Bloc 3"]),
        LETTERS,
        ("numerotation-fin", ["A4.1."]),
        ("numerotation-fin", ["A6B.2."]),
        ("numerotation-hors-activite", ["A6.4"]),
        *INDICES,
        *ABSENCES,
    ]


def test_what_the_reader_has_noted_is_taken_up_and_not_found_twice(seed: Record) -> None:
    """Six codes are read as others than printed; only what no single code shows is added."""
    constats = find_numerotation(seed)
    assert [each.excerpt.split(" ", 2)[:2] for each in constats if each.regle == "code-normalise"] == [
        ["Bloc", "3"],
        ["A4.1.", "Définition"],
        ["A6.4", "Gestion"],
        ["Activité", "6."],
        ["A6B.2.", "Développement"],
        ["Activité", "6.C"],
    ]
    assert _found(seed) == [LETTERS, *INDICES, *ABSENCES]


def test_each_slip_leads_back_to_its_lines(seed: Record) -> None:
    """« A6.4 Gestion d’une communauté » is printed on line 1663 of the text."""
    constat = next(
        each
        for each in find_numerotation(replace(seed, anomalies=()))
        if each.regle == "numerotation-hors-activite"
    )
    (passage,) = constat.elements[0].passages
    assert passage.lignes is not None
    lines = SEED.read_text(encoding="utf-8").split("\n")
    assert lines[passage.lignes[0] - 1].startswith("A6.4 Gestion d’une")
    assert constat.message_fr == "« A6.4 » est sous « Activité 6A », dont il n’a pas le numéro."


NUMERO = Fait("ref:numeroFiche", Code("RNCP99991"))
METIER = Fait("ref:viseMetier", Concept("rome", "F1607"))


def _record(
    activites: tuple[Activite, ...] = (),
    blocs: tuple[Bloc, ...] = (),
    competences: tuple[Competence, ...] = (),
) -> Record:
    certification = Certification(
        "x", (NUMERO, METIER), blocs=blocs, activites=activites, competences=competences
    )
    return Record(Document("x.docx", "brouillon"), certification)


def _slips(record: Record) -> Found:
    return [each for each in _found(record) if each[0].startswith("numerotation-")]


def _activites(*codes: str) -> tuple[Activite, ...]:
    return tuple(
        Activite(code, f"Activité de rang {rank}", code, passages=(Passage((rank, rank)),))
        for rank, code in enumerate(codes, 1)
    )


def _competences(*codes: str | None) -> tuple[Competence, ...]:
    return tuple(
        Competence(f"Faire la chose de rang {rank}", code, code, passages=(Passage((rank, rank)),))
        for rank, code in enumerate(codes, 1)
    )


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("A1", "A2", "A3", "A4"), []),
        (("Activité 1", "Activité 2", "Activité 3A", "Activité 3B", "Activité 4"), []),
        (("A1", "A2", "A4"), [("numerotation-lacune", ["A2", "A4"])]),
        (("A1", "A3", "A2"), [("numerotation-lacune", ["A1", "A3"]), ("numerotation-ordre", ["A3", "A2"])]),
        (("A1", "A2", "A2", "A3"), [("numerotation-double", ["A2", "A2"])]),
        (("A1", "A2", "A3."), [("numerotation-fin", ["A3."])]),
        (("A1", "A.2"), [("numerotation-mot", ["A1", "A.2"])]),
        (("A1", "Tâche 2"), [("numerotation-mot", ["A1", "Tâche 2"])]),
    ],
)
def test_activities_are_numbered_in_one_style_without_gap_or_repeat(
    codes: tuple[str, ...], expected: Found
) -> None:
    """Each series shows one slip, or none."""
    assert _slips(_record(_activites(*codes))) == expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("C1.1", "C1.2", "C2.1"), []),
        ((None, None, None), []),
        (("C1", "C2", None, "C3"), [("numerotation-code-absent", [""])]),
        (("C1.1", "C1-2", "C1.3"), [("numerotation-separateur", ["C1-2"])]),
        (("C1.1", "C1.3"), [("numerotation-lacune", ["C1.1", "C1.3"])]),
        (("A1.C1", "A1.C2", "A2.C1"), []),
    ],
)
def test_competences_are_numbered_in_one_style_without_gap(
    codes: tuple[str | None, ...], expected: Found
) -> None:
    """A document that prints no code has no slip of codes."""
    assert _slips(_record(competences=_competences(*codes))) == expected


def test_codes_may_start_again_in_each_bloc() -> None:
    """C1 of the second bloc is not C1 of the first printed twice."""
    first, second = _competences("C1", "C2"), _competences("C1", "C2", "C3")
    blocs = (Bloc("01", "Un", first, code_imprime="BC01"), Bloc("02", "Deux", second, code_imprime="BC02"))
    assert _slips(_record(blocs=blocs)) == []


def test_a_document_that_numbers_competences_in_its_own_way_has_no_indices_that_part() -> None:
    """Where most competences do not bear the index of their sub-activity, that is how the document counts."""
    sous = tuple(
        Activite(f"A1.{n}", "Sous", f"A1.{n}", competences=codes)
        for n, codes in enumerate([("C1.1", "C1.2"), ("C1.3", "C1.4"), ("C1.5", "C1.6")], 1)
    )
    top = (Activite("A1", "Une", "A1", sous_activites=sous),)
    competences = _competences("C1.1", "C1.2", "C1.3", "C1.4", "C1.5", "C1.6")
    assert _slips(_record(top, competences=competences)) == []


@pytest.mark.parametrize(
    ("imprime", "expected"),
    [
        ("A6A.4", ("A", 6, "A", (4,), ".", "", "")),
        ("Activité 6. B", ("Activité", 6, "B", (), "", ". ", "")),
        ("A5.C1", ("C", 1, "", (), "", None, "")),
        ("4.", ("", 4, "", (), "", None, ".")),
        ("1.1.1", ("", 1, "", (1, 1), ".", None, "")),
        ("C1-2", ("C", 1, "", (2,), "-", None, "")),
    ],
)
def test_a_printed_code_is_taken_apart(imprime: str, expected: tuple[object, ...]) -> None:
    """Word, number, letter, ranks, and the signs between them."""
    code = parse_code(imprime)
    assert code is not None
    taken = (code.mot, code.numero, code.lettre, code.rangs, code.separateur, code.joint, code.fin)
    assert taken == expected


@pytest.mark.parametrize("imprime", ["", "a)", "B2B marketing", "RNCP25520BC01", "12345"])
def test_what_numbers_nothing_is_no_code(imprime: str) -> None:
    """Words and register numbers are left alone."""
    assert parse_code(imprime) is None


@pytest.mark.parametrize(
    ("avant", "apres", "expected"),
    [
        ("A5", "A6A", True),
        ("A6A", "A6B", True),
        ("A6A", "A6C", False),
        ("A1.1", "A2.1", None),
        ("C1", "A2", None),
    ],
)
def test_a_series_goes_on_by_number_or_by_letter(avant: str, apres: str, expected: bool | None) -> None:
    """Codes of two series do not follow each other."""
    left, right = parse_code(avant), parse_code(apres)
    assert left
    assert right
    assert follows(left, right) is expected
