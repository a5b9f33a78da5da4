"""A server that hands requests on to a real SPARQL server, except when a test says otherwise."""

from __future__ import annotations

import threading
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

from local_server import LocalServer, Quiet, running

#: Answers a request in place of the real server.
Behaviour = Callable[["Handler"], None]


class CrookedServer(LocalServer):
    """Holds what is to go wrong, and what was asked.

    Args:
        origin: address of the endpoint of the real server; none for a server that only does as it is told.
    """

    def __init__(self, origin: str = "") -> None:
        super().__init__(Handler)
        self.origin = origin.removesuffix("/query")
        #: Method -> what its next requests meet; ``None`` is the real server.
        self.script: dict[str, deque[Behaviour | None]] = {}
        #: Method and graph of each request to the graph store that the real server or a behaviour answered.
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        #: Bytes of each request to the graph store that was read whole.
        self.sizes: list[int] = []
        self.reached = threading.Event()

    @property
    def endpoint(self) -> str:
        """Address of its SPARQL endpoint."""
        return f"{self.address}/query"

    @property
    def store(self) -> str:
        """Address of its graph store."""
        return f"{self.address}/store"

    def graphs(self, method: str) -> list[str]:
        """Return the graphs of the requests of a method, without the notes of the loader."""
        return [graph for asked, graph in self.asked if asked == method and "/chargement/" not in graph]


class Handler(Quiet, BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: CrookedServer
    body: bytes = b""

    def do_GET(self) -> None:
        self._meet("GET")

    def do_PUT(self) -> None:
        self._meet("PUT")

    def do_POST(self) -> None:
        self._meet("POST")

    def do_DELETE(self) -> None:
        self._meet("DELETE")

    def _meet(self, method: str) -> None:
        self.close_connection = True
        if urlsplit(self.path).path == "/query":
            self.body = self.rfile.read(int(self.headers["Content-Length"]))
            self.hand_on()
            return
        (graph,) = parse_qs(urlsplit(self.path).query)["graph"]
        self.server.asked.append((method, graph))
        self.server.headers.append(dict(self.headers))
        waiting = self.server.script.get(method)
        # The notes of the loader are never the trouble, unless a test names them.
        behaviour = waiting.popleft() if waiting and "/chargement/" not in graph else None
        if behaviour is not None:
            behaviour(self)
            return
        self.read()
        self.hand_on()

    def read(self) -> None:
        """Read the body of the request."""
        self.body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.sizes.append(len(self.body))

    def hand_on(self) -> None:
        """Answer as the real server does."""
        kept = {name: self.headers[name] for name in ("Content-Type", "Accept") if name in self.headers}
        request = urllib.request.Request(  # noqa: S310 - on the loopback
            self.server.origin + self.path, data=self.body or None, headers=kept, method=self.command
        )
        try:
            with urllib.request.urlopen(request) as found:  # noqa: S310 - idem
                self.answer(found.status, found.read(), Content_Type=found.headers.get("Content-Type", ""))
        except HTTPError as refused:
            with refused:
                self.answer(refused.code, refused.read())

    def answer(self, status: int, content: bytes = b"", **headers: str) -> None:
        """Send an answer."""
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)


def says(status: int, content: bytes = b"", **headers: str) -> Behaviour:
    """Read the request and answer with a status."""

    def behave(handler: Handler) -> None:
        handler.read()
        handler.answer(status, content, **headers)

    return behave


def cuts(handler: Handler) -> None:
    """Read a part of the request and break the connection."""
    handler.rfile.read(100)
    handler.connection.close()


def hangs(handler: Handler) -> None:
    """Read the request and say nothing until the test ends."""
    handler.read()
    handler.server.reached.set()
    handler.server.released.wait(30)


def refuses_early(status: int) -> Behaviour:
    """Answer without having read the request, and close."""
    return lambda handler: handler.answer(status, b"", Connection="close")


@contextmanager
def crooked(origin: str = "") -> Iterator[CrookedServer]:
    """Run a server for the time of a test.

    Args:
        origin: address of the endpoint of the real server that it stands before.
    """
    with running(CrookedServer(origin)) as server:
        yield server
