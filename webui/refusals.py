"""What the program says of a refusal, in the language of the page.

Errors are told in English, for commands and programs alike. Those that a visitor meets by what he types
have a French text here; the others are shown as they are, marked as English.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from webui.i18n import language, mark, translate
from webui.values import plain_value

#: An error in English -> the same in French; what is between is taken over.
_TEXTS = tuple(
    (re.compile(english, re.DOTALL), french)
    for english, french in (
        (
            r"no certification (?P<a>.+) in the graph; look for it by a word of its title",
            mark("Le graphe n’a pas de certification %(a)s ; cherchez-la par un mot de son intitulé."),
        ),
        (
            r"(?P<a>\S+) is cited by (?P<b>.+) and replaced by (?P<c>.+), but .+ no record of its own",
            mark("%(a)s, que remplace %(c)s, est citée par %(b)s, mais le graphe n’a pas sa fiche."),
        ),
        (
            r"(?P<a>\S+) is cited by (?P<b>.+), but the graph has no record of its own",
            mark("%(a)s est citée par %(b)s, mais le graphe n’a pas sa fiche."),
        ),
        (r"nothing in the graph is named (?P<a>.+)", mark("Rien dans le graphe ne porte le nom « %(a)s ».")),
        (
            r"no (?:competence|activity) (?P<a>.+) in the graph",
            mark("Rien dans le graphe ne porte le nom « %(a)s »."),
        ),
        (
            r"the graph does not say which competences (?P<a>.+) requires: build it with .+",
            mark(
                "Le graphe ne dit pas quelles compétences requiert %(a)s : il faut le construire avec les"
                " fichiers du ROME 4.0."
            ),
        ),
        (
            r"the graph has no record of (?:the certification of )?(?P<a>\S+)(?: of its own)?",
            mark("Le graphe n’a pas la fiche de %(a)s."),
        ),
        (
            r"two to (?P<a>\d+) different certifications can be compared at once",
            mark("On compare de deux à %(a)s certifications différentes."),
        ),
        (
            r"name one to (?P<a>\d+) blocs, as .+",
            mark("Nommez d’un à %(a)s blocs, comme RNCP34762BC01 ou RNCP34762BC01=2023-06-30."),
        ),
        (
            r"'(?P<a>.+)' is no bloc: write .+",
            mark(
                "« %(a)s » n’est pas un bloc : écrivez RNCP34762BC01, ou RNCP34762BC01=2023-06-30 avec"
                " la date."
            ),
        ),
        (
            r"'(?P<a>.+)' is no date: give one as AAAA-MM-JJ",
            mark("« %(a)s » n’est pas une date (AAAA-MM-JJ)."),
        ),
        (
            r"(?P<a>\S+) is to come: what will be in force is not known",
            mark("Le %(a)s est à venir : ce qui sera en vigueur n’est pas connu."),
        ),
        (
            r"no version was in force on (?P<a>\S+): the first one known is of (?P<b>\S+)",
            mark("Aucune version n’était en vigueur le %(a)s : la première connue est du %(b)s."),
        ),
        (
            r"(?P<a>.+): of no kind that can be read \(.+\)",
            mark(
                "%(a)s : ce genre de fichier ne se lit pas ici ; envoyez un document Word, Excel, PDF,"
                " Markdown ou texte, ou le XML de France compétences."
            ),
        ),
        (
            r"(?P<a>.+?): no activity and no competence was found; .+",
            mark(
                "%(a)s : ni activité ni compétence n’y a été trouvée. Un référentiel est attendu en tableaux"
                " dont les colonnes ont pour titres Activités, Compétences, Modalités d’évaluation, Critères"
                " d’évaluation, ou en listes sous de tels titres."
            ),
        ),
        (
            r"(?P<a>.+?): this is a text about something else, no référentiel: .+",
            mark(
                "%(a)s : ce texte parle d’autre chose, aucun tableau n’y a de colonne d’activités ou de"
                " compétences."
            ),
        ),
        (
            r"events are kept beside the versions of a directory; this graph has none",
            mark("Les événements se gardent à côté des versions d’un dossier ; ce graphe n’en a pas."),
        ),
        (
            r"near statements are looked for in the search index, which this graph lacks; .+",
            mark(
                "Les énoncés proches se cherchent dans l’index de recherche, que ce graphe n’a pas ;"
                " construisez-le de nouveau, dans un dossier."
            ),
        ),
        (
            r"a search is restricted by its index, which this graph lacks; .+",
            mark(
                "Une recherche se restreint par son index, que ce graphe n’a pas ;"
                " construisez-le de nouveau, dans un dossier."
            ),
        ),
        (
            r"(?P<a>\w+): '(?P<b>.*)' is not .+",
            mark("« %(b)s » ne convient pas pour « %(a)s » : corrigez ce champ."),
        ),
        (r"\S+ needs (?P<a>\w+): .+", mark("Remplissez le champ « %(a)s ».")),
        (
            r"(?P<a>.+) has not been published; .+",
            mark("Le fichier « %(a)s » n’a pas été publié sur ce site."),
        ),
        (r"no question is named '(?P<a>.+)'; .*", mark("Aucune question ne s’appelle « %(a)s ».")),
    )
)


def refusal(error: str) -> Markup:
    """Return an error in the language of the page, or in English and marked so.

    Args:
        error: its text.
    """
    if language() == "fr":
        for english, french in _TEXTS:
            if found := english.fullmatch(error):
                words = {name: plain_value(text) for name, text in found.groupdict().items()}
                return Markup("<bdi>{}</bdi>").format(translate(french) % words)
    return Markup("<bdi{}>{}</bdi>").format(Markup(' lang="en"') if language() == "fr" else "", error)
