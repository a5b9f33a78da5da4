"""Exports of one fiche, for tests of what a reader does with one element or one archive."""

from __future__ import annotations

import zipfile
from pathlib import Path


def export_of(contenu: str, numero: str = "RNCP1") -> str:
    """Return the XML of an export that holds one fiche."""
    return f"<FICHES><FICHE><NUMERO_FICHE>{numero}</NUMERO_FICHE>{contenu}</FICHE></FICHES>"


def write_export(tmp_path: Path, texte: str) -> Path:
    """Write an export as a file."""
    path = tmp_path / "export.xml"
    path.write_text(texte, encoding="utf-8")
    return path


def zip_of(tmp_path: Path, membres: dict[str, bytes]) -> Path:
    """Write an archive of members."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in membres.items():
            archive.writestr(nom, octets)
    return path
