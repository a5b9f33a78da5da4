"""The documentation of the ontology and of the rules as HTML, for the site and for files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from graphkit.publish.diagram import diagram
from graphkit.publish.licence import LICENCE
from graphkit.publish.ontology_versions import version_changes
from graphkit.publish.phrases import say, say_day
from graphkit.publish.rdf import shorten_iri
from graphkit.publish.vocabulary import Texts, legal_rules, vocabulary
from graphkit.templates import environment_of

#: Formats of RDF in which both are given, with their media types.
FORMATS = (
    ("ttl", "text/turtle"),
    ("rdf", "application/rdf+xml"),
    ("jsonld", "application/ld+json"),
    ("nt", "application/n-triples"),
)
RULES = "https://w3id.org/referentiels/regles"


def ontology_html(
    language: str,
    *,
    stem: str,
    rules_address: str,
    version_address: str,
    versions: str = "",
    uses: Callable[[str], int] | None = None,
    examples: Callable[[str], tuple[str, str] | None] | None = None,
) -> Markup:
    """Return the documentation of the ontology, without the page around it.

    Args:
        language: ``fr`` or ``en``.
        stem: address of the ontology's files without their suffix.
        rules_address: address of the page of the rules.
        version_address: address of this version.
        versions: address under which the files of each version stand; that of the files when absent.
        uses: gives how often the graph uses a term; nothing is said of it when absent.
        examples: gives the address and the name of a thing that uses a term, if there is one.
    """
    held = defaultdict(list)
    terms = vocabulary().terms
    for term in terms.values():
        for subject in term.subjects:
            held[subject].append(term.iri)
    return _render(
        "ontologie.jinja",
        language,
        vocabulary=vocabulary(),
        history=version_changes(),
        versions=versions or stem,
        examples=examples,
        terms=terms,
        diagram=diagram(),
        held={iri: tuple(held[iri]) for iri in terms},
        titles={rule.id: Texts(rule.title_fr, rule.title_en) for rule in legal_rules()},
        stem=stem,
        rules_address=rules_address,
        version_address=version_address,
        licence=LICENCE,
        uses=uses,
    )


def rules_html(language: str, *, stem: str) -> Markup:
    """Return the list of the rules, without the page around it.

    Args:
        language: ``fr`` or ``en``.
        stem: address of the files of the rules without their suffix.
    """
    return _render("regles.jinja", language, rules=legal_rules(), iri=RULES, stem=stem)


def page_html(title: str, body: Markup, language: str) -> str:
    """Return a page that stands alone: no script, nothing loaded.

    Args:
        title: its title.
        body: its content.
        language: ``fr`` or ``en``.
    """
    return str(_render("page.jinja", language, title=title, body=body))


def _render(template: str, language: str, **values: object) -> Markup:
    def count(number: int) -> str:
        return f"{number:,}".replace(",", "\u202f" if language == "fr" else ",")

    def words(text: Texts) -> str:
        return text.in_language(language)

    def phrase(name: str, **places: object) -> str:
        return say(name, language, **places)

    def day(value: date) -> str:
        return say_day(value, language)

    wanted = _environment().get_template(template)
    content = wanted.render(
        values, language=language, words=words, say=phrase, count=count, day=day, formats=FORMATS
    )
    return Markup(content)  # noqa: S704 - the template escapes what it is given


@cache
def _environment() -> Environment:
    environment = environment_of(Path(__file__).parent / "templates")
    # What a message is about is not known before it is given.
    environment.filters |= {"short": shorten_iri, "general": lambda text: text.replace("{?value}", "…")}
    environment.tests["web"] = lambda iri: str(iri).startswith(("http://", "https://"))
    return environment
