"""Computed matches are kept with the graph, and what a person decided about them outlives every build."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graphkit.catalog import LiveCatalog
from graphkit.config import Settings
from graphkit.errors import NotFound, SourceUnreadable, StoreUnavailable
from graphkit.keeping import decided, kept_matches, read_matches, write_matches
from graphkit.matching.rapprochement import Decision, Rapprochement, Status, merge
from graphkit.matching.relations import Relation
from graphkit.matching.sssom import read_sssom, write_sssom
from graphkit.matching.statement import Part
from graphkit.pipeline import build, keep

BASE = "https://w3id.org/referentiels/"
CONFIRMED = Decision(Status.CONFIRME, "Camille Martin", date(2026, 11, 20), "Même épreuve\tet même objet")
REJECTED = Decision(Status.REJETE, "Dominique Petit", date(2026, 11, 21))


def _match(one: str, other: str, decision: Decision | None = None, score: float = 0.75) -> Rapprochement:
    return Rapprochement(
        one=f"{BASE}competence/RNCP1/{one}",
        other=f"{BASE}competence/RNCP2/{other}",
        relation=Relation.COUVRE,
        score=score,
        method="lexical",
        version="1",
        parts={Part.VERBE: 1.0, Part.OBJET: 0.5},
        shared=("projet", "client"),
        decision=decision,
    )


MATCHES = (_match("C1", "C1"), _match("C2", "é 3", CONFIRMED), _match("C3", "C4", REJECTED))


def test_a_table_of_sssom_tells_all_that_was_kept() -> None:
    told = read_sssom(write_sssom(MATCHES, BASE, {MATCHES[0].one: "Piloter\tun projet"}), "table")
    cleaned = replace(CONFIRMED, reason="Même épreuve et même objet")
    assert told == (MATCHES[0], replace(MATCHES[1], decision=cleaned), MATCHES[2])
    assert [dict(match.parts) for match in told] == [dict(match.parts) for match in MATCHES]


def test_sssom_py_finds_the_table_valid(tmp_path: Path) -> None:
    file = tmp_path / "matches.sssom.tsv"
    write_matches(MATCHES, file, turtle=False, base_iri=BASE, labels={MATCHES[0].one: "Piloter un projet"})
    # In a process of its own: the library warns of its own libraries, and here warnings are errors.
    run = [sys.executable, "-c", "from sssom.cli import main; main()", "validate"]
    assert subprocess.run([*run, file], capture_output=True, check=False).returncode == 0
    wrong = file.with_name("wrong.sssom.tsv")
    wrong.write_text(file.read_text("utf-8").replace("semapv:Lexical", "Lexical"), encoding="utf-8")
    assert subprocess.run([*run, wrong], capture_output=True, check=False).returncode != 0


def test_what_is_computed_is_never_an_exact_match() -> None:
    same = replace(MATCHES[0], relation=Relation.MEME_CONTENU)
    table = write_sssom([same], BASE)
    assert "skos:closeMatch" in table
    assert "exactMatch" not in table
    assert "semapv:LexicalSimilarityThresholdMatching" in table


def test_turtle_tells_all_that_was_kept(tmp_path: Path) -> None:
    file = tmp_path / "matches.ttl"
    encoded = (MATCHES[0], replace(MATCHES[1], other=f"{BASE}competence/RNCP2/%C3%A9%203"), MATCHES[2])
    write_matches(encoded, file, turtle=True, base_iri=BASE, labels={})
    told = {match.one: match for match in read_matches(file, Settings())}
    for match in encoded:
        read = told[match.one]
        assert replace(read, shared=()) == replace(match, shared=())
        assert dict(read.parts) == dict(match.parts)
        assert set(read.shared) == set(match.shared)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("x:1\tskos:closeMatch\thttps://e.org/2\t\t\t\t", "its prefix is not declared"),
        ("https://e.org/1\towl:sameAs\thttps://e.org/2\t\t\t\t", "the predicate owl:sameAs"),
        ("https://e.org/1\tskos:closeMatch\thttps://e.org/2\t\t1.5\t\t", "from 0 to 1"),
        ("https://e.org/1\tskos:closeMatch\thttps://e.org/2\tNot\t0.5\t\t", "needs semapv:Manual"),
        (
            "https://e.org/1\tskos:closeMatch\thttps://e.org/2\t\t0.5\tsemapv:ManualMappingCuration\t",
            "who decided",
        ),
        (
            "https://e.org/1\tskos:closeMatch\thttps://e.org/2\t\t0.5\tsemapv:ManualMappingCuration\tA. Zola",
            "when it was decided",
        ),
    ],
)
def test_a_line_that_says_too_little_is_refused_with_its_place(line: str, complaint: str) -> None:
    head = (
        "#curie_map:\n#  y: https://e.org/\nsubject_id\tpredicate_id\tobject_id\tpredicate_modifier\tconfidence\t"
        "mapping_justification\tauthor_label\n"
    )
    with pytest.raises(SourceUnreadable, match=complaint) as caught:
        read_sssom(head + line + "\n", "table.tsv")
    assert "table.tsv, line 4" in str(caught.value)


def test_a_file_that_is_no_table_of_matches_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.tsv"
    file.write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(SourceUnreadable, match="no table of SSSOM"):
        read_matches(file, Settings())


def test_a_new_computation_leaves_what_a_person_decided() -> None:
    new = (_match("C1", "C1", score=0.9), _match("C2", "é 3", score=0.1))
    merged = {match.one: match for match in merge(MATCHES, new)}
    assert merged[MATCHES[0].one].score == 0.9
    assert merged[MATCHES[1].one] == MATCHES[1]
    overruled = replace(new[1], decision=REJECTED)
    assert overruled in merge(MATCHES, [overruled])


def test_matches_and_decisions_outlive_builds(tmp_path: Path) -> None:
    settings = replace(Settings(), store=tmp_path / "store", jobs=1)
    with pytest.raises(StoreUnavailable, match="build one"):
        keep(MATCHES, settings)
    build([], settings)
    live = LiveCatalog(settings.store, settings.base_iri, settings.queries)
    before = live.get()
    chef, digital = (before.referentiel(code).competences for code in ("chef-de-projet-digital", "RNCP25520"))
    found = [replace(MATCHES[0], one=a.key, other=b.key) for a, b in zip(chef[:3], digital[:3], strict=True)]
    keep(found, settings)
    one, other = found[0].one, found[0].other
    keep([decided(settings.store, other, one, CONFIRMED)], settings)
    with pytest.raises(NotFound, match="no match of"):
        decided(settings.store, one, one, CONFIRMED)
    build([], settings)
    keep(found, settings)
    kept = {(each.one, each.other): each for each in kept_matches(settings.store)}
    assert kept[one, other].decision == replace(CONFIRMED, reason="Même épreuve et même objet")
    assert sum(each.decision is not None for each in kept.values()) == 1
    after = live.get()
    counts = {name: count for name, count in after.version.graph_counts().items() if "rapproch" in name}
    assert set(counts) == {f"{BASE}rapprochements/calcules", f"{BASE}rapprochements/decides"}
    assert set(after.matched_texts()) == {iri for pair in kept for iri in pair}
