"""Competences and knowledge of ROME 4.0, with their categories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from graphkit.nomenclature import ConceptOfficiel
from graphkit.sources.nomenclatures.tables import Constats, Table
from graphkit.text import normalise_spaces, slugify

COMPETENCES = "nomenclature/rome-competence"
SAVOIRS = "nomenclature/rome-savoir"
CATEGORIES = "nomenclature/rome-categorie"
_Textes = tuple[str, ...]
_OGR = re.compile(r"[0-9]{1,12}")
_COMPETENCE = (
    "code_ogr", "libelle_competence", "definition", "code_ogr_macro_comp", "cat_comp", "sous_cat_comp",
)  # fmt: skip
_SAVOIR = ("code_ogr_savoir", "libelle_savoir", "categorie_savoir", "sous_categorie_savoir")


@dataclass(frozen=True, slots=True)
class _Item:
    """A row of a table."""

    table: Table
    libelle: str
    definition: str
    macro: str
    categories: _Textes


class Competences:
    """The items that codes are tied to.

    Args:
        competences: tables of competences and macro-competences.
        savoirs: tables of knowledge.
        constats: told of what is wrong.
    """

    def __init__(self, competences: list[Table], savoirs: list[Table], constats: Constats) -> None:
        self._constats = constats
        self._competences = self._lit(competences, _COMPETENCE, frozenset())
        self._savoirs = self._lit(savoirs, _SAVOIR, self._competences.keys())
        self._categories: dict[str, ConceptOfficiel] = {}

    def adresse(self, ogr: str) -> tuple[str, str] | None:
        """Return ``C`` or ``S`` and the address of an item, or ``None`` for one that no table has."""
        if ogr in self._competences:
            return "C", f"rome-competence/{ogr}"
        return ("S", f"rome-savoir/{ogr}") if ogr in self._savoirs else None

    def concepts(self) -> Iterator[ConceptOfficiel]:
        """Yield competences, knowledge, then the categories that they were given."""
        for ogr, item in self._competences.items():
            if item.macro and item.macro not in self._competences:
                message = "Macro-compétence inconnue, lien écarté."
                self._constats.note(item.table.document, "lien-inconnu", message, ogr)
            sous = item.macro in self._competences and item.macro != ogr
            yield ConceptOfficiel(
                f"rome-competence/{ogr}",
                COMPETENCES,
                ogr,
                item.libelle,
                definition=item.definition,
                parents=(f"rome-competence/{item.macro}",) if sous else (),
                liens=self._categorie(item.categories),
            )
        for ogr, item in self._savoirs.items():
            liens = self._categorie(item.categories)
            yield ConceptOfficiel(f"rome-savoir/{ogr}", SAVOIRS, ogr, item.libelle, liens=liens)
        yield from self._categories.values()

    def _lit(self, tables: list[Table], colonnes: _Textes, pris: AbstractSet[str]) -> dict[str, _Item]:
        lus: dict[str, _Item] = {}
        for table in tables:
            for ogr, libelle, *reste in table.choix(*colonnes):
                if not _OGR.fullmatch(ogr) or not libelle.strip():
                    regle, message = "code-illisible", "Code OGR ou libellé illisible, écarté."
                elif ogr in lus or ogr in pris:
                    regle, message = "code-double", "Code donné deux fois, le premier gardé."
                else:
                    # Knowledge has neither definition nor group.
                    *avant, categorie, sous_categorie = map(normalise_spaces, reste)
                    definition, macro = avant or ("", "")
                    lus[ogr] = _Item(
                        table, normalise_spaces(libelle), definition, macro, (categorie, sous_categorie)
                    )
                    continue
                self._constats.note(table.document, regle, message, f"{ogr} {libelle}")
        return lus

    def _categorie(self, noms: _Textes) -> tuple[tuple[str, str], ...]:
        """Return the tie to the narrowest category that is named, which is noted with those above it."""
        code, parents = "", tuple[str, ...]()
        for nom in filter(None, noms):
            try:
                code = f"{code}-{slugify(nom)}" if code else slugify(nom)
            except ValueError:
                break
            adresse = f"rome-categorie/{code}"
            if adresse not in self._categories:
                self._categories[adresse] = ConceptOfficiel(
                    adresse, CATEGORIES, code, nom, parents=parents, sommet=not parents
                )
            parents = (adresse,)
        return (("ref:categorie", parents[0]),) if parents else ()
