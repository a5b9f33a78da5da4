"""The server of the viewer: waitress, with bounds on what a connection may take and how slow it may be."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from graphkit.config import Settings
from graphkit.serving import Serving

#: Threads for the pages; queries that run or wait have theirs beside.
_THREADS = 8
#: Seconds that a request may take to arrive, and the bytes that have to come in each second beyond.
PATIENCE = 30.0
_LEAST_RATE = 4096
_LIMITS: dict[str, Any] = {
    "ident": None,
    # More than any page takes, so that the page itself says what is too large; no more goes to the disk.
    "max_request_body_size": 64 << 20,
    # A query of 64 kB is three times as long in an address.
    "max_request_header_size": 256 << 10,
    # Nothing comes, or nobody reads: seconds until a connection is closed.
    "channel_timeout": 60,
    "cleanup_interval": 10,
    "connection_limit": 500,
    # A connection is read while its request is answered: so it is known when a client has gone, and its
    # query is stopped.
    "channel_request_lookahead": 1,
    "asyncore_use_poll": True,
}


class PatientChannel(HTTPChannel):  # type: ignore[misc] # waitress has no types
    """A connection that is closed when its request arrives too slowly; it has no thread until then."""

    _began = 0.0
    _taken = 0

    def received(self, data: bytes) -> bool:
        """Take what came of a request.

        Args:
            data: the bytes.
        """
        now = time.monotonic()
        if self.request is None:
            self._began, self._taken = now, 0
        self._taken += len(data)
        if now - self._began > PATIENCE + self._taken / _LEAST_RATE:
            self.handle_close()
            return False
        taken: bool = super().received(data)
        return taken


def make_server(
    app: Callable[..., Any], host: str, port: int, settings: Settings
) -> BaseWSGIServer | MultiSocketServer:
    """Return a server that listens, and serves once it runs.

    Args:
        app: the viewer, a WSGI application.
        host: address to listen on.
        port: port to listen on; 0 for any that is free.
        settings: how many queries run and wait, and which proxy is in front.

    Raises:
        OSError: it cannot listen there.
    """
    sockets: dict[int, Any] = {}
    server = create_server(
        app,
        map=sockets,
        host=host,
        port=port,
        threads=_THREADS + settings.queries.workers + settings.queries.queue,
        **_LIMITS,
        **_behind(settings.serving),
    )
    for each in sockets.values():
        if isinstance(each, BaseWSGIServer):
            each.channel_class = PatientChannel
    return server


def port_of(server: BaseWSGIServer | MultiSocketServer) -> int:
    """Return the port that a server listens on.

    Args:
        server: the server; a name such as ``localhost`` gives it several addresses.
    """
    _, port = (
        server.effective_listen[0] if hasattr(server, "effective_listen") else ("", server.effective_port)
    )
    return int(port)


def _behind(serving: Serving) -> dict[str, Any]:
    """Return what the server is told of the proxy in front; what any other says of itself is dropped."""
    if not serving.trusted_proxy:
        return {"clear_untrusted_proxy_headers": True}
    return {
        "trusted_proxy": serving.trusted_proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        "clear_untrusted_proxy_headers": True,
    }
