"""Reads the page of a fiche on the site of France compétences, printed as PDF: labels, lists and tables.

Source: https://www.francecompetences.fr/recherche/rncp/, layout of 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from graphkit.identifiers import is_web_address, normalise_numero
from graphkit.model import (
    Acces,
    Bloc,
    Certificateur,
    Certification,
    Code,
    Competence,
    Concept,
    Fait,
    Lien,
    Modalite,
    Record,
    Valeur,
)
from graphkit.passages import Passages
from graphkit.sources.brouillon.contenu import Cellule, Contenu, Paragraphe, Tableau
from graphkit.sources.brouillon.fiche_imprimee_tables import BASE_LEGALE, LIBELLES, OUTRE_MER, VOIES
from graphkit.sources.brouillon.titre_professionnel import colonnes_de, read_codes, read_niveau
from graphkit.sources.decoupage import split_competences
from graphkit.sources.trois_colonnes.reperes import fold
from graphkit.text import normalise_spaces

_DEBUT = 25
_NUMERO = re.compile(r"(?:RNCP|RS) ?\d{1,6}")
_BLOC = re.compile(r"((?:RNCP|RS) ?\d{1,6} ?BC ?\d{1,3})\s*[-–]\s*(.+)", re.DOTALL)
_DATE = re.compile(r"(\d{2})[-/](\d{2})[-/](\d{4})")
_LE_CAS_ECHEANT = re.compile(r"le cas eche?ant, ")


@dataclass(slots=True)
class _Lecture:
    textes: dict[str, list[Paragraphe]] = field(default_factory=dict)
    faits: list[Fait] = field(default_factory=list)
    blocs: list[Bloc] = field(default_factory=list)
    certificateurs: list[Certificateur] = field(default_factory=list)
    acces: list[Acces] = field(default_factory=list)


def est_fiche_imprimee(contenu: Contenu) -> bool:
    """Tell whether a content is the page of a fiche.

    Args:
        contenu: the content of a draft.
    """
    textes = [fold(e.texte) for e in contenu.elements[:_DEBUT] if isinstance(e, Paragraphe)]
    return any(t.startswith("code de la fiche") for t in textes) and _numero(contenu) is not None


def read_fiche_imprimee(contenu: Contenu) -> Record:
    """Return the certification that the page describes.

    Args:
        contenu: a content that ``est_fiche_imprimee`` knows.
    """
    lecture = _Lecture()
    numero = _numero(contenu)
    ou, bloc = "", None
    for element in contenu.elements:
        if isinstance(element, Tableau):
            _lit_tableau(lecture, element, bloc)
            bloc = None
            continue
        libelle = _LE_CAS_ECHEANT.sub("", fold(element.texte).rstrip(" :"))
        entete = _BLOC.fullmatch(element.texte)
        if entete is not None:
            ou, bloc = (
                "",
                Bloc(entete[1].replace(" ", ""), normalise_spaces(entete[2]), passages=(element.passage,)),
            )
            lecture.blocs.append(bloc)
        elif libelle in LIBELLES:
            ou = LIBELLES[libelle]
        elif ou in {"nsf", "formacode", "rome"}:
            lecture.faits += _codes(ou, element)
        elif ou == "etat":
            lecture.faits.append(Fait("ref:active", libelle == "active", (element.passage,)))
            ou = ""
        elif ou:
            lecture.textes.setdefault(ou, []).append(element)
        elif libelle.startswith("niveau ") and not any(f.propriete == "ref:niveau" for f in lecture.faits):
            lecture.faits += read_niveau(element.texte, element.passage)
    certification = Certification(
        numero.texte if numero else "",
        faits=tuple(_sans_reprise((*_identite(contenu), *lecture.faits, *_textes(lecture)))),
        fiche=_lien(lecture),
        blocs=tuple(lecture.blocs),
        textes_referentiels=tuple(
            (nom, Fait("ref:texte", *_ensemble(lecture.textes[nom])))
            for nom in ("activites", "competences", "evaluation")
            if nom in lecture.textes
        ),
        certificateurs=tuple(lecture.certificateurs),
        acces=tuple(lecture.acces),
    )
    return Record(contenu.document, certification, contenu.anomalies)


def _numero(contenu: Contenu) -> Paragraphe | None:
    debut = (e for e in contenu.elements[:_DEBUT] if isinstance(e, Paragraphe))
    trouve = next((p for p in debut if _NUMERO.fullmatch(p.texte)), None)
    return None if trouve is None else replace(trouve, texte=normalise_numero(trouve.texte) or trouve.texte)


def _identite(contenu: Contenu) -> Iterator[Fait]:
    numero = _numero(contenu)
    if numero is None:
        return
    passages = (numero.passage,)
    yield Fait("ref:numeroFiche", Code(numero.texte), passages)
    repertoire = "rs" if numero.texte.startswith("RS") else "rncp"
    yield Fait("ref:repertoire", Concept("repertoire", repertoire), passages)
    avant: list[Paragraphe] = []
    for element in contenu.elements[:_DEBUT]:
        if isinstance(element, Paragraphe):
            if fold(element.texte).startswith("code de la fiche"):
                break
            if element.niveau is not None:
                avant.append(element)
    if avant:
        yield Fait("skos:prefLabel", avant[-1].texte, (avant[-1].passage,))


def _codes(nomenclature: str, paragraphe: Paragraphe) -> tuple[Fait, ...]:
    if nomenclature == "formacode":
        code, _, libelle = (part.strip() for part in paragraphe.texte.partition(":"))
        concept = Concept("formacode", code, libelle or None)
        return (
            (Fait("ref:formacode", concept, (paragraphe.passage,)),) if re.fullmatch(r"\d{5}", code) else ()
        )
    return read_codes(nomenclature, paragraphe.texte, paragraphe.passage)


def _ensemble(paragraphes: list[Paragraphe]) -> tuple[str, Passages]:
    return "\n".join(p.texte for p in paragraphes), tuple(p.passage for p in paragraphes)


def _textes(lecture: _Lecture) -> Iterator[Fait]:
    for nom, paragraphes in lecture.textes.items():
        if nom.startswith("ref:") and nom != "ref:lienDescription":
            yield Fait(nom, *_ensemble(paragraphes))


def _lien(lecture: _Lecture) -> tuple[Fait, ...]:
    liens = [p for p in lecture.textes.get("ref:lienDescription", ()) if is_web_address(p.texte)]
    return tuple(Fait("ref:lienDescription", Code(p.texte), (p.passage,)) for p in liens[:1])


def _sans_reprise(faits: tuple[Fait, ...]) -> Iterator[Fait]:
    vus: set[tuple[str, Valeur]] = set()
    for fait in faits:
        if (fait.propriete, fait.valeur) not in vus:
            vus.add((fait.propriete, fait.valeur))
            yield fait


def _lit_tableau(lecture: _Lecture, tableau: Tableau, bloc: Bloc | None) -> None:
    if (
        bloc is not None
        and (rangs := colonnes_de(tableau, ("liste de competences", "modalites"))) is not None
    ):
        for rangee in tableau.rangees[1:]:
            liste, modalites = (rangee[rang] for rang in rangs)
            bloc = _complete(bloc, liste, modalites)
        lecture.blocs[-1] = bloc
    elif colonnes_de(tableau, ("nom legal", "siret")) is not None:
        lecture.certificateurs += [_certificateur(tableau, r) for r in tableau.rangees[1:]]
    elif (rangs := colonnes_de(tableau, ("voie d'acces", "oui", "non", "composition"))) is not None:
        lecture.acces += [a for r in tableau.rangees[1:] for a in _acces(r, rangs)]
    else:
        for rangee in tableau.rangees:
            lecture.faits += _ligne_libellee([c for c in rangee if c is not None])


def _complete(bloc: Bloc, liste: Cellule | None, modalites: Cellule | None) -> Bloc:
    competences, modalites_lues = list(bloc.competences), list(bloc.modalites)
    if liste is not None:
        for item in split_competences(liste.texte):
            passage = replace(liste.passage, caracteres=(item.debut, item.fin))
            competences.append(
                Competence(item.enonce, item.code, item.code_imprime, item.chapeau, passages=(passage,))
            )
    if modalites is not None and modalites.texte:
        modalites_lues.append(Modalite(modalites.texte, passages=(modalites.passage,)))
    return replace(bloc, competences=tuple(competences), modalites=tuple(modalites_lues))


def _certificateur(tableau: Tableau, rangee: tuple[Cellule | None, ...]) -> Certificateur:
    noms = [fold(" ".join(c.texte.split())) if c else "" for c in tableau.rangees[0]]
    lus = {nom: c for nom, c in zip(noms, rangee, strict=True) if c is not None and c.texte}
    faits = []
    if (commercial := lus.get("nom commercial")) is not None:
        faits.append(Fait("ref:nomCommercial", Code(_texte(commercial)), (commercial.passage,)))
    if (site := lus.get("site internet")) is not None:
        adresse = "".join(site.texte.split())
        connu = is_web_address(adresse)
        valeur: Valeur = Lien(adresse) if connu else Code(_texte(site))
        faits.append(
            Fait("ref:siteInternet" if connu else "ref:siteInternetImprime", valeur, (site.passage,))
        )
    siret = lus.get("siret")
    chiffres = "".join(siret.texte.split()) if siret else ""
    nom = lus.get("nom legal")
    return Certificateur(
        _texte(nom) if nom else "",
        chiffres if re.fullmatch(r"\d{14}", chiffres) else None,
        tuple(faits),
        tuple(c.passage for c in lus.values()),
    )


def _acces(rangee: tuple[Cellule | None, ...], rangs: tuple[int, ...]) -> Iterator[Acces]:
    voie, oui, non, jury = (rangee[rang] for rang in rangs)
    libelle = "" if voie is None else _serre(_texte(voie))
    if voie is None or libelle not in VOIES:
        return
    coches = [c is not None and c.texte.strip() != "" for c in (oui, non)]
    dit = jury.texte if jury is not None and jury.texte.strip("- ") else None
    yield Acces(
        VOIES[libelle],
        coches[0] if coches[0] != coches[1] else None,
        dit,
        passages=tuple(c.passage for c in (voie, oui, non, jury) if c is not None),
    )


def _ligne_libellee(rangee: list[Cellule]) -> Iterator[Fait]:
    """Yield what a row says of which the first cell is a label."""
    if not rangee:
        return
    libelle, valeurs = fold(_texte(rangee[0])), rangee[1:]
    passages = tuple(c.passage for c in valeurs if c.texte)
    if libelle in OUTRE_MER and len(passages) == 1:
        yield Fait(OUTRE_MER[libelle], valeurs[0].texte != "", passages)
    elif libelle in BASE_LEGALE and valeurs:
        valeur = _valeur(_texte(valeurs[0]))
        if valeur is not None:
            yield Fait(BASE_LEGALE[libelle], valeur, passages)


def _valeur(texte: str) -> date | int | None:
    jour = _DATE.fullmatch(texte)
    if jour is None:
        return int(texte) if re.fullmatch(r"\d{1,2}", texte) else None
    try:
        return date(int(jour[3]), int(jour[2]), int(jour[1]))
    except ValueError:
        return None


def _serre(texte: str) -> str:
    return "".join(fold(texte).split())


def _texte(cellule: Cellule) -> str:
    return " ".join(cellule.texte.split())
