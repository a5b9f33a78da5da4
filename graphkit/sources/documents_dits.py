"""What readers note about Word documents, workbooks and pages, in both languages.

A note without anything of the document in its words is a constant; the others are functions.
"""

from __future__ import annotations

from graphkit.sources.notes import Dit, Note

# --- Word, Excel, PDF -----------------------------------------------------------------------------

NOTE_DE_BAS = Dit("note de bas de page", "footnote")
NOTE_DE_FIN = Dit("note de fin", "endnote")
TEXTE_MASQUE = Dit("texte masqué", "hidden text")
MACROS = Note(
    "macros-ignorees",
    "Le classeur contient des macros : elles ne sont ni lues ni exécutées.",
    "The workbook has macros: they are neither read nor run.",
)
TROP_DE_TRAITS = Dit("trop de traits pour un tableau : un dessin", "too many strokes for a table: a drawing")
IMAGE_SEULE = Dit(
    "une image sans texte, comme d’un document numérisé", "an image without text, as of a scanned document"
)
DESSIN_SEUL = Dit("un dessin sans mots", "a drawing without words")
LETTRES_INCONNUES = Dit(
    "sa police ne dit pas quelles lettres elle dessine", "its font does not tell which letters it draws"
)


def non_repris(quoi: Dit, fois: int) -> Note:
    """Return what is noted of text of a kind that is left out.

    Args:
        quoi: the kind.
        fois: how often it comes.
    """
    return Note(
        "texte-non-repris",
        f"Le document a {fois} fois : {quoi.fr}. Ce texte n’est pas repris.",
        f"The document has {fois} times: {quoi.en}. This text is not taken up.",
    )


def feuille_masquee(nom: str) -> Note:
    """Return what is noted of a hidden sheet.

    Args:
        nom: its name.
    """
    return Note(
        "feuille-masquee",
        f"La feuille « {nom} » est masquée dans le classeur ; elle est lue comme les autres.",
        f"The sheet “{nom}” is hidden in the workbook; it is read like the others.",
    )


def formule_sans_valeur(cellule: str, feuille: str) -> Note:
    """Return what is noted of a formula whose result the workbook lacks.

    Args:
        cellule: name of the cell.
        feuille: of the sheet.
    """
    return Note(
        "formule-sans-valeur",
        f"La cellule {cellule} de « {feuille} » contient une formule dont le classeur ne donne pas le"
        " résultat : ouvrez-le dans Excel et enregistrez-le.",
        f"Cell {cellule} of “{feuille}” holds a formula whose result the workbook does not give: open it in"
        " Excel and save it.",
    )


def page_illisible(numero: int, defaut: Dit) -> Note:
    """Return what is noted of a page that cannot be read.

    Args:
        numero: of the page.
        defaut: why.
    """
    return Note(
        "page-illisible",
        f"La page {numero} n’est pas lisible : {defaut.fr}. Rien n’en est repris.",
        f"Page {numero} is not readable: {defaut.en}. Nothing of it is taken up.",
    )


def page_indechiffrable(erreur: str) -> Dit:
    """Return why a page cannot be read whose content is damaged.

    Args:
        erreur: name of the error.
    """
    return Dit(f"son contenu ne peut pas être décodé ({erreur})", f"its content cannot be decoded ({erreur})")


def page_trop_pleine(objets: int) -> Dit:
    """Return why a page cannot be read that holds too much.

    Args:
        objets: the limit.
    """
    return Dit(f"plus de {objets} signes et traits", f"more than {objets} characters and strokes")


def reperes_de_page(lignes: int, pages: int) -> Note:
    """Return what is noted of headers, footers and numbers of pages.

    Args:
        lignes: number of their lines.
        pages: number of pages that have them.
    """
    return Note(
        "reperes-de-page",
        f"{lignes} lignes d’en-tête, de pied ou de numéro de page, sur {pages} pages, ne sont pas du texte du"
        " document : elles sont laissées de côté.",
        f"{lignes} lines of headers, footers or numbers of pages, on {pages} pages, are no text of the"
        " document: they are left aside.",
    )
