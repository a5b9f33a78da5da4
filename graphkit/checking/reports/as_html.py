"""The report as one page that stands alone: no script, nothing loaded, fit for paper."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup, escape

from graphkit import __version__
from graphkit.checking.findings import CheckReport, Finding, Words
from graphkit.checking.reports.as_text import (
    describe_counts,
    describe_places,
    describe_source,
    describe_states,
    sections_of,
)
from graphkit.checking.reports.phrases import Language, say
from graphkit.templates import environment_of


def render_html(report: CheckReport, language: Language = "fr") -> str:
    """Return a report as an HTML page.

    Args:
        report: the report.
        language: of the words around those of the author.
    """

    def words(text: Words) -> str:
        return text.in_language(language)

    return _template().render(
        report=report,
        rules=report.rule_of,
        language=language,
        version=__version__,
        say=lambda phrase, **values: say(phrase, language, **values),
        words=words,
        places=partial(describe_places, language=language),
        source=lambda rule, force="": describe_source(rule, language, force),
        quoted=partial(_quoted, language=language),
        counts=describe_counts(report.counts, language),
        states=describe_states(report, language),
        sections=[(name, found) for name, found in sections_of(report) if found],
    )


def mark_words(quote: str, words: str) -> Markup:
    """Return the words of an author as HTML, those at fault marked.

    Args:
        quote: all the words.
        words: those at fault, which may be none of them.
    """
    start = quote.casefold().find(words.casefold()) if words else -1
    if start < 0:
        return escape(quote)
    end = start + len(words)
    return escape(quote[:start]) + Markup("<mark>{}</mark>").format(quote[start:end]) + escape(quote[end:])


def _quoted(finding: Finding, language: Language) -> Markup:
    before, _, after = say("quoted", language, text="\0").partition("\0")
    return escape(before) + mark_words(finding.quote, finding.words) + escape(after)


@cache
def _template() -> Template:
    return environment_of(Path(__file__).parent).get_template("report.html.jinja")
