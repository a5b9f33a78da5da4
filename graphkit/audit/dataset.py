"""Where the dataset is described, and what is said of it: VoID at its customary places, DCAT, licence.

Source: https://www.w3.org/TR/void/, section 6 (well-known address, back-links) and 4.3 (endpoint).
"""

from __future__ import annotations

from graphkit.audit.evidence import Checks, judge, listed
from graphkit.audit.page import Page
from graphkit.audit.site import DCAT, DCTERMS, VOID, Site
from graphkit.questions import load_query

_LICENCES = (f"{DCTERMS}license", "http://creativecommons.org/ns#license", "https://schema.org/license")
_TITLES = (f"{DCTERMS}title", "http://www.w3.org/2000/01/rdf-schema#label")


def check_dataset(site: Site) -> Checks:
    """Yield how the dataset can be found, and what is said of it.

    Args:
        site: the site.
    """
    yield from _places(site)
    found = site.datasets
    dataset = found[0] if found else ""
    about = site.well_known
    yield judge(
        "dataset.dcat",
        "the dataset is a dcat:Dataset too, so that portals harvest it",
        dataset in about.of_type(f"{DCAT}Dataset"),
        dataset or "no dataset is described",
    )
    licences = about.values(dataset, *_LICENCES)
    yield judge(
        "dataset.licence",
        "the licence of the dataset is told by its address",
        any(each.startswith("http") for each in licences),
        listed(licences) or "no licence",
    )
    languages = about.languages(dataset, *_TITLES)
    yield judge(
        "dataset.title",
        f"the dataset has a title in {listed(site.asked.languages)}",
        set(site.asked.languages) <= languages,
        f"titles in: {listed(sorted(languages)) or 'none'}",
    )
    for name, predicates, title in (
        ("endpoint", (f"{VOID}sparqlEndpoint", f"{DCAT}endpointURL"), "its description names the endpoint"),
        ("vocabularies", (f"{VOID}vocabulary",), "its description names the vocabularies"),
        ("classes", (f"{VOID}classPartition",), "its description counts the classes"),
        ("properties", (f"{VOID}propertyPartition",), "its description counts the properties"),
    ):
        values = about.values(dataset, *predicates)
        yield judge(f"dataset.{name}", title, bool(values), listed(values, 3) or "none")


def _places(site: Site) -> Checks:
    """Yield the four places where programs look for VoID."""
    title = "VoID is found at /.well-known/void"
    datasets = site.well_known.of_type(f"{VOID}Dataset")
    yield judge(
        "void.well-known",
        title,
        bool(datasets),
        site.well_known.trouble or listed(datasets, 2) or "no dataset",
    )
    yield from _back_links(site)
    reached = _described(site)
    yield judge(
        "void.endpoint",
        "VoID is found from the endpoint (its description or its data)",
        bool(reached),
        listed(reached, 2) or site.service.trouble or "no void:Dataset and no link to one",
    )
    links = _links(site)
    yield judge(
        "void.link",
        "VoID is found from the home page (a link or Link header to the description)",
        bool(links),
        listed(links, 2) or f"{site.home.told}: no link to it",
    )


def _back_links(site: Site) -> Checks:
    title = "VoID is found from the data of a thing (void:inDataset)"
    for iri in site.things[:1]:
        stated = site.statements(site.locate(iri) or iri)
        linked = sorted(
            {o[1:-1] for _, p, o in stated.triples if p == f"<{VOID}inDataset>" and o.startswith("<")}
        )
        yield judge(
            "void.back-link", title, bool(linked), stated.trouble or listed(linked, 2) or f"<{iri}>: none"
        )
        return
    yield judge("void.back-link", title, held=False, evidence="no thing to look at")


def _described(site: Site) -> list[str]:
    """Return the datasets that the endpoint describes, leads to, or holds the description of."""
    found = [*site.service.of_type(f"{VOID}Dataset"), *(set(site.datasets) & site.service.iris)]
    if not found and site.endpoint:
        found = site.select(load_query("audit-jeux-de-donnees").text, "jeu")
    return sorted(set(found))


def _links(site: Site) -> list[str]:
    """Return the addresses of descriptions that the home page leads to."""
    known = {site.locate(iri) for iri in site.datasets} | {site.at(".well-known/void")}
    told = [*Page(site.home.body).links, *site.home.links]
    found = []
    for relation, address in told:
        whole = site.at(address)
        bare = whole.removesuffix(".ttl").removesuffix(".jsonld").removesuffix(".rdf")
        if relation in {"describedby", "alternate", "meta"} and ({whole, bare} & known or "void" in address):
            found.append(whole)
    return sorted(set(found))
