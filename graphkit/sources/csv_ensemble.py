"""The files of one CSV export, in a zip or in a folder, and the rows in them, within limits."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graphkit.errors import SourceUnreadable
from graphkit.sources.csv_relations import RELATIONS, STANDARD, Rangee, Relation, relation_de
from graphkit.sources.fc_archive import Limites, Membre, contenu, too_large
from graphkit.sources.fc_valeurs import date_du_nom

# The csv module bounds a cell; these bound what it has to hold before it sees one.
_LIGNE_MAX = 1 << 20
_RANGEE_MAX = 4 << 20
_BLOC = 1 << 20
_ENTETE = 4 << 10


@dataclass(frozen=True, slots=True)
class Fichier:
    """One relation of an export."""

    membre: Membre
    relation: Relation
    colonnes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The files of one export.

    Attributes:
        nom: name of the zip, or of the folder with a slash.
        sha256: digest of the zip, or of its files one after the other in the order of their names.
        standard: the relation that lists the fiches.
        autres: the other relations that are there.
        ignores: names of members of the zip that are no relation.
    """

    nom: str
    sha256: str
    standard: Fichier
    autres: tuple[Fichier, ...]
    ignores: tuple[str, ...] = ()


@contextmanager
def ensemble(path: Path, limites: Limites) -> Iterator[Ensemble]:
    """Open the export that a file is, or is a part of.

    Args:
        path: a zip, or any relation of an export in a folder.
        limites: sizes that no export has.

    Yields:
        Its files, which can be read until the context ends.

    Raises:
        SourceUnreadable: no export, one without Standard or with two files of one relation, damaged,
            unsafe or too large.
    """
    with contenu(path, limites) as suite:
        membres = list(suite)
        if len(membres) == 1 and membres[0].nom == path.name:
            yield _dossier(path, membres[0], limites)
            return
        fichiers, ignores = _classe(membres)
        if not fichiers:
            raise SourceUnreadable(f"{path}: no member of the archive is a file of the CSV export")
        empreinte = _empreinte([path])
        standard, autres = _assemble(fichiers, str(path))
        yield Ensemble(path.name, empreinte, standard, autres, ignores)


def tete_de_dossier(path: Path) -> Path:
    """Return the Standard file that stands for the export of a file, itself where there is none.

    Args:
        path: a relation of an export.

    Raises:
        SourceUnreadable: a file beside it cannot be opened.
    """
    standards = [voisin for voisin, relation in _voisins(path) if relation is STANDARD]
    return standards[0] if standards else path


def rangees(fichier: Fichier) -> Iterator[Rangee]:
    """Yield the rows of a relation below its header, those without any cell left out.

    A row may have more or fewer cells than the header: that is for the caller to judge.

    Args:
        fichier: the relation.

    Raises:
        SourceUnreadable: not UTF-8, a quote that is not closed, or a line, a cell or a row without end.
    """
    lieu = fichier.membre.lieu
    with fichier.membre.ouvert() as flux:
        lignes = _Lignes(flux, lieu)
        lecteur = csv.reader(lignes, delimiter=";", strict=True)
        debut = 1
        try:
            for cellules in lecteur:
                fin = lecteur.line_num
                lignes.depuis = 0
                while len(cellules) > len(fichier.colonnes) and not cellules[-1].strip():
                    cellules.pop()
                if debut > 1 and any(cellule.strip() for cellule in cellules):
                    yield Rangee(debut, fin, tuple(cellules))
                debut = fin + 1
        except csv.Error as erreur:
            raise SourceUnreadable(
                f"{lieu}: line {debut}: not a row of the CSV export ({erreur}); fetch the export again"
            ) from erreur
        except UnicodeDecodeError as erreur:
            raise SourceUnreadable(
                f"{lieu}: line {lecteur.line_num + 1} or soon after: not UTF-8; fetch the export again"
            ) from erreur


class _Lignes:
    """The lines of a file; a line or a row that does not end is refused before it fills the memory."""

    def __init__(self, flux: io.RawIOBase, lieu: str) -> None:
        self._texte = io.TextIOWrapper(io.BufferedReader(flux, _BLOC), encoding="utf-8-sig", newline="")
        self._lieu = lieu
        self._lues = 0
        self.depuis = 0

    def __iter__(self) -> _Lignes:
        return self

    def __next__(self) -> str:
        ligne = self._texte.readline(_LIGNE_MAX)
        if not ligne:
            raise StopIteration
        self._lues += 1
        self.depuis += len(ligne)
        if self.depuis > _RANGEE_MAX or (len(ligne) == _LIGNE_MAX and ligne[-1] not in "\r\n"):
            raise SourceUnreadable(f"{self._lieu}: line {self._lues}: a row without end: no export has one")
        return ligne


def _classe(membres: Iterable[Membre]) -> tuple[list[Fichier], tuple[str, ...]]:
    fichiers, ignores = [], []
    for membre in membres:
        trouvee = relation_de(membre.tete())
        if trouvee is None:
            ignores.append(membre.nom)
        else:
            fichiers.append(Fichier(membre, *trouvee))
    return fichiers, tuple(ignores)


def _assemble(fichiers: list[Fichier], lieu: str) -> tuple[Fichier, tuple[Fichier, ...]]:
    """Tell Standard from the others, each of which may be there once."""
    par_relation: dict[str, Fichier] = {}
    for fichier in fichiers:
        premier = par_relation.setdefault(fichier.relation.nom, fichier)
        if premier is not fichier:
            raise SourceUnreadable(
                f"{lieu}: {premier.membre.nom} and {fichier.membre.nom} are the same relation,"
                f" {fichier.relation.nom}: keep one export at a time"
            )
    standard = par_relation.pop(STANDARD.nom, None)
    if standard is None:
        raise SourceUnreadable(
            f"{lieu}: a relation of the CSV export ({', '.join(par_relation)}) without its Standard file,"
            " which lists the fiches; put the files of one export in one folder, or give the zip"
        )
    # In one order, so that a zip and a folder of the same files give the same bytes.
    return standard, tuple(par_relation[r.nom] for r in RELATIONS if r.nom in par_relation)


def _dossier(path: Path, membre: Membre, limites: Limites) -> Ensemble:
    if relation_de(membre.tete()) is None:
        raise SourceUnreadable(f"{path}: line 1: not the header of a file of the CSV export")
    chemins = [voisin for voisin, _ in _voisins(path)]
    total = sum(chemin.stat().st_size for chemin in chemins)
    if total > limites.max_bytes:
        raise too_large(path.parent, f"{total} bytes", limites)
    fichiers, _ = _classe(_membre(chemin, limites) for chemin in chemins)
    standard, autres = _assemble(fichiers, str(path))
    return Ensemble(f"{path.resolve().parent.name}/", _empreinte(chemins), standard, autres)


def _membre(chemin: Path, limites: Limites) -> Membre:
    return Membre(chemin.name, str(chemin), limites, lambda: chemin.open("rb"))


def _voisins(path: Path) -> list[tuple[Path, Relation]]:
    """Return the relations in the folder of a file whose names bear the same date, in order of names."""
    jour = date_du_nom(path.name)
    trouves = []
    for voisin in sorted(path.parent.iterdir()):
        if voisin.name.startswith(".") or not voisin.is_file() or date_du_nom(voisin.name) != jour:
            continue
        try:
            with voisin.open("rb") as flux:
                relation = relation_de(flux.read(_ENTETE))
        except OSError as erreur:
            raise SourceUnreadable(f"{voisin}: cannot be read: {erreur.strerror or erreur}") from erreur
        if relation is not None:
            trouves.append((voisin, relation[0]))
    return trouves


def _empreinte(chemins: Iterable[Path]) -> str:
    empreinte = hashlib.sha256()
    for chemin in chemins:
        with chemin.open("rb") as flux:
            while bloc := flux.read(_BLOC):
                empreinte.update(bloc)
    return empreinte.hexdigest()
