"""The index: what is found first, why, and what happens when nothing holds the words."""

from __future__ import annotations

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graphkit.errors import StoreUnavailable
from graphkit.index.reader import Found, TextIndex
from graphkit.index.texts import Entry, Kind, Text
from graphkit.index.writer import write_index

ROME = "rome/K2110"


def entry(name: str, *texts: tuple[Kind, str], state: str = "", codes: tuple[str, ...] = ()) -> Entry:
    """Return a certification that has, as all do, a bloc, a competence and a criterion."""
    usual = [(kind, "Rédiger un rapport") for kind in (Kind.BLOC, Kind.COMPETENCE, Kind.CRITERE)]
    every = {**dict(usual), **dict(texts)}
    return Entry(name, tuple(Text(k, f"{name}/{k}", text) for k, text in every.items()), codes, state=state)


ENTRIES = [
    entry("A", (Kind.INTITULE, "Développeur web"), (Kind.DIPLOME, "Titre professionnel")),
    entry("B", (Kind.INTITULE, "Développeur web et web mobile"), (Kind.DIPLOME, "Titre professionnel")),
    entry("C", (Kind.INTITULE, "Chef de projet"), (Kind.BLOC, "Encadrer un développeur web")),
    entry("D", (Kind.INTITULE, "Manager"), (Kind.COMPETENCE, "Recruter un développeur web")),
    entry("E", (Kind.INTITULE, "Directeur"), (Kind.CRITERE, "Le développeur web est recruté")),
    entry("F", (Kind.INTITULE, "Maréchal-ferrant"), (Kind.DIPLOME, "Certificat d'aptitude professionnelle")),
    entry("G", (Kind.INTITULE, "Enseignant de la conduite"), codes=(ROME,)),
    entry("H", (Kind.INTITULE, "Masseur-kinésithérapeute")),
    entry("I", (Kind.INTITULE, "Expert en cybersécurité")),
    entry("J", (Kind.INTITULE, "Opticien"), state="inactive"),
    entry("K", (Kind.INTITULE, "Opticien"), state="active"),
    entry("L", (Kind.INTITULE, "Fleuriste")),
    entry("M", (Kind.INTITULE, "Fleuriste")),
    entry("N", (Kind.INTITULE, "Animateur"), (Kind.COMPETENCE, "Préparer l’escale d'un navire à quai")),
]
LABELS = {
    ROME: (Text(Kind.APPELLATION, ROME, "Moniteur / Monitrice d'auto-école"),),
    "rome/Z": (Text(Kind.APPELLATION, "rome/Z", "Astronaute"),),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index")
    assert write_index(path, ENTRIES, LABELS) == len(ENTRIES)
    return path


@pytest.fixture(scope="module")
def index(folder: Path) -> TextIndex:
    return TextIndex.open(folder)


def names(found: Found) -> list[str]:
    return [hit.iri for hit in found.hits]


def marked(found: Found) -> list[tuple[str, list[str]]]:
    return [(p.kind, [p.text[start:end] for start, end in p.marks]) for p in found.hits[0].passages]


def test_a_title_weighs_more_than_a_bloc_a_competence_and_a_criterion(index: TextIndex) -> None:
    found = index.search("développeurs WEB", 10)
    assert names(found) == ["A", "B", "C", "D", "E"]
    assert found.total == 5
    assert (found.corrections, found.partial) == ((), False)
    assert marked(found) == [("intitulé", ["Développeur", "web"])]


def test_a_hit_says_where_each_word_stands_and_whose_text_it_is(index: TextIndex) -> None:
    (hit,) = index.search("escales des navires", 10).hits
    (passage,) = hit.passages
    assert passage.bearer == "N/compétence"
    assert [passage.text[start:end] for start, end in passage.marks] == ["escale", "navire"]


def test_words_may_stand_in_different_texts_of_one_certification(index: TextIndex) -> None:
    found = index.search("cap marechal", 10)
    assert names(found) == ["F"]
    assert [passage.kind for passage in found.hits[0].passages] == ["intitulé", "diplôme"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("dwwm", "B"),
        ("titre pro dwwm", "B"),
        ("moniteur auto ecole", "G"),
        ("monitrice d’autoécole", "G"),
        ("masseur kiné", "H"),
        ("cyber sécurité", "I"),
        ("opticienne", "K"),
        ("opticie", "K"),
    ],
)
def test_what_people_type_is_found(index: TextIndex, text: str, first: str) -> None:
    found = index.search(text, 10)
    assert names(found)[0] == first
    assert not found.corrections


def test_the_label_of_a_code_that_no_certification_aims_at_finds_nothing(index: TextIndex) -> None:
    assert index.search("astronaute", 10).total == 0


@pytest.mark.parametrize(
    ("text", "first", "corrections"),
    [
        ("marechal ferant", "F", (("ferant", "ferrant"),)),
        ("Opticein", "K", (("Opticein", "opticien"),)),
        ("fleurisite", "L", (("fleurisite", "fleuriste"),)),
        ("kinésithérapie", "H", (("kinésithérapie", "kinesitherapeute"),)),
    ],
)
def test_a_slip_is_forgiven_when_nothing_else_is_found_and_told(
    index: TextIndex, text: str, first: str, corrections: tuple[tuple[str, str], ...]
) -> None:
    found = index.search(text, 10)
    assert names(found)[0] == first
    assert found.corrections == corrections


def test_some_of_the_words_are_better_than_nothing_and_told(index: TextIndex) -> None:
    found = index.search("fleuriste navire", 10)
    assert found.partial
    assert set(names(found)) == {"L", "M", "N"}


@pytest.mark.parametrize("text", ["", " ", "de la", "qzxw", "…", "' OR 1=1", "a:b", "\x00", "*", "«»"])
def test_what_holds_no_known_word_finds_nothing(index: TextIndex, text: str) -> None:
    assert index.search(text, 10) == Found()


@pytest.mark.parametrize("text", ["assistant RH", "assistant ressources humaines", "RH"])
def test_what_people_shorten_stands_for_its_words_and_these_for_it(tmp_path: Path, text: str) -> None:
    titles = {
        "P": "Assistant en ressources humaines",
        "Q": "Assistant RH",
        "R": "Assistant de gestion",
        "S": "Assistant de ressources minières",
    }
    write_index(tmp_path, [entry(name, (Kind.INTITULE, title)) for name, title in titles.items()])
    found = TextIndex.open(tmp_path).search(text, 10)
    assert (sorted(names(found)), found.partial) == (["P", "Q"], False)
    shown = {hit.iri: [hit.passages[0].text[a:b] for a, b in hit.passages[0].marks] for hit in found.hits}
    assert shown["P"][-2:] == ["ressources", "humaines"]
    assert shown["Q"][-1] == "RH"


def test_where_words_are_missing_a_word_that_was_typed_says_more_than_one_that_it_begins(
    tmp_path: Path,
) -> None:
    # The rarer word would win by its rarity.
    yoga, others = (
        dict.fromkeys(("Q", "R"), "Enseigner le yoga"),
        {"S": "Lire", "T": "Coudre", "U": "Peindre"},
    )
    titles = {"P": "Directeur de profits", **yoga, **others}
    write_index(tmp_path, [entry(name, (Kind.INTITULE, title)) for name, title in titles.items()])
    found = TextIndex.open(tmp_path).search("prof de yoga", 10)
    assert (names(found), found.partial) == (["Q", "R", "P"], True)


def test_a_word_of_four_letters_is_no_slip_for_the_initials_of_a_title(tmp_path: Path) -> None:
    write_index(tmp_path, [entry("P", (Kind.INTITULE, "Biologie, agronomie, faune, nature"))])
    assert TextIndex.open(tmp_path).search("bafa", 10).hits == ()


def test_pages_follow_each_other_without_gap_or_repetition(index: TextIndex) -> None:
    pages = [names(index.search("développeur web", 2, offset)) for offset in (0, 2, 4, 6)]
    assert [name for page in pages for name in page] == ["A", "B", "C", "D", "E"]
    assert names(index.search("fleuriste", 10)) == ["L", "M"]


def test_several_threads_may_search_at_once(index: TextIndex) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: index.search(text, 5).total, ["opticien", "fleurisite"] * 20))
    assert found == [2, 2] * 20


def test_statements_of_the_same_words_are_counted_in_other_certifications(tmp_path: Path) -> None:
    said = {
        "A": "Conduire un audit de cybersécurité, afin de réduire les risques.",
        # Another order, other endings and signs, no accents.
        "B": "Afin de réduire le risque : conduire des audits de cybersecurite",
        "C": "CONDUIRE UN AUDIT DE CYBERSÉCURITÉ AFIN DE RÉDUIRE LES RISQUES",
        # A word more, and a word less.
        "D": "Conduire un audit de cybersécurité afin de réduire les risques majeurs",
        "E": "Conduire un audit de cybersécurité",
    }
    entries = [Entry(name, (Text(Kind.COMPETENCE, f"{name}/1", text),)) for name, text in said.items()]
    # The same words as a criterion are no competence.
    entries.append(Entry("F", (Text(Kind.CRITERE, "F/1", said["A"]),)))
    write_index(tmp_path, entries)
    index = TextIndex.open(tmp_path)
    assert index.alike("A", [said["A"], "de la"]) == (2, 0)
    assert index.alike("D", [said["D"]]) == index.alike("E", [said["E"]]) == (0,)
    # Of no certification of the graph: that of a draft.
    assert index.alike("Z", [said["B"], said["D"], "Piloter un budget"]) == (3, 1, 0)


def test_reading_leaves_the_folder_as_it_was(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    TextIndex.open(folder).search("opticien", 1)
    assert sorted(folder.rglob("*")) == before


def test_what_is_no_index_is_refused(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(StoreUnavailable, match="search index"):
        TextIndex.open(tmp_path)
    with pytest.raises(StoreUnavailable, match="search index"):
        TextIndex.open(folder / "absent")


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    write_index(tmp_path, [])
    assert TextIndex.open(tmp_path).search("web", 10) == Found()


def test_a_lock_that_is_dropped_late_keeps_no_index_from_opening(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread of the library may still write where it was shown the files: they are removed again."""
    calls: list[str] = []

    def late(path: Path, **options: bool) -> None:
        calls.append(str(path))
        if len(calls) > 2:
            remove(path, **options)

    remove = shutil.rmtree
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("graphkit.index.schema.shutil.rmtree", late)
    assert names(TextIndex.open(folder).search("fleuriste", 5)) == ["L", "M"]
    assert len(calls) == 4  # of two indexes: three tries for the first, one for the second
    assert list(tmp_path.iterdir()) == []
