"""Asks a site for things as a cautious visitor: bounded in time, size and number, and never led elsewhere."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import quote, urljoin, urlsplit

from graphkit import __version__
from graphkit.audit.evidence import printable
from graphkit.errors import SourceUnreadable

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_CHUNK = 64 << 10
_LINK = re.compile(r"<([^<>]*)>([^<>]*)")
_RELATION = re.compile(r"""[;\s]rel\s*=\s*"?([^";,]*)""", re.IGNORECASE)
_SAFE = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an audit may take.

    Attributes:
        seconds: time that one answer may take.
        bytes: size of one answer, except for a dump.
        dump_bytes: size of a dump.
        requests: number of requests.
        other_hosts: go where redirects and descriptions lead, also to other hosts.
    """

    seconds: float = 20.0
    bytes: int = 8 << 20
    dump_bytes: int = 256 << 20
    requests: int = 400
    other_hosts: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered.

    Attributes:
        url: address that answered, after redirects.
        status: HTTP status, 0 where there was no answer.
        headers: (name in lower case, value) in order.
        body: content, up to the bounds.
        cut: there was more.
        trouble: why there is no answer, or not a whole one.
        redirects: addresses that led there.
    """

    url: str
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    cut: bool = False
    trouble: str = ""
    redirects: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """Return a header, several of the same name joined by commas; empty where there is none."""
        return ", ".join(value for each, value in self.headers if each == name.lower())

    @property
    def links(self) -> list[tuple[str, str]]:
        """(relation, address) of the ``Link`` headers (RFC 8288)."""
        found = []
        for address, parameters in _LINK.findall(self.header("link")):
            for relations in _RELATION.findall(parameters):
                found += [(each, address) for each in relations.lower().split()]
        return found

    @property
    def media_type(self) -> str:
        """Media type, without parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def told(self) -> str:
        """What was answered, in a few words."""
        if not self.status:
            return self.trouble or "no answer"
        media = f" {self.media_type}" if self.media_type else ""
        return f"{self.status}{media}" + (f" ({self.trouble})" if self.trouble else "")


class Visitor:
    """Sends requests to one site.

    Args:
        root: address of the site.
        bounds: what the visit may take.

    Raises:
        SourceUnreadable: it is no address of a site.
    """

    def __init__(self, root: str, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self.sent = 0
        self.root = root if root.endswith("/") else f"{root}/"
        if self._host(self.root) is None:
            raise SourceUnreadable(
                f"{printable(root)}: give the address of a site, as http://127.0.0.1:8000/"
            )

    def ask(
        self,
        url: str,
        accept: str = "*/*",
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        most: int | None = None,
    ) -> Answer:
        """Return the answer to a request, after redirects that may be followed.

        Args:
            url: address, absolute or under that of the site.
            accept: what is asked for.
            method: HTTP method; only GET and HEAD are led on by redirects.
            headers: other headers.
            body: content to send.
            most: bytes read, if not the usual.
        """
        current, led = urljoin(self.root, url), list[str]()
        sent = {"Accept": accept, **(headers or {})}
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._once(method, current, sent, body, most or self.bounds.bytes)
            target = answer.header("location")
            if answer.status not in _REDIRECTS or not target or method not in {"GET", "HEAD"}:
                break
            following = urljoin(current, quote(target, safe=_SAFE))
            if not self.may_visit(following):
                return _with(answer, f"leads to {following}, another host", led)
            led.append(current)
            current = following
        else:
            return _with(answer, "leads on and on", led)
        return _with(answer, answer.trouble, led)

    def may_visit(self, url: str) -> bool:
        """Tell whether an address is one of this site, or others may be visited too."""
        host = self._host(url)
        return host is not None and (self.bounds.other_hosts or host == self._host(self.root))

    def _host(self, url: str) -> tuple[str, str, int] | None:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return None
        if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
            return None
        return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80)

    def _once(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, most: int
    ) -> Answer:
        host = self._host(url)
        if host is None or not self.may_visit(url):
            return Answer(url, trouble="not visited: another host, or no address")
        if self.sent >= self.bounds.requests:
            return Answer(url, trouble=f"not asked: {self.sent} requests were sent already")
        self.sent += 1
        scheme, name, port = host
        seconds = self.bounds.seconds
        connection = (
            HTTPSConnection(name, port, timeout=seconds, context=ssl.create_default_context())
            if scheme == "https"
            else HTTPConnection(name, port, timeout=seconds)
        )
        parts = urlsplit(url)
        target = quote(parts.path or "/", safe=_SAFE) + (f"?{parts.query}" if parts.query else "")
        usual = {"User-Agent": f"graphkit/{__version__} (audit)", "Accept-Encoding": "identity"}
        try:
            connection.request(method, target, body, usual | dict(headers))
            return self._read(url, connection.getresponse(), most)
        except (OSError, HTTPException, ValueError) as error:
            return Answer(url, trouble=printable(f"no answer: {error or type(error).__name__}"))
        finally:
            connection.close()

    def _read(self, url: str, response: HTTPResponse, most: int) -> Answer:
        until = time.monotonic() + self.bounds.seconds
        headers = tuple((name.lower(), value) for name, value in response.getheaders())
        pieces, size, trouble = [], 0, ""
        while size <= most:
            if time.monotonic() > until:
                trouble = f"stopped after {self.bounds.seconds:g} s"
                break
            try:
                piece = response.read1(_CHUNK)
            except (OSError, HTTPException) as error:
                trouble = f"broken off: {error or type(error).__name__}"
                break
            if not piece:
                break
            pieces.append(piece)
            size += len(piece)
        content = b"".join(pieces)
        if size > most:
            trouble = f"more than {most} bytes"
        return Answer(url, response.status, headers, content[:most], size > most, printable(trouble))


def _with(answer: Answer, trouble: str, redirects: list[str]) -> Answer:
    return Answer(
        answer.url,
        answer.status,
        answer.headers,
        answer.body,
        answer.cut,
        printable(trouble),
        tuple(redirects),
    )
