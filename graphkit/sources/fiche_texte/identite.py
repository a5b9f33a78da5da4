"""What identifies a certification: title, number, register, certifier, level, codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graphkit.model import Certificateur, Code, Concept, Fait
from graphkit.passages import Passages
from graphkit.sources.fiche_texte.lignes import Ligne, Texte, split_paragraphs
from graphkit.sources.fiche_texte.rubriques import Rubrique, match_printed
from graphkit.sources.fiches_dites import (
    SIGNATAIRES_AMBIGUS,
    numeros_contradictoires,
    sans_numero,
    sans_repertoire,
)
from graphkit.text import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphkit.sources.fiche_texte.releve import Releve
    from graphkit.sources.fiche_texte.rubriques import Section

_EN_TETES = (
    "Commission nationale de la certification professionnelle",
    "Répertoire national des certifications professionnelles",
    "Résumé descriptif de la certification (fiche répertoire)",
    "Résumé descriptif de la certification",
    "Intitulé",
)
_CODE_RNCP = re.compile(r"Code\s+RNCP\s*:\s*(\d{1,6})\s*\Z", re.IGNORECASE)
_NUMERO = re.compile(r"fiche\s+n\s*°\s*(\d{1,6})(?!\d)", re.IGNORECASE)
_BLOC = re.compile(r"\s*Blocs?\s+de\s+compétences?\s+n\s*°", re.IGNORECASE)
_LIGNES_D_UN_TITRE_DE_BLOC = 4
_REPERTOIRE = re.compile(r"r[ée]pertoire\s+national\s+des\s+certifications\s+professionnelles", re.IGNORECASE)
_LIEN_RNCP = re.compile(r"https?://(?:[\w-]+\.)*rncp\.", re.IGNORECASE)
_NIVEAU_1969 = re.compile(r"(VI|V|IV|III|II|I)\s*\(\s*Nomenclature de 19\d\d\s*\)\Z", re.IGNORECASE)
_NIVEAU_EUROPE = re.compile(r"([1-8])\s*\(\s*Nomenclature Europe\s*\)\Z", re.IGNORECASE)
_CODES = {
    Rubrique.CONVENTIONS: ("ref:conventionCollective", "ccn", re.compile(r"\s*(\d{1,4})\b[\s:–-]*")),
    Rubrique.NSF: ("ref:nsf", "nsf", re.compile(r"\s*(\d{3}[a-z]{0,2})\b[\s:–-]*")),
    Rubrique.FORMACODES: ("ref:formacode", "formacode", re.compile(r"\s*(\d{5})\b[\s:–-]*")),
    Rubrique.ROME: ("ref:viseMetier", "rome", re.compile(r"\s*([A-N]\d{4})\b[\s:–-]*")),
}
_LIEN_ROME = re.compile(r"[?&]codeRome=([A-N]\d{4})\b", re.IGNORECASE)


def read_title(section: Section, releve: Releve) -> tuple[Fait | None, str | None, Passages]:
    """Read what stands above the first heading.

    Args:
        section: the lines above the first heading.
        releve: receives the lines that only name the register.

    Returns:
        The title, and the number with its passages where the page prints it on top.
    """
    numero: str | None = None
    where: Passages = ()
    lignes: list[Ligne] = []
    skip = -1
    for index, ligne in enumerate(section.lignes):
        if index <= skip or ligne.vide:
            continue
        end = _letterhead_end(section.lignes, index)
        code = _CODE_RNCP.match(ligne.mots)
        if end is not None:
            releve.add_boilerplate("en-tête du répertoire", *section.lignes[index : end + 1])
            skip = end
        elif code and numero is None:
            numero, where = code[1], Texte([ligne]).passages()
        else:
            lignes.append(ligne)
    titre = Texte(lignes)
    return (Fait("skos:prefLabel", titre.valeur, titre.passages()) if titre else None), numero, where


def _letterhead_end(lignes: Sequence[Ligne], index: int) -> int | None:
    for printed in _EN_TETES:
        match = match_printed(lignes, index, printed)
        if match and match[1].vide:
            return match[0]
    return None


def find_number(lignes: Sequence[Ligne], releve: Releve) -> tuple[str | None, Passages]:
    """Find the number of the fiche, which only the titles of its blocs print.

    Args:
        lignes: the whole document.
        releve: is told when blocs name different fiches.
    """
    found: dict[str, list[Passages]] = {}
    for index, ligne in enumerate(lignes):
        if not _BLOC.match(ligne.brut):
            continue
        texte = Texte(_until_blank(lignes[index : index + _LIGNES_D_UN_TITRE_DE_BLOC]))
        match = _NUMERO.search(texte.valeur)
        if match:
            found.setdefault(match[1], []).append(texte.passages(*match.span()))
    if not found:
        return None, ()
    numero = max(found, key=lambda each: len(found[each]))
    for other, places in found.items():
        if other != numero:
            releve.add_anomaly(
                numeros_contradictoires(other, numero),
                other,
                tuple(passage for place in places for passage in place),
            )
    return numero, tuple(passage for place in found[numero] for passage in place)


def _until_blank(lignes: Sequence[Ligne]) -> Iterator[Ligne]:
    for ligne in lignes:
        if ligne.vide:
            return
        yield ligne


def find_register(lignes: Sequence[Ligne]) -> Passages:
    """Find where the text says that the register is the RNCP; empty if it never does.

    Args:
        lignes: the lines that may say it: legal texts, history.
    """
    texte = Texte(lignes)
    mentions = [texte.passages(*match.span()) for match in _REPERTOIRE.finditer(texte.valeur)]
    if not mentions:
        mentions = [Texte([ligne]).passages() for ligne in lignes if _LIEN_RNCP.match(ligne.url or "")]
    return tuple(passage for mention in mentions for passage in mention)


def name_certification(
    titre: Fait, numero: tuple[str | None, Passages], registre: Passages, releve: Releve
) -> tuple[str, list[Fait]]:
    """Return the identifier of a certification and the facts that it rests on.

    Args:
        titre: its title.
        numero: its number, with where it stands.
        registre: where the text says that the register is the RNCP.
        releve: is told when no register number can be made.
    """
    digits, where = numero
    if digits is not None and registre:
        identifiant = f"RNCP{digits}"
        return identifiant, [
            Fait("ref:numeroFiche", Code(identifiant), where),
            Fait("ref:repertoire", Concept("repertoire", "rncp"), registre),
        ]
    identifiant = slugify(str(titre.valeur))
    if digits is None:
        releve.add_anomaly(
            sans_numero(identifiant),
            str(titre.valeur),
            titre.passages,
        )
        faits = [Fait("ref:repertoire", Concept("repertoire", "rncp"), registre)] if registre else []
        return identifiant, faits
    releve.add_anomaly(
        sans_repertoire(digits, identifiant),
        digits,
        where,
    )
    return identifiant, [Fait("ref:numeroFiche", Code(digits), where)]


def read_authority(section: Section, releve: Releve) -> tuple[list[Certificateur], list[Fait]]:
    """Read who delivers the certification and in what quality the diploma is signed.

    Args:
        section: two columns that the extraction prints one after the other, a blank line between them.
        releve: is told when there are more texts than columns.
    """
    morceaux = split_paragraphs(section.lignes)
    if not morceaux:
        return [], []
    nom, *signataires = (morceau.imprime for morceau in morceaux)
    if len(signataires) > 1:
        releve.add_anomaly(
            SIGNATAIRES_AMBIGUS,
            nom.valeur,
            nom.passages(),
        )
    faits = [Fait("ref:qualiteSignataire", each.valeur, each.passages()) for each in signataires]
    return [Certificateur(nom.valeur, passages=nom.passages())], faits


def read_levels(section: Section) -> list[Fait]:
    """Read the level in both nomenclatures.

    Args:
        section: one level a line, with the name of its nomenclature.
    """
    faits: list[Fait] = []
    for ligne in section.lignes:
        texte = Texte([ligne])
        if match := _NIVEAU_1969.match(texte.valeur):
            faits.append(Fait("ref:niveau1969", Concept("niveau-1969", match[1].upper()), texte.passages()))
        elif match := _NIVEAU_EUROPE.match(texte.valeur):
            faits.append(Fait("ref:niveau", Concept("niveau", match[1]), texte.passages()))
    return faits


def read_codes(section: Section) -> list[Fait]:
    """Read codes of a nomenclature with their labels; a label may go on over the next lines.

    Args:
        section: one of the sections that list codes, a code a line.
    """
    propriete, nomenclature, pattern = _CODES[section.rubrique]
    entries: list[list[Ligne]] = []
    for ligne in section.lignes:
        if ligne.vide:
            continue
        if pattern.match(ligne.brut, ligne.debut):
            entries.append([ligne])
        elif entries and ligne.numero == entries[-1][-1].numero + 1:
            entries[-1].append(ligne)
    faits: list[Fait] = []
    for entry in entries:
        match = pattern.match(entry[0].brut, entry[0].debut)
        if match:
            libelle = Texte([entry[0].depuis(match.end()), *entry[1:]]).valeur
            concept = Concept(nomenclature, match[1], libelle or None)
            faits.append(Fait(propriete, concept, Texte(entry).passages()))
    return faits


def add_rome_links(faits: Sequence[Fait], lignes: Sequence[Ligne]) -> tuple[list[Fait], list[Ligne]]:
    """Give each occupation code the line that links to its page as a second passage.

    Args:
        faits: the facts of the codes.
        lignes: lines among which such links stand.

    Returns:
        The facts, and the lines that are no such link.
    """
    links: dict[str, list[Passages]] = {}
    rest: list[Ligne] = []
    codes = {fait.valeur.code for fait in faits if isinstance(fait.valeur, Concept)}
    for ligne in lignes:
        match = _LIEN_ROME.search(ligne.url or "")
        if match and match[1].upper() in codes:
            links.setdefault(match[1].upper(), []).append(Texte([ligne]).passages())
        else:
            rest.append(ligne)
    linked = []
    for fait in faits:
        places = links.get(fait.valeur.code, []) if isinstance(fait.valeur, Concept) else []
        linked.append(
            Fait(fait.propriete, fait.valeur, fait.passages + tuple(p for place in places for p in place))
        )
    return linked, rest
