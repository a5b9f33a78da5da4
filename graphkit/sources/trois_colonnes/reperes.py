"""The landmarks of a three-column référentiel: codes, openings of modalities, column headings, footers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum


class Genre(Enum):
    """What begins at a landmark."""

    ACTIVITE = "activité"
    SOUS_ACTIVITE = "sous-activité"
    COMPETENCE = "compétence"
    MODALITE = "modalité"


@dataclass(frozen=True, slots=True)
class Repere:
    """A landmark found in a line.

    Attributes:
        genre: what begins.
        debut: offset of the landmark in the text.
        suite: offset of what comes after the code and its separator.
        imprime: the code as printed; empty for a modality.
        numero: number of the activity.
        lettre: letter of the specialisation, if printed.
        rang: rank within the activity, 0 for an activity.
    """

    genre: Genre
    debut: int
    suite: int
    imprime: str = ""
    numero: int = 0
    lettre: str = ""
    rang: int = 0


_ACTIVITE = re.compile(
    r"(?P<imprime>(?:Activit[ée]|ACTIVIT[ÉE]|Bloc|BLOC)\s{1,3}(?:[Nn]°\s?)?(?P<numero>\d{1,2})"
    r"(?:\s?\.?\s?(?P<lettre>[A-Z])(?![\w’']))?)\s{0,3}(?P<separateur>[:.–—-]\s{0,3}|$|(?=\())"
)
_CODE = re.compile(
    r"(?P<imprime>(?P<famille>[AC])\s?\.?(?P<numero>\d{1,2})\s?\.?(?P<lettre>[A-Z])?[.\-](?P<rang>\d{1,2})\.?)"
    r"(?![\w’']|\.\d)\s{0,3}(?:[:–—-]\s{0,3})?"
)
_AVANT_CODE = re.compile(r"(?<=\s)(?=[AC]\s?\.?\d)")

# The usual openings of a modality, without accents, before " :". The list is closed on purpose: it names
# ways of assessing, never subjects. Longer ones first, they may be followed by a few words of precision.
_OUVERTURES = (
    "mises? en situation professionnelles?|mises? en situation|mises? en pratique"
    "|cas pratiques?|etudes? de cas|cas d.entreprise|cas d.etude|travaux pratiques"
    "|travail (?:individuel|collectif|pratique|de groupe)"
    "|epreuves? (?:ecrites?|orales?|pratiques?)|controle continu|jeux? de roles?|dossier professionnel"
    "|rapport (?:de stage|d.activite|professionnel)|presentation orale|soutenance orale|questionnaire a choix"
    " multiples?|entretien (?:avec le jury|professionnel|oral|technique|d.explicitation)|grand oral"
    "|simulation professionnelle|projet (?:professionnel|collectif|individuel|en groupe|de groupe|tutore)"
    "|realisation d.un projet|observation en situation|atelier pratique|controle de connaissances"
)
_OUVERTURES_COURTES = (
    "projet|dossier|rapport|memoire|soutenance|oral|ecrit|examen|epreuve|questionnaire|qcm|quiz|entretien|expose"
    "|exercice|simulation|devoir|evaluation|mission|observation|portfolio|audit|stage|atelier"
)
_OUVERTURE = re.compile(
    rf"(?:(?:{_OUVERTURES})(?:\s*$|(?: [^\s:.;]{{1,30}}){{0,8}}\s?[:–—])"
    rf"|(?:{_OUVERTURES_COURTES})(?: [^\s:.;]{{1,30}}){{0,4}}\s?:)"
)
_OUVERTURE_LONGUE = re.compile(rf"(?:{_OUVERTURES})\s?(?:\([^()]{{1,60}}\)\s?)?:")
# Paragraphs that go on with a modality: numbered parts, what is handed over and how, conditions.
_SUITE_DE_MODALITE = re.compile(
    r"(?:(?:partie|etape|phase|temps|volet|epreuve|livrable|rendu|sequence)s? ?(?:n° ?)?\d"
    r"|\d(?:re|ere|e|eme) partie"
    r"|(?:les? |la )?(?:rendus?|livrables?|productions?)(?: (?:attendus?|attendues?|final|finaux))?"
    r"(?: ?:| (?:est|sont|sera|seront) (?:integre|remis|transmis|depose|restitue|envoye|consigne|verse"
    r"|soutenu|presente|communique|rendu)e?s?\b)"
    r"|(?:la )?duree\b|l.epreuve\b|l.evaluation (?:est|se|comporte|dure)\b|temps (?:alloue|de|imparti)\b"
    r"|(?:la |cette |une )?soutenance\b|(?:le |un )jury\b|oral (?:de|individuel)\b|modalites? :|conditions? :"
    r"|(?:le|un) (?:dossier|rapport|support)[^.:;]{0,40} (?:est|sont|sera)"
    r" (?:remis|transmis|depose|restitue|soutenu)\b)"
)
_SUJET_RENDU = re.compile(r"(?:les? |la |chaque |ce )?(?:rendus?|livrables?|productions?|restitutions?)\b")
_SUJET_CANDIDAT = re.compile(
    r"(?:il est demande|(?:le|la|les|chaque|le/la|l.) ?(?:candidate?s?|apprenante?s?)\b)"
)
_CONTEXTE = re.compile(
    r"(?:a partir d|sur la base d|au moyen d|dans le cadre d|en groupe|individuellement|par groupe)"
)

_PIED = re.compile(
    r"(?P<titre>\S.{2,200}?)\s{0,3}[–—-]\s{0,3}niveau\s{1,3}(?P<niveau>[1-8])"
    r"(?:\s{0,3}[–—|-]?\s{0,3}(?:page\s{0,3})?\d{1,4}(?:\s{0,3}(?:/|sur)\s{0,3}\d{1,4})?)?",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:page\s{0,3})?\d{1,4}(?:\s{0,3}(?:/|sur)\s{0,3}\d{1,4})?", re.IGNORECASE)
_TITRE_DE_SECTION = re.compile(r"(?:\d{1,2}|[IVX]{1,5})\s{0,3}[-–—.)]\s{0,3}[^\W\d_]")

#: Longest line that can hold a heading, a footer or the opening of a modality.
LONGUEUR_COURTE = 300


def fold(texte: str) -> str:
    """Return the text in lower case, without accents, with straight apostrophes and single spaces."""
    if texte.isascii():
        return " ".join(texte.casefold().split())
    sans_accent = unicodedata.normalize("NFKD", texte.replace("’", "'")).casefold()
    return " ".join("".join(c for c in sans_accent if not unicodedata.combining(c)).split())


def repere_de_debut(texte: str) -> Repere | None:
    """Return the activity, sub-activity or competence that begins with this text.

    Args:
        texte: a line, or the rest of one.
    """
    if trouve := _ACTIVITE.match(texte):
        imprime = trouve["imprime"]
        return Repere(Genre.ACTIVITE, 0, trouve.end(), imprime, int(trouve["numero"]), trouve["lettre"] or "")
    return _code(texte, 0)


def _code(texte: str, position: int) -> Repere | None:
    trouve = _CODE.match(texte, position)
    if not trouve:
        return None
    genre = Genre.SOUS_ACTIVITE if trouve["famille"] == "A" else Genre.COMPETENCE
    imprime = trouve["imprime"]
    numero, rang = int(trouve["numero"]), int(trouve["rang"])
    return Repere(genre, position, trouve.end(), imprime, numero, trouve["lettre"] or "", rang)


def codes_interieurs(texte: str) -> list[Repere]:
    """Return the codes that stand inside a line before a capital, where a cell may begin.

    Args:
        texte: a line, or the rest of one.
    """
    trouves = (_code(texte, place.start()) for place in _AVANT_CODE.finditer(texte) if place.start())
    return [code for code in trouves if code and texte[code.suite : code.suite + 1].isupper()]


def opens_modalite(texte: str) -> bool:
    """Tell whether a text begins like a modality ("Mise en situation professionnelle :")."""
    return texte[:1].isupper() and bool(_OUVERTURE.match(fold(texte[:LONGUEUR_COURTE])))


def ouverture_interieure(texte: str) -> int | None:
    """Return where, inside a line, a modality is opened by one of the usual phrases and a colon.

    Args:
        texte: a line of a competence.
    """
    for place in re.finditer(r"\s(?=[A-ZÉ])", texte[:LONGUEUR_COURTE]):
        if _OUVERTURE_LONGUE.match(fold(texte[place.end() : place.end() + 100])):
            return place.end()
    return None


def goes_on_modalite(texte: str) -> bool:
    """Tell whether a paragraph can only go on with a modality ("Partie 2 :", "Le rendu est remis")."""
    return bool(_SUITE_DE_MODALITE.match(fold(texte[:LONGUEUR_COURTE])))


def tells_of_rendu(texte: str) -> bool:
    """Tell whether a paragraph is about what is handed over, as modalities end and criteria may begin.

    Args:
        texte: a paragraph, or its first line.
    """
    return bool(_SUJET_RENDU.match(fold(texte[:LONGUEUR_COURTE])))


def tells_of_candidat(texte: str) -> bool:
    """Tell whether a paragraph says what the candidate does or starts from, as modalities do."""
    plie = fold(texte[:LONGUEUR_COURTE])
    return bool(_SUJET_CANDIDAT.match(plie) or _CONTEXTE.match(plie))


def pied_de_page(texte: str) -> tuple[str, str] | None:
    """Return title and level that a footer "<title> – niveau N" names.

    Args:
        texte: a line.
    """
    if len(texte) > LONGUEUR_COURTE or not (trouve := _PIED.fullmatch(texte)):
        return None
    return trouve["titre"].strip(), trouve["niveau"]


def numero_de_page(texte: str) -> bool:
    """Tell whether a line is nothing but a page number."""
    return len(texte) <= LONGUEUR_COURTE and bool(_PAGE.fullmatch(texte))


def titre_de_section(texte: str) -> bool:
    """Tell whether a line is a numbered heading in capitals ("5 - REFERENTIELS")."""
    return len(texte) <= LONGUEUR_COURTE and texte.isupper() and bool(_TITRE_DE_SECTION.match(texte))


def debut_d_intitules(texte: str, suivant: str) -> bool:
    """Tell whether the headings of the columns begin here.

    Args:
        texte: a line.
        suivant: the next line that is not blank.
    """
    if len(texte) > LONGUEUR_COURTE or not texte[:1].isupper():
        return False
    plie = fold(texte)
    if plie == "referentiel":
        plie = f"{plie} {fold(suivant[:LONGUEUR_COURTE])}"
    return bool(re.match(r"referentiel (?:d'|des )activites?\b", plie)) and len(plie) < 100  # noqa: PLR2004 # one line
