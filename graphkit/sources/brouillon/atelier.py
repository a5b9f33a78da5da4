"""The process in which one draft is read; it may die of it.

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
from graphkit.sources.brouillon.contenu import Contenu
from graphkit.sources.brouillon.transport import Illisible, encode
from graphkit.workers import confine

_RECURSION = 3000


def main() -> None:
    """Answer the one request."""
    demande = json.loads(sys.stdin.buffer.readline())
    _confine(demande["memory"], demande["seconds"])
    brut = sys.stdin.buffer.read()
    logging.disable()
    json.dump(_reponse(brut, demande), sys.stdout)


def _confine(memory: int, seconds: float) -> None:
    """Bound what the process may take; it writes no file."""
    confine(memory, seconds)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.setrecursionlimit(_RECURSION)


def _reponse(brut: bytes, demande: dict[str, Any]) -> dict[str, Any]:
    try:
        return encode(_lit(brut, demande))
    except Illisible as error:
        return {"illisible": str(error)}
    except MemoryError:
        return {
            "illisible": "reading it takes more memory than GRAPHKIT_MAX_DRAFT_MEMORY allows;"
            " export the document again"
        }
    except RecursionError:
        return {"illisible": "it is nested too deeply; export the document again"}


def _lit(brut: bytes, demande: dict[str, Any]) -> Contenu:
    """Read the bytes; the library of each format is loaded after the limits, which bind it as well."""
    document = Document("", "")
    match demande["genre"]:
        case "pdf":
            from graphkit.sources.brouillon.pdf_contenu import read_pdf  # noqa: PLC0415
            from graphkit.sources.brouillon.pdf_pages import Bornes  # noqa: PLC0415

            return read_pdf(brut, document, Bornes(demande["pages"], signes=demande["signes"]))
        case "markdown":
            from graphkit.sources.brouillon.markdown import read_markdown  # noqa: PLC0415

            return read_markdown(brut.decode(), document, demande["cells"], demande["signes"])
        case _:
            from graphkit.sources.brouillon.texte import read_texte  # noqa: PLC0415

            return read_texte(brut.decode(), document, demande["signes"])


if __name__ == "__main__":
    main()
