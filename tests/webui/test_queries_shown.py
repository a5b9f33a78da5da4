"""The query that stands beside a list or a picture is one that anybody may run, and that answers."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

#: Pages that show what a query gives, and how many of them they link at least.
PAGES = {
    "/": 1,
    "/recherche?q=projet": 1,
    "/recherche?tout=1&niveau=7&tri=fin": 1,
    "/certification/RNCP25520": 6,
    "/certification/chef-de-projet-digital": 4,
    "/bloc/RNCP25520BC02": 1,
    "/rome/M1803": 1,
    "/comparer?id=RNCP25520&id=chef-de-projet-digital": 1,
    "/graphe?depart=RNCP25520": 1,
    "/requetes/composition?certification=RNCP25520": 1,
    "/carte": 1,
}


@pytest.mark.parametrize("path", PAGES)
def test_each_query_that_a_page_shows_is_run_as_it_is(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers={"Accept": "text/html"}).text
    links = {unescape(href) for href in re.findall(r'href="(/sparql\?[^"]*query=[^"]+)"', page)}
    asked = {parse_qs(urlsplit(link).query)["query"][0] for link in links}
    assert len(asked) >= PAGES[path], sorted(links)
    for query in asked:
        answer = client.post("/sparql", data={"query": query}, headers={"Accept": "*/*"})
        assert answer.status_code == 200, (query, answer.text[:300])
