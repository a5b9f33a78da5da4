"""What templates may use beside their page: language, dates, numbers, links, labels of terms."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Protocol
from urllib.parse import quote, urlencode

from flask import Flask, Response, make_response, render_template, request, url_for
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from graphkit.catalog.answers import InfoView, TermLabel
from graphkit.errors import StoreUnavailable
from graphkit.nodes import Node
from graphkit.questions import NamedQuery
from webui.i18n import language, mark, mark_plural, translate, translate_plural
from webui.links import page_path, safe_href
from webui.negotiation import MEDIA_TYPES
from webui.passages import condense
from webui.record import beside_heading, unsaid
from webui.typography import format_date, format_number, typeset_french
from webui.viewer import catalog, viewer

_FICHE = re.compile(r"^(RNCP|RS)\d+-?")
STATIC = Path(__file__).parent / "static"
THEME_COOKIE = "theme"
THEMES = ("light", "dark")
_PATH_SAFE = "-._~!$&'()*+,;=:@/%"
_NAVIGATION = (
    ("home.home", mark("Rechercher")),
    ("compare.page", mark("Comparer")),
    ("questions.index", mark("Questions")),
    ("sparql.page", mark("SPARQL")),
)

#: Class -> how one of its things, and several, are called.
CLASSES = {
    "ref:Certification": mark_plural("Certification", "Certifications"),
    "ref:BlocDeCompetences": mark_plural("Bloc de compétences", "Blocs de compétences"),
    "ref:Activite": mark_plural("Activité", "Activités"),
    "ref:Competence": mark_plural("Compétence", "Compétences"),
    "ref:ModaliteEvaluation": mark_plural("Modalité d’évaluation", "Modalités d’évaluation"),
    "ref:CritereEvaluation": mark_plural("Critère d’évaluation", "Critères d’évaluation"),
    "ref:Certificateur": mark_plural("Certificateur", "Certificateurs"),
    "ref:CapaciteAttestee": mark_plural("Capacité attestée", "Capacités attestées"),
    "ref:Composante": mark_plural("Composante", "Composantes"),
    "ref:StatistiquePromotion": mark_plural("Statistique", "Statistiques"),
}

#: Term of another vocabulary -> what it is called here; those of the model have labels in the ontology.
BORROWED = {
    "dcterms:date": mark("Date"),
    "dcterms:license": mark("Licence"),
    "dcterms:references": mark("Renvoie à"),
    "dcterms:title": mark("Titre"),
    "eli:date_document": mark("Date du texte"),
    "eli:date_publication": mark("Publication au Journal officiel"),
    "eli:title": mark("Intitulé du texte"),
    "foaf:page": mark("Page web"),
    "oa:hasSource": mark("Fiche"),
    "prov:wasDerivedFrom": mark("Tiré de"),
    "rdf:type": mark("Classe"),
    "skos:definition": mark("Définition"),
    "skos:Concept": mark("Code d’une nomenclature"),
    "skos:ConceptScheme": mark("Nomenclature"),
    "skos:inScheme": mark("Nomenclature"),
    "skos:notation": mark("Code"),
    "skos:prefLabel": mark("Intitulé"),
    "skos:altLabel": mark("Autre intitulé"),
    "skos:topConceptOf": mark("Premier niveau de"),
}

#: Kind of thing or of code -> what it is called.
KINDS = {
    "intitulé": mark("Intitulé"),
    "bloc": mark("Bloc de compétences"),
    "compétence": mark("Compétence"),
    "rome": mark("Code ROME"),
    "nsf": mark("Code NSF"),
    "formacode": mark("Formacode"),
    "niveau": mark("Niveau de qualification"),
    "niveau-1969": mark("Niveau de la nomenclature de 1969"),
    "voie-acces": mark("Voie d’accès"),
    "repertoire": mark("Répertoire"),
    "type-diplome": mark("Type de diplôme"),
    "type-enregistrement": mark("Type d’enregistrement"),
    "etat": mark("État"),
    "etat-fiche": mark("État de la fiche"),
    "type-habilitation": mark("Type d’habilitation"),
    "ccn": mark("Convention collective"),
    "idcc": mark("Convention collective (IDCC)"),
    "certificateur": mark("Certificateur"),
}


class Page(Protocol):
    """What a template shows: a frozen dataclass that names its template."""

    template: ClassVar[str]


def render(page: Page, status: int = 200) -> Response:
    """Return a page as an answer.

    Args:
        page: its content.
        status: HTTP status.
    """
    return make_response(render_template(page.template, page=page), status)


def install(app: Flask) -> None:
    """Give templates their filters and functions."""
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(
        {
            "bloc_code": lambda code: _FICHE.sub("", code),
            "condense": condense,
            "facts_beside_heading": beside_heading,
            "href": safe_href,
            "short_name": lambda name: name.rpartition("#")[2].rpartition("/")[2],
            "unsaid": unsaid,
        }
    )
    # These depend on the request: without the context, Jinja would work out those of constants only once.
    environment.filters.update(
        {
            name: _of_request(function)
            for name, function in {
                "counted": class_label,
                "data": data,
                "day": lambda value: format_date(value, language()),
                "kind": kind_label,
                "number": lambda value, digits=None: format_number(value, language(), digits=digits),
                "page": page_address,
                "page_of": lambda iri: page_address(page_path(iri, viewer().settings.base_iri) or "/"),
                "question_text": question_text,
                "term": term_label,
                "translated": translate,
                "value": literal_value,
            }.items()
        }
    )
    environment.globals.update(
        asset=asset, media_type=MEDIA_TYPES.__getitem__, same_page=same_page, site=site
    )
    app.context_processor(_frame)


def _of_request(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that is evaluated for each request, also on constants."""

    @pass_context
    def evaluated(_context: Context, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any filter
        return function(*args, **kwargs)

    return evaluated


def _frame() -> dict[str, Any]:
    """Return what the frame of every page needs."""
    theme = request.cookies.get(THEME_COOKIE)
    return {
        "lang": language(),
        "theme": theme if theme in THEMES else None,
        "navigation": [(endpoint, translate(label)) for endpoint, label in _NAVIGATION],
    }


def data(text: str, tag: str = "fr") -> Markup:
    """Return a text of the data, isolated from the direction and language of the page around it.

    Args:
        text: the text.
        tag: its language; nearly all data are French.
    """
    attribute = Markup(' lang="{}"').format(tag) if tag not in {language(), ""} else ""
    return Markup("<bdi{}>{}</bdi>").format(attribute, text)


def literal_value(node: Node) -> str:
    """Return a date or number of the graph as people write it; its own form when it is neither."""
    value = node.python
    if isinstance(value, date):
        return format_date(value, language())
    # Numbers of four digits are mostly years.
    if isinstance(value, int | Decimal) and abs(value) >= 10_000:  # noqa: PLR2004
        return format_number(value, language())
    if isinstance(value, Decimal):
        return format_number(value, language())
    return node.value


def term_label(name: str) -> str:
    """Return the label of a term of the model in the language of the page, as the ontology gives it.

    Args:
        name: the term as ``ref:dateEffet``.
    """
    if name in BORROWED:
        return translate(BORROWED[name])
    term = catalog().terms.get(name, TermLabel())
    label = (term.en if language() == "en" else term.fr) or term.fr or name
    return label[:1].upper() + label[1:]


def class_label(name: str, count: int = 2) -> str:
    """Return what things of a class are called beside a number, or as a heading of their list.

    Args:
        name: the class as ``ref:Competence``.
        count: how many there are.
    """
    forms = CLASSES.get(name)
    return translate_plural(*forms, count) if forms else term_label(name)


def kind_label(kind: str) -> str:
    """Return what a kind of thing is called: of text that a search looks in, or of code.

    Args:
        kind: as the catalog names it (``bloc``), or the name of a nomenclature (``rome``).
    """
    return translate(KINDS[kind]) if kind in KINDS else kind


def question_text(query: NamedQuery) -> str:
    """Return what a named question asks, in the language of the page."""
    english = query.question_en if language() == "en" else ""
    return english or typeset_french(query.question_fr)


def page_address(path: str) -> str:
    """Return the address of a page of this site from its path without a leading slash."""
    return f"{request.script_root}/{quote(path.lstrip('/'), safe=_PATH_SAFE)}"


def same_page(**changes: object) -> str:
    """Return the address of the current page with other parameters.

    Args:
        changes: parameter -> its new value, ``None`` to leave it out.
    """
    arguments: dict[str, Any] = request.args.to_dict(flat=False) | changes
    query = urlencode({name: value for name, value in arguments.items() if value is not None}, doseq=True)
    return page_address(quote(request.path.lstrip("/"), safe="-._~!$&'()*+,;=:@/")) + (
        f"?{query}" if query else ""
    )


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """Return the address of a static file, another one whenever its content changes."""
    return url_for("static", filename=name, v=_digest(name))


def site() -> InfoView | None:
    """Return what the foot of a page says of the graph; nothing while there is none to open."""
    try:
        return catalog().info
    except StoreUnavailable:
        return None
