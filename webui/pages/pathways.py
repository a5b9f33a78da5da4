"""From blocs held to certifications within reach."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graphkit.comparing.pathways import pathways, read_held
from graphkit.comparing.pathways_told import as_plain, tell
from graphkit.comparing.phrases import voice
from graphkit.errors import GraphkitError, outcome
from webui.i18n import language
from webui.representations import json_answer
from webui.templating import render
from webui.told import ToldPage, told
from webui.viewer import catalog, viewer

blueprint = Blueprint("pathways", __name__)


@blueprint.get("/parcours")
def page() -> Response:
    """Ask for blocs; tell the certifications within reach."""
    given = {"blocs": request.args.get("blocs", "").strip()[:1000]}
    if not given["blocs"]:
        return render(ToldPage("parcours", given))
    try:
        held = read_held(catalog(), given["blocs"].replace(",", " ").split())
        found = pathways(catalog(), held, viewer().today())
    except GraphkitError as error:
        if request.args.get("_format") == "json":
            raise
        return render(ToldPage("parcours", given, error=error), outcome(error)[1])
    if request.args.get("_format") == "json":
        return json_answer(as_plain(held, found, voice(language())))
    return render(told("parcours", given, tell(held, found, voice(language()))))
