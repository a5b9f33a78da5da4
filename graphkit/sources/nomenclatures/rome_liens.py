"""What hangs on a code of ROME: job titles, texts, ties; each table by itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from graphkit.sources.nomenclatures.rome_competences import Competences
from graphkit.sources.nomenclatures.tables import Constats, Table
from graphkit.text import normalise_spaces

#: Code -> (label, parent).
Codes = dict[str, tuple[str, str]]
#: Code -> (property, address) of its ties.
Liens = defaultdict[str, list[tuple[str, str]]]
#: Code -> code that it leads to -> rank.
Mobilites = dict[str, dict[str, int]]
_POSITION = re.compile(r"[0-9]{1,4}")
_RANG = re.compile(r"[1-9][0-9]{0,3}")
#: ``coeur_metier`` of an item -> property.
_COEUR = {"Principale": "ref:coeurDeMetier", "Émergente": "ref:voitEmerger"}


def nettoie(texte: str) -> str:
    """Return a text of ROME with single spaces; some tables double their apostrophes, as SQL does."""
    return normalise_spaces(texte.replace("''", "'"))


def lit_appellations(
    tables: list[Table], codes: Codes, constats: Constats
) -> defaultdict[str, list[tuple[str, str]]]:
    """Return code -> (OGR code, job title) of its job titles, long and short.

    Args:
        tables: those of the job titles.
        codes: the codes that are known.
        constats: told of what is wrong.
    """
    trouvees: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    colonnes = ("code_ogr", "libelle_appellation_long", "libelle_appellation_court", "code_rome")
    for table in tables:
        for ogr, long, court, code in table.choix(*colonnes):
            if code not in codes or not long.strip():
                constats.note(table.document, "lien-inconnu", "Appellation d’un code inconnu, écartée.", ogr)
                continue
            noms = dict.fromkeys((nettoie(long), nettoie(court)))
            trouvees[code] += [(ogr, nom) for nom in noms if nom]
    return trouvees


def lit_textes_de(tables: list[Table], codes: Codes, constats: Constats) -> dict[tuple[str, str], str]:
    """Return (code, kind of text) -> its sentences in order.

    Args:
        tables: those of the texts.
        codes: the codes that are known.
        constats: told of what is wrong.
    """
    phrases: defaultdict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    colonnes = ("code_rome", "libelle_type_texte", "position_phrase", "libelle_texte")
    for table in tables:
        for code, genre, position, texte in table.choix(*colonnes):
            if code not in codes or not _POSITION.fullmatch(position):
                constats.note(table.document, "lien-inconnu", "Texte d’un code inconnu, écarté.", code)
                continue
            phrases[code, genre].append((int(position), nettoie(texte)))
    return {cle: _joint(phrase for _, phrase in sorted(liste)) for cle, liste in phrases.items()}


def _joint(phrases: Iterable[str]) -> str:
    """Return sentences as one text; what does not end like a sentence is an item, on a line of its own."""
    texte = ""
    for phrase in filter(None, phrases):
        lien = " " if texte.endswith((".", "!", "?", "…")) else "\n"
        texte = f"{texte}{lien}{phrase}" if texte else phrase
    return texte


def lit_liens(
    tables: dict[str, list[Table]],
    codes: Codes,
    competences: Competences,
    constats: Constats,
) -> Liens:
    """Return code -> ties to competences, knowledge and other codes.

    Args:
        tables: all tables, by kind.
        codes: the codes that are known.
        competences: the items that are known.
        constats: told of what is wrong.
    """
    liens: Liens = defaultdict(list)
    for table in tables["liens"]:
        _lit_requis(table, codes, competences, liens, constats)
    for table in tables["coeur"]:
        for code, ogr, coeur in table.choix("code_rome", "code_ogr", "coeur_metier"):
            cible = competences.adresse(ogr)
            if coeur in _COEUR and code in codes and cible is not None:
                liens[code].append((_COEUR[coeur], cible[1]))
    return liens


def lit_mobilites(tables: list[Table], codes: Codes, constats: Constats) -> Mobilites:
    """Return code -> the codes that it leads to, each with its rank, in the order of the ranks.

    Args:
        tables: those of the mobilities.
        codes: the codes that are known.
        constats: told of what is wrong.
    """
    trouvees: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for table in tables:
        for code, vers, rang in table.choix("code_rome", "code_rome_cible", "numero_ordre"):
            if code in codes and vers in codes and code != vers and _RANG.fullmatch(rang):
                trouvees[code].setdefault(vers, int(rang))
            else:
                message = "Mobilité impossible ou sans rang, écartée."
                constats.note(table.document, "lien-inconnu", message, f"{code} {vers} {rang}")
    return {
        code: dict(sorted(siennes.items(), key=lambda mobilite: mobilite[1]))
        for code, siennes in trouvees.items()
    }


def _lit_requis(
    table: Table, codes: Codes, competences: Competences, liens: Liens, constats: Constats
) -> None:
    for code, bloc, ogr in table.choix("code_rome", "code_compo_bloc", "code_ogr"):
        # Block 5 is that of competences; 1 and 2 repeat what the tables of codes and of job titles say.
        if bloc == "6":
            message = "Liens d’un métier à ses contextes de travail, non repris."
            constats.note(table.document, "liens-non-repris", message, f"{code} {ogr}")
        elif bloc == "5":
            cible = competences.adresse(ogr)
            if code not in codes or cible is None:
                constats.note(table.document, "lien-inconnu", "Lien vers un élément inconnu, écarté.", ogr)
            else:
                nom = "ref:requiertSavoir" if cible[0] == "S" else "ref:requiertCompetence"
                liens[code].append((nom, cible[1]))
