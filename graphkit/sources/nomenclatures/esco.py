"""Reader of ESCO in French: occupations, skills, their groups; concepts keep the IRIs that ESCO gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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

_ESCO = "http://data.europa.eu/esco/"
_METIERS = f"{_ESCO}concept-scheme/occupations"
_APTITUDES = f"{_ESCO}concept-scheme/skills"
_ISCO = f"{_ESCO}concept-scheme/isco"
_SCHEMAS = {
    _METIERS: "Métiers ESCO",
    _APTITUDES: "Aptitudes et compétences ESCO",
    _ISCO: "Classification internationale type des professions (ISCO-08)",
}
_PAR_GENRE = {"occupation": _METIERS, "skill": _APTITUDES, "isco": _ISCO}
_IRI = re.compile(rf"{re.escape(_ESCO)}(occupation|skill|isco)/([0-9A-Za-z-]+)")
_CODE = re.compile(r"[0-9]{4}(\.[0-9]+)*")
_GENRES = {
    "metiers": ("conceptUri", "iscoGroup", "preferredLabel", "altLabels", "description", "code"),
    "isco": ("conceptUri", "code", "preferredLabel"),
    "aptitudes": ("conceptUri", "skillType", "preferredLabel", "altLabels"),
    "hierarchie": ("conceptUri", "broaderUri"),
    "groupes": ("conceptType", "conceptUri", "preferredLabel", "altLabels"),
    "libelles": ("conceptUri", "preferredLabel", "altLabels"),
}
_LUES = frozenset(("conceptUri", "preferredLabel", "altLabels", "description", "code", "skillType"))
#: Columns that say again what the rest does: the kind stands in the address, the group in the code.
_REPETENT = frozenset(("conceptType", "broaderType", "iscoGroup"))
_SEPARATEURS = re.compile(r"[\n|]")
_NATURES = {"knowledge": f"{_ESCO}skill-type/knowledge", "skill/competence": f"{_ESCO}skill-type/skill"}


@dataclass(slots=True)
class _Lu:
    """What the tables say of one concept."""

    libelle: str
    autres: dict[str, None] = field(default_factory=dict)
    code: str = ""
    definition: str = ""
    parents: dict[str, None] = field(default_factory=dict)
    natures: tuple[str, ...] = ()


class Esco:
    """The tables of ESCO."""

    name = "esco"

    def recognises(self, head: bytes, path: Path) -> bool:
        """Tell whether a file is a table of ESCO.

        Args:
            head: its first bytes.
            path: the file.
        """
        return est_table(head, path, _GENRES)

    def read_all(self, paths: Sequence[Path]) -> Iterator[Apport]:
        """Stream the edition, then the concepts.

        A table that has labels alone is a later extract: its label is preferred, the other one kept.

        Args:
            paths: the tables.

        Raises:
            SourceUnreadable: a file is damaged.
        """
        constats = Constats()
        tables = lit_genres(lit_textes(paths, self.name), _GENRES, constats)
        yield Edition("esco", "ESCO", dict(_SCHEMAS), documents_de(tables))
        lus: dict[str, _Lu] = {}
        for genre in ("isco", "metiers", "groupes", "aptitudes", "libelles"):
            for table in tables[genre]:
                _lit(table, lus, constats)
        _rattache(lus)
        for table in tables["hierarchie"]:
            _lit_hierarchie(table, lus, constats)
        for adresse, lu in lus.items():
            yield _concept(adresse, lu)
        constats.note_colonnes(tables, _REPETENT)
        yield from constats.anomalies()


def _lit(table: Table, lus: dict[str, _Lu], constats: Constats) -> None:
    """Note the concepts of a table."""
    table.lues.update(_LUES)
    for ligne in table.lignes:
        cellules = dict(zip(table.colonnes, ligne, strict=True))
        adresse, libelle = cellules["conceptUri"], normalise_spaces(cellules["preferredLabel"])
        if not _IRI.fullmatch(adresse) or not libelle:
            constats.note(
                table.document, "code-illisible", "Adresse ou libellé ESCO illisible, écarté.", adresse
            )
            continue
        lu = lus.setdefault(adresse, _Lu(libelle))
        if lu.libelle != libelle:
            lu.autres[lu.libelle] = None
            lu.libelle = libelle
        autres = _SEPARATEURS.split(cellules.get("altLabels", ""))
        lu.autres |= dict.fromkeys(nom for autre in autres if (nom := normalise_spaces(autre)))
        lu.definition = normalise_spaces(cellules.get("description", "")) or lu.definition
        lu.code = cellules.get("code", "").strip() or lu.code
        lu.natures = (
            tuple(n for nom, n in _NATURES.items() if nom in cellules.get("skillType", "")) or lu.natures
        )


def _rattache(lus: dict[str, _Lu]) -> None:
    """Hang each occupation and each ISCO group on the one above it, which its code tells."""
    metiers = {lu.code: adresse for adresse, lu in lus.items() if "/occupation/" in adresse}
    for adresse, lu in lus.items():
        if "/isco/" in adresse:
            parent = f"{_ESCO}isco/C{lu.code[:-1]}"
        elif _CODE.fullmatch(lu.code):
            avant = lu.code.rpartition(".")[0]
            parent = metiers.get(avant) or f"{_ESCO}isco/C{avant.partition('.')[0]}"
        else:
            continue
        if parent in lus and parent != adresse:
            lu.parents[parent] = None


def _lit_hierarchie(table: Table, lus: dict[str, _Lu], constats: Constats) -> None:
    for adresse, parent in table.choix("conceptUri", "broaderUri"):
        if adresse in lus and parent in lus and adresse != parent:
            lus[adresse].parents[parent] = None
        else:
            constats.note(table.document, "lien-inconnu", "Lien vers un concept inconnu, écarté.", adresse)


def _concept(adresse: str, lu: _Lu) -> ConceptOfficiel:
    trouve = _IRI.fullmatch(adresse)
    if trouve is None:
        raise SourceUnreadable(f"esco: {adresse} is no address of ESCO")
    return ConceptOfficiel(
        adresse,
        _PAR_GENRE[trouve[1]],
        # Skills have no code of their own: the identifier at the end of their address is one.
        lu.code or trouve[2],
        lu.libelle,
        synonymes=tuple(("", nom) for nom in lu.autres),
        definition=lu.definition,
        parents=tuple(lu.parents),
        liens=tuple(("ref:categorie", nature) for nature in lu.natures),
        sommet=trouve[1] == "isco" and len(lu.code) == 1,
    )
