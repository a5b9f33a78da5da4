"""What a draft that says neither title nor number is called."""

from __future__ import annotations

from pathlib import Path

from graphkit.text import normalise_spaces, slugify


def titre_du_fichier(nom: str) -> str:
    """Return the title that the name of a file stands for.

    Args:
        nom: the name.
    """
    return normalise_spaces(Path(nom).stem.replace("_", " ").replace("-", " "))


def identifiant_de(titre: str) -> str:
    """Return the identifier of a draft that has no number.

    Args:
        titre: its title.
    """
    try:
        return slugify(titre)
    except ValueError:
        return "sans-titre"
