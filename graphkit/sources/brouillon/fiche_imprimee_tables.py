"""The labels on the page of a fiche, folded, and what stands beside or under each."""

from __future__ import annotations

#: Label, folded, without what closes it -> what stands under it.
LIBELLES = {
    "objectifs et contexte de la certification": "ref:objectifsContexte",
    "etat": "etat",
    "activites visees": "activites",
    "competences attestees": "competences",
    "modalites d'evaluation": "evaluation",
    "secteurs d'activites": "ref:secteursActivite",
    "type d'emplois accessibles": "ref:typesEmploi",
    "references juridiques des reglementations d'activite": "ref:reglementationsActivites",
    "prerequis a l'entree en formation": "ref:prerequisEntreeFormation",
    "prerequis a la validation de la certification": "ref:prerequisValidation",
    "code(s) nsf": "nsf",
    "formacode(s)": "formacode",
    "code(s) rome": "rome",
    "lien internet vers le descriptif de la certification": "ref:lienDescription",
    **dict.fromkeys(
        (
            "l'essentiel",
            "nomenclature",
            "date d'echeance",
            "certificateur(s)",
            "resume de la certification",
            "blocs de competences",
            (
                "description des modalites d'acquisition de la certification par capitalisation des blocs de "
                "competences et/ou par correspondance"
            ),
            "secteur d'activite et type d'emploi",
            "voie d'acces",
            "pre-requis disctincts pour les blocs de competences",
            "pre-requis distincts pour les blocs de competences",
            "liens avec d'autres certifications professionnelles, certifications ou habilitations",
            "base legale",
            "pour plus d'informations",
            "statistiques",
            "liste des organismes preparant a la certification",
            "referentiel d'activite, de competences et d'evaluation",
        ),
        "",
    ),
}
BASE_LEGALE = {
    "date de decision": "ref:dateDecision",
    "date d'effet de l'enregistrement": "ref:dateEffet",
    "duree de l'enregistrement en annees": "ref:dureeEnregistrement",
    "date d'echeance de l'enregistrement": "ref:dateFinEnregistrement",
    "date de derniere delivrance possible de la certification": "ref:dateLimiteDelivrance",
}
OUTRE_MER = {
    "inscrite au cadre de la nouvelle caledonie": "ref:accessibleNouvelleCaledonie",
    "inscrite au cadre de la polynesie francaise": "ref:accessiblePolynesieFrancaise",
}
#: Without any white space: the column is so narrow that words are cut.
VOIES = {
    "apresunparcoursdeformationsousstatutd'eleveoud'etudiant": "fi",
    "encontratd'apprentissage": "ca",
    "apresunparcoursdeformationcontinue": "fc",
    "encontratdeprofessionnalisation": "cq",
    "parcandidatureindividuelle": "cl",
    "parexperience": "vae",
}
