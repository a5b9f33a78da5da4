"""Which element of a FICHE becomes which property: the page of the format, as tables."""

from __future__ import annotations

from graphkit.sources import fc_valeurs as v
from graphkit.sources.fc_structures import Table

#: Element -> property of the certification, and its converter.
FAITS: Table = {
    "INTITULE": ("skos:prefLabel", v.texte),
    "EXISTENCE_PARTENAIRES": ("ref:existencePartenaires", v.booleen),
    "SECTEURS_ACTIVITE": ("ref:secteursActivite", v.long_texte),
    "TYPE_EMPLOI_ACCESSIBLES": ("ref:typesEmploi", v.long_texte),
    "REGLEMENTATIONS_ACTIVITES": ("ref:reglementationsActivites", v.long_texte),
    "OBJECTIFS_CONTEXTE": ("ref:objectifsContexte", v.long_texte),
    "NIVEAU_MAITRISE_COMPETENCES": ("ref:niveauMaitrise", v.long_texte),
    "DUREE_VALIDITE": ("ref:dureeValidite", v.long_texte),
    "MODALITES_RENOUVELLEMENT": ("ref:modalitesRenouvellement", v.long_texte),
    "VALIDATION_PARTIELLE": ("ref:validationPartielle", v.booleen),
    "VALIDATION_PARTIELLE_PERIMETRE": ("ref:validationPartiellePerimetre", v.long_texte),
    "PREREQUIS_ENTREE_FORMATION": ("ref:prerequisEntreeFormation", v.long_texte),
    "PREREQUIS_VALIDATION_CERTIFICATION": ("ref:prerequisValidation", v.long_texte),
    "ACCESSIBLE_NOUVELLE_CALEDONIE": ("ref:accessibleNouvelleCaledonie", v.booleen),
    "ACCESSIBLE_POLYNESIE_FRANCAISE": ("ref:accessiblePolynesieFrancaise", v.booleen),
    "ACTIF": ("ref:active", v.booleen),
    "DATE_DERNIER_JO": ("ref:dateDernierJO", v.jour),
    "DATE_DECISION": ("ref:dateDecision", v.jour),
    "DATE_EFFET": ("ref:dateEffet", v.jour),
    "DATE_FIN_ENREGISTREMENT": ("ref:dateFinEnregistrement", v.jour),
    "DATE_LIMITE_DELIVRANCE": ("ref:dateLimiteDelivrance", v.jour),
    "DUREE_ENREGISTREMENT": ("ref:dureeEnregistrement", v.entier),
    "TYPE_ENREGISTREMENT": ("ref:typeEnregistrement", v.type_enregistrement),
    # Older exports: the number as a text directly under FICHE.
    "ANCIENNE_CERTIFICATION": ("ref:remplace", v.reference),
    "NOUVELLE_CERTIFICATION": ("ref:estRemplaceePar", v.reference),
}
#: The same for the published record rather than the certification.
FICHE: Table = {
    "ID_FICHE": ("ref:idFiche", v.entier),
    "ETAT_FICHE": ("ref:etatFiche", v.etat_fiche),
    "DATE_DE_PUBLICATION": ("ref:datePublication", v.jour),
    "LIEN_URL_DESCRIPTION": ("ref:lienDescription", v.brut),
}
#: Container, or the element itself -> (item in the container, scheme, property, tag of the code).
CONCEPTS: dict[str, tuple[str | None, str, str, str]] = {
    "ABREGE": (None, "type-diplome", "ref:typeDiplome", "CODE"),
    "NOMENCLATURE_EUROPE": (None, "niveau", "ref:niveau", "NIVEAU"),
    "CODES_NSF": ("NSF", "nsf", "ref:nsf", "CODE"),
    "FORMACODES": ("FORMACODE", "formacode", "ref:formacode", "CODE"),
    "CODES_ROME": ("ROME", "rome", "ref:viseMetier", "CODE"),
    "CODES_IDCC": ("IDCC", "idcc", "ref:idcc", "CODE"),
    "CCN_1": (None, "ccn", "ref:conventionCollective", "NUMERO"),
    "CCN_2": (None, "ccn", "ref:conventionCollective", "NUMERO"),
    "CCN_3": (None, "ccn", "ref:conventionCollective", "NUMERO"),
}
#: Container -> (item, tag of the value, property, converter).
LISTES: dict[str, tuple[str, str | None, str, v.Convertisseur]] = {
    "ANCIENNES_CERTIFICATIONS": (
        "ANCIENNE_CERTIFICATION",
        "ID_FICHE_ANCIENNE_CERTIFICATION",
        "ref:remplace",
        v.reference,
    ),
    "NOUVELLES_CERTIFICATIONS": (
        "NOUVELLE_CERTIFICATION",
        "ID_FICHE_NOUVELLE_CERTIFICATION",
        "ref:estRemplaceePar",
        v.reference,
    ),
    "ANNEES_PROMOTIONS_NIVEAU": ("ANNEE", None, "ref:anneePromotion", v.entier),
}
REFERENTIELS = {"ACTIVITES_VISEES": "activites", "CAPACITES_ATTESTEES": "competences"}
TEXTES = frozenset(("PUBLICATION_DECRET_GENERAL", "PUBLICATION_DECRET_CREATION", "PUBLICATION_DECRET_AUTRE"))
VOIES = frozenset(f"SI_JURY_{voie}" for voie in ("FI", "CA", "FC", "CQ", "CL", "VAE"))
JURYS = frozenset(voie.removeprefix("SI_") for voie in VOIES)
# Old certifications are listed one an element; only in older exports they repeat directly under FICHE.
REPETABLES_SOUS_FICHE = frozenset(("ANCIENNE_CERTIFICATION", "NOUVELLE_CERTIFICATION"))
CONNUES = frozenset((*FAITS, *FICHE, *CONCEPTS, *LISTES, *REFERENTIELS, *TEXTES, *VOIES, *JURYS)) | {
    "NUMERO_FICHE",
    "CERTIFICATEURS",
    "PARTENAIRES",
    "STATISTIQUES_PROMOTIONS",
    "BLOCS_COMPETENCES",
    "CORRESPONDANCES",
}
