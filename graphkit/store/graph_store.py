"""Writing graphs into a server by the SPARQL 1.1 Graph Store HTTP Protocol, with patience."""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
import time
import urllib.request
from collections.abc import Callable, Iterable
from urllib.error import HTTPError, URLError
from urllib.parse import quote

from graphkit import __version__
from graphkit.errors import FetchFailed, LoadFailed
from graphkit.fetching.patience import Patience, Temporary, Waiting
from graphkit.store.endpoint import TRIPLES, NoRedirect, read_body, without_account
from graphkit.store.graph_addresses import ELSEWHERE

#: Most bytes of one request: below what web servers in front of a store let pass by default (1 MiB).
CHUNK_BYTES = 1_000_000
_MAX_ANSWER = 256 << 20
_MAX_REASON = 300
_TRY_AGAIN = frozenset({408, 425, 429, 502, 503, 504})
#: Status -> what to do about it.
_ADVICE = {
    400: "it does not take these triples",
    401: "set GRAPHKIT_SPARQL_USER and GRAPHKIT_SPARQL_PASSWORD to an account that may write",
    403: "the account of GRAPHKIT_SPARQL_USER may not write there",
    404: f"there is no graph store at that address: {ELSEWHERE}",
    405: f"there is no graph store at that address, or it is read-only: {ELSEWHERE}",
    413: f"it takes no request of {CHUNK_BYTES} bytes: raise that limit on the server or the proxy before it",
    415: f"it does not take {TRIPLES}: {ELSEWHERE}",
    501: f"there is no graph store at that address: {ELSEWHERE}",
    507: "there is no more room on its disk: make some, and run the same command again",
}
_LOOK = "look into the log of that server"


class _Plain(http.client.HTTPConnection):
    """Goes on to read the answer of a server that gave one before it had read the whole request."""

    def send(self, data: object) -> None:
        try:
            super().send(data)  # type: ignore[arg-type]
        except (BrokenPipeError, ConnectionResetError):
            if self.sock is None:
                raise


class _Secure(_Plain, http.client.HTTPSConnection):
    pass


class _PlainHandler(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Plain, req)


class _SecureHandler(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Secure, req, context=ssl.create_default_context())


_OPENER = urllib.request.build_opener(NoRedirect, _PlainHandler, _SecureHandler)


class GraphStore:
    """The address of a graph store, and how to write there.

    What it is asked can be asked twice without harm, so whatever may have failed on the way is sent again.

    Args:
        address: its ``http`` or ``https`` address, without account.
        user: account, if it wants one.
        password: of that account.
        seconds: that it may keep silent.
        waiting: time and chance between attempts.
        note: told of each wait.
    """

    def __init__(
        self,
        address: str,
        *,
        user: str = "",
        password: str = "",
        seconds: float = 30.0,
        waiting: Waiting | None = None,
        note: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.name = address
        #: Requests that were sent again.
        self.retries = 0
        #: Bytes of triples that the server has taken.
        self.sent = 0
        self._headers = {"User-Agent": f"graphkit/{__version__}", "Accept": TRIPLES}
        if user or password:
            account = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
            self._headers["Authorization"] = f"Basic {account}"
        self._seconds = seconds
        self._waiting = waiting or Waiting()
        self._note = note

    def get(self, graph: str) -> bytes:
        """Return the triples of a graph as N-Triples; none where the server has no such graph.

        Args:
            graph: IRI of the graph.

        Raises:
            LoadFailed: the server refuses, or gives no whole answer.
        """
        return self._ask("GET", graph, absent=b"")

    def replace(self, graph: str, chunks: Iterable[bytes]) -> None:
        """Put triples in the place of all that a graph holds.

        Killed in between, the server holds a part of them.

        Args:
            graph: IRI of the graph.
            chunks: N-Triples without blank nodes, whole lines in each.

        Raises:
            LoadFailed: the server refuses, or cannot be reached for long.
        """
        method = "PUT"
        for chunk in chunks:
            self._ask(method, graph, chunk)
            method = "POST"

    def add(self, graph: str, content: bytes) -> None:
        """Add triples to a graph, which is made if need be.

        Args:
            graph: IRI of the graph.
            content: N-Triples without blank nodes.

        Raises:
            LoadFailed: the server refuses, or cannot be reached for long.
        """
        self._ask("POST", graph, content)

    def delete(self, graph: str) -> None:
        """Delete a graph, if the server has it.

        Args:
            graph: IRI of the graph.

        Raises:
            LoadFailed: the server refuses, or cannot be reached for long.
        """
        self._ask("DELETE", graph, absent=b"")

    def _ask(
        self, method: str, graph: str, content: bytes | None = None, absent: bytes | None = None
    ) -> bytes:
        patience = Patience(self.name, self._waiting, self._note)
        while True:
            try:
                body = self._attempt(method, graph, content, absent)
            except Temporary as trouble:
                try:
                    patience.wait(trouble)
                except FetchFailed as error:
                    raise LoadFailed(str(error)) from error
                self.retries += 1
            else:
                self.sent += len(content or b"")
                return body

    def _attempt(self, method: str, graph: str, content: bytes | None, absent: bytes | None) -> bytes:
        mark = "&" if "?" in self.name else "?"
        media = {} if content is None else {"Content-Type": TRIPLES}
        request = urllib.request.Request(  # noqa: S310 - the settings take http and https alone
            f"{self.name}{mark}graph={quote(graph, safe='')}",
            data=content,
            headers={**self._headers, **media},
            method=method,
        )
        deadline = time.monotonic() + self._seconds
        too_large = LoadFailed(f"{self.name} answered with more than {_MAX_ANSWER >> 20} MB: {_LOOK}")
        try:
            with _OPENER.open(request, timeout=self._seconds) as response:
                return read_body(response, deadline, _MAX_ANSWER, too_large)
        except HTTPError as error:
            with error:
                if error.code == http.HTTPStatus.NOT_FOUND and absent is not None:
                    return absent
                raise self._refused(error, graph) from error
        except http.client.HTTPException as error:
            raise Temporary(f"the connection was cut ({type(error).__name__})") from error
        except OSError as error:
            reason = error.reason if isinstance(error, URLError) else error
            if isinstance(reason, TimeoutError):
                raise Temporary(
                    f"silent for {self._seconds:g} s, the time that GRAPHKIT_SPARQL_TIMEOUT gives"
                ) from error
            if isinstance(reason, ssl.SSLCertVerificationError):
                raise LoadFailed(
                    f"{self.name}: the certificate of the server cannot be trusted"
                    f" ({reason.verify_message}); check the clock of this machine, its certificates and"
                    " the proxy"
                ) from error
            if isinstance(reason, socket.gaierror):
                raise LoadFailed(f"{self.name} cannot be reached ({reason}): correct the address") from error
            raise Temporary(f"the connection broke ({reason})") from error

    def _refused(self, error: HTTPError, graph: str) -> Temporary | LoadFailed:
        told = f"the server answers with status {error.code}"
        if error.code in _TRY_AGAIN:
            return Temporary(told, error.headers.get("Retry-After", ""))
        where = error.headers.get("Location", "")
        if 300 <= error.code < 400 and where:  # noqa: PLR2004 - the redirects of HTTP
            shown = without_account(where)
            advice = f"it redirects to {shown!r}, which is not followed: give that address if it is right"
        else:
            advice = _ADVICE.get(error.code, _LOOK)
        if error.code == http.HTTPStatus.BAD_REQUEST:
            advice = f"{advice} ({_reason(error)})"
        return LoadFailed(f"{self.name}, graph {graph}: {told}: {advice}")


def _reason(error: HTTPError) -> str:
    try:
        said = error.read(_MAX_REASON).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        said = ""
    return "".join(c if c.isprintable() else " " for c in said) or "no reason is told"
