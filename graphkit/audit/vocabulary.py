"""What is expected of an ontology, as far as it can be told from the ontology itself.

Source: the tests of FOOPS! (https://w3id.org/foops/), those that need no registry of other sites.
"""

from __future__ import annotations

from collections.abc import Sequence

from graphkit.audit.evidence import Checks, judge, listed, skip
from graphkit.audit.page import Page
from graphkit.audit.site import DCTERMS, FORMATS, OWL, Site
from graphkit.audit.statements import Statements, language_of, plain, read_statements

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_VANN = "http://purl.org/vocab/vann/"
_DC = "http://purl.org/dc/elements/1.1/"
_SCHEMA = "https://schema.org/"
_KINDS = (
    *(
        f"{OWL}{name}"
        for name in (
            "Class",
            "ObjectProperty",
            "DatatypeProperty",
            "AnnotationProperty",
            "NamedIndividual",
        )
    ),
    f"{_RDFS}Class",
    f"{_RDF}Property",
)
_LABELS = (f"{_RDFS}label", f"{_SKOS}prefLabel")
_DEFINITIONS = (
    f"{_SKOS}definition",
    f"{_RDFS}comment",
    f"{DCTERMS}description",
    "http://purl.obolibrary.org/obo/IAO_0000115",
)
#: Name of a check -> what is expected of the ontology, properties of which one says it.
_METADATA: dict[str, tuple[str, tuple[str, ...]]] = {
    "title": ("a title", (f"{DCTERMS}title", f"{_DC}title", f"{_RDFS}label", f"{_SKOS}prefLabel")),
    "description": (
        "a description",
        (f"{DCTERMS}description", f"{_DC}description", f"{DCTERMS}abstract", f"{_RDFS}comment"),
    ),
    "licence": (
        "a licence",
        (f"{DCTERMS}license", "http://creativecommons.org/ns#license", f"{_SCHEMA}license"),
    ),
    "creator": (
        "who made it (creator, contributor or publisher)",
        (
            f"{DCTERMS}creator",
            f"{_DC}creator",
            f"{DCTERMS}contributor",
            f"{DCTERMS}publisher",
            f"{_SCHEMA}creator",
        ),
    ),
    "version-iri": ("an address of its version", (f"{OWL}versionIRI",)),
    "version-info": ("the number of its version", (f"{OWL}versionInfo",)),
    "created": (
        "a date",
        (f"{DCTERMS}created", f"{DCTERMS}issued", f"{DCTERMS}modified", f"{_DC}date", f"{DCTERMS}date"),
    ),
    "prefix": ("a preferred prefix", (f"{_VANN}preferredNamespacePrefix",)),
    "namespace": ("its namespace", (f"{_VANN}preferredNamespaceUri",)),
}
_PERMANENT = (
    "https://w3id.org/",
    "http://w3id.org/",
    "http://purl.org/",
    "https://purl.org/",
    "https://doi.org/",
)


def check_ontology(site: Site) -> Checks:
    """Yield what the ontology of the site says of itself and of its terms.

    Args:
        site: the site.
    """
    iri = site.ontology
    url = site.locate(iri) if iri else None
    if url is None:
        yield judge(
            "ontology.found",
            "the site has an ontology of its own",
            held=False,
            evidence="its description names none under its addresses; name one with --ontology",
        )
        return
    stated: dict[str, Statements] = {}
    for wanted in FORMATS[1:4]:
        answer = site.visitor.ask(url, wanted.accept)
        found = read_statements(answer, site.settings)
        stated[wanted.name] = found
        held = answer.media_type == wanted.accept and bool(found.triples)
        yield judge(
            f"ontology.{wanted.name}",
            f"<{iri}> is given as {wanted.accept}",
            held,
            found.trouble or f"{answer.told}, {len(found.triples)} triples",
        )
    graph = next((each for each in stated.values() if each.triples), Statements())
    read = {name: each.triples for name, each in stated.items() if each.triples}
    others = [name for name, triples in read.items() if triples != graph.triples]
    yield judge(
        "ontology.same",
        "every syntax of it states the same",
        len(read) > 1 and not others,
        f"{listed(others)}: not the triples of the first"
        if others
        else f"read in {listed(list(read)) or 'none'}",
    )
    yield from _metadata(site, iri, graph)
    terms = _terms(graph, iri)
    yield from _documentation(site, url, terms)
    yield from _of_terms(site, graph, terms, iri)


def _metadata(site: Site, iri: str, graph: Statements) -> Checks:
    yield judge(
        "ontology.declared",
        "its address is declared as an owl:Ontology",
        iri in graph.of_type(f"{OWL}Ontology"),
        listed(graph.of_type(f"{OWL}Ontology"), 3) or "no owl:Ontology",
    )
    yield judge(
        "ontology.permanent",
        "its address is one that lasts (w3id.org, purl.org, doi.org)",
        iri.startswith(_PERMANENT),
        iri,
    )
    for name, (what, properties) in _METADATA.items():
        values = graph.values(iri, *properties)
        yield judge(f"ontology.{name}", f"it tells {what}", bool(values), listed(values, 2) or "none")
    titles = graph.languages(iri, *_METADATA["title"][1])
    yield judge(
        "labels.ontology-title",
        f"it has a title in {listed(site.asked.languages)}",
        set(site.asked.languages) <= titles,
        f"titles in: {listed(sorted(titles)) or 'none'}",
    )
    title = "the address of its version answers"
    versions = [located for each in graph.values(iri, f"{OWL}versionIRI") if (located := site.locate(each))]
    if versions:
        answer = site.visitor.ask(versions[0], "text/turtle")
        yield judge("ontology.version-answers", title, answer.status == 200, f"{versions[0]}: {answer.told}")  # noqa: PLR2004
    else:
        yield judge(
            "ontology.version-answers", title, held=False, evidence="no version to ask for on this site"
        )


def _terms(graph: Statements, iri: str) -> list[str]:
    """Return the terms that the ontology declares in its own namespace."""
    return [term for term in graph.of_type(*_KINDS) if _within(term, iri)]


def _within(term: str, iri: str) -> bool:
    return term.startswith((f"{iri}#", f"{iri.rstrip('/')}/"))


def _documentation(site: Site, url: str, terms: Sequence[str]) -> Checks:
    answer = site.visitor.ask(url, "text/html")
    yield judge("ontology.html", "it is documented for people", answer.media_type == "text/html", answer.told)
    hashed = [term for term in terms if "#" in term]
    title = "each term with a # leads to its place in the documentation"
    if not hashed:
        yield skip("ontology.anchors", title, "it has no such term")
        return
    anchors = Page(answer.body).anchors if answer.media_type == "text/html" else set()
    lost = [term for term in hashed if term.partition("#")[2] not in anchors]
    yield judge("ontology.anchors", title, not lost, _missing(lost, len(hashed)))


def _of_terms(site: Site, graph: Statements, terms: Sequence[str], iri: str) -> Checks:
    yield judge("ontology.terms", "it declares terms of its own", bool(terms), f"{len(terms)} terms")
    if not terms:
        return
    labels, definitions = _texts(graph, _LABELS), _texts(graph, _DEFINITIONS)
    for name, found, what in (("label", labels, "a label"), ("definition", definitions, "a definition")):
        bare = [term for term in terms if term not in found]
        yield judge(f"ontology.{name}s", f"each term has {what}", not bare, _missing(bare, len(terms)))
        for language in site.asked.languages:
            lacking = [term for term in terms if language not in found.get(term, ())]
            yield judge(
                f"labels.{name}-{language}",
                f"each term has {what} in {language}",
                not lacking,
                _missing(lacking, len(terms)),
            )
    spoken_of = graph.subjects
    broken = sorted(term for term in graph.iris if term.startswith(f"{iri}#") and term not in spoken_of)
    yield judge(
        "ontology.broken",
        "no address of a term is used that nothing is said of",
        not broken,
        _missing(broken, len(spoken_of)),
    )
    reused = sorted({_space(plain(p)) for _, p, _ in graph.triples} - {f"{iri}#"})
    yield judge(
        "ontology.reuse",
        "it describes itself with vocabularies that others use too",
        any(each in {DCTERMS, _DC, _SKOS, _VANN, _SCHEMA} for each in reused),
        listed(reused),
    )


def _texts(graph: Statements, predicates: Sequence[str]) -> dict[str, set[str]]:
    """Return IRI -> languages of its texts."""
    wanted = {f"<{each}>" for each in predicates}
    found: dict[str, set[str]] = {}
    for s, p, o in graph.triples:
        if p in wanted:
            found.setdefault(plain(s), set()).add(language_of(o))
    return found


def _space(iri: str) -> str:
    head, mark, _ = iri.rpartition("#") if "#" in iri else iri.rpartition("/")
    return head + mark


def _missing(lacking: Sequence[str], total: int) -> str:
    if not lacking:
        return f"all {total}"
    names = [each.rpartition("#")[2].rpartition("/")[2] for each in lacking]
    return f"{len(lacking)} of {total}: {listed(names, 3)}"
