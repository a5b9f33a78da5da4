"""What readers note about codes that are printed otherwise than the graph has them, in both languages."""

from __future__ import annotations

from graphkit.sources.notes import Note


def normalise(imprime: str, code: str) -> Note:
    """Return what is noted of a code that is written in one way, however it is printed.

    Args:
        imprime: the code as it is printed.
        code: the code.
    """
    return Note(
        "code-normalise",
        f"Imprimé « {imprime} », lu comme {code}.",
        f"Printed “{imprime}”, read as {code}.",
    )


def en_double(code: str, fois: int) -> Note:
    """Return what is noted of a code that something before it has.

    Args:
        code: the code.
        fois: how many things have it so far.
    """
    return Note(
        "code-en-double",
        f"Le code {code} est imprimé {fois} fois : celui-ci est lu comme {code}-{fois}.",
        f"The code {code} is printed {fois} times: this one is read as {code}-{fois}.",
    )


def hors_activite(imprime: str, activite: str) -> Note:
    """Return what is noted of a code of another activity than the one that it stands under.

    Args:
        imprime: the code as it is printed.
        activite: number and letter of the activity.
    """
    return Note(
        "code-hors-activite",
        f"« {imprime} » est imprimé sous l’activité {activite} : gardé là, code inchangé.",
        f"“{imprime}” is printed under activity {activite}: kept there, its code unchanged.",
    )
