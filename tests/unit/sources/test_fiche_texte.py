"""The reader of RNCP fiches as extracted text, against results written by reading the documents."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import graphkit
from graphkit.model import Code, Concept, Lien, Passage, Record
from graphkit.sources.fiche_texte import FicheTexte
from graphkit.text import normalise_spaces

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).parents[2] / "cases" / "fiche_texte"
SAMPLE = Path(graphkit.__file__).parent / "sample" / "fiche_RNCP25520.txt"
NAMES = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


def source_of(name: str) -> Path:
    return SAMPLE if name == "rncp25520" else CASES / name / "source.txt"


def read_one(path: Path) -> Record:
    (record,) = FicheTexte().read(path)
    assert isinstance(record, Record)
    return record


@pytest.fixture(params=NAMES)
def case(request: pytest.FixtureRequest) -> tuple[Record, dict[str, Any], list[str]]:
    """A record, what it should be, and the lines that it was read from."""
    path = source_of(request.param)
    expected = json.loads((CASES / request.param / "expected.json").read_text(encoding="utf-8"))
    return read_one(path), expected, path.read_text(encoding="utf-8").split("\n")


# --- the record in the form of expected.json ---------------------------------------------------------


def spans(passages: tuple[Passage, ...]) -> str:
    return ",".join(
        str(first) if first == last else f"{first}-{last}"
        for first, last in (passage.lignes for passage in passages)
    )


def plain(value: Any) -> Any:
    match value:
        case Code():
            return {"code": value.valeur}
        case Concept():
            return {"concept": f"{value.nomenclature}/{value.code}", "libelle": value.libelle}
        case Lien():
            return {"lien": value.adresse}
        case Decimal():
            return {"decimal": str(value)}
        case date():
            return {"date": value.isoformat()}
    return value


def by_property(faits: Any) -> dict[str, list[Any]]:
    result: dict[str, list[Any]] = {}
    for fait in faits:
        result.setdefault(fait.propriete, []).append([plain(fait.valeur), spans(fait.passages)])
    return result


def livrables(of: Any) -> list[Any]:
    return [[each.enonce, spans(each.passages)] for each in of.livrables]


def modalites(of: Any) -> list[Any]:
    return [
        {"enonce": each.enonce, "lignes": spans(each.passages), "livrables": livrables(each)}
        for each in of.modalites
    ]


def project(record: Record) -> dict[str, Any]:
    it = record.certification
    assert record.coverage is not None
    return {
        "identifiant": it.identifiant,
        "faits": by_property(it.faits),
        "certificateurs": [{"nom": c.nom, "lignes": spans(c.passages)} for c in it.certificateurs],
        "textes_referentiels": [
            [which, fait.propriete, plain(fait.valeur), spans(fait.passages)]
            for which, fait in it.textes_referentiels
        ],
        "capacites": [
            {
                "intitule": groupe.intitule,
                "lignes": spans(groupe.passages),
                "capacites": [[text, spans(passages)] for text, passages in groupe.capacites],
            }
            for groupe in it.capacites
        ],
        "composantes": [
            {
                "numero": c.numero,
                "intitule": c.intitule,
                "descriptif": c.descriptif,
                "lignes": spans(c.passages),
                "livrables": livrables(c),
            }
            for c in it.composantes
        ],
        "blocs": [
            {
                "code": bloc.code,
                "intitule": bloc.intitule,
                "lignes": spans(bloc.passages),
                "certificat": bloc.certificat and [bloc.certificat.valeur, spans(bloc.certificat.passages)],
                "competences": [
                    {"enonce": c.enonce, "lignes": spans(c.passages), "modalites": modalites(c)}
                    for c in bloc.competences
                ],
                **({"modalites": modalites(bloc)} if bloc.modalites else {}),
                **({"faits": by_property(bloc.faits)} if bloc.faits else {}),
            }
            for bloc in it.blocs
        ],
        "acces": [
            {"voie": a.voie, "ouverte": a.ouverte, "jury": a.jury, "lignes": spans(a.passages)}
            for a in it.acces
        ],
        "textes_reglementaires": [
            {
                "nature": t.nature,
                "intitule": t.intitule,
                "lignes": spans(t.passages),
                "faits": by_property(t.faits),
            }
            for t in it.textes_reglementaires
        ],
        "statistiques": [
            {"ordre": s.ordre, "lignes": spans(s.passages), "faits": by_property(s.faits)}
            for s in it.statistiques
        ],
        "anomalies": [[a.rule, a.severity, spans(a.passages)] for a in record.anomalies],
        "couverture": {
            "lines": record.coverage.lines,
            "boilerplate": record.coverage.boilerplate,
            "unexplained": list(record.coverage.unexplained),
        },
    }


# --- the cases ---------------------------------------------------------------------------------------


def test_no_case_is_lost() -> None:
    assert len(NAMES) == 2


def test_every_field_is_as_the_document_has_it(case: tuple[Record, dict[str, Any], list[str]]) -> None:
    record, expected, _ = case
    actual = project(record)
    assert actual.keys() == expected.keys()
    for key, value in expected.items():
        assert actual[key] == value, key


def test_every_line_is_in_a_passage_or_named_boilerplate(
    case: tuple[Record, dict[str, Any], list[str]],
) -> None:
    record, _, _ = case
    coverage = record.coverage
    assert coverage is not None
    counted = coverage.in_passages + sum(coverage.boilerplate.values()) + len(coverage.unexplained)
    assert counted == coverage.lines


def statements(value: object) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    """Every text of a record with the passages that it claims."""
    if not is_dataclass(value):
        if isinstance(value, tuple):
            if len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], tuple):
                yield value[0], value[1]
            for item in value:
                yield from statements(item)
        return
    passages = getattr(value, "passages", ())
    for name in ("enonce", "intitule", "descriptif", "nom", "valeur", "jury"):
        text = getattr(value, name, None)
        if isinstance(text, str) and passages:
            yield text, passages
    for each in fields(value):
        yield from statements(getattr(value, each.name))


def passage_text(passage: Passage, lines: list[str]) -> str:
    assert passage.lignes is not None
    first, last = passage.lignes
    assert 1 <= first <= last <= len(lines)
    taken = lines[first - 1 : last]
    if passage.caracteres:
        start, end = passage.caracteres
        assert 0 <= start < len(taken[0])
        assert 0 < end <= len(taken[-1])
        taken[-1] = taken[-1][:end]
        taken[0] = taken[0][start:]
    return " ".join(taken)


def test_every_passage_leads_back_to_the_words(case: tuple[Record, dict[str, Any], list[str]]) -> None:
    record, _, lines = case
    seen = 0
    for text, passages in statements(record.certification):
        if len(passages) == 1 or not text.startswith(("RNCP", "rncp")):
            printed = normalise_spaces(" ".join(passage_text(p, lines) for p in passages))
            # A word cut at the end of a line has a space in the lines and none in the text.
            assert normalise_spaces(text).replace(" ", "") in printed.replace(" ", "")
            seen += 1
    assert seen > 60


def test_a_sentence_has_exactly_its_own_characters(case: tuple[Record, dict[str, Any], list[str]]) -> None:
    record, _, lines = case
    for groupe in record.certification.capacites:
        for text, passages in groupe.capacites:
            assert normalise_spaces(" ".join(passage_text(p, lines) for p in passages)) == text


def test_the_sample_has_the_counts_of_the_paper() -> None:
    it = read_one(SAMPLE).certification
    assert [len(bloc.competences) for bloc in it.blocs] == [3, 5, 6, 4]
    assert [len(groupe.capacites) for groupe in it.capacites] == [6, 7, 7, 9]
    assert len(it.composantes) == 5
    assert len(it.textes_reglementaires) == 3
    assert len(it.statistiques) == 6
    assert len(it.acces) == 6


def test_access_is_known_only_where_a_sentence_tells() -> None:
    acces = {each.voie: each.ouverte for each in read_one(SAMPLE).certification.acces}
    assert acces == {"fi": None, "ca": None, "fc": None, "cq": None, "cl": None, "vae": True}
