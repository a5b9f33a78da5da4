"""From the text of one element to the value it stands for; what cannot be read so is reported and kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlsplit

from graphkit.model import Code, Concept, Fait, Faits, Lien, Reference, Valeur
from graphkit.sources.fc_noeuds import Constats, Noeud
from graphkit.sources.marques import lignes
from graphkit.text import normalise_spaces, slugify

#: Reads one leaf; ``None`` when nothing usable stands there, which it has reported then.
Convertisseur = Callable[[Noeud, Constats], Valeur | None]

_DATE = re.compile(r"(?:(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})-(\d{2})-(\d{2}))(?:[T ]\d{2}:.*)?")
_DATE_DE_NOM = re.compile(r"(?<!\d)(\d{4})[-_](\d{2})[-_](\d{2})(?!\d)")
_NOMBRE = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*%?")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NUMERO = re.compile(r"(?:RNCP|RS)\d+")
_ADRESSE = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_SIRET = re.compile(r"\d{14}")
_HABILITATIONS = {
    "HABILITATION_FORMER": "former",
    "HABILITATION_ORGANISER": "organiser",
    "HABILITATION_ORGA_FORM": "former-et-organiser",
}
_ENREGISTREMENTS = {"enregistrement-de-droit": "de-droit", "enregistrement-sur-demande": "sur-demande"}


def numero(text: str) -> str | None:
    """Return a register number without spaces and in capitals, or ``None`` if the text is none.

    Args:
        text: as printed.
    """
    serre = "".join(text.split()).upper()
    return serre if _NUMERO.fullmatch(serre) else None


def date_du_nom(nom: str) -> date | None:
    """Return the date in the name of a member or, failing that, of its archive.

    Args:
        nom: file name, or ``archive.zip/member``.
    """
    for trouve in reversed(list(_DATE_DE_NOM.finditer(nom))):
        try:
            return date(int(trouve[1]), int(trouve[2]), int(trouve[3]))
        except ValueError:
            continue
    return None


def texte(noeud: Noeud, constats: Constats) -> Valeur | None:
    """Read a short text: single spaces."""
    del constats
    return noeud.prends() or None


def long_texte(noeud: Noeud, constats: Constats) -> Valeur | None:
    r"""Read a long text: each run of two or more spaces, which stood for a line break, as "\n".

    The words are those of the source; the lines keep the structure of its lists legible.
    """
    del constats
    noeud.lu = True
    return lignes(noeud.texte) or None


def code(noeud: Noeud, constats: Constats) -> Valeur | None:
    """Read a string of a machine, or one whose form is all there is to know of it."""
    del constats
    return Code(noeud.prends())


def brut(noeud: Noeud, constats: Constats) -> Valeur | None:
    """Read a string whose white space is part of what the source says."""
    del constats
    noeud.lu = True
    return Code(noeud.texte)


def jour(noeud: Noeud, constats: Constats) -> Valeur | None:
    """Read a date, ``JJ/MM/AAAA`` or ISO."""
    trouve = _DATE.fullmatch(noeud.prends())
    if trouve is not None:
        j, m, a, iso_a, iso_m, iso_j = trouve.groups()
        try:
            return date(int(a or iso_a), int(m or iso_m), int(j or iso_j))
        except ValueError:
            pass  # 31/02: reported like any other text that is no date
    _illisible(noeud, constats, "une date (JJ/MM/AAAA)")
    return None


def booleen(noeud: Noeud, constats: Constats) -> Valeur | None:
    """Read ``Oui`` or ``Non``."""
    lu = {"oui": True, "non": False}.get(noeud.prends().lower())
    if lu is None:
        _illisible(noeud, constats, "Oui ou Non")
    return lu


def entier(noeud: Noeud, constats: Constats) -> Valeur | None:
    """Read a whole number."""
    lu = noeud.prends()
    # int() would take digits of any script, and a thousand of them.
    if re.fullmatch(r"-?[0-9]{1,18}", lu):
        return int(lu)
    _illisible(noeud, constats, "un nombre entier")
    return None


def taux(noeud: Noeud, constats: Constats) -> Valeur | None:
    """Read a percentage, with or without its sign, with a comma or a point."""
    trouve = _NOMBRE.fullmatch(noeud.prends())
    if trouve is None or not trouve[1].isascii():
        _illisible(noeud, constats, "un pourcentage")
        return None
    return Decimal(trouve[1].replace(",", "."))


def reference(noeud: Noeud, constats: Constats) -> Valeur | None:
    """Read the number of another certification."""
    lu = numero(noeud.prends())
    if lu is None:
        _illisible(noeud, constats, "un numéro de fiche")
        return None
    return Reference(lu)


def adresse(noeud: Noeud, constats: Constats) -> Lien | None:
    """Read a web address that makes up the whole text; anything else is for the caller to keep."""
    del constats
    lu = noeud.prends()
    return Lien(lu) if _ADRESSE.fullmatch(lu) and _a_un_hote(lu) else None


def adresses(text: str) -> list[tuple[Lien, tuple[int, int]]]:
    """Return the web addresses in a free text with their offsets.

    Args:
        text: the text as exported.
    """
    trouvees = []
    for trouve in _ADRESSE.finditer(text):
        lue = trouve.group().rstrip(".,;:!?)]»'’")
        if _a_un_hote(lue):
            trouvees.append((Lien(lue), (trouve.start(), trouve.start() + len(lue))))
    return trouvees


def etat(noeud: Noeud, constats: Constats) -> Valeur | None:
    """Read the state of a certifier or of a partner's right."""
    return _terme(noeud, constats, "etat")


def etat_fiche(noeud: Noeud, constats: Constats) -> Valeur | None:
    """Read the state of the record in its workflow."""
    return _terme(noeud, constats, "etat-fiche")


def type_enregistrement(noeud: Noeud, constats: Constats) -> Valeur | None:
    """Read by which procedure the certification was registered."""
    terme = _terme(noeud, constats, "type-enregistrement")
    if terme is None or terme.code in _ENREGISTREMENTS:
        return terme and Concept(terme.nomenclature, _ENREGISTREMENTS[terme.code], terme.libelle)
    constats.signale("code-inconnu", "Type d’enregistrement hors de la liste connue, gardé tel quel.", noeud)
    return terme


def type_habilitation(noeud: Noeud, constats: Constats) -> Valeur | None:
    """Read what a partner has the right to do."""
    terme = _terme(noeud, constats, "type-habilitation")
    if terme is None:
        return None
    connu = _HABILITATIONS.get(terme.libelle or "")
    if connu is None:
        constats.signale(
            "code-inconnu", "Type d’habilitation hors de la liste connue, gardé tel quel.", noeud
        )
    return Concept("type-habilitation", connu or terme.code, terme.libelle)


def concept(nomenclature: str, *, code_imprime: str, libelle: str | None) -> Concept | None:
    """Return a concept by its printed code, ``None`` if the code names nothing.

    Args:
        nomenclature: name of the scheme.
        code_imprime: the code as printed.
        libelle: the label beside it.
    """
    if nomenclature == "niveau":
        cle = code_imprime.upper().removeprefix("NIV")
    elif nomenclature == "type-diplome" or not _CODE.fullmatch(code_imprime):
        cle = ""
    else:
        return Concept(nomenclature, code_imprime, libelle)
    try:
        return Concept(
            nomenclature, cle if cle.isdecimal() and cle.isascii() else slugify(code_imprime), libelle
        )
    except ValueError:
        return None


def siret(noeud: Noeud | None, constats: Constats) -> tuple[str | None, Faits]:
    """Read an establishment's number.

    Args:
        noeud: its element, if there is one.
        constats: where a number that is none is reported; it is kept as ``ref:siretImprime``.
    """
    if noeud is None:
        return None, ()
    imprime = noeud.prends()
    serre = imprime.replace(" ", "")
    if _SIRET.fullmatch(serre) and serre.isascii():
        return serre, ()
    constats.signale("siret-invalide", "Ce SIRET n’a pas 14 chiffres ; gardé tel qu’imprimé.", noeud)
    return None, (Fait("ref:siretImprime", Code(imprime), noeud.passages),)


def _terme(noeud: Noeud, constats: Constats, nomenclature: str) -> Concept | None:
    lu = noeud.prends()
    try:
        return Concept(nomenclature, _slug(lu), lu)
    except ValueError:
        _illisible(noeud, constats, "un terme")
        return None


@lru_cache(maxsize=256)
def _slug(lu: str) -> str:
    # The same dozen of terms, once a partner.
    return slugify(lu)


def _a_un_hote(lue: str) -> bool:
    try:
        return bool(urlsplit(lue).hostname)
    except ValueError:
        return False


def _illisible(noeud: Noeud, constats: Constats, attendu: str) -> None:
    brut = normalise_spaces(noeud.texte)
    constats.signale("valeur-illisible", f"{noeud.balise} : {attendu} attendu, lu « {brut[:60]} ».", noeud)
