"""Reader of ROME 4.0 as France Travail publishes it: a folder or a zip of tables in CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from graphkit.errors import SourceUnreadable
from graphkit.model import Document
from graphkit.nomenclature import Apport, ConceptOfficiel, Edition
from graphkit.sources.nomenclatures.rome_competences import CATEGORIES, COMPETENCES, SAVOIRS, Competences
from graphkit.sources.nomenclatures.rome_liens import (
    Codes,
    lit_appellations,
    lit_liens,
    lit_mobilites,
    lit_textes_de,
    nettoie,
)
from graphkit.sources.nomenclatures.tables import (
    Constats,
    Table,
    documents_de,
    est_table,
    lit_genres,
    lit_textes,
)

ROME = "nomenclature/rome"
CODE = re.compile(r"[A-N][0-9]{4}")
_DOMAINE = re.compile(r"[A-N][0-9]{2}")
_GENRES = {
    # What stands in other tables as well, and what is not taken up.
    "-fiches": ("numero_fiche_rome", "ogr_appellation"), "-rattachements": ("code_domaine_professionel",),
    "-interets": ("code_centre_interet",), "-secteurs": ("code_sect_activite",),
    "-sous_secteurs": ("code_ss_sect_activite",), "-naf": ("libelle_secteur_naf",),
    "-themes": ("code_theme",), "-blocs": ("code_compo_bloc", "libelle_bloc"),
    "-rubriques": ("code_rubrique", "libelle_rubrique"), "-items": ("code_ogr", "libelle", "code_rubrique"),
    "-riasec": ("riasec_majeur",), "-contextes": ("libelle_cont_travail",),
    "-types": ("code_type_referentiel",),
    "codes": ("code_rome", "libelle_rome", "code_rome_parent"),
    "appellations": (
        "code_ogr", "libelle_appellation_long", "libelle_appellation_court", "code_rome", "classification",
    ),
    "competences": ("code_ogr", "libelle_competence", "definition", "code_ogr_macro_comp", "cat_comp"),
    "savoirs": ("code_ogr_savoir", "libelle_savoir", "categorie_savoir", "sous_categorie_savoir"),
    "liens": ("code_rome", "code_compo_bloc", "code_rubrique", "code_ogr"),
    "coeur": ("code_rome", "code_ogr", "coeur_metier"),
    "mobilites": ("code_rome", "code_rome_cible", "numero_ordre"),
    "textes": ("code_rome", "libelle_type_texte", "position_phrase", "libelle_texte"),
    "domaines": ("code_domaine_professionnel", "libelle_domaine_professionnel"),
    "grands_domaines": ("code_grand_domaine", "libelle_grand_domaine"),
}  # fmt: skip
#: Columns that say again what the kind of the text, or of the item, says.
_REPETENT = frozenset(("code_compo_bloc", "code_rubrique"))
_VERSION = re.compile(r"numero de version\s*:\s*(\S+)", re.IGNORECASE)
_PUBLICATION = re.compile(r"date de publication\s*:\s*(\d\d)/(\d\d)/(\d{4})", re.IGNORECASE)


class Rome:
    """ROME 4.0: domains, codes, job titles, competences, knowledge."""

    name = "rome"

    def recognises(self, head: bytes, path: Path) -> bool:
        """Tell whether a file is a table of ROME 4.0, its note of version, or an archive of them.

        Args:
            head: its first bytes.
            path: the file.
        """
        return _est_note(head) or est_table(head, path, _GENRES)

    def read_all(self, paths: Sequence[Path]) -> Iterator[Apport]:
        """Stream the edition, then domains, codes, competences and knowledge.

        Args:
            paths: the tables of one edition.

        Raises:
            SourceUnreadable: a file is damaged, or none has the codes.
        """
        constats = Constats()
        notes: list[tuple[Document, str]] = []
        textes: list[tuple[Document, bytes]] = []
        for document, brut in lit_textes(paths, self.name):
            if _est_note(brut):
                notes.append((document, brut.decode("utf-8", "replace")))
            else:
                textes.append((document, brut))
        tables = lit_genres(textes, _GENRES, constats)
        if not tables["codes"]:
            raise SourceUnreadable("rome: no table of codes (columns code_rome, code_rome_parent) was given")
        if len(tables["codes"]) > 1:
            noms = ", ".join(table.document.nom for table in tables["codes"])
            raise SourceUnreadable(f"rome: two editions at once ({noms}); give one")
        yield _edition(notes, tables)
        codes = _codes(tables["codes"], constats)
        yield from _domaines(tables, constats)
        competences = Competences(tables["competences"], tables["savoirs"], constats)
        yield from _metiers(codes, tables, competences, constats)
        yield from competences.concepts()
        constats.note_colonnes(tables, _REPETENT)
        yield from constats.anomalies()


def _est_note(head: bytes) -> bool:
    return bool(_VERSION.match(head[:200].decode("utf-8-sig", "replace").lstrip())) and b"ROME" in head


def _edition(notes: list[tuple[Document, str]], tables: dict[str, list[Table]]) -> Edition:
    note = notes[0][1] if notes else ""
    version, jour = _VERSION.search(note), _PUBLICATION.search(note)
    try:
        publiee = date(int(jour[3]), int(jour[2]), int(jour[1])) if jour else None
    except ValueError:
        publiee = None
    documents = (*(document for document, _ in notes), *documents_de(tables))
    schemas = dict.fromkeys((ROME, COMPETENCES, SAVOIRS, CATEGORIES), "")
    return Edition("rome", "ROME 4.0", schemas, documents, version[1] if version else None, publiee)


def _codes(tables: list[Table], constats: Constats) -> Codes:
    """Return code -> (label, parent)."""
    codes: Codes = {}
    for table in tables:
        for code, libelle, parent in table.choix("code_rome", "libelle_rome", "code_rome_parent"):
            if not CODE.fullmatch(code) or not libelle.strip():
                constats.note(
                    table.document, "code-illisible", "Code ROME ou libellé illisible, écarté.", code
                )
            elif code in codes:
                constats.note(table.document, "code-double", "Code donné deux fois, le premier gardé.", code)
            else:
                codes[code] = (nettoie(libelle), parent)
    for code, (libelle, parent) in codes.items():
        if parent not in codes:
            constats.note(
                tables[0].document, "lien-inconnu", "Code parent absent de la table, lien écarté.", code
            )
            codes[code] = (libelle, "")
    return codes


def _domaines(tables: dict[str, list[Table]], constats: Constats) -> Iterator[ConceptOfficiel]:
    for table in tables["grands_domaines"]:
        for code, libelle in table.choix("code_grand_domaine", "libelle_grand_domaine"):
            if re.fullmatch("[A-N]", code) and libelle.strip():
                yield ConceptOfficiel(f"rome/{code}", ROME, code, nettoie(libelle), sommet=True)
            else:
                constats.note(table.document, "code-illisible", "Grand domaine illisible, écarté.", code)
    for table in tables["domaines"]:
        for code, libelle in table.choix("code_domaine_professionnel", "libelle_domaine_professionnel"):
            if _DOMAINE.fullmatch(code) and libelle.strip():
                parents = (f"rome/{code[0]}",)
                yield ConceptOfficiel(f"rome/{code}", ROME, code, nettoie(libelle), parents=parents)
            else:
                constats.note(table.document, "code-illisible", "Domaine illisible, écarté.", code)


def _metiers(
    codes: Codes,
    tables: dict[str, list[Table]],
    competences: Competences,
    constats: Constats,
) -> Iterator[ConceptOfficiel]:
    synonymes = lit_appellations(tables["appellations"], codes, constats)
    textes = lit_textes_de(tables["textes"], codes, constats)
    liens = lit_liens(tables, codes, competences, constats)
    mobilites = lit_mobilites(tables["mobilites"], codes, constats)
    for code, (libelle, parent) in codes.items():
        origine = [("ref:codeParent", f"rome/{parent}")] if parent else []
        vers = mobilites.get(code, {})
        yield ConceptOfficiel(
            f"rome/{code}",
            ROME,
            code,
            libelle,
            synonymes=tuple(synonymes[code]),
            definition=textes.get((code, "definition"), ""),
            # The first letter and the first two digits of a code are those of its domains.
            parents=(f"rome/{code[:3]}",),
            liens=(*origine, *liens[code], *(("ref:mobiliteVers", f"rome/{cible}") for cible in vers)),
            textes=(("ref:accesMetier", textes[code, "acces_metier"]),)
            if (code, "acces_metier") in textes
            else (),
            mobilites=tuple(
                (f"mobilite/{code}/{cible}", f"rome/{cible}", rang) for cible, rang in vers.items()
            ),
        )
