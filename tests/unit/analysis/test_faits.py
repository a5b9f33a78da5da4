"""The facts of wording of a record are triples about its things, of the form that the shapes ask for."""

from __future__ import annotations

from pathlib import Path

from graphkit.analysis.faits import TEXTES, faits_de_redaction
from graphkit.identifiers import Minter
from graphkit.mapping import map_record
from graphkit.model import Record
from graphkit.ntriples import Triple, string, text
from graphkit.sources.trois_colonnes import TroisColonnes
from graphkit.terms import expand
from graphkit.validation import Validator

SAMPLE = Path(__file__).parents[3] / "graphkit" / "sample"
BASE = "https://w3id.org/referentiels/"
C1 = f"<{BASE}competence/RNCP1/C1>"
TYPE = f"<{expand('rdf:type')}>"


def triple(subject: str, predicate: str, value: str) -> Triple:
    return subject, f"<{expand(predicate)}>", value


def thing(subject: str, kind: str, predicate: str, value: str) -> list[Triple]:
    return [(subject, TYPE, f"<{expand(kind)}>"), triple(subject, predicate, text(value))]


def facts(triples: list[Triple]) -> set[tuple[str, str, str]]:
    """The facts with short names."""
    return {
        tuple(part.replace(BASE, "").replace("ontologie#", "ref:").strip("<>") for part in fact)  # type: ignore[misc]
        for fact in faits_de_redaction(triples, Minter())
    }


def test_a_competence_gets_the_facts_of_its_statement() -> None:
    found = facts(
        thing(C1, "ref:Competence", "ref:enonce", "Choisir un parquet pertinent afin d'isoler le sol")
    )
    c1, mention = "competence/RNCP1/C1", "mention/competence/RNCP1/C1/enonce/terme-peu-objectif-19"
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer"
    assert found == {
        (c1, "ref:premierVerbe", '"choisir"'),
        (c1, "ref:debuteParInfinitif", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean'),
        (c1, "ref:aPourClasseDeVerbe", "classe-verbe/action"),
        (c1, "ref:objet", '"un parquet pertinent"@fr'),
        (c1, "ref:finalite", '"afin d\'isoler le sol"@fr'),
        (c1, "ref:nombreEnonces", f'"1"{integer}'),
        (c1, "ref:nombreMots", f'"9"{integer}'),
        (c1, "ref:langueEnonce", '"fr"'),
        (c1, "ref:contientMention", mention),
        (mention, TYPE.strip("<>"), "ref:Mention"),
        (mention, "ref:theme", "theme/terme-peu-objectif"),
        (mention, "ref:mentionDans", "ref:enonce"),
        (mention, "ref:extrait", '"pertinent"'),
        (mention, "ref:caractereDebut", f'"19"{integer}'),
        (mention, "ref:caractereFin", f'"28"{integer}'),
    }


def test_what_a_statement_does_not_tell_is_absent() -> None:
    predicates = {p for _, p, _ in facts(thing(C1, "ref:Competence", "ref:enonce", "Coder"))}
    assert predicates.isdisjoint({"ref:objet", "ref:finalite", "ref:moyen", "ref:contexteEnonce"})


def test_a_text_that_is_not_the_statement_of_its_thing_gets_mentions_only() -> None:
    access = f"<{BASE}acces/RNCP1/vae>"
    found = facts(thing(access, "ref:AccesParVoie", "ref:compositionJury", "Un jury avec le tuteur"))
    assert {p for s, p, _ in found if s == "acces/RNCP1/vae"} == {"ref:contientMention"}
    assert {o for _, p, o in found if p == "ref:theme"} == {
        "theme/jury",
        "theme/evaluateur-externe",
        "theme/tuteur",
    }


def test_texts_of_things_that_no_rule_reads_are_left_alone() -> None:
    assert facts(thing(f"<{BASE}passage/1>", "ref:Passage", "ref:enonce", "Poser un parquet")) == set()
    assert facts([triple(C1, "ref:enonce", text("Poser un parquet"))]) == set()


def test_a_text_without_words_gets_no_facts_of_wording() -> None:
    found = facts(thing(C1, "ref:Competence", "ref:enonce", " ! "))
    assert found == set()


def test_a_second_value_of_a_property_has_mentions_of_its_own() -> None:
    triples = [
        *thing(C1, "ref:Competence", "ref:enonce", "Choix pertinent"),
        triple(C1, "ref:enonce", text("Choix pertinent.")),
    ]
    mentions = {o for _, p, o in facts(triples) if p == "ref:contientMention"}
    assert mentions == {
        "mention/competence/RNCP1/C1/enonce/terme-peu-objectif-6",
        "mention/competence/RNCP1/C1/enonce.2/terme-peu-objectif-6",
    }


def test_offsets_count_in_the_text_and_not_in_its_escaped_form() -> None:
    found = facts(thing(C1, "ref:Competence", "ref:enonce", 'Dire "oui"\nde façon pertinente'))
    assert ("ref:caractereDebut", '"20"') in {(p, o.partition("^")[0]) for _, p, o in found}


def test_each_text_names_terms_that_exist_and_only_one_is_the_statement_of_a_class() -> None:
    for one in TEXTES:
        assert expand(one.classe)
        assert expand(one.propriete)
    principal = [one.classe for one in TEXTES if one.principal]
    assert len(principal) == len(set(principal))


def _record() -> Record:
    (record,) = TroisColonnes().read(SAMPLE / "referentiel_chef_de_projet_digital.txt")
    assert isinstance(record, Record)
    return record


def test_the_facts_of_a_packaged_document_have_the_form_that_the_shapes_ask_for() -> None:
    mapped = map_record(_record(), Minter())
    added = faits_de_redaction(mapped.triples, Minter())
    assert len(added) > 1000
    results = Validator().validate([*mapped.triples, *mapped.common, *added])
    assert [r for r in results if "shapes#Mention" in r.shape or "shapes#Enonce" in r.shape] == []
    assert string("élaborer") in {value for _, _, value in added}


def test_the_facts_are_the_same_each_time_and_none_is_told_twice() -> None:
    mapped = map_record(_record(), Minter())
    added = faits_de_redaction(mapped.triples, Minter())
    assert added == faits_de_redaction(mapped.triples, Minter())
    assert len(added) == len(set(added))
