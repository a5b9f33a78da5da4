"""The numbers that Word prints before the paragraphs of a list and that stand in no text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from docx.document import Document as DocumentDocx
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from graphkit.sources.brouillon.docx_texte import W

_PLACE = re.compile(r"%([1-9])")
_NIVEAUX = 9
_PROFONDEUR = 20
_ROMAINS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Niveau:
    """A level of a list: how its numbers are written, the text around them, the first one."""

    forme: str
    texte: str
    debut: int


@dataclass(slots=True)
class Numeros:
    """Counts the paragraphs of the lists of a document, in their order.

    Args:
        document: the document.
    """

    document: DocumentDocx
    _listes: dict[str, str] = field(default_factory=dict)
    _niveaux: dict[str, dict[int, _Niveau]] = field(default_factory=dict)
    _comptes: dict[str, list[int]] = field(default_factory=dict)
    _styles: dict[str, etree._Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._styles = {
            style.get(f"{W}styleId", ""): style for style in self.document.styles.element.iter(f"{W}style")
        }
        try:
            part = self.document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
        except KeyError:
            return
        racine = getattr(part, "element", None)
        if racine is None:
            return
        for liste in racine.iter(f"{W}num"):
            abstraite = liste.find(f"{W}abstractNumId")
            if abstraite is not None:
                self._listes[liste.get(f"{W}numId", "")] = abstraite.get(f"{W}val", "")
        for abstraite in racine.iter(f"{W}abstractNum"):
            self._niveaux[abstraite.get(f"{W}abstractNumId", "")] = {
                _entier(niveau.get(f"{W}ilvl"), 0): _Niveau(
                    _valeur(niveau, "numFmt", "decimal"),
                    _valeur(niveau, "lvlText", ""),
                    _entier(_valeur(niveau, "start", "1"), 1),
                )
                for niveau in abstraite.iter(f"{W}lvl")
            }

    def compte(self, paragraphe: etree._Element) -> tuple[str, bool]:
        """Count a paragraph, and return the number that Word prints before it and whether it is a bullet's.

        Args:
            paragraphe: the next ``w:p`` of the document.
        """
        liste, rang = self._place(paragraphe)
        abstraite = self._listes.get(liste, "")
        niveau = self._niveaux.get(abstraite, {}).get(rang)
        if niveau is None or not 0 <= rang < _NIVEAUX:
            return "", False
        if niveau.forme == "bullet":
            return "", True
        comptes = self._comptes.setdefault(abstraite, [])
        niveaux = self._niveaux[abstraite]
        while len(comptes) <= rang:
            ici = niveaux.get(len(comptes))
            premier = ici.debut if ici else 1
            comptes.append(premier if len(comptes) < rang else premier - 1)
        del comptes[rang + 1 :]
        comptes[rang] += 1
        imprime = _PLACE.sub(lambda place: self._chiffre(niveaux, comptes, int(place[1]) - 1), niveau.texte)
        return imprime.strip(), False

    def niveau_de_titre(self, paragraphe: etree._Element) -> int | None:
        """Return the depth of a heading, ``None`` for a paragraph that is none.

        Args:
            paragraphe: the ``w:p``.
        """
        proprietes = paragraphe.find(f"{W}pPr")
        for source in self._proprietes(proprietes):
            niveau = source.find(f"{W}outlineLvl")
            if niveau is not None:
                profondeur = _entier(niveau.get(f"{W}val"), _NIVEAUX)
                return profondeur + 1 if profondeur < _NIVEAUX else None
        style = self._styles.get(_style(proprietes))
        nom = _valeur(style, "name", "").lower() if style is not None else ""
        if nom == "title":
            return 1
        trouve = re.fullmatch(r"(?:heading|titre) ([1-9])", nom)
        return int(trouve[1]) if trouve else None

    def _place(self, paragraphe: etree._Element) -> tuple[str, int]:
        for proprietes in self._proprietes(paragraphe.find(f"{W}pPr")):
            numero = proprietes.find(f"{W}numPr")
            if numero is not None:
                return _valeur(numero, "numId", ""), _entier(_valeur(numero, "ilvl", "0"), 0)
        return "", 0

    def _proprietes(self, proprietes: etree._Element | None) -> list[etree._Element]:
        """Return the properties of a paragraph, then those of its style and of what it is based on."""
        trouvees = [] if proprietes is None else [proprietes]
        nom = _style(proprietes)
        for _ in range(_PROFONDEUR):
            style = self._styles.get(nom)
            if style is None:
                break
            du_style = style.find(f"{W}pPr")
            if du_style is not None:
                trouvees.append(du_style)
            nom = _valeur(style, "basedOn", "")
        return trouvees

    @staticmethod
    def _chiffre(niveaux: dict[int, _Niveau], comptes: list[int], rang: int) -> str:
        if rang >= len(comptes):
            return ""
        forme, valeur = niveaux[rang].forme if rang in niveaux else "decimal", comptes[rang]
        if valeur < 1 or forme == "none":
            return "" if forme == "none" else str(valeur)
        if forme.endswith("Letter"):
            lettre = chr(ord("a") + (valeur - 1) % 26) * (1 + min((valeur - 1) // 26, _PROFONDEUR))
            return lettre.upper() if forme.startswith("upper") else lettre
        if forme.endswith("Roman"):
            romain = _romain(min(valeur, 3999))
            return romain.upper() if forme.startswith("upper") else romain
        return f"{valeur:02d}" if forme == "decimalZero" else str(valeur)


def _style(proprietes: etree._Element | None) -> str:
    return "" if proprietes is None else _valeur(proprietes, "pStyle", "")


def _valeur(parent: etree._Element, nom: str, defaut: str) -> str:
    element = parent.find(f"{W}{nom}")
    return defaut if element is None else element.get(f"{W}val", defaut)


def _entier(valeur: str | None, defaut: int) -> int:
    return int(valeur[:6]) if valeur and valeur.isascii() and valeur.isdigit() else defaut


def _romain(valeur: int) -> str:
    ecrit = ""
    for poids, signe in _ROMAINS:
        ecrit += signe * (valeur // poids)
        valeur %= poids
    return ecrit
