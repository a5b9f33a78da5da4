"""What a test watches while a page is visited."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request


@dataclass
class Visit:
    """One visitor's tab, and everything that it must not do.

    Attributes:
        page: the tab.
        host: the only host that it may speak to.
        faults: messages of the console, failed loads, requests elsewhere.
    """

    page: Page
    host: str
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note every fault from now on."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # Violations of the Content-Security-Policy come here as errors.
        if message.type in {"error", "warning"}:
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme != "data" and parts.netloc != self.host:
            self.faults.append(f"request elsewhere: {request.url}")
