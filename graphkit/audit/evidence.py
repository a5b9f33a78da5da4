"""What an audit found. Pure values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["pass", "fail", "skip"]
#: Characters of evidence that are kept: what a site says may be long, and hostile.
_MOST = 240


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist.

    Attributes:
        name: its name, group first: ``negotiation.turtle``.
        title: what is expected.
        verdict: ``skip`` where it does not apply to this site.
        evidence: what was seen.
    """

    name: str
    title: str
    verdict: Verdict
    evidence: str

    @property
    def group(self) -> str:
        """First part of its name."""
        return self.name.partition(".")[0]


Checks = Iterator[Check]


def judge(name: str, title: str, held: bool, evidence: str) -> Check:
    """Return a check that is passed or failed.

    Args:
        name: name of the check.
        title: what is expected.
        held: whether it is so.
        evidence: what was seen.
    """
    return Check(name, title, "pass" if held else "fail", printable(evidence))


def skip(name: str, title: str, reason: str) -> Check:
    """Return a check that does not apply.

    Args:
        name: name of the check.
        title: what is expected.
        reason: why it does not apply.
    """
    return Check(name, title, "skip", printable(reason))


def printable(text: str) -> str:
    """Return a text of a stranger as one short line that a terminal may show.

    Args:
        text: any text.
    """
    line = "".join(char if char.isprintable() else " " for char in text[: 4 * _MOST])
    line = " ".join(line.split())
    return line if len(line) <= _MOST else line[: _MOST - 1] + "…"


def listed(names: Sequence[str], shown: int = 5) -> str:
    """Return names as a list, the first ones by name and the others by their number.

    Args:
        names: the names.
        shown: how many are named.
    """
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The checklist of one site.

    Attributes:
        site: its address.
        requests: number of requests that were sent.
        checks: the checks, in order.
    """

    site: str
    requests: int
    checks: tuple[Check, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many checks have a verdict."""
        return sum(check.verdict == verdict for check in self.checks)

    @property
    def passed(self) -> bool:
        """Whether nothing failed, and something was looked at."""
        return not self.count("fail") and self.count("pass") > 0
