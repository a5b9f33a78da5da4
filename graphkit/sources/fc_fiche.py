"""From a FICHE to a certification.

The tables say what is a single statement and what a code, the functions of ``fc_structures`` take what has
parts. An element that is in neither, or that stands where nothing can take it in, is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from graphkit.model import (
    Acces,
    Bloc,
    Certificateur,
    Certification,
    Code,
    Competence,
    Concept,
    Correspondance,
    Document,
    Fait,
    Habilitation,
    Record,
    Reference,
    Statistique,
    TexteReglementaire,
)
from graphkit.passages import Passage
from graphkit.sources import fc_structures as s
from graphkit.sources import fc_tables as t
from graphkit.sources import fc_valeurs as v
from graphkit.sources.fc_noeuds import Constats, Noeud


@dataclass(slots=True)
class _Recolte:
    faits: list[Fait] = field(default_factory=list)
    fiche: list[Fait] = field(default_factory=list)
    referentiels: list[tuple[str, Fait]] = field(default_factory=list)
    certificateurs: list[Certificateur] = field(default_factory=list)
    habilitations: list[Habilitation] = field(default_factory=list)
    acces: list[Acces] = field(default_factory=list)
    textes: list[TexteReglementaire] = field(default_factory=list)
    statistiques: list[Statistique] = field(default_factory=list)
    blocs: list[Bloc] = field(default_factory=list)
    correspondances: list[Correspondance] = field(default_factory=list)


def record_de(racine: Noeud, document: Document, identifiant: str) -> Record:
    """Return everything that a FICHE says.

    Args:
        racine: the FICHE.
        document: the file it stands in.
        identifiant: its number, as ``numero_de`` reads it.
    """
    constats = Constats(document, identifiant)
    recolte = _Recolte()
    _numero(racine, identifiant, recolte, constats)
    for enfant in racine.enfants:
        _range(enfant, racine, recolte, constats)
    competences: tuple[Competence, ...] = ()
    capacites = racine.enfant("CAPACITES_ATTESTEES")
    if identifiant.startswith("RS") and capacites is not None and not recolte.blocs:
        competences = s.competences(capacites)
    for reste in racine.non_lus():
        if reste.lignes is not None:
            # The passage is the row: the message has to name the cell.
            regle, message = (
                "colonne-non-reprise",
                f"{reste.balise} : colonne ou valeur que rien ne peut recevoir ; non reprise.",
            )
        elif reste.chemin.partition("[")[0] in t.CONNUES:
            regle, message = (
                "element-non-repris",
                "Élément connu, mais à une place où rien ne peut le recevoir.",
            )
        else:
            regle, message = (
                "element-inconnu",
                "Élément que le format V4.1 n’a pas à cette place ; non repris.",
            )
        constats.signale(regle, message, reste)
    return Record(
        document=document,
        certification=Certification(
            identifiant=identifiant,
            faits=tuple(recolte.faits),
            fiche=tuple(recolte.fiche),
            blocs=tuple(recolte.blocs),
            competences=competences,
            textes_referentiels=tuple(recolte.referentiels),
            certificateurs=tuple(recolte.certificateurs),
            habilitations=tuple(recolte.habilitations),
            acces=tuple(recolte.acces),
            textes_reglementaires=tuple(recolte.textes),
            statistiques=tuple(recolte.statistiques),
            correspondances=tuple(recolte.correspondances),
        ),
        anomalies=tuple(constats.anomalies),
    )


def numero_de(racine: Noeud) -> str | None:
    """Return the number that names a FICHE, ``None`` if none that can does.

    Args:
        racine: the FICHE.
    """
    imprime = racine.enfant("NUMERO_FICHE")
    return None if imprime is None else v.numero(imprime.texte)


def _numero(racine: Noeud, identifiant: str, recolte: _Recolte, constats: Constats) -> None:
    imprime = racine.enfant("NUMERO_FICHE")
    if imprime is None:
        return
    if imprime.prends() != identifiant:
        constats.signale("numero-invalide", f"Numéro de fiche lu comme {identifiant}.", imprime)
    repertoire = identifiant.rstrip("0123456789")
    recolte.faits += [
        Fait("ref:numeroFiche", Code(identifiant), imprime.passages),
        Fait("ref:repertoire", Concept("repertoire", repertoire.lower()), imprime.passages),
    ]


def _range(enfant: Noeud, racine: Noeud, recolte: _Recolte, constats: Constats) -> None:
    """Put what one element under FICHE says where it belongs."""
    balise = enfant.balise
    if enfant.chemin.endswith("]") and balise in t.CONNUES - t.REPETABLES_SOUS_FICHE:
        constats.signale("element-repete", f"{balise} figure plusieurs fois ; tout est repris.", enfant)
    if balise in t.FAITS or balise in t.FICHE:
        _simple(enfant, recolte, constats)
    elif balise in t.CONCEPTS:
        _concepts(enfant, recolte, constats)
    elif balise in t.LISTES:
        _liste(enfant, recolte, constats)
    elif balise in t.REFERENTIELS and (texte := v.long_texte(enfant, constats)) is not None:
        recolte.referentiels.append((t.REFERENTIELS[balise], Fait("ref:texte", texte, enfant.passages)))
    elif balise in t.VOIES:
        recolte.acces.append(s.acces(enfant, racine.enfant(balise.removeprefix("SI_")), constats))
    elif balise in t.JURYS and racine.enfant(f"SI_{balise}") is None and enfant.texte.strip():
        recolte.acces.append(s.acces(enfant, enfant, constats))
    else:
        _structure(enfant, recolte, constats)


def _structure(enfant: Noeud, recolte: _Recolte, constats: Constats) -> None:
    match enfant.balise:
        case "CERTIFICATEURS":
            recolte.certificateurs += s.certificateurs(enfant, constats)
        case "PARTENAIRES":
            recolte.habilitations += s.habilitations(enfant, constats)
        case "STATISTIQUES_PROMOTIONS":
            recolte.statistiques += s.statistiques(enfant, constats)
        case "BLOCS_COMPETENCES":
            recolte.blocs += s.blocs(enfant, constats)
        case "CORRESPONDANCES":
            recolte.correspondances += s.correspondances(enfant, constats)
        case balise if balise in t.TEXTES:
            recolte.textes += s.textes_reglementaires(enfant, constats)
        case _:
            pass  # never read, hence reported at the end


def _simple(enfant: Noeud, recolte: _Recolte, constats: Constats) -> None:
    if enfant.enfants or not enfant.texte.strip():
        return
    du_document = enfant.balise in t.FICHE
    propriete, convertis = (t.FICHE if du_document else t.FAITS)[enfant.balise]
    valeur = convertis(enfant, constats)
    if valeur is not None:
        (recolte.fiche if du_document else recolte.faits).append(Fait(propriete, valeur, enfant.passages))
    if enfant.balise == "LIEN_URL_DESCRIPTION":
        recolte.faits += [
            Fait("foaf:page", lien, (Passage(caracteres=bornes, chemin=enfant.chemin),))
            for lien, bornes in v.adresses(enfant.texte)
        ]


def _concepts(enfant: Noeud, recolte: _Recolte, constats: Constats) -> None:
    item, nomenclature, propriete, balise_code = t.CONCEPTS[enfant.balise]
    for un in [enfant] if item is None else enfant.tous(item):
        imprime = un.enfant(balise_code)
        if imprime is None:
            continue  # a label alone names no concept: reported as not read
        concept = v.concept(
            nomenclature, code_imprime=imprime.prends(), libelle=un.lis("LIBELLE", "INTITULE") or None
        )
        if concept is None:
            constats.signale(
                "code-invalide", f"Ce code ne peut nommer un élément de {nomenclature}.", imprime
            )
            continue
        recolte.faits.append(Fait(propriete, concept, un.passages))


def _liste(enfant: Noeud, recolte: _Recolte, constats: Constats) -> None:
    item, balise, propriete, convertis = t.LISTES[enfant.balise]
    for un in enfant.tous(item):
        feuille = un if balise is None or not un.enfants else un.enfant(balise)
        if feuille is None or not feuille.texte.strip():
            continue
        valeur = convertis(feuille, constats)
        if isinstance(valeur, (Reference, int)):
            recolte.faits.append(Fait(propriete, valeur, feuille.passages))
