"""Headers that protect readers, and those that let programs of other sites read."""

from __future__ import annotations

import re

from graphkit.audit.evidence import Checks, judge, skip
from graphkit.audit.page import Page
from graphkit.audit.site import Site

_UNSAFE = ("'unsafe-inline'", "'unsafe-eval'")
_VERSION = re.compile(r"\d+\.\d+")


def check_headers(site: Site) -> Checks:
    """Yield what the pages and the data say in their headers.

    Args:
        site: the site.
    """
    home = site.home
    yield judge("headers.home", "the site has a page for people", home.media_type == "text/html", home.told)
    yield from _policy(home.header("content-security-policy"))
    yield judge(
        "headers.nosniff",
        "types of content are not guessed (X-Content-Type-Options: nosniff)",
        home.header("x-content-type-options").lower() == "nosniff",
        _said(home.header("x-content-type-options")),
    )
    yield judge(
        "headers.referrer",
        "addresses of readers are not handed on (Referrer-Policy)",
        home.header("referrer-policy").lower() not in {"", "unsafe-url"},
        _said(home.header("referrer-policy")),
    )
    framed = "frame-ancestors" in home.header("content-security-policy")
    yield judge(
        "headers.frames",
        "other sites cannot frame the pages (frame-ancestors or X-Frame-Options)",
        framed or home.header("x-frame-options").upper() in {"DENY", "SAMEORIGIN"},
        "frame-ancestors" if framed else _said(home.header("x-frame-options")),
    )
    title = "browsers are told to stay on https (Strict-Transport-Security)"
    if site.root.startswith("https:"):
        hsts = home.header("strict-transport-security")
        yield judge("headers.hsts", title, "max-age=" in hsts, _said(hsts))
    else:
        yield skip("headers.hsts", title, "the site was asked over http")
    server = home.header("server") + home.header("x-powered-by")
    yield judge(
        "headers.banner",
        "no version of a program is told (Server, X-Powered-By)",
        bool(home.status) and not _VERSION.search(server),
        _said(server),
    )
    yield from _languages(site)
    yield from _sharing(site)


def _policy(policy: str) -> Checks:
    directives = {}
    for each in policy.split(";"):
        name, *values = each.split()[:40] or [""]
        directives[name.lower()] = values
    yield judge(
        "headers.csp",
        "a Content-Security-Policy says what pages may load (default-src)",
        "default-src" in directives,
        _said(policy),
    )
    scripts = directives.get("script-src", directives.get("default-src"))
    loose = [each for each in scripts or () if each in {*_UNSAFE, "*", "data:", "http:", "https:"}]
    yield judge(
        "headers.csp-scripts",
        "the policy allows no script that the site does not give",
        scripts is not None and not loose,
        f"allows {' '.join(loose)}" if loose else _said(policy),
    )


def _languages(site: Site) -> Checks:
    for language in site.asked.languages:
        answer = site.visitor.ask(site.root, "text/html", headers={"Accept-Language": language})
        found = Page(answer.body).language if answer.media_type == "text/html" else ""
        yield judge(
            f"labels.page-{language}",
            f"a reader of {language} gets a page in that language",
            found == language,
            f"{answer.told}, lang={found or 'none'}",
        )


def _sharing(site: Site) -> Checks:
    places = {"void": site.at(".well-known/void"), "endpoint": site.endpoint}
    if site.things:
        places["thing"] = site.locate(site.things[0]) or site.things[0]
    for name, url in places.items():
        if not url:
            continue
        answer = site.visitor.ask(url, "text/turtle", headers={"Origin": "https://example.org"})
        origin, credentials = (
            answer.header(f"access-control-allow-{each}") for each in ("origin", "credentials")
        )
        yield judge(
            f"cors.{name}",
            "pages of any site may read it, without the reader's identity",
            origin in {"*", "https://example.org"} and credentials.lower() != "true",
            f"{answer.told}, Access-Control-Allow-Origin: {origin or 'none'}",
        )


def _said(header: str) -> str:
    return header or "none"
