"""From the text of a cell to what it states: competences, modalities, criteria, each with its place."""

from __future__ import annotations

from dataclasses import replace

from graphkit.model import Competence, Critere, Modalite
from graphkit.sources.brouillon.colonnes import Role, role_de
from graphkit.sources.brouillon.contenu import Cellule
from graphkit.sources.brouillon.lignes import Ligne, Source, lignes, paragraphes, passage_de
from graphkit.sources.decoupage import Item, split_competences
from graphkit.sources.modalites import split_modalites
from graphkit.sources.niveaux import FIN_DE_PHRASE, is_infinitive
from graphkit.text import normalise_spaces

_TITRE_MAX = 80


def lit_competences(source: Source) -> list[Competence]:
    """Return the competences of a cell: one for each code, or for each statement where there is no code.

    Args:
        source: the cell.
    """
    codees: list[list[Ligne]] = []
    for ligne in lignes(source):
        if ligne.code or not codees:
            codees.append([ligne])
        else:
            codees[-1].append(ligne)
    if any(groupe[0].code for groupe in codees):
        return _codees(source, codees)
    return _sans_code(source)


def _codees(source: Source, groupes: list[list[Ligne]]) -> list[Competence]:
    lues = []
    avant = [] if groupes[0][0].code else groupes.pop(0)
    for groupe in groupes:
        premiere = groupe[0]
        enonce = "\n".join(ligne.texte for ligne in groupe if ligne.texte)
        lues.append(
            Competence(
                enonce or premiere.imprime,
                code=premiere.code,
                code_imprime=premiere.imprime,
                chapeau="\n".join(ligne.texte for ligne in avant) or None,
                passages=(passage_de(source, premiere.debut, groupe[-1].fin),),
                passages_chapeau=tuple(passage_de(source, ligne.debut, ligne.fin) for ligne in avant),
            )
        )
    return lues


def _sans_code(source: Source) -> list[Competence]:
    items = [item for item in split_competences(source.texte) if item.enonce]
    groupes: list[list[Item]] = []
    for item in items:
        if groupes and not (item.code or is_infinitive(item.enonce)):
            groupes[-1].append(item)
        else:
            groupes.append([item])
    titre = groupes.pop(0) if len(groupes) > 1 and _est_titre(groupes[0]) else []
    return [_competence(source, groupe, titre) for groupe in groupes]


def _est_titre(groupe: list[Item]) -> bool:
    """Tell whether the first of several statements is a heading of the others."""
    premier = groupe[0].enonce
    nominal = not (groupe[0].code or is_infinitive(premier) or "," in premier)
    return nominal and len(groupe) == 1 and len(premier) <= _TITRE_MAX and not premier.endswith(FIN_DE_PHRASE)


def _competence(source: Source, groupe: list[Item], titre: list[Item]) -> Competence:
    premier, dernier = groupe[0], groupe[-1]
    chapeaux = [(item.debut, item.fin) for item in titre] + list(premier.chapeaux)
    return Competence(
        "\n".join(item.enonce for item in groupe),
        code=premier.code,
        code_imprime=premier.code_imprime.rstrip(" .:–—-)") if premier.code_imprime else None,
        chapeau="\n".join([item.enonce for item in titre] + ([premier.chapeau] if premier.chapeau else []))
        or None,
        passages=(passage_de(source, premier.debut, dernier.fin),),
        passages_chapeau=tuple(passage_de(source, *place) for place in chapeaux),
    )


def lit_modalites(source: Source, competences: list[Competence]) -> dict[str | None, tuple[Modalite, ...]]:
    """Return the modalities of a cell by the code of the competence that they name, ``None`` for all.

    Args:
        source: the cell.
        competences: the competences that it stands beside.
    """
    tout, de_chacune, notes = split_modalites(source.texte, "", tuple(competences))
    if not any(competence.modalites for competence in de_chacune):
        # Without codes the cell is one statement: how a candidate is assessed is told in several paragraphs.
        morceaux = (source.texte[debut:fin] for debut, fin in paragraphes(source.texte))
        entiere = "\n".join(map(normalise_spaces, morceaux))
        return {None: (Modalite(entiere, passages=(source.passage,)),)}
    lues: dict[str | None, tuple[Modalite, ...]] = {
        competence.code: tuple(_situe(source, modalite) for modalite in competence.modalites)
        for competence in de_chacune
        if competence.modalites
    }
    restes = [
        *(_situe(source, m) for m in tout),
        *(Modalite(str(n.valeur), passages=(source.passage,)) for n in notes),
    ]
    return lues | ({None: tuple(restes)} if restes else {})


def _situe(source: Source, modalite: Modalite) -> Modalite:
    places = (place.caracteres or (0, len(source.texte)) for place in modalite.passages)
    return replace(modalite, passages=tuple(passage_de(source, *place) for place in places))


def lit_criteres(source: Source, codes: set[str]) -> list[tuple[str | None, Critere]]:
    """Return the criteria of a cell, one a line, each with the code of the competence that it names.

    Args:
        source: the cell.
        codes: codes of the competences that it stands beside.
    """
    lus: list[tuple[str | None, Critere]] = []
    code: str | None = None
    for ligne in lignes(source):
        texte = ligne.texte
        if ligne.code and ligne.code not in codes:
            texte = normalise_spaces(source.texte[ligne.debut : ligne.fin])
        elif ligne.code:
            code = ligne.code
        if not texte or (texte.endswith(":") and role_de(texte) is Role.CRITERE):
            continue
        lus.append((code, Critere(texte, (passage_de(source, ligne.debut, ligne.fin),))))
    return lus


def parts_d_evaluation(source: Cellule) -> list[tuple[Role, Cellule]]:
    """Cut a cell that holds modalities and criteria where a line announces them; modalities come first.

    Args:
        source: the cell.
    """
    parts: list[tuple[Role, int, int]] = [(Role.MODALITE, 0, 0)]
    debut = 0
    for brute in source.texte.split("\n"):
        fin = debut + len(brute)
        role = role_de(brute) if brute.rstrip().endswith(":") else None
        if role in {Role.MODALITE, Role.CRITERE} and role is not None:
            parts.append((role, fin + 1, fin + 1))
        else:
            parts[-1] = (*parts[-1][:2], fin)
        debut = fin + 1
    return [
        (
            role,
            Cellule(
                source.texte[d:f],
                replace(source.passage, caracteres=(d, f)) if d or f < len(source.texte) else source.passage,
            ),
        )
        for role, d, f in parts
        if source.texte[d:f].strip()
    ]
