"""Reads a draft in a process of its own, which may be killed: a hostile one can take all time and memory."""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from graphkit.config import DEFAULT_MAX_DRAFT
from graphkit.errors import SourceUnreadable
from graphkit.model import Document
from graphkit.sources.brouillon.contenu import Contenu
from graphkit.sources.brouillon.transport import SIGNES, decode
from graphkit.sources.whole_file import read_bytes, read_text
from graphkit.workers import run_worker

Genre = Literal["pdf", "markdown", "texte"]

_REGLAGE = "GRAPHKIT_MAX_DRAFT_BYTES"


@dataclass(frozen=True, slots=True)
class LimitesAPart:
    """What reading one draft may take.

    Attributes:
        max_bytes: bytes of the file.
        max_pages: its pages.
        max_cells: cells of all its tables together.
        seconds: time, from the start of the process on.
        memory: address space of the process, in bytes.
    """

    max_bytes: int = DEFAULT_MAX_DRAFT
    max_pages: int = 500
    max_cells: int = 200_000
    seconds: float = 60.0
    memory: int = 1 << 30


def read_apart(path: Path, genre: Genre, limites: LimitesAPart) -> Contenu:
    """Return the content of a draft.

    Args:
        path: the file.
        genre: what it is.
        limites: what reading it may take.

    Raises:
        SourceUnreadable: protected, damaged, without text, or past a limit; the message says which.
    """
    brut = _bytes(path, genre, limites.max_bytes)
    document = Document(path.name, genre, hashlib.sha256(brut).hexdigest())
    reponse = _lire(path, genre, brut, limites)
    if "illisible" in reponse:
        raise SourceUnreadable(f"{path}: not readable: {reponse['illisible']}")
    return decode(reponse, document)


def _bytes(path: Path, genre: Genre, limite: int) -> bytes:
    """Return the bytes of a draft; of a text, once it is known to be one."""
    if genre != "pdf":
        return read_text(path, limite, _REGLAGE)[0]
    trop = f"larger than {limite} bytes, the limit; give the référentiel alone, or raise {_REGLAGE}"
    return read_bytes(path, limite, trop)


def _lire(path: Path, genre: Genre, brut: bytes, limites: LimitesAPart) -> dict[str, Any]:
    demande = {
        "genre": genre,
        "pages": limites.max_pages,
        "cells": limites.max_cells,
        # A draft that may have more bytes may have more characters, in the same proportion.
        "signes": limites.max_bytes * SIGNES // DEFAULT_MAX_DRAFT,
        "memory": limites.memory,
        "seconds": limites.seconds,
    }
    try:
        fait = run_worker("graphkit.sources.brouillon.atelier", demande, seconds=limites.seconds, more=brut)
        reponse: dict[str, Any] = json.loads(fait.stdout)
    except subprocess.TimeoutExpired as error:
        raise SourceUnreadable(
            f"{path}: not readable: reading it was stopped after {limites.seconds:g} s, the limit; "
            "give fewer pages, export the document again, or raise GRAPHKIT_MAX_DRAFT_SECONDS"
        ) from error
    except ValueError as error:
        # It died: out of processor time, or in a library's own code.
        raise SourceUnreadable(
            f"{path}: not readable: reading it takes more memory or time than is allowed "
            f"({limites.memory >> 20} MiB, {limites.seconds:g} s); export the document again, or raise "
            "GRAPHKIT_MAX_DRAFT_MEMORY or GRAPHKIT_MAX_DRAFT_SECONDS"
        ) from error
    return reponse
