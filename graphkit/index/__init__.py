"""Full-text index of a version of the graph; the only importer of tantivy."""
