"""From the content of a draft to its record: the documents that have a form of their own, then any other."""

from __future__ import annotations

from dataclasses import replace

from graphkit.model import Record
from graphkit.sources.brouillon.contenu import Contenu
from graphkit.sources.brouillon.fiche_imprimee import est_fiche_imprimee, read_fiche_imprimee
from graphkit.sources.brouillon.interpretation import interpret
from graphkit.sources.brouillon.titre_professionnel import genre_de
from graphkit.sources.brouillon.titre_professionnel_re import read_re
from graphkit.sources.brouillon.titre_professionnel_reac import read_reac


def read_contenu(contenu: Contenu) -> Record:
    """Return the record of the one certification that a draft describes.

    Args:
        contenu: what the reader of its format gave.

    Raises:
        SourceUnreadable: it holds no référentiel.
    """
    match genre_de(contenu):
        case "reac":
            return read_reac(_part("reac", contenu))
        case "re":
            return read_re(_part("re", contenu))
        case None:
            return read_fiche_imprimee(contenu) if est_fiche_imprimee(contenu) else interpret(contenu)


def _part(genre: str, contenu: Contenu) -> Contenu:
    """Name the half of a référentiel that a document is: the other half is a document of its own."""
    document = replace(contenu.document, type_source=f"{contenu.document.type_source}-{genre}")
    return replace(contenu, document=document)
