"""One request to a SPARQL endpoint: whole answer or an error that says what to do."""

from __future__ import annotations

import http.client
import math
import time
import urllib.request
from dataclasses import dataclass
from email.message import Message
from typing import IO, NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit

from SPARQLWrapper import JSON, N3, POST, SPARQLWrapper

from graphkit import __version__
from graphkit.errors import QueryRejected, StoreUnavailable
from graphkit.store.rejections import rejection_of

RESULTS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
_PAUSES = (0.2, 0.6)
_CHUNK = 1 << 16
_MAX_EXCERPT = 4096
#: Status -> what to do about it.
_ADVICE = {
    401: "set GRAPHKIT_SPARQL_USER and GRAPHKIT_SPARQL_PASSWORD to an account that may read",
    403: "the account of GRAPHKIT_SPARQL_USER may not read there",
    404: "there is no such address on that server: check the path, often /query or /sparql",
    405: "it takes no query by POST: check the path, often /query or /sparql",
    406: f"it does not answer as {RESULTS} and {TRIPLES}, so it is no SPARQL 1.1 endpoint",
    429: "it answers too many queries already: try again later",
    503: "it is busy or starting: try again later",
}


class EndpointTooSlow(StoreUnavailable):
    """The whole answer was not there in time."""


class AnswerTooLarge(StoreUnavailable):
    """The answer is larger than one may be."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one answer may take.

    Attributes:
        seconds: time for the whole answer.
        size: bytes of it.
    """

    seconds: float = 30.0
    size: int = 256 << 20


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: urllib would send the password along, and drop the query."""

    def redirect_request(  # noqa: PLR0917 - urllib's signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> None:
        """Return no further request, which makes the redirect an error."""


def without_account(address: str) -> str:
    """Return an address without what it says before its host: a password, and messages are read by anybody.

    Args:
        address: the address.
    """
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def read_body(
    response: http.client.HTTPResponse, deadline: float, size: int, too_large: StoreUnavailable
) -> bytes:
    """Return the whole body of an answer.

    Args:
        response: the answer.
        deadline: when it must be there, by the clock that never goes back.
        size: bytes that it may have.
        too_large: what is raised when it has more.

    Raises:
        TimeoutError: it was not there in time.
        IncompleteRead: it has fewer bytes than were announced.
        StoreUnavailable: it is too large.
    """
    body = bytearray()
    # By what has arrived: a server that sends a byte a second never lets a single reading time out.
    while chunk := response.read1(_CHUNK):
        body += chunk
        if len(body) > size:
            raise too_large
        if time.monotonic() > deadline:
            raise TimeoutError
    announced = response.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) != len(body):
        raise http.client.IncompleteRead(bytes(body), int(announced) - len(body))
    return bytes(body)


_OPENER = urllib.request.build_opener(NoRedirect)


class _Wrapper(SPARQLWrapper):
    """Builds the request as SPARQLWrapper does, and sends it without its global opener."""

    def _query(self) -> tuple[http.client.HTTPResponse, str]:
        return _OPENER.open(self._createRequest(), timeout=self.timeout), self.returnFormat


class Endpoint:
    """The address of a SPARQL 1.1 endpoint, and how to ask there.

    Args:
        address: its ``http`` or ``https`` address.
        user: account, if it wants one.
        password: of that account.
        bounds: what one answer may take.
    """

    def __init__(
        self, address: str, *, user: str = "", password: str = "", bounds: Bounds | None = None
    ) -> None:
        self.name = without_account(address)
        self._account = (user, password)
        self._bounds = bounds or Bounds()

    def ask(self, text: str, form: str, bounds: Bounds | None = None) -> bytes:
        """Send a query and return the whole answer: N-Triples, or results in JSON.

        Args:
            text: the query.
            form: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
            bounds: what the answer may take, if not the usual.

        Raises:
            QueryRejected: the server does not accept the query.
            StoreUnavailable: it gives no answer, not a whole one, or one of another type.
        """
        bounds = bounds or self._bounds
        wanted = TRIPLES if form in {"CONSTRUCT", "DESCRIBE"} else RESULTS
        deadline = time.monotonic() + bounds.seconds
        try:
            with self._open(self._wrapper(text, form, wanted, bounds.seconds)) as response:
                body = read_body(response, deadline, bounds.size, self._too_large(bounds))
                found = response.headers.get_content_type()
        except HTTPError as error:
            with error:
                self._refused(error)
        except http.client.HTTPException as error:
            raise StoreUnavailable(
                f"{self.name} cut its answer short ({type(error).__name__}): {_CUT}"
            ) from error
        except TimeoutError as error:
            raise EndpointTooSlow(self._slow(bounds)) from error
        except OSError as error:
            reason = error.reason if isinstance(error, URLError) else error
            if isinstance(reason, TimeoutError):
                raise EndpointTooSlow(self._slow(bounds)) from error
            raise StoreUnavailable(
                f"{self.name} cannot be reached ({reason}): start the server there or correct the address"
            ) from error
        if found not in {wanted, "application/json" if wanted == RESULTS else "text/plain"}:
            raise StoreUnavailable(
                f"{self.name} answered with {found} where a SPARQL endpoint answers with {wanted}:"
                " check the path"
            )
        return body

    def cut(self, reason: object) -> StoreUnavailable:
        """Return the error of an answer that has no end or is not what its type says."""
        return StoreUnavailable(f"{self.name} gave an answer that cannot be read ({reason}): {_CUT}")

    def _slow(self, bounds: Bounds) -> str:
        return (
            f"{self.name} did not answer within {bounds.seconds:g} s: ask for less, or give it more time with"
            " GRAPHKIT_SPARQL_TIMEOUT"
        )

    def _wrapper(self, text: str, form: str, accept: str, seconds: float) -> _Wrapper:
        wrapper = _Wrapper(
            self.name, returnFormat=JSON if accept == RESULTS else N3, agent=f"graphkit/{__version__}"
        )
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", accept)
        if any(self._account):
            wrapper.setCredentials(*self._account)
        wrapper.setTimeout(math.ceil(seconds))
        # Not setQuery: it guesses the form, by expressions that a long query can make run for minutes.
        wrapper.queryString, wrapper.queryType = text, form
        return wrapper

    def _open(self, wrapper: _Wrapper) -> http.client.HTTPResponse:
        """Return a response, after another try or two if no connection could be made."""
        for pause in (*_PAUSES, None):
            try:
                response: http.client.HTTPResponse = wrapper.query().response
            except (URLError, ConnectionError) as error:
                reason = error.reason if isinstance(error, URLError) else error
                if pause is None or not isinstance(reason, ConnectionError):
                    raise
                time.sleep(pause)
            else:
                return response
        raise AssertionError  # the last round returns or raises

    def _too_large(self, bounds: Bounds) -> AnswerTooLarge:
        return AnswerTooLarge(
            f"{self.name} answered with more than {bounds.size >> 20} MB: ask for less, with a LIMIT"
        )

    def _refused(self, error: HTTPError) -> NoReturn:
        if error.code == http.HTTPStatus.BAD_REQUEST:
            try:
                said = " ".join(error.read(_MAX_EXCERPT).decode("utf-8", "replace").split())
            except (OSError, http.client.HTTPException):
                said = ""
            raise rejection_of(f"{self.name} does not accept the query", said) from error
        if error.code in {413, 414}:
            raise QueryRejected(f"{self.name} does not take a query as long as this one") from error
        advice = _ADVICE.get(error.code, "look into the log of that server")
        where = error.headers.get("Location", "")
        if 300 <= error.code < 400 and where:  # noqa: PLR2004 - the redirects of HTTP
            told = without_account(where)
            advice = f"it redirects to {told}, which is not followed: give that address if it is right"
        raise StoreUnavailable(f"{self.name} answered with status {error.code}: {advice}") from error


_CUT = "it may have reached a limit of its own on time or size; ask for less, or raise that limit"
