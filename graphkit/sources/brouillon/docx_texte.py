"""The text of a Word paragraph as its reader sees it: tracked changes accepted, field codes left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from graphkit.sources.documents_dits import NOTE_DE_BAS, NOTE_DE_FIN, TEXTE_MASQUE
from graphkit.sources.notes import Dit
from graphkit.text import normalise_spaces

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXTES = f"{W}txbxContent"
#: What a reader of the document does not see: deleted, moved away, codes of fields, phonetic guides.
_INVISIBLES = {
    f"{W}{nom}" for nom in ("del", "moveFrom", "instrText", "delText", "rt", "pPr", "rPr", "sdtPr")
}
_SIGNES = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_NOTES = {f"{W}footnoteReference": NOTE_DE_BAS, f"{W}endnoteReference": NOTE_DE_FIN}
_FAUX = {"0", "false", "off"}


@dataclass(slots=True)
class Lecture:
    """What a reading gathers besides text.

    Attributes:
        omis: what was left out -> how many times.
        boites: text boxes that are met, to be read after the paragraph that they are anchored in.
    """

    omis: Counter[Dit] = field(default_factory=Counter)
    boites: list[etree._Element] = field(default_factory=list)


def texte_brut(paragraphe: etree._Element, lecture: Lecture) -> str:
    """Return the text of a paragraph, its soft breaks as line breaks.

    Args:
        paragraphe: the ``w:p``.
        lecture: told of notes and hidden text, given the text boxes.
    """
    return "".join(_morceaux(paragraphe, lecture))


def _morceaux(element: etree._Element, lecture: Lecture) -> Iterator[str]:
    for enfant in element:
        nom = enfant.tag
        if nom == f"{W}t":
            yield enfant.text or ""
        elif nom in _SIGNES:
            # A page break parts nothing within a statement.
            yield " " if enfant.get(f"{W}type") in {"page", "column"} else _SIGNES[nom]
        elif nom in _NOTES:
            lecture.omis[_NOTES[nom]] += 1
        elif nom == _TEXTES:
            lecture.boites.append(enfant)
        elif nom == f"{_MC}AlternateContent":
            # Twice the same: for programs that know the newer form, and for the others.
            choix = next(iter(enfant), None)
            if choix is not None:
                yield from _morceaux(choix, lecture)
        elif nom == f"{W}r" and _est_cache(enfant):
            lecture.omis[TEXTE_MASQUE] += 1
        elif nom not in _INVISIBLES and isinstance(nom, str):
            yield from _morceaux(enfant, lecture)


def _est_cache(run: etree._Element) -> bool:
    cache = run.find(f"{W}rPr/{W}vanish")
    return cache is not None and cache.get(f"{W}val", "1") not in _FAUX


def est_soude_au_suivant(paragraphe: etree._Element) -> bool:
    """Tell whether the end of a paragraph was deleted with the changes tracked: it goes on in the next.

    Args:
        paragraphe: the ``w:p``.
    """
    marque = paragraphe.find(f"{W}pPr/{W}rPr")
    return marque is not None and any(marque.find(f"{W}{nom}") is not None for nom in ("del", "moveFrom"))


def blocs(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of a body, a cell or a text box, content controls opened.

    Args:
        parent: what holds them.
    """
    for enfant in parent:
        if enfant.tag in {f"{W}p", f"{W}tbl"}:
            yield enfant
        elif enfant.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"}:
            yield from blocs(enfant)


def coupe_lignes(texte: str) -> list[str]:
    """Return the lines of a text, white space normalised, empty ones left out.

    Args:
        texte: as ``texte_brut`` gives it.
    """
    return [propre for ligne in texte.split("\n") if (propre := normalise_spaces(ligne))]
