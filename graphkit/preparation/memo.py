"""What a build notes of the records that it prepared, for the next build of the same store.

It is all that a record comes to except its lines, which are in the store.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from graphkit.memo import Memo
from graphkit.model import Coverage
from graphkit.preparation import Account, GraphLines, Prepared


def recall(memo: Memo, fingerprint: str) -> Prepared | None:
    """Return what a record came to, without its lines, or ``None``.

    Args:
        memo: what was noted.
        fingerprint: of the part that it is read from.
    """
    content = memo.find(fingerprint)
    return None if content is None else prepared_of(content)


def note(memo: Memo, fingerprint: str, prepared: Prepared) -> None:
    """Note what a record comes to.

    Args:
        memo: takes the note.
        fingerprint: of the part that it is read from.
        prepared: what it comes to.
    """
    memo.note(fingerprint, content_of(prepared))


def content_of(prepared: Prepared) -> dict[str, Any]:
    """Return what a record comes to as plain values for JSON, its lines left out.

    Args:
        prepared: what it comes to.
    """
    account = prepared.account
    return {
        "certification": prepared.certification,
        "graphs": [(graph.name, graph.sha256, graph.count) for graph in prepared.graphs],
        "common": prepared.common,
        "cited": list(prepared.cited.items()),
        "labels": prepared.labels,
        "results": [(*key, count) for key, count in account.results.items()],
        "refusals": account.refusals,
        "anomalies": account.anomalies,
        "coverage": None if account.coverage is None else asdict(account.coverage),
    }


def prepared_of(content: dict[str, Any]) -> Prepared:
    """Return what a record comes to, without its lines.

    Args:
        content: as ``content_of`` gave it.
    """
    coverage = content["coverage"]
    if coverage is not None:
        coverage = Coverage(**{**coverage, "unexplained": tuple(coverage["unexplained"])})
    return Prepared(
        certification=content["certification"],
        graphs=tuple(GraphLines(name, b"", sha256, count) for name, sha256, count in content["graphs"]),
        common=[(s, p, o) for s, p, o in content["common"]],
        cited={(s, p, o): of for (s, p, o), of in content["cited"]},
        labels=[(node, label) for node, label in content["labels"]],
        account=Account(
            {(severity, shape): count for severity, shape, count in content["results"]},
            tuple(content["refusals"]),
            tuple(content["anomalies"]),
            coverage,
        ),
    )
