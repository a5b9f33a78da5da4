"""One address, many formats: what a thing answers to each way of asking (RFC 9110, section 12)."""

from __future__ import annotations

from urllib.parse import urljoin

from graphkit.audit.evidence import Check, Checks, judge, listed, skip
from graphkit.audit.site import FORMATS, Site
from graphkit.audit.statements import read_statements
from graphkit.audit.visit import Answer

_OK = 200
_MOST_LINKS = 8
_UNKNOWN = "application/x-no-such-format"


def check_things(site: Site) -> Checks:
    """Yield what a few things of the site answer.

    Args:
        site: the site.
    """
    if not site.things:
        yield judge(
            "negotiation.things",
            "a thing of the data can be found by its description or its endpoint",
            held=False,
            evidence=f"none under {site.base or site.root}; name one with --thing",
        )
        return
    for number, iri in enumerate(site.things, start=1):
        url = site.locate(iri) or iri
        yield from _formats(site, iri, url, number)
        yield from _choices(site, url, number)
        yield from _validators(site, url, number)
    yield _missing(site)


def _name(number: int, what: str) -> str:
    return f"negotiation.{number}-{what}"


def _formats(site: Site, iri: str, url: str, number: int) -> Checks:
    for wanted in FORMATS:
        answer = site.visitor.ask(url, wanted.accept)
        title = f"<{iri}> is given as {wanted.accept}"
        held = answer.status == _OK and answer.media_type in {wanted.accept, *wanted.also}
        evidence = answer.told
        if held and wanted.name != "html":
            stated = read_statements(answer, site.settings)
            held = iri in stated.subjects
            evidence = stated.trouble or (
                f"{answer.told}, {len(stated.triples)} triples" + ("" if held else ", none about it")
            )
        yield judge(_name(number, wanted.name), title, held, evidence)


def _choices(site: Site, url: str, number: int) -> Checks:
    ranked = site.visitor.ask(url, "text/turtle;q=0.3, application/ld+json;q=0.9, */*;q=0.1")
    yield judge(
        _name(number, "q-values"),
        "the format that the client likes best is given",
        ranked.media_type == "application/ld+json",
        f"JSON-LD liked best: {ranked.told}",
    )
    told = site.visitor.ask(url, "text/turtle; charset=utf-8")
    yield judge(
        _name(number, "parameters"),
        "a media type with parameters is understood",
        told.media_type == "text/turtle",
        f"text/turtle; charset=utf-8: {told.told}",
    )
    refused = site.visitor.ask(url, _UNKNOWN)
    yield judge(
        _name(number, "406"),
        "a format that is not to be had is refused with 406",
        refused.status == 406,  # noqa: PLR2004
        f"{_UNKNOWN}: {refused.told}",
    )
    yield judge(
        _name(number, "vary"),
        "caches are told that the answer depends on Accept",
        "accept" in {each.strip().lower() for each in ranked.header("vary").split(",")},
        f"Vary: {ranked.header('vary') or 'none'}",
    )
    yield _options(site.visitor.ask(url, method="OPTIONS"), _name(number, "options"))


def _options(answer: Answer, name: str) -> Check:
    return judge(
        name,
        "OPTIONS tells the methods",
        answer.status in {200, 204} and "GET" in answer.header("allow").upper(),
        f"{answer.told}, Allow: {answer.header('allow') or 'none'}",
    )


def _validators(site: Site, url: str, number: int) -> Checks:
    got, head = site.visitor.ask(url, "text/turtle"), site.visitor.ask(url, "text/turtle", method="HEAD")
    same = (head.status, head.media_type) == (got.status, got.media_type) and not head.body
    yield judge(
        _name(number, "head"),
        "HEAD says what GET says",
        same and got.status == _OK,
        f"GET {got.told}, HEAD {head.told}",
    )
    title, tag = "what the client has is not sent again (ETag, 304)", got.header("etag")
    if not tag:
        yield judge(_name(number, "304"), title, held=False, evidence="no ETag")
    else:
        again = site.visitor.ask(url, "text/turtle", headers={"If-None-Match": tag})
        yield judge(_name(number, "304"), title, again.status == 304, f"ETag {tag}: {again.told}")  # noqa: PLR2004
    links = [address for relation, address in got.links if relation in {"alternate", "describedby"}]
    dead = [
        f"{address}: {answer.told}"
        for address in dict.fromkeys(links[:_MOST_LINKS])
        if (answer := site.visitor.ask(urljoin(got.url, address), method="HEAD")).status != _OK
    ]
    yield judge(
        _name(number, "links"),
        "the other formats are linked (Link: rel=alternate or describedby), and are there",
        bool(links) and not dead,
        listed(dead, 2) or listed(links, 3) or "no such Link",
    )


def _missing(site: Site) -> Check:
    first = site.things[0]
    nothing = f"{(site.locate(first) or first).rstrip('/')}-0000-nothing"
    title = "what does not exist is answered with 404"
    answer = site.visitor.ask(nothing, "text/turtle")
    if answer.status == 410:  # noqa: PLR2004 - gone
        return skip("negotiation.404", title, f"{nothing}: {answer.told}")
    return judge("negotiation.404", title, answer.status == 404, f"{nothing}: {answer.told}")  # noqa: PLR2004
