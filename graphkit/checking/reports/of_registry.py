"""The report on many records: counts for each rule, with where to look further."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from graphkit.checking.registry import Aggregate, RuleCount
from graphkit.checking.reports.as_text import Line
from graphkit.checking.reports.phrases import Language, say

FORMAT = "graphkit-check-registry"
VERSION = 1
_SHOWN = 5


def render_aggregate_json(aggregate: Aggregate) -> str:
    """Return the counts as JSON text.

    Args:
        aggregate: the counts.
    """
    return json.dumps(aggregate_as_plain(aggregate), ensure_ascii=False, indent=2) + "\n"


def aggregate_as_plain(aggregate: Aggregate) -> dict[str, Any]:
    """Return the counts as values that JSON has.

    Args:
        aggregate: the counts.
    """
    return {
        "format": FORMAT,
        "version": VERSION,
        "source": aggregate.source,
        "records": aggregate.records,
        "conforming": aggregate.conforming,
        "severities": aggregate.severities,
        "levels": aggregate.levels,
        "certifiers": aggregate.certifiers,
        "looseAnomalies": aggregate.loose,
        "rules": [_rule(each) for each in aggregate.rules],
    }


def _rule(count: RuleCount) -> dict[str, Any]:
    return {
        "id": count.rule.id,
        "title": {"fr": count.rule.title.fr, "en": count.rule.title.en},
        "severity": count.rule.severity,
        "force": count.rule.force,
        "kind": count.rule.kind,
        "sources": list(count.rule.sources),
        "findings": count.findings,
        "records": count.records,
        "levels": count.levels,
        "certifiers": count.certifiers,
        "examples": [
            {"id": each.identifier, "thing": each.thing, "quote": each.quote} for each in count.examples
        ],
    }


def aggregate_lines(aggregate: Aggregate, language: Language = "fr") -> Iterator[Line]:
    """Yield the counts as lines for a terminal.

    Args:
        aggregate: the counts.
        language: of the words.
    """
    yield Line("title", say("registry", language, name=aggregate.source, n=aggregate.records))
    yield Line("plain", say("conforming", language, n=aggregate.conforming, all=aggregate.records))
    for severity, number in aggregate.severities.items():
        yield Line(severity, f"{number:>8}  {say(f'{severity}-n', language, n=number)}")
    for count in aggregate.rules:
        yield Line("plain", "")
        title = count.rule.title.in_language(language)
        yield Line(count.rule.severity, f"{count.rule.id}  {title}")
        share = 100 * count.records / aggregate.records if aggregate.records else 0
        yield Line(
            "plain",
            "  " + say("broken-in", language, n=count.records, share=f"{share:.1f}", findings=count.findings),
        )
        levels = ", ".join(f"{name or '?'} : {number}" for name, number in count.levels.items())
        yield Line("plain", f"  {say('by-level', language)} {levels}")
        ranked = ", ".join(f"{name} : {number}" for name, number in islice(count.certifiers.items(), _SHOWN))
        if ranked:
            yield Line("plain", f"  {say('by-certifier', language)} {ranked}")
        for each in count.examples:
            told = " · ".join(filter(None, (each.identifier, each.thing, each.quote)))
            yield Line("muted", f"  {told}")
