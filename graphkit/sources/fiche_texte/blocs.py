"""The blocs of competences: cells of competence, assessment and sanction."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from graphkit.model import Bloc, Competence, Fait, Livrable, Modalite
from graphkit.passages import Passage
from graphkit.sources.fiche_texte.lignes import Ligne, Texte, split_paragraphs
from graphkit.sources.fiche_texte.rubriques import COLONNES_DES_BLOCS, match_printed
from graphkit.sources.fiches_dites import bloc_en_double, cellules_vides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphkit.sources.fiche_texte.releve import Releve


class _Sorte(Enum):
    """What a cell of the table says."""

    DESCRIPTIF = "descriptif"
    COMPETENCE = "compétence"
    COMPETENCES = "compétences"
    EVALUATION = "évaluation"
    SANCTION = "sanction"


_ETIQUETTES = (
    (_Sorte.COMPETENCES, re.compile(r"\s*Compétences(?:\s+(?:évaluées|attestées))?\s*:\s*", re.IGNORECASE)),
    (_Sorte.COMPETENCE, re.compile(r"\s*Compétence\s*:\s*", re.IGNORECASE)),
    (
        _Sorte.EVALUATION,
        re.compile(r"\s*(?:[ée]valuations?|modalités?\s+d['’]\s*[ée]valuation)\s*:\s*", re.IGNORECASE),
    ),
    (_Sorte.SANCTION, re.compile(r"\s*Sanction\s*:\s*", re.IGNORECASE)),
    (_Sorte.DESCRIPTIF, re.compile(r"\s*Descriptif\s*:\s*", re.IGNORECASE)),
)
_DEBUT_DE_BLOC = re.compile(r"\s*Blocs?\s+de\s+compétences?\s+n\s*°\s*\d", re.IGNORECASE)
_TITRE_DE_BLOC = re.compile(
    r"Blocs?\s+de\s+compétences?\s+n\s*°\s*(\d{1,3})(?:\s+de\s+la\s+fiche\s+n\s*°\s*\d{1,6})?\s*[-–:]?\s*",
    re.IGNORECASE,
)
_CERTIFICAT = re.compile(
    r"délivrance\s+d(?:u|['’]un|e\s+l['’]|['’]une|e\s+la)\s*"
    r"(?:certificats?|certifications?|attestations?|titres?)\s+(?:intitulée?\s+)?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Cellule:
    sorte: _Sorte
    lignes: list[Ligne] = field(default_factory=list)


@dataclass(slots=True)
class _Brouillon:
    """A bloc while its cells are being gathered."""

    numero: int
    intitule: str
    passages: list[Passage]
    cellules: list[_Cellule] = field(default_factory=list)


def read_blocs(lignes: Sequence[Ligne], identifiant: str, *, numbered: bool, releve: Releve) -> list[Bloc]:
    """Read the table of blocs; a page break may fall anywhere in it.

    Args:
        lignes: the lines of the section.
        identifiant: identifier of the certification.
        numbered: whether that is a register number, from which the codes of blocs are made.
        releve: receives labels of cells, heads of the table and what is wrong.
    """
    drafts: list[_Brouillon] = []
    index = 0
    while index < len(lignes):
        ligne = lignes[index]
        columns = match_printed(lignes, index, COLONNES_DES_BLOCS)
        if columns is not None:
            releve.add_boilerplate("en-tête de tableau", *lignes[index : columns[0] + 1])
            index = columns[0] + 1
        elif _DEBUT_DE_BLOC.match(ligne.brut, ligne.debut):
            end = _title_end(lignes, index)
            _open_bloc(drafts, Texte(lignes[index:end]))
            index = end
        else:
            if drafts:
                _add_line(drafts[-1], ligne, releve)
            index += 1
    _report_duplicates(drafts, releve)
    return [_close_bloc(draft, identifiant if numbered else "", releve) for draft in drafts]


def _title_end(lignes: Sequence[Ligne], index: int) -> int:
    """Return the index after a bloc's title, which goes on to a blank line or to the first label."""
    end = index + 1
    while end < len(lignes) and not lignes[end].vide and _label(lignes[end]) is None:
        end += 1
    return end


def _open_bloc(drafts: list[_Brouillon], titre: Texte) -> None:
    match = _TITRE_DE_BLOC.match(titre.valeur)
    if match is None:  # the first line matched, so the title does
        raise AssertionError(titre.valeur)
    numero, intitule = int(match[1]), titre.valeur[match.end() :]
    if drafts and (drafts[-1].numero, drafts[-1].intitule) == (numero, intitule):
        # A page break may print the title of the bloc again.
        drafts[-1].passages += titre.passages()
    else:
        drafts.append(_Brouillon(numero, intitule, list(titre.passages())))


def _label(ligne: Ligne) -> tuple[_Sorte, Ligne] | None:
    for sorte, pattern in _ETIQUETTES:
        match = pattern.match(ligne.brut, ligne.debut)
        if match:
            return sorte, ligne.depuis(match.end())
    return None


def _add_line(draft: _Brouillon, ligne: Ligne, releve: Releve) -> None:
    label = _label(ligne)
    if label is not None:
        sorte, rest = label
        draft.cellules.append(_Cellule(sorte))
        if rest.vide:
            releve.add_boilerplate("étiquette de cellule", ligne)
            return
        ligne = rest
    if ligne.vide:
        return
    if not draft.cellules:
        draft.cellules.append(_Cellule(_Sorte.DESCRIPTIF))
    draft.cellules[-1].lignes.append(ligne)


def _close_bloc(draft: _Brouillon, certification: str, releve: Releve) -> Bloc:
    competences: list[Competence] = []
    modalites: list[Modalite] = []
    faits: list[Fait] = []
    certificat: Fait | None = None
    listed = False
    empty = 0
    for cellule in draft.cellules:
        if not cellule.lignes:
            empty += 1
        elif cellule.sorte in (_Sorte.COMPETENCE, _Sorte.COMPETENCES):
            read = _competences(cellule)
            listed = len(read) > 1
            competences += read
        elif cellule.sorte is _Sorte.EVALUATION and competences and not listed:
            competences[-1] = _assessed(competences[-1], _modalite(cellule))
        elif cellule.sorte is _Sorte.EVALUATION:
            # One assessment for a list of competences is the bloc's: which of them it tests is not said.
            modalites.append(_modalite(cellule))
        elif cellule.sorte is _Sorte.SANCTION and certificat is None:
            certificat = _certificate(cellule)
        else:
            texte = Texte(cellule.lignes)
            faits.append(Fait("ref:texte", texte.valeur, texte.passages()))
    if empty:
        releve.add_anomaly(
            cellules_vides(draft.numero, empty),
            draft.intitule,
            tuple(draft.passages),
        )
    return Bloc(
        code=f"{certification}BC{draft.numero:02d}",
        intitule=draft.intitule,
        competences=tuple(competences),
        modalites=tuple(modalites),
        certificat=certificat,
        faits=tuple(faits),
        passages=tuple(draft.passages),
    )


def _competences(cellule: _Cellule) -> list[Competence]:
    if cellule.sorte is _Sorte.COMPETENCES:
        morceaux = split_paragraphs(cellule.lignes)
        if len(morceaux) > 1 and all(morceau.puce for morceau in morceaux):
            textes = [morceau.texte for morceau in morceaux]
            return [Competence(texte.valeur, passages=texte.passages()) for texte in textes]
    texte = Texte(cellule.lignes)
    return [Competence(texte.valeur, passages=texte.passages())]


def _assessed(competence: Competence, modalite: Modalite) -> Competence:
    return Competence(
        enonce=competence.enonce,
        modalites=(*competence.modalites, modalite),
        passages=competence.passages,
    )


def _modalite(cellule: _Cellule) -> Modalite:
    texte = Texte(cellule.lignes)
    items = [morceau.texte for morceau in split_paragraphs(cellule.lignes) if morceau.puce]
    return Modalite(
        enonce=texte.valeur,
        livrables=tuple(Livrable(item.valeur, item.passages()) for item in items),
        passages=texte.passages(),
    )


def _certificate(cellule: _Cellule) -> Fait:
    """Return the title of the certificate, or the whole cell where it is worded in another way."""
    texte = Texte(cellule.lignes)
    match = _CERTIFICAT.match(texte.valeur)
    start = match.end() if match and match.end() < len(texte.valeur) else 0
    return Fait("skos:prefLabel", texte.valeur[start:], texte.passages(start))


def _report_duplicates(drafts: Sequence[_Brouillon], releve: Releve) -> None:
    seen: set[int] = set()
    for draft in drafts:
        if draft.numero in seen:
            releve.add_anomaly(
                bloc_en_double(draft.numero),
                draft.intitule,
                tuple(draft.passages),
            )
        seen.add(draft.numero)
