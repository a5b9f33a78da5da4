"""Reads requests of the SPARQL 1.1 Protocol. Pure functions.

Source: https://www.w3.org/TR/sparql11-protocol/, sections 2.1 (query operation) and 2.2 (update operation).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_MAX_PARAMETERS = 200
_READ_ONLY = "this endpoint only reads: it takes no update"


class ProtocolRefusal(Exception):
    """A request that is not one of the protocol, or not one that this endpoint takes.

    Attributes:
        status: HTTP status.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class ProtocolRequest:
    """What a request says.

    Attributes:
        query: the query; ``None`` when there is none.
        default_graphs: values of ``default-graph-uri``.
        named_graphs: values of ``named-graph-uri``.
        others: the first value of each other parameter.
    """

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    others: Mapping[str, str]


def read_request(method: str, address_query: bytes, content_type: str, body: bytes) -> ProtocolRequest:
    """Return what a request says.

    Args:
        method: ``GET``, ``HEAD`` or ``POST``.
        address_query: what follows ``?`` in its address.
        content_type: value of its ``Content-Type`` header.
        body: its body, which a GET has none of.

    Raises:
        ProtocolRefusal: it says what the protocol does not allow, or wants an update.
    """
    parameters = _parameters(address_query, "the address")
    direct: list[str] = []
    if method == "POST":
        media, charset = _content_type(content_type)
        if media == _UPDATE:
            raise ProtocolRefusal(405, _READ_ONLY)
        if media not in {FORM, QUERY}:
            told = f"not {media!r}" if media else "none is given"
            raise ProtocolRefusal(415, f"a POST has the media type {FORM} or {QUERY}; {told}")
        if charset not in {"", "utf-8", "utf8", "us-ascii"}:
            raise ProtocolRefusal(415, f"the charset of a query is UTF-8, not {charset[:40]!r}")
        if media == FORM:
            parameters += _parameters(body, "the form")
        else:
            direct = [_text(body, "the query")]
    names = [name for name, _ in parameters]
    if "update" in names:
        raise ProtocolRefusal(405, _READ_ONLY)
    queries = direct + _values(parameters, "query")
    if len(queries) > 1:
        raise ProtocolRefusal(400, "one request holds one query, not several")
    others: dict[str, str] = {}
    for name, value in parameters:
        others.setdefault(name, value)
    return ProtocolRequest(
        queries[0] if queries else None,
        tuple(_values(parameters, "default-graph-uri")),
        tuple(_values(parameters, "named-graph-uri")),
        others,
    )


def _values(parameters: list[tuple[str, str]], name: str) -> list[str]:
    return [value for each, value in parameters if each == name]


def _parameters(encoded: bytes, where: str) -> list[tuple[str, str]]:
    text = _text(encoded, where)
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_PARAMETERS)
    except UnicodeDecodeError as error:
        raise ProtocolRefusal(400, f"{where} is not UTF-8") from error
    except ValueError as error:
        raise ProtocolRefusal(400, f"{where} has more than {_MAX_PARAMETERS} parameters") from error


def _text(encoded: bytes, where: str) -> str:
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolRefusal(400, f"{where} is not UTF-8") from error


def _content_type(header: str) -> tuple[str, str]:
    media, *parameters = (part.strip().lower() for part in header.split(";"))
    found = dict(part.partition("=")[::2] for part in parameters)
    return media, found.get("charset", "").strip('"')
