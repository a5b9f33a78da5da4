"""The server as ``graphkit serve`` makes it, met with plain sockets."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from flask import Flask

from graphkit.cli import http_server
from graphkit.cli.http_server import PatientChannel, make_server, port_of
from graphkit.config import Settings
from graphkit.limits import Limits
from graphkit.serving import Serving
from graphkit.store.pool import PoolState
from webui import create_app
from webui.viewer import catalog

_WAIT = 30.0


@contextmanager
def serving(app: Callable[..., Any], settings: Settings) -> Iterator[int]:
    """Serve an application and yield the port."""
    server = make_server(app, "127.0.0.1", 0, settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield port_of(server)
    finally:
        server.close()
        thread.join(_WAIT)


def trickle(channel: socket.socket) -> None:
    """Send one header after the other, as long as anybody takes them."""
    for _ in range(600):
        time.sleep(0.05)
        channel.sendall(b"X-A: b\r\n")


@pytest.fixture(scope="module")
def port(app: Flask, settings: Settings) -> Iterator[int]:
    with serving(app, settings) as number:
        yield number


def open_socket(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=_WAIT)


def exchange(port: int, sent: bytes) -> bytes:
    """Send bytes and return all that comes until the server closes or says that this was all."""
    with open_socket(port) as channel:
        channel.sendall(sent)
        return read_answer(channel)


def read_answer(channel: socket.socket) -> bytes:
    answer = b""
    while part := channel.recv(65536):
        answer += part
        head, end, body = answer.partition(b"\r\n\r\n")
        if end and len(body) >= length_of(head):
            break
    return answer


def length_of(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


def get(path: str, *more: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *more, "", ""]).encode()


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_it_does_not_say_what_it_is_made_of(port: int) -> None:
    head = exchange(port, get("/healthz/live")).partition(b"\r\n\r\n")[0].lower()
    assert b"server:" not in head
    assert b"waitress" not in head


def test_clients_that_send_slowly_keep_no_thread(port: int) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(open_socket(port)) for _ in range(120)]
        for number, channel in enumerate(slow):
            kinds = (b"GET / HTTP/1.1\r\nX-A: ", b"POST /sparql HTTP/1.1\r\nContent-Length: 1000\r\n\r\nq")
            channel.sendall(kinds[number % 2])
        start = time.monotonic()
        assert status(exchange(port, get("/healthz/live"))) == 200
        assert status(exchange(port, get("/certification/RNCP25520"))) == 200
        # There are fewer threads than slow clients: had each of them one, nobody would be answered.
        assert time.monotonic() - start < _WAIT


def test_clients_that_read_slowly_keep_no_thread(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(60):
            channel = stack.enter_context(open_socket(port))
            channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            channel.sendall(get("/certification/chef-de-projet-digital"))
        assert status(exchange(port, get("/healthz/live"))) == 200


def test_a_request_that_trickles_in_is_cut_off(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_server, "PATIENCE", 0.2)
    with serving(app, settings) as port, open_socket(port) as channel:
        channel.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(OSError, match=r"reset|Broken pipe"):
            trickle(channel)
        assert status(exchange(port, get("/healthz/live"))) == 200


def test_a_connection_that_is_used_again_has_its_time_anew(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_server, "PATIENCE", 1.0)
    with serving(app, settings) as port, open_socket(port) as channel:
        for _ in range(3):
            channel.sendall(get("/healthz/live"))
            assert status(read_answer(channel)) == 200
            time.sleep(0.6)


@pytest.mark.parametrize("accept", ["text/html", "application/sparql-results+json"])
def test_a_query_ends_when_its_client_leaves(settings: Settings, accept: str) -> None:
    made = Settings(store=settings.store, queries=Limits(seconds=2 * _WAIT, workers=1))
    app = create_app(made)
    with app.app_context():
        door = catalog()
    endless = b"query=SELECT (COUNT(*) AS %3Fn) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    kind = f"Content-Type: application/x-www-form-urlencoded\r\nAccept: {accept}"
    head = f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\n{kind}\r\nContent-Length: {len(endless)}\r\n\r\n"
    with serving(app, made) as port:
        with open_socket(port) as channel:
            channel.sendall(head.encode() + endless)
            assert comes_true(lambda: door.query_load == PoolState(running=1, waiting=0, kills=0))
        assert comes_true(lambda: door.query_load == PoolState(running=0, waiting=0, kills=1))
        # The only process that there may be is free again.
        assert status(exchange(port, get("/sparql?query=ASK{}", "Accept: application/json"))) == 200


def comes_true(condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + _WAIT
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


def test_headers_too_large_are_refused(port: int) -> None:
    assert status(exchange(port, get("/healthz/live", "X-A: " + "a" * (300 << 10)))) == 431
    assert status(exchange(port, get("/healthz/live", "X-A: " + "a" * (16 << 10)))) == 200


def test_many_headers_and_parameters_are_answered_in_time(port: int) -> None:
    many = [f"X-{number}: {number}" for number in range(8000)]
    assert status(exchange(port, get("/healthz/live", *many))) in {200, 431}
    address = "/recherche?" + "&".join(f"q{number}=1" for number in range(10_000))
    assert status(exchange(port, get(address))) in {200, 303, 400, 414}


def test_a_body_too_large_is_refused_before_it_is_sent(port: int) -> None:
    head = "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n"
    assert status(exchange(port, head.encode() + b"query=")) == 413


def test_a_body_that_is_too_large_for_its_page_is_refused_by_it(port: int) -> None:
    body = b"query=" + b"a" * (1 << 20)
    kind = "Content-Type: application/x-www-form-urlencoded"
    head = f"POST /sparql HTTP/1.1\r\nHost: a\r\n{kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    assert status(exchange(port, head + body)) == 413


@pytest.mark.parametrize(
    "smuggled",
    [
        "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nContent-Length: 5\r\n\r\nquery=",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX",
        "POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\r\nContent-Length: -1\r\n\r\n",
    ],
)
def test_what_two_servers_could_read_in_two_ways_is_refused_or_ends_the_connection(
    port: int, smuggled: str
) -> None:
    with open_socket(port) as channel:
        channel.sendall(smuggled.encode("latin-1") + get("/healthz/live"))
        answer = b""
        channel.settimeout(3)
        try:
            while part := channel.recv(65536):
                answer += part
        except TimeoutError:
            pass
    assert answer.count(b'"live"') == 0 or answer.startswith(b"HTTP/1.1 4"), answer


def test_a_header_is_not_split_by_what_an_address_says(port: int) -> None:
    for path in (
        "/certification/RNCP1%0d%0aSet-Cookie:%20a=b",
        "/%0d%0aLocation:%20http://evil.example/",
        "/recherche?q=%0d%0aX-Evil:%201",
        "/?lang=fr%0d%0aX-Evil:%201",
        "/sparql?query=ASK%7B%7D&format=json%0d%0aX-Evil:%201",
    ):
        head = exchange(port, get(path)).partition(b"\r\n\r\n")[0]
        names = {line.partition(b":")[0].lower() for line in head.split(b"\r\n")[1:]}
        assert not names & {b"x-evil", b"set-cookie"}
        assert b"\nLocation: http://evil" not in head


def test_only_the_proxy_in_front_may_say_that_there_is_tls(settings: Settings) -> None:
    said = ("X-Forwarded-Proto: https", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Host: evil.example")
    for proxy, believed in (("", False), ("10.9.9.9", False), ("127.0.0.1", True)):
        made = Settings(store=settings.store, serving=Serving(trusted_proxy=proxy))
        with serving(create_app(made), made) as port:
            answer = exchange(port, get("/", *said))
            assert (b"Strict-Transport-Security: max-age=" in answer) is believed
            assert b"evil.example" not in answer


def test_the_server_has_the_patient_channel(app: Flask, settings: Settings) -> None:
    server = make_server(app, "127.0.0.1", 0, settings)
    assert server.channel_class is PatientChannel
    server.close()


def test_a_name_of_two_addresses_has_one_port(app: Flask, settings: Settings) -> None:
    server = make_server(app, "localhost", 0, settings)
    assert port_of(server) > 0
    server.close()
