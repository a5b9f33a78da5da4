"""What things and terms are called in the language of the request."""

from __future__ import annotations

from graphkit.catalog.answers import TermLabel
from graphkit.catalog.cells import shorten
from graphkit.publish.phrases import say
from graphkit.questions import NamedQuery
from webui.i18n import language, mark, mark_plural, translate, translate_plural
from webui.typography import typeset_french
from webui.viewer import catalog

#: Class -> how one of its things, and several, are called.
CLASSES = {
    "ref:Certification": mark_plural("Certification", "Certifications"),
    "ref:BlocDeCompetences": mark_plural("Bloc de compétences", "Blocs de compétences"),
    "ref:Activite": mark_plural("Activité", "Activités"),
    "ref:Competence": mark_plural("Compétence", "Compétences"),
    "ref:ModaliteEvaluation": mark_plural("Modalité d’évaluation", "Modalités d’évaluation"),
    "ref:CritereEvaluation": mark_plural("Critère d’évaluation", "Critères d’évaluation"),
    "ref:Certificateur": mark_plural("Certificateur", "Certificateurs"),
    "ref:CapaciteAttestee": mark_plural("Capacité attestée", "Capacités attestées"),
    "ref:Composante": mark_plural("Composante", "Composantes"),
    "skos:Concept": mark_plural("Code d’une nomenclature", "Codes des nomenclatures"),
    "ref:StatistiquePromotion": mark_plural("Statistique", "Statistiques"),
}

#: Term of another vocabulary -> what it is called here; those of the model have labels in the ontology.
BORROWED = {
    "dcterms:bibliographicCitation": mark("À citer ainsi"),
    "dcterms:date": mark("Date"),
    "dcterms:hasPart": mark("Comporte"),
    "dcterms:issued": mark("Publié le"),
    "dcterms:license": mark("Licence"),
    "dcterms:references": mark("Renvoie à"),
    "dcterms:source": mark("Source"),
    "dcterms:title": mark("Titre"),
    "eli:date_document": mark("Date du texte"),
    "eli:date_publication": mark("Publication au Journal officiel"),
    "eli:title": mark("Intitulé du texte"),
    "foaf:page": mark("Page web"),
    "oa:hasSource": mark("Fiche"),
    "prov:wasDerivedFrom": mark("Tiré de"),
    "rdf:type": mark("Classe"),
    "rdfs:isDefinedBy": mark("Défini par"),
    "rdfs:label": mark("Nom"),
    "rdfs:seeAlso": mark("Voir aussi"),
    "owl:versionInfo": mark("Version"),
    "sh:Info": mark("Information"),
    "sh:Violation": mark("Infraction"),
    "sh:Warning": mark("Avertissement"),
    "sh:focusNode": mark("Remarque de la vérification (SHACL)"),
    "skos:note": mark("Note"),
    "skos:broader": mark("Terme plus large"),
    "skos:broadMatch": mark("Plus large ailleurs"),
    "skos:closeMatch": mark("Proche ailleurs"),
    "skos:exactMatch": mark("Identique ailleurs"),
    "skos:narrowMatch": mark("Plus étroit ailleurs"),
    "skos:relatedMatch": mark("Apparenté ailleurs"),
    "skos:scopeNote": mark("Note d’emploi"),
    "skos:definition": mark("Définition"),
    "skos:Concept": mark("Code d’une nomenclature"),
    "skos:ConceptScheme": mark("Nomenclature"),
    "skos:inScheme": mark("Nomenclature"),
    "skos:notation": mark("Code"),
    "skos:prefLabel": mark("Intitulé"),
    "skos:altLabel": mark("Autre intitulé"),
    "skos:topConceptOf": mark("Premier niveau de"),
}

#: Kind of thing or of code -> what it is called.
KINDS = {
    "intitulé": mark("Intitulé"),
    "bloc": mark("Bloc de compétences"),
    "compétence": mark("Compétence"),
    "activité": mark("Activité"),
    "activite": mark("Activité"),
    "capacites": mark("Capacités attestées"),
    "certificat-de-bloc": mark("Certificat de bloc"),
    "certification": mark("Certification"),
    "competence": mark("Compétence"),
    "composante": mark("Composante"),
    "correspondance": mark("Correspondance déclarée"),
    "critere": mark("Critère d’évaluation"),
    "livrable": mark("Livrable"),
    "mobilite": mark("Mobilité"),
    "modalite": mark("Modalité d’évaluation"),
    "organisme": mark("Organisme"),
    "specialisation": mark("Spécialisation"),
    "critère": mark("Critère d’évaluation"),
    "modalité": mark("Modalité d’évaluation"),
    "métier": mark("Emploi accessible"),
    "appellation": mark("Appellation de métier"),
    "diplôme": mark("Type de diplôme"),
    "rome": mark("Code ROME"),
    "nsf": mark("Code NSF"),
    "formacode": mark("Formacode"),
    "niveau": mark("Niveau de qualification"),
    "niveau-1969": mark("Niveau de la nomenclature de 1969"),
    "voie-acces": mark("Voie d’accès"),
    "repertoire": mark("Répertoire"),
    "type-diplome": mark("Type de diplôme"),
    "type-enregistrement": mark("Type d’enregistrement"),
    "etat": mark("État"),
    "etat-fiche": mark("État de la fiche"),
    "type-habilitation": mark("Type d’habilitation"),
    "ccn": mark("Convention collective"),
    "idcc": mark("Convention collective (IDCC)"),
    "certificateur": mark("Certificateur"),
    "verbe": mark("verbe"),
    "objet": mark("objet"),
    "contexte et moyens": mark("contexte et moyens"),
    "finalité": mark("finalité"),
    "former": mark("former"),
    "organiser": mark("organiser l’évaluation"),
    "former-et-organiser": mark("former et organiser"),
    "actif": mark("actif"),
    "inactif": mark("inactif"),
    "supprime": mark("supprimé"),
}

#: Way to restrict a search -> what it is called.
FACETS = {
    "etat": mark("État"),
    "repertoire": mark("Répertoire"),
    "niveau": mark("Niveau"),
    "nsf": mark("Spécialité (NSF)"),
    "rome": mark("Métier (ROME)"),
    "certificateur": mark("Certificateur"),
}
#: State of a certification, as addresses have it -> what it is called.
STATES = {
    "active": mark("Active"),
    "fin-proche": mark("Se termine bientôt"),
    "expiree": mark("Expirée"),
    "inactive": mark("Inactive"),
    "inconnu": mark("État non indiqué"),
}
#: Level without a number -> what it is called.
LEVELS = {
    "reprise": mark("repris d’un ancien répertoire"),
    "aucun": mark("sans niveau"),
    "inconnu": mark("non indiqué"),
}
#: Nomenclature -> what its domains are called.
MAPPED = {"nsf": mark("par spécialité (NSF)"), "rome": mark("par domaine professionnel (ROME)")}
#: Reader of a source -> what its documents are.
SOURCES = {
    "xml-fc": mark("Export XML de France compétences"),
    "csv-fc": mark("Export CSV de France compétences"),
    "fiche-texte": mark("Fiche de l’ancien site du registre (texte)"),
    "trois-colonnes": mark("Référentiel en trois colonnes (texte)"),
    "docx": mark("Document Word"),
    "xlsx": mark("Classeur Excel"),
    "pdf": mark("Document PDF"),
    "markdown": mark("Document Markdown"),
    "texte": mark("Texte"),
    "rome": mark("ROME 4.0"),
    "rome-3": mark("ROME 3"),
    "nsf": mark("NSF"),
    "esco": mark("ESCO"),
}
#: Theme of questions -> what it is called.
THEMES = {
    "Accès": mark("Accès"),
    "Codes et offre": mark("Codes et offre"),
    "Contenu des certifications": mark("Contenu des certifications"),
    "Correspondances officielles": mark("Correspondances officielles"),
    "Rapprochements calculés": mark("Rapprochements calculés"),
    "Qualité des données": mark("Qualité des données"),
    "Validité et remplacement": mark("Validité et remplacement"),
    "Évaluation": mark("Évaluation"),
}
SORT_NAMES = {"pertinence": mark("pertinence"), "fin": mark("date de fin"), "code": mark("code")}


def term_label(name: str) -> str:
    """Return the label of a term of the model in the language of the page, as the ontology gives it.

    Args:
        name: the term as ``ref:dateEffet``, or its IRI.
    """
    name = shorten(name)
    if name in BORROWED:
        return translate(BORROWED[name])
    term = catalog().terms.get(name, TermLabel())
    english = term.en if language() == "en" else ""
    # The interface has typographic apostrophes, whatever keyboard a label was typed on.
    label = english or typeset_french(term.fr.replace("'", "’"))
    # A term without a label is shown by its name, whose case means something.
    if not label:
        return name
    return label[:1].upper() + label[1:]


def class_label(name: str, count: int = 2) -> str:
    """Return what things of a class are called beside a number, or as a heading of their list.

    Args:
        name: the class as ``ref:Competence``.
        count: how many there are.
    """
    forms = CLASSES.get(name)
    return translate_plural(*forms, count) if forms else term_label(name)


def kind_label(kind: str) -> str:
    """Return what a kind of thing is called: of text that a search looks in, or of code.

    Args:
        kind: as the catalog names it (``bloc``), or the name of a nomenclature (``rome``).
    """
    return translate(KINDS[kind]) if kind in KINDS else kind


def facet_label(facet: str) -> str:
    """Return what a way to restrict a search is called."""
    return translate(FACETS[facet])


def facet_word(value: str, facet: str) -> str:
    """Return what a value of a facet is called: a state, a register, a level.

    Args:
        value: as the address has it.
        facet: the facet.
    """
    if facet == "niveau":
        return translate(LEVELS[value]) if value in LEVELS else value
    return translate(STATES[value]) if value in STATES else value.upper()


def force_word(force: str) -> str:
    """Return what the legal force of a rule is called.

    Args:
        force: its letter.
    """
    return say(f"force-{force}", "en" if language() == "en" else "fr")


def mapped_name(nomenclature: str) -> str:
    """Return what the domains of a nomenclature are called."""
    return translate(MAPPED[nomenclature])


def theme_name(theme: str) -> str:
    """Return what a theme of questions is called."""
    return translate(THEMES[theme]) if theme in THEMES else theme


def sort_name(sort: str) -> str:
    """Return what an order of hits is called."""
    return translate(SORT_NAMES[sort])


def source_kind(kind: str) -> str:
    """Return what documents of a kind are.

    Args:
        kind: the reader, as the graph names it; syntaxes of RDF are their own names.
    """
    return translate(SOURCES[kind]) if kind in SOURCES else kind


def question_text(query: NamedQuery) -> str:
    """Return what a named question asks, in the language of the page."""
    english = query.question_en if language() == "en" else ""
    return english or typeset_french(query.question_fr)
