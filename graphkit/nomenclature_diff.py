"""What a new edition of a nomenclature changes: what appeared, disappeared, moved, has another name.

Editions are compared as their publisher gives them, without a graph: code by code, job title by job title.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from graphkit.errors import SourceUnreadable
from graphkit.nomenclature import ConceptOfficiel, Edition
from graphkit.sources.nomenclatures import NomenclatureSource
from graphkit.sources.recognition import all_nomenclatures, find_files, recognise

#: ROME 3 and 4.0 are editions of one nomenclature.
_FAMILIES = {"rome-3": "rome"}
_APPELLATIONS = "appellations"
_PARENT = "ref:codeParent"


@dataclass(frozen=True, slots=True)
class Change:
    """A code that changed.

    Attributes:
        code: the code.
        label: its label, the newer one where both editions have one.
        before: what it was: the old label, or the old parents.
        after: what it is now.
    """

    code: str
    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class SchemeDiff:
    """What changed in one list of a nomenclature.

    Attributes:
        scheme: the list: ``rome``, ``rome-competence``, ``appellations``…
        before: number of codes in the older edition.
        after: number of codes in the newer one.
        appeared: codes of the newer edition only.
        disappeared: codes of the older edition only.
        moved: codes whose parents changed; for job titles, the code under which they are filed.
        relabelled: codes whose label changed.
    """

    scheme: str
    before: int
    after: int
    appeared: tuple[Change, ...]
    disappeared: tuple[Change, ...]
    moved: tuple[Change, ...]
    relabelled: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class NomenclatureDiff:
    """What changed between two editions.

    Attributes:
        nomenclature: its name.
        before: title and version of the older edition.
        after: title and version of the newer edition.
        schemes: the lists that both editions have, in the order of the newer one.
        only_before: lists of the older edition alone.
        only_after: lists of the newer edition alone.
    """

    nomenclature: str
    before: str
    after: str
    schemes: tuple[SchemeDiff, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as plain values for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A code with what is compared."""

    label: str
    parents: frozenset[str] = frozenset()
    origin: str = ""


@dataclass(slots=True)
class _Held:
    """One edition in memory: list -> code -> entry."""

    title: str = ""
    lists: dict[str, dict[str, _Entry]] = field(default_factory=dict)


def compare_editions(before: Path, after: Path) -> tuple[NomenclatureDiff, ...]:
    """Compare the nomenclatures that two folders, zips or files both hold.

    Args:
        before: the older editions.
        after: the newer ones.

    Raises:
        SourceUnreadable: nothing can be read in one of them, or they have no nomenclature in common.
    """
    old, new = _read(before), _read(after)
    common = [name for name in new if name in old]
    if not common:
        raise SourceUnreadable(
            f"{before} holds {', '.join(old)} and {after} holds {', '.join(new)}: give two editions of one"
        )
    return tuple(_compare(name, old[name], new[name]) for name in common)


def _read(path: Path) -> dict[str, _Held]:
    found: dict[str, tuple[NomenclatureSource, list[Path]]] = {}
    sources = all_nomenclatures()
    for each, _ in find_files([path]):
        source = recognise(each, sources) if each.stat().st_size else None
        if source is not None:
            found.setdefault(source.name, (source, []))[1].append(each)
    if not found:
        known = ", ".join(source.name for source in sources)
        raise SourceUnreadable(f"{path}: no table of a known nomenclature (known: {known})")
    held: dict[str, _Held] = {}
    for source in sources:
        name = _FAMILIES.get(source.name, source.name)
        # Of two editions in one folder the newer one, which comes first, speaks.
        if source.name in found and name not in held:
            held[name] = _hold(source, found[source.name][1])
    return held


def _hold(source: NomenclatureSource, paths: list[Path]) -> _Held:
    held = _Held()
    for value in source.read_all(paths):
        if isinstance(value, Edition):
            held.title = " ".join(filter(None, (value.titre, value.version and f"version {value.version}")))
        elif isinstance(value, ConceptOfficiel):
            scheme = value.schema.rsplit("/", 1)[-1]
            origin = next((target for name, target in value.liens if name == _PARENT), "")
            entry = _Entry(value.libelle, frozenset(map(_code, value.parents)), _code(origin))
            held.lists.setdefault(scheme, {})[value.code] = entry
            for code, label in value.synonymes:
                if code:
                    titles = held.lists.setdefault(_APPELLATIONS, {})
                    # The long form of a job title comes first.
                    titles.setdefault(code, _Entry(label, frozenset({value.code})))
    return held


def _code(address: str) -> str:
    return address.rsplit("/", 1)[-1]


def _compare(name: str, old: _Held, new: _Held) -> NomenclatureDiff:
    return NomenclatureDiff(
        nomenclature=name,
        before=old.title,
        after=new.title,
        schemes=tuple(
            _compare_lists(each, old.lists[each], new.lists[each]) for each in new.lists if each in old.lists
        ),
        only_before=tuple(each for each in old.lists if each not in new.lists),
        only_after=tuple(each for each in new.lists if each not in old.lists),
    )


def _compare_lists(scheme: str, old: dict[str, _Entry], new: dict[str, _Entry]) -> SchemeDiff:
    both = sorted(old.keys() & new.keys())
    return SchemeDiff(
        scheme=scheme,
        before=len(old),
        after=len(new),
        appeared=tuple(Change(code, new[code].label) for code in sorted(new.keys() - old.keys())),
        disappeared=tuple(Change(code, old[code].label) for code in sorted(old.keys() - new.keys())),
        moved=tuple(_moves(both, old, new)),
        relabelled=tuple(
            Change(code, new[code].label, old[code].label, new[code].label)
            for code in both
            if old[code].label != new[code].label
        ),
    )


def _moves(codes: list[str], old: dict[str, _Entry], new: dict[str, _Entry]) -> Iterator[Change]:
    for code in codes:
        a, b = old[code], new[code]
        # An edition that does not tell the parents of anything moves nothing.
        if a.parents and a.parents != b.parents:
            yield Change(code, b.label, ", ".join(sorted(a.parents)), ", ".join(sorted(b.parents)))
        if a.origin and a.origin != b.origin:
            yield Change(code, b.label, a.origin, b.origin)
