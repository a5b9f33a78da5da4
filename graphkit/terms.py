"""The terms of the ontology as Python names: a typo raises instead of minting an IRI.

The ontology's Turtle modules are the source; a test holds this list equal to them.
"""

from __future__ import annotations

from functools import cache

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, XSD, DefinedNamespace

ONTOLOGY = "https://w3id.org/referentiels/ontologie"


class REF(DefinedNamespace):
    """Terms of ``https://w3id.org/referentiels/ontologie#``."""

    _fail = True
    _NS = Namespace(f"{ONTOLOGY}#")

    # Classes
    AccesParVoie: URIRef
    Activite: URIRef
    Anomalie: URIRef
    BlocDeCompetences: URIRef
    CapaciteAttestee: URIRef
    CertificatDeBloc: URIRef
    Certificateur: URIRef
    Certification: URIRef
    Competence: URIRef
    Composante: URIRef
    Correspondance: URIRef
    CritereEvaluation: URIRef
    DocumentSource: URIRef
    Ecart: URIRef
    Fiche: URIRef
    GroupeDeCapacites: URIRef
    Habilitation: URIRef
    Livrable: URIRef
    Mention: URIRef
    Mobilite: URIRef
    ModaliteEvaluation: URIRef
    Organisme: URIRef
    Passage: URIRef
    Rapprochement: URIRef
    Referentiel: URIRef
    ReferentielActivites: URIRef
    ReferentielCompetences: URIRef
    ReferentielEvaluation: URIRef
    Regle: URIRef
    Reproduction: URIRef
    RoleDeCertificateur: URIRef
    Seuil: URIRef
    Specialisation: URIRef
    StatistiquePromotion: URIRef
    TexteReglementaire: URIRef

    # Properties
    aPourAnomalie: URIRef
    aPourClasseDeVerbe: URIRef
    aPourCritere: URIRef
    aPourEcart: URIRef
    aPourFiche: URIRef
    aPourReferentiel: URIRef
    aPourReproduction: URIRef
    aPourStatistique: URIRef
    aVerifier: URIRef
    accesMetier: URIRef
    accessibleNouvelleCaledonie: URIRef
    accessiblePar: URIRef
    accessiblePolynesieFrancaise: URIRef
    active: URIRef
    annee: URIRef
    anneePromotion: URIRef
    attend: URIRef
    atteste: URIRef
    autresSources: URIRef
    blocCible: URIRef
    blocSource: URIRef
    caractereDebut: URIRef
    caractereFin: URIRef
    categorie: URIRef
    certificateur: URIRef
    certificationCible: URIRef
    certificationReproduite: URIRef
    chapeau: URIRef
    cheminXML: URIRef
    code: URIRef
    codeImprime: URIRef
    codeParent: URIRef
    coeurDeMetier: URIRef
    colonne: URIRef
    comporteActivite: URIRef
    comporteBloc: URIRef
    comporteCapacite: URIRef
    comporteCompetence: URIRef
    comporteComposante: URIRef
    comporteGroupeDeCapacites: URIRef
    comporteSousActivite: URIRef
    compositionJury: URIRef
    contexteEnonce: URIRef
    contexteProfessionnel: URIRef
    contientMention: URIRef
    conventionCollective: URIRef
    correspondance: URIRef
    dateActif: URIRef
    dateDecision: URIRef
    dateDernierJO: URIRef
    dateEffet: URIRef
    dateFinEnregistrement: URIRef
    dateLimiteDelivrance: URIRef
    dateModificationEtat: URIRef
    datePublication: URIRef
    debuteParInfinitif: URIRef
    decideLe: URIRef
    decidePar: URIRef
    delivreePar: URIRef
    descriptionCompetence: URIRef
    documentConcerne: URIRef
    donneHabilitation: URIRef
    dureeEnregistrement: URIRef
    dureeValidite: URIRef
    dureeValiditeComposantes: URIRef
    elementEnEcart: URIRef
    emploiAccessible: URIRef
    enonce: URIRef
    estEvalueePar: URIRef
    estRemplaceePar: URIRef
    etat: URIRef
    etatFiche: URIRef
    evalueeAuTraversDe: URIRef
    existencePartenaires: URIRef
    extrait: URIRef
    finalite: URIRef
    fonction: URIRef
    fondeeSur: URIRef
    force: URIRef
    formacode: URIRef
    genre: URIRef
    gravite: URIRef
    idFiche: URIRef
    idcc: URIRef
    intituleCertificationPrecedente: URIRef
    intituleEnregistre: URIRef
    langueEnonce: URIRef
    libelleConstate: URIRef
    lienDescription: URIRef
    lieuCertification: URIRef
    lieuPreparation: URIRef
    ligneDebut: URIRef
    ligneFin: URIRef
    lignesAttribuees: URIRef
    mentionDans: URIRef
    memeIntituleQue: URIRef
    message: URIRef
    methode: URIRef
    mobilise: URIRef
    mobilite: URIRef
    mobiliteVers: URIRef
    modalitesRenouvellement: URIRef
    motCommun: URIRef
    motifDecision: URIRef
    moyen: URIRef
    nature: URIRef
    niveau: URIRef
    niveau1969: URIRef
    niveauMaitrise: URIRef
    nomCommercial: URIRef
    nombreCertifies: URIRef
    nombreCertifiesVAE: URIRef
    nombreEcarts: URIRef
    nombreEnonces: URIRef
    nombreLignes: URIRef
    nombreMots: URIRef
    nsf: URIRef
    numeroFiche: URIRef
    numeroTableau: URIRef
    objectifsContexte: URIRef
    objet: URIRef
    ordre: URIRef
    ouverte: URIRef
    page: URIRef
    pageCertificationPrecedente: URIRef
    part: URIRef
    partenaire: URIRef
    preambule: URIRef
    premierTerme: URIRef
    premierVerbe: URIRef
    prerequisEntreeFormation: URIRef
    prerequisValidation: URIRef
    qualiteSignataire: URIRef
    rangee: URIRef
    rapproche: URIRef
    regle: URIRef
    reglementationsActivites: URIRef
    reglesObtention: URIRef
    regroupe: URIRef
    relationCalculee: URIRef
    remplace: URIRef
    repertoire: URIRef
    repertoireConcerne: URIRef
    reproduit: URIRef
    requiertCompetence: URIRef
    requiertSavoir: URIRef
    roleCertificateur: URIRef
    sanctionnePar: URIRef
    savoirMobilise: URIRef
    score: URIRef
    scoreContexte: URIRef
    scoreFinalite: URIRef
    scoreObjet: URIRef
    scoreVerbe: URIRef
    secteursActivite: URIRef
    sha256: URIRef
    siren: URIRef
    siret: URIRef
    siretImprime: URIRef
    siteInternet: URIRef
    siteInternetImprime: URIRef
    specialisation: URIRef
    statutRapprochement: URIRef
    suggestion: URIRef
    tableau: URIRef
    tauxInsertionGlobal6Mois: URIRef
    tauxInsertionMetier2Ans: URIRef
    tauxInsertionMetier6Mois: URIRef
    texte: URIRef
    theme: URIRef
    typeDiplome: URIRef
    typeEnregistrement: URIRef
    typeHabilitation: URIRef
    typeSource: URIRef
    typesEmploi: URIRef
    validationPartielle: URIRef
    validationPartiellePerimetre: URIRef
    versionFormat: URIRef
    versionMethode: URIRef
    viseMetier: URIRef
    voie: URIRef
    voitEmerger: URIRef


class OA(DefinedNamespace):
    """The terms used of the Web Annotation vocabulary (W3C, 2017)."""

    _fail = True
    _NS = Namespace("http://www.w3.org/ns/oa#")

    FragmentSelector: URIRef
    SpecificResource: URIRef
    hasSelector: URIRef
    hasSource: URIRef


class ELI(DefinedNamespace):
    """The terms used of the European Legislation Identifier ontology."""

    _fail = True
    _NS = Namespace("http://data.europa.eu/eli/ontology#")

    LegalResource: URIRef
    date_document: URIRef
    date_publication: URIRef
    title: URIRef


#: Prefixes that facts, queries and dumps may use.
PREFIXES: dict[str, type[DefinedNamespace]] = {
    "ref": REF,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
    "org": ORG,
    "owl": OWL,
    "oa": OA,
    "eli": ELI,
    "foaf": FOAF,
    "sh": SH,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
}


@cache
def expand(name: str) -> str:
    """Return the IRI of a term written ``prefix:name``.

    Raises:
        KeyError: the prefix is not known.
        AttributeError: the vocabulary has no such term.
    """
    prefix, _, local = name.partition(":")
    return str(getattr(PREFIXES[prefix], local))
