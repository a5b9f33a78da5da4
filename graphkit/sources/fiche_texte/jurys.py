"""Routes of access with their juries, and access overseas: a table whose OUI and NON columns are lost.

The extraction keeps the cross but not the column that it stood in. Whether a route is open is therefore
never read here, only reported as lost; another sentence of the fiche may still tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphkit.model import Acces
from graphkit.passages import Passages
from graphkit.sources.fiche_texte.lignes import Ligne, Texte
from graphkit.sources.fiche_texte.rubriques import match_printed
from graphkit.sources.fiches_dites import colonnes_perdues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphkit.sources.fiche_texte.releve import Releve

_VOIES = (
    ("fi", "Après un parcours de formation sous statut d'élève ou d'étudiant"),
    ("ca", "En contrat d'apprentissage"),
    ("fc", "Après un parcours de formation continue"),
    ("cq", "En contrat de professionnalisation"),
    ("cl", "Par candidature individuelle"),
    ("vae", "Par expérience dispositif VAE prévu en"),
    ("vae", "Par expérience dispositif VAE"),
)
_OUTRE_MER = (
    ("ref:accessibleNouvelleCaledonie", "Accessible en Nouvelle Calédonie"),
    ("ref:accessiblePolynesieFrancaise", "Accessible en Polynésie Française"),
)
_COLONNES = re.compile(r"\s*OUI\s*NON\s*\Z")
_ANNEE = re.compile(r"\s*(?:19|20)\d\d\b")
_CROIX = re.compile(r"\s*X(?=\s|\Z)\s*")


@dataclass(slots=True)
class _Voie:
    code: str
    titre: list[Ligne]
    croix: Ligne | None = None
    jury: list[Ligne] = field(default_factory=list)


def read_routes(lignes: Sequence[Ligne], vae: Passages, releve: Releve) -> list[Acces]:
    """Read the routes with the composition of their juries, and report what the lost columns said.

    Args:
        lignes: the lines of the section.
        vae: where the text says that all of the certification is open to the VAE.
        releve: receives the lost columns.
    """
    voies: list[_Voie] = []
    index = 0
    current: _Voie | None = None
    while index < len(lignes):
        ligne = lignes[index]
        if ligne.vide:
            index += 1
        elif (found := _route(lignes, index)) is not None:
            code, last, rest = found
            current = _Voie(code, list(lignes[index : last + 1]))
            voies.append(current)
            _add_line(current, rest)
            index = last + 1
        elif _COLONNES.match(ligne.brut, ligne.debut):
            releve.add_boilerplate("en-tête de tableau", ligne)
            current = None
            index += 1
        elif (end := _overseas(lignes, index, releve)) is not None:
            current = None
            index = end
        else:
            if current is not None:
                _add_line(current, ligne)
            index += 1
    return [_access(voie, vae if voie.code == "vae" else (), releve) for voie in voies]


def _route(lignes: Sequence[Ligne], index: int) -> tuple[str, int, Ligne] | None:
    for code, printed in _VOIES:
        match = match_printed(lignes, index, printed)
        if match is None:
            continue
        last, rest = match
        if code == "vae":
            if rest.vide and last + 1 < len(lignes) and _ANNEE.match(lignes[last + 1].brut):
                last, rest = last + 1, lignes[last + 1]
            year = _ANNEE.match(rest.brut, rest.debut)
            rest = rest.depuis(year.end()) if year else rest
        return code, last, rest
    return None


def _add_line(voie: _Voie, ligne: Ligne) -> None:
    cross = _CROIX.match(ligne.brut, ligne.debut)
    if cross and voie.croix is None and not voie.jury:
        voie.croix = ligne
        ligne = ligne.depuis(cross.end())
    if not ligne.vide:
        voie.jury.append(ligne)


def _overseas(lignes: Sequence[Ligne], index: int, releve: Releve) -> int | None:
    for propriete, printed in _OUTRE_MER:
        match = match_printed(lignes, index, printed)
        if match is None:
            continue
        last, rest = match
        cross = _CROIX.match(rest.brut, rest.debut)
        if cross is None and not rest.vide:
            return None
        read = lignes[index : last + 1]
        end = last + 1
        if cross is None and end < len(lignes) and lignes[end].mots == "X":
            read, cross, end = lignes[index : end + 1], _CROIX.match(lignes[end].brut), end + 1
        releve.add_boilerplate("case cochée sans colonne" if cross else "case vide", *read)
        _report_lost(f"{printed} ({propriete})", Texte(read).passages(), Texte(read).valeur, releve)
        return end
    return None


def _access(voie: _Voie, vae: Passages, releve: Releve) -> Acces:
    jury = Texte(voie.jury)
    titre = Texte(voie.titre)
    croix = [voie.croix] if voie.croix and voie.croix.numero != voie.titre[-1].numero else []
    if not vae:
        _report_lost(titre.valeur, _whole([*voie.titre, *croix]), titre.valeur, releve)
    return Acces(
        voie=voie.code,
        ouverte=True if vae else None,
        jury=jury.valeur or None,
        passages=vae + _whole([*voie.titre, *croix, *voie.jury]),
    )


def _whole(lignes: Sequence[Ligne]) -> Passages:
    """Return the whole of the lines: name of the route, cross and jury may share one."""
    return Texte([Ligne(ligne.numero, ligne.brut) for ligne in lignes]).passages()


def _report_lost(what: str, passages: Passages, excerpt: str, releve: Releve) -> None:
    releve.add_anomaly(
        colonnes_perdues(what),
        excerpt,
        passages,
        severity="info",
    )
