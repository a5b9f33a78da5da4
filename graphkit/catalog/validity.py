"""Whether a code means something, and can be used on a given day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from graphkit.catalog.standing import Standing, last_text_end, standing_of
from graphkit.catalog.views import Cell, CertificationRef, CertificationView
from graphkit.errors import NotFound

if TYPE_CHECKING:
    from graphkit.catalog.catalog import Catalog


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    """One thing that a code names.

    Attributes:
        thing: the thing.
        certification: the certification that it is or is part of; ``None`` for a code of a nomenclature, a
            body, or what the graph has no record of.
        standing: whether that certification can be used on the day; ``None`` where there is none.
        since: first day from which the source says that it can, if it gives one.
        successors: the certifications that replace it.
    """

    thing: Cell
    certification: CertificationRef | None = None
    standing: Standing | None = None
    since: date | None = None
    successors: tuple[CertificationRef, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """What is known of a code on a day.

    Attributes:
        code: the code as it was typed.
        day: the day.
        known: the graph knows a thing of that code.
        usable: the code can be used on that day; ``None`` where the sources do not tell, or where it may
            mean several things of which some can and others cannot.
        meanings: the things that it names, the likeliest first.
    """

    code: str
    day: date
    known: bool
    usable: bool | None
    meanings: tuple[CodeMeaning, ...]


def check_code(catalog: Catalog, code: str, day: date) -> CodeCheck:
    """Return what the graph knows of a code, and whether it can be used on a day.

    Args:
        catalog: the graph.
        code: the code of a certification, a bloc, a nomenclature or a body in any spelling, or one printed
            inside a référentiel.
        day: the day.
    """
    typed = code.strip()
    things = (catalog.search(typed, 0).targets or catalog.bearers(typed)) if typed else ()
    meanings = tuple(_meaning(catalog, thing, day) for thing in things)
    verdicts = {_usable(meaning) for meaning in meanings}
    return CodeCheck(
        code=code,
        day=day,
        known=bool(meanings),
        usable=verdicts.pop() if len(verdicts) == 1 else None if meanings else False,
        meanings=meanings,
    )


def _usable(meaning: CodeMeaning) -> bool | None:
    if meaning.standing is None:
        # A code that the graph holds without a record of a certification: a concept is there to be used.
        return None if meaning.thing.kind in {"certification", "bloc", "competence", "activite"} else True
    if meaning.standing.kind == "unknown":
        return None
    return meaning.standing.kind in {"active", "soon"}


def _meaning(catalog: Catalog, thing: Cell, day: date) -> CodeMeaning:
    try:
        ref = _certification_of(catalog, thing)
        if ref is None:
            return CodeMeaning(thing)
        view = catalog.certification(ref.iri, partners=0)
    except NotFound:
        # Other records cite it, and that is all.
        return CodeMeaning(thing)
    starts = [view.fact(name) for name in ("ref:dateEffet", "ref:dateDecision")]
    since = next((cell.node.python for cell in starts if cell and isinstance(cell.node.python, date)), None)
    return CodeMeaning(thing, view.ref, _standing(catalog, view, day, since), since, view.successors)


def _standing(catalog: Catalog, view: CertificationView, day: date, since: date | None) -> Standing:
    # Older records give the end with the text that registers the certification: the last one binds.
    ref = view.ref if view.ref.expires else replace(view.ref, expires=last_text_end(view))
    standing = standing_of(ref, day)
    if since and day < since:
        return Standing("future", standing.end, standing.days)
    told = max((source.date for source in catalog.info.sources if source.date), default=None)
    if standing.kind == "inactive" and ref.expires and told and ref.expires < told:
        # The record was made after the end, and says what held then: on the day it had not come yet.
        return standing_of(replace(ref, active=None), day)
    return standing


def _certification_of(catalog: Catalog, thing: Cell) -> CertificationRef | None:
    iri = thing.node.value
    if thing.kind == "certification":
        return catalog.certification(iri, partners=0).ref
    if thing.kind == "bloc":
        return catalog.bloc(thing.path or iri).certification
    if thing.kind == "competence":
        return catalog.competence(iri).certification
    if thing.kind == "activite":
        return catalog.activite(iri).certification
    return None
