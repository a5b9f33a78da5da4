"""Writes PDFs of invented content: look-alikes of a REAC and an RE, and files that show no text.

``python tests/pdf_inventes.py DOSSIER`` writes all of them, to look at.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

CORPS = ParagraphStyle("corps", fontName="Helvetica", fontSize=10, leading=12)
PETIT = ParagraphStyle("petit", fontName="Helvetica", fontSize=8, leading=10)
GRAS = ParagraphStyle("gras", parent=CORPS, fontName="Helvetica-Bold", fontSize=11, leading=14, spaceBefore=8)
GRAND = ParagraphStyle("grand", parent=GRAS, fontSize=14, leading=18)
TITRE = "Jardinier de toits et de façades"
#: Number and title of each activity, with the numbers and titles of its competences.
ACTIVITES = (
    (
        "Installer un jardin sur un toit",
        (
            "Vérifier la portance et l’étanchéité d’un toit avant toute plantation",
            "Poser les substrats et les bacs",
            "Planter les espèces adaptées au vent",
        ),
    ),
    (
        "Entretenir une façade végétale",
        ("Tailler les grimpantes en hauteur", "Régler l’arrosage automatique"),
    ),
)
CRITERES = {
    1: (
        "La charge admissible est calculée",
        "Les défauts d’étanchéité sont signalés par écrit au propriétaire",
    ),
    2: ("Les bacs sont d’aplomb",),
    3: ("Les espèces choisies résistent au vent", "Le plan de plantation est respecté"),
    4: ("Les règles du travail en hauteur sont suivies",),
    5: ("Le débit est réglé selon la saison", "Les fuites sont réparées"),
}
MODALITES = (
    (
        "Mise en situation professionnelle",
        (1, 2, 4),
        "03 h 00 min",
        (
            "Le candidat installe un bac et le plante.",
            "Le jury observe les gestes et le respect des règles de sécurité.",
        ),
    ),
    ("Entretien technique", (3, 5), "00 h 30 min", ("Le jury interroge le candidat sur ses choix.",)),
    ("Entretien final", (), "00 h 15 min", ("Y compris l’échange sur le dossier professionnel.",)),
)


class Debout(Flowable):  # type: ignore[misc] # reportlab has no types
    """A heading that is read downwards."""

    def __init__(self, *lignes: str) -> None:
        super().__init__()
        self._lignes = lignes

    def wrap(self, *_: float) -> tuple[float, float]:
        self.width, self.height = 10.0 * len(self._lignes), 80.0
        return self.width, self.height

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.rotate(-90)
        self.canv.setFont("Helvetica-Bold", 8)
        for rang, ligne in enumerate(self._lignes):
            self.canv.drawString(-self.height + 2, self.width - 10.0 * (rang + 1) + 2, ligne)
        self.canv.restoreState()


def _pied(genre: str) -> Callable[[Canvas, Any], None]:
    def dessine(canvas: Canvas, document: Any) -> None:  # noqa: ANN401 - reportlab's document
        canvas.setFont("Helvetica", 8)
        largeur = document.pagesize[0]
        canvas.grid([72, largeur / 2, largeur - 72], [18, 30, 42])
        canvas.drawString(76, 33, "SIGLE et type")
        canvas.drawString(largeur / 2 + 4, 33, "Page")
        canvas.drawString(76, 21, f"JTF {genre}")
        canvas.drawString(largeur / 2 + 4, 21, f"{canvas.getPageNumber()}/9")

    return dessine


def _ecrire(path: Path, suite: list[Any], genre: str, *, paysage: bool = False, **options: Any) -> None:  # noqa: ANN401
    document = SimpleDocTemplate(
        str(path), pagesize=landscape(A4) if paysage else A4, leftMargin=60, rightMargin=60, topMargin=50,
        bottomMargin=60, invariant=1, **options,
    )  # fmt: skip
    document.build(suite, onFirstPage=_pied(genre), onLaterPages=_pied(genre))


def _couverture(*lignes: str) -> list[Any]:
    return [*(Paragraph(ligne, GRAND) for ligne in (*lignes, TITRE, "Niveau 4")), PageBreak()]


def numerotees() -> list[tuple[int, str, list[tuple[int, str]]]]:
    """Return the activities and competences with their numbers."""
    rang, lues = 0, []
    for numero, (activite, competences) in enumerate(ACTIVITES, start=1):
        siennes = []
        for competence in competences:
            rang += 1
            siennes.append((rang, competence))
        lues.append((numero, activite, siennes))
    return lues


def ecrire_reac(
    path: Path, transversales: Sequence[str] = (), annoncees: Mapping[int, Sequence[str]] | None = None
) -> None:
    """Write a REAC: cover, synoptic table with spans and blank rows, a sheet for each competence.

    Then a sheet of transversal competences; ``annoncees`` tells which of them the sheet of an activity lists.
    """
    lignes: list[list[Any]] = [
        ["N° Fiche AT", "Activités types", "N° Fiche CP", "Compétences professionnelles"]
    ]
    spans: list[Any] = []
    for numero, activite, competences in numerotees():
        debut = len(lignes)
        for rang, competence in competences:
            tete = (
                [Paragraph(str(numero), PETIT), Paragraph(activite, PETIT)]
                if len(lignes) == debut
                else ["", ""]
            )
            lignes += [[*tete, str(rang), Paragraph(competence, PETIT)], ["", "", "", ""]]
        lignes[-1:] = []
        spans += [("SPAN", (c, debut), (c, len(lignes) - 1)) for c in (0, 1)]
        lignes.append(["", "", "", ""])
    table = Table(lignes[:-1], colWidths=[60, 160, 60, 180], rowHeights=None)
    table.setStyle(
        [("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *spans]
    )
    suite = [
        *_couverture("REFERENTIEL EMPLOI ACTIVITES COMPETENCES", "DU TITRE PROFESSIONNEL"),
        Paragraph("Vue synoptique de l’emploi-type", GRAND), Spacer(1, 10), table, PageBreak(),
    ]  # fmt: skip
    for numero, activite, _ in numerotees() if annoncees else ():
        suite += [
            Paragraph(f"FICHE ACTIVITÉ TYPE N° {numero}", GRAS),
            Paragraph(activite, GRAND),
            Paragraph("Compétences transversales de l’activité type", GRAS),
            *(Paragraph(nom, CORPS) for nom in annoncees.get(numero, ())),
            PageBreak(),
        ]
    for _, _, competences in numerotees():
        for rang, competence in competences:
            suite += [
                Paragraph(f"FICHE COMPÉTENCE PROFESSIONNELLE N° {rang}", GRAS),
                Paragraph(competence, GRAND),
                Paragraph("Description de la compétence – processus de mise en œuvre", GRAS),
                Paragraph(
                    "Le jardinier travaille à partir du plan et des consignes de l’architecte. " * 3, CORPS
                ),
                Paragraph("Critères de performance", GRAS),
                *(Paragraph(critere, CORPS) for critere in CRITERES[rang]),
                Paragraph("Savoir-faire techniques, savoir-faire organisationnels, savoirs", GRAS),
                Paragraph("Connaissance des plantes", CORPS),
                PageBreak(),
            ]
    if transversales:
        suite.append(Paragraph("FICHE DES COMPÉTENCES TRANSVERSALES DE L’EMPLOI TYPE", GRAS))
    for competence in transversales:
        suite += [
            Paragraph(competence, GRAND),
            Paragraph("Description de la compétence – processus de mise en œuvre", GRAS),
            Paragraph("Le jardinier échange avec l’architecte. " * 3, CORPS),
            Paragraph("Critères de performance", GRAS),
            Paragraph("Les consignes sont reformulées", CORPS),
        ]
    _ecrire(path, suite, "REAC")


def ecrire_re(path: Path, transversales: Mapping[str, Sequence[str]] | None = None) -> None:
    """Write an RE: references, modalities cut by a page break, criteria under headings read downwards."""
    noms = {rang: nom for _, _, competences in numerotees() for rang, nom in competences}
    modalites: list[list[Any]] = [
        ["Modalités", "Compétences évaluées", "Durée", "Détail de l’organisation de l’épreuve"],
        *(
            [
                Paragraph(nom, PETIT),
                [Paragraph(noms[r], PETIT) for r in rangs] or "",
                duree,
                [Paragraph(d, PETIT) for d in detail],
            ]
            for nom, rangs, duree, detail in MODALITES
        ),
    ]
    table = Table(modalites, colWidths=[150, 260, 70, 240], repeatRows=1)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    coches = {nom: rangs for nom, rangs, _, _ in MODALITES if rangs}
    criteres: list[list[Any]] = [
        [
            "Compétences professionnelles",
            "Critères d’évaluation",
            Debout("Mise en situation", "professionnelle"),
            Debout("Entretien", "technique"),
        ]
    ]
    bandes: list[Any] = []
    for _, activite, competences in numerotees():
        bandes.append(("SPAN", (0, len(criteres)), (-1, len(criteres))))
        criteres.append([activite, "", "", ""])
        for rang, competence in competences:
            croix = ["X" if rang in rangs else "" for rangs in coches.values()]
            criteres.append(
                [Paragraph(competence, PETIT), [Paragraph(c, PETIT) for c in CRITERES[rang]], *croix]
            )
    grille = Table(criteres, colWidths=[250, 330, 50, 50], repeatRows=1)
    grille.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), *bandes])
    suite = [
        *_couverture("REFERENTIEL D’EVALUATION", "DU TITRE PROFESSIONNEL"),
        Paragraph("1. Références de la spécialité", GRAS),
        Paragraph("Niveau : 4 (Cadre national des certifications 2019)", CORPS),
        Paragraph("Code(s) NSF : 214s - Aménagement paysager", CORPS),
        Paragraph("Code(s) ROME : A1203", CORPS),
        Spacer(1, 300),
        Paragraph("3.1. Modalités d’évaluation des compétences", GRAS),
        table, PageBreak(),
        Paragraph("3.2. Critères d’évaluation des compétences", GRAS),
        grille,
    ]  # fmt: skip
    if transversales:
        rangees: list[list[Any]] = [["Compétences transversales", "Compétences professionnelles concernées"]]
        groupes: list[Any] = []
        for nom, concernees in transversales.items():
            groupes.append(("SPAN", (0, len(rangees)), (0, len(rangees) + len(concernees) - 1)))
            rangees += [
                [Paragraph(nom, PETIT) if rang == 0 else "", Paragraph(autre, PETIT)]
                for rang, autre in enumerate(concernees)
            ]
        transverse = Table(rangees, colWidths=[250, 330])
        transverse.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), *groupes])
        suite += [PageBreak(), Paragraph("3.3. Évaluation des compétences transversales", GRAS), transverse]
    _ecrire(path, suite, "RE", paysage=True)


def ecrire_table(path: Path, lignes: Sequence[Sequence[Sequence[str]]], *, avant: float, coupe: bool) -> None:
    """Write one table, after white space: a page break cuts a row, or falls before it and headings repeat."""
    contenu = [[[Paragraph(p, PETIT) for p in cellule] for cellule in ligne] for ligne in lignes]
    options = {"splitInRow": 1} if coupe else {"repeatRows": 1}
    table = Table(contenu, colWidths=[150] * len(lignes[0]), **options)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    _ecrire(path, [Spacer(1, avant), table], "TABLE")


def ecrire_deux_tables(path: Path, *tables: Sequence[Sequence[Sequence[str]]]) -> None:
    """Write tables, each on a page of its own, that have as many columns."""
    suite: list[Any] = []
    for lignes in tables:
        contenu = [[[Paragraph(p, PETIT) for p in cellule] for cellule in ligne] for ligne in lignes]
        table = Table(contenu, colWidths=[150] * len(lignes[0]))
        table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
        suite += [table, PageBreak()]
    _ecrire(path, suite, "TABLES")


def ecrire_sans_traits(path: Path, lignes: Sequence[Sequence[str]], nues: Sequence[int]) -> None:
    """Write a table whose rows named have no lines between their columns."""
    table = Table([list(ligne) for ligne in lignes], colWidths=[150] * len(lignes[0]))
    traits: list[Any] = [("BOX", (0, r), (-1, r), 0.5, colors.black) for r in range(len(lignes))]
    traits += [("INNERGRID", (0, r), (-1, r), 0.5, colors.black) for r in range(len(lignes)) if r not in nues]
    table.setStyle(traits)
    _ecrire(path, [table], "TABLE")


def ecrire_lignes(path: Path, lignes: Sequence[str], titre: str = "") -> None:
    """Write lines as they are, as a printer cuts them."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setTitle(titre)
    for rang, ligne in enumerate(lignes):
        canvas.drawString(60, 760 - 13 * rang, ligne)
    canvas.showPage()
    canvas.save()


def ecrire_colonnes(path: Path, *colonnes: Sequence[str]) -> None:
    """Write columns of text, without lines between them."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for place, colonne in enumerate(colonnes):
        for rang, ligne in enumerate(colonne):
            canvas.drawString(60 + 260 * place, 760 - 14 * rang, ligne)
    canvas.showPage()
    canvas.save()


def ecrire_paragraphes(path: Path, paragraphes: Sequence[str]) -> None:
    """Write paragraphs over as many pages as they take."""
    _ecrire(path, [Paragraph(p, CORPS) for p in paragraphes], "TEXTE")


def ecrire_image(path: Path, *, avec_texte: bool = False) -> None:
    """Write what a scanner gives: a page that is a picture; perhaps after a page with text."""
    image = Image.new("L", (800, 1100), "white")
    dessin = ImageDraw.Draw(image)
    for rang in range(40):
        dessin.text(
            (80, 60 + 25 * rang), "Ceci n’est que le dessin d’un texte numérisé".replace("’", "'"), fill=0
        )
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    if avec_texte:
        for rang in range(30):
            canvas.drawString(72, 760 - 14 * rang, f"Une ligne de texte, la numéro {rang}, qui se lit.")
        canvas.showPage()
    canvas.drawImage(ImageReader(image), 0, 0, *A4)
    canvas.showPage()
    canvas.save()


def ecrire_dessin(path: Path) -> None:
    """Write a page of curves: what a layout program makes of letters turned to outlines."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for rang in range(300):
        x, y = 60 + 7 * (rang % 60), 700 - 20 * (rang // 60)
        canvas.bezier(x, y, x + 3, y + 8, x + 6, y - 2, x + 6, y + 6)
    canvas.showPage()
    canvas.save()


def ecrire_chiffre(path: Path) -> None:
    """Write a page that only a password opens."""
    canvas = Canvas(str(path), pagesize=A4, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(72, 700, "Compétences")
    canvas.showPage()
    canvas.save()


def ecrire_pages(path: Path, nombre: int) -> None:
    """Write a number of pages of one line each."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for rang in range(nombre):
        canvas.drawString(72, 700, f"Le mot du jour est {rang * rang}")
        canvas.showPage()
    canvas.save()


def pages(nombre: int, mot_de_passe: str | None = None) -> bytes:
    """Return a number of pages of one word each."""
    flux = io.BytesIO()
    canvas = Canvas(flux, encrypt=mot_de_passe)
    for _ in range(nombre):
        canvas.drawString(72, 700, "Compétences")
        canvas.showPage()
    canvas.save()
    return flux.getvalue()


def main(dossier: Path) -> None:
    """Write all of them."""
    dossier.mkdir(parents=True, exist_ok=True)
    for ecrire in (ecrire_reac, ecrire_re, ecrire_image, ecrire_dessin, ecrire_chiffre):
        ecrire(dossier / f"{ecrire.__name__}.pdf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
