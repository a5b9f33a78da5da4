"""The components of a certification and the rules for obtaining the whole of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphkit.model import Composante, Fait, Lien, Livrable
from graphkit.passages import Passage, Passages
from graphkit.sources.fiche_texte.lignes import Ligne, Texte, heading_end, join_paragraphs, split_paragraphs
from graphkit.sources.fiche_texte.phrases import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NUMBERED = re.compile(r"\s*(\d{1,2})\s*[.)]\s+(?=\S)")
# The words of the register for its own rules, whatever the trade.
_OBTENTION = re.compile(r"\b(obtention|obtenir|obtenue?s?|délivrance|délivrée?s?|totalité)\b", re.IGNORECASE)
_TOUT = re.compile(r"\b(certifications?|titres?|diplômes?|certificats?|blocs?)\b", re.IGNORECASE)
_VAE = re.compile(
    r"(?:tous les blocs|la certification|le titre|le diplôme|le certificat)\b[^.]{0,80}?\baccessibles?\s+"
    r"(?:en|par|par la|par la voie de la)\s+(?:VAE|validation des acquis de l['’]expérience)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:n['’]|ne\b|pas\b|non\b|sauf\b|excepté|hormis\b|sous réserve|si\b|partiellement)", re.IGNORECASE
)


@dataclass(slots=True)
class Modalites:
    """What the section on components says.

    Attributes:
        textes: statements about the assessment as a whole.
        composantes: the numbered components.
        faits: rules for obtaining the whole, addresses.
        vae: where the text says that all of it can be had by VAE; empty if it does not.
    """

    textes: list[tuple[str, Fait]] = field(default_factory=list)
    composantes: list[Composante] = field(default_factory=list)
    faits: list[Fait] = field(default_factory=list)
    vae: Passages = ()


def read_components(lignes: Sequence[Ligne], width: int) -> Modalites:
    """Read the lead-in, the numbered components, then the rules for obtaining the whole.

    Args:
        lignes: the lines of the section, links to occupations left out.
        width: usual length of a full line.
    """
    result = Modalites()
    result.faits += [Fait("foaf:page", Lien(x.url), Texte([x]).passages()) for x in lignes if x.url]
    kept = [ligne for ligne in lignes if not ligne.vide and not ligne.url]
    starts = _component_starts(kept)
    rules = _rules_start(kept, starts[-1] + 1 if starts else 0)
    lead = kept[: starts[0]] if starts else kept[:rules]
    texte, passages = join_paragraphs(split_paragraphs(lead, width))
    if texte:
        result.textes.append(("evaluation", Fait("ref:texte", texte, passages)))
    for numero, (start, end) in enumerate(zip(starts, [*starts[1:], rules], strict=False), 1):
        result.composantes.append(_component(numero, kept[start:end], width))
    morceaux = split_paragraphs(kept[rules:], width)
    texte, passages = join_paragraphs(morceaux)
    if texte:
        result.faits.append(Fait("ref:reglesObtention", texte, passages))
    result.vae = _vae_statement(morceau.imprime for morceau in morceaux)
    return result


def _component_starts(lignes: Sequence[Ligne]) -> list[int]:
    starts: list[int] = []
    for index, ligne in enumerate(lignes):
        match = _NUMBERED.match(ligne.brut, ligne.debut)
        if match and int(match[1]) == len(starts) + 1:
            starts.append(index)
    return starts


def _rules_start(lignes: Sequence[Ligne], first: int) -> int:
    """Return the index of the paragraph, after a blank line, that speaks of obtaining the whole.

    A paragraph directly under the heading of a component describes that component, whatever its words.
    """
    for index in range(first, len(lignes)):
        after_blank = index > 0 and lignes[index].numero > lignes[index - 1].numero + 1
        if index != 0 and (not after_blank or (index == first and first > 0)):
            continue
        if lignes[index].puce:
            continue
        paragraph = split_paragraphs(_until_gap(lignes, index))[0].imprime.valeur
        if _OBTENTION.search(paragraph) and _TOUT.search(paragraph):
            return index
    return len(lignes)


def _until_gap(lignes: Sequence[Ligne], index: int) -> list[Ligne]:
    end = index + 1
    while end < len(lignes) and lignes[end].numero == lignes[end - 1].numero + 1:
        end += 1
    return list(lignes[index:end])


def _component(numero: int, lignes: Sequence[Ligne], width: int) -> Composante:
    match = _NUMBERED.match(lignes[0].brut, lignes[0].debut)
    last = heading_end(lignes, 0, width)
    heading = Texte([lignes[0].depuis(match.end()) if match else lignes[0], *lignes[1 : last + 1]])
    morceaux = split_paragraphs(list(lignes[last + 1 :]), width)
    return Composante(
        numero=numero,
        intitule=heading.valeur,
        descriptif="\n".join(("- " if each.puce else "") + each.texte.valeur for each in morceaux),
        livrables=tuple(
            Livrable(morceau.texte.valeur, morceau.texte.passages()) for morceau in morceaux if morceau.puce
        ),
        passages=Texte(lignes).passages(),
    )


def _vae_statement(textes: Iterable[Texte]) -> Passages:
    """Return the passages of the sentences that open the whole to the VAE without any reserve."""
    found: list[Passage] = []
    for texte in textes:
        for start, end in sentence_spans(texte.valeur):
            sentence = texte.valeur[start:end]
            if _VAE.search(sentence) and not _NEGATION.search(sentence):
                found += texte.passages(start, end)
    return tuple(found)
