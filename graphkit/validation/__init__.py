"""SHACL validation of records: what the shapes find is reported and kept, never dropped."""

from __future__ import annotations

from graphkit.validation.results import (
    Result,
    Severity,
    count_severities,
    result_triples,
    worst_severity,
)
from graphkit.validation.shacl import MODULES, Validator, load_shapes, validate_graph

__all__ = [
    "MODULES",
    "Result",
    "Severity",
    "Validator",
    "count_severities",
    "load_shapes",
    "result_triples",
    "validate_graph",
    "worst_severity",
]
