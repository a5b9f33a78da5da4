"""The value of a cell of a workbook as a French reader sees it there."""

from __future__ import annotations

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
            montre = _nombre(valeur, _ENTRE_GUILLEMETS.sub("", forme).split(";")[0])
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
    decimales = _DECIMALES.search(forme)
    chiffres = min(len(decimales[1]), _MAX_DECIMALES) if decimales else 0
    if "%" in forme:
        return f"{valeur * 100:.{chiffres}f}%".replace(".", ",")
    if decimales:
        return f"{valeur:.{chiffres}f}".replace(".", ",")
    if forme == "0" or valeur == valeur.__trunc__():
        return f"{valeur:.0f}"
    return f"{valeur:.15g}".replace(".", ",")
