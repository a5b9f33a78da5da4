"""The words of the documentation itself, in both languages; those of the terms come with the terms."""

from __future__ import annotations

from datetime import date

from graphkit.publish.vocabulary import Texts

PHRASES: dict[str, Texts] = {
    "version": Texts("Version", "Version"),
    "address": Texts("Adresse", "Address"),
    "prefix": Texts("Préfixe", "Prefix"),
    "licence": Texts("Licence", "Licence"),
    "licence-name": Texts("Licence Ouverte 2.0", "Licence Ouverte 2.0 (open licence)"),
    "formats": Texts("Formats", "Formats"),
    "contents": Texts("Sommaire", "Contents"),
    "main-classes": Texts("Classes principales", "Main classes"),
    "diagram": Texts(
        "Diagramme des classes principales ; le tableau qui suit dit la même chose.",
        "Diagram of the main classes; the table below says the same.",
    ),
    "diagram-text": Texts("Le diagramme en texte", "The diagram as text"),
    "from": Texts("De", "From"),
    "property": Texts("Propriété", "Property"),
    "to": Texts("Vers", "To"),
    "class": Texts("Classe", "Class"),
    "object": Texts("Propriété vers une chose", "Property that leads to a thing"),
    "data": Texts("Propriété vers une valeur", "Property that leads to a value"),
    "annotation": Texts("Annotation", "Annotation"),
    "note": Texts("Emploi", "Usage"),
    "source": Texts("Source", "Source"),
    "examples": Texts("Exemple", "Example"),
    "broader": Texts("Plus général", "Broader"),
    "narrower": Texts("Plus précis", "Narrower"),
    "alignments": Texts("Ailleurs", "Elsewhere"),
    "subjects": Texts("Porté par", "Held by"),
    "values": Texts("Valeurs", "Values"),
    "properties": Texts("Propriétés", "Properties"),
    "history": Texts("Changements", "Changes"),
    "first-version": Texts("Première version : {n} termes.", "First version: {n} terms."),
    "since-version": Texts("Depuis la version {before} : {n} termes.", "Since version {before}: {n} terms."),
    "added": Texts("Nouveaux", "New"),
    "removed": Texts("Retirés", "Removed"),
    "changed": Texts("Dits autrement", "Said differently"),
    "deprecated": Texts("déconseillé", "deprecated"),
    "no-change": Texts("Aucun terme n’a changé.", "No term has changed."),
    "example-in-graph": Texts("Exemple dans le graphe", "Example in the graph"),
    "uses": Texts("Emplois dans le graphe", "Uses in the graph"),
    "uses-none": Texts("aucun", "none"),
    "shapes": Texts("Contraintes (SHACL)", "Constraints (SHACL)"),
    "rules": Texts("Règles", "Rules"),
    "schemes": Texts("Listes de codes", "Lists of codes"),
    "rules-title": Texts("Règles sur les référentiels", "Rules on référentiels"),
    "rules-lead": Texts(
        "Ce qu’un référentiel ou une fiche doit ou devrait présenter, et le texte qui le dit.",
        "What a référentiel or a record must or should show, and the text that says so.",
    ),
    "force": Texts("Force", "Force"),
    "force-M": Texts("obligation", "requirement"),
    "force-S": Texts("attendu", "expected"),
    "force-A": Texts("conseil", "advice"),
    "force-F": Texts("limite de format", "limit of format"),
    "registers": Texts("Répertoires", "Registers"),
    "period": Texts("En vigueur", "In force"),
    "since": Texts("depuis le {day}", "since {day}"),
    "until": Texts("jusqu’au {day}", "until {day}"),
    "unverified": Texts(
        "texte connu par des pages secondaires, à vérifier",
        "text known through secondary pages, to be verified",
    ),
    "messages": Texts("Ce qu’elle signale", "What it reports"),
    "violation": Texts("bloquant", "blocking"),
    "warning": Texts("à corriger", "to be corrected"),
    "info": Texts("conseil", "advice"),
    "question": Texts("question à l’auteur", "question to the author"),
    "not-verified": Texts("Aucun programme ne la vérifie.", "No program verifies it."),
}

_MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def say_day(day: date, language: str) -> str:
    """Return a date as people write it.

    Args:
        day: the date.
        language: ``fr`` or ``en``.
    """
    number = "1er" if day.day == 1 and language == "fr" else str(day.day)
    return f"{number} {_MONTHS[language][day.month - 1]} {day.year}"


def say(phrase: str, language: str, **values: object) -> str:
    """Return a phrase in a language.

    Args:
        phrase: its key.
        language: ``fr`` or ``en``.
        values: what fills its places.

    Raises:
        KeyError: there is no such phrase.
    """
    return PHRASES[phrase].in_language(language).format(**values)
