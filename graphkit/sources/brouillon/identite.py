"""What a draft says of its certification outside the tables of the référentiel: only what is labelled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from graphkit.identifiers import normalise_numero
from graphkit.model import Acces, Certificateur, Code, Concept, Fait
from graphkit.passages import Passages
from graphkit.sources.brouillon.contenu import Cellule, Paragraphe
from graphkit.sources.trois_colonnes.reperes import fold
from graphkit.text import normalise_spaces

_DE_LA = (
    r"(?: (?:de la|du|de|d'une?) (?:certification|titre|diplome|projet de certification))?"
    r"(?: professionnelle?s?| vise[es]{0,2})*"
)
_LIBELLE = re.compile(r"(?P<libelle>[^:\n]{2,80}?)\s*:\s*(?P<valeur>.*)", re.DOTALL)
_LIBELLES: tuple[tuple[str, str], ...] = (
    ("titre", rf"(?:intitule|titre|denomination){_DE_LA}|certification(?: professionnelle)?(?: visee)?"),
    ("niveau", rf"niveau(?: de qualification| de diplome| cec| europeen| de sortie)?{_DE_LA}"),
    ("numero", r"(?:numero|n°)(?: de)?(?: la)?(?: fiche)?(?: rncp| rs)?|(?:code |fiche )?(?:rncp|rs)"),
    ("repertoire", r"repertoire(?: vise| national)?"),
    (
        "certificateur",
        r"(?:organismes? |autorites? )?(?:certificateurs?|delivrantes?)|autorites? responsables?",
    ),
    ("nsf", r"(?:codes? |domaines? |specialites? )?nsf"),
    ("rome", r"(?:codes? |fiches? )?rome(?: associes?| vises?)?"),
    ("formacode", r"(?:codes? )?formacodes?"),
    ("voies", r"voies? d'acces(?: a la certification)?"),
    ("ref:prerequisEntreeFormation", r"prerequis(?: a l'entree(?: en formation)?| d'entree| requis)?"),
    ("ref:prerequisValidation", r"prerequis a la validation(?: de la certification)?"),
    ("ref:objectifsContexte", r"objectifs? et contexte(?: de la certification)?"),
    ("ref:secteursActivite", r"secteurs? d'activites?"),
    ("ref:typesEmploi", r"types? d'emplois?(?: accessibles?)?"),
)
_MOTIFS = tuple((nom, re.compile(motif)) for nom, motif in _LIBELLES)
_NIVEAU = re.compile(r"(?:niveau\s*)?([2-8])\b")
_NIVEAU_SEUL = re.compile(r"niveau (?:de qualification )?([2-8])(?: ?\(?cec\)?)?")
_NUMERO = re.compile(r"\b(?:RNCP|RS)\s*\d{1,6}\b")
_CODES = {
    "nsf": ("ref:nsf", re.compile(r"(?<!\d)\d{3}[a-z]?\b")),
    "rome": ("ref:viseMetier", re.compile(r"\b[A-N]\d{4}\b")),
    "formacode": ("ref:formacode", re.compile(r"(?<!\d)\d{5}(?!\d)")),
}
_VOIES = (
    ("fi", r"formation initiale|statut (?:d'eleve|scolaire|etudiant)|sous statut"),
    ("ca", r"apprentissage"),
    ("fc", r"formation continue"),
    ("cq", r"contrat de professionnalisation"),
    ("cl", r"candidature (?:individuelle|libre)"),
    ("vae", r"\bvae\b|validation des acquis|\bexperience\b"),
)
_RESERVE = re.compile(r"\b(?:non|pas|aucune?|hors|sauf|ferme[es]{0,2}|sans|excepte)\b")
_LONGUEUR_TITRE = 800


@dataclass(slots=True)
class Identite:
    """What labels have said so far; the first that says a thing is believed.

    Attributes:
        titre: title, with its place.
        numero: register number, with its place.
        faits: other single statements.
    """

    titre: tuple[str, Passages] | None = None
    numero: tuple[str, Passages] | None = None
    faits: list[Fait] = field(default_factory=list)
    certificateurs: list[Certificateur] = field(default_factory=list)
    acces: list[Acces] = field(default_factory=list)

    def lit(self, libelle: str, valeur: str, passages: Passages) -> bool:
        """Take what a label says; ``False`` if the label is not known or its value is none.

        Args:
            libelle: what stands before the colon, or in the left cell.
            valeur: what stands after it.
            passages: where.
        """
        nom = nom_de_libelle(libelle)
        if nom is None or not valeur.strip():
            return False
        if nom == "numero" and valeur.strip().isdigit():
            # The label has the register, the value only the digits.
            valeur = f"{'RNCP' if 'rncp' in fold(libelle) else 'RS'}{valeur.strip()}"
        if nom.startswith("ref:"):
            self._un(Fait(nom, _paragraphes(valeur), passages))
            return True
        if nom in _CODES:
            return self._codes(nom, valeur, passages)
        lecteurs: dict[str, Callable[[str, Passages], bool]] = {
            "titre": self._titre,
            "niveau": self._niveau,
            "numero": self._numero,
            "repertoire": self._repertoire,
            "certificateur": self._certificateur,
            "voies": self._voies,
        }
        return lecteurs[nom](valeur, passages)

    def _un(self, fait: Fait) -> None:
        if not any(autre.propriete == fait.propriete for autre in self.faits):
            self.faits.append(fait)

    def _titre(self, valeur: str, passages: Passages) -> bool:
        titre = normalise_spaces(valeur).strip('«»“”" ')
        if not titre or len(titre) > _LONGUEUR_TITRE:
            return False
        self.titre = self.titre or (titre, passages)
        return True

    def _niveau(self, valeur: str, passages: Passages) -> bool:
        trouve = _NIVEAU.match(fold(valeur))
        if trouve:
            self._un(Fait("ref:niveau", Concept("niveau", trouve[1]), passages))
        return trouve is not None

    def _numero(self, valeur: str, passages: Passages) -> bool:
        trouve = _NUMERO.search(valeur)
        if trouve:
            self.numero = self.numero or (normalise_numero(trouve[0]), passages)
        return trouve is not None

    def _repertoire(self, valeur: str, passages: Passages) -> bool:
        plie = fold(valeur)
        rncp = "rncp" in plie or "national des certifications" in plie
        rs = re.search(r"\brs\b|repertoire specifique", plie) is not None
        if rncp != rs:
            self._un(Fait("ref:repertoire", Concept("repertoire", "rncp" if rncp else "rs"), passages))
        return rncp != rs

    def _certificateur(self, valeur: str, passages: Passages) -> bool:
        nom = normalise_spaces(valeur)
        if not any(autre.nom == nom for autre in self.certificateurs):
            self.certificateurs.append(Certificateur(nom, passages=passages))
        return True

    def _codes(self, nom: str, valeur: str, passages: Passages) -> bool:
        propriete, motif = _CODES[nom]
        codes = list(dict.fromkeys(motif.findall(valeur)))
        for code in codes:
            fait = Fait(propriete, Concept(nom, code), passages)
            if not any((autre.propriete, autre.valeur) == (propriete, fait.valeur) for autre in self.faits):
                self.faits.append(fait)
        return bool(codes)

    def _voies(self, valeur: str, passages: Passages) -> bool:
        plie = fold(valeur)
        if _RESERVE.search(plie):
            # "VAE : non": which routes are open is not said by their names alone.
            return False
        dites = [code for code, motif in _VOIES if re.search(motif, plie)]
        connues = {acces.voie for acces in self.acces}
        self.acces += [Acces(code, ouverte=True, passages=passages) for code in dites if code not in connues]
        return bool(dites)

    def faits_d_identite(self) -> Iterator[Fait]:
        """Yield the number and the other statements; the title is the business of who names the record."""
        if self.numero:
            numero, passages = self.numero
            yield Fait("ref:numeroFiche", Code(numero), passages)
            repertoire = "rncp" if numero.startswith("RNCP") else "rs"
            self._un(Fait("ref:repertoire", Concept("repertoire", repertoire), passages))
        yield from self.faits


def nom_de_libelle(texte: str) -> str | None:
    """Return the name of what a label announces, ``None`` if it is no label that is known.

    Args:
        texte: what stands before a colon, a heading, or a left cell.
    """
    plie = fold(texte[:200]).strip(" :*•-–—")
    return next((nom for nom, motif in _MOTIFS if motif.fullmatch(plie)), None)


def libelle_et_valeur(texte: str) -> tuple[str, str] | None:
    """Return the known label and the value of a paragraph ("Niveau : 6", "Niveau 6"), ``None`` without.

    Args:
        texte: the paragraph.
    """
    seul = _NIVEAU_SEUL.fullmatch(fold(texte[:60]))
    if seul:
        return "niveau", seul[1]
    trouve = _LIBELLE.fullmatch(texte)
    if trouve and nom_de_libelle(trouve["libelle"]):
        return trouve["libelle"], trouve["valeur"]
    return None


def valeurs_de(lignes: Iterable[Paragraphe | Cellule]) -> tuple[str, Passages]:
    """Return the text of several paragraphs, one a line, and their places.

    Args:
        lignes: the paragraphs.
    """
    toutes = list(lignes)
    return "\n".join(ligne.texte for ligne in toutes), tuple(ligne.passage for ligne in toutes)


def _paragraphes(valeur: str) -> str:
    return "\n".join(filter(None, map(normalise_spaces, valeur.split("\n"))))
