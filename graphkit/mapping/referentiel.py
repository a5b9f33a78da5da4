"""The three référentiels: activities, competences in blocs or not, modalities and criteria."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from graphkit.identifiers import digest, name_of
from graphkit.mapping.sink import Sink
from graphkit.model import Activite, Bloc, Certification, Competence, Modalite
from graphkit.ntriples import string
from graphkit.passages import Passages
from graphkit.text import normalise_spaces

_CLASSES = {
    "activites": "ref:ReferentielActivites",
    "competences": "ref:ReferentielCompetences",
    "evaluation": "ref:ReferentielEvaluation",
}


class CompetenceNames:
    """Gives each competence of a certification the last segment of its IRI.

    A printed code names a competence only if it is printed beside one statement alone: codes that start
    again in each bloc (``1.``) fall back on the digest of the statement, for all that bear them.

    Args:
        certification: the certification whose competences are to be named.
    """

    def __init__(self, certification: Certification) -> None:
        statements: dict[str, set[str]] = defaultdict(set)
        for competence in _competences(certification):
            if competence.code:
                statements[competence.code].add(normalise_spaces(competence.enonce))
        self._unique = {code for code, texts in statements.items() if len(texts) == 1}
        self._by_code: dict[str, set[str]] = defaultdict(set)
        for competence in _competences(certification):
            self._by_code[competence.code or digest(competence.enonce)].add(self.name(competence))

    def name(self, competence: Competence) -> str:
        """Return the name of a competence within its certification."""
        if competence.code and competence.code in self._unique:
            return competence.code
        return digest(competence.enonce)

    def with_code(self, code: str) -> list[str]:
        """Return the names of the competences with a code, or this digest and no code, in a stable order."""
        return sorted(self._by_code[code])


def _competences(certification: Certification) -> Iterator[Competence]:
    yield from certification.competences
    for bloc in certification.blocs:
        yield from bloc.competences


class ModaliteNames:
    """Gives each modality of a certification the last segments of its IRI.

    One assessment of several competences ("A2C2 et A2C3: étude de cas") is one thing: the readers give it
    to each of them, with the same words from the same place.

    Args:
        certification: the certification whose modalities are to be named.
    """

    def __init__(self, certification: Certification) -> None:
        bearers: Counter[tuple[str, Passages]] = Counter()
        for competence in _competences(certification):
            bearers.update({(each.enonce, each.passages) for each in competence.modalites})
        numbered: Counter[str] = Counter()
        self._shared = {
            key: _nth(digest(key[0]), numbered) for key, number in bearers.items() if number > 1 and key[1]
        }

    def name(self, owner: str, modalite: Modalite, seen: Counter[str]) -> tuple[str, ...]:
        """Return the segments that name a modality.

        Args:
            owner: name of the competence or bloc that it assesses.
            modalite: the modality.
            seen: names already given under this owner.
        """
        shared = self._shared.get((modalite.enonce, modalite.passages))
        return (shared,) if shared else (owner, _nth(digest(modalite.enonce), seen))


def map_referentiels(sink: Sink, certification: Certification) -> None:
    """Map the référentiels of a certification and all that they hold."""
    names = CompetenceNames(certification)
    modalites = ModaliteNames(certification)
    rank = 0
    for order, bloc in enumerate(certification.blocs, 1):
        node = _map_bloc(sink, bloc, modalites, order)
        for competence in bloc.competences:
            rank += 1
            name = names.name(competence)
            sink.link(node, "ref:regroupe", _map_competence(sink, competence, name, modalites, rank))
    for competence in certification.competences:
        rank += 1
        _map_competence(sink, competence, names.name(competence), modalites, rank)
    for competence in _competences(certification):
        for name in (each for code in competence.au_travers_de for each in names.with_code(code)):
            through = sink.minter.iri("competence", sink.id, name)
            node = sink.minter.iri("competence", sink.id, names.name(competence))
            sink.link(node, "ref:evalueeAuTraversDe", through)
    for order, activite in enumerate(certification.activites, 1):
        node = _map_activite(sink, activite, names, order)
        sink.link(sink.certification, "ref:comporteActivite", node)
    _map_parts(sink, certification)


def _map_parts(sink: Sink, certification: Certification) -> None:
    """Declare each référentiel for which the source has content, with what it says of it as a whole."""
    said = {name for name, _ in certification.textes_referentiels}
    competences = tuple(_competences(certification))
    assessed = any(competence.modalites or competence.criteres for competence in competences)
    present = {
        "activites": bool(certification.activites),
        "competences": bool(competences or certification.capacites),
        "evaluation": assessed or any(bloc.modalites for bloc in certification.blocs),
    }
    for name, kind in _CLASSES.items():
        if not present[name] and name not in said:
            continue
        node = sink.minter.iri("referentiel", sink.id, name)
        sink.thing(node, kind)
        sink.link(sink.certification, "ref:aPourReferentiel", node)
        sink.faits(node, tuple(fait for part, fait in certification.textes_referentiels if part == name))


def _map_bloc(sink: Sink, bloc: Bloc, names: ModaliteNames, rank: int) -> str:
    node = sink.minter.bloc(sink.id, bloc.code)
    sink.thing(node, "ref:BlocDeCompetences", bloc.passages, rank)
    sink.link(sink.certification, "ref:comporteBloc", node)
    sink.add(node, "ref:code", string(node.rsplit("/", 1)[-1]))
    if bloc.code_imprime:
        sink.add(node, "ref:codeImprime", string(bloc.code_imprime))
    sink.statement(node, "skos:prefLabel", bloc.intitule)
    sink.faits(node, bloc.faits)
    _map_modalites(sink, node, node.rsplit("/", 1)[-1], bloc.modalites, names)
    if bloc.certificat is not None:
        certificat = sink.minter.iri("certificat-de-bloc", node.rsplit("/", 1)[-1])
        sink.thing(certificat, "ref:CertificatDeBloc")
        sink.link(node, "ref:sanctionnePar", certificat)
        sink.faits(certificat, (bloc.certificat,))
    return node


def _map_competence(sink: Sink, competence: Competence, name: str, names: ModaliteNames, rank: int) -> str:
    node = sink.minter.iri("competence", sink.id, name)
    sink.thing(node, "ref:Competence", competence.passages, rank)
    sink.link(sink.certification, "ref:comporteCompetence", node)
    sink.statement(node, "ref:enonce", competence.enonce)
    if competence.code:
        sink.add(node, "ref:code", string(competence.code))
    if competence.code_imprime:
        sink.add(node, "ref:codeImprime", string(competence.code_imprime))
    sink.statement(node, "ref:chapeau", competence.chapeau)
    sink.derive(node, competence.passages_chapeau, "ref:chapeau")
    sink.faits(node, competence.faits)
    _map_modalites(sink, node, name, competence.modalites, names)
    seen: Counter[str] = Counter()
    for order, critere in enumerate(competence.criteres, 1):
        item = sink.minter.iri("critere", sink.id, name, _nth(digest(critere.enonce), seen))
        sink.thing(item, "ref:CritereEvaluation", critere.passages, order)
        sink.link(node, "ref:aPourCritere", item)
        sink.statement(item, "ref:enonce", critere.enonce)
    return node


def _map_modalites(
    sink: Sink, owner: str, name: str, modalites: tuple[Modalite, ...], names: ModaliteNames
) -> None:
    seen: Counter[str] = Counter()
    for order, modalite in enumerate(modalites, 1):
        segments = names.name(name, modalite, seen)
        node = sink.minter.iri("modalite", sink.id, *segments)
        sink.thing(node, "ref:ModaliteEvaluation", modalite.passages, order)
        sink.link(owner, "ref:estEvalueePar", node)
        sink.statement(node, "ref:enonce", modalite.enonce)
        given: Counter[str] = Counter()
        for rank, livrable in enumerate(modalite.livrables, 1):
            item = sink.minter.iri("livrable", sink.id, *segments, _nth(digest(livrable.enonce), given))
            sink.thing(item, "ref:Livrable", livrable.passages, rank)
            sink.link(node, "ref:attend", item)
            sink.statement(item, "ref:enonce", livrable.enonce)


def _map_activite(sink: Sink, activite: Activite, names: CompetenceNames, rank: int) -> str:
    node = sink.minter.iri("activite", sink.id, activite.code)
    sink.thing(node, "ref:Activite", activite.passages, rank)
    sink.add(node, "ref:code", string(activite.code))
    if activite.code_imprime:
        sink.add(node, "ref:codeImprime", string(activite.code_imprime))
    sink.statement(node, "skos:prefLabel", activite.intitule)
    if activite.specialisation:
        item = sink.minter.iri("specialisation", sink.id, name_of(activite.specialisation))
        sink.thing(item, "ref:Specialisation", activite.passages)
        sink.link(node, "ref:specialisation", item)
        sink.statement(item, "skos:prefLabel", activite.specialisation)
    for code in activite.competences:
        for name in names.with_code(code):
            sink.link(node, "ref:mobilise", sink.minter.iri("competence", sink.id, name))
    for order, child in enumerate(activite.sous_activites, 1):
        sink.link(node, "ref:comporteSousActivite", _map_activite(sink, child, names, order))
    return node


def _nth(name: str, seen: Counter[str]) -> str:
    """Return the name, numbered from the second time on: two equal statements are two things."""
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"
