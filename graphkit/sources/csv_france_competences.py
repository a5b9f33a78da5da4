"""Reader of the CSV export of France compétences: ten relations in a zip or a folder, joined by fiche.

The relations do not list the fiches in the same order, so all but Standard are held in memory, grouped by
fiche, and let go as Standard is streamed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from graphkit.config import Settings
from graphkit.errors import SourceUnreadable
from graphkit.model import Anomaly, Document, Record
from graphkit.sources import fc_valeurs as v
from graphkit.sources.csv_ensemble import Ensemble, Fichier, ensemble, rangees, tete_de_dossier
from graphkit.sources.csv_relations import CLE, RELATIONS, Rangee, Relation, relation_de, remplis
from graphkit.sources.fc_archive import Limites, est_zip, tetes
from graphkit.sources.fc_fiche import record_de
from graphkit.sources.fc_noeuds import Constats, Noeud

_SETTINGS = Settings()
# Three times the national export of 2026, which takes 0.3 GiB.
_RANGEES_MAX = 3_000_000
#: Number of a fiche -> relation by its rank in ``Ensemble.autres`` -> its rows.
_Groupes = defaultdict[str, dict[int, list[Rangee]]]


class CsvFranceCompetences:
    """The CSV export of France compétences.

    Args:
        max_bytes: most uncompressed bytes of all files of an export.
        max_ratio: largest uncompressed/compressed ratio of a member of a zip.
        max_rows: most rows that are held in memory.
    """

    name = "csv-fc"

    def __init__(
        self,
        max_bytes: int = _SETTINGS.max_csv_bytes,
        max_ratio: float = _SETTINGS.max_zip_ratio,
        max_rows: int = _RANGEES_MAX,
    ) -> None:
        self._limites = Limites(max_bytes, max_ratio, "GRAPHKIT_MAX_CSV_BYTES")
        self._max_rows = max_rows

    def recognises(self, head: bytes, path: Path) -> bool:
        """Tell whether a file is a relation of the export, or an archive with one.

        Args:
            head: the first 64 KiB of the file.
            path: the file, opened only if it is a zip.
        """
        if not est_zip(head):
            return relation_de(head) is not None
        try:
            return any(tete is not None and relation_de(tete) for tete in tetes(path, self._limites))
        except SourceUnreadable:
            return False

    def entry(self, path: Path) -> Path:
        """Return the file that is read for the whole export that a file is a part of.

        Args:
            path: a zip, which stands for itself, or a relation in a folder, for which Standard does.

        Raises:
            SourceUnreadable: a file of the folder cannot be opened.
        """
        with path.open("rb") as flux:
            return path if est_zip(flux.read(4)) else tete_de_dossier(path)

    def read(self, path: Path) -> Iterator[Record | Anomaly]:
        """Stream the records of an export.

        Args:
            path: zip, or one of the files of a folder; the others are read with it.

        Yields:
            The records in the order of Standard, and what cannot be part of one.

        Raises:
            SourceUnreadable: no export, incomplete, damaged, unsafe or too large. Records that stand before
                a fault of Standard may have been yielded by then.
        """
        with ensemble(path, self._limites) as export:
            jour = v.date_du_nom(export.standard.membre.nom) or v.date_du_nom(export.nom)
            document = Document(export.nom, self.name, export.sha256, jour)
            yield from _manques(export, document)
            groupes: _Groupes = defaultdict(dict)
            partages: dict[str, str] = {}
            tenues = 0
            for rang, fichier in enumerate(export.autres):
                for rangee in rangees(fichier):
                    tenues += 1
                    if tenues > self._max_rows:
                        raise SourceUnreadable(f"{path}: more than {self._max_rows} rows: no export has them")
                    numero = _numero(fichier, rangee)
                    if numero is None:
                        yield _hors_fiche(document, fichier.relation, rangee, *_pourquoi(fichier, rangee))
                    else:
                        # A partner, a code, a label: the same few texts, over and over.
                        cellules = tuple(partages.setdefault(texte, texte) for texte in rangee.cellules)
                        compacte = Rangee(rangee.debut, rangee.fin, cellules)
                        groupes[numero].setdefault(rang, []).append(compacte)
            del partages
            yield from _fiches(export, document, groupes)
            for numero in list(groupes):
                for rang, restees in groupes.pop(numero).items():
                    for rangee in restees:
                        yield _hors_fiche(
                            document,
                            export.autres[rang].relation,
                            rangee,
                            "fiche-absente",
                            f"{numero} n’a pas de ligne lisible dans Standard ; ligne non reprise.",
                        )


def _fiches(export: Ensemble, document: Document, groupes: _Groupes) -> Iterator[Record | Anomaly]:
    standard = export.standard
    deja: set[str] = set()
    for rangee in rangees(standard):
        numero = _numero(standard, rangee)
        if numero is None:
            yield _hors_fiche(document, standard.relation, rangee, *_pourquoi(standard, rangee))
            continue
        fiche = Noeud("FICHE", standard.relation.nom, lignes=(rangee.debut, rangee.fin))
        remplis(fiche, standard.relation, standard.colonnes, [rangee])
        for rang, siennes in groupes.pop(numero, {}).items():
            fichier = export.autres[rang]
            remplis(fiche, fichier.relation, fichier.colonnes, siennes)
        record = record_de(fiche, document, numero)
        if numero in deja:
            constats = Constats(document, numero)
            constats.signale("fiche-en-double", f"{numero} figure plusieurs fois dans l’export.", fiche)
            record = replace(record, anomalies=(*record.anomalies, *constats.anomalies))
        deja.add(numero)
        yield record


def _numero(fichier: Fichier, rangee: Rangee) -> str | None:
    """Return the number of the fiche of a row, ``None`` if the row cannot be read or names none."""
    if len(rangee.cellules) != len(fichier.colonnes):
        return None
    return v.numero(rangee.cellules[fichier.colonnes.index(CLE)])


def _pourquoi(fichier: Fichier, rangee: Rangee) -> tuple[str, str]:
    """Return the rule and the message of a row without a fiche."""
    lues, attendues = len(rangee.cellules), len(fichier.colonnes)
    if lues != attendues:
        # Which cells are missing cannot be told: read by position, a date could pass for another.
        return "ligne-irreguliere", f"{lues} cellules pour {attendues} colonnes ; ligne non reprise."
    return "fiche-sans-numero", "Ligne sans numéro de la forme RNCP… ou RS… ; non reprise."


def _manques(export: Ensemble, document: Document) -> Iterator[Anomaly]:
    """Report members that are no relation, and relations that are not there."""
    constats = Constats(document)
    for nom in export.ignores:
        message = "Membre de l’archive qui n’est pas un fichier de l’export."
        constats.signale("membre-ignore", message, Noeud("", "", nom), "info")
    presentes = {fichier.relation.nom for fichier in (export.standard, *export.autres)}
    for relation in RELATIONS:
        if relation.nom not in presentes:
            constats.signale(
                "relation-absente",
                f"L’export n’a pas le fichier {relation.nom} ; rien n’en est connu.",
                Noeud("", relation.nom),
                "info",
            )
    yield from constats.anomalies


def _hors_fiche(document: Document, relation: Relation, rangee: Rangee, regle: str, message: str) -> Anomaly:
    constats = Constats(document)
    texte = " ; ".join(rangee.cellules)
    constats.signale(regle, message, Noeud("", relation.nom, texte, lignes=(rangee.debut, rangee.fin)))
    return constats.anomalies[0]
