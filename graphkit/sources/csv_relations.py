"""The ten relations of the CSV export: which columns tell each, and where its cells stand in a FICHE.

A row becomes the elements that the XML export has for the same facts, so that one set of tables and
converters reads both exports and they agree by construction.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graphkit.sources.fc_noeuds import Noeud, decode
from graphkit.text import normalise_spaces, slugify

#: Column that ties a row of any relation to its fiche.
CLE = "NUMERO_FICHE"
_ENTETE = 4 << 10
_ACTIF = {"ACTIVE": "Oui", "INACTIVE": "Non"}
_VOIES = {
    slugify(phrase): voie
    for phrase, voie in {
        "Après un parcours de formation sous statut d’élève ou d’étudiant": "FI",
        "En contrat d’apprentissage": "CA",
        "Après un parcours de formation continue": "FC",
        "En contrat de professionnalisation": "CQ",
        "Par candidature individuelle": "CL",
        "Par expérience": "VAE",
    }.items()
}
# The export escapes the apostrophes of nomenclatures as SQL does; French has no two between letters.
_APOSTROPHES = re.compile(r"(?<=[^\W\d_])''(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Rangee:
    """A row: its first and last line in the file, and its cells in the order of the header."""

    debut: int
    fin: int
    cellules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A kind of file of the export.

    Attributes:
        nom: its name in ASCII, which passages bear.
        signature: columns by which it is known, in capitals.
        conteneur: element of the FICHE that holds one element a row; empty where cells stand under FICHE.
        item: the element that a row becomes.
        places: column -> path below the element of the row, where it is not the name of the column.
        libelles: column of a label of a nomenclature -> column of its code.
        tri: column by which its rows are ranked on a fiche, where not by their order in the file.
    """

    nom: str
    signature: frozenset[str]
    conteneur: str = ""
    item: str = ""
    places: dict[str, str] = field(default_factory=dict)
    libelles: dict[str, str] = field(default_factory=dict)
    tri: str = ""


def _codes(nom: str, conteneur: str, item: str, code: str, libelle: str) -> Relation:
    places = {code: "CODE", libelle: "LIBELLE"}
    return Relation(nom, frozenset({code}), conteneur, item, places, {libelle: code})


STANDARD = Relation(
    "Standard",
    frozenset(("ID_FICHE", "INTITULE")),
    places={
        "ABREGE_LIBELLE": "ABREGE/CODE",
        "ABREGE_INTITULE": "ABREGE/LIBELLE",
        "NOMENCLATURE_EUROPE_NIVEAU": "NOMENCLATURE_EUROPE/NIVEAU",
        "NOMENCLATURE_EUROPE_INTITULE": "NOMENCLATURE_EUROPE/LIBELLE",
    },
)
#: In the order of their elements in a FICHE of the XML export, Standard first.
RELATIONS = (
    STANDARD,
    Relation(
        "Ancienne_Nouvelle_Certification", frozenset(("ANCIENNE_CERTIFICATION", "NOUVELLE_CERTIFICATION"))
    ),
    _codes("Formacode", "FORMACODES", "FORMACODE", "FORMACODE_CODE", "FORMACODE_LIBELLE"),
    _codes("Nsf", "CODES_NSF", "NSF", "NSF_CODE", "NSF_INTITULE"),
    Relation("Certificateurs", frozenset({"NOM_CERTIFICATEUR"}), "CERTIFICATEURS", "CERTIFICATEUR"),
    Relation("Partenaires", frozenset({"NOM_PARTENAIRE"}), "PARTENAIRES", "PARTENAIRE"),
    _codes("Rome", "CODES_ROME", "ROME", "CODES_ROME_CODE", "CODES_ROME_LIBELLE"),
    Relation("Voix_d_Acces", frozenset({"SI_JURY"})),
    Relation(
        "Blocs_De_Competences",
        frozenset({"BLOC_COMPETENCES_CODE"}),
        "BLOCS_COMPETENCES",
        "BLOC_COMPETENCES",
        {"BLOC_COMPETENCES_CODE": "CODE", "BLOC_COMPETENCES_LIBELLE": "LIBELLE"},
        # The rows come in no order; the XML export has the blocs in that of their codes.
        tri="BLOC_COMPETENCES_CODE",
    ),
    Relation(
        "CCN",
        frozenset({"CCN_1_NUMERO"}),
        places={f"CCN_{n}_{quoi}": f"CCN_{n}/{quoi}" for n in (1, 2, 3) for quoi in ("NUMERO", "LIBELLE")},
        libelles={f"CCN_{n}_LIBELLE": f"CCN_{n}_NUMERO" for n in (1, 2, 3)},
    ),
)


def relation_de(head: bytes) -> tuple[Relation, tuple[str, ...]] | None:
    """Tell which relation a file is by its header, whatever the file is called.

    Args:
        head: the first bytes of the file.

    Returns:
        The relation, and the columns in the order of the file, in capitals; ``None`` if it is none.
    """
    lignes = head[:_ENTETE].decode("utf-8-sig", "replace").splitlines()
    if not lignes or CLE not in lignes[0].upper():
        return None
    try:
        entete = next(csv.reader(lignes[:1], delimiter=";", strict=True))
    except csv.Error:
        return None
    colonnes: list[str] = []
    for rang, nom in enumerate(entete, 1):
        colonne = normalise_spaces(nom).upper()
        # Each column keeps a name of its own, so that no cell hides another.
        colonnes.append(colonne if colonne and colonne not in colonnes else f"{colonne} (COLONNE {rang})")
    connues = frozenset(colonnes)
    trouvee = next((relation for relation in RELATIONS if relation.signature <= connues), None)
    return None if trouvee is None or CLE not in connues else (trouvee, tuple(colonnes))


def remplis(fiche: Noeud, relation: Relation, colonnes: Sequence[str], rangees: Sequence[Rangee]) -> None:
    """Add to a FICHE the elements that the rows of one relation stand for.

    Args:
        fiche: the FICHE.
        relation: the relation.
        colonnes: its columns, as ``relation_de`` gives them.
        rangees: its rows on this fiche.
    """
    porteur = fiche
    if relation.conteneur:
        porteur = Noeud(relation.conteneur, relation.nom)
        fiche.enfants.append(porteur)
    if relation.tri:
        rang = colonnes.index(relation.tri)
        rangees = sorted(rangees, key=lambda rangee: rangee.cellules[rang])
    for rangee in rangees:
        element = porteur
        if relation.item:
            element = _noeud(relation.item, relation, rangee)
            porteur.enfants.append(element)
        cellules = dict(zip(colonnes, rangee.cellules, strict=True))
        groupes: dict[str, Noeud] = {}
        for colonne, brut in cellules.items():
            # The key is how the row came here; Standard says it of the fiche as well.
            if not brut.strip() or (colonne == CLE and relation is not STANDARD):
                continue
            texte = decode(brut)
            if colonne in relation.libelles:
                texte = _libelle(texte, cellules.get(relation.libelles[colonne], ""))
            groupe, _, balise = relation.places.get(colonne, colonne).rpartition("/")
            if groupe and groupe not in groupes:
                groupes[groupe] = _noeud(groupe, relation, rangee)
                element.enfants.append(groupes[groupe])
            (groupes[groupe] if groupe else element).enfants.append(_feuille(balise, texte, relation, rangee))


def _feuille(balise: str, texte: str, relation: Relation, rangee: Rangee) -> Noeud:
    """Return the element of one cell; a phrase that names no route stays SI_JURY, which nothing reads."""
    if balise == "SI_JURY" and (voie := _voie(texte)):
        balise, texte = f"SI_JURY_{voie}", "Oui"
    elif balise == "ACTIF":
        texte = _ACTIF.get(texte.strip().upper(), texte)
    return _noeud(balise, relation, rangee, texte)


def _noeud(balise: str, relation: Relation, rangee: Rangee, texte: str = "") -> Noeud:
    return Noeud(balise, relation.nom, texte, lignes=(rangee.debut, rangee.fin))


def _voie(phrase: str) -> str | None:
    try:
        return _VOIES.get(slugify(phrase))
    except ValueError:
        return None


def _libelle(texte: str, code: str) -> str:
    """Return the label of a code as the XML export has it: bare, apostrophes single."""
    avant, separe, apres = texte.partition(":")
    if separe and apres.strip() and avant.strip() == code.strip():
        texte = apres
    return _APOSTROPHES.sub("'", texte)
