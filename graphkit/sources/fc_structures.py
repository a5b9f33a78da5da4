"""The parts of a FICHE that have parts of their own."""

from __future__ import annotations

from graphkit.model import (
    Acces,
    Bloc,
    Certificateur,
    Competence,
    Correspondance,
    Fait,
    Faits,
    Habilitation,
    Modalite,
    Reference,
    Statistique,
    TexteReglementaire,
)
from graphkit.passages import Passage
from graphkit.sources import fc_valeurs as v
from graphkit.sources.decoupage import split_competences
from graphkit.sources.fc_noeuds import Constats, Noeud
from graphkit.sources.marques import lignes
from graphkit.sources.modalites import split_modalites

Table = dict[str, tuple[str, v.Convertisseur]]

_CERTIFICATEUR: Table = {
    "ETAT_CERTIFICATEUR": ("ref:etat", v.etat),
    "DATE_DERNIERE_MODIFICATION_ETAT": ("ref:dateModificationEtat", v.jour),
    "NOM_COMMERCIAL": ("ref:nomCommercial", v.code),
}
_PARTENAIRE: Table = {
    "HABILITATION_PARTENAIRE": ("ref:typeHabilitation", v.type_habilitation),
    "ETAT_HABILITATION": ("ref:etat", v.etat),
    "DATE_ACTIF": ("ref:dateActif", v.jour),
    "DATE_DERNIERE_MODIFICATION_ETAT": ("ref:dateModificationEtat", v.jour),
}
_STATISTIQUE: Table = {
    "ANNEE": ("ref:annee", v.entier),
    "NOMBRE_CERTIFIES": ("ref:nombreCertifies", v.entier),
    "NOMBRE_CERTIFIES_VAE": ("ref:nombreCertifiesVAE", v.entier),
    "TAUX_INSERTION_GLOBAL_6MOIS": ("ref:tauxInsertionGlobal6Mois", v.taux),
    "TAUX_INSERTION_METIER_6MOIS": ("ref:tauxInsertionMetier6Mois", v.taux),
    "TAUX_INSERTION_METIER_2ANS": ("ref:tauxInsertionMetier2Ans", v.taux),
}
_BLOC: Table = {
    "PREREQUIS_ENTREE_FORMATION_BLOC": ("ref:prerequisEntreeFormation", v.long_texte),
    "PREREQUIS_VALIDATION_BLOC": ("ref:prerequisValidation", v.long_texte),
}


def faits(noeud: Noeud, table: Table, constats: Constats) -> Faits:
    """Return the statements of an element whose children are in a table.

    Args:
        noeud: the element.
        table: tag of a child -> property and converter.
        constats: where unreadable values are reported.
    """
    lus = []
    for enfant in noeud.enfants:
        if enfant.balise in table and not enfant.enfants and enfant.texte.strip():
            propriete, convertis = table[enfant.balise]
            valeur = convertis(enfant, constats)
            if valeur is not None:
                lus.append(Fait(propriete, valeur, enfant.passages))
    return tuple(lus)


def certificateurs(noeud: Noeud, constats: Constats) -> tuple[Certificateur, ...]:
    """Return the bodies of CERTIFICATEURS."""
    lus = []
    for un in noeud.tous("CERTIFICATEUR"):
        siret, imprime = v.siret(un.enfant("SIRET_CERTIFICATEUR"), constats)
        nom = _nom(un, "NOM_CERTIFICATEUR", constats)
        if not nom and siret is None:
            continue  # nothing names it: its other elements are reported as not read
        propres = [*imprime, *faits(un, _CERTIFICATEUR, constats)]
        if (site := un.enfant("SITE_INTERNET")) is not None:
            adresse = v.adresse(site, constats)
            propre = "ref:siteInternetImprime" if adresse is None else "ref:siteInternet"
            propres.append(Fait(propre, adresse or v.code(site, constats) or "", site.passages))
        lus.append(Certificateur(nom, siret, tuple(propres), un.passages))
    return tuple(lus)


def habilitations(noeud: Noeud, constats: Constats) -> tuple[Habilitation, ...]:
    """Return the rights of PARTENAIRES, ranked as they stand there."""
    lues = []
    for ordre, un in enumerate(noeud.tous("PARTENAIRE"), 1):
        siret, imprime = v.siret(un.enfant("SIRET_PARTENAIRE"), constats)
        nom = _nom(un, "NOM_PARTENAIRE", constats)
        if nom or siret is not None:
            lues.append(
                Habilitation(ordre, nom, siret, imprime + faits(un, _PARTENAIRE, constats), un.passages)
            )
    return tuple(lues)


def acces(noeud: Noeud, jury_a_part: Noeud | None, constats: Constats) -> Acces:
    """Return one route of access.

    Args:
        noeud: SI_JURY_x with its parts or, in older exports, with its Oui or Non as text; JURY_x alone.
        jury_a_part: JURY_x of older exports.
        constats: where unreadable values are reported.
    """
    actif = noeud if noeud.texte.strip() and noeud.balise.startswith("SI_") else noeud.enfant("ACTIF")
    ouverte = None if actif is None else v.booleen(actif, constats)
    jury = noeud.enfant("COMPOSITION") or jury_a_part
    if jury is not None:
        jury.lu = True
    passages = noeud.passages
    if jury_a_part is not None and jury_a_part is not noeud:
        passages += jury_a_part.passages
    return Acces(
        voie=noeud.balise.rpartition("_")[2].lower(),
        ouverte=ouverte if isinstance(ouverte, bool) else None,
        jury=None if jury is None else lignes(jury.texte),
        faits=faits(noeud, {"DATE_DERNIERE_MODIFICATION": ("ref:dateModificationEtat", v.jour)}, constats),
        passages=passages,
    )


def textes_reglementaires(noeud: Noeud, constats: Constats) -> tuple[TexteReglementaire, ...]:
    """Return the legal texts under one of the three headings."""
    nature = noeud.balise.removeprefix("PUBLICATION_DECRET_").lower().replace("general", "decret-general")
    return tuple(
        TexteReglementaire(
            intitule,
            nature,
            faits(un, {"DATE_PUBLICATION_JO": ("eli:date_publication", v.jour)}, constats),
            un.passages,
        )
        for un in noeud.tous("PUBLICATION_JO")
        if (intitule := un.lis("TITRE"))
    )


def statistiques(noeud: Noeud, constats: Constats) -> tuple[Statistique, ...]:
    """Return the years of STATISTIQUES_PROMOTIONS."""
    return tuple(
        Statistique(ordre, faits(un, _STATISTIQUE, constats), un.passages)
        for ordre, un in enumerate(noeud.tous("STATISTIQUES_PROMOTION"), 1)
    )


def correspondances(noeud: Noeud, constats: Constats) -> tuple[Correspondance, ...]:
    """Return the official equivalences; one without SOURCE holds for the certification as a whole."""
    lues = []
    for ordre, une in enumerate(noeud.tous("CORRESPONDANCE"), 1):
        cibles: list[Reference] = []
        for destination in une.tous("DESTINATION"):
            imprime = destination.enfant("NUMERO_FICHE")
            cible = v.reference(imprime, constats) if imprime is not None else None
            if isinstance(cible, Reference):
                cibles += [Reference(cible.certification, c) for c in _codes_de_blocs(destination)] or [cible]
        sources = tuple(c for source in une.tous("SOURCE") for c in _codes_de_blocs(source)) if cibles else ()
        if cibles:
            lues.append(Correspondance(ordre, sources, tuple(cibles), une.passages))
    return tuple(lues)


def blocs(noeud: Noeud, constats: Constats) -> tuple[Bloc, ...]:
    """Return the blocs with their competences, and the modalities where the source has them."""
    lus: list[Bloc] = []
    for un in noeud.tous("BLOC_COMPETENCES"):
        code = un.lis("CODE")
        if code is None:
            constats.signale("bloc-sans-code", "Bloc sans code : rien ne le nomme, il n’est pas repris.", un)
            continue
        if any(code == autre.code for autre in lus):
            constats.signale("bloc-en-double", f"Le code {code} sert à deux blocs de la fiche.", un)
        intitule = un.lis("LIBELLE", "INTITULE")
        if intitule is None:
            constats.signale("intitule-absent", f"Le bloc {code} n’a pas d’intitulé.", un)
        liste = un.enfant("LISTE_COMPETENCES")
        du_bloc = () if liste is None else competences(liste)
        modalites: tuple[Modalite, ...] = ()
        notes: Faits = ()
        if (evaluation := un.enfant("MODALITES_EVALUATION")) is not None:
            evaluation.lu = True
            modalites, du_bloc, notes = split_modalites(evaluation.texte, evaluation.chemin, du_bloc)
        lus.append(
            Bloc(
                code=code,
                intitule=intitule or "",
                competences=du_bloc,
                modalites=modalites,
                faits=faits(un, _BLOC, constats) + notes,
                passages=un.passages,
                code_imprime=_brut(un, "CODE"),
            )
        )
    return tuple(lus)


def competences(liste: Noeud) -> tuple[Competence, ...]:
    """Return the single competences of a list.

    Args:
        liste: LISTE_COMPETENCES, or CAPACITES_ATTESTEES where there are no blocs.
    """
    liste.lu = True
    return tuple(
        Competence(
            enonce=item.enonce,
            code=item.code,
            code_imprime=item.code_imprime,
            chapeau=item.chapeau,
            passages=(Passage(caracteres=(item.debut, item.fin), chemin=liste.chemin),),
            passages_chapeau=tuple(Passage(caracteres=b, chemin=liste.chemin) for b in item.chapeaux),
        )
        for item in split_competences(liste.texte)
    )


def _brut(noeud: Noeud, balise: str) -> str | None:
    imprime = noeud.enfant(balise)
    return None if imprime is None else imprime.texte.strip()


def _codes_de_blocs(noeud: Noeud) -> list[str]:
    return [code for un in noeud.tous("BLOC_COMPETENCES") if (code := un.lis("CODE"))]


def _nom(noeud: Noeud, balise: str, constats: Constats) -> str:
    """Return the name of a body, empty where it has none that could name anything."""
    imprime = noeud.enfant(balise)
    if imprime is None or not any(c.isalnum() for c in imprime.texte):
        constats.signale("nom-absent", f"{noeud.balise} sans nom utilisable.", imprime or noeud)
        return ""
    return imprime.prends()
