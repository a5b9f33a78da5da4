"""What a certification gives towards an occupation."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graphkit.comparing.occupation import as_plain, tell, towards
from graphkit.comparing.phrases import voice
from graphkit.errors import GraphkitError, outcome
from webui.i18n import language
from webui.representations import json_answer
from webui.templating import render
from webui.told import ToldPage, told
from webui.viewer import catalog

blueprint = Blueprint("occupation", __name__)


@blueprint.get("/metier")
def page() -> Response:
    """Ask for a certification and an occupation; tell what the one gives towards the other."""
    given = {name: request.args.get(name, "").strip()[:200] for name in ("certification", "rome")}
    if not all(given.values()):
        return render(ToldPage("metier", given))
    try:
        found = towards(catalog(), given["certification"], given["rome"])
    except GraphkitError as error:
        if request.args.get("_format") == "json":
            raise
        return render(ToldPage("metier", given, error=error), outcome(error)[1])
    if request.args.get("_format") == "json":
        return json_answer(as_plain(found, voice(language())))
    return render(told("metier", given, tell(found, voice(language()))))
