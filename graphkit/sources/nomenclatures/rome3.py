"""Reader of ROME 3: the labels that fiches still carry, and the official table from ROME 3 to ISCO-08."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from graphkit.errors import SourceUnreadable
from graphkit.model import Document
from graphkit.nomenclature import Apport, ConceptOfficiel, Edition
from graphkit.sources.fc_archive import est_zip
from graphkit.sources.nomenclatures.rome import CODE, ROME
from graphkit.sources.nomenclatures.rome_liens import lit_appellations, nettoie
from graphkit.sources.nomenclatures.tables import (
    Constats,
    Table,
    documents_de,
    est_table,
    lit_genres,
    lit_textes,
)
from graphkit.sources.nomenclatures.xlsx import est_xlsx, lit_feuille

_GENRES = {
    "codes": ("code_rome", "libelle_rome", "statut"),
    "appellations": (
        "code_ogr", "libelle_appellation_long", "libelle_appellation_court", "code_rome", "statut",
    ),
}  # fmt: skip
_CORRESPONDANCE = ("Code ROME", "Libellé codes ROME", "Code ISCO08")
_ISCO = "http://data.europa.eu/esco/isco/C"
_CHIFFRES = 4
_GROUPE = re.compile(rf"[0-9]{{1,{_CHIFFRES}}}")


class Rome3:
    """ROME 3: codes, job titles, correspondence with ISCO-08."""

    name = "rome-3"

    def recognises(self, head: bytes, path: Path) -> bool:
        """Tell whether a file is a table of ROME 3 or the workbook of the correspondence.

        Args:
            head: its first bytes.
            path: the file.
        """
        if est_zip(head) and est_xlsx(path):
            try:
                return bool(lit_feuille(path, self.name, _CORRESPONDANCE)[1])
            except SourceUnreadable:
                return False
        return est_table(head, path, _GENRES)

    def read_all(self, paths: Sequence[Path]) -> Iterator[Apport]:
        """Stream the edition, then the codes with their ties to ISCO-08.

        Args:
            paths: the tables, the workbook.

        Raises:
            SourceUnreadable: a file is damaged.
        """
        constats = Constats()
        classeurs = [path for path in paths if est_xlsx(path)]
        autres = (path for path in paths if path not in classeurs)
        tables = lit_genres(lit_textes(autres, self.name), _GENRES, constats)
        feuilles = [lit_feuille(path, self.name, _CORRESPONDANCE) for path in classeurs]
        documents = (*documents_de(tables), *(document for document, _ in feuilles))
        yield Edition("rome-3", "ROME 3", {ROME: ""}, documents)
        codes = _codes(tables["codes"], constats)
        isco: dict[str, str] = {}
        for document, lignes in feuilles:
            for code, libelle, groupe in lignes:
                _note_isco(document, code, groupe, isco, constats)
                if code in isco and libelle.strip():
                    # The workbook knows a code of a later edition of ROME 3 than the tables.
                    codes.setdefault(code, (nettoie(libelle), ""))
        synonymes = lit_appellations(tables["appellations"], codes, constats)
        partages = Counter(isco.values())
        for code, (libelle, _) in codes.items():
            # A group that several codes share is wider than each; one of a single code is about as wide.
            lien = "skos:closeMatch" if partages[isco.get(code, "")] == 1 else "skos:broadMatch"
            yield ConceptOfficiel(
                f"rome/{code}",
                ROME,
                code,
                libelle,
                synonymes=tuple(synonymes[code]),
                liens=((lien, f"{_ISCO}{isco[code]}"),) if code in isco else (),
            )
        constats.note_colonnes(tables)
        yield from constats.anomalies()


def _codes(tables: list[Table], constats: Constats) -> dict[str, tuple[str, str]]:
    codes: dict[str, tuple[str, str]] = {}
    for table in tables:
        for code, libelle in table.choix("code_rome", "libelle_rome"):
            if not CODE.fullmatch(code) or not libelle.strip() or code in codes:
                message = "Code ROME ou libellé illisible ou double, écarté."
                constats.note(table.document, "code-illisible", message, code)
            else:
                codes[code] = (nettoie(libelle), "")
    return codes


def _note_isco(document: Document, code: str, groupe: str, isco: dict[str, str], constats: Constats) -> None:
    # Numbers lost their leading zero: 110 is group 0110.
    if not CODE.fullmatch(code) or not _GROUPE.fullmatch(groupe) or code in isco:
        message = "Correspondance illisible ou double, écartée."
        constats.note(document, "code-illisible", message, f"{code} {groupe}")
    else:
        isco[code] = groupe.zfill(_CHIFFRES)
