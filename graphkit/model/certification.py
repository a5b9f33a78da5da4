"""What a source says about one certification.

A field that a source does not fill is ``None`` or empty: absent, never guessed. ``Fait`` carries the many
single-valued statements of a record by the name of their property; the other classes carry what has parts of
its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graphkit.passages import Passages


@dataclass(frozen=True, slots=True)
class Concept:
    """A code of a nomenclature, with the label that the source gives it.

    Attributes:
        nomenclature: name of the scheme as it stands in IRIs: ``rome``, ``nsf``, ``formacode``,
            ``niveau``, ``niveau-1969``, ``voie-acces``, ``repertoire``, ``etat-fiche``, ``etat``,
            ``type-enregistrement``, ``type-diplome``, ``type-habilitation``, ``ccn``, ``idcc``.
        code: the code within the scheme, as it stands in IRIs.
        libelle: the label printed beside it, if any.
    """

    nomenclature: str
    code: str
    libelle: str | None = None


@dataclass(frozen=True, slots=True)
class Lien:
    """A web address that a source gives; ``graphkit.identifiers.is_web_address`` accepts it."""

    adresse: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A certification, or one bloc of it, named by its number.

    Attributes:
        certification: number (``RNCP39568``).
        bloc: code of the bloc as the source prints it, or ``None`` for the certification itself.
    """

    certification: str
    bloc: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A string that is a code or a name of a machine, not French text."""

    valeur: str


Valeur = str | Code | bool | int | Decimal | date | Concept | Lien | Reference


@dataclass(frozen=True, slots=True)
class Fait:
    """One statement about the thing it is attached to.

    Attributes:
        propriete: property as ``prefix:name`` (``ref:dateEffet``, ``skos:prefLabel``).
        valeur: ``str`` becomes a French text, ``Code`` a plain string, the others what they are.
        passages: where the source says it.
    """

    propriete: str
    valeur: Valeur
    passages: Passages = ()


Faits = tuple[Fait, ...]


@dataclass(frozen=True, slots=True)
class Livrable:
    """Something that a candidate has to hand over or to do during an assessment."""

    enonce: str
    passages: Passages = ()


@dataclass(frozen=True, slots=True)
class Modalite:
    """How a competence, or a whole bloc, is assessed.

    Attributes:
        enonce: the whole text of the modality.
        livrables: what it expects, where the source lists it apart.
    """

    enonce: str
    livrables: tuple[Livrable, ...] = ()
    passages: Passages = ()


@dataclass(frozen=True, slots=True)
class Critere:
    """A criterion by which a competence is judged."""

    enonce: str
    passages: Passages = ()


@dataclass(frozen=True, slots=True)
class Competence:
    """A competence with what assesses it.

    Attributes:
        enonce: the full statement, without its code or list mark.
        code: normalised code (``C6A.1``), ``None`` where the source prints none.
        code_imprime: the code exactly as printed, where it is printed.
        chapeau: heading or lead-in under which the source lists it (two-level lists).
        au_travers_de: the competences through which the source says it is assessed: their codes, or the
            digests of the statements of those without one.
        faits: what the source says of it beside its statement (description, context, what is to be known).
    """

    enonce: str
    code: str | None = None
    code_imprime: str | None = None
    chapeau: str | None = None
    modalites: tuple[Modalite, ...] = ()
    criteres: tuple[Critere, ...] = ()
    passages: Passages = ()
    passages_chapeau: Passages = ()
    au_travers_de: tuple[str, ...] = ()
    faits: Faits = ()


@dataclass(frozen=True, slots=True)
class Activite:
    """An activity of the référentiel d'activités.

    Attributes:
        code: normalised code (``A6A``, ``A6A.4``); the digest of the title where none is printed.
        code_imprime: the code exactly as printed (``Bloc 3``, ``A6.4``).
        specialisation: name of the specialisation that it makes up, if it is one.
        sous_activites: activities one level down.
        competences: codes of the competences that it mobilises (``Competence.code``); the digest of the
            statement (``identifiers.digest``) of one without a code.
    """

    code: str
    intitule: str
    code_imprime: str | None = None
    specialisation: str | None = None
    sous_activites: tuple[Activite, ...] = ()
    competences: tuple[str, ...] = ()
    passages: Passages = ()


@dataclass(frozen=True, slots=True)
class Bloc:
    """A bloc of competences.

    Attributes:
        code: the code as the source prints it (``RNCP34762BC01``, ``01``), or the one that its number
            stands for (``RNCP25520BC01`` for "Bloc de compétence n°1 de la fiche n° 25520").
        modalites: modalities that the source gives for the bloc as a whole.
        certificat: title of the partial certificate that sanctions it, if any.
        faits: its other texts (raw list, prerequisites).
        code_imprime: the code exactly as printed, where it is printed.
    """

    code: str
    intitule: str
    competences: tuple[Competence, ...] = ()
    modalites: tuple[Modalite, ...] = ()
    certificat: Fait | None = None
    faits: Faits = ()
    passages: Passages = ()
    code_imprime: str | None = None


@dataclass(frozen=True, slots=True)
class GroupeDeCapacites:
    """A group of attested capacities under one heading, one (text, passages) a capacity."""

    intitule: str
    capacites: tuple[tuple[str, Passages], ...]
    passages: Passages = ()


@dataclass(frozen=True, slots=True)
class Composante:
    """A component of a certification, as fiches before the blocs had: rank as printed, heading, text."""

    numero: int
    intitule: str
    descriptif: str
    livrables: tuple[Livrable, ...] = ()
    passages: Passages = ()


@dataclass(frozen=True, slots=True)
class Certificateur:
    """A body that delivers a certification, as the record names it.

    Attributes:
        nom: as printed.
        siret: 14 digits, if given.
        faits: state, dates, trade name, site.
    """

    nom: str
    siret: str | None = None
    faits: Faits = ()
    passages: Passages = ()


@dataclass(frozen=True, slots=True)
class Habilitation:
    """The right given to a partner to prepare for a certification or to organise its assessment.

    Attributes:
        ordre: rank in the record, 1-based; the record's passage and this rank lead back to the row.
    """

    ordre: int
    nom: str
    siret: str | None = None
    faits: Faits = ()
    passages: Passages = ()


@dataclass(frozen=True, slots=True)
class Acces:
    """Access to a certification by one route.

    Attributes:
        voie: code of the route: ``fi``, ``ca``, ``fc``, ``cq``, ``cl``, ``vae``.
        ouverte: ``None`` when the source does not tell.
        jury: composition of the jury, if given.
        faits: dates.
    """

    voie: str
    ouverte: bool | None = None
    jury: str | None = None
    faits: Faits = ()
    passages: Passages = ()


@dataclass(frozen=True, slots=True)
class TexteReglementaire:
    """A legal text on which a certification rests.

    Attributes:
        nature: ``decret-general``, ``creation`` or ``autre``: the heading under which the record has it.
        faits: dates of the text, of its publication, of effect and end; duration; level; title.
    """

    intitule: str
    nature: str
    faits: Faits = ()
    passages: Passages = ()


@dataclass(frozen=True, slots=True)
class Statistique:
    """Figures of one year of graduates, or one line of an insertion survey."""

    ordre: int
    faits: Faits = ()
    passages: Passages = ()


@dataclass(frozen=True, slots=True)
class Correspondance:
    """An official equivalence: all sources together stand for all targets.

    Attributes:
        blocs_source: codes of blocs of this record; empty for the certification as a whole.
        cibles: the certification, or blocs of it, that they stand for.
    """

    ordre: int
    blocs_source: tuple[str, ...]
    cibles: tuple[Reference, ...]
    passages: Passages = ()


@dataclass(frozen=True, slots=True)
class Certification:
    """Everything that one record says of one certification.

    Attributes:
        identifiant: register number, or slug of the title for a draft.
        faits: its single statements; title as ``skos:prefLabel``.
        fiche: statements about the published record rather than the certification (technical number,
            state of the workflow, date of publication).
        competences: competences that stand in no bloc (RS fiches, référentiels without blocs).
        textes_referentiels: (``activites`` | ``competences`` | ``evaluation``, text) pairs of statements
            that the source makes about a référentiel as a whole.
    """

    identifiant: str
    faits: Faits = ()
    fiche: Faits = ()
    blocs: tuple[Bloc, ...] = ()
    activites: tuple[Activite, ...] = ()
    competences: tuple[Competence, ...] = ()
    textes_referentiels: tuple[tuple[str, Fait], ...] = ()
    capacites: tuple[GroupeDeCapacites, ...] = ()
    composantes: tuple[Composante, ...] = ()
    certificateurs: tuple[Certificateur, ...] = ()
    habilitations: tuple[Habilitation, ...] = ()
    acces: tuple[Acces, ...] = ()
    textes_reglementaires: tuple[TexteReglementaire, ...] = ()
    statistiques: tuple[Statistique, ...] = ()
    correspondances: tuple[Correspondance, ...] = ()
