"""What is indexed of a certification, without a store or a search engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from graphkit.french import acronym, compounds, forms


class Kind(StrEnum):
    """Kinds of text, as people read them; the first weighs most."""

    INTITULE = "intitulé"
    METIER = "métier"
    APPELLATION = "appellation"
    BLOC = "bloc"
    CERTIFICATEUR = "certificateur"
    DIPLOME = "diplôme"
    ACTIVITE = "activité"
    COMPETENCE = "compétence"
    CRITERE = "critère"
    MODALITE = "modalité"
    COMPETENCE_ROME = "compétence ROME"

    @property
    def field(self) -> str:
        """Name of the field of the index that holds texts of this kind."""
        return self.name.lower()


#: How much a word found in a text of a kind weighs beside the same word in a criterion. What is no text of a
#: certification is left out: it is found by what it says, and no certification by it.
WEIGHTS: Mapping[Kind, float] = {
    Kind.INTITULE: 6.0,
    Kind.METIER: 4.0,
    Kind.APPELLATION: 3.0,
    Kind.BLOC: 2.5,
    Kind.CERTIFICATEUR: 2.0,
    Kind.DIPLOME: 2.0,
    Kind.ACTIVITE: 1.6,
    Kind.COMPETENCE: 1.3,
    Kind.CRITERE: 1.0,
    Kind.MODALITE: 0.7,
}

#: Label of a kind of diploma, folded -> how people shorten it.
_DIPLOMAS = {
    "baccalaureat professionnel": "bac pro",
    "brevet de technicien superieur": "bts",
    "brevet de technicien superieur agricole": "btsa",
    "brevet des metiers d art": "bma",
    "brevet professionnel": "bp",
    "brevet professionnel agricole": "bpa",
    "brevet professionnel de la jeunesse de l education populaire et du sport": "bpjeps",
    "bachelor universitaire de technologie": "but",
    "certificat d aptitude professionnelle": "cap",
    "certificat d aptitude professionnelle agricole": "capa",
    "certificat de qualification professionnelle": "cqp",
    "certificat de specialisation": "cs",
    "diplome d etat": "de",
    "diplome d etat de la jeunesse de l education populaire et du sport": "dejeps",
    "diplome d etat superieur de la jeunesse de l education populaire et du sport": "desjeps",
    "diplome d etudes universitaires scientifiques et techniques": "deust",
    "diplome national des metiers d art et du design": "dnmade",
    "diplome universitaire de technologie": "dut",
    "licence professionnelle": "licence pro lp",
    "mention complementaire": "mc",
    "titre professionnel": "titre pro tp",
}
_DIPLOMAS_BY_FORMS = {tuple(forms(label)): short for label, short in _DIPLOMAS.items()}


@dataclass(frozen=True, slots=True)
class Text:
    """One text to be found.

    Attributes:
        kind: what it is.
        bearer: IRI of the thing whose text it is.
        text: the text.
        known: what the index reads of it, where that has been found out before.
    """

    kind: Kind
    bearer: str
    text: str
    known: str | None = field(default=None, compare=False)

    @property
    def indexed(self) -> str:
        """What the index reads of it: its words, and other ways in which people write them."""
        if self.known is not None:
            return self.known
        read = [*forms(self.text), *compounds(self.text)]
        if self.kind is Kind.INTITULE and (initials := acronym(self.text)):
            read.append(initials)
        if self.kind is Kind.DIPLOME:
            read += _DIPLOMAS_BY_FORMS.get(tuple(forms(self.text)), "").split()
        return " ".join(read)


@dataclass(frozen=True, slots=True)
class Entry:
    """A certification and its texts.

    Attributes:
        iri: its IRI.
        texts: its texts.
        codes: IRIs of the ROME codes that it aims at, whose labels are texts of it too.
        level: its level (``7``), empty where no record tells.
        state: ``active`` or ``inactive``, empty where no record tells.
        register: ``rncp`` or ``rs``, empty for a draft.
        end: last day of its registration, if a record tells.
        nsf: its NSF codes.
        bodies: who delivers it, each as the end of its IRI.
    """

    iri: str
    texts: tuple[Text, ...]
    codes: tuple[str, ...] = ()
    level: str = ""
    state: str = ""
    register: str = ""
    end: date | None = None
    nsf: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()


def distinct(texts: Iterable[Text]) -> tuple[Text, ...]:
    """Return texts without those that say the same again, and without those of no word.

    The statement of a competence stands in the text of its référentiel too: the first is kept.

    Args:
        texts: the texts of one certification, those of its parts before those of its référentiels.
    """
    kept: dict[tuple[Kind, tuple[str, ...]], Text] = {}
    for text in texts:
        if said := tuple(forms(text.text)):
            kept.setdefault((text.kind, said), text)
    return tuple(kept.values())
