"""The state of the explorer as an address says it: what is asked for, and what each step would change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from graphkit.catalog.columns import Point
from graphkit.catalog.exploration import DEEPEST, MOST, SHOWN, Exploration
from webui.arguments import whole_number

LAYOUTS = ("colonnes", "libre")
_FARTHEST = 100_000.0


@dataclass(frozen=True, slots=True)
class ExplorerState:
    """Everything that the address of an exploration says.

    Attributes:
        exploration: what is asked of the graph.
        layout: ``colonnes`` or ``libre``.
        chosen: path of the thing that is told about at the side.
        pinned: path -> where the reader put it.
    """

    exploration: Exploration
    layout: str
    chosen: str
    pinned: Mapping[str, Point]

    def step(self, **changes: object) -> dict[str, object]:
        """Return the parameters that another choice would change, as ``same_page`` takes them.

        Args:
            changes: ``open``, ``fold``, ``remove`` a path; ``kind`` or ``link``, to hide it or show it again.
        """
        wanted = self.exploration
        found: dict[str, object] = {}
        for name, value in changes.items():
            path = str(value)
            if name == "open":
                found |= {
                    "ouvert": [*(each for each in wanted.opened if each != path), path],
                    "replie": sorted(wanted.folded - {path}) or None,
                }
            elif name == "fold":
                found |= {
                    "ouvert": [each for each in wanted.opened if each != path] or None,
                    "replie": sorted({*wanted.folded, path}),
                }
            elif name == "remove":
                found |= {"sans": sorted({*wanted.removed, path}), "choisi": None}
            elif name == "kind":
                found["masque"] = sorted(wanted.hidden ^ {path}) or None
            elif name == "link":
                found["sanslien"] = sorted(wanted.unlinked ^ {path}) or None
        return found


def read_state(arguments: MultiDict[str, str]) -> ExplorerState:
    """Return the state that an address says; what it says amiss is passed over.

    Args:
        arguments: parameters of the address.
    """
    pins = (_pin(each) for each in arguments.getlist("epingle")[:MOST])
    layout = arguments.get("disposition", "")
    return ExplorerState(
        Exploration(
            start=arguments.get("depart", "").strip(),
            depth=whole_number(arguments.get("profondeur"), least=1, most=DEEPEST),
            opened=tuple(dict.fromkeys(arguments.getlist("ouvert")[:MOST])),
            folded=frozenset(arguments.getlist("replie")[:MOST]),
            removed=frozenset(arguments.getlist("sans")[:MOST]),
            hidden=frozenset(arguments.getlist("masque")[:MOST]),
            unlinked=frozenset(arguments.getlist("sanslien")[:MOST]),
            target=arguments.get("vers", "").strip(),
            limit=whole_number(arguments.get("limite"), least=SHOWN, most=MOST),
        ),
        layout=layout if layout in LAYOUTS else LAYOUTS[0],
        chosen=arguments.get("choisi", "").strip("/"),
        pinned=dict(each for each in pins if each),
    )


def _pin(text: str) -> tuple[str, Point] | None:
    """Return where a thing is put, written ``bloc/RNCP25520BC01@230,40``."""
    path, _, place = text.rpartition("@")
    x, _, y = place.partition(",")
    try:
        point = float(x), float(y)
    except ValueError:
        return None
    usable = path and all(math.isfinite(each) and abs(each) <= _FARTHEST for each in point)
    return (path, point) if usable else None
