"""The official exports that can be fetched: where each is published and how its files are called.

What is known of each address, and how well:

- RNCP, RS and CSV: identifier of the dataset, titles and rhythm are those that several independent programs
  use; exports read so far come from there.
- ROME: identifier, the title "Toutes les données du ROME" and its three formats (csv, json, xml) are reported
  by public programs of 2026, with neither size nor checksum in the API and no ETag at api.francetravail.fr,
  which answers GET and not HEAD. One of those programs found the CSV address gone, another got it ten days
  later. **None of this could be tried where this was written.**
- ESCO: on no public API as one file; its page asks for an e-mail address and sends a link (`--from`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DATE = r"(\d{4}-\d{2}-\d{2})"
_REGISTERS = "5eebbc067a14b6fecc9c9976"
_SITE = "https://www.data.gouv.fr/datasets/"
_FRANCE_COMPETENCES = "France compétences, Licence Ouverte 2.0"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of export on data.gouv.fr.

    Attributes:
        name: what the user calls it.
        dataset: identifier of its dataset, empty for what its publisher sends a link to.
        title: what the title of a resource holds; its first group, if any, is the date of the export.
        stem: start of the name that a file gets; the date and ``.zip`` follow.
        wanted: the title in words, for messages.
        credit: producer and licence, to be cited by whoever reuses the data.
        format: format that data.gouv.fr declares for the resource; empty if the title says enough.
    """

    name: str
    dataset: str
    title: re.Pattern[str]
    stem: str
    wanted: str
    credit: str
    format: str = ""

    @property
    def page(self) -> str:
        """Address of the dataset, for a person."""
        return f"{_SITE}{self.dataset}/"

    @property
    def file_name(self) -> re.Pattern[str]:
        """What the names of fetched files of this kind match whole; the group is the date."""
        return re.compile(re.escape(self.stem) + _DATE + r"\.zip")


def _register(name: str, stem: str) -> Kind:
    title = re.compile(rf"\b{re.escape(stem)}{_DATE}(?!\d)", re.IGNORECASE)
    wanted = f"{stem}AAAA-MM-JJ.zip"
    return Kind(name, _REGISTERS, title, stem, wanted, _FRANCE_COMPETENCES)


KINDS = {
    kind.name: kind
    for kind in (
        _register("rncp", "export-fiches-rncp-v4-1-"),
        _register("rs", "export-fiches-rs-v4-1-"),
        _register("csv", "export-fiches-csv-"),
        Kind(
            name="rome",
            dataset="repertoire-operationnel-des-metiers-et-des-emplois-rome",
            title=re.compile(r"toutes les donn[ée]es du rome", re.IGNORECASE),
            stem="rome-csv-",
            wanted="« Toutes les données du ROME », csv",
            credit="France Travail, Licence Ouverte",
            format="csv",
        ),
    )
}

#: Sources whose publisher sends a person a link.
SENT = {
    "esco": Kind(
        name="esco",
        dataset="",
        title=re.compile(""),
        stem="esco-",
        wanted="the link that ESCO sends",
        credit="Commission européenne, ESCO, CC BY 4.0",
    )
}
#: The same -> how a person gets it.
BY_HAND = {
    "esco": (
        "ESCO has no address that a program can download from: its page asks for an e-mail address and sends "
        "a link. Open https://esco.ec.europa.eu/en/use-esco/download, choose the classification in French as "
        "CSV, and give the link that you receive: graphkit fetch esco --from LINK"
    )
}
