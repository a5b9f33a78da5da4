"""The bytes of an export, plain or in a zip, with limits that hold before and while they are read."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from graphkit.errors import SourceUnreadable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

TETE = 64 << 10
_BLOC = 1 << 20
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_CHIFFRE = 0x1
#: What zipfile raises: whichever of these the broken byte happens to lead to.
ZIP_CASSE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limites:
    """What is too much to be an export.

    Attributes:
        max_bytes: uncompressed bytes of the file, or of all members of the zip together.
        max_ratio: uncompressed/compressed ratio of a member.
        setting: what raises the first.
    """

    max_bytes: int
    max_ratio: float
    setting: str = "GRAPHKIT_MAX_XML_BYTES"


@dataclass(frozen=True, slots=True)
class Membre:
    """One document: an XML export, or a table of the CSV export.

    Attributes:
        nom: file name, or ``archive.zip/member.xml``.
        lieu: how errors name it: path, or ``path!member``.
    """

    nom: str
    lieu: str
    limites: Limites
    _ouvre: Callable[[], IO[bytes]]

    @contextmanager
    def ouvert(self) -> Iterator[Flux]:
        """Open it for one pass.

        Raises:
            SourceUnreadable: it cannot be opened, decompressed or is larger than allowed.
        """
        try:
            brut = self._ouvre()
        except ZIP_CASSE as erreur:
            raise SourceUnreadable(f"{self.lieu}: cannot be opened: {erreur}") from erreur
        with brut:
            yield Flux(brut, self)

    def sha256(self) -> str:
        """Return the digest of its bytes; what is damaged shows here, before any record is read."""
        empreinte = hashlib.sha256()
        with self.ouvert() as flux:
            while bloc := flux.read(_BLOC):
                empreinte.update(bloc)
        return empreinte.hexdigest()

    def tete(self) -> bytes:
        """Return its first bytes."""
        with self.ouvert() as flux:
            return flux.read(TETE)


class Flux(io.RawIOBase):
    """Bytes that are counted while they are read, and whose faults name their place."""

    def __init__(self, brut: IO[bytes], membre: Membre) -> None:
        super().__init__()
        self._brut = brut
        self._membre = membre
        self._lus = 0

    def readable(self) -> bool:
        """Say that it can be read, which a layer above it asks."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read as ``read`` does, for a layer above it.

        Raises:
            SourceUnreadable: damaged, or more than allowed.
        """
        vue = memoryview(buffer).cast("B")
        bloc = self.read(len(vue))
        vue[: len(bloc)] = bloc
        return len(bloc)

    def read(self, size: int = -1, /) -> bytes:
        """Read up to so many bytes.

        Raises:
            SourceUnreadable: damaged, or more than allowed.
        """
        try:
            bloc = self._brut.read(size)
        except ZIP_CASSE as erreur:
            raise SourceUnreadable(f"{self._membre.lieu}: damaged at byte {self._lus}: {erreur}") from erreur
        self._lus += len(bloc)
        limite = self._membre.limites.max_bytes
        if self._lus > limite:
            raise SourceUnreadable(
                f"{self._membre.lieu}: more than {limite} bytes, the limit; "
                f"{self._membre.limites.setting} raises it"
            )
        return bloc


def too_large(path: Path, size: str, limites: Limites) -> SourceUnreadable:
    """Return what refuses an export that is larger than the limit.

    Args:
        path: the export.
        size: how large it is, in words.
        limites: what is too much.
    """
    return SourceUnreadable(
        f"{path}: {size}, more than the limit of {limites.max_bytes}; {limites.setting} raises it"
    )


def est_zip(head: bytes) -> bool:
    """Tell whether bytes begin like a zip archive."""
    return head.startswith(_ZIP)


def membres(path: Path, limites: Limites) -> Iterator[Membre]:
    """Yield the documents of a file, each to be read before the next is asked for.

    Args:
        path: the file.
        limites: as for ``contenu``.

    Raises:
        SourceUnreadable: as ``contenu``.
    """
    with contenu(path, limites) as suite:
        yield from suite


@contextmanager
def contenu(path: Path, limites: Limites) -> Iterator[Iterator[Membre]]:
    """Open a file and give its documents: itself, or the members of the zip that it is.

    Args:
        path: the file.
        limites: checked for the whole archive before its first member.

    Yields:
        The documents, which can be read, in any order, until the context ends.

    Raises:
        SourceUnreadable: no such file, a broken or encrypted archive, an archive within it, or one that
            would decompress to more than allowed.
    """
    try:
        with path.open("rb") as fichier:
            head = fichier.read(4)
        taille = path.stat().st_size
    except OSError as erreur:
        raise SourceUnreadable(f"{path}: cannot be read: {erreur.strerror or erreur}") from erreur
    if not est_zip(head):
        if taille > limites.max_bytes:
            raise too_large(path, f"{taille} bytes", limites)
        yield iter((Membre(path.name, str(path), limites, lambda: path.open("rb")),))
        return
    with _archive(path) as archive:
        fiches = [info for info in archive.infolist() if not info.is_dir()]
        _controle(path, fiches, limites)
        yield _suite(path, archive, fiches, limites)


def _suite(
    path: Path, archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], limites: Limites
) -> Iterator[Membre]:
    for info in infos:
        membre = _membre(path, archive, info, limites)
        if est_zip(membre.tete()):
            raise SourceUnreadable(f"{membre.lieu}: an archive within the archive; unpack it first")
        yield membre


def tetes(path: Path, limites: Limites) -> Iterator[bytes | None]:
    """Yield the first bytes of each member of a zip, ``None`` for one that cannot be looked into.

    Args:
        path: the zip.
        limites: for the members; what the directory declares is not held against them yet.

    Raises:
        SourceUnreadable: the archive cannot be opened at all.
    """
    with _archive(path) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            try:
                yield _membre(path, archive, info, limites).tete()
            except SourceUnreadable:
                yield None


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except ZIP_CASSE as erreur:
        raise SourceUnreadable(f"{path}: not a whole zip archive: {erreur}") from erreur


def _membre(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, limites: Limites) -> Membre:
    nom = info.filename
    return Membre(f"{path.name}/{nom}", f"{path}!{nom}", limites, lambda: archive.open(info))


def _controle(path: Path, infos: list[zipfile.ZipInfo], limites: Limites) -> None:
    """Refuse what the directory of the archive tells already.

    zipfile reads no more of a member than the directory declares, so a size that lies ends as a wrong CRC.
    """
    for info in infos:
        lieu = f"{path}!{info.filename}"
        if info.flag_bits & _CHIFFRE:
            raise SourceUnreadable(f"{lieu}: encrypted; decrypt it first")
        if info.file_size > limites.max_ratio * max(info.compress_size, 1):
            raise SourceUnreadable(
                f"{lieu}: would decompress {info.file_size / max(info.compress_size, 1):.0f} times,"
                f" more than the limit of {limites.max_ratio:g} (GRAPHKIT_MAX_ZIP_RATIO): no export does"
            )
    total = sum(info.file_size for info in infos)
    if total > limites.max_bytes:
        raise too_large(path, f"would decompress to {total} bytes", limites)
