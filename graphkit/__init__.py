"""French professional certifications as a validated, queryable, browsable knowledge graph."""

__version__ = "0.1.0"
