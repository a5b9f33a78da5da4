"""Small invented exports of the register, one after another as the days go by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Fiche:
    """A fiche that says what events are made of."""

    number: int
    title: str = "Gardien de phare"
    end: str = "01/09/2027"
    last: str = ""
    active: bool = True
    replaced_by: tuple[int, ...] = ()
    replaces: tuple[int, ...] = ()
    contact: str = ""

    def but(self, **changes: object) -> Fiche:
        """Return the fiche with other values."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def xml(self) -> str:
        """Return the element of the export."""
        return (
            f"<FICHE><ID_FICHE>{self.number}</ID_FICHE><NUMERO_FICHE>RNCP{self.number}</NUMERO_FICHE>"
            f"{_links('NOUVELLE', self.replaced_by)}{_links('ANCIENNE', self.replaces)}"
            f"<INTITULE>{self.title}</INTITULE><ETAT_FICHE>Publiée</ETAT_FICHE>"
            f"<DATE_FIN_ENREGISTREMENT>{self.end}</DATE_FIN_ENREGISTREMENT>"
            "<TYPE_ENREGISTREMENT>Enregistrement de droit</TYPE_ENREGISTREMENT>"
            + (f"<OBJECTIFS_CONTEXTE>{self.contact}</OBJECTIFS_CONTEXTE>" if self.contact else "")
            + f"<ACTIF>{'Oui' if self.active else 'Non'}</ACTIF>"
            + (f"<DATE_LIMITE_DELIVRANCE>{self.last}</DATE_LIMITE_DELIVRANCE>" if self.last else "")
            + "</FICHE>"
        )


def _links(kind: str, numbers: tuple[int, ...]) -> str:
    one = f"{kind}_CERTIFICATION"
    links = "".join(f"<{one}><ID_FICHE_{one}>RNCP{n}</ID_FICHE_{one}></{one}>" for n in numbers)
    return f"<{kind}S_CERTIFICATIONS>{links}</{kind}S_CERTIFICATIONS>" if links else ""


def write_export(folder: Path, day: str, *fiches: Fiche) -> Path:
    """Write the export of a day (AAAA-MM-JJ)."""
    path = folder / f"export_fiches_RNCP_V4_1_{day}.xml"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<FICHES><VERSION_FLUX>4.1</VERSION_FLUX>'
        f"{''.join(fiche.xml() for fiche in fiches)}</FICHES>",
        encoding="utf-8",
    )
    return path
