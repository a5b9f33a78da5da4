"""A certification and what surrounds its référentiels: bodies, access, legal basis, equivalences."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from urllib.parse import unquote

from graphkit.identifiers import digest, siren_of
from graphkit.mapping.referentiel import map_referentiels
from graphkit.mapping.sink import Sink, term
from graphkit.model import (
    Acces,
    Certificateur,
    Certification,
    Composante,
    Concept,
    Correspondance,
    Fait,
    GroupeDeCapacites,
    Habilitation,
    Reference,
    Statistique,
    TexteReglementaire,
)
from graphkit.ntriples import string, typed


def map_certification(sink: Sink, certification: Certification) -> None:
    """Map a certification with everything that the record says of it."""
    sink.thing(sink.certification, "ref:Certification")
    sink.faits(sink.certification, certification.faits)
    map_referentiels(sink, certification)
    for rank, groupe in enumerate(certification.capacites, 1):
        _map_groupe(sink, groupe, rank)
    for composante in certification.composantes:
        _map_composante(sink, composante)
    for certificateur in certification.certificateurs:
        _map_certificateur(sink, certificateur)
    named: Counter[str] = Counter()
    for habilitation in certification.habilitations:
        _map_habilitation(sink, habilitation, named)
    for acces in certification.acces:
        _map_acces(sink, acces)
    for texte in certification.textes_reglementaires:
        _map_texte(sink, texte)
    for statistique in certification.statistiques:
        _map_statistique(sink, statistique)
    for correspondance in certification.correspondances:
        _map_correspondance(sink, correspondance)


def _map_groupe(sink: Sink, groupe: GroupeDeCapacites, rank: int) -> None:
    node = sink.minter.iri("capacites", sink.id, str(rank))
    sink.thing(node, "ref:GroupeDeCapacites", groupe.passages, rank)
    sink.link(sink.certification, "ref:comporteGroupeDeCapacites", node)
    sink.statement(node, "skos:prefLabel", groupe.intitule)
    for order, (enonce, passages) in enumerate(groupe.capacites, 1):
        capacite = sink.minter.iri("capacites", sink.id, str(rank), digest(enonce))
        sink.thing(capacite, "ref:CapaciteAttestee", passages, order)
        sink.link(node, "ref:comporteCapacite", capacite)
        sink.statement(capacite, "ref:enonce", enonce)


def _map_composante(sink: Sink, composante: Composante) -> None:
    node = sink.minter.iri("composante", sink.id, str(composante.numero))
    sink.thing(node, "ref:Composante", composante.passages, composante.numero)
    sink.link(sink.certification, "ref:comporteComposante", node)
    sink.statement(node, "skos:prefLabel", composante.intitule)
    sink.statement(node, "ref:texte", composante.descriptif)
    for rank, livrable in enumerate(composante.livrables, 1):
        name = digest(livrable.enonce)
        item = sink.minter.iri("livrable", sink.id, f"composante-{composante.numero}", name)
        sink.thing(item, "ref:Livrable", livrable.passages, rank)
        sink.link(node, "ref:attend", item)
        sink.statement(item, "ref:enonce", livrable.enonce)


def _can_be_named(body: Certificateur | Habilitation) -> bool:
    """Tell whether a record gives a body a name or a number; without either it stays an unnamed role."""
    return bool(siren_of(body.siret) or body.nom.strip())


def _share_siren(sink: Sink, body: str, siret: str | None) -> None:
    """State the number of the legal body, by which a certifier meets its establishments that are partners."""
    if siren := siren_of(siret):
        sink.share(body, "ref:siren", string(siren))


def _map_certificateur(sink: Sink, certificateur: Certificateur) -> None:
    body = None
    name = certificateur.siret or digest(f"{certificateur.nom}|{certificateur.passages}")
    if _can_be_named(certificateur):
        body = sink.minter.certificateur(certificateur.nom, certificateur.siret)
        name = certificateur.siret or body.rsplit("/", 1)[-1]
        sink.share(body, "rdf:type", term("ref:Certificateur"))
        _share_siren(sink, body, certificateur.siret)
        sink.observe(body, certificateur.nom)
        sink.link(sink.certification, "ref:delivreePar", body)
        sink.derive(sink.certification, certificateur.passages, "ref:delivreePar")
    # Two establishments of one body may both be declared on a fiche: the role is theirs, not the body's.
    role = sink.minter.iri("role", sink.id, name)
    sink.thing(role, "ref:RoleDeCertificateur", certificateur.passages)
    sink.link(sink.certification, "ref:roleCertificateur", role)
    if body is not None:
        sink.link(role, "ref:certificateur", body)
    sink.statement(role, "ref:libelleConstate", certificateur.nom)
    if certificateur.siret:
        sink.add(role, "ref:siret", string(certificateur.siret))
    sink.faits(role, certificateur.faits)


def _map_habilitation(sink: Sink, habilitation: Habilitation, named: Counter[str]) -> None:
    body = None
    name = f"sans-nom.{habilitation.ordre}"
    if _can_be_named(habilitation):
        body = sink.minter.organisme(habilitation.nom, habilitation.siret)
        # Not by rank: two sources list the same partners in other orders, and what they say of two
        # partners would be said of one thing.
        name = unquote(body.rsplit("/", 1)[-1])
        named[name] += 1
        if named[name] > 1:
            # No slug has a point: the second of one name is not taken for the first of another.
            name = f"{name}.{named[name]}"
    node = sink.minter.iri("habilitation", sink.id, name)
    sink.thing(node, "ref:Habilitation", habilitation.passages, habilitation.ordre)
    sink.link(sink.certification, "ref:donneHabilitation", node)
    if body is not None:
        sink.share(body, "rdf:type", term("ref:Organisme"))
        _share_siren(sink, body, habilitation.siret)
        sink.observe(body, habilitation.nom)
        sink.link(node, "ref:partenaire", body)
    sink.statement(node, "ref:libelleConstate", habilitation.nom)
    if habilitation.siret:
        sink.add(node, "ref:siret", string(habilitation.siret))
    # The passage of the row covers its cells: one passage a cell would double what 400,000 partners cost.
    sink.faits(node, tuple(replace(fait, passages=()) for fait in habilitation.faits))


def _map_acces(sink: Sink, acces: Acces) -> None:
    node = sink.minter.iri("acces", sink.id, acces.voie)
    sink.thing(node, "ref:AccesParVoie", acces.passages)
    sink.link(sink.certification, "ref:accessiblePar", node)
    sink.faits(node, (Fait("ref:voie", Concept("voie-acces", acces.voie)), *acces.faits))
    # Absent when the source does not tell: false would be a statement nobody made.
    if acces.ouverte is not None:
        sink.add(node, "ref:ouverte", typed(acces.ouverte))
    sink.statement(node, "ref:compositionJury", acces.jury)


def _map_texte(sink: Sink, texte: TexteReglementaire) -> None:
    # The same decree often stands under two headings: it is one text, of two natures.
    published = next((f.valeur for f in texte.faits if f.propriete == "eli:date_publication"), "")
    node = sink.minter.iri("texte", sink.id, digest(f"{texte.intitule}|{published}"))
    sink.thing(node, "ref:TexteReglementaire", texte.passages)
    sink.link(sink.certification, "ref:fondeeSur", node)
    sink.statement(node, "eli:title", texte.intitule)
    sink.faits(node, (Fait("ref:nature", Concept("nature-texte", texte.nature)), *texte.faits))


def _map_statistique(sink: Sink, statistique: Statistique) -> None:
    node = sink.minter.iri("statistique", sink.id, str(statistique.ordre))
    sink.thing(node, "ref:StatistiquePromotion", statistique.passages, statistique.ordre)
    sink.link(sink.certification, "ref:aPourStatistique", node)
    sink.faits(node, statistique.faits)


def _map_correspondance(sink: Sink, correspondance: Correspondance) -> None:
    node = sink.minter.iri("correspondance", sink.id, str(correspondance.ordre))
    sink.thing(node, "ref:Correspondance", correspondance.passages, correspondance.ordre)
    sink.link(sink.certification, "ref:correspondance", node)
    for code in correspondance.blocs_source:
        sink.link(node, "ref:blocSource", sink.minter.bloc(sink.id, code))
    for cible in correspondance.cibles:
        sink.link(node, "ref:certificationCible", sink.cite(Reference(cible.certification)))
        if cible.bloc is not None:
            sink.link(node, "ref:blocCible", sink.cite(cible))
