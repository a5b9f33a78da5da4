"""Loading what a check needs while a draft is being read by another process."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date

from graphkit.analysis.enonce import analyse
from graphkit.analysis.natures import Nature
from graphkit.checking.findings import Register
from graphkit.checking.labels import class_label
from graphkit.checking.rulebook import open_rulebook
from graphkit.sources import Source

#: Readers that leave this process idle: each has the file read by one that may die of it.
_APART = frozenset({"pdf", "markdown", "texte"})


def make_ready(source: Source, register: Register | None, day: date) -> Future[None]:
    """Return what is done when rules, names of classes and lexicons are loaded; at once where it cannot help.

    The likeliest rules are loaded, those of a référentiel: a draft that turns out to be something else has
    its own loaded when it is checked.

    Args:
        source: reader of the file.
        register: register whose rules are applied, the RNCP when it is not known yet.
        day: day whose rules are applied.
    """
    if source.name not in _APART:
        done: Future[None] = Future()
        done.set_result(None)
        return done
    with_one = ThreadPoolExecutor(1, thread_name_prefix="ready")
    loading = with_one.submit(_load, register or "rncp", day)
    with_one.shutdown(wait=False)
    return loading


def _load(register: Register, day: date) -> None:
    open_rulebook(register, "referentiel", day)
    class_label("Competence")
    for nature in Nature:
        analyse("Lire", nature)
