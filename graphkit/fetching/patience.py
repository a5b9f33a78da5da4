"""How often, and after how long a wait, something that failed is tried again."""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from graphkit.errors import FetchFailed

_ATTEMPTS = 6
_LONGEST_WAIT = 60.0
_LONGEST_ASKED = 300.0


class Temporary(Exception):
    """What may go well when tried again, with the seconds that the server asks to wait, if it does."""

    def __init__(self, text: str, retry_after: str = "") -> None:
        super().__init__(text)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Waiting:
    """Where time and chance come from.

    Attributes:
        sleep: waits for some seconds.
        jitter: a number in [0, 1).
        clock: seconds since the epoch.
    """

    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random
    clock: Callable[[], float] = time.time


class Patience:
    """Counts failures in a row, and waits longer after each.

    Args:
        address: what is being asked for.
        waiting: time and chance.
        note: told of each wait.
    """

    def __init__(self, address: str, waiting: Waiting, note: Callable[[str], None]) -> None:
        self._address = address
        self._waiting = waiting
        self._note = note
        self._failures = 0

    def forget(self) -> None:
        """Take the failures so far as made up for."""
        self._failures = 0

    def wait(self, trouble: Temporary) -> None:
        """Wait before the next attempt.

        Args:
            trouble: what went wrong.

        Raises:
            FetchFailed: there have been enough attempts, or the server asks for too much patience.
        """
        self._failures += 1
        if self._failures >= _ATTEMPTS:
            raise FetchFailed(
                f"{self._address}: {trouble}; {self._failures} attempts failed. Check the network and the "
                "proxy, and run the same command later"
            ) from trouble
        # The random share keeps many clients from coming back at the same moment.
        seconds = min(_LONGEST_WAIT, 2.0 ** (self._failures - 1)) * (0.5 + self._waiting.jitter())
        asked = self._asked(trouble.retry_after)
        if asked > _LONGEST_ASKED:
            raise FetchFailed(
                f"{self._address}: {trouble}; the server asks to come back in {asked:.0f} seconds: "
                "run the same command then"
            ) from trouble
        seconds = max(seconds, asked)
        self._note(f"{trouble}: again in {seconds:.0f} s")
        self._waiting.sleep(seconds)

    def _asked(self, retry_after: str) -> float:
        """Return the seconds of a header Retry-After, which holds a number or a date."""
        if retry_after.isascii() and retry_after.isdigit():
            return float(retry_after)
        try:
            moment = email.utils.parsedate_to_datetime(retry_after)
        except ValueError:
            return 0.0
        return max(0.0, moment.timestamp() - self._waiting.clock())
