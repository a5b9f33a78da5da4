"""Reader of référentiels in three columns (activities, competences, assessment) given as extracted text.

``lignes`` reads what white space says, ``zones`` sets preamble, headings and footers apart, ``tableau``
finds the rows, ``pages`` and ``cellules`` share their lines out to the columns, ``certification`` joins
and names, ``couverture`` accounts for every line.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from graphkit.errors import SourceUnreadable
from graphkit.model import Anomaly, Certification, Concept, Document, Fait, Record
from graphkit.passages import Passage
from graphkit.sources.tables_dites import intitule_du_fichier_sans_pied
from graphkit.sources.titres import identifiant_de, titre_du_fichier
from graphkit.sources.trois_colonnes.certification import Redaction
from graphkit.sources.trois_colonnes.couverture import count_lines
from graphkit.sources.trois_colonnes.lignes import Ligne, read_lines
from graphkit.sources.trois_colonnes.phrases import Lexique
from graphkit.sources.trois_colonnes.preambule import read_preambule
from graphkit.sources.trois_colonnes.reperes import debut_d_intitules, fold
from graphkit.sources.trois_colonnes.tableau import Invraisemblable, Tableau, read_tableau
from graphkit.sources.trois_colonnes.zones import INTITULES_MAX, Zones, find_zones
from graphkit.sources.whole_file import read_text
from graphkit.text import normalise_spaces

_ATTENDU = (
    "expected the column headings « Référentiel d’activités / de compétences / d’évaluation » and codes "
    "such as « Activité 1 », « A1.1 », « C1.1 » under them"
)
# The headings are recognised by these, whatever the words between them and however the lines wrap.
_INTITULES = ("referentiel d'activites", "referentiel de competences", "referentiel d'evaluation")


class TroisColonnes:
    """Three-column référentiels as extracted text.

    Args:
        max_bytes: largest file that is read.
    """

    name = "trois-colonnes"

    def __init__(self, max_bytes: int = 20 << 20) -> None:
        self._max_bytes = max_bytes

    def recognises(self, head: bytes, path: Path) -> bool:  # noqa: ARG002 # the content alone decides
        """Tell whether the text has the three column headings, in order.

        Args:
            head: beginning of the file.
            path: the file; its name does not matter.
        """
        # The head may end within a character.
        texte = codecs.getincrementaldecoder("utf-8")("replace").decode(head)
        lignes = [ligne.strip() for ligne in texte.split("\n") if ligne.strip()]
        for i, (ligne, suivante) in enumerate(pairwise([*lignes, ""])):
            if debut_d_intitules(ligne, suivante):
                # A title may name the référentiels; the headings of the columns are lines of their own.
                plie = fold(" ".join(lignes[i : i + INTITULES_MAX]))
                activites, competences, evaluation = (plie.find(intitule) for intitule in _INTITULES)
                if 0 <= activites < competences < evaluation:
                    return True
        return False

    def read(self, path: Path) -> Iterator[Record | Anomaly]:
        """Read the one certification of a file.

        Args:
            path: the file.

        Raises:
            SourceUnreadable: not a text, too large, empty, or no table of this kind in it.
        """
        data, texte = read_text(path, self._max_bytes)
        lignes = read_lines(texte)
        zones = find_zones(lignes)
        if zones is None:
            raise SourceUnreadable(f"{path}: no three-column table found; {_ATTENDU}")
        document = Document(path.name, self.name, hashlib.sha256(data).hexdigest())
        lexique = Lexique([ligne.texte for ligne in zones.preambule] + [f.texte for f in zones.fragments])
        try:
            tableau = read_tableau(zones.fragments, lexique)
        except Invraisemblable as trop:
            raise SourceUnreadable(f"{path}: line {trop.ligne}: {trop.raison}; {_ATTENDU}") from trop
        yield _fiche(document, lignes, zones, tableau, lexique)


def _fiche(
    document: Document, lignes: list[Ligne], zones: Zones, tableau: Tableau, lexique: Lexique
) -> Record:
    redaction = Redaction(document, lexique)
    activites = redaction.compose(tableau)
    for hors in _suites(zones.hors_tableau):
        redaction.report_lines(hors)
    faits, identifiant = _titre(document, zones, redaction)
    certification = Certification(
        identifiant,
        faits=faits + read_preambule(zones.preambule, lexique),
        activites=activites,
        competences=tuple(redaction.competences),
    )
    anomalies = tuple(replace(anomalie, certification=identifiant) for anomalie in redaction.anomalies)
    couverture = count_lines(lignes, zones)
    return Record(document, certification, anomalies, couverture)


def _suites(lignes: list[Ligne]) -> list[list[Ligne]]:
    """Cut lines where a page begins."""
    suites: list[list[Ligne]] = []
    for ligne in lignes:
        if not suites or ligne.saut:
            suites.append([])
        suites[-1].append(ligne)
    return suites


def _titre(document: Document, zones: Zones, redaction: Redaction) -> tuple[tuple[Fait, ...], str]:
    """Return title and level as facts, and the identifier made of the title."""
    if zones.titre:
        titre, niveau, ligne = zones.titre
        passages = (Passage((ligne.numero, ligne.numero)),)
        titre = normalise_spaces(titre)
        faits = (
            Fait("skos:prefLabel", titre, passages),
            Fait("ref:niveau", Concept("niveau", niveau), passages),
        )
        return faits, identifiant_de(titre)
    titre = titre_du_fichier(document.nom)
    redaction.report(intitule_du_fichier_sans_pied(titre), [], grave=True)
    return (Fait("skos:prefLabel", titre),), identifiant_de(titre)
