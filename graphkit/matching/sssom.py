"""Matches as a table of SSSOM, the Simple Standard for Sharing Ontology Mappings (TSV form).

A computed match is never ``skos:exactMatch``: even what says the same is near, until a certifier decides.
What SSSOM has no column for stands in ``other``, as JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from graphkit.errors import SourceUnreadable
from graphkit.matching.rapprochement import Decision, Rapprochement, Status
from graphkit.matching.relations import Relation
from graphkit.matching.statement import Part
from graphkit.text import normalise_spaces

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "author_label", "mapping_tool", "mapping_tool_version", "mapping_date",
    "confidence", "similarity_score", "similarity_measure", "match_string", "comment", "other",
)  # fmt: skip
PREFIX = "certif"
_COMPUTED, _CURATED = "semapv:LexicalSimilarityThresholdMatching", "semapv:ManualMappingCuration"
_TOOL, _NOT = "graphkit", "Not"
_PREDICATES = {
    Relation.MEME_CONTENU: "skos:closeMatch",
    Relation.COUVRE: "skos:narrowMatch",
    Relation.COUVERTE: "skos:broadMatch",
    Relation.PARTIELLE: "skos:relatedMatch",
    Relation.LIEE: "skos:relatedMatch",
    Relation.SANS_RAPPORT: "skos:relatedMatch",
}
_RELATIONS = {
    "skos:exactMatch": Relation.MEME_CONTENU,
    "skos:closeMatch": Relation.MEME_CONTENU,
    "skos:narrowMatch": Relation.COUVRE,
    "skos:broadMatch": Relation.COUVERTE,
    "skos:relatedMatch": Relation.PARTIELLE,
}
_MAX_LINES = 1_000_000
_MAX_FIELD = 100_000
_SPACES_OF_TABLE = str.maketrans({"\t": " ", "\n": " ", "\r": " "})


def write_sssom(matches: Iterable[Rapprochement], base: str, labels: Mapping[str, str] | None = None) -> str:
    """Return matches as a table of SSSOM.

    Args:
        matches: the matches.
        base: start of the IRIs of the things that they match, which the prefix stands for.
        labels: IRI -> text of the thing, where it is known.
    """
    out = io.StringIO()
    out.write(
        f"#curie_map:\n#  {PREFIX}: {base}\n#  semapv: https://w3id.org/semapv/vocab/\n"
        "#  skos: http://www.w3.org/2004/02/skos/core#\n"
        f"#mapping_set_id: {base}rapprochements\n#mapping_set_version: '1'\n"
        "#license: https://spdx.org/licenses/etalab-2.0\n"
    )
    writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    for match in matches:
        writer.writerow(_row(match, base, labels or {}))
    return out.getvalue()


def read_sssom(text: str, name: str) -> tuple[Rapprochement, ...]:
    """Return the matches of a table of SSSOM.

    Args:
        text: the table.
        name: of the file, for messages.

    Raises:
        SourceUnreadable: it is no such table, or a line of it is incomplete.
    """
    lines = text.splitlines()
    head = [line for line in lines if line.startswith("#")]
    prefixes = _prefixes(head)
    csv.field_size_limit(_MAX_FIELD)
    try:
        rows = csv.DictReader(lines[len(head) :], delimiter="\t", strict=True)
        if rows.fieldnames is None or not {"subject_id", "object_id", "predicate_id"} <= set(rows.fieldnames):
            raise SourceUnreadable(
                f"{name}: no table of SSSOM: it has no subject_id, predicate_id and object_id"
            )
        found = []
        for number, row in enumerate(rows, start=len(head) + 2):
            if number > _MAX_LINES:
                raise SourceUnreadable(f"{name}: more than {_MAX_LINES} lines")
            found.append(
                _match({k: v or "" for k, v in row.items() if k}, prefixes, f"{name}, line {number}")
            )
    except csv.Error as error:
        raise SourceUnreadable(f"{name}: no table of tab-separated values ({error})") from error
    return tuple(found)


def _row(match: Rapprochement, base: str, labels: Mapping[str, str]) -> dict[str, str]:
    decision = match.decision
    other = {
        "relation": match.relation.value,
        "methode": match.method,
        "parties": {part.value: score for part, score in match.parts.items()},
    }
    return {
        "subject_id": _curie(match.one, base),
        "subject_label": _cell(labels.get(match.one, "")),
        "predicate_id": _PREDICATES[match.relation],
        "predicate_modifier": _NOT if match.status is Status.REJETE else "",
        "object_id": _curie(match.other, base),
        "object_label": _cell(labels.get(match.other, "")),
        "mapping_justification": _CURATED if decision else _COMPUTED,
        "author_label": _cell(decision.by) if decision else "",
        "mapping_tool": _TOOL,
        "mapping_tool_version": match.version,
        "mapping_date": decision.on.isoformat() if decision else "",
        "confidence": f"{match.score:g}",
        "similarity_score": f"{match.score:g}",
        "similarity_measure": match.method,
        "match_string": "|".join(match.shared),
        "comment": _cell(decision.reason) if decision else "",
        "other": json.dumps(other, ensure_ascii=False, sort_keys=True),
    }


def _match(row: Mapping[str, str], prefixes: Mapping[str, str], where: str) -> Rapprochement:
    other = _other(row.get("other", ""))
    predicate = row["predicate_id"]
    if predicate not in _RELATIONS:
        raise SourceUnreadable(
            f"{where}: the predicate {predicate or '(none)'} is none of {', '.join(_RELATIONS)}"
        )
    try:
        score = float(row.get("similarity_score") or row.get("confidence") or 1.0)
        relation = Relation(other["relation"]) if "relation" in other else _RELATIONS[predicate]
        parts = {Part(part): float(value) for part, value in other.get("parties", {}).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise SourceUnreadable(f"{where}: {error}") from error
    if not 0 <= score <= 1 or not all(0 <= value <= 1 for value in parts.values()):
        raise SourceUnreadable(f"{where}: a score is a number from 0 to 1")
    return Rapprochement(
        one=_expanded(row["subject_id"], prefixes, where),
        other=_expanded(row["object_id"], prefixes, where),
        relation=relation,
        score=score,
        method=str(
            other.get("methode") or row.get("similarity_measure") or row.get("mapping_tool") or "importé"
        ),
        version=row.get("mapping_tool_version") or "inconnue",
        parts=parts,
        shared=tuple(filter(None, row.get("match_string", "").split("|"))),
        decision=_decision(row, where),
    )


def _decision(row: Mapping[str, str], where: str) -> Decision | None:
    refused = row.get("predicate_modifier") == _NOT
    if row.get("mapping_justification") != _CURATED:
        if refused:
            raise SourceUnreadable(
                f"{where}: a match that is denied ({_NOT}) needs {_CURATED} and its author"
            )
        return None
    by = normalise_spaces(row.get("author_label") or row.get("author_id") or row.get("reviewer_label") or "")
    if not by:
        raise SourceUnreadable(f"{where}: who decided is not told (author_label)")
    try:
        on = date.fromisoformat(row.get("mapping_date", ""))
    except ValueError as error:
        raise SourceUnreadable(
            f"{where}: when it was decided is not told as YYYY-MM-DD (mapping_date)"
        ) from error
    return Decision(Status.REJETE if refused else Status.CONFIRME, by, on, row.get("comment", ""))


def _other(text: str) -> dict[str, Any]:
    """Return what the last column holds, nothing where it is not of this program."""
    try:
        told = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _prefixes(head: Iterable[str]) -> dict[str, str]:
    """Return the prefixes of the header; it is YAML, of which only this one mapping is read."""
    found: dict[str, str] = {}
    inside = False
    for line in head:
        told = line.removeprefix("#")
        if inside and told.startswith((" ", "\t")):
            prefix, _, iri = told.strip().partition(":")
            found[prefix.strip()] = iri.strip().strip("\"'")
        else:
            inside = told.strip() == "curie_map:"
    return found


def _curie(iri: str, base: str) -> str:
    return f"{PREFIX}:{iri.removeprefix(base)}" if iri.startswith(base) else iri


def _expanded(curie: str, prefixes: Mapping[str, str], where: str) -> str:
    prefix, colon, rest = curie.partition(":")
    if colon and prefix in prefixes:
        return prefixes[prefix] + rest
    if colon and rest.startswith("//"):
        return curie
    raise SourceUnreadable(
        f"{where}: {curie or 'an empty cell'} is no address, and its prefix is not declared"
    )


def _cell(text: str) -> str:
    return normalise_spaces(text.translate(_SPACES_OF_TABLE))
