"""SHACL validation: what the shapes find in records, and what the rules find in documents.

What is found is reported and kept, never dropped.
"""

from __future__ import annotations

from graphkit.validation.checking import RuleValidator
from graphkit.validation.results import (
    Result,
    Severity,
    count_severities,
    result_triples,
    worst_severity,
)
from graphkit.validation.rules import (
    DocumentKind,
    Register,
    Rule,
    RuleShape,
    document_kind,
    load_rules,
    rule_id,
    rules,
)
from graphkit.validation.shacl import MODULES, Validator, load_shapes, validate_graph

__all__ = [
    "MODULES",
    "DocumentKind",
    "Register",
    "Result",
    "Rule",
    "RuleShape",
    "RuleValidator",
    "Severity",
    "Validator",
    "count_severities",
    "document_kind",
    "load_rules",
    "load_shapes",
    "result_triples",
    "rule_id",
    "rules",
    "validate_graph",
    "worst_severity",
]
