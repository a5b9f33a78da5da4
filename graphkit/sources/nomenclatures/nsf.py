"""Reader of the nomenclature of fields of training (NSF): its groups in three levels, and its functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from graphkit.errors import SourceUnreadable
from graphkit.nomenclature import Apport, ConceptOfficiel, Edition
from graphkit.sources.nomenclatures.tables import (
    Constats,
    Table,
    documents_de,
    est_table,
    lit_genres,
    lit_textes,
)
from graphkit.text import normalise_spaces

_GROUPES = "nomenclature/nsf"
_FONCTIONS = "nomenclature/nsf-fonction"
_GENRES = {"groupes": ("code", "level", "parent", "libelle"), "lettres": ("lettre", "libelle", "domaine")}
_CODE = re.compile(r"[0-9]{1,3}")
_LETTRE = re.compile(r"[a-z]")


class Nsf:
    """The two tables of the NSF: groups, and letters of functions."""

    name = "nsf"

    def recognises(self, head: bytes, path: Path) -> bool:
        """Tell whether a file is one of the two tables.

        Args:
            head: its first bytes.
            path: the file.
        """
        return est_table(head, path, _GENRES)

    def read_all(self, paths: Sequence[Path]) -> Iterator[Apport]:
        """Stream the edition, the groups from the top down, then the functions.

        Args:
            paths: the tables.

        Raises:
            SourceUnreadable: a file is damaged, or none has groups.
        """
        constats = Constats()
        tables = lit_genres(lit_textes(paths, self.name), _GENRES, constats)
        if not tables["groupes"]:
            raise SourceUnreadable("nsf: no table of groups (columns code, level, parent, libelle) was given")
        yield Edition("nsf", "NSF", {_GROUPES: "", _FONCTIONS: ""}, documents_de(tables))
        yield from _groupes(tables["groupes"], constats)
        yield from _fonctions(tables["lettres"], constats)
        # A code has as many digits as its level.
        constats.note_colonnes(tables, frozenset({"level"}))
        yield from constats.anomalies()


def _groupes(tables: list[Table], constats: Constats) -> Iterator[ConceptOfficiel]:
    lus: dict[str, tuple[str, str]] = {}
    documents = {}
    for table in tables:
        for code, parent, libelle in table.choix("code", "parent", "libelle"):
            if not _CODE.fullmatch(code) or not libelle.strip():
                constats.note(
                    table.document, "code-illisible", "Code NSF ou libellé illisible, écarté.", code
                )
            elif code in lus:
                constats.note(table.document, "code-double", "Code donné deux fois, le premier gardé.", code)
            else:
                lus[code] = (parent, normalise_spaces(libelle))
                documents[code] = table.document
    for code, (parent, libelle) in sorted(lus.items(), key=lambda lu: (len(lu[0]), lu[0])):
        # A group begins with the digits of the one above it: what does not is no hierarchy.
        juste = parent in lus and len(parent) < len(code) and code.startswith(parent)
        if parent and not juste:
            constats.note(documents[code], "lien-inconnu", "Parent inconnu ou impossible, lien écarté.", code)
        parents = (f"nsf/{parent}",) if juste else ()
        sommet = len(code) == 1
        yield ConceptOfficiel(f"nsf/{code}", _GROUPES, code, libelle, parents=parents, sommet=sommet)


def _fonctions(tables: list[Table], constats: Constats) -> Iterator[ConceptOfficiel]:
    lues: set[str] = set()
    for table in tables:
        for lettre, libelle in table.choix("lettre", "libelle"):
            if not _LETTRE.fullmatch(lettre) or not libelle.strip() or lettre in lues:
                constats.note(
                    table.document, "code-illisible", "Lettre NSF illisible ou double, écartée.", lettre
                )
                continue
            lues.add(lettre)
            yield ConceptOfficiel(
                f"nsf-fonction/{lettre}", _FONCTIONS, lettre, normalise_spaces(libelle), sommet=True
            )
