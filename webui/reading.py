"""A draft that a visitor sends: how large it may be, and what it says. It is read apart and deleted."""

from __future__ import annotations

import tempfile
from io import SEEK_END
from pathlib import Path

from werkzeug.datastructures import FileStorage

from graphkit.catalog.views import CertificationView
from graphkit.differences.sides import catalog_of_lines
from graphkit.errors import QueryRejected
from webui.checking import checking, file_name
from webui.viewer import viewer

MAX_FILE = 20 << 20
# A report comes back with the page that carries it, in a form: longer than any other form of this site.
MAX_BODY = MAX_FILE + (1 << 20)
#: Competences of a draft that are looked for in the graph, each by a search of its own.
MOST_COMPETENCES = 150


def too_large(sent: FileStorage) -> bool:
    """Whether a document is larger than one may be: a body has room for a report beside it.

    Args:
        sent: the document.
    """
    size = sent.stream.seek(0, SEEK_END)
    sent.stream.seek(0)
    return size > MAX_FILE


def read_draft(sent: FileStorage) -> tuple[CertificationView, str]:
    """Return what a draft says, read in a process that may be killed, and the name of its file.

    Args:
        sent: the document.

    Raises:
        SourceUnreadable: it cannot be read, or describes several certifications.
        QueryRejected: it has more competences than are looked for.
        StoreUnavailable: too many documents wait.
    """
    name = file_name(sent.filename or "")
    with tempfile.TemporaryDirectory(prefix="graphkit-draft-") as folder:
        path = Path(folder) / name
        sent.save(path)
        identifier, lines = checking().sandbox.read(path)
    view = catalog_of_lines(viewer().settings, lines).certification(identifier, partners=0)
    if len(view.competences) > MOST_COMPETENCES:
        raise QueryRejected(
            f"{name}: more than {MOST_COMPETENCES} competences; send one bloc, or use graphkit similar"
        )
    return view, name
