"""Search in the catalog: spellings of codes, and the way without an index."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphkit.catalog import Catalog
from graphkit.catalog.codes import targets_of
from graphkit.identifiers import Minter
from graphkit.index.reading import read_entries, read_labels_of_codes
from graphkit.index.texts import Kind
from graphkit.store.embedded import EmbeddedStore
from graphkit.store.memory import MemoryStore
from graphkit.store.versions import build_version, open_current

BASE = "https://w3id.org/referentiels/"
SITE = "https://www.francecompetences.fr/recherche"

SPELLINGS = [
    ("RNCP35419", "certification/RNCP35419"),
    ("rncp 35419", "certification/RNCP35419"),
    ("rncp35419 ", "certification/RNCP35419"),
    ("35419", "certification/RNCP35419"),
    ("RNCP 35 419", "certification/RNCP35419"),
    ("RNCP\u00a035419", "certification/RNCP35419"),
    ("RNCP n° 35419", "certification/RNCP35419"),
    ("fiche RNCP n°35419", "certification/RNCP35419"),
    ("n° RNCP35419", "certification/RNCP35419"),
    ("RNCP-35419", "certification/RNCP35419"),
    ("RNCP035419", "certification/RNCP35419"),
    ("RS5000", "certification/RS5000"),
    ("rs 5000", "certification/RS5000"),
    ("5000", "certification/RS5000"),
    (f"{SITE}/rncp/35419/", "certification/RNCP35419"),
    (f"{SITE.removeprefix('https://www.')}/RS/5000", "certification/RS5000"),
    (f"{BASE}certification/RNCP35419", "certification/RNCP35419"),
    ("/certification/RNCP35419", "certification/RNCP35419"),
    ("RNCP37674BC01", "bloc/RNCP37674BC01"),
    ("rncp37674 bc 1", "bloc/RNCP37674BC01"),
    ("RNCP37674-BC01", "bloc/RNCP37674BC01"),
    ("bloc 1 de RNCP37674", "bloc/RNCP37674BC01"),
    ("bloc/RNCP40505-01", "bloc/RNCP40505-01"),
    ("M1805", "rome/M1805"),
    ("m 1805", "rome/M1805"),
    ("M18", "rome/M18"),
    ("code ROME : M1805", "rome/M1805"),
    ("326", "nsf/326"),
    ("NSF 326t", "nsf/326t"),
    ("31094", "formacode/31094"),
    ("niveau 7", "niveau/7"),
    ("NIV7", "niveau/7"),
    ("niv. 7", "niveau/7"),
    ("130017270", "certificateur/130017270"),
    ("130 017 270", "certificateur/130017270"),
    ("13001727000013", "certificateur/130017270"),
    ("SIRET : 130 017 270 00013", "certificateur/130017270"),
    ("12345678900011", "organisme/12345678900011"),
    ("chef-de-projet-digital", "certification/chef-de-projet-digital"),
]
WORDS = [
    "développeur web",
    "rome antique",
    "niveau d'études",
    "auto-école",
    "code",
    "bloc opératoire",
    "C++",
    "//",
    "a//b",
]


@pytest.mark.parametrize(("spelling", "target"), SPELLINGS)
def test_every_spelling_of_a_code_may_stand_for_the_thing(spelling: str, target: str) -> None:
    assert BASE + target in targets_of(spelling, Minter())


def test_a_code_named_with_its_register_stands_for_one_thing() -> None:
    for spelling, target in SPELLINGS[:3] + SPELLINGS[11:13] + SPELLINGS[18:22]:
        assert targets_of(spelling, Minter()) == [BASE + target]


@pytest.mark.parametrize("text", WORDS)
def test_words_are_no_code(text: str, embedded: EmbeddedStore) -> None:
    assert Catalog(embedded).search(text).targets == ()


@pytest.mark.parametrize(
    ("siret", "path"),
    [("13001727000013", "certificateur/130017270"), ("123 456 789 00011", "organisme/12345678900011")],
)
def test_a_siret_goes_to_the_certifier_or_to_the_partner(
    embedded: EmbeddedStore, siret: str, path: str
) -> None:
    assert Catalog(embedded).search(siret).jump == path


def test_the_index_holds_every_kind_of_text(embedded: EmbeddedStore) -> None:
    kinds = {text.kind for entry in read_entries(embedded) for text in entry.texts}
    assert kinds >= {
        Kind.INTITULE,
        Kind.BLOC,
        Kind.ACTIVITE,
        Kind.COMPETENCE,
        Kind.CRITERE,
        Kind.MODALITE,
        Kind.CERTIFICATEUR,
    }
    entries = {entry.iri.removeprefix(f"{BASE}certification/"): entry for entry in read_entries(embedded)}
    known = entries["RNCP34762"]
    assert (known.level, known.state, known.register) == ("7", "active", "rncp")
    assert known.codes == (f"{BASE}rome/M1803",)
    labels = read_labels_of_codes(embedded)[f"{BASE}rome/M1803"]
    assert [label.text for label in labels] == ["Direction des systèmes d'information"]


def test_a_search_says_where_the_words_stand(embedded: EmbeddedStore) -> None:
    found = Catalog(embedded).search("piloter des projets")
    assert found.indexed
    hit = next(each for each in found.hits if each.certification.identifier == "RNCP25520")
    match = next(each for each in hit.matches if each.kind == "bloc")
    assert [match.cell.label[start:end] for start, end in match.marks] == ["Piloter", "projet"]
    assert match.cell.path == "bloc/RNCP25520BC02"
    assert (hit.blocs, hit.certification.level) == (2, "7")


def test_a_job_name_finds_the_certifications_that_aim_at_its_code(tmp_path: Path, nquads: Path) -> None:
    label = '<http://www.w3.org/2004/02/skos/core#altLabel> "Architecte réseaux"@fr'
    more = tmp_path / "more.nq"
    more.write_bytes(
        nquads.read_bytes() + f"<{BASE}rome/M1803> {label} <{BASE}nomenclature/rome> .\n".encode()
    )
    build_version(tmp_path / "s", more)
    found = Catalog(open_current(tmp_path / "s")).search("architecte reseau")
    assert {hit.certification.identifier for hit in found.hits} == {"RNCP25520", "RNCP34762"}
    assert {(m.kind, m.cell.path) for hit in found.hits for m in hit.matches} == {
        ("appellation", "rome/M1803")
    }


def test_a_store_without_index_is_searched_letter_for_letter_and_says_so(memory: MemoryStore) -> None:
    catalog = Catalog(memory)
    found = catalog.search("digital")
    assert not found.indexed
    assert found.total == 3
    assert all(match.marks == () for hit in found.hits for match in hit.matches)
    assert catalog.search("stratégies").total == 0


def test_a_slip_is_forgiven_and_told(embedded: EmbeddedStore) -> None:
    assert Catalog(embedded).search("stratégies digitales").corrections == ()
    found = Catalog(embedded).search("stratejie")
    assert found.corrections == (("stratejie", "strategie"),)
    assert found.total
