"""Only https addresses are asked, wherever a redirect leads, and nobody is waited for without end."""

from __future__ import annotations

import socket
import ssl
import urllib.error

import pytest
from data_gouv_server import CONTENT, REGISTERS, DataServer, Run, mute, status

from graphkit.errors import FetchFailed
from graphkit.fetching.patience import Temporary
from graphkit.fetching.transport import Client

HTTPS = "https://www.data.gouv.fr/a"


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(server: DataServer, run: Run, published: str, code: int) -> None:
    server.script[published] += [status(code, Location="/b")]
    server.script["/b"] += [status(code, Location=server.address + published)]
    assert run().path.read_bytes() == CONTENT
    assert server.paths() == [REGISTERS, published, "/b", published]


def test_the_rest_of_a_file_is_asked_for_across_a_redirect(
    server: DataServer, run: Run, published: str
) -> None:
    server.files["/b"] = server.files.pop(published)
    server.always[published] = status(302, Location="/b")
    server.script["/b"] += [lambda handler: handler.answer(200, CONTENT[:1000], len(CONTENT), ETag='"x"')]
    server.files["/b"] = (CONTENT, {"ETag": '"x"'})
    assert run().path.read_bytes() == CONTENT
    assert [h.get("Range") for h in server.headers("/b")] == [None, "bytes=1000-"]


def test_a_redirect_loop_ends(server: DataServer, run: Run, published: str, waits: list[float]) -> None:
    server.always[published] = status(302, Location=published)
    with pytest.raises(FetchFailed, match="more than 5 redirects"):
        run()
    assert (len(server.headers(published)), waits) == (6, [])


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "data:text/plain,x",
        "http://192.0.2.1/x",
        "http://localhost.example.org/x",
        "//192.0.2.1/x",
        "http://ada:secret@127.0.0.1/x",
        "http://[::1/x",
        "gopher:x",
        "\x1b[31mfile:/x",
    ],
)
def test_a_redirect_elsewhere_is_not_followed(
    server: DataServer, run: Run, published: str, waits: list[float], target: str
) -> None:
    server.always[published] = status(302, Location=target)
    with pytest.raises(FetchFailed) as caught:
        run()
    assert "\x1b" not in str(caught.value)
    assert waits == []
    assert server.paths()[:2] == [REGISTERS, published]


def test_a_redirect_without_a_target_is_refused(server: DataServer, run: Run, published: str) -> None:
    server.always[published] = status(302)
    with pytest.raises(FetchFailed, match="the server answers 302"):
        run()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://192.0.2.1/x", "", "x", "http://127.0.0.1:0/"])
def test_a_resource_elsewhere_is_not_fetched(server: DataServer, run: Run, url: str) -> None:
    server.publish("export-fiches-rncp-v4-1-2026-08-16.zip", CONTENT, url=url)
    with pytest.raises(FetchFailed, match="only https addresses are"):
        run()
    assert server.paths() == [REGISTERS]


@pytest.mark.parametrize(
    ("loopback", "address", "previous", "allowed"),
    [
        (False, HTTPS, "", True),
        (False, "http://127.0.0.1:8/a", "", False),
        (False, "http://127.0.0.1:8/a", HTTPS, False),
        (True, "http://127.0.0.1:8/a", "", True),
        (True, "http://[::1]:8/a", "http://127.0.0.1:8/b", True),
        (True, "http://localhost:8/a", "", True),
        (True, "http://127.0.0.1:8/a", HTTPS, False),
        (True, "http://10.0.0.1/a", "", False),
        (True, HTTPS, "http://127.0.0.1:8/a", True),
        (False, "HTTPS://www.data.gouv.fr/a", "", True),
        (False, "https:///a", "", False),
        (False, "https://a:99999/", "", False),
        (False, "https://a@b/", "", False),
    ],
)
def test_which_addresses_are_asked(loopback: bool, address: str, previous: str, allowed: bool) -> None:
    client = Client(loopback=loopback)
    if allowed:
        client.checked(address, previous)
    else:
        with pytest.raises(FetchFailed, match="only https"):
            client.checked(address, previous)


def test_an_address_is_asked_as_it_must_be_written() -> None:
    written = Client().checked("https://a.fr/Répertoire national%20.zip?x=é#part")
    assert written == "https://a.fr/R%C3%A9pertoire%20national%20.zip?x=%C3%A9"


def test_a_local_server_is_asked_without_the_proxy(
    run: Run, published: str, server: DataServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert run().downloaded
    assert server.headers(published)[0]["User-Agent"].startswith("graphkit/")


def test_nobody_at_the_address_is_told_after_some_attempts(
    server: DataServer, run: Run, waits: list[float]
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server.publish("export-fiches-rncp-v4-1-2026-08-16.zip", CONTENT, url=f"http://127.0.0.1:{port}/x")
    with pytest.raises(FetchFailed, match=rf"127.0.0.1:{port}/x: no answer .*; 6 attempts failed"):
        run()
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_a_mute_server_is_left(server: DataServer) -> None:
    server.always["/x"] = mute
    client = Client(loopback=True, timeout=0.1)
    with pytest.raises(Temporary, match="timed out"), client.get(f"{server.address}/x", {}, ""):
        pass


def test_a_server_that_stops_in_the_middle_is_left(server: DataServer) -> None:
    def stop(handler: object) -> None:
        handler.answer(200, b"half", 8)  # type: ignore[attr-defined]
        handler.wfile.flush()  # type: ignore[attr-defined]
        mute(handler)  # type: ignore[arg-type]

    server.always["/x"] = stop
    with (
        Client(loopback=True, timeout=0.1).get(f"{server.address}/x", {}, "") as answer,
        pytest.raises(Temporary, match="timed out"),
    ):
        list(answer.chunks())


def test_a_server_that_does_not_speak_http_is_told(server: DataServer) -> None:
    server.always["/x"] = lambda handler: handler.wfile.write(b"SSH-2.0\r\n\r\n") and None
    client = Client(loopback=True)
    with pytest.raises(Temporary, match="no answer"), client.get(f"{server.address}/x", {}, ""):
        pass


def test_an_untrusted_certificate_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()

    def refuse(*_: object, **__: object) -> None:
        error = ssl.SSLCertVerificationError(1, "certificate verify failed")
        error.verify_message = "self-signed certificate"
        raise urllib.error.URLError(error)

    monkeypatch.setattr(client._opener, "open", refuse)
    with pytest.raises(FetchFailed, match="self-signed certificate"), client.get(HTTPS, {}, ""):
        pass


def test_a_host_that_cannot_be_a_name_is_told() -> None:
    with (
        pytest.raises(FetchFailed, match="not the name of a host"),
        Client().get(f"https://{'a' * 70}/", {}, ""),
    ):
        pass
