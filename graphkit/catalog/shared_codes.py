"""The codes and certifiers that certifications share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from graphkit.catalog.views import CertificationView


@dataclass(frozen=True, slots=True)
class SharedCode:
    """A code or certifier that at least one of the certifications has.

    Attributes:
        property: as ``ref:viseMetier``.
        path: path of the code.
        code: the code.
        label: its label.
        holders: paths of the certifications that have it.
    """

    property: str
    path: str
    code: str
    label: str
    holders: tuple[str, ...]


def shared_codes(views: Sequence[CertificationView]) -> tuple[SharedCode, ...]:
    """Return every code and certifier that a certification has, those of most of them first.

    Args:
        views: the certifications.
    """
    holders: defaultdict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for view in views:
        for code in view.codes:
            holders[code.property, code.path, code.code, code.label].append(view.ref.path)
        for body in view.certificateurs:
            path = body.path or body.node.value
            holders["ref:delivreePar", path, path.rpartition("/")[2], body.label].append(view.ref.path)
    shared = [SharedCode(*key, holders=tuple(paths)) for key, paths in holders.items()]
    return tuple(sorted(shared, key=lambda each: (-len(each.holders), each.property, each.code)))
