"""Pairs of competences that a person labelled, and the statements that they name by address.

The sets (``pairs.tsv`` and ``rankings.tsv`` of ``tests/cases/matching``, guide in ``guide.md`` beside them)
hold no text: a statement is named by certification, bloc and rank, or by its ROME code, with a digest of its
text as a guard. The texts are read in place, from the official files and from the documents that the package
carries.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graphkit.assets import data_path
from graphkit.config import Settings
from graphkit.model import Anomaly, Certification
from graphkit.sources.recognition import all_sources, recognise
from graphkit.text import normalise_spaces

_CASES = Path(__file__).parent / "cases" / "matching"
TUNING, TEST = "réglage", "épreuve"
#: Relation -> step of nearness, from unrelated to same content.
STEPS = {"sans rapport": 0, "liée": 1, "partielle": 2, "couvre": 3, "couverte par": 3, "même contenu": 4}
COVER = 3
_DIGITS = 12
#: Documents that are named by their file: their readers name a certification, not an edition.
_PDFS = {
    "REAC_CDA_V04": "REAC_CDA_V04_24052023.pdf",
    "REAC_DL_2013": "REAC_DL_2013.pdf",
    "RNCP37173": "RNCP37173_expert_securite_dev.pdf",
}
_ROME = "rome_v460/unix_referentiel_competence_v460_utf8.csv"


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two statements, and what a reader says of them.

    Attributes:
        half: ``réglage`` or ``épreuve``.
        one: address of the first.
        other: address of the other.
        digests: of their texts.
        relation: as the guide names it, seen from the first.
    """

    half: str
    one: str
    other: str
    digests: tuple[str, str]
    relation: str

    @property
    def step(self) -> int:
        return STEPS[self.relation]


def labelled_pairs() -> list[LabelledPair]:
    """Return the pairs by which weights are set and measured, in the order of their file."""
    return _read(_CASES / "pairs.tsv")


def labelled_rankings() -> dict[str, list[LabelledPair]]:
    """Return, for each statement asked about, its candidates, in the order of their file."""
    found: dict[str, list[LabelledPair]] = {}
    for pair in _read(_CASES / "rankings.tsv"):
        found.setdefault(pair.one, []).append(pair)
    return found


def second_labels() -> dict[tuple[str, str], str]:
    """Return what a second reader said of some of the test items, by the addresses of the two statements."""
    with (_CASES / "second_reader.tsv").open(encoding="utf-8", newline="") as lines:
        return {(row["une"], row["autre"]): row["relation"] for row in csv.DictReader(lines, delimiter="\t")}


def _read(path: Path) -> list[LabelledPair]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t"))[1:]
    return [LabelledPair(half, one, other, (a, b), relation) for half, one, a, other, b, relation in rows]


def digest(text: str) -> str:
    """Return the guard of a statement."""
    return hashlib.sha256(normalise_spaces(text).encode()).hexdigest()[:_DIGITS]


def statements(shared: Path) -> dict[str, str]:
    """Return every statement of the documents that the set names, by address.

    Args:
        shared: folder of the official files.
    """
    found = {address: text for name, read in _certifications(shared) for address, text in _of(name, read)}
    with (shared / _ROME).open(encoding="utf-8-sig", newline="") as lines:
        found |= {f"ROME/{row['code_ogr']}": row["libelle_competence"] for row in csv.DictReader(lines)}
    return found


def certifications(shared: Path) -> dict[str, Certification]:
    """Return the certifications of those documents, by the name that addresses begin with.

    Args:
        shared: folder of the official files.
    """
    return dict(_certifications(shared))


def _certifications(shared: Path) -> Iterator[tuple[str, Certification]]:
    sources = all_sources(Settings())
    files = [
        *sorted((shared / "france_competences_xml").glob("*.xml")),
        *sorted(data_path("sample").iterdir()),
    ]
    named = dict.fromkeys(files, "")
    named |= {shared / "referentiels" / file: name for name, file in _PDFS.items()}
    for path, name in named.items():
        source = recognise(path, sources)
        for record in source.read(path) if source else ():
            if not isinstance(record, Anomaly):
                yield name or record.certification.identifiant, record.certification


def _of(name: str, certification: Certification) -> Iterator[tuple[str, str]]:
    groups = {bloc.code: bloc.competences for bloc in certification.blocs} | {"-": certification.competences}
    for code, competences in groups.items():
        for rank, competence in enumerate(competences, start=1):
            yield f"{name}/{code}/{rank}", competence.enonce
