"""The API: its description for programs and for people, and its routes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotAcceptable

from graphkit.publish.licence import LICENCE
from webui.api.document import PREFIX, describe
from webui.api.parameters import Text, read_values
from webui.api.routes import Route, routes
from webui.freshness import stamp
from webui.i18n import language, translate
from webui.negotiation import choose_format
from webui.representations import add_link, json_answer, wanted_format
from webui.sharing import READING, SENT, allow, open_to_all
from webui.templating import page_address, render
from webui.typography import typeset_french
from webui.viewer import catalog, viewer

blueprint = Blueprint("api", __name__)

_REFERENCE = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class ApiPage:
    """The description for people, made from the one for programs.

    Attributes:
        document: the description in OpenAPI.
    """

    template: ClassVar[str] = "api.html"
    path: ClassVar[str] = "api"
    document: dict[str, Any]

    @property
    def address(self) -> str:
        """Where the routes begin."""
        return str(self.document["servers"][0]["url"])

    @property
    def themes(self) -> list[tuple[str, list[tuple[str, dict[str, Any]]]]]:
        """Heading -> the routes under it."""
        every = [(path, item["get"]) for path, item in self.document["paths"].items()]
        return [
            (tag["name"], [each for each in every if tag["name"] in each[1]["tags"]])
            for tag in self.document["tags"]
        ]

    @property
    def schemas(self) -> dict[str, Any]:
        """Name of a schema -> the schema."""
        found: dict[str, Any] = self.document["components"]["schemas"]
        return found

    def example(self, path: str, operation: dict[str, Any]) -> str:
        """Return an address that has an answer in the packaged sample."""
        query: dict[str, Any] = {}
        for each in operation["parameters"]:
            if each["in"] == "path":
                path = path.replace(f"{{{each['name']}}}", str(each["example"]))
            elif "example" in each:
                query[each["name"]] = each["example"]
        return self.address + path + (f"?{urlencode(query, doseq=True)}" if query else "")

    def answer(self, operation: dict[str, Any]) -> str:
        """Return the name of the schema of an answer."""
        content = operation["responses"]["200"]["content"]["application/json"]
        return str(content["schema"]["$ref"]).removeprefix(_REFERENCE)

    def kind(self, schema: dict[str, Any]) -> list[tuple[str, str]]:
        """Return what a value is, piece by piece, each with the schema that it leads to or nothing."""
        if "$ref" in schema:
            name = str(schema["$ref"]).removeprefix(_REFERENCE)
            return [(name, name)]
        if "anyOf" in schema:
            return self._joined(schema["anyOf"], " | ")
        if "prefixItems" in schema:
            return [("[", ""), *self._joined(schema["prefixItems"], ", "), ("]", "")]
        if "items" in schema:
            return [*self.kind(schema["items"]), ("[]", "")]
        if "additionalProperties" in schema:
            return [("{ string: ", ""), *self.kind(schema["additionalProperties"]), (" }", "")]
        listed = " | ".join(map(json.dumps, schema.get("enum", ())))
        return [(listed or schema.get("format") or schema["type"], "")]

    def _joined(self, schemas: list[dict[str, Any]], between: str) -> list[tuple[str, str]]:
        pieces = [piece for each in schemas for piece in (*self.kind(each), (between, ""))]
        return pieces[:-1]


@blueprint.after_app_request
def _open(response: Response) -> Response:
    """Let pages of other sites read every answer, and say where the description is."""
    if not request.path.startswith(f"{PREFIX}/"):
        return response
    add_link(response, page_address("api.json"), "service-desc", "application/json")
    add_link(response, page_address("api"), "service-doc", "text/html")
    return open_to_all(response)


@blueprint.get("/api")
@blueprint.get("/api.json")
@blueprint.get("/api.html")
def page() -> Response:
    """Give the description to programs, or show it to people."""
    # JSON first: a client that takes anything is no browser.
    wanted = wanted_format(request.path.lstrip("/"), ("json", "html"))[1]
    document = describe(request.script_root, _say)
    answer = render(ApiPage(document)) if wanted == "html" else open_to_all(json_answer(document))
    answer.headers["Content-Location"] = page_address("api" if wanted == "html" else "api.json")
    add_link(answer, page_address("api.json"), "service-desc", "application/json")
    return stamp(answer)


def _say(text: Text) -> str:
    if isinstance(text, str):
        return translate(text)
    french, english = text
    return english if language() == "en" and english else typeset_french(french)


def _view_of(route: Route) -> Callable[..., Response]:
    def view(**in_path: str) -> Response:
        if request.method == "OPTIONS":
            return allow(Response(status=204), READING, SENT)
        if choose_format(request.headers.get("Accept", ""), ("json",)) is None:
            raise NotAcceptable
        in_query = {name: values for name, values in request.args.lists() if name != "lang"}
        given = read_values(route.parameters, in_path, in_query)
        if route.daily:
            given["jour"] = given["jour"] or viewer().today()
        found = route.answer(catalog(), given)
        answer = json_answer(asdict(found))
        add_link(answer, LICENCE, "license")
        if route.paged:
            _link_pages(answer, found.total, given["limit"], given["offset"])
        return stamp(answer, daily=route.daily)

    return view


def _link_pages(answer: Response, total: int, limit: int, offset: int) -> None:
    """Say where the pages before and after this one are."""
    others = {"prev": max(offset - limit, 0) if offset else None}
    others["next"] = offset + limit if offset + limit < total else None
    for relation, start in others.items():
        if start is not None:
            arguments = request.args.to_dict(flat=False) | {"limit": [str(limit)], "offset": [str(start)]}
            address = f"{page_address(request.path)}?{urlencode(arguments, doseq=True)}"
            add_link(answer, address, relation, "application/json")


for _route in routes():
    blueprint.add_url_rule(
        PREFIX + _route.path.replace("{", "<").replace("}", ">"),
        endpoint=_route.name,
        view_func=_view_of(_route),
        methods=READING,
    )
