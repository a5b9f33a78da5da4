"""From the content of a draft to the record of its certification, whatever the format was.

Tables are read by their headings, lists by the headings above them, the rest by its labels. What is none of
these is told of with its place, and what comes before the référentiel is kept as its preamble.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graphkit.errors import SourceUnreadable
from graphkit.model import Certification, Fait, Record
from graphkit.passages import Passages
from graphkit.sources.brouillon.blocs import lit_bloc
from graphkit.sources.brouillon.colonnes import Entete, Role, lit_entete, role_de
from graphkit.sources.brouillon.contenu import Cellule, Contenu, Paragraphe, Tableau
from graphkit.sources.brouillon.identite import Identite, libelle_et_valeur, nom_de_libelle, valeurs_de
from graphkit.sources.brouillon.listes import Liste
from graphkit.sources.brouillon.redaction import LIENS_MAX, ActiviteLue, Demesure, Redaction
from graphkit.sources.brouillon.tableau import LectureDeTableau, continue_un_tableau
from graphkit.sources.niveaux import FIN_DE_PHRASE, is_infinitive
from graphkit.sources.tables_dites import (
    TEXTE_HORS_TABLEAU,
    avant_les_intitules,
    intitule_du_fichier,
    tableau_inconnu,
)
from graphkit.sources.titres import identifiant_de, titre_du_fichier
from graphkit.text import normalise_spaces

# Below this share of its passages, what looks like statements is what a text happens to speak of.
_PART_LUE = 0.1
_TITRE_MAX = 120
_EXTRAITS = 3


def interpret(contenu: Contenu) -> Record:
    """Return the record of the one certification that a draft describes.

    Args:
        contenu: what the reader of its format gave.

    Raises:
        SourceUnreadable: it holds no référentiel; the message says what was looked for and what was there.
    """
    interprete = _Interprete(contenu)
    try:
        for element in contenu.elements:
            if isinstance(element, Tableau):
                interprete.tableau(element)
            else:
                interprete.paragraphe(element)
    except Demesure as trop:
        raise SourceUnreadable(
            f"{contenu.document.nom}: more than {LIENS_MAX} links between activities, competences, criteria"
        ) from trop
    return interprete.record()


class _Interprete:
    """Goes through a content in reading order."""

    def __init__(self, contenu: Contenu) -> None:
        self._contenu = contenu
        self._redaction = Redaction(contenu.document)
        self._identite = Identite()
        self._preambule: list[Paragraphe] = []
        self._hors: list[Paragraphe] = []
        self._attente: tuple[str, list[Paragraphe]] | None = None
        self._entete: Entete | None = None
        self._porteurs: list[ActiviteLue] = []
        self._en_tableaux = _en_tableaux(contenu)
        self._liste = Liste(self._redaction, self._en_tableaux)
        self._commence = False
        self._inconnus: list[str] = []

    # --- Paragraphs -------------------------------------------------------------------------------

    def paragraphe(self, p: Paragraphe) -> None:
        """Take a paragraph."""
        bloc = lit_bloc(p.texte) if _est_titre(p) else None
        if bloc:
            self._clot()
            self._redaction.ouvre_bloc(bloc, (p.passage,))
            self._entete, self._porteurs, self._liste = None, [], Liste(self._redaction, self._en_tableaux)
            return
        if self._libelle(p):
            return
        role = role_de(p.texte) if _est_titre(p) or p.texte.endswith(":") else None
        if role:
            self._clot()
            self._liste.section = role
            return
        if p.niveau is not None and nom_de_libelle(p.texte):
            self._clot()
            self._attente = (p.texte, [])
            return
        if self._liste.lit(p):
            self._commence = True
            return
        if self._attente is not None and p.niveau is None:
            self._attente[1].append(p)
            return
        self._clot()
        if p.niveau is not None:
            self._liste.section = None
        self._entete = None
        (self._hors if self._commence else self._preambule).append(p)

    def _libelle(self, p: Paragraphe) -> bool:
        dit = libelle_et_valeur(p.texte)
        if dit is None:
            return False
        self._clot()
        libelle, valeur = dit
        if not valeur.strip():
            self._attente = (libelle, [])
            return True
        return self._identite.lit(libelle, valeur, (p.passage,))

    def _clot(self) -> None:
        """Give a label the paragraphs that followed it; what it cannot use is text like any other."""
        if self._attente is None:
            return
        libelle, suite = self._attente
        self._attente = None
        valeur, passages = valeurs_de(suite)
        if suite and not self._identite.lit(libelle, valeur, passages):
            (self._hors if self._commence else self._preambule).extend(suite)

    # --- Tables -----------------------------------------------------------------------------------

    def tableau(self, tableau: Tableau) -> None:
        """Take a table: of the référentiel, or of labels and values."""
        self._clot()
        self._liste = Liste(self._redaction, self._en_tableaux)
        premiere = next((c for rangee in tableau.rangees for c in rangee if c and c.texte), None)
        if premiere is None:
            return
        feuille = lit_bloc(tableau.nom)
        if feuille:
            self._redaction.ouvre_bloc(feuille, (premiere.passage,))
            self._porteurs = []
        rang, entete, restes = 0, None, []
        if self._entete and continue_un_tableau(tableau, self._entete):
            entete = replace(self._entete, hauteur=1)
            depuis = 0
        else:
            while entete is None and rang < len(tableau.rangees):
                entete = lit_entete(tableau, rang)
                if entete is None:
                    restes += self._rangee_libre(tableau.rangees[rang])
                    rang += 1
            depuis = rang + (entete.hauteur if entete else 0)
        if entete:
            self._commence = True
            lecture = LectureDeTableau(tableau, self._redaction, self._porteurs)
            self._entete = lecture.lit(entete, depuis)
            self._porteurs = lecture.porteurs
        else:
            self._entete = None
        if restes:
            self._tableau_inconnu(tableau, restes, entier=entete is None)

    def _rangee_libre(self, rangee: Sequence[Cellule | None]) -> list[Cellule]:
        """Take a row outside any référentiel, and return the cells of it that say nothing known."""
        cellules = list({id(c): c for c in rangee if c and c.texte}.values())
        if len(cellules) == 1:
            (seule,) = cellules
            bloc = lit_bloc(seule.texte)
            dit = libelle_et_valeur(seule.texte)
            if bloc:
                self._redaction.ouvre_bloc(bloc, (seule.passage,))
                self._porteurs = []
                return []
            if dit and self._identite.lit(*dit, (seule.passage,)):
                return []
        if len(cellules) == 2:  # noqa: PLR2004 # a label and its value
            libelle, valeur = cellules
            if self._identite.lit(libelle.texte, valeur.texte, (valeur.passage,)):
                return []
        return cellules

    def _tableau_inconnu(self, tableau: Tableau, restes: list[Cellule], *, entier: bool) -> None:
        extrait = " | ".join(normalise_spaces(cellule.texte) for cellule in restes[:_EXTRAITS])
        if entier:
            self._inconnus.append(extrait)
        dit = tableau_inconnu if entier else avant_les_intitules
        note = dit(tableau.numero, tableau.nom, len(restes))
        self._redaction.report(note, (restes[0].passage,), extrait)

    # --- Record -----------------------------------------------------------------------------------

    def record(self) -> Record:
        """Return the record of what was read.

        Raises:
            SourceUnreadable: neither an activity nor a competence.
        """
        self._clot()
        redaction, document = self._redaction, self._contenu.document
        if not redaction.activites and not any(True for _ in redaction.competences()):
            vu = f" (first tables: {'; '.join(self._inconnus[:_EXTRAITS])[:300]})" if self._inconnus else ""
            raise SourceUnreadable(
                f"{document.nom}: no activity and no competence was found; a référentiel is expected in"
                " tables with headings such as « Activités », « Compétences », « Modalités d’évaluation »,"
                f" « Critères d’évaluation », or in lists under such headings{vu}",
                french=f"{document.nom} : ni activité ni compétence n’y a été trouvée. Un référentiel est"
                " attendu en tableaux dont les colonnes ont pour titres Activités, Compétences, Modalités"
                " d’évaluation, Critères d’évaluation, ou en listes sous de tels titres.",
            )
        self._refuse_la_prose()
        titre, passages = self._titre()
        numero = self._identite.numero[0] if self._identite.numero else None
        identifiant = numero or identifiant_de(titre)
        faits = [Fait("skos:prefLabel", titre, passages), *self._identite.faits_d_identite()]
        if self._preambule:
            texte, ou = valeurs_de(self._preambule)
            faits.append(Fait("ref:preambule", texte, ou))
        self._rend_le_texte()
        certification = Certification(
            identifiant,
            faits=tuple(faits),
            blocs=tuple(bloc.fini(numero) for bloc in redaction.blocs),
            activites=tuple(activite.finie() for activite in redaction.activites),
            competences=tuple(competence.finie() for competence in redaction.sans_bloc),
            certificateurs=tuple(self._identite.certificateurs),
            acces=tuple(self._identite.acces),
        )
        anomalies = (*self._contenu.anomalies, *redaction.anomalies)
        return Record(
            document, certification, tuple(replace(a, certification=identifiant) for a in anomalies)
        )

    def _refuse_la_prose(self) -> None:
        """Refuse a text that only speaks of competences.

        A référentiel shows by tables, blocs, codes or verbs; one that has none of them may still be made of
        plain lists, but these are then much of what it says.

        Raises:
            SourceUnreadable: it is no référentiel.
        """
        redaction = self._redaction
        if self._en_tableaux or redaction.blocs:
            return
        lues = [competence.lue for competence in redaction.competences()]
        formes = [bool(c.code) or is_infinitive(c.enonce) for c in lues]
        formes += [a.imprime is not None for a in redaction.activites]
        tous = sum(isinstance(element, Paragraphe) for element in self._contenu.elements)
        if sum(formes) * 2 < len(formes) and len(formes) < tous * _PART_LUE:
            nom = self._contenu.document.nom
            raise SourceUnreadable(
                f"{nom}: this is a text about something else, no référentiel: no table has columns of"
                f" activities or competences, and what stands under its headings ({len(formes)} passages of"
                f" {tous}) has neither code nor verb",
                french=f"{nom} : ce texte parle d’autre chose, aucun tableau n’y a de colonne d’activités ou"
                " de compétences.",
            )

    def _titre(self) -> tuple[str, Passages]:
        if self._identite.titre:
            return self._identite.titre
        document = self._contenu.document
        titre = titre_du_fichier(document.nom)
        # A position is that of the beginning, where a title was looked for: everything has one.
        debut = _debut(self._contenu)
        self._redaction.report(intitule_du_fichier(titre), debut)
        return titre or "Sans titre", debut

    def _rend_le_texte(self) -> None:
        """Tell of the paragraphs between and after the tables, those that follow one another together."""
        suites: list[list[Paragraphe]] = []
        for p in self._hors:
            if suites and _se_suivent(suites[-1][-1], p):
                suites[-1].append(p)
            else:
                suites.append([p])
        for suite in suites:
            texte, passages = valeurs_de(suite)
            self._redaction.report(TEXTE_HORS_TABLEAU, passages, texte, grave=False)


def _debut(contenu: Contenu) -> Passages:
    """Return the place of the first text of a draft."""
    for element in contenu.elements:
        if isinstance(element, Paragraphe):
            return (element.passage,)
        for cellule in (cellule for rangee in element.rangees for cellule in rangee if cellule):
            return (cellule.passage,)
    return ()


def _en_tableaux(contenu: Contenu) -> frozenset[Role]:
    """Return what the tables of a draft hold, as their first headings tell."""
    roles: set[Role] = set()
    for tableau in contenu.elements:
        if isinstance(tableau, Tableau):
            entetes = (lit_entete(tableau, rang) for rang in range(len(tableau.rangees)))
            entete = next(filter(None, entetes), None)
            roles |= {role for role in entete.roles if role} if entete else set()
    if Role.EVALUATION in roles:
        roles |= {Role.MODALITE, Role.CRITERE}
    return frozenset(roles)


def _est_titre(p: Paragraphe) -> bool:
    """Tell whether a paragraph may be a heading: marked as one, or short and no sentence."""
    return p.niveau is not None or (len(p.texte) <= _TITRE_MAX and not p.texte.endswith(FIN_DE_PHRASE))


def _se_suivent(avant: Paragraphe, apres: Paragraphe) -> bool:
    if avant.passage.lignes is None or apres.passage.lignes is None:
        return avant.passage.page == apres.passage.page
    return 0 <= apres.passage.lignes[0] - avant.passage.lignes[1] <= 1
