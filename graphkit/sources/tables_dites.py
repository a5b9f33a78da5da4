"""What readers note about the tables and texts of drafts, in both languages.

A note without anything of the document in its words is a constant; the others are functions.
"""

from __future__ import annotations

from graphkit.sources.notes import Dit, Note

# --- Tables and texts of drafts -------------------------------------------------------------------

EVALUATION_SEULE = Note(
    "evaluation-sans-competence",
    "Cette évaluation n’est en face d’aucune compétence : elle n’est attribuée à rien.",
    "This assessment stands beside no competence: it is attributed to nothing.",
)
TEXTE_HORS_TABLEAU = Note(
    "texte-non-attribue",
    "Ce texte est hors des tableaux du référentiel : il n’est attribué à rien.",
    "This text is outside of the tables of the référentiel: it is attributed to nothing.",
)
COLONNE_SUPPOSEE = Note(
    "colonne-supposee",
    "Deux colonnes sous un seul intitulé d’évaluation : lues comme modalités, puis critères.",
    "Two columns under a single heading of assessment: read as modalities, then criteria.",
)
RANGEE_SEULE = Note(
    "rangee-non-attribuee",
    "Cette rangée d’une seule cellule n’est ni un bloc ni une activité : elle n’est attribuée à rien.",
    "This row of a single cell is neither a bloc nor an activity: it is attributed to nothing.",
)
LIGNES_HORS_TABLEAU = Note(
    "ligne-non-attribuee",
    "Ces lignes sont hors du tableau, sous un autre titre : elles ne sont attribuées à rien.",
    "These lines are outside of the table, under another heading: they are attributed to nothing.",
)


def tableau_inconnu(numero: int, nom: str, cellules: int) -> Note:
    """Return what is noted of a table without columns of a référentiel.

    Args:
        numero: of the table.
        nom: its name, if it has one.
        cellules: number of its cells.
    """
    return Note(
        "tableau-non-reconnu",
        f"Le tableau {numero}{_nomme(nom).fr} n’a pas de colonnes d’activités ni de compétences :"
        f" {cellules} cellules ne sont attribuées à rien.",
        f"Table {numero}{_nomme(nom).en} has no columns of activities or competences: {cellules} cells are"
        " attributed to nothing.",
    )


def avant_les_intitules(numero: int, nom: str, cellules: int) -> Note:
    """Return what is noted of the cells that stand above the headings of columns.

    Args:
        numero: of the table.
        nom: its name, if it has one.
        cellules: number of these cells.
    """
    return Note(
        "rangee-non-attribuee",
        f"Avant les intitulés de colonnes du tableau {numero}{_nomme(nom).fr} : {cellules} cellules ne sont"
        " attribuées à rien.",
        f"Above the headings of the columns of table {numero}{_nomme(nom).en}: {cellules} cells are"
        " attributed to nothing.",
    )


def _nomme(nom: str) -> Dit:
    return Dit(f" « {nom} »", f" “{nom}”") if nom else Dit("", "")


def colonne_inconnue(numero: int, intitule: str, cellules: int) -> Note:
    """Return what is noted of a column that no référentiel has.

    Args:
        numero: of the column.
        intitule: its heading.
        cellules: number of its cells.
    """
    return Note(
        "colonne-non-reconnue",
        f"La colonne {numero} (« {intitule} ») n’est pas de celles d’un référentiel :"
        f" {cellules} cellules ne sont attribuées à rien.",
        f"Column {numero} (“{intitule}”) is not one of a référentiel: {cellules} cells are attributed to"
        " nothing.",
    )


def intitule_du_fichier(titre: str) -> Note:
    """Return what is noted of a draft that does not tell its title.

    Args:
        titre: the title that the name of the file gives.
    """
    return Note(
        "intitule-absent",
        f"Rien ne dit l’intitulé (« Intitulé : … ») : « {titre} » vient du nom du fichier.",
        f"Nothing tells the title (“Intitulé : …”): “{titre}” comes from the name of the file.",
    )


def intitule_du_fichier_sans_pied(titre: str) -> Note:
    """Return what is noted of a draft whose foot of page tells no title.

    Args:
        titre: the title that the name of the file gives.
    """
    return Note(
        "intitule-absent",
        f"Aucun pied de page ne dit l’intitulé ni le niveau : « {titre} » vient du nom du fichier.",
        f"No foot of page tells the title or the level: “{titre}” comes from the name of the file.",
    )


def bloc_autrement_intitule(imprime: str) -> Note:
    """Return what is noted of a bloc that has another title further up.

    Args:
        imprime: what is printed before the title.
    """
    return Note(
        "bloc-en-double",
        f"« {imprime} » porte ici un autre intitulé que plus haut : lu comme le même bloc.",
        f"“{imprime}” has another title here than further up: read as the same bloc.",
    )


# --- Référentiels in three columns ----------------------------------------------------------------


def competence_sans_activite(imprime: str) -> Note:
    """Return what is noted of a competence that follows no activity.

    Args:
        imprime: its code as it is printed.
    """
    return Note(
        "activite-absente",
        f"La compétence « {imprime} » ne suit aucune activité.",
        f"The competence “{imprime}” follows no activity.",
    )


def sous_activite_seule(imprime: str) -> Note:
    """Return what is noted of a sub-activity that follows no activity.

    Args:
        imprime: its code as it is printed.
    """
    return Note(
        "activite-absente",
        f"La sous-activité « {imprime} » ne suit aucune activité : lue comme une activité.",
        f"The sub-activity “{imprime}” follows no activity: read as an activity.",
    )


def sans_intitule(code: str) -> Note:
    """Return what is noted of a sub-activity without a title.

    Args:
        code: its code.
    """
    return Note("intitule-absent", f"{code} n’a pas d’intitulé.", f"{code} has no title.")


def sans_modalite(code: str) -> Note:
    """Return what is noted of a competence without a modality.

    Args:
        code: its code.
    """
    return Note(
        "modalite-absente",
        f"{code} n’a pas de modalité d’évaluation.",
        f"{code} has no modality of assessment.",
    )


def sans_critere(code: str) -> Note:
    """Return what is noted of a competence without a criterion.

    Args:
        code: its code.
    """
    return Note(
        "criteres-absents",
        f"{code} n’a pas de critère d’évaluation.",
        f"{code} has no criterion of assessment.",
    )


def saut_de_page(code: str) -> Note:
    """Return what is noted of a competence that goes over a page without a mark.

    Args:
        code: its code.
    """
    return Note(
        "saut-de-page-non-marque",
        f"{code} passe d’une page à l’autre sans que rien ne le marque : à relire.",
        f"{code} goes from one page to the next and nothing marks it: to be read again.",
    )


def repartition_incertaine(code: str) -> Note:
    """Return what is noted of lines that may be of another column.

    Args:
        code: of the competence whose lines they are.
    """
    return Note(
        "repartition-incertaine",
        f"La répartition des lignes de {code} entre les colonnes est incertaine : à relire.",
        f"Which column the lines of {code} are of is uncertain: to be read again.",
    )


def specialisation_seule(nom: str) -> Note:
    """Return what is noted of a specialisation whose activity has no title of its own.

    Args:
        nom: of the specialisation.
    """
    return Note(
        "specialisation-sans-intitule",
        f"La spécialisation « {nom} » n’a pas d’intitulé à part : son nom en tient lieu.",
        f"The specialisation “{nom}” has no title of its own: its name stands for it.",
    )


# --- REAC and RE ----------------------------------------------------------------------------------

SANS_SYNOPTIQUE = Note(
    "synoptique-absente",
    "Aucune vue synoptique ne rattache les compétences aux activités types : elles restent sans bloc.",
    "No synoptic table links the competences to the typical activities: they stay without a bloc.",
)
DIT_AUTREMENT = "fiche-discordante"
TRANSVERSALE_INCONNUE = Note(
    "transversale-inconnue",
    "Aucune fiche, ou plus d’une, ne répond à cette compétence transversale de l’activité type.",
    "No sheet, or more than one, answers to this transversal competence of the typical activity.",
)
CCP_INCONNU = Note(
    "ccp-inconnu",
    "Les modalités d’un CCP ne peuvent pas être rattachées : aucune activité type n’a ce nom.",
    "The modalities of a CCP cannot be linked: no typical activity has this name.",
)
INCONNUE_DES_MODALITES = Note(
    "competence-inconnue",
    "Le tableau des modalités nomme une compétence que le tableau des critères n’a pas.",
    "The table of modalities names a competence that the table of criteria lacks.",
)
INCONNUE_DES_TRANSVERSALES = Note(
    "competence-inconnue",
    "Le tableau des compétences transversales nomme une compétence que le tableau des critères n’a pas.",
    "The table of transversal competences names a competence that the table of criteria lacks.",
)


def hors_synoptique(numero: int) -> Note:
    """Return what is noted of a sheet that the synoptic table lacks.

    Args:
        numero: of the sheet.
    """
    return Note(
        DIT_AUTREMENT,
        f"La fiche de compétence n° {numero} n’a pas de ligne dans la vue synoptique.",
        f"The sheet of competence no. {numero} has no row in the synoptic table.",
    )


def fiche_autrement(numero: int) -> Note:
    """Return what is noted of a sheet that words its competence otherwise than the synoptic table.

    Args:
        numero: of the sheet.
    """
    return Note(
        DIT_AUTREMENT,
        f"La fiche n° {numero} et la vue synoptique ne nomment pas la compétence de la même façon.",
        f"Sheet no. {numero} and the synoptic table do not name the competence in the same way.",
    )
