"""How a server stands towards the world, as the environment says."""

from __future__ import annotations

import pytest

from graphkit.config import settings_from_environment
from graphkit.serving import Serving, serving_from


def test_the_usual_trusts_nobody_and_tells_nothing() -> None:
    assert serving_from({}) == Serving((), "", metrics=False, log="off", log_queries=False)


def test_the_environment_says_what_is_set() -> None:
    serving = settings_from_environment(
        {
            "GRAPHKIT_HOSTS": "Data.Example.org, .example.net\n127.0.0.1",
            "GRAPHKIT_TRUSTED_PROXY": "10.0.0.1",
            "GRAPHKIT_METRICS": "1",
            "GRAPHKIT_SIGNING_KEY": "k" * 32,
            "GRAPHKIT_LOG": "json",
            "GRAPHKIT_LOG_QUERIES": "yes",
        }
    ).serving
    assert serving.hosts == ("data.example.org", ".example.net", "127.0.0.1")
    assert (serving.trusted_proxy, serving.log) == ("10.0.0.1", "json")
    assert serving.metrics
    assert serving.signing_key == "k" * 32
    assert "k" * 32 not in repr(serving)
    assert serving.log_queries


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("GRAPHKIT_HOSTS", "a.example/x", "lists names of hosts"),
        ("GRAPHKIT_HOSTS", "a.example:80", "lists names of hosts"),
        ("GRAPHKIT_HOSTS", "*", "lists names of hosts"),
        ("GRAPHKIT_TRUSTED_PROXY", "*", "IP address of the proxy"),
        ("GRAPHKIT_TRUSTED_PROXY", "proxy.example.org", "IP address of the proxy"),
        ("GRAPHKIT_METRICS", "perhaps", "is 1 or 0"),
        ("GRAPHKIT_SIGNING_KEY", "short", "secret of 32 characters or more"),
        ("GRAPHKIT_LOG", "xml", "one of off, text, json"),
        ("GRAPHKIT_LOG_QUERIES", "2", "is 1 or 0"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_name(name: str, written: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"{name} .*{said}|{name}.*{said}"):
        serving_from({name: written})
