"""From the bytes of a file to the record of the fiche that it holds."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from graphkit.errors import SourceUnreadable
from graphkit.model import Anomaly, Certification, Document, Fait, Record
from graphkit.sources.fiche_texte import base_legale, identite, informations
from graphkit.sources.fiche_texte.blocs import read_blocs
from graphkit.sources.fiche_texte.composantes import Modalites, read_components
from graphkit.sources.fiche_texte.jurys import read_routes
from graphkit.sources.fiche_texte.lignes import Ligne, text_width
from graphkit.sources.fiche_texte.referentiel import read_capacities, read_sectors_and_jobs, read_summary
from graphkit.sources.fiche_texte.releve import Releve
from graphkit.sources.fiche_texte.rubriques import Rubrique, Section, fold, split_sections
from graphkit.sources.whole_file import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

DEFAULT_LIMIT = 20 * 1024 * 1024

_AUTORITE = fold("AUTORITÉ RESPONSABLE DE LA CERTIFICATION")
_RESUME = fold("Résumé du référentiel d'emploi")
# Characters that no text means; a space in their place leaves every offset as it is in the file.
_CONTROLS = dict.fromkeys((*range(9), *range(11, 13), *range(14, 32), 0x7F, 0xFFFE, 0xFFFF), " ")
_WHERE_NEXT = (
    "give the extracted text of an RNCP fiche of the former site (before 2019), "
    "or the XML export of France compétences"
)


class FicheTexte:
    """RNCP fiches of the old site's PDF layout, extracted to plain text, one fiche a file.

    Args:
        max_bytes: size in bytes above which a file is refused.
    """

    name = "fiche-texte"

    def __init__(self, max_bytes: int = DEFAULT_LIMIT) -> None:
        self._max_bytes = max_bytes

    def recognises(self, head: bytes, path: Path) -> bool:  # noqa: ARG002 - content alone tells
        """Tell whether the file begins like a fiche of that layout.

        Args:
            head: its first 64 KiB.
            path: the file; unused.
        """
        text = fold(head.decode("utf-8", "ignore"))
        return _AUTORITE in text and _RESUME in text

    def read(self, path: Path) -> Iterator[Record | Anomaly]:
        """Read the one fiche of a file.

        Args:
            path: the file.

        Raises:
            SourceUnreadable: the file cannot be read, is not UTF-8, is empty, too large or no such fiche.
        """
        data, text = read_text(path, self._max_bytes)
        document = Document(path.name, self.name, sha256=hashlib.sha256(data).hexdigest())
        yield _read_fiche(_lines(text), document, path)


def _lines(text: str) -> list[Ligne]:
    """Return the lines of a text, numbered as an editor does: a page break is no end of line."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).split("\n")
    if rows[-1] == "":
        rows.pop()
    return [Ligne(number, row) for number, row in enumerate(rows, 1)]


def _read_fiche(lignes: Sequence[Ligne], document: Document, path: Path) -> Record:
    releve = Releve(document)
    sections = split_sections(lignes, releve)
    _check_layout(lignes, sections, path)

    def section(rubrique: Rubrique) -> Section:
        return sections.get(rubrique) or Section(rubrique)

    width = text_width(lignes)
    titre, numero, where = identite.read_title(section(Rubrique.TITRE), releve)
    if titre is None or not fold(str(titre.valeur)):
        line = sections[Rubrique.AUTORITE].titres[0].numero
        raise SourceUnreadable(
            f"{path}: line {line}: no title above the first heading; "
            "put the title of the certification in the first line"
        )
    numbered = (numero, where) if numero else identite.find_number(section(Rubrique.BLOCS).lignes, releve)
    said = identite.find_register(
        [
            ligne
            for rubrique, each in sections.items()
            if rubrique in base_legale.NATURES or rubrique in (Rubrique.TITRE, Rubrique.HISTORIQUE)
            for ligne in each.lignes
        ]
    )
    identifiant, identity = identite.name_certification(titre, numbered, where or said, releve)
    releve.certification = identifiant
    certificateurs, signataires = identite.read_authority(section(Rubrique.AUTORITE), releve)
    rome, rest = identite.add_rome_links(
        identite.read_codes(section(Rubrique.ROME)),
        [*section(Rubrique.ACCES).lignes, *section(Rubrique.COMPOSANTES).lignes],
    )
    modalites = read_components(rest, width)
    capacites = read_capacities(section(Rubrique.CAPACITES), width) if Rubrique.CAPACITES in sections else []
    certification = Certification(
        identifiant=identifiant,
        faits=(
            titre,
            *identity,
            *signataires,
            *identite.read_levels(section(Rubrique.NIVEAU)),
            *identite.read_codes(section(Rubrique.CONVENTIONS)),
            *identite.read_codes(section(Rubrique.NSF)),
            *identite.read_codes(section(Rubrique.FORMACODES)),
            *read_sectors_and_jobs(section(Rubrique.SECTEURS), width),
            *rome,
            *_closing_statements(sections, modalites, width, releve),
        ),
        blocs=tuple(
            read_blocs(
                section(Rubrique.BLOCS).lignes,
                identifiant,
                numbered=identifiant.startswith("RNCP"),
                releve=releve,
            )
        ),
        textes_referentiels=(*read_summary(section(Rubrique.RESUME)), *modalites.textes),
        capacites=tuple(capacites),
        composantes=tuple(modalites.composantes),
        certificateurs=tuple(certificateurs),
        acces=tuple(read_routes(section(Rubrique.JURYS).lignes, modalites.vae, releve)),
        textes_reglementaires=tuple(
            texte
            for rubrique in base_legale.NATURES
            for texte in base_legale.read_legal_texts(section(rubrique), releve)
        ),
        statistiques=tuple(informations.read_statistics(section(Rubrique.STATISTIQUES), width)),
    )
    coverage = releve.close(lignes, certification)
    return Record(document, certification, releve.anomalies(), coverage)


def _closing_statements(
    sections: dict[Rubrique, Section], modalites: Modalites, width: int, releve: Releve
) -> list[Fait]:
    """Return rules, validity, sources, places, history and sites."""
    faits = list(modalites.faits)
    if Rubrique.VALIDITE in sections:
        faits += informations.read_validity(sections[Rubrique.VALIDITE], releve)
    last = [each for rubrique, each in sections.items() if rubrique >= Rubrique.INFORMATIONS]
    history: list[Fait] = []
    for each in last:
        if each.rubrique is Rubrique.HISTORIQUE:
            history = informations.read_history(each)
        elif each.rubrique not in (Rubrique.INFORMATIONS, Rubrique.STATISTIQUES):
            faits += informations.read_places_and_sources(each, width)
    return _merge_links([*faits, *history, *informations.read_sites(last, history)])


def _merge_links(faits: Sequence[Fait]) -> list[Fait]:
    """Return the facts, one that is stated in several sections once with all its places."""
    same: dict[tuple[str, object], list[Fait]] = {}
    for fait in faits:
        same.setdefault((fait.propriete, fait.valeur), []).append(fait)
    return [
        replace(group[0], passages=tuple(passage for fait in group for passage in fait.passages))
        for group in same.values()
    ]


def _check_layout(lignes: Sequence[Ligne], sections: dict[Rubrique, Section], path: Path) -> None:
    for rubrique, printed in (
        (Rubrique.AUTORITE, "AUTORITÉ RESPONSABLE DE LA CERTIFICATION"),
        (Rubrique.RESUME, "Résumé du référentiel d'emploi ou éléments de compétence acquis"),
    ):
        if rubrique not in sections:
            raise SourceUnreadable(
                f"{path}: lines 1 to {len(lignes)}: not an RNCP fiche of the former site, "
                f"its heading « {printed} » is missing; {_WHERE_NEXT}"
            )
    starts = [x.numero for x in lignes if fold(x.brut.strip()[:60]).startswith(_AUTORITE)]
    if len(starts) > 1:
        raise SourceUnreadable(
            f"{path}: line {starts[1]}: a second fiche begins here; put each in a file of its own"
        )
