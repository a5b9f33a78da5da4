"""Writes an invented référentiel as an author would, in Word, Excel and PDF, from one truth.

``lire_verite`` gives the truth of a case; ``grilles`` lays it out as tables with cells that span rows and
columns; ``ecrire_docx``, ``ecrire_xlsx`` and ``ecrire_pdf`` write these tables, and nothing else decides what
stands in a cell. ``python tests/brouillons.py DOSSIER`` writes all of them, to look at.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.table import Table as TableDocx
from openpyxl.styles import Alignment
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

CAS = Path(__file__).parent / "cases" / "brouillon"
Verite = dict[str, Any]

#: Column -> heading of one level.
INTITULES = {
    "bloc": "Bloc de compétences",
    "activite": "Activités",
    "competence": "Compétences attestées",
    "modalite": "Modalités d’évaluation",
    "critere": "Critères d’évaluation",
}
ORDRE = ("activite", "competence", "modalite", "critere")
#: Column -> headings of the official model, one for each row of headings.
OFFICIELS = {
    "activite": ("RÉFÉRENTIEL D’ACTIVITÉS", None),
    "competence": ("RÉFÉRENTIEL DE COMPÉTENCES", None),
    "modalite": ("RÉFÉRENTIEL D’ÉVALUATION", "MODALITÉS D’ÉVALUATION"),
    "critere": ("RÉFÉRENTIEL D’ÉVALUATION", "CRITÈRES D’ÉVALUATION"),
}


@dataclass(frozen=True)
class Case:
    """A cell of a layout: its paragraphs, and how many rows and columns it takes up."""

    paragraphes: tuple[str, ...]
    hauteur: int = 1
    largeur: int = 1

    @property
    def texte(self) -> str:
        return "\n".join(self.paragraphes)


@dataclass(frozen=True)
class Grille:
    """A table of a layout; ``None`` where a cell from above or from the left goes on.

    ``entetes`` is the number of rows of headings; ``titre`` the paragraph before the table, or the sheet.
    """

    rangees: tuple[tuple[Case | None, ...], ...]
    entetes: int
    titre: str = ""


@dataclass(frozen=True)
class Disposition:
    """How a truth is laid out.

    Args:
        colonnes: the columns, from left to right; with ``bloc`` the blocs stand in a column of their own.
        officielle: headings in two rows, as in the official model.
        par_bloc: one table for each bloc, under its heading.
        rangee_de_bloc: each bloc opens with a row that spans all columns.
        fusion: cells that say the same thing in consecutive rows are one; otherwise they are repeated.
    """

    colonnes: tuple[str, ...] = ORDRE
    officielle: bool = True
    par_bloc: bool = True
    rangee_de_bloc: bool = False
    fusion: bool = True


def lire_verite(cas: str) -> Verite:
    """Return the truth of a case."""
    verite: Verite = json.loads((CAS / cas / "verite.json").read_text(encoding="utf-8"))
    return verite


def preambule(verite: Verite) -> list[str]:
    """Return the paragraphs before the tables."""
    return [
        f"Intitulé de la certification : {verite['intitule']}",
        f"Niveau {verite['niveau']}",
        f"Certificateur : {verite['certificateur']}",
        f"Codes NSF : {', '.join(verite['nsf'])}",
        f"Codes ROME : {', '.join(verite['rome'])}",
    ]


def titre_de_bloc(bloc: Verite) -> str:
    """Return the heading of a bloc."""
    return f"{bloc['code']} – {bloc['intitule']}"


def grilles(verite: Verite, disposition: Disposition) -> list[Grille]:
    """Return the tables of a layout."""
    blocs = [[bloc] for bloc in verite["blocs"]] if disposition.par_bloc else [verite["blocs"]]
    return [
        Grille(
            tuple(_rangees(groupe, disposition)),
            len(_entetes(disposition)),
            titre_de_bloc(groupe[0]) if disposition.par_bloc else "",
        )
        for groupe in blocs
    ]


def _entetes(disposition: Disposition) -> list[list[Case | None]]:
    if not disposition.officielle:
        return [[Case((INTITULES[nom],)) for nom in disposition.colonnes]]
    rangees: list[list[Case | None]] = [[], []]
    for (haut, seul), groupe in groupby(
        disposition.colonnes, lambda nom: (OFFICIELS[nom][0], OFFICIELS[nom][1] is None)
    ):
        noms = list(groupe)
        rangees[0] += [Case((haut,), 2 if seul else 1, len(noms)), *([None] * (len(noms) - 1))]
        rangees[1] += [None if seul else Case((OFFICIELS[nom][1] or "",)) for nom in noms]
    return rangees


def _valeurs(bloc: Verite, activite: Verite, competence: Verite) -> dict[str, tuple[str, ...]]:
    return {
        "bloc": (titre_de_bloc(bloc),),
        "activite": (f"{activite['code']} – {activite['intitule']}",),
        "competence": (f"{competence['code']} – {competence['enonce']}",),
        "modalite": tuple(competence["modalites"]),
        "critere": tuple(competence["criteres"]),
    }


def _rangees(blocs: Iterable[Verite], disposition: Disposition) -> Iterator[tuple[Case | None, ...]]:
    for entete in _entetes(disposition):
        yield tuple(entete)
    for bloc in blocs:
        if disposition.rangee_de_bloc:
            largeur = len(disposition.colonnes)
            yield (Case((titre_de_bloc(bloc),), 1, largeur), *([None] * (largeur - 1)))
        lignes = [_valeurs(bloc, a, c) for a in bloc["activites"] for c in a["competences"]]
        for rang, ligne in enumerate(lignes):
            yield tuple(_case(lignes, rang, nom, ligne, disposition) for nom in disposition.colonnes)


def _case(
    lignes: Sequence[dict[str, tuple[str, ...]]],
    rang: int,
    nom: str,
    ligne: dict[str, tuple[str, ...]],
    disposition: Disposition,
) -> Case | None:
    if not disposition.fusion:
        return Case(ligne[nom])
    if rang and lignes[rang - 1][nom] == ligne[nom]:
        return None
    fin = rang + 1
    while fin < len(lignes) and lignes[fin][nom] == ligne[nom]:
        fin += 1
    return Case(ligne[nom], fin - rang)


@dataclass
class Options:
    """What an author does to a Word document besides writing it.

    Args:
        suivi: words were inserted, deleted and moved with the changes tracked.
        imbrique: criteria stand in a table within their cell.
        controles: the paragraphs before the tables are content controls.
        exotique: footer, footnote mark, comment, soft break: what belongs to no cell.
    """

    suivi: bool = False
    imbrique: bool = False
    controles: bool = False
    exotique: bool = False
    avant: list[str] = field(default_factory=list)


def ecrire_sans_critere(path: Path) -> None:
    """Write the clean draft as Word, but for the criteria of its first competence."""
    verite = lire_verite("animateur-de-jardins-partages")
    verite["blocs"][0]["activites"][0]["competences"][0]["criteres"] = []
    ecrire_docx(verite, path, DISPOSITIONS["officielle"])


def ecrire_docx(verite: Verite, path: Path, disposition: Disposition, options: Options | None = None) -> None:
    """Write a Word document."""
    options = options or Options()
    document = docx.Document()
    document.core_properties.title = ""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.header.paragraphs[0].text = "En-tête qui n’est pas du texte"
    for texte in [*preambule(verite), *options.avant]:
        paragraphe = document.add_paragraph(texte)
        if options.controles:
            _dans_un_controle(paragraphe._p)
    for grille in grilles(verite, disposition):
        if grille.titre:
            document.add_heading(grille.titre, level=1)
        largeur = len(grille.rangees[0])
        table = document.add_table(rows=len(grille.rangees), cols=largeur, style="Table Grid")
        for r, rangee in enumerate(grille.rangees):
            for c, case in enumerate(rangee):
                if case is not None:
                    _remplir(table, r, c, case, options, dans_l_entete=r < grille.entetes)
    document.save(str(path))


def _remplir(table: TableDocx, r: int, c: int, case: Case, options: Options, *, dans_l_entete: bool) -> None:
    cellule = table.cell(r, c)
    if (case.hauteur, case.largeur) != (1, 1):
        cellule = cellule.merge(table.cell(r + case.hauteur - 1, c + case.largeur - 1))
    if options.imbrique and len(case.paragraphes) > 1 and not dans_l_entete:
        dedans = cellule.add_table(len(case.paragraphes), 1)
        for rang, texte in enumerate(case.paragraphes):
            dedans.cell(rang, 0).text = texte
        return
    for rang, texte in enumerate(case.paragraphes):
        paragraphe = cellule.paragraphs[0] if rang == 0 else cellule.add_paragraph()
        if options.suivi and not dans_l_entete:
            _avec_suivi(paragraphe._p, texte)
        elif options.exotique:
            for morceau in _avec_sauts(texte):
                if morceau == "\n":
                    paragraphe.add_run().add_break(WD_BREAK.LINE)
                else:
                    paragraphe.add_run(morceau)
        else:
            paragraphe.add_run(texte)


def _avec_sauts(texte: str) -> list[str]:
    """Cut a text where an author may have pressed Shift and Enter: after its code, and within a sentence."""
    code, tiret, reste = texte.rpartition(" – ") if " – " in texte[:8] else ("", "", texte)
    mots = reste.split(" ")
    milieu = next((i for i, mot in enumerate(mots) if i > len(mots) // 2 and mot[:1].islower()), None)
    sauts = [f"{code} –", "\n"] if tiret else []
    if milieu is None:
        return [*sauts, reste]
    return [*sauts, " ".join(mots[:milieu]), "\n", " ".join(mots[milieu:])]


def _avec_suivi(paragraphe: CT_P, texte: str) -> None:
    """Write a text whose second half was inserted, after words that were deleted, or moved away."""
    milieu = len(texte) // 2
    debut, fin = texte[:milieu], texte[milieu:]
    for balise, morceau, balise_texte in (
        (None, debut, "w:t"),
        ("w:del", "mots supprimés ", "w:delText"),
        ("w:moveFrom", "mots déplacés ", "w:t"),
        ("w:ins", fin, "w:t"),
    ):
        run = OxmlElement("w:r")
        mot = OxmlElement(balise_texte)
        mot.text = morceau
        mot.set(qn("xml:space"), "preserve")
        run.append(mot)
        if balise is None:
            paragraphe.append(run)
        else:
            revision = OxmlElement(balise)
            revision.set(qn("w:id"), "1")
            revision.set(qn("w:author"), "Autrice")
            revision.append(run)
            paragraphe.append(revision)


def _dans_un_controle(paragraphe: CT_P) -> None:
    controle, contenu = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    paragraphe.addprevious(controle)
    controle.append(contenu)
    contenu.append(paragraphe)


def ecrire_xlsx(
    verite: Verite, path: Path, disposition: Disposition, decalage: tuple[int, int] = (0, 0)
) -> None:
    """Write a workbook: the paragraphs on a first sheet, then a sheet for each table.

    Args:
        verite: the truth.
        path: the file.
        disposition: the layout.
        decalage: rows and columns left blank above and to the left of each table.
    """
    classeur = openpyxl.Workbook()
    feuille = classeur.active
    assert feuille is not None
    feuille.title = "Présentation"
    for texte in preambule(verite):
        feuille.append([texte])
    for rang, grille in enumerate(grilles(verite, disposition), 1):
        # A name of a sheet has at most 31 characters: the title stands in the first row.
        feuille = classeur.create_sheet(grille.titre.partition(" –")[0] or f"Tableau {rang}")
        bas, droite = decalage
        if grille.titre:
            feuille.cell(1 + bas, 1 + droite, grille.titre)
            bas += 2
        for r, rangee in enumerate(grille.rangees, 1 + bas):
            for c, case in enumerate(rangee, 1 + droite):
                if case is None:
                    continue
                cellule = feuille.cell(r, c, case.texte)
                cellule.alignment = Alignment(wrap_text=True, vertical="top")
                if (case.hauteur, case.largeur) != (1, 1):
                    feuille.merge_cells(None, r, c, r + case.hauteur - 1, c + case.largeur - 1)
    classeur.save(path)


def ecrire_pdf(verite: Verite, path: Path, disposition: Disposition) -> None:
    """Write a PDF in landscape; a table goes on on the next page, its headings repeated."""
    styles = getSampleStyleSheet()
    petit = ParagraphStyle("petit", parent=styles["Normal"], fontSize=8, leading=10)
    document = SimpleDocTemplate(
        str(path), pagesize=landscape(A4), leftMargin=36, rightMargin=36, topMargin=36, bottomMargin=36,
        title=verite["intitule"], invariant=1,
    )  # fmt: skip
    suite: list[Any] = [Paragraph(texte, styles["Normal"]) for texte in preambule(verite)]
    for grille in grilles(verite, disposition):
        suite.append(Spacer(1, 12))
        if grille.titre:
            suite.append(Paragraph(grille.titre, styles["Heading1"]))
        contenu = [
            [[Paragraph(p, petit) for p in case.paragraphes] if case else "" for case in rangee]
            for rangee in grille.rangees
        ]
        largeur = len(grille.rangees[0])
        table = Table(
            contenu, colWidths=[(landscape(A4)[0] - 72) / largeur] * largeur, repeatRows=grille.entetes
        )
        table.setStyle(
            [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
            + [
                ("SPAN", (c, r), (c + case.largeur - 1, r + case.hauteur - 1))
                for r, rangee in enumerate(grille.rangees)
                for c, case in enumerate(rangee)
                if case and (case.hauteur, case.largeur) != (1, 1)
            ]
        )
        suite.append(table)
    document.build(suite)


#: Name of a variant -> its layout.
DISPOSITIONS = {
    "officielle": Disposition(),
    "autre-ordre": Disposition(("competence", "critere", "modalite", "activite"), officielle=False),
    "colonne-de-bloc": Disposition(("bloc", *ORDRE), officielle=False, par_bloc=False),
    "rangee-de-bloc": Disposition(par_bloc=False, rangee_de_bloc=True),
    "sans-fusion": Disposition(officielle=False, fusion=False),
}


def main(dossier: Path) -> None:
    """Write every case in every layout."""
    dossier.mkdir(parents=True, exist_ok=True)
    for cas in sorted(p.parent.name for p in CAS.glob("*/verite.json")):
        verite = lire_verite(cas)
        for nom, disposition in DISPOSITIONS.items():
            ecrire_docx(verite, dossier / f"{cas}-{nom}.docx", disposition)
            ecrire_xlsx(verite, dossier / f"{cas}-{nom}.xlsx", disposition)
            ecrire_pdf(verite, dossier / f"{cas}-{nom}.pdf", disposition)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
