"""What looking at a document as a whole brings to light, beyond the rules on single statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from graphkit.model import Activite, Anomaly, Bloc, Certification, Competence, Critere, Modalite
from graphkit.passages import Passages

Genre = Literal["certification", "activite", "competence", "bloc", "modalite", "critere", "document"]
Gravite = Literal["warning", "info"]


@dataclass(frozen=True, slots=True)
class Element:
    """A thing of a document that is shown or spoken of.

    Attributes:
        genre: what it is.
        repere: code as printed, else as normalised; empty where the source prints none.
        texte: its title or statement.
        passages: where it stands.
    """

    genre: Genre
    repere: str
    texte: str
    passages: Passages = ()

    @property
    def nom(self) -> str:
        """What it is called in a sentence: its code, or the beginning of its text."""
        return self.repere or shorten(self.texte)


@dataclass(frozen=True, slots=True)
class Constat:
    """Something found in a document.

    Attributes:
        regle: short stable name of what is found (``numerotation-mot``).
        message_fr: what is found and what to do.
        message_en: idem in English; empty where only the reader of the document, who writes French, tells.
        gravite: ``warning`` for what is probably a slip, ``info`` for what is worth knowing.
        elements: what it is about, in the order of the document.
        excerpt: the words at fault, where they are not the text of an element.
    """

    regle: str
    message_fr: str
    message_en: str
    gravite: Gravite
    elements: tuple[Element, ...]
    excerpt: str = ""


_LONGUEUR = 60


def shorten(texte: str) -> str:
    """Return a text, cut after a word when it is too long for a sentence."""
    if len(texte) <= _LONGUEUR:
        return texte
    return texte[:_LONGUEUR].rsplit(None, 1)[0].rstrip(" ,;:") + "…"


def of_activite(activite: Activite) -> Element:
    """Return an activity as an element."""
    return Element("activite", activite.code_imprime or activite.code, activite.intitule, activite.passages)


def of_competence(competence: Competence) -> Element:
    """Return a competence as an element."""
    repere = competence.code_imprime or competence.code or ""
    return Element("competence", repere, competence.enonce, competence.passages)


def of_bloc(bloc: Bloc) -> Element:
    """Return a bloc as an element."""
    return Element("bloc", bloc.code_imprime or bloc.code, bloc.intitule, bloc.passages)


def of_modalite(modalite: Modalite) -> Element:
    """Return a modality as an element."""
    return Element("modalite", "", modalite.enonce, modalite.passages)


def of_critere(critere: Critere) -> Element:
    """Return a criterion as an element."""
    return Element("critere", "", critere.enonce, critere.passages)


def of_certification(certification: Certification) -> Element:
    """Return the certification itself as an element, named by its title."""
    titre = next((f for f in certification.faits if f.propriete == "skos:prefLabel"), None)
    texte = str(titre.valeur) if titre else certification.identifiant
    return Element("certification", certification.identifiant, texte, titre.passages if titre else ())


def from_anomaly(anomaly: Anomaly) -> Constat:
    """Return what the reader of the document has noted, as it is.

    Args:
        anomaly: the note.
    """
    element = Element("document", "", anomaly.excerpt or anomaly.document.nom, anomaly.passages)
    return Constat(
        anomaly.rule, anomaly.message, anomaly.message_en, anomaly.severity, (element,), anomaly.excerpt
    )


def all_activites(activites: Iterable[Activite]) -> Iterator[Activite]:
    """Yield activities with all that are under them, each before its own."""
    for activite in activites:
        yield activite
        yield from all_activites(activite.sous_activites)


def all_competences(certification: Certification) -> Iterator[tuple[Bloc | None, Competence]]:
    """Yield the competences of a certification, each with the bloc that holds it."""
    for bloc in certification.blocs:
        for competence in bloc.competences:
            yield bloc, competence
    for competence in certification.competences:
        yield None, competence
