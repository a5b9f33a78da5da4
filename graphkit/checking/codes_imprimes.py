"""Printed codes taken apart: what numbers a thing, and how that is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PORTEUR = re.compile(r"(?P<porteur>(?:BC|[A-Z])\.?\d{1,3}[A-Z]?(?:\.\d{1,3})*)\s?[.\-_/]?\s?(?=[A-Z]\.?\d)")
_CODE = re.compile(
    r"(?P<mot>[^\W\d_]*)(?P<apres_mot>\s?[.\-–]?\s?(?:[nN]\s?°\s?)?)"
    r"(?P<numero>\d{1,3})(?:(?P<joint>\s?\.?\s?)(?P<lettre>[A-Z])(?![^\W_]))?"
    r"(?P<suite>(?:\s?[.\-_/]\s?\d{1,3})*)(?P<fin>\s?[.:)°])?"
)
_NOMBRE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class CodeImprime:
    """A printed code taken apart.

    Attributes:
        imprime: as printed.
        porteur: the code of what it stands under, where it is printed before its own (``A5`` in ``A5.C1``).
        mot: the word or letter before the number: ``Activité``, ``Bloc``, ``A``, ``C``; empty for a rank.
        signe: what stands between word and number, spaces aside (``.``, ``n°``).
        numero: the first number.
        lettre: letter of the specialisation, if any.
        rangs: the numbers after it.
        separateur: what stands between number and rank (``.``, ``-``).
        joint: what stands between number and letter; ``None`` without a letter.
        fin: what closes it, or nothing.
    """

    imprime: str
    porteur: str
    mot: str
    signe: str
    numero: int
    lettre: str
    rangs: tuple[int, ...]
    separateur: str
    joint: str | None
    fin: str

    @property
    def tete(self) -> tuple[int, str]:
        """Number and letter: what a code shares with that of the activity it belongs to."""
        return (self.numero, self.lettre)

    @property
    def rang(self) -> int | None:
        """Rank within the activity, if the code has one."""
        return self.rangs[-1] if self.rangs else None


def parse_code(imprime: str) -> CodeImprime | None:
    """Take a printed code apart; ``None`` for what numbers nothing.

    Args:
        imprime: the code as printed (``A6A.4``, ``Activité 6. B``, ``Bloc 3``, ``A5.C1``, ``4.``).
    """
    imprime = imprime.strip()
    porteur = ""
    code = _CODE.fullmatch(imprime)
    if code is None and (tete := _PORTEUR.match(imprime)):
        porteur = tete["porteur"]
        code = _CODE.fullmatch(imprime, tete.end())
    if code is None:
        return None
    suite = code["suite"] or ""
    separateur = re.sub(r"\d", "", suite)[:1] if suite.strip() else ""
    return CodeImprime(
        imprime,
        porteur,
        code["mot"],
        "".join(code["apres_mot"].split()),
        int(code["numero"]),
        code["lettre"] or "",
        tuple(int(rang) for rang in _NOMBRE.findall(suite)),
        separateur.strip(),
        code["joint"],
        (code["fin"] or "").strip(),
    )


def follows(avant: CodeImprime, apres: CodeImprime) -> bool | None:
    """Tell whether a code is the next one after another of its series; ``None`` if they are of two series.

    Args:
        avant: the code before.
        apres: the code after it in the document.
    """
    if len(avant.rangs) != len(apres.rangs) or (avant.porteur, avant.mot) != (apres.porteur, apres.mot):
        return None
    if avant.rangs:
        if avant.tete != apres.tete or avant.rangs[:-1] != apres.rangs[:-1]:
            return None
        return apres.rangs[-1] == avant.rangs[-1] + 1
    if apres.numero == avant.numero:
        return bool(apres.lettre) and ord(apres.lettre) == ord(avant.lettre or "@") + 1
    return apres.numero == avant.numero + 1 and apres.lettre in ("", "A")
