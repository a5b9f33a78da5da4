"""Verification of a référentiel: what a document says, confronted with the rules and with itself."""
