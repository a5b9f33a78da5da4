"""Pathways in words and as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from graphkit.comparing.argument import Block, Grid, Heading, Link, Paragraph
from graphkit.comparing.pathways import Held, Pathway
from graphkit.comparing.phrases import percent


def tell(held: Sequence[Held], found: Sequence[Pathway]) -> Iterator[Block]:
    """Yield pathways, in words.

    Args:
        held: the blocs that a person holds.
        found: the certifications within reach.
    """
    yield Heading(1, "Certifications à portée")
    yield Grid(
        "Blocs détenus",
        ("Bloc", "De", "Obtenu le"),
        tuple(
            (
                Link(f"{each.bloc.code} {each.bloc.title}", each.bloc.path),
                Link(
                    f"{each.certification.ref.identifier} {each.certification.ref.title}",
                    each.certification.ref.path,
                ),
                each.obtained.isoformat() if each.obtained else "non dit",
            )
            for each in held
        ),
    )
    for each in found:
        yield from _pathway(each)


def _pathway(found: Pathway) -> Iterator[Block]:
    ref = found.certification.ref
    level = f", niveau {ref.level}" if ref.level else ""
    yield Heading(2, f"{ref.identifier} {ref.title}{level}")
    total = len(found.certification.blocs)
    yield Paragraph(
        f"{len(found.sure)} bloc(s) sur {total} détenus ou donnés par une correspondance officielle ;"
        f" {len(found.remaining)} à obtenir."
    )
    yield Grid(
        "Blocs détenus, donnés ou à faire examiner",
        ("Bloc", "À quel titre", "Par"),
        tuple(
            (
                Link(f"{each.bloc.code} {each.bloc.title}", each.bloc.path),
                each.ground.value + (f" à {percent(each.share)}" if each.share is not None else ""),
                ", ".join(held.bloc.code for held in each.by),
            )
            for each in found.granted
        ),
    )
    if found.remaining:
        yield Grid(
            "Blocs à obtenir",
            ("Bloc",),
            tuple((Link(f"{bloc.code} {bloc.title}", bloc.path),) for bloc in found.remaining),
        )
    for caveat in dict.fromkeys(found.caveats):
        yield Paragraph(caveat)


def as_plain(held: Sequence[Held], found: Sequence[Pathway]) -> dict[str, Any]:
    """Return pathways as plain values.

    Args:
        held: the blocs that a person holds.
        found: the certifications within reach.
    """
    return {
        "held": [{"bloc": each.bloc.code, "obtained": each.obtained} for each in held],
        "pathways": [
            {
                "certification": each.certification.ref.identifier,
                "title": each.certification.ref.title,
                "blocs": [
                    {
                        "bloc": granted.bloc.code,
                        "ground": granted.ground.value,
                        "by": [one.bloc.code for one in granted.by],
                        "share": granted.share,
                    }
                    for granted in each.granted
                ],
                "remaining": [bloc.code for bloc in each.remaining],
                "caveats": list(dict.fromkeys(each.caveats)),
            }
            for each in found
        ],
    }
