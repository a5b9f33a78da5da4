"""In which formats the answers of queries are given, and which of them a request wants. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping

from webui.negotiation import choose_among

#: Form of a query -> name of each format of its answer -> media type, then what else clients call it.
OFFERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "SELECT": {
        "json": ("application/sparql-results+json", "application/json", "text/json"),
        "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
        "csv": ("text/csv",),
        "tsv": ("text/tab-separated-values",),
    },
    "ASK": {
        "json": ("application/sparql-results+json", "application/json", "text/json"),
        "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    },
    "CONSTRUCT": {
        "ttl": ("text/turtle", "application/x-turtle", "application/turtle"),
        "nt": ("application/n-triples", "text/plain"),
        "rdf": ("application/rdf+xml", "application/xml", "text/xml"),
        "jsonld": ("application/ld+json", "application/json"),
        "trig": ("application/trig", "application/x-trig"),
        "nq": ("application/n-quads", "text/x-nquads"),
    },
}
_PAGE_OFFER = ("text/html", "application/xhtml+xml")
# What people write in an address, beside the names above; the meaning of some depends on the form.
_CUSTOMARY = {
    "json": "application/json",
    "srj": "application/sparql-results+json",
    "xml": "application/xml",
    "srx": "application/sparql-results+xml",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "n-triples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "rdf/xml": "application/rdf+xml",
    "json-ld": "application/ld+json",
    "nquads": "application/n-quads",
    "n-quads": "application/n-quads",
    "html": "text/html",
}
_BY_NAME = {name: media[0] for offers in OFFERS.values() for name, media in offers.items()} | _CUSTOMARY


def media_type(form: str, name: str) -> str:
    """Return the media type of a format.

    Args:
        form: form of the query.
        name: name of a format of its answers.
    """
    return OFFERS[form][name][0]


def media_types(form: str) -> list[str]:
    """Return the media types in which the answer of a query can be had.

    Args:
        form: form of the query; all of them when it is not known.
    """
    forms = [form] if form in OFFERS else list(OFFERS)
    return list(dict.fromkeys(media[0] for each in forms for media in OFFERS[each].values()))


def as_accept(parameter: str) -> str:
    """Return what an ``Accept`` header would say that says the same as a parameter of the address.

    Args:
        parameter: name of a format in any customary spelling, or a media type.
    """
    name = parameter.strip().lower()
    # A plus sign in an address means a space.
    return _BY_NAME.get(name, name.replace(" ", "+") if "/" in name else f"unknown/{name[:40]}")


def wants_page(accept: str) -> bool:
    """Tell whether a client likes a page better than any format for programs.

    Args:
        accept: value of the ``Accept`` header; empty means anything.
    """
    offers = {f"{form} {name}": media for form, each in OFFERS.items() for name, media in each.items()}
    # Last, so that it loses ties: a client that takes anything is no browser.
    offers["html"] = _PAGE_OFFER
    return choose_among(accept, offers) == "html"


def choose_formats(accept: str) -> dict[str, str]:
    """Return for each form of query the format that a client likes best, if it takes any.

    Args:
        accept: value of the ``Accept`` header; empty means anything.
    """
    chosen = {form: choose_among(accept, offers) for form, offers in OFFERS.items()}
    return {form: name for form, name in chosen.items() if name is not None}


def choose_rdf(accept: str) -> str | None:
    """Return the format of RDF that a client likes best, or ``None`` if it takes none.

    Args:
        accept: value of the ``Accept`` header; empty means anything.
    """
    return choose_among(accept, OFFERS["CONSTRUCT"])
