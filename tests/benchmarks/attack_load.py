"""A real server under load, one request in twenty of it hostile: statuses, times, memory, processes killed.

``python tests/benchmarks/attack_load.py --seconds 120`` starts ``graphkit serve`` on the packaged sample, or
on a store given with ``--store``, and asks it from several addresses of this machine.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).parents[1]))

from hostile_queries import hostile_queries

PLAIN = [
    ("/", "text/html"),
    ("/healthz/ready", "*/*"),
    ("/certification/RNCP25520", "text/html"),
    ("/certification/chef-de-projet-digital", "text/html"),
    ("/certification/RNCP25520.ttl", "*/*"),
    ("/recherche?q=projet", "text/html"),
    ("/requetes/certifications-par-rome?rome=M1803", "text/html"),
    ("/competence/chef-de-projet-digital/C1.4", "application/ld+json"),
    ("/donnees", "text/turtle"),
    ("/ontologie", "text/html"),
]
QUERIES = [
    "SELECT (COUNT(*) AS ?n) { ?s a ?class }",
    "SELECT ?s ?o { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?o } LIMIT 100",
    "ASK { ?s ?p 'rien' }",
]
#: What a server may say when it is asked too much.
LIMITS = {429, 503}
_HOSTILE_SHARE = 0.05
_QUERY_SHARE = 0.2
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}


@dataclass
class Tally:
    """What was answered.

    Attributes:
        statuses: (kind of request, status) -> number.
        seconds: kind of request -> how long each took.
        odd: answers that should not be.
    """

    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    odd: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, what: str, status: str, seconds: float) -> None:
        """Note one answer."""
        with self.lock:
            self.statuses[kind, status] += 1
            self.seconds[kind].append(seconds)
            expected = status.isdigit() and (int(status) < 500 or (kind != "page" and int(status) in LIMITS))
            if not expected:
                self.odd[f"{kind} {status} {what[:80]}"] += 1


def ask(connection: http.client.HTTPConnection, kind: str, random_: random.Random, tally: Tally) -> None:
    """Send one request and note its answer."""
    if kind == "page":
        path, accept = random_.choice(PLAIN)
        request = ("GET", path, None, {"Accept": accept})
    else:
        texts = QUERIES if kind == "query" else list(hostile_queries().values())
        path = random_.choice(texts)
        body = urlencode({"query": path.encode("utf-8", "surrogatepass")}, quote_via=quote)
        request = ("POST", "/sparql", body, _FORM)
    start = time.monotonic()
    try:
        connection.request(*request)
        answer = connection.getresponse()
        answer.read()
        status = str(answer.status)
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        status = type(error).__name__
    tally.note(kind, path, status, time.monotonic() - start)


def visit(port: int, number: int, until: float, tally: Tally) -> None:
    """Ask one request after the other, as one client with an address of its own."""
    random_ = random.Random(number)  # noqa: S311 - a load, not a secret
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=60, source_address=(f"127.0.1.{number + 1}", 0)
    )
    while time.monotonic() < until:
        dice = random_.random()
        kind = "hostile" if dice < _HOSTILE_SHARE else "query" if dice < _QUERY_SHARE else "page"
        ask(connection, kind, random_, tally)
    connection.close()


def memory_of(pid: int) -> tuple[int, int]:
    """Return the resident memory of a process, and of it with those that it started, in MB."""
    own = int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) // 1024  # type: ignore[index]
    children = Path(f"/proc/{pid}/task/{pid}/children")
    below = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        below |= set(map(int, (task / children.name).read_text().split()))
    whole = own
    for child in below:
        try:
            found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{child}/status").read_text())
        except OSError:
            continue
        whole += int(found[1]) // 1024 if found else 0
    return own, whole


def metric(port: int, name: str) -> float:
    """Return a number that the server tells of itself."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/metrics")
    found = re.search(rf"^{name} (\S+)$", connection.getresponse().read().decode(), re.MULTILINE)
    connection.close()
    return float(found[1]) if found else float("nan")


def say(line: str) -> None:
    """Write a line."""
    sys.stdout.write(f"{line}\n")


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of others are."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] if values else float("nan")


def start_server(store: Path) -> tuple[subprocess.Popen[str], int]:
    """Start a server and return it with its port, once it is ready."""
    environment = os.environ | {
        "GRAPHKIT_METRICS": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    command = [sys.executable, "-c", "from graphkit.cli import main; main()", "serve", "--port", "0"]
    server = subprocess.Popen(
        [*command, "--store", str(store)], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    found = re.search(r":(\d+)/", server.stdout.readline())
    if found is None:
        raise SystemExit("the server did not start")
    return server, int(found[1])


def main() -> None:
    """Run the load and print what it showed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server, port = start_server(options.store or Path(folder) / "graph")
        try:
            warm = Tally()
            visit(port, 0, time.monotonic() + 5, warm)
            before = memory_of(server.pid)
            tally = Tally()
            until = time.monotonic() + options.seconds
            threads = [
                threading.Thread(target=visit, args=(port, number, until, tally))
                for number in range(options.clients)
            ]
            for thread in threads:
                thread.start()
            half = None
            while any(thread.is_alive() for thread in threads):
                time.sleep(0.5)
                if half is None and time.monotonic() > until - options.seconds / 2:
                    half = memory_of(server.pid)
            kills = metric(port, "graphkit_query_kills_total")
            last = Tally()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            ask(connection, "query", random.Random(0), last)  # noqa: S311
            after = memory_of(server.pid)
        finally:
            server.terminate()
            server.wait()
    report(options, tally, (before, half, after), kills)
    say(f"a plain query after it all: {last.seconds['query'][0]:.3f} s, {dict(last.statuses)}")


def report(
    options: argparse.Namespace,
    tally: Tally,
    memory: tuple[tuple[int, int], tuple[int, int] | None, tuple[int, int]],
    kills: float,
) -> None:
    """Print what a load showed."""
    total = sum(tally.statuses.values())
    say(
        f"{total} requests in {options.seconds:g} s by {options.clients} clients, {os.cpu_count()} processors"
        f", load of the machine {os.getloadavg()[0]:.1f}"
    )
    for kind in ("page", "query", "hostile"):
        said = {status: count for (each, status), count in sorted(tally.statuses.items()) if each == kind}
        times = tally.seconds[kind]
        say(
            f"{kind:8} {sum(said.values()):6}  p50 {percentile(times, 0.5):.3f} s"
            f"  p99 {percentile(times, 0.99):.3f} s  longest {max(times, default=0):.3f} s  {said}"
        )
    for when, found in zip(("before", "half way", "after"), memory, strict=True):
        say(f"memory {when}: {found[0] if found else 0} MB, {found[1] if found else 0} MB with its processes")
    say(f"processes of queries killed: {kills:g}")
    say(f"answers that should not be: {dict(tally.odd) or 'none'}")


if __name__ == "__main__":
    main()
