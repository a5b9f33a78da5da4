"""What readers note about fiches of the register as text, in both languages.

A note without anything of the document in its words is a constant; the others are functions.
"""

from __future__ import annotations

from graphkit.sources.notes import Note

LIGNES_SANS_CHAMP = Note(
    "ligne-non-attribuee",
    "Aucun champ connu de la fiche ne correspond à ce texte : il n’est pas dans le graphe.",
    "No known field of the record answers to this text: it is not in the graph.",
)
SIGNATAIRES_AMBIGUS = Note(
    "signataires-ambigus",
    "Les deux colonnes (autorité, qualité du signataire) ont été mêlées par l’extraction : le premier texte"
    " est lu comme l’autorité, les autres comme des qualités de signataires.",
    "The two columns (authority, capacity of the signatory) were mixed by the extraction: the first text is"
    " read as the authority, the others as capacities of signatories.",
)
VALIDITE_ILLISIBLE = Note(
    "validite-illisible",
    "La validité des composantes acquises n’est pas un nombre d’années : elle est laissée absente.",
    "The validity of the components acquired is not a number of years: it is left absent.",
)


def numeros_contradictoires(autre: str, retenu: str) -> Note:
    """Return what is noted of a bloc of another fiche than the others.

    Args:
        autre: number that it names.
        retenu: number that the others name.
    """
    return Note(
        "numeros-contradictoires",
        f"Ce bloc nomme la fiche {autre} alors que d’autres nomment la fiche {retenu}, retenue ici.",
        f"This bloc names record {autre} while others name record {retenu}, which is kept here.",
    )


def sans_numero(identifiant: str) -> Note:
    """Return what is noted of a fiche without a number.

    Args:
        identifiant: what it is named by.
    """
    return Note(
        "numero-absent",
        f"La fiche ne porte aucun numéro : elle est nommée « {identifiant} » d’après son titre.",
        f"The record bears no number: it is named “{identifiant}” after its title.",
    )


def sans_repertoire(chiffres: str, identifiant: str) -> Note:
    """Return what is noted of a number of no register.

    Args:
        chiffres: the number.
        identifiant: what the certification is named by.
    """
    return Note(
        "repertoire-absent",
        f"La fiche porte le numéro {chiffres} sans dire de quel répertoire : la certification est nommée"
        f" « {identifiant} » d’après son titre.",
        f"The record bears the number {chiffres} and does not tell of which register: the certification is"
        f" named “{identifiant}” after its title.",
    )


def cellules_vides(bloc: int, cellules: int) -> Note:
    """Return what is noted of cells without text.

    Args:
        bloc: number of the bloc that has them.
        cellules: how many.
    """
    return Note(
        "cellule-vide",
        f"Le bloc {bloc} a {cellules} cellule(s) sans texte sous leur étiquette.",
        f"Bloc {bloc} has {cellules} cell(s) without text under their label.",
    )


def bloc_en_double(bloc: int) -> Note:
    """Return what is noted of a bloc that is described several times.

    Args:
        bloc: its number.
    """
    return Note(
        "bloc-en-double",
        f"Le bloc {bloc} est décrit plusieurs fois sous d’autres titres : tous sont là.",
        f"Bloc {bloc} is described several times under other titles: all are there.",
    )


def colonnes_perdues(quoi: str) -> Note:
    """Return what is noted of a tick whose column is lost.

    Args:
        quoi: what was to be ticked.
    """
    return Note(
        "colonnes-perdues",
        f"« {quoi} » : l’extraction a perdu les colonnes OUI et NON, rien ne dit plus laquelle était"
        " cochée. L’information est laissée absente.",
        f"“{quoi}”: the extraction has lost the columns OUI and NON, nothing tells any more which one was"
        " ticked. The information is left absent.",
    )


def date_illisible(texte: str) -> Note:
    """Return what is noted of a date that no calendar has.

    Args:
        texte: what is printed.
    """
    return Note(
        "date-illisible",
        f"« {texte} » n’est pas une date du calendrier : elle est laissée absente.",
        f"“{texte}” is no date of the calendar: it is left absent.",
    )
