"""Reads an RE, or RC: what assesses each competence of a titre professionnel, and by what criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graphkit.identifiers import digest
from graphkit.model import Anomaly, Bloc, Certification, Competence, Critere, Fait, Modalite, Record
from graphkit.passages import Passage, Passages
from graphkit.sources.brouillon.contenu import Cellule, Contenu, Paragraphe, Tableau
from graphkit.sources.brouillon.pdf_lignes import PUCE
from graphkit.sources.brouillon.titre_professionnel import (
    colonnes_de,
    lignes_de_cellule,
    read_codes,
    read_identite,
    read_niveau,
)
from graphkit.sources.notes import anomalie
from graphkit.sources.tables_dites import CCP_INCONNU, INCONNUE_DES_MODALITES, INCONNUE_DES_TRANSVERSALES
from graphkit.sources.trois_colonnes.reperes import fold

_CRITERES = ("competences professionnelles", "criteres d'evaluation")
_TRANSVERSALES = ("competences transversales", "criteres d'evaluation")
_TRANSVERSALES_NUES = ("competences transversales", "competences professionnelles concernees")
_MODALITES = ("modalites", "competences evaluees", "duree")
_DETAIL = (("detail",), ("observations",))
_OBLIGATIONS = "obligations reglementaires"
_CCP = re.compile(r"ccp(?: ?(?:n° ?)?\d+)?(?:\s*[-–:]\s*(?P<titre>.+))?")
_REFERENCES = re.compile(r"(?P<libelle>niveau|code\(s\) nsf|code\(s\) rome|formacode)\s*:\s*")
_SANS_OBJET = "sans objet"


@dataclass(slots=True)
class _CompetenceLue:
    enonce: str
    passages: Passages
    criteres: tuple[Critere, ...] = ()
    modalites: list[Modalite] = field(default_factory=list)
    au_travers_de: list[str] = field(default_factory=list)

    def finie(self) -> Competence:
        return Competence(
            self.enonce,
            criteres=self.criteres,
            modalites=tuple(self.modalites),
            passages=self.passages,
            au_travers_de=tuple(self.au_travers_de),
        )


@dataclass(slots=True)
class _BlocLu:
    intitule: str
    passages: Passages
    competences: list[_CompetenceLue] = field(default_factory=list)
    modalites: list[Modalite] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Epreuve:
    """A row of a table of modalities."""

    modalite: Modalite
    competences: tuple[tuple[str, Passage], ...]


@dataclass(slots=True)
class _Lecture:
    blocs: list[_BlocLu] = field(default_factory=list)
    transversales: list[_CompetenceLue] = field(default_factory=list)
    concernees: list[tuple[_CompetenceLue, str, Passage]] = field(default_factory=list)
    session: list[_Epreuve] = field(default_factory=list)
    par_ccp: list[tuple[str, list[_Epreuve]]] = field(default_factory=list)
    faits: list[Fait] = field(default_factory=list)


def read_re(contenu: Contenu) -> Record:
    """Return the title whose assessment an RE or RC describes.

    Args:
        contenu: the document.
    """
    identifiant, faits = read_identite(contenu)
    lecture = _Lecture()
    ccp, titre_attendu = "", False
    for element in contenu.elements:
        if isinstance(element, Tableau):
            _lit_tableau(lecture, element, ccp)
            continue
        texte = fold(element.texte)
        annonce = _CCP.fullmatch(texte) if element.niveau is not None else None
        if annonce:
            ccp, titre_attendu = annonce["titre"] or "", annonce["titre"] is None
        elif titre_attendu:
            ccp, titre_attendu = texte, False
        elif not ccp:
            lecture.faits += _reference(element, texte)
    anomalies = (*contenu.anomalies, *_rattache(lecture, contenu))
    certification = Certification(
        identifiant,
        faits=(*faits, *(f for f in lecture.faits if f.propriete not in {g.propriete for g in faits})),
        blocs=tuple(
            Bloc(
                f"CCP{rang}",
                bloc.intitule,
                tuple(c.finie() for c in bloc.competences),
                tuple(bloc.modalites),
                passages=bloc.passages,
            )
            for rang, bloc in enumerate(lecture.blocs, start=1)
        ),
        competences=tuple(c.finie() for c in lecture.transversales),
        textes_referentiels=tuple(
            ("evaluation", Fait("ref:texte", e.modalite.enonce, e.modalite.passages))
            for e in lecture.session
            if not e.competences
        ),
    )
    return Record(contenu.document, certification, anomalies)


def _reference(paragraphe: Paragraphe, texte: str) -> tuple[Fait, ...]:
    trouve = _REFERENCES.match(texte)
    if trouve is None:
        return ()
    valeur = paragraphe.texte.partition(":")[2].strip()
    if trouve["libelle"] == "niveau":
        return read_niveau(f"Niveau {valeur}", paragraphe.passage)
    return read_codes(trouve["libelle"], valeur, paragraphe.passage)


def _lit_tableau(lecture: _Lecture, tableau: Tableau, ccp: str) -> None:
    if (rangs := colonnes_de(tableau, _CRITERES)) is not None:
        lecture.blocs += _blocs(tableau, *rangs)
    elif (rangs := colonnes_de(tableau, _TRANSVERSALES)) is not None:
        lecture.transversales += [c for _, c in _lignes(tableau, *rangs) if c is not None]
    elif (rangs := colonnes_de(tableau, _TRANSVERSALES_NUES)) is not None:
        _lit_transversales(lecture, tableau, *rangs)
    else:
        epreuves = list(_epreuves(tableau))
        if ccp:
            lecture.par_ccp += [(ccp, epreuves)] if epreuves else []
        else:
            lecture.session += epreuves


def _lit_transversales(lecture: _Lecture, tableau: Tableau, transversale: int, concernee: int) -> None:
    lues: dict[Cellule, _CompetenceLue] = {}
    for rangee in tableau.rangees[1:]:
        cellule, siennes = rangee[transversale], rangee[concernee]
        if cellule is None or not cellule.texte:
            continue
        lue = lues.setdefault(cellule, _CompetenceLue(_texte(cellule), (cellule.passage,)))
        if siennes is not None and siennes is not cellule:
            lecture.concernees += [(lue, ligne, place) for ligne, place in lignes_de_cellule(siennes)]
    lecture.transversales += lues.values()


def _blocs(tableau: Tableau, competence: int, criteres: int) -> Iterator[_BlocLu]:
    bloc: _BlocLu | None = None
    for cellule, lue in _lignes(tableau, competence, criteres):
        if lue is None:
            if bloc is not None:
                yield bloc
            bloc = _BlocLu(_texte(cellule), (cellule.passage,))
        elif bloc is not None:
            bloc.competences.append(lue)
    if bloc is not None:
        yield bloc


def _lignes(tableau: Tableau, rang: int, criteres: int) -> Iterator[tuple[Cellule, _CompetenceLue | None]]:
    """Yield each row under the headings: a competence, or the activity that spans the row."""
    entetes = True
    for rangee in tableau.rangees:
        cellule, siens = rangee[rang], rangee[criteres]
        if cellule is None or siens is None or not cellule.texte:
            continue
        texte = fold(_texte(cellule))
        # A title above all columns, then the headings themselves, perhaps on several rows.
        if entetes:
            entetes = not texte.startswith(("competences professionnelles", "competences transversales"))
            continue
        if texte.startswith((_OBLIGATIONS, "competences professionnelles", "competences transversales")):
            continue
        if siens is cellule:
            yield cellule, None
        else:
            lus = tuple(Critere(ligne, (place,)) for ligne, place in lignes_de_cellule(siens))
            yield cellule, _CompetenceLue(_texte(cellule), (cellule.passage,), lus)


def _epreuves(tableau: Tableau) -> Iterator[_Epreuve]:
    rangs = next((r for d in _DETAIL if (r := colonnes_de(tableau, (*_MODALITES, *d))) is not None), None)
    if rangs is None:
        return
    for rangee in tableau.rangees[1:]:
        nom, evaluees, duree, detail = (rangee[rang] for rang in rangs)
        # A heading of several rows spans them all; the sum of the durations has no name.
        if nom is None or detail is None or not nom.texte or detail is nom:
            continue
        competences = tuple(
            (ligne, place)
            for ligne, place in (lignes_de_cellule(evaluees) if evaluees else ())
            if fold(ligne) != _SANS_OBJET
        )
        dits = [c for c in (nom, duree, detail) if c is not None and c.texte and fold(c.texte) != _SANS_OBJET]
        if competences or len(dits) > 1:
            enonce = PUCE.sub("", "\n".join(c.texte for c in dits), count=1)
            modalite = Modalite(enonce, passages=tuple(c.passage for c in dits))
            yield _Epreuve(modalite, competences)


def _rattache(lecture: _Lecture, contenu: Contenu) -> Iterator[Anomaly]:
    """Give each modality to what it assesses; tell of competences and blocs that no table of criteria has."""
    par_enonce = {fold(c.enonce): c for b in lecture.blocs for c in b.competences}
    for epreuve in lecture.session:
        for enonce, place in epreuve.competences:
            competence = par_enonce.get(fold(enonce))
            if competence is not None:
                competence.modalites.append(epreuve.modalite)
                continue
            yield anomalie(contenu.document, INCONNUE_DES_MODALITES, (place,), enonce)
    for transversale, enonce, place in lecture.concernees:
        competence = par_enonce.get(fold(enonce))
        if competence is None:
            yield anomalie(contenu.document, INCONNUE_DES_TRANSVERSALES, (place,), enonce)
        elif (nom := digest(competence.enonce)) not in transversale.au_travers_de:
            transversale.au_travers_de.append(nom)
    par_intitule = {fold(b.intitule): b for b in lecture.blocs}
    for ccp, epreuves in lecture.par_ccp:
        bloc = par_intitule.get(ccp)
        if bloc is not None:
            bloc.modalites += [e.modalite for e in epreuves]
            continue
        yield anomalie(contenu.document, CCP_INCONNU, epreuves[0].modalite.passages, ccp)


def _texte(cellule: Cellule) -> str:
    return " ".join(cellule.texte.split())
