"""Reader of RNCP fiches as the old site printed them (PDF), once extracted to plain text."""

from graphkit.sources.fiche_texte.reader import FicheTexte

__all__ = ["FicheTexte"]
