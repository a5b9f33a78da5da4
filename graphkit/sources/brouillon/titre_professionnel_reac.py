"""Reads a REAC: the synoptic table of activities and competences, and a sheet for each competence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from graphkit.identifiers import digest
from graphkit.model import Activite, Anomaly, Bloc, Certification, Competence, Critere, Document, Fait, Record
from graphkit.passages import Passage, Passages
from graphkit.sources.brouillon.contenu import Cellule, Contenu, Paragraphe, Tableau
from graphkit.sources.brouillon.titre_professionnel import (
    colonnes_de,
    read_codes,
    read_identite,
    read_niveau,
)
from graphkit.sources.notes import anomalie
from graphkit.sources.tables_dites import (
    SANS_SYNOPTIQUE,
    TRANSVERSALE_INCONNUE,
    fiche_autrement,
    hors_synoptique,
)
from graphkit.sources.trois_colonnes.reperes import fold

_SYNOPTIQUE = ("n° fiche at", "activites types", "n° fiche cp", "competences professionnelles")
_FICHE = re.compile(
    r"fiche (?:(?P<emploi>emploi type)|(?P<activite>activite type)|(?P<competence>competence professionnelle)"
    r"|des competences (?P<transversale>transversales) .*)(?:\s*n° ?(?P<numero>\d+))?"
)
_NUMERO = re.compile(r"n° ?(\d+)")
_TRANSVERSALES = re.compile(r"competences transversales de l'activite type")
_RUBRIQUES = (
    ("description", re.compile(r"description de la competence\b.*")),
    ("contexte", re.compile(r"contextes?(?:\(s\))? professionnels?(?:\(s\))? de mise en .*")),
    ("criteres", re.compile(r"criteres? de performance")),
    ("savoirs", re.compile(r"savoirs?\b.*")),
)
#: Section of a sheet -> the property that has its text.
_TEXTES = {"description": "ref:descriptionCompetence", "contexte": "ref:contexteProfessionnel"}
_EMPLOI = (
    ("secteurs", re.compile(r"secteurs d'activites? et types d'emplois accessibles\b.*")),
    ("niveau", re.compile(r"niveau et/ou domaine d'activite\b.*")),
    ("rome", re.compile(r"fiche(?:\(s\)|s)? rome\b.*")),
)
_SECTEURS = re.compile(r"les differents secteurs d'activites concernes .*:")
_EMPLOIS = re.compile(r"les types d'emplois accessibles .*:")


@dataclass(slots=True)
class _Fiche:
    """A sheet of a competence.

    Attributes:
        numero: number of the competence; 0 for one that is common to all activities.
        autres: name of another section -> its paragraphs.
    """

    numero: int
    passage: Passage
    titre: list[Paragraphe] = field(default_factory=list)
    criteres: list[Paragraphe] = field(default_factory=list)
    autres: dict[str, list[Paragraphe]] = field(default_factory=dict)

    @property
    def intitule(self) -> str:
        return " ".join(p.texte for p in self.titre)

    def faits(self) -> Iterator[Fait]:
        """Yield what the sheet says beside statement and criteria: two texts, and what is to be known."""
        for rubrique, propriete in _TEXTES.items():
            if lus := self.autres.get(rubrique):
                yield Fait(propriete, "\n".join(p.texte for p in lus), tuple(p.passage for p in lus))
        for lu in self.autres.get("savoirs", ()):
            yield Fait("ref:savoirMobilise", lu.texte, (lu.passage,))


@dataclass(slots=True)
class _Lecture:
    """What has been read so far, and where the reading is.

    Attributes:
        transversales: number of an activity -> what its sheet lists as its transversal competences.
    """

    transversales: dict[str, list[Paragraphe]] = field(default_factory=dict)
    activite: str = ""
    fiches: list[_Fiche] = field(default_factory=list)
    faits: list[Fait] = field(default_factory=list)
    secteurs: list[Paragraphe] = field(default_factory=list)
    emplois: list[Paragraphe] = field(default_factory=list)
    ou: str = ""
    rubrique: str = ""


def read_reac(contenu: Contenu) -> Record:
    """Return the title that a REAC describes.

    Args:
        contenu: the document.
    """
    identifiant, faits = read_identite(contenu)
    lecture = _Lecture()
    for element in contenu.elements:
        if isinstance(element, Paragraphe):
            _lit(lecture, element)
    anomalies = list(contenu.anomalies)
    fiches = {f.numero: f for f in lecture.fiches if f.numero}
    transversales = tuple(_competence(f, None, ()) for f in lecture.fiches if not f.numero)
    synoptique = next(
        (e for e in contenu.elements if isinstance(e, Tableau) and colonnes_de(e, _SYNOPTIQUE)), None
    )
    blocs: tuple[Bloc, ...] = ()
    activites: tuple[Activite, ...] = ()
    seules: tuple[Competence, ...] = ()
    if synoptique is None:
        seules = tuple(_competence(f, f.numero, ()) for f in fiches.values())
        passages = tuple(f.passage for f in fiches.values())
        anomalies.append(anomalie(contenu.document, SANS_SYNOPTIQUE, passages))
    else:
        lus = list(_blocs(synoptique, fiches))
        blocs = tuple(b for b, _ in lus)
        activites = tuple(_avec_transversales(a, lecture, transversales) for _, a in lus)
        anomalies += _ecarts(contenu.document, blocs, fiches)
    anomalies += _sans_fiche(contenu.document, lecture, transversales)
    certification = Certification(
        identifiant,
        faits=_sans_doubles((*faits, *_emploi(lecture))),
        blocs=blocs,
        activites=activites,
        competences=(*seules, *transversales),
    )
    return Record(contenu.document, certification, tuple(anomalies))


def _lit(lecture: _Lecture, paragraphe: Paragraphe) -> None:
    texte = fold(paragraphe.texte)
    fiche = None if "...." in texte else _FICHE.fullmatch(texte)
    if fiche or (paragraphe.niveau is not None and texte.startswith("glossaire")):
        lecture.ou = (
            next((nom for nom, lu in fiche.groupdict().items() if lu and nom != "numero"), "")
            if fiche
            else ""
        )
        lecture.rubrique = ""
        lecture.activite = (fiche["numero"] or "") if fiche else ""
        if lecture.ou == "competence" and fiche:
            lecture.fiches.append(_Fiche(int(fiche["numero"] or 0), paragraphe.passage))
    elif lecture.ou in {"competence", "transversale"}:
        _lit_competence(lecture, paragraphe, texte)
    elif lecture.ou == "emploi":
        _lit_emploi(lecture, paragraphe, texte)
    elif lecture.ou == "activite":
        _lit_activite(lecture, paragraphe, texte)


def _lit_competence(lecture: _Lecture, paragraphe: Paragraphe, texte: str) -> None:
    rubrique = next((nom for nom, motif in _RUBRIQUES if motif.fullmatch(texte)), None)
    if rubrique is not None and (paragraphe.niveau is not None or rubrique != "savoirs"):
        lecture.rubrique = rubrique
        return
    numero = _NUMERO.fullmatch(texte)
    if numero and lecture.fiches and not lecture.fiches[-1].titre:
        lecture.fiches[-1].numero = int(numero[1])
    elif not lecture.rubrique or paragraphe.niveau is not None:
        if lecture.ou == "transversale" and (
            lecture.rubrique or not lecture.fiches or lecture.fiches[-1].numero
        ):
            lecture.fiches.append(_Fiche(0, paragraphe.passage))
            lecture.rubrique = ""
        lecture.fiches[-1].titre.append(paragraphe)
    elif lecture.rubrique == "criteres":
        lecture.fiches[-1].criteres.append(paragraphe)
    else:
        lecture.fiches[-1].autres.setdefault(lecture.rubrique, []).append(paragraphe)


def _lit_activite(lecture: _Lecture, paragraphe: Paragraphe, texte: str) -> None:
    numero = _NUMERO.fullmatch(texte)
    if numero and not lecture.activite:
        lecture.activite = numero[1]
    elif paragraphe.niveau is not None or _TRANSVERSALES.fullmatch(texte):
        lecture.rubrique = "transversales" if _TRANSVERSALES.fullmatch(texte) else ""
    elif lecture.rubrique == "transversales":
        lecture.transversales.setdefault(lecture.activite, []).append(paragraphe)


def _lit_emploi(lecture: _Lecture, paragraphe: Paragraphe, texte: str) -> None:
    if paragraphe.niveau is not None:
        lecture.rubrique = next((nom for nom, motif in _EMPLOI if motif.fullmatch(texte)), "")
    elif lecture.rubrique in {"secteurs", "emplois"}:
        if _SECTEURS.fullmatch(texte) or _EMPLOIS.fullmatch(texte):
            lecture.rubrique = "secteurs" if _SECTEURS.fullmatch(texte) else "emplois"
        else:
            (lecture.secteurs if lecture.rubrique == "secteurs" else lecture.emplois).append(paragraphe)
    elif lecture.rubrique == "niveau":
        if texte.startswith("code(s) nsf"):
            lecture.rubrique = "nsf"
        else:
            lecture.faits += read_niveau(paragraphe.texte, paragraphe.passage)
    elif lecture.rubrique in {"nsf", "rome"}:
        lecture.faits += read_codes(lecture.rubrique, paragraphe.texte, paragraphe.passage)


def _emploi(lecture: _Lecture) -> Iterator[Fait]:
    yield from lecture.faits
    for propriete, liste in (
        ("ref:secteursActivite", lecture.secteurs),
        ("ref:typesEmploi", lecture.emplois),
    ):
        if liste:
            yield Fait(propriete, "\n".join(p.texte for p in liste), tuple(p.passage for p in liste))


def _sans_doubles(faits: tuple[Fait, ...]) -> tuple[Fait, ...]:
    """Return the facts, each once, with every place that states it."""
    lieux: dict[tuple[str, object], Passages] = {}
    for fait in faits:
        cle = (fait.propriete, fait.valeur)
        lieux[cle] = (*lieux.get(cle, ()), *fait.passages)
    vus: dict[tuple[str, object], Fait] = {(f.propriete, f.valeur): f for f in reversed(faits)}
    return tuple(Fait(f.propriete, f.valeur, lieux[cle]) for cle, f in reversed(vus.items()))


def _blocs(tableau: Tableau, fiches: dict[int, _Fiche]) -> Iterator[tuple[Bloc, Activite]]:
    rangs = colonnes_de(tableau, _SYNOPTIQUE)
    if rangs is None:
        return
    groupes: dict[tuple[Cellule, Cellule], list[tuple[Cellule, Cellule]]] = {}
    for rangee in tableau.rangees[1:]:
        numero_at, activite, numero_cp, competence = (rangee[rang] for rang in rangs)
        if numero_at and activite and numero_cp and competence and numero_cp.texte.strip().isdigit():
            groupes.setdefault((numero_at, activite), []).append((numero_cp, competence))
    for (numero_at, activite), lignes in groupes.items():
        competences = tuple(_de_la_ligne(numero, enonce, fiches) for numero, enonce in lignes)
        intitule, numero = _texte(activite), _texte(numero_at)
        passages = (numero_at.passage, activite.passage)
        yield (
            Bloc(f"CCP{numero}", intitule, competences, passages=passages),
            Activite(
                f"AT{numero}",
                intitule,
                numero,
                competences=tuple(c.code for c in competences if c.code),
                passages=passages,
            ),
        )


def _avec_transversales(activite: Activite, lecture: _Lecture, toutes: tuple[Competence, ...]) -> Activite:
    """Give an activity the transversal competences that its sheet lists.

    A sheet may shorten a statement ("Communiquer"). Where no sheet of the document lists any, the competences
    are those "de l'emploi type", as the heading of their own sheet says: of all its activities.
    """
    if not lecture.transversales:
        siennes = [c.enonce for c in toutes]
    else:
        siennes = []
        for paragraphe in lecture.transversales.get(activite.code_imprime or "", ()):
            siennes += _designees(paragraphe, toutes)
    return replace(activite, competences=(*activite.competences, *map(digest, dict.fromkeys(siennes))))


def _designees(paragraphe: Paragraphe, toutes: tuple[Competence, ...]) -> list[str]:
    nom = fold(paragraphe.texte)
    possibles = [c.enonce for c in toutes if f"{fold(c.enonce)} ".startswith(f"{nom} ")]
    return possibles if len(possibles) == 1 else []


def _de_la_ligne(numero: Cellule, enonce: Cellule, fiches: dict[int, _Fiche]) -> Competence:
    rang, texte = int(_texte(numero)), _texte(enonce)
    fiche = fiches.get(rang) or _Fiche(rang, enonce.passage)
    if not fiche.titre:
        fiche = replace(fiche, titre=[Paragraphe(texte, enonce.passage)])
    return _competence(fiche, rang, (enonce.passage,), texte)


def _competence(fiche: _Fiche, numero: int | None, passages: Passages, enonce: str = "") -> Competence:
    places = dict.fromkeys((*passages, *(p.passage for p in fiche.titre)))
    return Competence(
        enonce or fiche.intitule,
        f"CP{numero}" if numero else None,
        str(numero) if numero else None,
        criteres=tuple(Critere(p.texte, (p.passage,)) for p in fiche.criteres),
        passages=tuple(places),
        faits=tuple(fiche.faits()),
    )


def _ecarts(document: Document, blocs: tuple[Bloc, ...], fiches: dict[int, _Fiche]) -> Iterator[Anomaly]:
    dans_la_vue = {c.code: c for bloc in blocs for c in bloc.competences}
    for numero, fiche in fiches.items():
        competence = dans_la_vue.get(f"CP{numero}")
        if competence is None:
            note = hors_synoptique(numero)
        elif fold(competence.enonce) != fold(fiche.intitule):
            note = fiche_autrement(numero)
        else:
            continue
        yield anomalie(document, note, (fiche.passage,), fiche.intitule)


def _sans_fiche(
    document: Document, lecture: _Lecture, transversales: tuple[Competence, ...]
) -> Iterator[Anomaly]:
    """Tell of the transversal competences of activities whose own sheet cannot be told."""
    for paragraphe in (p for siens in lecture.transversales.values() for p in siens):
        if not _designees(paragraphe, transversales):
            yield anomalie(document, TRANSVERSALE_INCONNUE, (paragraphe.passage,), paragraphe.texte)


def _texte(cellule: Cellule) -> str:
    return " ".join(cellule.texte.split())
