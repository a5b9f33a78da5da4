"""How a query is run from elsewhere: lines for a shell, Python, R and the command line. Pure functions."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

_MEDIA = {
    "SELECT": "text/csv",
    "ASK": "application/sparql-results+json",
    "CONSTRUCT": "text/turtle",
}


def snippets(endpoint: str, query: str, form: str) -> Mapping[str, str]:
    """Return name of a language -> lines that run a query.

    Args:
        endpoint: address of the endpoint.
        query: the query.
        form: its form.
    """
    media = _MEDIA[form]
    return {
        "curl": (
            f"curl --silent --show-error {shlex.quote(endpoint)} \\\n"
            f"  --header {shlex.quote(f'Accept: {media}')} \\\n"
            f"  --data-urlencode {shlex.quote(f'query={query}')}\n"
        ),
        "Python": _python(endpoint, query, form),
        "R": _r(endpoint, query, form, media),
        "graphkit": _command(query, form),
    }


def _command(query: str, form: str) -> str:
    end = "FIN"
    while end in query.splitlines():
        end += "_"
    written = {"SELECT": " --format csv", "ASK": "", "CONSTRUCT": " --format ttl"}[form]
    text = query if query.endswith("\n") else f"{query}\n"
    return f"cat > question.rq <<'{end}'\n{text}{end}\ngraphkit query question.rq{written}\n"


def _python(endpoint: str, query: str, form: str) -> str:
    written = query.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if written.endswith('"'):
        written += "\n"
    returned = "TURTLE" if form == "CONSTRUCT" else "JSON"
    reading = {
        "SELECT": (
            'for row in service.queryAndConvert()["results"]["bindings"]:\n'
            '    print({name: term["value"] for name, term in row.items()})\n'
        ),
        "ASK": 'print(service.queryAndConvert()["boolean"])\n',
        "CONSTRUCT": "print(service.queryAndConvert().decode())\n",
    }[form]
    return (
        f"from SPARQLWrapper import {returned}, SPARQLWrapper\n\n"
        f'service = SPARQLWrapper("{endpoint}")\n'
        f"service.setReturnFormat({returned})\n"
        f'service.setQuery("""{written}""")\n{reading}'
    )


def _r(endpoint: str, query: str, form: str, media: str) -> str:
    dashes = "-"
    while f'){dashes}"' in query:
        dashes += "-"
    content = 'content(answer, as = "text", encoding = "UTF-8")'
    reading = f"table <- read.csv(text = {content})\n" if form == "SELECT" else f"cat({content})\n"
    return (
        "library(httr)\n\n"
        f'query <- r"{dashes}({query}){dashes}"\n'
        f'answer <- POST("{endpoint}", accept("{media}"), encode = "form", body = list(query = query))\n'
        f"{reading}"
    )
