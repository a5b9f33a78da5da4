"""What others need to reuse the graph: its ontology explained, its description, its dumps."""
