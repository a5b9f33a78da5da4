"""Accounts for every line of the source."""

from __future__ import annotations

from graphkit.model import Coverage
from graphkit.sources.trois_colonnes.lignes import Ligne
from graphkit.sources.trois_colonnes.zones import Zones


def count_lines(lignes: list[Ligne], zones: Zones) -> Coverage:
    """Return what became of each line.

    Args:
        lignes: all lines.
        zones: where they were put.
    """
    cites = {ligne.numero for ligne in zones.preambule} | {f.ligne for f in zones.fragments}
    if zones.titre:
        cites.add(zones.titre[2].numero)
    accessoires: dict[str, int] = {}
    inexpliquees = []
    for ligne in lignes:
        if ligne.numero in cites:
            continue
        genre = zones.accessoires.get(ligne.numero)
        if genre is None:
            inexpliquees.append(ligne.numero)
        else:
            accessoires[genre] = accessoires.get(genre, 0) + 1
    return Coverage(len(lignes), len(cites), dict(sorted(accessoires.items())), tuple(inexpliquees))
