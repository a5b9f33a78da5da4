from pathlib import Path

import pytest

from graphkit.config import Settings, settings_from_environment, store_fields


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


def test_the_environment_names_an_endpoint_and_its_account() -> None:
    settings = settings_from_environment(
        {
            "GRAPHKIT_STORE": "sparql+https://exemple.fr:8443/sparql?dataset=a#b",
            "GRAPHKIT_SPARQL_USER": "ada",
            "GRAPHKIT_SPARQL_PASSWORD": "secret",
            "GRAPHKIT_SPARQL_TIMEOUT": "2.5",
        }
    )
    assert settings.endpoint == "https://exemple.fr:8443/sparql?dataset=a"
    assert (settings.sparql_user, settings.sparql_password, settings.sparql_timeout) == ("ada", "secret", 2.5)
    assert "secret" not in repr(settings)


def test_the_environment_names_a_local_api_and_the_largest_download() -> None:
    settings = settings_from_environment(
        {"GRAPHKIT_DATA_API": "http://127.0.0.1:8/api/1/", "GRAPHKIT_MAX_DOWNLOAD_BYTES": "1000"}
    )
    assert (settings.data_api, settings.max_download_bytes) == ("http://127.0.0.1:8/api/1/", 1000)


def test_the_environment_says_how_many_versions_are_kept() -> None:
    assert settings_from_environment({"GRAPHKIT_KEEP_VERSIONS": "1"}).keep_versions == 1
    assert Settings().keep_versions == 3


def test_a_directory_takes_the_place_of_an_endpoint() -> None:
    assert store_fields("graph") == {"store": Path("graph"), "endpoint": ""}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("GRAPHKIT_STORE", "http://a/sparql", r"sparql\+http"),
        ("GRAPHKIT_STORE", "sparql+http:a", "host:port"),
        ("GRAPHKIT_STORE", "sparql+http://[a/b", "host:port"),
        ("GRAPHKIT_STORE", "sparql+http://ada:secret@a/b", "holds no account"),
        ("GRAPHKIT_SPARQL_USER", "ada", "both"),
        ("GRAPHKIT_GRAPH_STORE", "sparql+http://a/store", "GRAPHKIT_GRAPH_STORE is http"),
        ("GRAPHKIT_GRAPH_STORE", "https://ada:secret@a/store", "without account"),
        ("GRAPHKIT_GRAPH_STORE", "http://[a/store", "GRAPHKIT_GRAPH_STORE is http"),
        ("GRAPHKIT_SPARQL_TIMEOUT", "soon", "number of seconds"),
        ("GRAPHKIT_SPARQL_TIMEOUT", "0", "number of seconds"),
        ("GRAPHKIT_SPARQL_TIMEOUT", "inf", "number of seconds"),
        ("GRAPHKIT_DATA_API", "http://www.data.gouv.fr/api/1/", "GRAPHKIT_DATA_API is https"),
        ("GRAPHKIT_DATA_API", "https://www.data.gouv.fr/api/1", "GRAPHKIT_DATA_API is https"),
        ("GRAPHKIT_DATA_API", "https://ada:secret@a/", "GRAPHKIT_DATA_API is https"),
        ("GRAPHKIT_DATA_API", "http://127.0.0.1.example.org/", "GRAPHKIT_DATA_API is https"),
        ("GRAPHKIT_DATA_API", "https://[a/", "GRAPHKIT_DATA_API is https"),
        ("GRAPHKIT_DATA_API", "https:///", "GRAPHKIT_DATA_API is https"),
        ("GRAPHKIT_DATA_API", "file:///a/", "GRAPHKIT_DATA_API is https"),
        ("GRAPHKIT_DATA_API", "https://a/?b=/", "GRAPHKIT_DATA_API is https"),
        ("GRAPHKIT_MAX_DOWNLOAD_BYTES", "2G", "number of bytes"),
        ("GRAPHKIT_MAX_DOWNLOAD_BYTES", "0", "number of bytes"),
        ("GRAPHKIT_KEEP_VERSIONS", "all", "1 or more"),
        ("GRAPHKIT_KEEP_VERSIONS", "0", "1 or more"),
    ],
)
def test_an_unusable_variable_is_refused_without_its_secret(name: str, value: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        settings_from_environment({name: value})
    assert "secret" not in str(caught.value)


def test_the_environment_sets_what_the_parsing_of_rdf_may_take() -> None:
    settings = settings_from_environment(
        {
            "GRAPHKIT_MAX_RDF_BYTES": "1000",
            "GRAPHKIT_RDF_MEMORY": "268435456",
            "GRAPHKIT_RDF_TIMEOUT": "2.5",
        }
    )
    assert (settings.max_rdf_bytes, settings.rdf_memory, settings.rdf_timeout) == (1000, 268435456, 2.5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GRAPHKIT_MAX_RDF_BYTES", "0"),
        ("GRAPHKIT_MAX_RDF_BYTES", "beaucoup"),
        ("GRAPHKIT_RDF_MEMORY", "1000"),
        ("GRAPHKIT_RDF_TIMEOUT", "0"),
        ("GRAPHKIT_RDF_TIMEOUT", "inf"),
        ("GRAPHKIT_RDF_TIMEOUT", "toujours"),
    ],
)
def test_a_limit_of_rdf_that_means_nothing_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        settings_from_environment({name: value})


def test_the_environment_sets_how_large_a_draft_may_be() -> None:
    names = ("BYTES", "UNZIPPED_BYTES", "ELEMENTS", "CELLS")
    settings = settings_from_environment({f"GRAPHKIT_MAX_DRAFT_{n}": str(i) for i, n in enumerate(names, 1)})
    limits = (settings.max_draft_bytes, settings.max_draft_unzipped_bytes)
    assert limits == (1, 2)
    assert (settings.max_draft_elements, settings.max_draft_cells) == (3, 4)


@pytest.mark.parametrize("name", ["BYTES", "UNZIPPED_BYTES", "ELEMENTS", "CELLS"])
@pytest.mark.parametrize("value", ["0", "-1", "beaucoup"])
def test_a_limit_of_drafts_that_means_nothing_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"GRAPHKIT_MAX_DRAFT_{name}"):
        settings_from_environment({f"GRAPHKIT_MAX_DRAFT_{name}": value})


@pytest.mark.parametrize(
    ("name", "value"), [("PAGES", "0"), ("MEMORY", "much"), ("SECONDS", "-1"), ("SECONDS", "inf")]
)
def test_what_reading_a_pdf_draft_may_take_is_above_nothing(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"GRAPHKIT_MAX_DRAFT_{name}"):
        settings_from_environment({f"GRAPHKIT_MAX_DRAFT_{name}": value})


def test_what_reading_a_pdf_draft_may_take_comes_from_the_environment() -> None:
    values = {"PAGES": "7", "SECONDS": "2.5", "MEMORY": "99"}
    settings = settings_from_environment({f"GRAPHKIT_MAX_DRAFT_{n}": v for n, v in values.items()})
    assert (settings.max_draft_pages, settings.max_draft_seconds, settings.max_draft_memory) == (7, 2.5, 99)


def test_the_environment_sets_how_large_an_export_may_be() -> None:
    found = settings_from_environment(
        {
            "GRAPHKIT_MAX_XML_BYTES": "1000",
            "GRAPHKIT_MAX_CSV_BYTES": "2000",
            "GRAPHKIT_MAX_TEXT_BYTES": "3000",
            "GRAPHKIT_MAX_ZIP_RATIO": "12.5",
        }
    )
    assert (found.max_xml_bytes, found.max_csv_bytes, found.max_text_bytes) == (1000, 2000, 3000)
    assert found.max_zip_ratio == 12.5


@pytest.mark.parametrize("name", ["XML_BYTES", "CSV_BYTES", "TEXT_BYTES", "ZIP_RATIO"])
@pytest.mark.parametrize("value", ["0", "-1", "beaucoup"])
def test_a_limit_of_exports_that_means_nothing_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"GRAPHKIT_MAX_{name} is a number above 0"):
        settings_from_environment({f"GRAPHKIT_MAX_{name}": value})
