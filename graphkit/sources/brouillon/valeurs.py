"""The value of a cell of a workbook as a French reader sees it there."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from openpyxl.cell.rich_text import CellRichText

_ENTRE_GUILLEMETS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DECIMALES = re.compile(r"0[.]([0#?]+)")
_MAX_DECIMALES = 15


def montre(valeur: object, forme: str) -> str:
    """Return a value as its cell shows it: dates as days, percentages, decimals with a comma.

    Args:
        valeur: what openpyxl reads.
        forme: number format of the cell.
    """
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, (int, float, Decimal)):
        return _nombre(valeur, _ENTRE_GUILLEMETS.sub("", forme).split(";")[0])
    if isinstance(valeur, datetime):
        jour = f"{valeur:%d/%m/%Y}"
        return f"{jour} {valeur:%H:%M}" if valeur.time() != time() else jour
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, time):
        return f"{valeur:%H:%M}"
    if isinstance(valeur, timedelta):
        minutes = int(valeur.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return "".join(map(str, valeur)) if isinstance(valeur, CellRichText) else str(valeur)


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
