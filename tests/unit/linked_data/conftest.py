"""What tests of RDF files share: a short way to write one, and one to read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdf_content import BASE, PREFIXES, Content

from graphkit.config import Settings
from graphkit.identifiers import Minter
from graphkit.linked_data.conventions import Conventions
from graphkit.linked_data.description import Description
from graphkit.linked_data.reading import InCommon, RdfSource
from graphkit.linked_data.syntaxes import syntax_of
from graphkit.mapping.vocabulary import map_ontology
from graphkit.model import Anomaly
from graphkit.ontology import load_ontology


@pytest.fixture(scope="session")
def conventions() -> Conventions:
    """Those of the ontology and of the default base."""
    return Conventions(Minter(BASE), map_ontology(load_ontology(), BASE))


@pytest.fixture
def read(conventions: Conventions) -> Callable[..., Content]:
    """Read a file of RDF, with the settings that are given."""

    def reader(path: Path, **settings: object) -> Content:
        source = RdfSource(Settings(**settings), Minter(BASE), conventions)  # type: ignore[arg-type]
        syntax = syntax_of(path)
        assert syntax is not None
        _, stream = source.read(path, syntax)
        values = list(stream)
        return Content(
            {v.identifiant: v for v in values if isinstance(v, Description)},
            [v for v in values if isinstance(v, InCommon)],
            [v for v in values if isinstance(v, Anomaly)],
        )

    return reader


@pytest.fixture
def turtle(tmp_path: Path) -> Callable[[str], Path]:
    """Write a file of Turtle or TriG under the usual prefixes."""

    def writer(text: str) -> Path:
        path = tmp_path / "essai.ttl"
        path.write_text(PREFIXES + text, encoding="utf-8")
        return path

    return writer
