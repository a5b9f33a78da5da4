"""What the SPARQL endpoint answers to each request of the protocol, and what it refuses.

Source: https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-service-description/.
"""

from __future__ import annotations

import json
from urllib.parse import urlencode

from graphkit.audit.evidence import Checks, judge
from graphkit.audit.site import RESULTS, Site
from graphkit.questions import load_query

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORM = "application/x-www-form-urlencoded"
_RESULTS = (
    ("json", RESULTS),
    ("xml", "application/sparql-results+xml"),
    ("csv", "text/csv"),
    ("tsv", "text/tab-separated-values"),
)
_GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml")
# An update that changes nothing, should it be carried out.
_UPDATE = "INSERT DATA {}"
_OK = 200
_BAD_REQUEST = 400
_NOT_ACCEPTABLE = 406
_REFUSALS = frozenset({400, 401, 403, 405, 415, 501})


def check_endpoint(site: Site) -> Checks:
    """Yield what the endpoint answers.

    Args:
        site: the site.
    """
    yield judge(
        "endpoint.found",
        "there is a SPARQL endpoint",
        bool(site.endpoint),
        site.endpoint or "none; give --endpoint",
    )
    if not site.endpoint:
        return
    yield from _description(site)
    yield from _answers(site)
    yield from _refusals(site)


def _description(site: Site) -> Checks:
    found = site.service
    services = found.of_type(f"{_SD}Service")
    yield judge(
        "endpoint.description",
        "asked for RDF without a query, it describes itself",
        bool(services),
        found.trouble or f"{found.media_type}, {len(found.triples)} triples",
    )
    for name in ("endpoint", "supportedLanguage", "resultFormat"):
        values = [value for each in services for value in found.values(each, _SD + name)]
        yield judge(
            f"endpoint.sd-{name}", f"its description has sd:{name}", bool(values), f"{len(values)} value(s)"
        )


def _answers(site: Site) -> Checks:
    query = load_query("audit-une-ligne").text
    for name, media in _RESULTS:
        answer = site.query(query, media)
        held = answer.status == _OK and answer.media_type == media and b"1" in answer.body
        yield judge(f"endpoint.{name}", f"rows are given as {media}", held, answer.told)
    for media in _GRAPHS:
        answer = site.query(load_query("audit-un-triplet").text, media)
        held = answer.status == _OK and answer.media_type == media
        yield judge(
            f"endpoint.{media.rpartition('/')[2]}", f"triples are given as {media}", held, answer.told
        )
    ways = {
        "post-form": (_FORM, urlencode({"query": query}).encode()),
        "post-direct": ("application/sparql-query", query.encode()),
    }
    for name, (media, body) in ways.items():
        answer = site.visitor.ask(
            site.endpoint, RESULTS, method="POST", headers={"Content-Type": media}, body=body
        )
        yield judge(
            f"endpoint.{name}", f"a query may be sent by POST as {media}", _has_rows(answer.body), answer.told
        )
    head = site.query(query, method="HEAD")
    yield judge(
        "endpoint.head", "HEAD is answered without content", head.status == _OK and not head.body, head.told
    )
    options = site.visitor.ask(
        site.endpoint,
        method="OPTIONS",
        headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"},
    )
    allowed = options.header("access-control-allow-origin")
    yield judge(
        "endpoint.options",
        "a browser that asks before sending a query is let through",
        options.status in {200, 204} and allowed in {"*", "https://example.org"},
        f"{options.told}, Access-Control-Allow-Origin: {allowed or 'none'}",
    )


def _has_rows(body: bytes) -> bool:
    try:
        return bool(json.loads(body)["results"]["bindings"])
    except (ValueError, KeyError, TypeError):
        return False


def _refusals(site: Site) -> Checks:
    query = load_query("audit-une-ligne").text
    # Cut where its pattern begins.
    wrong = site.query(query[: query.index("}")])
    yield judge(
        "endpoint.400", "a query that is none is refused with 400", wrong.status == _BAD_REQUEST, wrong.told
    )
    none = site.query(query, "application/x-no-such-format")
    yield judge(
        "endpoint.406",
        "a format that is not to be had is refused with 406",
        none.status == _NOT_ACCEPTABLE,
        none.told,
    )
    form, direct = {"Content-Type": _FORM}, {"Content-Type": "application/sparql-update"}
    encoded = urlencode({"update": _UPDATE})
    updates: dict[str, tuple[str, str, dict[str, str], bytes | None]] = {
        "update-get": ("GET", f"{site.endpoint}?{encoded}", {}, None),
        "update-form": ("POST", site.endpoint, form, encoded.encode()),
        "update-direct": ("POST", site.endpoint, direct, _UPDATE.encode()),
    }
    for name, (method, url, headers, body) in updates.items():
        answer = site.visitor.ask(url, RESULTS, method=method, headers=headers, body=body)
        yield judge(
            f"endpoint.{name}",
            "an update by a stranger is refused (405, or another refusal)",
            answer.status in _REFUSALS,
            answer.told,
        )
