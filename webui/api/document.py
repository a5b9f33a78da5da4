"""The description of the API in OpenAPI 3.1, made from its routes.

Source: https://spec.openapis.org/oas/v3.1.1.html.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphkit import __version__
from graphkit.publish.licence import LICENCE
from webui.api.parameters import Parameter, Text
from webui.api.routes import Route, routes
from webui.api.schemas import components, schema_name
from webui.i18n import mark

Say = Callable[[Text], str]
#: Number of the version, which changes when a program that reads the answers would break.
VERSION = "1"
PREFIX = f"/api/{VERSION}"
_TITLE = mark("API des référentiels et certifications professionnelles")
_TEXT = mark(
    "Lecture seule, sans clé, en JSON : les mêmes vues que les pages du site. Une erreur est un document"
    " application/problem+json (RFC 9457). Une réponse porte un ETag ; les listes se lisent par pages"
    " (limit, offset), la suivante est dans l’en-tête Link."
)
#: Status -> what it means.
_PROBLEMS = {
    "400": mark("Un paramètre manque ou n’a pas la forme attendue."),
    "404": mark("Le graphe ne contient rien de ce nom."),
    "406": mark("Le client n’accepte pas le JSON."),
    "503": mark("Le graphe n’est pas ouvert pour le moment."),
}


def describe(root: str, say: Say) -> dict[str, Any]:
    """Return the document.

    Args:
        root: path of the site, without trailing slash.
        say: gives a text of the interface in the language wanted.
    """
    every = routes()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": say(_TITLE),
            "version": __version__,
            "description": say(_TEXT),
            "license": {"name": "Licence Ouverte 2.0", "url": LICENCE},
        },
        "servers": [{"url": f"{root}{PREFIX}"}],
        "tags": [{"name": say(theme)} for theme in dict.fromkeys(each.theme for each in every)],
        "paths": {each.path: {"get": _operation(each, say)} for each in every},
        "components": {
            "schemas": components(each.view for each in every),
            "responses": {
                f"Problem{status}": {
                    "description": say(text),
                    "content": {
                        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                    },
                }
                for status, text in _PROBLEMS.items()
            },
        },
    }


def _operation(route: Route, say: Say) -> dict[str, Any]:
    return {
        "operationId": route.name,
        "summary": say(route.text),
        "tags": [say(route.theme)],
        "parameters": [_parameter(each, say) for each in route.parameters],
        "responses": {
            "200": {
                "description": "OK",
                "headers": {
                    "ETag": {"schema": {"type": "string"}},
                    "Link": {"schema": {"type": "string"}},
                },
                "content": {
                    "application/json": {
                        "schema": {"$ref": f"#/components/schemas/{schema_name(route.view)}"}
                    }
                },
            },
            **{status: {"$ref": f"#/components/responses/Problem{status}"} for status in _PROBLEMS},
        },
    }


def _parameter(parameter: Parameter, say: Say) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": parameter.name,
        "in": parameter.place,
        "description": say(parameter.text),
        "required": parameter.required,
        "schema": parameter.schema(),
    }
    if parameter.kind == "list":
        found |= {"style": "form", "explode": True}
    if parameter.example is not None:
        example = parameter.example
        found["example"] = list(example) if isinstance(example, tuple) else example
    return found
