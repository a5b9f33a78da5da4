"""How a server stands towards the world: one frozen value, part of the settings."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_HOST = re.compile(r"\.?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_YES, _NO = frozenset({"1", "yes", "true", "on"}), frozenset({"", "0", "no", "false", "off"})
_KEY_LENGTH = 32
LOGS = ("off", "text", "json")


@dataclass(frozen=True, slots=True)
class Serving:
    """What of a server can be set.

    Attributes:
        hosts: names under which it answers, in lower case, without port; any when empty. A name that begins
            with a dot stands for all below it.
        trusted_proxy: address of the proxy whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed;
            empty for none.
        metrics: whether ``/metrics`` is there; it takes the extra ``[metrics]``.
        log: what is told of each request on the standard error: nothing, a text, or a line of JSON.
        log_queries: whether that tells what was searched and asked, too.
        signing_key: what reports of checks are signed with while visitors carry them; drawn at each start
            when empty, so that a report made before a restart is not taken back.
    """

    hosts: tuple[str, ...] = ()
    trusted_proxy: str = ""
    metrics: bool = False
    log: str = "off"
    log_queries: bool = False
    signing_key: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        wrong = next((host for host in self.hosts if not _HOST.fullmatch(host)), None)
        if wrong is not None:
            raise ValueError(f"GRAPHKIT_HOSTS lists names of hosts, as data.example.org: not {wrong[:80]!r}")
        if self.log not in LOGS:
            raise ValueError(f"GRAPHKIT_LOG is one of {', '.join(LOGS)}, not {self.log[:40]!r}")
        if self.signing_key and len(self.signing_key) < _KEY_LENGTH:
            raise ValueError(f"GRAPHKIT_SIGNING_KEY is a secret of {_KEY_LENGTH} characters or more")
        if self.trusted_proxy:
            try:
                ipaddress.ip_address(self.trusted_proxy)
            except ValueError:
                raise ValueError("GRAPHKIT_TRUSTED_PROXY is the IP address of the proxy in front") from None


def serving_from(env: Mapping[str, str]) -> Serving:
    """Return what the variables of the environment set.

    Args:
        env: the environment.

    Raises:
        ValueError: a variable is set to something unusable.
    """
    return Serving(
        hosts=tuple(host for host in re.split(r"[,\s]+", env.get("GRAPHKIT_HOSTS", "").lower()) if host),
        trusted_proxy=env.get("GRAPHKIT_TRUSTED_PROXY", "").strip(),
        metrics=_switch(env, "GRAPHKIT_METRICS"),
        signing_key=env.get("GRAPHKIT_SIGNING_KEY", "").strip(),
        log=env.get("GRAPHKIT_LOG", "off"),
        log_queries=_switch(env, "GRAPHKIT_LOG_QUERIES"),
    )


def _switch(env: Mapping[str, str], name: str) -> bool:
    written = env.get(name, "").strip().lower()
    if written not in _YES | _NO:
        raise ValueError(f"{name} is 1 or 0, not {written[:40]!r}")
    return written in _YES
