"""What is nearest in the graph to a text, a certification, or a draft that is sent and not kept."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from graphkit.comparing.phrases import voice
from graphkit.comparing.sides import Side, named_side
from graphkit.comparing.similar import (
    Around,
    nearest_to_text,
    tell_by_bloc,
    tell_nearest,
)
from graphkit.errors import GraphkitError, outcome
from webui.i18n import language
from webui.reading import MAX_BODY, read_draft, too_large
from webui.templating import render
from webui.told import ToldPage, told
from webui.viewer import catalog

blueprint = Blueprint("similar", __name__)

_FORM = "proches"
_MOST = 1000


@blueprint.route("/proches", methods=["GET", "POST"])
def page() -> Response:
    """Ask for a text, a code or a draft; tell what is nearest to it."""
    if request.method == "POST":
        answer = _sent()
        # Neither a draft nor a refusal, which names the file, is for anyone else.
        answer.headers["Cache-Control"] = "no-store"
        return answer
    text = request.args.get("q", "").strip()[:_MOST]
    given = {"q": text}
    if not text:
        return render(ToldPage(_FORM, given))
    try:
        side = named_side(None, catalog(), text)
        if side is None:
            return render(
                told(_FORM, given, tell_nearest(nearest_to_text(catalog(), text), voice(language())))
            )
        return render(_near(side, given))
    except GraphkitError as error:
        return render(ToldPage(_FORM, given, error=error), outcome(error)[1])


def _near(side: Side, given: dict[str, str]) -> ToldPage:
    around = Around(catalog(), side)
    return told(_FORM, given, tell_by_bloc(side, around.whole(), around.by_bloc(), voice(language())))


def _sent() -> Response:
    request.max_content_length = MAX_BODY
    given = {"q": ""}
    try:
        sent = request.files.get("fichier")
    except RequestEntityTooLarge:
        return render(ToldPage(_FORM, given, too_large=True), 413)
    if sent is None or not sent.filename:
        return render(ToldPage(_FORM, given, forgotten=True), 400)
    try:
        if too_large(sent):
            return render(ToldPage(_FORM, given, too_large=True), 413)
        view, name = read_draft(sent)
        return render(_near(Side("A", view, name), given))
    except GraphkitError as error:
        return render(ToldPage(_FORM, given, error=error), outcome(error)[1])
    finally:
        sent.close()
