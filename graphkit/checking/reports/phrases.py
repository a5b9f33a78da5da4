"""The words of the reports themselves, in both languages; those of the rules come with the rules."""

from __future__ import annotations

from typing import Literal

from graphkit.checking.findings import Words

Language = Literal["fr", "en"]

PHRASES: dict[str, Words] = {
    "title": Words("Vérification de « {name} »", "Check of “{name}”"),
    "applied": Words(
        "Règles du répertoire {register} en vigueur au {date}",
        "Rules of the {register} register in force on {date}",
    ),
    "read": Words("Lu : {counts}", "Read: {counts}"),
    "blocs": Words("{n} bloc|{n} blocs", "{n} bloc|{n} blocs"),
    "activites": Words("{n} activité|{n} activités", "{n} activity|{n} activities"),
    "competences": Words("{n} compétence|{n} compétences", "{n} competence|{n} competences"),
    "modalites": Words("{n} modalité|{n} modalités", "{n} modality|{n} modalities"),
    "criteres": Words("{n} critère|{n} critères", "{n} criterion|{n} criteria"),
    "violation": Words("bloquant", "blocking"),
    "warning": Words("à corriger", "to be corrected"),
    "info": Words("conseil", "advice"),
    "note-warning": Words("à revoir", "to be looked at again"),
    "note-info": Words("remarque", "remark"),
    "violation-n": Words("bloquant|bloquants", "blocking"),
    "warning-n": Words("à corriger", "to be corrected"),
    "info-n": Words("conseil|conseils", "advice"),
    "violation-why": Words(
        "imposé par la loi, le règlement ou le vadémécum", "imposed by law, decree or the vademecum"
    ),
    "warning-why": Words("attendu par le vadémécum", "expected by the vademecum"),
    "info-why": Words("rédaction et format", "wording and format"),
    "force-M": Words("obligation", "requirement"),
    "force-S": Words("attendu", "expected"),
    "force-A": Words("conseil", "advice"),
    "force-F": Words("limite de format", "limit of format"),
    "unverified": Words("texte à vérifier", "text to be verified"),
    "rules": Words(
        "Règles tenues : {kept} ; non tenues : {broken} ; non évaluables : {not_evaluable} ; en tout : {all}",
        "Rules kept: {kept}; not kept: {broken}; not evaluable: {not_evaluable}; in all: {all}",
    ),
    "kept-n": Words("{n} règle tenue|{n} règles tenues", "{n} rule kept|{n} rules kept"),
    "conforms": Words("Aucune exigence obligatoire n’est enfreinte.", "No binding requirement is broken."),
    "departs": Words(
        "{n} écart à une exigence obligatoire.|{n} écarts à une exigence obligatoire.",
        "{n} departure from a binding requirement.|{n} departures from a binding requirement.",
    ),
    "where": Words("Où", "Where"),
    "whole": Words("document entier", "the whole document"),
    "text": Words("Texte", "Text"),
    "words": Words("Mots", "Words"),
    "what": Words("Écart", "Departure"),
    "what-note": Words("Remarque", "Remark"),
    "title-of-rule": Words("Exigence", "Requirement"),
    "question": Words("Question", "Question"),
    "suggestion": Words("Suggestion", "Suggestion"),
    "rule": Words("Règle", "Rule"),
    "force": Words("Force", "Force"),
    "source": Words("Source", "Source"),
    "severity": Words("Gravité", "Severity"),
    "related": Words("Voir aussi", "See also"),
    "dismissed": Words("Écarté", "Set aside"),
    "fingerprint": Words("Empreinte", "Fingerprint"),
    "findings": Words("Écarts aux règles", "Departures from rules"),
    "dismissals": Words("Écarts écartés par l’auteur", "Departures set aside by the author"),
    "questions": Words("Questions à l’auteur", "Questions to the author"),
    "observations": Words("Cohérence du document", "Consistency of the document"),
    "data": Words("Données", "Data"),
    "notes": Words("À la lecture", "On reading"),
    "unused": Words(
        "Motifs d’écart sans objet dans ce document", "Reasons of dismissal that fit nothing in this document"
    ),
    "states": Words("Les règles une à une", "The rules one by one"),
    "state": Words("Résultat", "Result"),
    "state-broken": Words("non tenue", "not kept"),
    "state-kept": Words("tenue", "kept"),
    "state-not-evaluable": Words("non évaluable", "not evaluable"),
    "state-question": Words("question", "question"),
    "none": Words("Rien.", "Nothing."),
    "thing": Words("Élément", "Thing"),
    "excerpt": Words("Extrait", "Excerpt"),
    "file": Words("Fichier", "File"),
    "page": Words("Page", "Page"),
    "section": Words("Partie", "Section"),
    "table": Words("Tableau", "Table"),
    "row": Words("Rangée", "Row"),
    "column": Words("Colonne", "Column"),
    "line": Words("Ligne", "Line"),
    "rules-sheet": Words("Règles", "Rules"),
    "item": Words("Quoi", "What"),
    "value": Words("Valeur", "Value"),
    "caution": Words("Portée", "Scope"),
    "checked": Words("Référentiel vérifié", "Référentiel checked"),
    "day": Words("Règles en vigueur au", "Rules in force on"),
    "register": Words("Répertoire", "Register"),
    "counted": Words("Lu", "Read"),
    "export-day": Words("Données du", "Data of"),
    "registry": Words(
        "Vérification de {name} : {n} fiche|Vérification de {name} : {n} fiches",
        "Check of {name}: {n} record|Check of {name}: {n} records",
    ),
    "conforming": Words(
        "{n} sans écart à une exigence obligatoire, sur {all}",
        "{n} without a departure from a binding requirement, of {all}",
    ),
    "broken-in": Words(
        "{n} fiche ({share} %), {findings} écart(s)|{n} fiches ({share} %), {findings} écarts",
        "{n} record ({share} %), {findings} departure(s)|{n} records ({share} %), {findings} departures",
    ),
    "by-level": Words("par niveau :", "by level:"),
    "by-certifier": Words("par certificateur :", "by certifier:"),
    "disclaimer": Words(
        "Aide à la relecture : ne préjuge pas de la décision de France compétences.",
        "An aid to proofreading: it does not foretell the decision of France compétences.",
    ),
    "more-places": Words(
        "et {n} autre endroit|et {n} autres endroits", "and {n} more place|and {n} more places"
    ),
    "quoted": Words("« {text} »", "“{text}”"),
    "colon": Words("{name} : {text}", "{name}: {text}"),
}


def say(phrase: str, language: Language, /, **values: object) -> str:
    """Return a phrase in a language; of two forms the one that goes with the number ``n``.

    Args:
        phrase: its name.
        language: ``fr`` or ``en``.
        values: what stands in its places.

    Raises:
        KeyError: there is no such phrase, or a value is missing.
    """
    singular, bar, plural = PHRASES[phrase].in_language(language).partition("|")
    # French counts nought as singular, English as plural.
    one = values.get("n") == 1 or (language == "fr" and values.get("n") == 0)
    return (plural if bar and not one else singular).format(**values)
