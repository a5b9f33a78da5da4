"""What the last check of an export found, record by record: a table beside the versions, and graphs of it.

The table outlives every build, rollback and damage of a version; builds take its graphs from it. It is
written and read one record at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import IO

from graphkit.config import Settings
from graphkit.errors import StoreUnavailable
from graphkit.identifiers import Minter
from graphkit.mapping.ecart import Ecart, graph_of, map_ecarts
from graphkit.preparation import GraphLines, graph_lines
from graphkit.store.durable import replacing

_FILE = "ecarts.jsonl"
_HEADER = {"format": "graphkit-ecarts", "version": 1}


class EcartsWriter:
    """Writes the table, one record after the other.

    Args:
        stream: the table.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._written: set[str] = set()
        self._write(_HEADER)

    def add(self, certification: str, ecarts: Sequence[Ecart]) -> None:
        """Write what was found in a record; of two records of a certification the first speaks.

        Args:
            certification: its identifier.
            ecarts: one for each rule that it breaks; without any nothing is written.
        """
        if ecarts and certification not in self._written:
            self._written.add(certification)
            self._write([certification, *map(astuple, ecarts)])

    def _write(self, value: object) -> None:
        self._stream.write(json.dumps(value, ensure_ascii=False) + "\n")


@contextmanager
def writing_ecarts(store_dir: Path) -> Iterator[EcartsWriter]:
    """Give what writes the table in place of the one before, which stands until the end without an error.

    Args:
        store_dir: directory of the store.

    Raises:
        StoreUnavailable: the table cannot be written.
    """
    try:
        with replacing(store_dir / _FILE) as stream:
            yield EcartsWriter(stream)
    except OSError as error:
        raise StoreUnavailable(f"{store_dir}: what was found cannot be kept ({error.strerror})") from error


def ecart_graphs(settings: Settings) -> Iterator[GraphLines]:
    """Yield the graphs of the departures that are kept; none where none are, or they are of another edition.

    Args:
        settings: where the store is, and the base of IRIs.

    Raises:
        StoreUnavailable: the table is damaged.
    """
    path, minter = settings.store / _FILE, Minter(settings.base_iri)
    try:
        with path.open(encoding="utf-8") as lines:
            if json.loads(next(lines, "")) != _HEADER:
                return
            for line in lines:
                certification, *told = json.loads(line)
                ecarts = [Ecart(*each) for each in told]
                yield graph_lines(graph_of(certification, minter), map_ecarts(certification, ecarts, minter))
    except FileNotFoundError:
        return
    except (OSError, ValueError, TypeError) as error:
        raise StoreUnavailable(
            f"{path}: damaged ({error}); remove it, and check the export again with --keep"
        ) from error
