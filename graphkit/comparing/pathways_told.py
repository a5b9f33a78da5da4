"""Pathways in words and as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from graphkit.comparing.argument import Block, Grid, Heading, Link, Paragraph
from graphkit.comparing.pathways import Held, Pathway
from graphkit.comparing.phrases import FRENCH
from graphkit.voice import Voice


def tell(held: Sequence[Held], found: Sequence[Pathway], say: Voice = FRENCH) -> Iterator[Block]:
    """Yield pathways, in words.

    Args:
        held: the blocs that a person holds.
        found: the certifications within reach.
        say: says it in a language.
    """
    yield Heading(1, say("Certifications à portée", "Certifications within reach"))
    yield Grid(
        say("Blocs détenus", "Blocs held"),
        (say("Bloc", "Bloc"), say("De", "Of"), say("Obtenu le", "Obtained on")),
        tuple(
            (
                Link(f"{each.bloc.code} {each.bloc.title}", each.bloc.path),
                Link(
                    f"{each.certification.ref.identifier} {each.certification.ref.title}",
                    each.certification.ref.path,
                ),
                say.day(each.obtained) if each.obtained else say("non dit", "not told"),
            )
            for each in held
        ),
    )
    for each in found:
        yield from _pathway(each, say)


def _pathway(found: Pathway, say: Voice) -> Iterator[Block]:
    ref = found.certification.ref
    level = f", {say('niveau', 'level')} {ref.level}" if ref.level else ""
    yield Heading(2, f"{ref.identifier} {ref.title}{level}")
    total, sure, remaining = len(found.certification.blocs), len(found.sure), len(found.remaining)
    yield Paragraph(
        say(
            f"Blocs détenus ou donnés par une correspondance officielle : {sure} sur {total} ; à obtenir :"
            f" {remaining}.",
            f"Blocs held or given by an official correspondence: {sure} of {total}; to be obtained:"
            f" {remaining}.",
        )
    )
    yield Grid(
        say("Blocs détenus, donnés ou à faire examiner", "Blocs held, given, or to be examined"),
        (say("Bloc", "Bloc"), say("À quel titre", "On what ground"), say("Par", "By")),
        tuple(
            (
                Link(f"{each.bloc.code} {each.bloc.title}", each.bloc.path),
                say.name(each.ground)
                + (say(" à ", ": ") + say.share(each.share) if each.share is not None else ""),
                ", ".join(held.bloc.code for held in each.by),
            )
            for each in found.granted
        ),
    )
    if found.remaining:
        yield Grid(
            say("Blocs à obtenir", "Blocs to be obtained"),
            (say("Bloc", "Bloc"),),
            tuple((Link(f"{bloc.code} {bloc.title}", bloc.path),) for bloc in found.remaining),
        )
    for caveat in dict.fromkeys(found.caveats):
        yield Paragraph(say(*caveat))


def as_plain(held: Sequence[Held], found: Sequence[Pathway], say: Voice = FRENCH) -> dict[str, Any]:
    """Return pathways as plain values.

    Args:
        held: the blocs that a person holds.
        found: the certifications within reach.
        say: says caveats in a language.
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
                "caveats": [say(*caveat) for caveat in dict.fromkeys(each.caveats)],
            }
            for each in found
        ],
    }
