"""A FICHE as plain values that remember which of them have been read.

What no converter has read by the end becomes an anomaly: that is how nothing is dropped in silence.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml.etree import _Element

from graphkit.model import Anomaly, Document
from graphkit.passages import Passage
from graphkit.text import normalise_spaces

# Elements that the format lets occur more than once carry their position even when they are alone, so that
# a path keeps its meaning from one export to the next.
REPETABLES = frozenset(
    """NOUVELLE_CERTIFICATION ANCIENNE_CERTIFICATION FORMACODE NSF ROME IDCC CERTIFICATEUR PARTENAIRE
    PUBLICATION_JO STATISTIQUES_PROMOTION ANNEE BLOC_COMPETENCES CORRESPONDANCE""".split()  # noqa: SIM905
)
_ENTITE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
LONGUEUR_EXTRAIT = 200


@dataclass(slots=True)
class Noeud:
    """An element, or an attribute or stray text where the format has none.

    Attributes:
        balise: its tag; ``@name`` and ``text()`` for what is no element.
        chemin: its path from the FICHE, or the name of the table that it is a cell or row of.
        texte: its text, HTML entities of older exports decoded.
        enfants: its child elements, in document order.
        annexes: its attributes, and text between its elements: the format has neither.
        lu: whether a converter has taken its text in.
        lignes: first and last line of its row, where the export is a table.
    """

    balise: str
    chemin: str
    texte: str = ""
    enfants: list[Noeud] = field(default_factory=list)
    annexes: list[Noeud] = field(default_factory=list)
    lu: bool = False
    lignes: tuple[int, int] | None = None

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passage that is the whole element, or the row of the table."""
        return (Passage(self.lignes, chemin=self.chemin),)

    def enfant(self, balise: str) -> Noeud | None:
        """Return the first child with a tag that has something in it, or ``None``.

        Args:
            balise: the tag.
        """
        return next((e for e in self.enfants if e.balise == balise and (e.enfants or e.texte.strip())), None)

    def tous(self, balise: str) -> list[Noeud]:
        """Return all children with a tag.

        Args:
            balise: the tag.
        """
        return [e for e in self.enfants if e.balise == balise]

    def lis(self, *balises: str) -> str | None:
        """Return the text of the first child with one of the tags, and note that it has been read.

        Args:
            balises: the tag, and its older spellings.
        """
        for balise in balises:
            trouve = self.enfant(balise)
            if trouve is not None and not trouve.enfants:
                return trouve.prends()
        return None

    def prends(self) -> str:
        """Return its text with single spaces, and note that it has been read."""
        self.lu = True
        return normalise_spaces(self.texte)

    def non_lus(self) -> Iterator[Noeud]:
        """Yield the leaves below with a text that no converter has taken in."""
        if not self.enfants and not self.lu and self.texte.strip():
            yield self
        for enfant in (*self.annexes, *self.enfants):
            yield from enfant.non_lus()


@dataclass(slots=True)
class Constats:
    """What is found amiss while one record is read."""

    document: Document
    certification: str | None = None
    anomalies: list[Anomaly] = field(default_factory=list)

    def signale(
        self,
        regle: str,
        message: str,
        noeud: Noeud,
        severity: Literal["info", "warning"] = "warning",
    ) -> None:
        """Note an anomaly at an element.

        Args:
            regle: short stable name of what is wrong.
            message: what is wrong and what was done about it, in French.
            noeud: where; its text is the excerpt.
            severity: ``info`` for what is merely lost.
        """
        self.anomalies.append(
            Anomaly(
                document=self.document,
                rule=regle,
                message=message,
                certification=self.certification,
                excerpt=normalise_spaces(noeud.texte)[:LONGUEUR_EXTRAIT],
                passages=noeud.passages,
                severity=severity,
            )
        )


def noeud_de(element: _Element) -> Noeud:
    """Return a FICHE, or any element under the root, as plain values.

    Args:
        element: the complete element; it can be cleared afterwards.
    """
    racine = Noeud(str(element.tag), "")
    _remplis(racine, element, "")
    return racine


def _remplis(noeud: Noeud, element: _Element, prefixe: str) -> None:
    for nom, valeur in element.items():
        noeud.annexes.append(Noeud(f"@{nom}", f"{prefixe}@{nom}", str(valeur)))
    fils = list(element)
    if not fils:
        noeud.texte = decode(element.text or "")
        return
    noms = [str(enfant.tag) for enfant in fils]
    combien = Counter(noms)
    vus: Counter[str] = Counter()
    for enfant, nom in zip(fils, noms, strict=True):
        vus[nom] += 1
        numero = f"[{vus[nom]}]" if nom in REPETABLES or combien[nom] > 1 else ""
        chemin = f"{prefixe}{nom}{numero}"
        noeud.enfants.append(petit := Noeud(nom, chemin))
        _remplis(petit, enfant, f"{chemin}/")
    errants = filter(None, [element.text, *(enfant.tail for enfant in fils)])
    noeud.annexes.extend(
        Noeud("text()", f"{prefixe}text()[{rang}]", decode(errant))
        for rang, errant in enumerate(errants, 1)
        if not errant.isspace()
    )


def decode(texte: str) -> str:
    """Return a text with its HTML entities decoded.

    Args:
        texte: as exported.
    """
    # Only what is closed by ";": html.unescape alone would read the "&copy" of "R&copywriting".
    return _ENTITE.sub(lambda entite: html.unescape(entite.group()), texte) if "&" in texte else texte
