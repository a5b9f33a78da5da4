"""The process in which one PDF is read; it may die of it.

Reads a line of JSON and the bytes of the file on the standard input, answers as JSON on the standard output.
"""

from __future__ import annotations

import contextlib
import json
import logging
import resource
import sys
from typing import Any

from graphkit.model import Document

_RECURSION = 3000


def main() -> None:
    """Answer the one request."""
    demande = json.loads(sys.stdin.buffer.readline())
    _confine(demande["memory"], demande["seconds"])
    brut = sys.stdin.buffer.read()
    json.dump(_reponse(brut, demande["pages"]), sys.stdout)


def _confine(memory: int, seconds: int) -> None:
    """Bound what the process may take; it writes no file."""
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (limit, limit))
    sys.setrecursionlimit(_RECURSION)


def _reponse(brut: bytes, pages: int) -> dict[str, Any]:
    try:
        # After the limits, which bind what these take as well.
        from graphkit.sources.brouillon.pdf_contenu import contenu_de  # noqa: PLC0415
        from graphkit.sources.brouillon.pdf_pages import Bornes, Illisible  # noqa: PLC0415
        from graphkit.sources.brouillon.transport import encode  # noqa: PLC0415

        logging.disable()
        try:
            return encode(contenu_de(brut, Document("", ""), Bornes(pages)))
        except Illisible as error:
            return {"illisible": str(error)}
    except MemoryError:
        return {"illisible": "reading it takes more memory than is allowed; export the document again"}


if __name__ == "__main__":
    main()
