"""Copies of other référentiels: found through the index, told by exact words, and never of one's own text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graphkit.catalog import Catalog
from graphkit.catalog.nearness import Kin
from graphkit.catalog.views import CertificationRef
from graphkit.checking.checker import Checker, Options, Told
from graphkit.checking.reproductions import (
    Enonce,
    Identite,
    Lien,
    Seuils,
    find_reproductions,
    identite_of,
    reproduction_triples,
    statements_of,
)
from graphkit.config import Settings
from graphkit.errors import StoreUnavailable
from graphkit.identifiers import Minter
from graphkit.index.nearness import Near
from graphkit.index.reader import TextIndex
from graphkit.index.texts import Entry, Kind, Text
from graphkit.index.writer import write_index
from graphkit.mapping import map_record
from graphkit.model import (
    Activite,
    Certificateur,
    Certification,
    Competence,
    Critere,
    Document,
    Fait,
    Modalite,
    Record,
    Reference,
)
from graphkit.store.memory import MemoryStore
from graphkit.store.protocol import Store

BASE = "https://w3id.org/referentiels/"
COFFRE = (
    "Tracer le gabarit d’un coffret en noyer à partir du plan coté du client afin de débiter les pièces"
    " sans perte de bois"
)
RUCHE = "Visiter les ruches au printemps en relevant l’état du couvain afin de décider des essaims à nourrir"
COURTE = "Affûter les outils de coupe avant chaque série"
FORMULE = "Mise en situation professionnelle reconstituée à partir d’un dossier remis au candidat par le jury"


def _entry(name: str, *texts: str) -> Entry:
    iri = f"{BASE}certification/{name}"
    named = tuple(
        Text(Kind.COMPETENCE, f"{BASE}competence/{name}/C{n}", text) for n, text in enumerate(texts, 1)
    )
    return Entry(iri, (Text(Kind.INTITULE, iri, f"Titre {name}"), *named))


class Corpus:
    """An index of a few certifications, with what relates them."""

    def __init__(self, folder: Path) -> None:
        others = [
            _entry(f"RNCP{n}", FORMULE, f"Préparer la chose de rang {n} avec soin") for n in range(1, 7)
        ]
        write_index(folder, [*others, _entry("RNCP70", COFFRE, COURTE), _entry("RNCP80", RUCHE)])
        self._index = TextIndex.open(folder)
        self.bodies: frozenset[str] = frozenset()
        self.lineage: frozenset[str] = frozenset()
        self.title = "Coffretier"
        self.level = ""
        self.active = True

    def near(self, text: str, limit: int) -> tuple[Near, ...]:
        """Return candidates."""
        return self._index.near(text, (Kind.COMPETENCE,), limit)

    def titled(self, title: str, limit: int) -> tuple[Near, ...]:
        """Return titles."""
        return self._index.near(title, (Kind.INTITULE,), limit)

    def kin(self, certification: str) -> Kin:
        """Return what relates a certification to others."""
        name = certification.rsplit("/", 1)[-1]
        ref = CertificationRef(certification, "", name, self.title, self.level, self.active)
        return Kin(ref, self.lineage, self.bodies)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path)


DRAFT = Identite(f"{BASE}certification/ebeniste", "Ébéniste de petits objets")
C1 = f"{BASE}competence/ebeniste/C1"


def _find(corpus: Corpus, texte: str, identite: Identite = DRAFT) -> list[tuple[str, Lien, str, float]]:
    found = find_reproductions(identite, [Enonce(C1, texte)], corpus)
    return [
        (each.modele.bearer.removeprefix(BASE), each.lien, each.suite, round(each.part, 2)) for each in found
    ]


def test_a_statement_taken_over_whole_is_found_with_its_model(corpus: Corpus) -> None:
    """Case, accents and punctuation do not hide it."""
    copy = COFFRE.upper().replace("’", " ") + " !"
    found = _find(corpus, copy)
    assert found == [("competence/RNCP70/C1", Lien.AUTRE, copy.removesuffix(" !"), 1.0)]


def test_a_part_taken_over_is_found_and_quoted(corpus: Corpus) -> None:
    """Fourteen words of twenty-three stand in a row in the model."""
    texte = (
        "Dessiner le gabarit d’un coffret en noyer à partir du plan coté du client pour en chiffrer la"
        " matière et le temps"
    )
    ((bearer, lien, suite, part),) = _find(corpus, texte)
    assert (bearer, lien) == ("competence/RNCP70/C1", Lien.AUTRE)
    assert suite == "le gabarit d’un coffret en noyer à partir du plan coté du client"
    # Counted by hand: 14 words in the run, "Dessiner" and the eight of the end outside it.
    assert part == round(14 / 23, 2)


def test_a_statement_of_one_s_own_words_is_left_alone(corpus: Corpus) -> None:
    """It shares the subject, the rare words, and no run of twelve."""
    texte = "Débiter des pièces de noyer pour un coffret en suivant le gabarit et le plan coté du client"
    assert _find(corpus, texte) == []


def test_a_short_statement_counts_only_whole(corpus: Corpus) -> None:
    """Eight words taken over are a copy; seven of them in another sentence are not."""
    assert [each[0] for each in _find(corpus, COURTE)] == ["competence/RNCP70/C2"]
    assert _find(corpus, COURTE.replace("série", "journée de travail")) == []
    assert _find(corpus, "Affûter les outils") == []


def test_what_many_certifications_say_is_nobody_s(corpus: Corpus) -> None:
    """The same opening of an assessment stands in six certifications; four would not be enough."""
    assert _find(corpus, FORMULE) == []
    strict = find_reproductions(DRAFT, [Enonce(C1, FORMULE)], corpus, Seuils(frequence=7))
    assert len(strict) == 6


def test_the_certification_itself_is_passed_over(corpus: Corpus) -> None:
    """A certification of the graph has its own words."""
    assert _find(corpus, COFFRE, Identite(f"{BASE}certification/RNCP70")) == []


@pytest.mark.parametrize(
    ("identite", "expected"),
    [
        (DRAFT, Lien.AUTRE),
        (Identite(DRAFT.iri, "COFFRETIER"), Lien.MEME_INTITULE),
        (Identite(DRAFT.iri, "x", frozenset({f"{BASE}certification/RNCP70"})), Lien.LIGNEE),
        (Identite(f"{BASE}certification/RNCP90", "x"), Lien.LIGNEE),
        (Identite(DRAFT.iri, "x", certificateurs=frozenset({"body"})), Lien.MEME_CERTIFICATEUR),
    ],
)
def test_what_relates_two_certifications_is_said_and_spares_the_own_text(
    corpus: Corpus, identite: Identite, expected: Lien
) -> None:
    """Only the words of a certification that is not one's own reach the rule."""
    corpus.lineage, corpus.bodies = frozenset({f"{BASE}certification/RNCP90"}), frozenset({"body"})
    found = find_reproductions(identite, [Enonce(C1, COFFRE)], corpus)
    assert [each.lien for each in found] == [expected]
    assert bool(reproduction_triples(found)) is (expected is Lien.AUTRE)


def test_the_rule_is_given_the_statement_its_model_and_the_other_certification(corpus: Corpus) -> None:
    """Five triples a reproduction, on a node named after both ends."""
    triples = reproduction_triples(find_reproductions(DRAFT, [Enonce(C1, COFFRE)], corpus))
    objects = {predicate.rsplit("#", 1)[-1].rstrip(">"): value for _, predicate, value in triples}
    assert objects["reproduit"] == f"<{BASE}competence/RNCP70/C1>"
    assert objects["certificationReproduite"] == f"<{BASE}certification/RNCP70>"
    assert objects["aPourReproduction"].startswith(f"<{C1}/reproduction/")
    assert objects["extrait"] == f'"{COFFRE}"'
    assert len(triples) == 5


def test_the_statements_of_a_record_are_its_activities_competences_criteria_and_modalities() -> None:
    """Each with the IRI that it has in the graph."""
    certification = Certification(
        "ebeniste",
        (Fait("skos:prefLabel", "Ébéniste"), Fait("ref:remplace", Reference("RNCP70"))),
        activites=(Activite("A1", "Débit des bois", competences=("C1",)),),
        competences=(
            Competence(
                "Débiter un bois",
                "C1",
                criteres=(Critere("Le bois est sans fente"),),
                modalites=(Modalite("Débit d’un plateau devant le jury"),),
            ),
        ),
        certificateurs=(Certificateur("Atelier du Pin"),),
    )
    minter = Minter()
    triples = map_record(Record(Document("x", "brouillon"), certification), minter).triples
    assert [(each.iri.removeprefix(BASE).split("/")[0], each.texte) for each in statements_of(triples)] == [
        ("activite", "Débit des bois"),
        ("competence", "Débiter un bois"),
        ("critere", "Le bois est sans fente"),
        ("modalite", "Débit d’un plateau devant le jury"),
    ]
    assert identite_of(certification, minter) == Identite(
        f"{BASE}certification/ebeniste",
        "Ébéniste",
        frozenset({f"{BASE}certification/RNCP70"}),
        frozenset({f"{BASE}certificateur/atelier-du-pin"}),
    )


def test_the_catalog_is_a_corpus(embedded: Store) -> None:
    """A competence of the small dataset finds itself, and its certification has kin."""
    statements = Catalog(embedded).statements
    texte = "Rédiger le cahier des charges destiné aux prestataires."
    near = {each.text: each.certification for each in statements.near(texte, 10)}
    assert near[texte] == f"{BASE}certification/RNCP34762"
    kin = statements.kin(f"{BASE}certification/RNCP34762")
    assert kin.ref.identifier == "RNCP34762"
    # As the dataset has it: what it replaces, what replaces it, and its one body.
    assert kin.lineage == {f"{BASE}certification/RNCP25520", f"{BASE}certification/RNCP39568"}
    assert kin.bodies == {f"{BASE}certificateur/ecole-exemple"}


def test_a_graph_without_an_index_says_what_to_do(nquads: Path) -> None:
    """In memory there is none."""
    catalog = Catalog(MemoryStore.parse(nquads.read_bytes()))
    with pytest.raises(StoreUnavailable, match="build the graph again"):
        catalog.statements.near(COFFRE, 5)


def _asked(corpus: Corpus, title: str) -> list[tuple[str, list[str]]]:
    """Return the questions of R45 on a draft of level 6, each with what it cites."""
    draft = f"<{BASE}certification/ebeniste>"
    label, level = "<http://www.w3.org/2004/02/skos/core#prefLabel>", f"<{BASE}ontologie#niveau>"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    told = Told(
        Document("ebeniste.docx", "docx"),
        "ebeniste",
        draft[1:-1],
        (
            (draft, kind, f"<{BASE}ontologie#Certification>"),
            (draft, label, f'"{title}"@fr'),
            (draft, level, f"<{BASE}niveau/6>"),
        ),
        (),
    )
    report = Checker(Settings(), Options(date(2026, 11, 24)), corpus).check_told(told)
    assert not [each for each in report.findings if each.rule == "R45"]
    asked = [each for each in report.questions if each.rule == "R45"]
    return [(each.message.fr, [other.thing.fr for other in each.related]) for each in asked]


def test_a_certification_of_the_same_title_and_another_level_is_asked_about(corpus: Corpus) -> None:
    corpus.level = "5"
    ((message, cited),) = _asked(corpus, "titre  RNCP70")
    assert "RNCP70" in message
    assert cited == ["RNCP70, niveau 5"]


@pytest.mark.parametrize(
    ("title", "level", "active", "lineage"),
    [
        ("Titre RNCP70", "6", True, ""),
        ("Titre RNCP70 de coffretier", "5", True, ""),
        ("Titre RNCP70", "reprise", True, ""),
        ("Titre RNCP70", "5", False, ""),
        ("Titre RNCP70", "5", True, "ebeniste"),
    ],
    ids=["same level", "other title", "no level", "inactive", "of its line"],
)
def test_what_may_well_be_of_another_level_is_not_asked_about(
    corpus: Corpus, title: str, level: str, active: bool, lineage: str
) -> None:
    corpus.level, corpus.active = level, active
    corpus.lineage = frozenset({f"{BASE}certification/{lineage}"} if lineage else ())
    assert _asked(corpus, title) == []
