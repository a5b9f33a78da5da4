"""From the text of a cell to what it states: activities, competences, criteria, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from graphkit.model import Competence, Critere, Modalite
from graphkit.passages import Passage
from graphkit.sources.brouillon.colonnes import Role, role_de
from graphkit.sources.brouillon.contenu import Cellule, Paragraphe
from graphkit.sources.decoupage import Item, split_competences
from graphkit.sources.marques import en_suspens, lire_prefixe, normalise_code
from graphkit.sources.modalites import split_modalites
from graphkit.sources.niveaux import is_infinitive
from graphkit.sources.trois_colonnes.reperes import Genre, repere_de_debut
from graphkit.text import normalise_spaces

Source = Cellule | Paragraphe

_BLOC = re.compile(
    r"(?:(?P<national>RNCP\s?\d{1,6}\s?-?\s?BC\s?\d{1,3})"
    r"|(?P<rang>(?:bloc(?:\s+de\s+comp[ée]tences?)?|BC)\s*(?:n\s*°\s*)?"
    r"(?P<numero>\d{1,2}|(?-i:[A-Z](?![\w’'])|[IVX]{1,5}(?!\w)))))"
    r"(?!\w)\s*(?:[:.–—-]+\s*)?(?P<titre>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ROMAINS = {chiffre: rang for rang, chiffre in enumerate("I II III IV V VI VII VIII IX X".split(), 1)}  # noqa: SIM905
_TITRE_MAX = 300
_OUVRE = (":",)


@dataclass(frozen=True, slots=True)
class Ligne:
    """A line of a cell, or several that go on with one another.

    Attributes:
        texte: the statement, without mark and code.
        debut: offset of its first character in the cell, mark and code included.
        fin: one past its last character.
        code: normalised code; empty without one.
        imprime: the code as printed.
        genre: what the code says it is, where it says so.
        numero: number of the activity that the code names, 0 without one.
        lettre: letter of the activity that it names.
    """

    texte: str
    debut: int
    fin: int
    code: str = ""
    imprime: str = ""
    genre: Genre | None = None
    numero: int = 0
    lettre: str = ""


@dataclass(frozen=True, slots=True)
class TitreDeBloc:
    """The heading of a bloc: code in the form that names it, code as printed, title."""

    code: str
    imprime: str
    titre: str


def lit_bloc(texte: str) -> TitreDeBloc | None:
    """Return the bloc that a heading names, ``None`` if it names none.

    Args:
        texte: a paragraph, a cell, the name of a sheet.
    """
    if len(texte) > _TITRE_MAX or not (trouve := _BLOC.fullmatch(texte.strip())):
        return None
    titre = normalise_spaces(trouve["titre"])
    if trouve["national"]:
        return TitreDeBloc(re.sub(r"[\s-]", "", trouve["national"]).upper(), trouve["national"], titre)
    numero = trouve["numero"].upper()
    rang = int(numero) if numero.isdigit() else _ROMAINS.get(numero)
    return TitreDeBloc(f"BC{rang:02d}" if rang else f"BC{numero}", normalise_spaces(trouve["rang"]), titre)


def passage_de(source: Source, debut: int, fin: int) -> Passage:
    """Return the place of a stretch of a cell; the cell itself if it is all of it.

    Args:
        source: the cell or paragraph.
        debut: offset of its first character in the text.
        fin: one past its last.
    """
    passage = source.passage
    if (debut, fin) == (0, len(source.texte)) or (passage.caracteres and not passage.case):
        return passage
    # A part of a cell counts from the beginning of the cell.
    base = passage.caracteres[0] if passage.caracteres else 0
    return replace(passage, caracteres=(base + debut, base + fin))


def lignes(source: Source) -> Iterator[Ligne]:
    """Yield the lines of a cell with their codes; one that goes on with the line before is no line.

    Args:
        source: the cell.
    """
    return (_ligne(source.texte, debut, fin) for debut, fin in _paragraphes(source.texte))


def _paragraphes(texte: str) -> Iterator[tuple[int, int]]:
    """Yield where the lines of a text begin and end, those that a soft break has parted together."""
    attente: tuple[int, int] | None = None
    debut = 0
    for brute in texte.split("\n"):
        fin = debut + len(brute)
        if brute.strip():
            if attente and _continue(texte[attente[0] : attente[1]], brute):
                attente = attente[0], fin
            else:
                if attente:
                    yield attente
                attente = debut, fin
        debut = fin + 1
    if attente:
        yield attente


def _continue(avant: str, brute: str) -> bool:
    prefixe = lire_prefixe(brute, 0, len(brute))
    if prefixe.marque:
        return avant.endswith(_OUVRE) and not role_de(avant)
    if prefixe.code or repere_de_debut(brute):
        return False
    return brute[:1].islower() or en_suspens(avant[-_TITRE_MAX:])


def _ligne(texte: str, debut: int, fin: int) -> Ligne:
    entier = texte[debut:fin]
    prefixe = lire_prefixe(entier, 0, len(entier))
    marque = len(prefixe.marque) + (len(entier) - len(entier.lstrip()))
    reste = entier[marque:].lstrip() if prefixe.marque else entier
    repere = repere_de_debut(reste)
    if repere and repere.genre is not Genre.MODALITE:
        famille = "C" if repere.genre is Genre.COMPETENCE else "A"
        code = f"{famille}{repere.numero}{repere.lettre}" + (f".{repere.rang}" if repere.rang else "")
        return Ligne(
            normalise_spaces(reste[repere.suite :]), debut, fin, code, repere.imprime, repere.genre,
            repere.numero, repere.lettre,
        )  # fmt: skip
    corps = normalise_spaces(entier[prefixe.corps :])
    if not prefixe.codee:
        return Ligne(corps or normalise_spaces(entier), debut, fin)
    return Ligne(corps, debut, fin, normalise_code(prefixe.code), prefixe.code.rstrip(" :–—-.)"))


def lit_competences(source: Source) -> list[Competence]:
    """Return the competences of a cell: one for each code, or for each statement where there is no code.

    Args:
        source: the cell.
    """
    items = [item for item in split_competences(source.texte) if item.enonce]
    codes = any(item.code and item.code[:1].isalpha() for item in items)
    groupes: list[list[Item]] = []
    for item in items:
        seul = bool(item.code) if codes else bool(item.code) or is_infinitive(item.enonce)
        if groupes and not seul:
            groupes[-1].append(item)
        else:
            groupes.append([item])
    return [_competence(source, groupe) for groupe in groupes]


def _competence(source: Source, groupe: list[Item]) -> Competence:
    premier, dernier = groupe[0], groupe[-1]
    code = premier.code
    imprime = premier.code_imprime.rstrip(" .:–—-)") if premier.code_imprime else None
    # The reader of codes of the three-column référentiels knows more forms (C6A-1).
    repere = repere_de_debut(source.texte[premier.debut : premier.fin].lstrip("•*-–— "))
    if repere and repere.genre is Genre.COMPETENCE and code:
        code, imprime = f"C{repere.numero}{repere.lettre}.{repere.rang}", repere.imprime
    return Competence(
        "\n".join(item.enonce for item in groupe),
        code=code,
        code_imprime=imprime,
        chapeau=premier.chapeau,
        passages=(passage_de(source, premier.debut, dernier.fin),),
        passages_chapeau=tuple(passage_de(source, *place) for place in premier.chapeaux),
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
        paragraphes = (source.texte[debut:fin] for debut, fin in _paragraphes(source.texte))
        entiere = "\n".join(map(normalise_spaces, paragraphes))
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
