from pathlib import Path

import pytest

from graphkit.config import Settings, settings_from_environment


def test_without_environment_the_defaults_hold() -> None:
    assert settings_from_environment({}) == Settings()
    assert Settings().store == Path("var/graph")


def test_the_environment_sets_store_and_base() -> None:
    settings = settings_from_environment(
        {"GRAPHKIT_STORE": "/data/g", "GRAPHKIT_BASE_IRI": "https://exemple.fr/id/"}
    )
    assert (settings.store, settings.base_iri) == (Path("/data/g"), "https://exemple.fr/id/")


@pytest.mark.parametrize("base", ["exemple.fr/", "https://exemple.fr"])
def test_a_base_that_cannot_start_an_iri_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="base IRI"):
        Settings(base_iri=base)
