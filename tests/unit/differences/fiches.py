"""Invented fiches of the register, as exports have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

Blocs = Mapping[tuple[str, str], Sequence[str]]

BLOCS: Blocs = {
    ("BC01", "Entretenir le phare et ses abords"): (
        "Nettoyer les optiques du phare pour garantir la portée du feu",
        "Contrôler chaque semaine les groupes électrogènes de secours",
        "Repeindre les superstructures exposées aux embruns",
    ),
    ("BC02", "Accueillir les visiteurs du phare"): (
        "Présenter aux visiteurs l’histoire du phare et de ses gardiens",
        "Faire respecter les consignes de sécurité dans l’escalier et sur la galerie",
    ),
}


def write_fiche(
    path: Path,
    blocs: Blocs = BLOCS,
    *,
    number: int = 90001,
    level: int = 4,
    end: str = "01/09/2029",
    correspondances: str = "",
    more: str = "",
) -> Path:
    """Write an export of one fiche."""
    listed = "".join(
        f"<BLOC_COMPETENCES><CODE>RNCP{number}{code}</CODE><LIBELLE>{title}</LIBELLE>"
        f"<LISTE_COMPETENCES>{'  '.join(statements)}</LISTE_COMPETENCES>"
        "</BLOC_COMPETENCES>"
        for (code, title), statements in blocs.items()
    )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<FICHES><VERSION_FLUX>4.1</VERSION_FLUX>'
        f"<FICHE><ID_FICHE>{number}</ID_FICHE><NUMERO_FICHE>RNCP{number}</NUMERO_FICHE>"
        "<INTITULE>Gardien de phare</INTITULE><ETAT_FICHE>Publiée</ETAT_FICHE>"
        f"<NOMENCLATURE_EUROPE><NIVEAU>NIV{level}</NIVEAU><INTITULE>Niveau {level}</INTITULE>"
        "</NOMENCLATURE_EUROPE>"
        f"<BLOCS_COMPETENCES>{listed}</BLOCS_COMPETENCES>{correspondances}"
        f"<DATE_FIN_ENREGISTREMENT>{end}</DATE_FIN_ENREGISTREMENT><ACTIF>Oui</ACTIF></FICHE>{more}</FICHES>",
        encoding="utf-8",
    )
    return path


#: A second fiche for an export.
ANOTHER = (
    "<FICHE><ID_FICHE>5</ID_FICHE><NUMERO_FICHE>RNCP90005</NUMERO_FICHE><INTITULE>Autre</INTITULE></FICHE>"
)
