"""HTTP with the caution that a download from outside needs: which addresses, how far, for how long."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, HTTPResponse
from urllib.parse import quote, urljoin, urlsplit

from graphkit import __version__
from graphkit.config import is_loopback
from graphkit.errors import FetchFailed
from graphkit.fetching.patience import Temporary

_TIMEOUT = 30.0
_CHUNK = 64 << 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS = 5
_TRY_AGAIN = frozenset({408, 425, 429})
_IN_ADDRESSES = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with status 200, 206 or 416, after any redirect."""

    status: int
    headers: Message
    body: HTTPResponse

    @property
    def length(self) -> int | None:
        """Bytes that the server announced for this answer."""
        value = self.headers.get("Content-Length", "")
        return int(value) if value.isascii() and value.isdigit() else None

    def chunks(self) -> Iterator[bytes]:
        """Yield the body piece by piece.

        Raises:
            Temporary: the connection ended before the announced length.
        """
        received = 0
        while True:
            try:
                data = self.body.read(_CHUNK)
            except (OSError, HTTPException) as error:
                raise Temporary(f"the connection broke ({_reason(error)})") from error
            if not data:
                break
            received += len(data)
            yield data
        # http.client takes an early end for the end when it reads in pieces.
        if self.length is not None and received < self.length:
            raise Temporary(f"the connection was cut after {received} of {self.length} bytes")


class Client:
    """Asks by GET, over https alone.

    Args:
        loopback: plain http to this machine is allowed too, and no proxy is used.
        timeout: seconds that a connection and each read may take.
    """

    def __init__(self, *, loopback: bool = False, timeout: float = _TIMEOUT) -> None:
        self._loopback = loopback
        self._timeout = timeout
        # Made by hand so that it has no handler of file:, ftp: or data:, and follows no redirect by itself.
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler({} if loopback else None),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
        ):
            self._opener.add_handler(handler)

    @contextmanager
    def get(self, address: str, headers: Mapping[str, str], hint: str) -> Iterator[Answer]:
        """Ask for an address and follow where it leads.

        Args:
            address: the address.
            headers: what to send beyond the usual.
            hint: what the user can do if the server refuses.

        Raises:
            Temporary: nobody answers, or the server asks to come back.
            FetchFailed: the server refuses, or leads where we do not follow.
        """
        current = self.checked(address)
        for _ in range(_MAX_REDIRECTS + 1):
            response = self._open(current, headers)
            with response:
                target = response.headers.get("Location")
                if response.status not in _REDIRECTS or target is None:
                    _judge(current, response, hint)
                    yield Answer(response.status, response.headers, response)
                    return
            current = self.checked(_joined(current, target), current)
        raise FetchFailed(f"{address}: more than {_MAX_REDIRECTS} redirects, the last to {current}; {hint}")

    def checked(self, address: str, previous: str = "") -> str:
        """Return an address in the form in which it is asked for.

        Args:
            address: any address.
            previous: the address that led to it.

        Raises:
            FetchFailed: it is neither https nor, where that is allowed, http on this machine.
        """
        written = as_written(address)
        try:
            parts = urlsplit(written)
            host, port = parts.hostname, parts.port
        except ValueError:
            parts, host, port = urlsplit(""), None, None
        plain = parts.scheme == "http" and self._loopback and is_loopback(host)
        allowed = parts.scheme == "https" or (plain and not previous.startswith("https:"))
        if not allowed or not host or port == 0 or "@" in parts.netloc:
            source = f"{previous} leads to {written}" if previous else written
            raise FetchFailed(
                f"{source}: not fetched, because only https addresses are; download the file by hand if you "
                "trust that address"
            )
        return parts._replace(fragment="").geturl()

    def _open(self, address: str, headers: Mapping[str, str]) -> HTTPResponse:
        request = urllib.request.Request(  # noqa: S310 - the scheme has been checked
            address,
            headers={
                "User-Agent": f"graphkit/{__version__}",
                # What is verified and resumed is the file itself, not a compressed form of it.
                "Accept-Encoding": "identity",
                **headers,
            },
        )
        try:
            response = self._opener.open(request, timeout=self._timeout)
        except UnicodeError as error:
            raise FetchFailed(f"{address}: this is not the name of a host ({_reason(error)})") from error
        except (OSError, HTTPException) as error:
            cause = error.reason if isinstance(error, urllib.error.URLError) else error
            if isinstance(cause, ssl.SSLCertVerificationError):
                raise FetchFailed(
                    f"{address}: the certificate of the server cannot be trusted ({cause.verify_message}); "
                    "check the clock of this machine, its certificates and the proxy"
                ) from error
            raise Temporary(f"no answer ({_reason(cause)})") from error
        assert isinstance(response, HTTPResponse)  # noqa: S101 - only handlers of http are installed
        return response


def as_written(address: str) -> str:
    """Return an address with all that has no place in one, such as controls of a terminal, percent-encoded.

    Args:
        address: an address that a stranger gave.
    """
    return quote(address, safe=_IN_ADDRESSES, errors="replace")


def _judge(address: str, response: HTTPResponse, hint: str) -> None:
    status = response.status
    if status in {200, 206, 416}:
        return
    told = f"the server answers {status} {_printable(response.reason or '')}".rstrip()
    if status >= 500 or status in _TRY_AGAIN:  # noqa: PLR2004 - the class of server errors
        raise Temporary(told, response.headers.get("Retry-After", ""))
    raise FetchFailed(f"{address}: {told}; {hint}")


def _joined(base: str, target: str) -> str:
    # A header is read as Latin-1, byte for byte.
    target = quote(target, safe=_IN_ADDRESSES, encoding="latin-1", errors="replace")
    try:
        return urljoin(base, target)
    except ValueError:
        return target


def _reason(error: object) -> str:
    return _printable(str(error) or type(error).__name__)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text[:200])
