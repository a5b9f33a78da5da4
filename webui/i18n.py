"""The language of a request: which one it is, and the texts of the interface in it.

French texts are the msgids of the gettext catalogue, written with ordinary spaces; English ones come from
``locales/en/LC_MESSAGES/messages.mo``.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.wrappers import Response as BaseResponse

from graphkit.voice import Language
from webui.typography import typeset_french

LANGUAGES = ("fr", "en")
COOKIE = "langue"
LOCALES = Path(__file__).parent / "locales"
_A_YEAR = 365 * 24 * 3600


class _French(gettext.NullTranslations):
    """The msgids themselves, with French typographic spaces."""

    def gettext(self, message: str) -> str:
        return typeset_french(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        # French counts nought and one as singular.
        return typeset_french(msgid1 if abs(n) < 2 else msgid2)  # noqa: PLR2004

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - gettext's signature
        return typeset_french(message)


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the texts of a language; a missing English text shows its French msgid."""
    if language == "en":
        return gettext.translation("messages", LOCALES, ["en"])
    return _French()


def choose_language(asked: str | None, remembered: str | None, accepted: LanguageAccept) -> str:
    """Return the language of an answer.

    Args:
        asked: the ``lang`` parameter of the address.
        remembered: the cookie.
        accepted: the ``Accept-Language`` header.
    """
    for wanted in (asked, remembered):
        if wanted in LANGUAGES:
            return wanted
    return accepted.best_match(LANGUAGES, "fr") or "fr"


def language() -> Language:
    """Return the language of the current request."""
    if "language" not in g:
        g.language = choose_language(
            request.args.get("lang"), request.cookies.get(COOKIE), request.accept_languages
        )
    return "en" if g.language == "en" else "fr"


def translate(message: str) -> str:
    """Return an interface text in the language of the current request."""
    return translations(language()).gettext(message)


def translate_plural(singular: str, plural: str, n: int) -> str:
    """Return the form of an interface text that goes with a number."""
    return translations(language()).ngettext(singular, plural, n)


def translate_in_context(context: str, message: str) -> str:
    """Return an interface text that means different things in different places."""
    return translations(language()).pgettext(context, message)


def mark(message: str) -> str:
    """Return a text as it is, marked for extraction where it is written and translated where it is shown."""
    return message


def mark_plural(singular: str, plural: str) -> tuple[str, str]:
    """Return the two forms of a text as they are, marked for extraction."""
    return singular, plural


def install(app: Flask) -> None:
    """Give templates the texts, and answers their language."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        translate, translate_plural, newstyle=True, pgettext=translate_in_context
    )
    app.after_request(_announce)


def _announce(response: Response) -> Response:
    """Say the language of a page, and remember the one that was asked for by address."""
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", language())
    asked = request.args.get("lang")
    if asked in LANGUAGES and request.cookies.get(COOKIE) != asked:
        remember(response, COOKIE, asked)
    return response


def remember(response: BaseResponse, name: str, value: str) -> None:
    """Keep a preference in a cookie for a year; it identifies nobody."""
    response.set_cookie(
        name,
        value,
        max_age=_A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
        path=request.script_root or "/",
    )


def forget(response: BaseResponse, name: str) -> None:
    """Drop a preference."""
    response.delete_cookie(name, httponly=True, samesite="Lax", path=request.script_root or "/")
