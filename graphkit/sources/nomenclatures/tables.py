"""Tables of a nomenclature: CSV files, alone or in a zip, known by their columns."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from graphkit.errors import SourceUnreadable
from graphkit.model import Anomaly, Document
from graphkit.sources.fc_archive import Limites, est_zip, membres, tetes

#: No nomenclature comes near; the tables of one are held in memory while they are joined.
LIMITES = Limites(max_bytes=256 << 20, max_ratio=200.0)
_EXTRAIT = 200

Colonnes = tuple[str, ...]
#: Rules of what is merely left out.
_LAISSES = frozenset({"table-non-reprise", "colonnes-non-reprises", "liens-non-repris"})


@dataclass(slots=True)
class Constats:
    """What is wrong in the tables, counted by rule and file: one anomaly each, however many the rows."""

    _comptes: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _premiers: dict[tuple[str, str, str], tuple[Document, str]] = field(default_factory=dict)

    def note(self, document: Document, regle: str, message: str, extrait: str = "") -> None:
        """Count a fault.

        Args:
            document: the file.
            regle: short stable name of what is wrong.
            message: what is wrong and what was done about it.
            extrait: the text at fault; that of the first is kept.
        """
        cle = (regle, document.nom, message)
        self._comptes[cle] = self._comptes.get(cle, 0) + 1
        self._premiers.setdefault(cle, (document, extrait[:_EXTRAIT]))

    def note_colonnes(self, tables: Mapping[str, list[Table]], redites: frozenset[str] = frozenset()) -> None:
        """Note the columns that nothing was taken from, once all tables have been read.

        Args:
            tables: the tables by kind.
            redites: columns that only say again what others do.
        """
        for table in (table for genre in tables.values() for table in genre):
            laissees = [nom for nom in table.colonnes if nom not in table.lues and nom not in redites]
            if laissees:
                message = f"Colonnes dont rien n’est repris : {', '.join(laissees)}."
                self.note(table.document, "colonnes-non-reprises", message)

    def anomalies(self) -> Iterator[Anomaly]:
        """Yield one anomaly for each rule and file."""
        for (regle, nom, message), compte in self._comptes.items():
            document, extrait = self._premiers[regle, nom, message]
            gravite: Literal["info", "warning"] = "info" if regle in _LAISSES else "warning"
            fois = f" ({nom}, {compte} fois)" if compte > 1 else f" ({nom})"
            yield Anomaly(document, regle, message + fois, excerpt=extrait, severity=gravite)


@dataclass(frozen=True, slots=True)
class Table:
    """One table, read.

    Attributes:
        document: the file.
        colonnes: its header.
        lignes: its rows, each as wide as the header.
        lues: columns that something was taken from.
    """

    document: Document
    colonnes: Colonnes
    lignes: list[list[str]]
    lues: set[str] = field(default_factory=set, compare=False)

    def choix(self, *colonnes: str) -> Iterator[tuple[str, ...]]:
        """Yield some columns of each row, in this order."""
        self.lues.update(colonnes)
        rangs = [self.colonnes.index(colonne) for colonne in colonnes]
        for ligne in self.lignes:
            yield tuple(ligne[rang] for rang in rangs)


def entete(head: bytes) -> Colonnes:
    """Return the names of the columns that the first line of a text gives.

    Args:
        head: the first bytes of a file.
    """
    premiere = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace").strip()
    try:
        return tuple(nom.strip() for nom in next(csv.reader([premiere], delimiter=_separateur(premiere)), []))
    except csv.Error:
        return ()


def est_table(head: bytes, path: Path, genres: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether a file is a table of one of the kinds, or an archive with one.

    Args:
        head: its first bytes.
        path: the file, opened only if it is a zip.
        genres: kind -> columns that tell it.
    """
    if not est_zip(head):
        return genre_de(entete(head), genres) is not None
    try:
        return any(
            tete is not None and genre_de(entete(tete), genres) is not None for tete in tetes(path, LIMITES)
        )
    except SourceUnreadable:
        return False


def lit_textes(paths: Iterable[Path], type_source: str) -> Iterator[tuple[Document, bytes]]:
    """Yield each file, or each member of a zip, with its bytes.

    Args:
        paths: the files.
        type_source: name of the reader.

    Raises:
        SourceUnreadable: damaged or too large.
    """
    for path in paths:
        for membre in membres(path, LIMITES):
            with membre.ouvert() as flux:
                brut = b"".join(iter(lambda: flux.read(1 << 20), b""))
            yield Document(membre.nom, type_source, hashlib.sha256(brut).hexdigest()), brut


def lit_table(document: Document, brut: bytes, constats: Constats) -> Table:
    """Return the table that a text holds; rows of another width than the header are counted and left out.

    Args:
        document: the file.
        brut: its bytes.
        constats: told of what is wrong.

    Raises:
        SourceUnreadable: it is no CSV; the message names the line.
    """
    try:
        texte = brut.decode("utf-8-sig")
    except UnicodeDecodeError:
        # One table of ROME 4.0 is in Windows-1252 although its name says utf8.
        texte = brut.decode("cp1252", "replace")
        constats.note(document, "encodage", "Table qui n’est pas en UTF-8, lue en Windows-1252.")
    colonnes = entete(brut)
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=_separateur(texte.split("\n", 1)[0]))
    lignes: list[list[str]] = []
    try:
        next(lecteur, None)
        for ligne in lecteur:
            if len(ligne) == len(colonnes):
                lignes.append(ligne)
            elif any(cellule.strip() for cellule in ligne):
                lieu = f"ligne {lecteur.line_num} : {';'.join(ligne)}"
                constats.note(
                    document, "ligne-incomplete", "Ligne d’une autre largeur que l’en-tête, écartée.", lieu
                )
    except csv.Error as erreur:
        raise SourceUnreadable(f"{document.nom}: line {lecteur.line_num}: {erreur}") from erreur
    return Table(document, colonnes, lignes)


def lit_genres(
    textes: Iterable[tuple[Document, bytes]], genres: Mapping[str, Sequence[str]], constats: Constats
) -> dict[str, list[Table]]:
    """Return the tables by kind; a table of no kind is counted as left out.

    Args:
        textes: the files.
        genres: kind -> columns by which it is known, the most particular kind first; a kind whose name
            begins with ``-`` is known, and left out.
        constats: told of what is wrong.
    """
    tables: dict[str, list[Table]] = {genre: [] for genre in genres if not genre.startswith("-")}
    for document, brut in textes:
        genre = genre_de(entete(brut), genres)
        if genre is None or genre.startswith("-"):
            constats.note(document, "table-non-reprise", "Table reconnue, dont rien n’est repris.")
        else:
            tables[genre].append(lit_table(document, brut, constats))
    return tables


def genre_de(colonnes: Colonnes, genres: Mapping[str, Sequence[str]]) -> str | None:
    """Return the first kind whose columns a header has all."""
    trouvees = set(colonnes)
    return next((genre for genre, voulues in genres.items() if trouvees.issuperset(voulues)), None)


def documents_de(tables: Mapping[str, list[Table]]) -> tuple[Document, ...]:
    """Return the files of tables, each once."""
    return tuple({table.document: None for liste in tables.values() for table in liste})


def _separateur(ligne: str) -> str:
    return ";" if ligne.count(";") > ligne.count(",") else ","
