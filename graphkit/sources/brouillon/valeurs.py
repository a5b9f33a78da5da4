"""The value of a cell of a workbook as a French reader sees it there."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from openpyxl.cell.rich_text import CellRichText

_ENTRE_GUILLEMETS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DECIMALES = re.compile(r"0[.]([0#?]+)")
_MAX_DECIMALES = 15


def texte_montre(valeur: object, forme: str) -> str:
    """Return a value as its cell shows it: dates as days, percentages, decimals with a comma.

    Args:
        valeur: what openpyxl reads.
        forme: number format of the cell.
    """
    match valeur:
        case None:
            montre = ""
        case bool():
            montre = "VRAI" if valeur else "FAUX"
        case int() | float() | Decimal():
            montre = _nombre(valeur, forme)
        case datetime():
            montre = f"{valeur:%d/%m/%Y}" + (f" {valeur:%H:%M}" if valeur.time() != time() else "")
        case date():
            montre = f"{valeur:%d/%m/%Y}"
        case time():
            montre = f"{valeur:%H:%M}"
        case timedelta():
            minutes = int(valeur.total_seconds() // 60)
            montre = f"{minutes // 60}:{minutes % 60:02d}"
        case CellRichText():
            montre = "".join(map(str, valeur))
        case _:
            montre = str(valeur)
    return montre


def _nombre(valeur: float | Decimal, forme: str) -> str:
    nue = _ENTRE_GUILLEMETS.sub("", forme).split(";")[0]
    decimales = _DECIMALES.search(nue)
    chiffres = min(len(decimales[1]), _MAX_DECIMALES) if decimales else 0
    if "%" in nue:
        return f"{valeur * 100:.{chiffres}f}%".replace(".", ",")
    monnaie = " €" if "€" in forme else ""
    if decimales or nue.startswith(("0", "#")):
        # French parts thousands with a narrow space that does not break.
        milliers = "," if ",##" in nue else ""
        ecrit = f"{valeur:{milliers}.{chiffres}f}".replace(",", "\u202f").replace(".", ",")
    elif math.isfinite(valeur) and valeur == int(valeur):
        ecrit = f"{valeur:.0f}"
    else:
        ecrit = f"{valeur:.15g}".replace(".", ",")
    return ecrit + monnaie
