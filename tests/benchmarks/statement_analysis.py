"""Precision and recall of the analyser of statements on labelled sets, and its speed.

Run it with ``python tests/benchmarks/statement_analysis.py``. Labels are in ``tests/cases/analyse``: those of
the packaged documents and of invented statements with their text, those of official fiches by the digest
of the text (``GRAPHKIT_SHARED`` names the official files, read in place). With the path of a list of
words, one a line, it tells how many of them the analyser takes for infinitives.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graphkit.analysis import Analyse, Nature, analyse
from graphkit.analysis.mots import decouper
from graphkit.identifiers import Minter
from graphkit.mapping import map_record
from graphkit.model import Anomaly, Record
from graphkit.ntriples import untagged
from graphkit.sources.xml_france_competences import XmlFranceCompetences

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "analyse"
SETS = ("echantillon", "inventes")


@dataclass(frozen=True, slots=True)
class Label:
    """What a reader says of a statement."""

    texte: str
    verbe: str | None
    infinitif: bool
    objet: str
    finalites: str
    moyens: str
    enonces: int


@dataclass(slots=True)
class Score:
    """How many the analyser found, how many there are, how many it found rightly."""

    juste: int = 0
    trouve: int = 0
    attendu: int = 0

    @property
    def precision(self) -> float:
        return self.juste / self.trouve if self.trouve else 1.0

    @property
    def recall(self) -> float:
        return self.juste / self.attendu if self.attendu else 1.0

    def add(self, trouves: Iterable[str], attendus: Iterable[str]) -> None:
        found, wanted = Counter(trouves), Counter(attendus)
        self.juste += (found & wanted).total()
        self.trouve += found.total()
        self.attendu += wanted.total()


def labels(name: str) -> list[Label]:
    """Return a labelled set that is committed with its texts."""
    entries = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["enonce"]
    return [
        Label(
            entry["texte"],
            entry.get("verbe"),
            entry["infinitif"],
            entry.get("objet", ""),
            " ".join(entry.get("finalites", ())),
            " ".join(entry.get("moyens", ())),
            entry["enonces"],
        )
        for entry in entries
    ]


def digest(texte: str) -> str:
    return hashlib.sha256(texte.encode()).hexdigest()


def official_statements(shared: Path) -> Iterator[str]:
    """Yield the competences of the official fiches, each once."""
    seen = set()
    for path in sorted((shared / "france_competences_xml").glob("*.xml")):
        for record in XmlFranceCompetences().read(path):
            if isinstance(record, Anomaly):
                continue
            for texte in competences(record):
                if texte not in seen:
                    seen.add(texte)
                    yield texte


def competences(record: Record) -> Iterator[str]:
    """Yield the statements of the competences of a record."""
    triples = map_record(record, Minter()).triples
    of_class = {
        s for s, p, o in triples if p.endswith("#type>") and o.endswith(("#Competence>", "Attestee>"))
    }
    for subject, predicate, value in triples:
        if subject in of_class and predicate.endswith("#enonce>") and (texte := untagged(value)):
            yield texte


def official_labels(shared: Path) -> list[Label]:
    """Return the labels of official statements, found again by the digests of their texts."""
    known = json.loads((CASES / "fiches.json").read_text("utf-8"))
    found = []
    for texte in official_statements(shared):
        if (entry := known.get(digest(texte))) is None:
            continue
        spans = {
            kind: " ".join(texte[start:end] for start, end in entry.get(kind, ()))
            for kind in ("objet", "finalites", "moyens")
        }
        found.append(
            Label(
                texte,
                entry["verbe"],
                entry["infinitif"],
                spans["objet"],
                spans["finalites"],
                spans["moyens"],
                entry["enonces"],
            )
        )
    return found


def scores(labelled: Iterable[Label]) -> dict[str, Score]:
    """Return the scores by what is looked for: whether it is there, and word by word which words it is."""
    result: dict[str, Score] = {}

    def add(name: str, found: Iterable[str], wanted: Iterable[str]) -> None:
        result.setdefault(name, Score()).add(found, wanted)

    for label in labelled:
        got = analyse(label.texte, Nature.COMPETENCE)
        add("verbe", filter(None, [got.premier_verbe]), filter(None, [label.verbe]))
        add("infinitif", ["oui"] * got.est_infinitif, ["oui"] * label.infinitif)
        add("énoncés", [str(got.nombre_enonces)], [str(label.enonces)])
        for name, found, wanted in parts(got, label):
            add(name, ["oui"] * bool(found), ["oui"] * bool(wanted))
            add(f"{name} (mots)", words(found), words(wanted))
    return result


def parts(got: Analyse, label: Label) -> tuple[tuple[str, str, str], ...]:
    return (
        ("objet", got.objet or "", label.objet),
        ("finalité", " ".join(got.finalites), label.finalites),
        ("moyen", " ".join(got.moyens), label.moyens),
    )


def words(texte: str) -> list[str]:
    return [mot for mot in decouper(texte).cles if mot.isalnum()]


def rome(shared: Path) -> list[str]:
    """Return the competences of ROME 4.0."""
    path = shared / "rome_v460" / "unix_referentiel_competence_v460_utf8.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [row["libelle_competence"] for row in csv.DictReader(stream)]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def show(name: str, labelled: list[Label]) -> None:
    say(f"\n{name}: {len(labelled)} statements")
    say(f"{'':18}{'precision':>10}{'recall':>10}{'labelled':>10}")
    for what, score in scores(labelled).items():
        say(f"{what:18}{score.precision:10.3f}{score.recall:10.3f}{score.attendu:10}")


def show_speed(name: str, textes: list[str]) -> None:
    start = time.process_time()
    got = [analyse(texte, Nature.COMPETENCE) for texte in textes]
    spent = time.process_time() - start
    infinitifs = sum(one.est_infinitif for one in got) / len(got)
    buts = sum(bool(one.finalites) for one in got) / len(got)
    say(
        f"\n{name}: {len(textes)} statements, {spent / len(textes) * 1e6:.0f} µs each, "
        f"{infinitifs:.1%} begin with an infinitive, {buts:.1%} tell a purpose"
    )


def show_words(path: Path) -> None:
    mots = [mot for mot in path.read_text("utf-8").split("\n") if mot.strip()]
    pris = [mot for mot in mots if analyse(f"{mot} les choses", Nature.COMPETENCE).est_infinitif]
    say(
        f"\n{path.name}: {len(pris)} of {len(mots)} words taken for infinitives ({len(pris) / len(mots):.1%})"
    )


def main() -> None:
    shared = Path(os.environ.get("GRAPHKIT_SHARED", ROOT.parent / "shared" / "data"))
    for name in SETS:
        show(name, labels(name))
    if shared.is_dir():
        show("fiches", official_labels(shared))
        show_speed("fiches", list(official_statements(shared)))
        show_speed("ROME 4.0", rome(shared))
    for argument in sys.argv[1:]:
        show_words(Path(argument))


if __name__ == "__main__":
    main()
