"""A local server that behaves like data.gouv.fr: its API, its files with ETag and Range, and its bad days."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler
from typing import Any

from local_server import LocalServer, Quiet, running

from graphkit.fetching import Fetched

REGISTERS = "/api/1/datasets/5eebbc067a14b6fecc9c9976/"
ROME = "/api/1/datasets/repertoire-operationnel-des-metiers-et-des-emplois-rome/"

TITLE = "export-fiches-rncp-v4-1-2026-08-16.zip"
#: 2026-08-16 02:00 UTC.
NOW = 1_786_845_600.0

#: Fetches from the server of a test.
Run = Callable[..., Fetched]
#: Answers one request in place of the usual answer.
Behaviour = Callable[["Handler"], None]


def archive(text: str, size: int = 0) -> bytes:
    """Return a zip archive that holds a text, and about that many bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        zipped.writestr("export.xml", text + " " * size)
    return stream.getvalue()


CONTENT = archive("rncp", 300_000)


class DataServer(LocalServer):
    """Holds what is published, what is to go wrong, and what has been asked."""

    def __init__(self) -> None:
        super().__init__(Handler)
        self.datasets: dict[str, Any] = {}
        self.files: dict[str, tuple[bytes, dict[str, str]]] = {}
        self.script: dict[str, deque[Behaviour]] = defaultdict(deque)
        self.always: dict[str, Behaviour] = {}
        self.asked: list[tuple[str, Message]] = []

    @property
    def api(self) -> str:
        """What ``GRAPHKIT_DATA_API`` is set to."""
        return f"{self.address}/api/1/"

    def publish(
        self,
        title: str,
        content: bytes,
        *,
        dataset: str = REGISTERS,
        headers: dict[str, str] | None = None,
        **fields: Any,  # noqa: ANN401 - any JSON
    ) -> str:
        """Add a file and its resource; return the path of the file."""
        path = f"/resources/{len(self.files)}.zip"
        sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        self.files[path] = (content, {"ETag": f'"{sha1}"'} if headers is None else headers)
        resource = {
            "id": f"id-{len(self.files)}",
            "title": title,
            "url": self.address + path,
            "latest": f"{self.address}/r/{len(self.files)}",
            "format": "zip",
            "filesize": len(content),
            "checksum": {"type": "sha1", "value": sha1},
            "last_modified": "2026-08-16T02:00:00.000000+00:00",
            "created_at": "2026-08-16T02:00:00.000000+00:00",
        }
        self.datasets.setdefault(dataset, {"id": "x", "resources": []})
        self.datasets[dataset]["resources"].append(resource | fields)
        return path

    def paths(self) -> list[str]:
        """Return the paths that were asked for, in order."""
        return [path for path, _ in self.asked]

    def headers(self, path: str) -> list[Message]:
        """Return the headers of each request for a path, in order."""
        return [headers for asked, headers in self.asked if asked == path]


class Handler(Quiet, BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: DataServer

    def do_GET(self) -> None:
        self.close_connection = True
        self.server.asked.append((self.path, self.headers))
        script = self.server.script[self.path]
        behaviour = script.popleft() if script else self.server.always.get(self.path, usual)
        behaviour(self)

    def answer(self, status: int, body: bytes = b"", announced: int | None = None, **headers: str) -> None:
        """Send an answer; ``announced`` is its Content-Length where that is not the truth."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if announced is None else announced))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


def usual(handler: Handler) -> None:
    """Answer as data.gouv.fr does on a good day."""
    server = handler.server
    if handler.path in server.datasets:
        handler.answer(200, json.dumps(server.datasets[handler.path]).encode())
    elif handler.path in server.files:
        content, headers = server.files[handler.path]
        wanted = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        fresh = handler.headers.get("If-Range") in {headers.get("ETag"), headers.get("Last-Modified")}
        send_from(handler, int(wanted[1]) if wanted and fresh else 0, content, headers)
    else:
        handler.answer(404, b'{"message": "not found"}')


def send_from(
    handler: Handler, start: int, content: bytes, headers: dict[str, str], length: int | None = None
) -> None:
    """Send a file from some byte on, or cut it after ``length`` bytes."""
    if start >= len(content) > 0 and start:
        handler.answer(416, b"", Content_Range=f"bytes */{len(content)}")
        return
    extra = {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"} if start else {}
    rest = content[start:]
    handler.answer(206 if start else 200, rest[:length], len(rest), **headers, **extra)


def cut(length: int) -> Behaviour:
    """Answer as usual, but break the connection after some bytes of the body."""

    def behave(handler: Handler) -> None:
        content, headers = handler.server.files[handler.path]
        wanted = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        send_from(handler, int(wanted[1]) if wanted else 0, content, headers, length)

    return behave


def status(code: int, **headers: str) -> Behaviour:
    """Answer with a status and no more."""
    return lambda handler: handler.answer(code, b"", **headers)


def whole(handler: Handler) -> None:
    """Send the whole file, whatever was asked."""
    content, headers = handler.server.files[handler.path]
    handler.answer(200, content, **headers)


def body(content: bytes, code: int = 200, **headers: str) -> Behaviour:
    """Send some bytes."""
    return lambda handler: handler.answer(code, content, **headers)


def endless(handler: Handler) -> None:
    """Send pieces until the client goes away."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while True:
        handler.wfile.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


def mute(handler: Handler) -> None:
    """Accept the request and say nothing until the test ends."""
    handler.server.released.wait(30)


@contextmanager
def data_server() -> Iterator[DataServer]:
    """Run a server for the time of a test."""
    with running(DataServer()) as server:
        yield server
