"""The lines of an extracted text, with what their white space tells of the page they were printed on.

Extractors differ, so each sign is believed only where the document uses it as a sign:

- two spaces at the end of a line end a paragraph, one space is a wrapped line;
- where every line is followed by an empty one, an empty line means nothing and a line of spaces is a
  blank paragraph; elsewhere both are blank paragraphs;
- a form feed begins a page, and so does a space before a line where lines as a rule have none.
"""

from __future__ import annotations

from dataclasses import dataclass

# A leading space marks a page only where it is rare: a text laid out with indents has it everywhere.
_PART_DES_RETRAITS = 0.1


@dataclass(frozen=True, slots=True)
class Ligne:
    """A line of the source.

    Attributes:
        numero: 1-based.
        brut: the line as it stands, without its end.
        texte: without white space at its ends; empty for a blank line.
        debut: offset of the first character of ``texte``.
        alinea: the spaces at its end say that a paragraph ends here.
        vide_avant: a blank paragraph stands before it.
        saut: a page begins here.
    """

    numero: int
    brut: str
    texte: str
    debut: int
    alinea: bool
    vide_avant: bool
    saut: bool


def read_lines(contenu: str) -> list[Ligne]:
    """Return the lines of a text, blank ones included.

    Args:
        contenu: the whole text; line feeds end a line, a carriage return before one is part of the end.
    """
    bruts = [brut.removesuffix("\r") for brut in contenu.split("\n")]
    if bruts and not bruts[-1]:
        bruts.pop()
    textes = [brut.strip() for brut in bruts]
    pleines = [i for i, texte in enumerate(textes) if texte]
    espacees = sum(1 for i in pleines if i + 1 < len(bruts) and not bruts[i + 1])
    interligne = espacees > len(pleines) / 2
    en_retrait = sum(1 for i in pleines if bruts[i][0] == " ")
    retrait_marque = en_retrait <= _PART_DES_RETRAITS * len(pleines)
    lignes: list[Ligne] = []
    nues = espaces = 0
    saut_en_attente = False
    for i, (brut, texte) in enumerate(zip(bruts, textes, strict=True)):
        saut_en_attente = saut_en_attente or "\f" in brut[: len(brut) - len(brut.lstrip())]
        if not texte:
            if brut:
                espaces += 1
            else:
                nues += 1
            lignes.append(Ligne(i + 1, brut, "", 0, alinea=False, vide_avant=False, saut=False))
            continue
        # Between two lines of an interlined text there is one empty line per line, blank or not.
        vide = espaces > 0 or nues > (1 if interligne else 0)
        retrait = retrait_marque and brut[0] == " " and (not interligne or nues == 0)
        fin = brut.rstrip()
        lignes.append(
            Ligne(
                i + 1,
                brut,
                texte,
                len(brut) - len(brut.lstrip()),
                alinea=len(brut) - len(fin) > 1,
                vide_avant=vide,
                saut=saut_en_attente or retrait,
            )
        )
        nues = espaces = 0
        saut_en_attente = brut.endswith("\f")
    return lignes
