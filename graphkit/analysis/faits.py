"""From the triples of a record to the facts of wording of its texts, as triples of the same kind.

They are computed for a check and not stored with the record: they follow from its texts and from the lists of
this version, and would outnumber what the record says (ontology/decisions.md, 32).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from graphkit.analysis.enonce import Analyse, analyse
from graphkit.analysis.mentions import Mention
from graphkit.analysis.natures import Nature
from graphkit.identifiers import Minter
from graphkit.ntriples import Triple, iri, string, text, typed, untagged
from graphkit.terms import expand


class Texte(NamedTuple):
    """A text of a thing that is analysed.

    Attributes:
        classe: class of the thing, ``prefix:name``.
        propriete: property that bears the text.
        nature: what it states.
        principal: whether it is the statement of the thing: its verb and structure are facts of the thing.
        detail: whether it says more of what the statement says: so are the purpose, means and context in it.
    """

    classe: str
    propriete: str
    nature: Nature
    principal: bool = True
    detail: bool = False


#: The texts that are analysed.
TEXTES = (
    Texte("ref:Activite", "skos:prefLabel", Nature.ACTIVITE),
    Texte("ref:AccesParVoie", "ref:compositionJury", Nature.JURY, principal=False),
    Texte("ref:BlocDeCompetences", "ref:prerequisEntreeFormation", Nature.PREREQUIS, principal=False),
    Texte("ref:BlocDeCompetences", "ref:prerequisValidation", Nature.PREREQUIS, principal=False),
    Texte("ref:BlocDeCompetences", "skos:prefLabel", Nature.BLOC),
    Texte("ref:CapaciteAttestee", "ref:enonce", Nature.COMPETENCE),
    Texte("ref:Certification", "ref:objectifsContexte", Nature.CONTEXTE, principal=False),
    Texte("ref:Certification", "ref:preambule", Nature.REGLEMENT, principal=False),
    Texte("ref:Certification", "ref:prerequisEntreeFormation", Nature.PREREQUIS, principal=False),
    Texte("ref:Certification", "ref:prerequisValidation", Nature.PREREQUIS, principal=False),
    Texte("ref:Certification", "ref:reglementationsActivites", Nature.CONTEXTE, principal=False),
    Texte("ref:Certification", "ref:reglesObtention", Nature.REGLEMENT, principal=False),
    Texte("ref:Certification", "skos:prefLabel", Nature.CERTIFICATION),
    Texte("ref:Competence", "ref:contexteProfessionnel", Nature.COMPETENCE, principal=False),
    Texte("ref:Competence", "ref:descriptionCompetence", Nature.COMPETENCE, principal=False, detail=True),
    Texte("ref:Competence", "ref:enonce", Nature.COMPETENCE),
    Texte("ref:Competence", "ref:savoirMobilise", Nature.COMPETENCE, principal=False),
    Texte("ref:Composante", "ref:texte", Nature.MODALITE, principal=False),
    Texte("ref:Composante", "skos:prefLabel", Nature.BLOC),
    Texte("ref:CritereEvaluation", "ref:enonce", Nature.CRITERE),
    Texte("ref:Livrable", "ref:enonce", Nature.LIVRABLE),
    Texte("ref:ModaliteEvaluation", "ref:enonce", Nature.MODALITE),
    Texte("ref:Specialisation", "skos:prefLabel", Nature.ACTIVITE),
)


@cache
def _terme(nom: str) -> str:
    return iri(expand(nom))


@cache
def _par_termes() -> dict[tuple[str, str], Texte]:
    return {(_terme(texte.classe), _terme(texte.propriete)): texte for texte in TEXTES}


def faits_de_redaction(triples: Iterable[Triple], minter: Minter) -> list[Triple]:
    """Return the facts of wording of the texts of one record, in the order of the texts.

    Args:
        triples: what the record says, as N-Triples terms.
        minter: names the mentions.
    """
    triples = tuple(triples)
    type_de, connus = _terme("rdf:type"), _par_termes()
    proprietes = {propriete for _, propriete in connus}
    classes: dict[str, list[str]] = {}
    for sujet, predicat, objet in triples:
        if predicat == type_de:
            classes.setdefault(sujet, []).append(objet)
    rangs: dict[tuple[str, str], int] = {}
    faits: dict[Triple, None] = {}
    for sujet, predicat, objet in triples:
        if predicat not in proprietes or (valeur := untagged(objet)) is None:
            continue
        for classe in classes.get(sujet, ()):
            if (texte := connus.get((classe, predicat))) is None:
                continue
            rang = rangs[sujet, predicat] = rangs.get((sujet, predicat), 0) + 1
            trouve = analyse(valeur, texte.nature)
            if rang == 1 and trouve.nombre_mots:
                if texte.principal:
                    faits.update(dict.fromkeys(_redaction(sujet, trouve, minter)))
                if texte.principal or texte.detail:
                    faits.update(dict.fromkeys(_structure(sujet, trouve)))
            faits.update(dict.fromkeys(_mentions(sujet, predicat, rang, trouve.mentions, minter)))
    return list(faits)


def _redaction(sujet: str, trouve: Analyse, minter: Minter) -> Iterator[Triple]:
    yield sujet, _terme("ref:nombreEnonces"), typed(trouve.nombre_enonces)
    yield sujet, _terme("ref:nombreMots"), typed(trouve.nombre_mots)
    yield sujet, _terme("ref:debuteParInfinitif"), typed(trouve.est_infinitif)
    if trouve.langue is not None:
        yield sujet, _terme("ref:langueEnonce"), string(trouve.langue)
    if trouve.premier_verbe is not None:
        yield sujet, _terme("ref:premierVerbe"), string(trouve.premier_verbe)
    if trouve.classe is not None:
        concept = minter.concept("classe-verbe", trouve.classe)
        yield sujet, _terme("ref:aPourClasseDeVerbe"), iri(concept)
    if trouve.objet is not None:
        yield sujet, _terme("ref:objet"), text(trouve.objet)


def _structure(sujet: str, trouve: Analyse) -> Iterator[Triple]:
    for propriete, valeurs in (
        ("ref:contexteEnonce", trouve.contextes),
        ("ref:finalite", trouve.finalites),
        ("ref:moyen", trouve.moyens),
    ):
        for valeur in valeurs:
            yield sujet, _terme(propriete), text(valeur)


def _mentions(
    sujet: str, predicat: str, rang: int, mentions: Iterable[Mention], minter: Minter
) -> Iterator[Triple]:
    if not mentions:
        return
    chemin = sujet[1:-1].removeprefix(minter.base)
    local = predicat[1:-1].rpartition("#")[2]
    # A property has one value in a sound record; a second one is told apart by its rank.
    base = f"{minter.base}mention/{chemin}/{local}" + (f".{rang}" if rang > 1 else "")
    for mention in mentions:
        noeud = iri(f"{base}/{mention.theme}-{mention.debut}")
        yield sujet, _terme("ref:contientMention"), noeud
        yield noeud, _terme("rdf:type"), _terme("ref:Mention")
        yield noeud, _terme("ref:theme"), iri(minter.concept("theme", mention.theme))
        yield noeud, _terme("ref:mentionDans"), predicat
        yield noeud, _terme("ref:extrait"), string(mention.extrait)
        yield noeud, _terme("ref:caractereDebut"), typed(mention.debut)
        yield noeud, _terme("ref:caractereFin"), typed(mention.fin)
