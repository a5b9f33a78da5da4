"""Stored matches as triples."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from graphkit.errors import SourceUnreadable
from graphkit.identifiers import Minter, encode_address
from graphkit.mapping.sink import A, term
from graphkit.matching.rapprochement import Decision, Rapprochement, Status
from graphkit.matching.relations import Relation
from graphkit.matching.statement import Part
from graphkit.ntriples import Triple, iri, literal_text, string, text, typed

_SCORES = {
    Part.VERBE: "ref:scoreVerbe",
    Part.OBJET: "ref:scoreObjet",
    Part.CONTEXTE: "ref:scoreContexte",
    Part.FINALITE: "ref:scoreFinalite",
}


def graph_of(status: Status, minter: Minter) -> str:
    """Return the IRI of the graph of the matches that were computed, or of those that a person decided about.

    Args:
        status: what became of a match.
        minter: names the things.
    """
    return minter.iri("rapprochements", "calcules" if status is Status.CALCULE else "decides")


def map_matches(matches: Iterable[Rapprochement], minter: Minter) -> dict[str, list[Triple]]:
    """Return the triples of matches, by the graph that they are in.

    Args:
        matches: the matches.
        minter: names the things.
    """
    graphs: dict[str, list[Triple]] = {}
    for match in matches:
        graphs.setdefault(graph_of(match.status, minter), []).extend(map_match(match, minter))
    return graphs


def map_match(match: Rapprochement, minter: Minter) -> list[Triple]:
    """Return the triples of a match.

    Args:
        match: the match.
        minter: names the things.
    """
    node = iri(minter.iri("rapprochement", match.name))
    one, other = iri(encode_address(match.one)), iri(encode_address(match.other))
    triples: list[Triple] = [
        (node, A, term("ref:Rapprochement")),
        (node, term("ref:rapproche"), one),
        (node, term("ref:rapproche"), other),
        (node, term("ref:premierTerme"), one),
        (node, term("ref:relationCalculee"), string(match.relation)),
        (node, term("ref:score"), typed(_decimal(match.score))),
        (node, term("ref:methode"), string(match.method)),
        (node, term("ref:versionMethode"), string(match.version)),
        (node, term("ref:statutRapprochement"), string(match.status)),
    ]
    triples += [(node, term(_SCORES[part]), typed(_decimal(score))) for part, score in match.parts.items()]
    triples += [(node, term("ref:motCommun"), string(word)) for word in match.shared]
    if match.decision is not None:
        triples.append((node, term("ref:decidePar"), string(match.decision.by)))
        triples.append((node, term("ref:decideLe"), typed(match.decision.on)))
        if match.decision.reason:
            triples.append((node, term("ref:motifDecision"), text(match.decision.reason)))
    return triples


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value)) if value % 1 else Decimal(f"{value:.1f}")


def matches_from(triples: Iterable[Triple], name: str) -> tuple[Rapprochement, ...]:
    """Return the matches that triples state.

    Args:
        triples: in N-Triples terms.
        name: of their file, for messages.

    Raises:
        SourceUnreadable: a match lacks what it needs.
    """
    said: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in triples:
        said.setdefault(subject, {}).setdefault(predicate, []).append(value)
    kind = term("ref:Rapprochement")
    found = [_read(node, facts, name) for node, facts in sorted(said.items()) if kind in facts.get(A, ())]
    return tuple(found)


def _read(node: str, facts: dict[str, list[str]], name: str) -> Rapprochement:
    def first(property_name: str, fallback: str = "") -> str:
        values = facts.get(term(property_name), [])
        return _value(values[0]) if values else fallback

    one = first("ref:premierTerme")
    others = [_value(each) for each in facts.get(term("ref:rapproche"), []) if _value(each) != one]
    if not one or len(others) != 1:
        raise SourceUnreadable(
            f"{name}: {node} does not tell which two things it matches, and which is the first"
        )
    try:
        score = float(first("ref:score"))
        status = Status(first("ref:statutRapprochement", Status.CALCULE))
        relation = Relation(first("ref:relationCalculee"))
        parts = {part: float(told) for part, each in _SCORES.items() if (told := first(each))}
        on = date.fromisoformat(first("ref:decideLe")) if status is not Status.CALCULE else None
    except ValueError as error:
        raise SourceUnreadable(f"{name}: {node}: {error}") from error
    if not all(0 <= each <= 1 for each in (score, *parts.values())):
        raise SourceUnreadable(f"{name}: {node}: a score is a number from 0 to 1")
    by = first("ref:decidePar")
    if on is not None and not by:
        raise SourceUnreadable(f"{name}: {node}: who decided is not told (ref:decidePar)")
    return Rapprochement(
        one=one,
        other=others[0],
        relation=relation,
        score=score,
        method=first("ref:methode", "importé"),
        version=first("ref:versionMethode", "inconnue"),
        parts=parts,
        shared=tuple(sorted(map(_value, facts.get(term("ref:motCommun"), [])))),
        decision=None if on is None else Decision(status, by, on, first("ref:motifDecision")),
    )


def _value(token: str) -> str:
    """Return an IRI without its brackets, or the text of a literal of any kind."""
    return token[1:-1] if token.startswith("<") else literal_text(token) or ""
