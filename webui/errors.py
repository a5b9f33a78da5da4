"""Errors as pages that say what to do next, and as problem documents for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, InternalServerError

from graphkit.errors import GraphkitError, NotFound, outcome
from webui.i18n import mark, translate
from webui.negotiation import MEDIA_TYPES, THING_FORMATS, choose_format, split_suffix
from webui.representations import NotOffered, add_link, tell_successors
from webui.templating import page_address, render

#: Addresses where there is nothing but data.
_FOR_PROGRAMS = "/api/"
#: Status -> its title and what a person can do next.
_TEXTS = {
    400: (
        mark("Requête refusée"),
        mark("Ce qui a été demandé ne peut pas être traité tel quel. Corrigez-le puis recommencez."),
    ),
    403: (
        mark("Envoi refusé"),
        mark("Cet envoi vient d’un autre site. Revenez à la page et envoyez-le d’ici."),
    ),
    404: (
        mark("Introuvable"),
        mark("Le graphe ne contient rien à cette adresse. Cherchez par code, intitulé ou mot."),
    ),
    405: (mark("Méthode refusée"), mark("Ce site se lit : cette adresse n’accepte pas cette opération.")),
    406: (
        mark("Format indisponible"),
        mark("Cette adresse n’existe pas dans ce format. Voici ceux qu’elle propose."),
    ),
    413: (mark("Requête trop longue"), mark("L’envoi dépasse la taille acceptée. Raccourcissez-le.")),
    414: (mark("Requête trop longue"), mark("L’envoi dépasse la taille acceptée. Raccourcissez-le.")),
    415: (mark("Requête refusée"), mark("Cette adresse ne reçoit pas ce type de contenu.")),
    429: (
        mark("Trop de requêtes à la fois"),
        mark("Attendez la réponse d’une de vos requêtes avant d’en envoyer une autre."),
    ),
    422: (mark("Données illisibles"), mark("Ce qui a été envoyé ne peut pas être lu.")),
    500: (
        mark("Erreur du site"),
        mark("Une erreur inattendue s’est produite. Rien n’a été modifié ; réessayez plus tard."),
    ),
    503: (
        mark("Graphe indisponible"),
        mark("Les données ne sont pas ouvertes pour le moment. Réessayez dans un instant."),
    ),
}


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """An error as its page shows it.

    Attributes:
        status: HTTP status.
        title: what happened, a text of the interface.
        advice: what to do next, idem.
        detail: what the program says about it; may be empty.
        offered: path, without leading slash, and media type of each format in which the address is to be had.
    """

    template: ClassVar[str] = "error.html"
    status: int
    title: str
    advice: str
    detail: GraphkitError | str = ""
    offered: tuple[tuple[str, str], ...] = ()


def install(app: Flask) -> None:
    """Answer every expected error, and the unexpected one, with a page."""
    app.register_error_handler(GraphkitError, _graphkit_error)
    app.register_error_handler(HTTPException, _http_error)


def _graphkit_error(error: GraphkitError) -> Response:
    answer = error_response(outcome(error)[1], error)
    if isinstance(error, NotFound):
        tell_successors(answer, error.successors)
    return answer


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, InternalServerError) or error.code is None:
        return error_response(500)
    if isinstance(error, NotOffered):
        offered = [
            (error.path if name == "html" else f"{error.path}.{name}", MEDIA_TYPES[name])
            for name in error.formats
        ]
        answer = error_response(406, offered=offered)
        for path, media in offered:
            add_link(answer, page_address(path), "alternate", media)
        return answer
    answer = error_response(error.code)
    if "Allow" in (headers := dict(error.get_headers())):
        answer.headers["Allow"] = headers["Allow"]
    return answer


def title_of(status: int) -> str:
    """Return what a status is called, in the language of the request.

    Args:
        status: HTTP status of an error.
    """
    return translate(_texts_of(status)[0])


def _texts_of(status: int) -> tuple[str, str]:
    return _TEXTS.get(status, _TEXTS[500 if status >= 500 else 400])  # noqa: PLR2004


def error_response(
    status: int, detail: GraphkitError | str = "", offered: Sequence[tuple[str, str]] = ()
) -> Response:
    """Return the answer to a request that failed.

    Args:
        status: HTTP status.
        detail: the error, or what is told of it in English.
        offered: path and media type of each format in which the address is to be had.
    """
    title, advice = _texts_of(status)
    if _is_program():
        content = {"type": "about:blank", "status": status, "title": translate(title), "detail": str(detail)}
        listed = [{"href": page_address(path), "type": media} for path, media in offered]
        answer = jsonify(content | ({"offered": listed} if listed else {}))
        answer.mimetype = "application/problem+json"
    else:
        answer = render(ErrorPage(status, title, advice, detail, tuple(offered)))
    answer.status_code = status
    return answer


def _is_program() -> bool:
    """Tell whether the client asked for data rather than a page."""
    if request.path.startswith(_FOR_PROGRAMS):
        return True
    suffix = split_suffix(request.path, (*THING_FORMATS[1:], "csv"))[1]
    wanted = choose_format(request.headers.get("Accept", ""), (*THING_FORMATS, "csv"))
    return suffix is not None or wanted not in {"html", None}
