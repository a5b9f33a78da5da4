"""The headings of blocs, however they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphkit.text import normalise_spaces

_BLOC = re.compile(
    r"(?:(?P<national>RNCP\s?\d{1,6}\s?-?\s?BC\s?\d{1,3})"
    r"|(?P<rang>(?:bloc(?:\s+de\s+comp[ée]tences?)?|BC)\s*(?:n\s*°\s*)?"
    r"(?P<numero>\d{1,2}|(?-i:[A-Z](?![\w’'])|[IVX]{1,5}(?!\w))))"
    # Diplomas of social work have their competences in domains, each certified by itself.
    r"|(?P<domaine>(?-i:DC)\s?\d{1,2}))"
    r"(?!\w)\s*(?:[:.–—-]+\s*)?(?P<titre>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ROMAINS = {chiffre: rang for rang, chiffre in enumerate("I II III IV V VI VII VIII IX X".split(), 1)}  # noqa: SIM905
_TITRE_MAX = 300


@dataclass(frozen=True, slots=True)
class TitreDeBloc:
    """The heading of a bloc: code in the form that names it, code as printed, title."""

    code: str
    imprime: str
    titre: str


def lit_bloc(texte: str) -> TitreDeBloc | None:
    """Return the bloc that a heading names, ``None`` if it names none.

    Args:
        texte: a paragraph, a cell, the name of a sheet.
    """
    if len(texte) > _TITRE_MAX or not (trouve := _BLOC.fullmatch(texte.strip())):
        return None
    titre = normalise_spaces(trouve["titre"])
    if trouve["national"]:
        return TitreDeBloc(re.sub(r"[\s-]", "", trouve["national"]).upper(), trouve["national"], titre)
    if trouve["domaine"]:
        return TitreDeBloc(re.sub(r"\s", "", trouve["domaine"]), trouve["domaine"], titre)
    numero = trouve["numero"].upper()
    rang = int(numero) if numero.isdigit() else _ROMAINS.get(numero)
    return TitreDeBloc(f"BC{rang:02d}" if rang else f"BC{numero}", normalise_spaces(trouve["rang"]), titre)
