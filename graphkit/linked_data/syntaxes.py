"""Tells a file of RDF and its syntax by how it begins, never by its name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

Syntax = Literal["rdfxml", "jsonld", "lines", "turtle"]

_HEAD = 64 << 10
_PIECE = 1 << 20
_BOM = b"\xef\xbb\xbf"
_RDF_NAMESPACE = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_JSON = re.compile(rb'(?:\[\s*)*\{\s*["}]')
_KEYWORD = re.compile(rb'"@(?:context|id|graph|type|value)"\s*:')
_IRI = rb'<[^\x00-\x20<>"{}|^`\\]*>'
_BLANK = rb"_:[^\s<>\"]+"
_LITERAL = rb'"(?:[^"\\\r\n]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^' + _IRI + rb")?"
# A whole statement on one line: N-Triples, N-Quads.
_LINE = re.compile(
    rb"(?:%(iri)b|%(blank)b)[ \t]*%(iri)b[ \t]*(?:%(iri)b|%(blank)b|%(literal)b)[ \t]*"
    rb"(?:(?:%(iri)b|%(blank)b)[ \t]*)?\.[ \t]*(?:#[^\r\n]*)?(?:\r|\n|$)"
    % {b"iri": _IRI, b"blank": _BLANK, b"literal": _LITERAL}
)
_TURTLE = re.compile(
    rb"(?:@prefix\s+[^\s:]*:\s*<"
    rb"|@base\s+<"
    rb"|prefix\s+[^\s:]*:\s*<"
    rb"|base\s+<"
    rb"|@?version\s+[\"']"
    rb"|(?:graph\s+)?(?:%(iri)b|%(blank)b)\s*(?:\{|a\s|[^\s<>\"]*:|<)"
    rb"|(?:\[|\()\s*(?:\]|\)|a\s|%(iri)b|_:)"
    rb"|\{\s*(?:%(iri)b|_:|\[))" % {b"iri": _IRI, b"blank": _BLANK},
    re.IGNORECASE,
)


def syntax_of(path: Path) -> Syntax | None:
    """Return the syntax of a file of RDF, ``None`` for a file of another kind.

    N-Triples and N-Quads are ``lines``; Turtle, TriG and the part of N3 that states facts are ``turtle``.

    Args:
        path: the file; its name means nothing.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    syntax = syntax_of_head(head)
    if syntax is None and _JSON.match(head.removeprefix(_BOM).lstrip()):
        # The members of an object stand in any order: the context may be the last of many.
        return "jsonld" if mentions(path, b'"@context"') else None
    return syntax


def mentions(path: Path, words: bytes) -> bool:
    """Tell whether a file holds some bytes.

    Args:
        path: the file.
        words: what to look for.

    Raises:
        OSError: it cannot be read.
    """
    before = b""
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            if words in before + piece:
                return True
            before = piece[-len(words) :]
    return False


def syntax_of_head(head: bytes) -> Syntax | None:
    """Return the syntax that the beginning of a file shows.

    Args:
        head: how the file begins.
    """
    text = head.removeprefix(_BOM).lstrip()
    if text.startswith(b"<") and re.match(rb"<[?!]|<[A-Za-z_][\w.-]*:?[\w.-]*[\s>]", text):
        return "rdfxml" if _RDF_NAMESPACE in text else None
    if _JSON.match(text):
        return "jsonld" if _KEYWORD.search(text) else None
    text = _without_comments(text)
    if _LINE.match(text):
        return "lines"
    return "turtle" if _TURTLE.match(text) else None


def _without_comments(text: bytes) -> bytes:
    """Return what follows the comments at the start."""
    while text.startswith(b"#"):
        end = re.search(rb"[\r\n]", text)
        text = text[end.end() :].lstrip() if end else b""
    return text
