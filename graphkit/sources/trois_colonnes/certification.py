"""Makes the certification of the rows of the table: codes normalised, statements joined, oddities told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from graphkit.model import Activite, Anomaly, Competence, Critere, Document, Modalite
from graphkit.passages import Passage, Passages
from graphkit.sources.codes_dits import en_double, hors_activite, normalise
from graphkit.sources.notes import Note, anomalie
from graphkit.sources.tables_dites import (
    LIGNES_HORS_TABLEAU,
    competence_sans_activite,
    repartition_incertaine,
    sans_critere,
    sans_intitule,
    sans_modalite,
    saut_de_page,
    sous_activite_seule,
    specialisation_seule,
)
from graphkit.sources.trois_colonnes import phrases
from graphkit.sources.trois_colonnes.cellules import Colonne
from graphkit.sources.trois_colonnes.lignes import Ligne
from graphkit.sources.trois_colonnes.phrases import Lexique
from graphkit.sources.trois_colonnes.reperes import Genre, Repere
from graphkit.sources.trois_colonnes.tableau import RangActivite, RangCompetence, Tableau
from graphkit.sources.trois_colonnes.zones import Fragment

#: What announces the name of a specialisation, and what ends it.
SPECIALISATION = re.compile(r"\(?\s?sp[ée]cialisation\s?\)?\s{0,3}[:–—-]?\s{0,3}", re.IGNORECASE)
TIRET = re.compile(r"\s[–—-](?:\s|$)")
_PUCE = re.compile(r"[-–—•▪●]\s{1,3}")
_EXTRAIT = 200
# Two words that would both have stood in the line were parted on purpose.
_PLACE = 0.88


def passages_of(fragments: list[Fragment]) -> Passages:
    """Return the stretches of the source that hold these fragments, blank lines between them included.

    Args:
        fragments: in the order of the source.
    """
    suites: list[list[Fragment]] = []
    for fragment in fragments:
        if suites and _follow(suites[-1][-1], fragment):
            suites[-1].append(fragment)
        else:
            suites.append([fragment])
    passages = []
    for suite in suites:
        premier, dernier = suite[0], suite[-1]
        entier = premier.entier and dernier.entier
        lignes = (premier.ligne, dernier.ligne)
        passages.append(Passage(lignes, None if entier else (premier.debut, dernier.fin)))
    return tuple(passages)


def _follow(avant: Fragment, apres: Fragment) -> bool:
    # Ranks are those of the whole table: between two neighbours there are only blank lines, and footers
    # or column headings where a page begins.
    return apres.rang == avant.rang + 1 and not apres.saut


@dataclass(slots=True)
class Redaction:
    """Turns a table into activities and competences.

    Args:
        document: the source, for anomalies.
        lexique: its words, for hyphens.

    Attributes:
        competences: made so far, in the order of the source.
        anomalies: found so far.
    """

    document: Document
    lexique: Lexique
    competences: list[Competence] = field(default_factory=list)
    anomalies: list[Anomaly] = field(default_factory=list)
    _codes: dict[str, int] = field(default_factory=dict)
    _largeur: int = 0

    def compose(self, tableau: Tableau) -> tuple[Activite, ...]:
        """Return the activities of a table; its competences come to ``competences``.

        Args:
            tableau: the table.
        """
        self._largeur = tableau.largeur_activites
        for rang in tableau.orphelines:
            self.report(
                competence_sans_activite(rang.repere.imprime),
                rang.cellules.contenu[Colonne.COMPETENCE],
                grave=True,
            )
            self._competence(rang, None)
        return tuple(self._activite(rang) for rang in tableau.activites)

    def report(self, note: Note, fragments: list[Fragment], *, grave: bool) -> None:
        """Note an anomaly.

        Args:
            note: what is wrong and what was done.
            fragments: where.
            grave: it may be wrong, rather than merely told.
        """
        extrait = " ".join(f.texte for f in fragments)[:_EXTRAIT]
        repere = fragments[0].repere if fragments else None
        if repere and repere.imprime:
            extrait = f"{repere.imprime} {extrait}"[:_EXTRAIT]
        self.anomalies.append(anomalie(self.document, note, passages_of(fragments), extrait, grave=grave))

    def report_lines(self, lignes: list[Ligne]) -> None:
        """Note lines that no cell of the table has.

        Args:
            lignes: consecutive lines.
        """
        extrait = " ".join(ligne.texte[:_EXTRAIT] for ligne in lignes[:5])[:_EXTRAIT]
        passages = (Passage((lignes[0].numero, lignes[-1].numero)),)
        self.anomalies.append(anomalie(self.document, LIGNES_HORS_TABLEAU, passages, extrait))

    def _activite(self, rang: RangActivite) -> Activite:
        repere = rang.repere
        if repere.genre is Genre.SOUS_ACTIVITE:
            self.report(sous_activite_seule(repere.imprime), rang.fragments, grave=True)
            return self._sous_activite(rang, None)
        code = f"A{repere.numero}{repere.lettre}"
        attendu = f"Activité {repere.numero}{repere.lettre}"
        code = self._unique(code, repere, attendu, rang.fragments)
        specialisation, fragments = self._specialisation(rang)
        directes = tuple(self._competence(competence, repere) for competence in rang.competences)
        sous_activites = tuple(self._sous_activite(sous, repere) for sous in rang.sous_activites)
        return Activite(
            code,
            self._texte(fragments),
            repere.imprime,
            specialisation,
            sous_activites,
            directes,
            passages_of(rang.fragments) + passages_of(rang.repetitions),
        )

    def _sous_activite(self, rang: RangActivite, parent: Repere | None) -> Activite:
        code = self._code(rang.repere, parent, "A", rang.fragments)
        if not any(f.texte for f in rang.fragments):
            self.report(sans_intitule(code), rang.fragments, grave=True)
        return Activite(
            code,
            self._texte(rang.fragments),
            rang.repere.imprime,
            competences=tuple(self._competence(c, parent) for c in rang.competences),
            passages=passages_of(rang.fragments) + passages_of(rang.repetitions),
        )

    def _competence(self, rang: RangCompetence, parent: Repere | None) -> str:
        """Make a competence and return its code."""
        contenu = rang.cellules.contenu
        enonce, modalite = contenu[Colonne.COMPETENCE], contenu[Colonne.MODALITE]
        code = self._code(rang.repere, parent, "C", enonce)
        modalites: tuple[Modalite, ...] = ()
        if modalite:
            modalites = (Modalite(self._texte(modalite), passages=passages_of(modalite)),)
        else:
            self.report(sans_modalite(code), enonce, grave=True)
        if rang.cellules.cassures:
            self.report(saut_de_page(code), rang.cellules.cassures, grave=True)
        if rang.cellules.incertaine:
            tout = sorted((f for cellule in contenu.values() for f in cellule), key=lambda f: f.rang)
            self.report(repartition_incertaine(code), tout, grave=True)
        if not rang.criteres:
            self.report(sans_critere(code), enonce, grave=True)
        criteres = tuple(Critere(self._critere(f), passages_of(f)) for f in rang.criteres)
        self.competences.append(
            Competence(
                self._texte(enonce),
                code,
                rang.repere.imprime,
                modalites=modalites,
                criteres=criteres,
                passages=passages_of(enonce),
            )
        )
        return code

    def _texte(self, fragments: list[Fragment]) -> str:
        return self.lexique.assemble(f.texte for f in fragments if f.texte)

    def _critere(self, fragments: list[Fragment]) -> str:
        texte = self._texte(fragments)
        return texte[puce.end() :] if (puce := _PUCE.match(texte)) else texte

    def _code(self, repere: Repere, parent: Repere | None, famille: str, fragments: list[Fragment]) -> str:
        """Return the normalised code of a sub-activity or competence.

        A letter that the activity has and the code lacks is filled in; a code of another number is kept.
        """
        lettre = repere.lettre
        if parent and not lettre and parent.numero == repere.numero:
            lettre = parent.lettre
        code = f"{famille}{repere.numero}{lettre}.{repere.rang}"
        if parent and (repere.numero, lettre) != (parent.numero, parent.lettre):
            sous = f"{parent.numero}{parent.lettre}"
            self.report(hors_activite(repere.imprime, sous), fragments, grave=True)
        return self._unique(code, repere, code, fragments)

    def _unique(self, code: str, repere: Repere, attendu: str, fragments: list[Fragment]) -> str:
        """Return the code, or the code with its rank of appearance if something else has it already."""
        if repere.imprime != attendu:
            self.report(normalise(repere.imprime, code), fragments, grave=False)
        fois = self._codes[code] = self._codes.get(code, 0) + 1
        if fois == 1:
            return code
        self.report(en_double(code, fois), fragments, grave=True)
        return f"{code}-{fois}"

    def _specialisation(self, rang: RangActivite) -> tuple[str | None, list[Fragment]]:
        """Part the name of a specialisation from the title of its activity.

        The name ends with a dash, with its paragraph, or with a line that was left short.
        """
        fragments = [f for f in rang.fragments if f.texte]
        if not fragments or not (debut := SPECIALISATION.match(fragments[0].texte)):
            return None, rang.fragments
        fragments[0] = replace(fragments[0], texte=fragments[0].texte[debut.end() :])
        fragments = [f for f in fragments if f.texte]
        for i, fragment in enumerate(fragments):
            if tiret := TIRET.search(fragment.texte):
                nom, reste = fragment.texte[: tiret.start()], fragment.texte[tiret.end() :].strip()
                suite = [replace(fragment, texte=reste)] if reste else []
                return self._nom([*fragments[:i], replace(fragment, texte=nom)]), suite + fragments[i + 1 :]
            if i + 1 < len(fragments) and self._ends_name(fragment, fragments[i + 1]):
                return self._nom(fragments[: i + 1]), fragments[i + 1 :]
        nom_seul = self._nom(fragments)
        self.report(specialisation_seule(nom_seul), rang.fragments, grave=False)
        return nom_seul, fragments

    def _ends_name(self, avant: Fragment, apres: Fragment) -> bool:
        if phrases.stays_open(avant.texte) or phrases.begins_in_lower_case(apres.texte):
            return False
        premier = apres.texte.split(None, 1)[0]
        courte = len(avant.texte) + 1 + len(premier) <= _PLACE * self._largeur
        return avant.alinea or apres.vide_avant or courte or avant.texte.endswith(")")

    def _nom(self, fragments: list[Fragment]) -> str:
        nom = self._texte(fragments)
        # A bracket that closes nothing is a slip of the document.
        return nom[:-1].rstrip() if nom.endswith(")") and nom.count(")") > nom.count("(") else nom
