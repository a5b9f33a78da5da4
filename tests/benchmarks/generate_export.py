"""Write an invented export of the register, V4.1, with the volumes and proportions of the real one.

Run it with ``python tests/benchmarks/generate_export.py --fiches 30475 --seed 1 --out FILE``. The same seed
and number of fiches give the same bytes. Numbers of rows are apportioned, not drawn: a small export has the
proportions of the large one. Frequencies for which no count of the real export is known are marked so.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import invented as w

# Counts of the export of 16 August 2026.
FICHES, RS, ACTIVES_RNCP, ACTIVES_RS = 30_475, 4_837, 5_518, 1_471
BLOCS, PARTENAIRES, CERTIFICATEURS, SIRETS = 55_761, 397_774, 65_867, 34_036
_NIVEAUX_ACTIFS = {"NIV3": 636, "NIV4": 790, "NIV5": 683, "NIV6": 1_349, "NIV7": 2_059, "NIV8": 1}
_IDCC = 202 / FICHES
_SANS_ABREGE = 0.47
_SANS_SIRET = 0.31
_PARTENAIRES_ACTIFS = 304_855 / PARTENAIRES
_LISTES_SANS_MARQUE = 0.36
# Not known: fiches with partners and with blocs, where only the numbers of rows are.
_AVEC_PARTENAIRES = 0.35
_MOYENNE_BLOCS, _MAX_BLOCS = 4.6, 10
# Not known: how often each optional element stands in a fiche.
_SOUVENT = {
    "nouvelles": 0.2,
    "anciennes": 0.35,
    "reglementations": 0.3,
    "statistiques": 0.25,
    "lien": 0.5,
    "promotions": 0.01,
    "correspondances": 0.06,
    "ccn": 0.03,
    "maitrise": 0.4,
    "validite": 0.05,
    "partielle": 0.15,
    "prerequis": 0.5,
}
_VOIES = {"FI": 0.5, "CA": 0.55, "FC": 0.85, "CQ": 0.6, "CL": 0.15, "VAE": 0.9}
_JOUR = date(2026, 8, 16)
# Phrases a text, set so that the whole comes to about 470 MB and the juries to 34 MB.
_PHRASES = {"activites": (3, 14), "capacites": (3, 14), "objectifs": (3, 7), "jury": (5, 8)}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is settled for a fiche before it is written."""

    numero: str
    active: bool
    de_droit: bool
    niveau: str
    blocs: int
    partenaires: int
    certificateurs: int
    idcc: bool

    @property
    def rncp(self) -> bool:
        """Whether it is of the main register."""
        return self.numero.startswith("RNCP")


def plans(fiches: int, draw: random.Random) -> list[Plan]:
    """Return what each fiche has, with the totals of the real export in proportion.

    Args:
        fiches: how many.
        draw: source of chance.
    """
    rs = round(fiches * RS / FICHES)
    rncp = fiches - rs
    actives = _quota(draw, rncp, ACTIVES_RNCP / (FICHES - RS)) + _quota(draw, rs, ACTIVES_RS / RS)
    de_droit = _quota(draw, rncp, (1 - _SANS_ABREGE) * fiches / max(rncp, 1)) + [False] * rs
    idcc = _quota(draw, fiches, _IDCC)
    blocs_en_tout = round(fiches * BLOCS / FICHES)
    # Those in force first: the others date from before the blocs.
    avec_blocs = sorted(range(rncp), key=lambda rang: (not actives[rang], draw.random()))
    avec_blocs = avec_blocs[: max(round(blocs_en_tout / _MOYENNE_BLOCS), 1)]
    blocs = [0] * fiches
    for rang, nombre in zip(
        avec_blocs,
        _shares(blocs_en_tout, [draw.uniform(1, 4) for _ in avec_blocs], 2, _MAX_BLOCS),
        strict=True,
    ):
        blocs[rang] = nombre
    partages = [rang for rang, oui in enumerate(_quota(draw, fiches, _AVEC_PARTENAIRES)) if oui]
    partenaires = [0] * fiches
    poids = [min(draw.paretovariate(1.1), 60) for _ in partages]
    for rang, nombre in zip(
        partages, _shares(round(fiches * PARTENAIRES / FICHES), poids, 1, PARTENAIRES), strict=True
    ):
        partenaires[rang] = nombre
    certificateurs = _shares(
        round(fiches * CERTIFICATEURS / FICHES), [draw.paretovariate(2) for _ in range(fiches)], 1, FICHES
    )
    niveaux = draw.choices(list(_NIVEAUX_ACTIFS), list(_NIVEAUX_ACTIFS.values()), k=fiches)
    numeros = sorted(draw.sample(range(10_000, 10_000 + 2 * max(rncp, 1)), rncp))
    return [
        Plan(
            numero=f"RNCP{numeros[rang]}" if rang < rncp else f"RS{1_000 + rang - rncp}",
            active=actives[rang],
            de_droit=de_droit[rang],
            # Not known: how many of the older ones have no level.
            niveau=niveaux[rang] if actives[rang] or draw.random() < 0.8 else "REPRISE",
            blocs=blocs[rang],
            partenaires=partenaires[rang],
            certificateurs=certificateurs[rang],
            idcc=idcc[rang],
        )
        for rang in range(fiches)
    ]


def _quota(draw: random.Random, nombre: int, part: float) -> list[bool]:
    """Return as many True as the share asks, in any order."""
    oui = min(round(nombre * part), nombre)
    tirage = [True] * oui + [False] * (nombre - oui)
    draw.shuffle(tirage)
    return tirage


def _shares(total: int, weights: Sequence[float], least: int, most: int) -> list[int]:
    """Part a total by weights, each share within bounds, the sum exact where the bounds allow it."""
    scale = max(total - least * len(weights), 0) / (sum(weights) or 1)
    shares = [min(least + int(weight * scale), most) for weight in weights]
    left = total - sum(shares)
    while left > 0 and any(share < most for share in shares):
        for rank, share in enumerate(shares):
            if left > 0 and share < most:
                shares[rank] += 1
                left -= 1
    return shares


class Writer:
    """Makes the text of each fiche.

    Args:
        plan: all fiches of the export.
        draw: source of chance.
    """

    def __init__(self, plan: list[Plan], draw: random.Random) -> None:
        self._draw = draw
        self._plan = plan
        self._avec_blocs = [each for each in plan if each.blocs]
        self._sirets = max(round(SIRETS * len(plan) / FICHES), *(p.partenaires for p in plan))
        self._rome = [(f"{draw.choice('ABCDEFGHIJKLMN')}{1101 + rang}", self._titre()) for rang in range(500)]
        self._nsf = [(f"{110 + rang}{draw.choice(['', *'mnprstuvw'])}", self._titre()) for rang in range(200)]
        self._formacodes = [(f"{11_000 + 25 * rang}", self._titre()) for rang in range(1_500)]

    def fiche(self, rang: int, plan: Plan) -> str:
        """Return one FICHE.

        Args:
            rang: its place in the export.
            plan: what it has.
        """
        return "".join(("<FICHE>", *self._parts(rang, plan), "</FICHE>\n"))

    def _parts(self, rang: int, plan: Plan) -> Iterator[str]:
        yield e("ID_FICHE", str(rang + 1)) + e("NUMERO_FICHE", plan.numero)
        yield self._liens("NOUVELLE", "nouvelles", rang) + self._liens("ANCIENNE", "anciennes", rang)
        yield e("INTITULE", f"{self._titre()} – {self._draw.choice(w.DOMAINES)}")
        if plan.rncp and plan.de_droit:
            code = self._draw.choice(list(w.DIPLOMES))
            yield e("ABREGE", e("CODE", code) + e("LIBELLE", w.DIPLOMES[code]))
        yield e("ETAT_FICHE", self._etat(plan))
        yield self._codes("FORMACODES", "FORMACODE", self._formacodes, 5)
        if plan.rncp:
            libelle = (
                "Sans niveau – niveau non déterminé"
                if plan.niveau == "REPRISE"
                else f"Niveau {plan.niveau.removeprefix('NIV')}"
            )
            yield e("NOMENCLATURE_EUROPE", e("NIVEAU", plan.niveau) + e("LIBELLE", libelle))
        yield self._codes("CODES_NSF", "NSF", self._nsf, 3)
        if plan.idcc:
            yield e("CODES_IDCC", e("IDCC", e("CODE", str(self._rang(3_000))) + e("LIBELLE", self._titre())))
        if self._souvent("ccn"):
            yield e("CCN_1", e("NUMERO", str(3_000 + self._rang(300))) + e("LIBELLE", self._titre()))
        yield e("CERTIFICATEURS", "".join(self._certificateur() for _ in range(plan.certificateurs)))
        yield e("EXISTENCE_PARTENAIRES", "Oui" if plan.partenaires else "Non")
        if plan.partenaires:
            choix = self._draw.sample(range(self._sirets), plan.partenaires)
            yield e("PARTENAIRES", "".join(map(self._partenaire, choix)))
        if plan.rncp:
            yield e("ACTIVITES_VISEES", self._liste("activites"))
        yield e("CAPACITES_ATTESTEES", self._liste("capacites"))
        if plan.rncp:
            yield e("SECTEURS_ACTIVITE", self._run([self._draw.choice(w.DOMAINES) for _ in range(4)]))
            yield e("TYPE_EMPLOI_ACCESSIBLES", self._run([self._titre() for _ in range(5)]))
            yield self._codes("CODES_ROME", "ROME", self._rome, 5)
        if self._souvent("reglementations"):
            yield e("REGLEMENTATIONS_ACTIVITES", self._phrase())
        yield from self._voies(plan)
        yield from self._legal(plan)
        yield from self._promotions()
        yield from self._echeances(plan)
        if plan.blocs:
            blocs = "".join(self._bloc(plan, numero) for numero in range(1, plan.blocs + 1))
            yield e("BLOCS_COMPETENCES", blocs)
        yield e("OBJECTIFS_CONTEXTE", ". ".join(self._phrases("objectifs")))
        yield from self._fin(plan)

    def _liens(self, genre: str, souvent: str, rang: int) -> str:
        if not self._souvent(souvent) or len(self._plan) < 2:
            return ""
        # Never itself.
        autre = self._plan[(rang + 1 + self._rang(len(self._plan) - 1)) % len(self._plan)].numero
        un = f"{genre}_CERTIFICATION"
        return e(f"{genre}S_CERTIFICATIONS", e(un, e(f"ID_FICHE_{un}", autre)))

    def _etat(self, plan: Plan) -> str:
        if not plan.active:
            return "Dépubliée/Archivée" if self._draw.random() < 0.3 else "Publiée"
        tirage = self._draw.random()
        if tirage < 0.01:
            return "Modifications à valider"
        return "Modifications à valider par le ministère" if tirage < 0.015 else "Publiée"

    def _codes(self, balise: str, item: str, choix: list[tuple[str, str]], most: int) -> str:
        tires = self._draw.sample(choix, 1 + self._rang(most))
        return e(balise, "".join(e(item, e("CODE", c) + e("LIBELLE", nom)) for c, nom in tires))

    def _certificateur(self) -> str:
        siren = self._rang(6_000)
        lus = "" if self._draw.random() < _SANS_SIRET else e("SIRET_CERTIFICATEUR", f"9{siren:08}00014")
        lus += e("NOM_CERTIFICATEUR", organisme(siren))
        lus += e("ETAT_CERTIFICATEUR", "Actif" if self._draw.random() < 0.9 else "Inactif")
        if self._draw.random() < 0.5:
            lus += e("DATE_DERNIERE_MODIFICATION_ETAT", self._date(2015, 2026))
        if self._draw.random() < 0.4:
            lus += e("NOM_COMMERCIAL", organisme(siren).title())
        if self._draw.random() < 0.5:
            lus += e("SITE_INTERNET", f"https://organisme-{siren}.example")
        return e("CERTIFICATEUR", lus)

    def _partenaire(self, siren: int) -> str:
        tirage = self._draw.random()
        etat = "Actif" if tirage < _PARTENAIRES_ACTIFS else "Inactif" if tirage < 0.97 else "Supprimé"
        droit = self._draw.choices(("ORGA_FORM", "FORMER", "ORGANISER"), (70, 25, 5))[0]
        lus = e("NOM_PARTENAIRE", organisme(siren)) + e("SIRET_PARTENAIRE", f"8{siren:08}00022")
        lus += e("HABILITATION_PARTENAIRE", f"HABILITATION_{droit}") + e("ETAT_HABILITATION", etat)
        if self._draw.random() < 0.9:
            lus += e("DATE_ACTIF", self._date(2018, 2026))
        if self._draw.random() < 0.6:
            lus += e("DATE_DERNIERE_MODIFICATION_ETAT", self._date(2018, 2026))
        return e("PARTENAIRE", lus)

    def _voies(self, plan: Plan) -> Iterator[str]:
        for voie, part in _VOIES.items():
            if voie == "CA" and not plan.rncp:
                continue
            if self._draw.random() >= part:
                yield e(f"SI_JURY_{voie}", e("ACTIF", "Non"))
                continue
            lus = e("ACTIF", "Oui")
            if self._draw.random() < 0.3:
                lus += e("DATE_DERNIERE_MODIFICATION", self._date(2015, 2026))
            jury = self._draw.sample(w.JURYS, self._entre("jury"))
            yield e(f"SI_JURY_{voie}", lus + e("COMPOSITION", self._run(["Le jury réunit :", *jury], "- ")))
        if plan.rncp:
            yield e("ACCESSIBLE_NOUVELLE_CALEDONIE", self._oui(0.2))
            yield e("ACCESSIBLE_POLYNESIE_FRANCAISE", self._oui(0.2))

    def _legal(self, plan: Plan) -> Iterator[str]:
        if plan.de_droit:
            titre = f"Arrêté du {self._date(1990, 2026)} portant création – {self._titre()}"
            jo = e("PUBLICATION_JO", e("TITRE", titre) + e("DATE_PUBLICATION_JO", self._date(1990, 2026)))
            if self._draw.random() < 0.5:
                yield e("PUBLICATION_DECRET_GENERAL", e("PUBLICATION_JO", e("TITRE", f"Décret – {titre}")))
            yield e("PUBLICATION_DECRET_CREATION", jo)
            if self._draw.random() < 0.5:
                yield e("PUBLICATION_DECRET_AUTRE", jo)
            yield e("DATE_DERNIER_JO", self._date(1990, 2026))
        else:
            yield e("DATE_DECISION", self._date(*((2022, 2026) if plan.active else (2005, 2015))))
            yield e("DUREE_ENREGISTREMENT", str(1 + self._rang(5)))

    def _promotions(self) -> Iterator[str]:
        if self._souvent("statistiques"):
            annees = range(2025 - self._rang(4), 2026)
            yield e("STATISTIQUES_PROMOTIONS", "".join(map(self._statistique, annees)))
        if self._souvent("lien"):
            tirage = self._rang(20)
            page = f"https://certification-{self._rang(99_999)}.example/fiche"
            yield e("LIEN_URL_DESCRIPTION", "*       *" if tirage == 0 else page)

    def _statistique(self, annee: int) -> str:
        certifies = self._rang(400)
        lus = e("ANNEE", str(annee)) + e("NOMBRE_CERTIFIES", str(certifies))
        if self._draw.random() < 0.8:
            lus += e("NOMBRE_CERTIFIES_VAE", str(self._rang(certifies + 1)))
        for balise in (
            "TAUX_INSERTION_GLOBAL_6MOIS",
            "TAUX_INSERTION_METIER_6MOIS",
            "TAUX_INSERTION_METIER_2ANS",
        ):
            if self._draw.random() < 0.8:
                lus += e(balise, str(self._rang(101)))
        return e("STATISTIQUES_PROMOTION", lus)

    def _echeances(self, plan: Plan) -> Iterator[str]:
        if plan.active or not plan.de_droit or self._draw.random() < 0.7:
            annees = (2027, 2031) if plan.active else (2016, 2025)
            yield e("DATE_FIN_ENREGISTREMENT", self._date(*annees))
        if plan.de_droit:
            yield e("DATE_EFFET", self._date(1990, 2004))
        if self._souvent("promotions"):
            yield e("ANNEES_PROMOTIONS_NIVEAU", e("ANNEE", "2024") + e("ANNEE", "2025"))
        procedure = "de droit" if plan.de_droit else "sur demande"
        yield e("TYPE_ENREGISTREMENT", f"Enregistrement {procedure}")

    def _bloc(self, plan: Plan, numero: int) -> str:
        nombre = min(2 + int(self._draw.expovariate(1 / 4.9)), 23)
        marque = self._marque(numero)
        competences = [f"{marque(n)}{self._competence()}" for n in range(1, nombre + 1)]
        if self._draw.random() < 0.1:
            competences.insert(0, f"Activité {numero} : {self._titre()}")
        lus = e("CODE", f"{plan.numero}BC{numero:02}") + e("LIBELLE", self._phrase(but=False))
        lus += e("LISTE_COMPETENCES", self._run(competences))
        tirage = self._draw.random()
        if tirage < 0.3 and marque(1)[:1] in ("C", "A"):
            epreuves = [
                f"{marque(n)}{self._draw.choice(w.EPREUVES)} {self._draw.choice(w.MOYENS)}"
                for n in range(1, nombre + 1)
            ]
        else:
            epreuves = [
                f"{self._draw.choice(w.EPREUVES)} : {self._phrase()}." for _ in range(1 + self._rang(6))
            ]
        if tirage < 0.95:
            lus += e("MODALITES_EVALUATION", self._run(epreuves, "" if tirage < 0.6 else "- "))
        if self._draw.random() < 0.1:
            lus += e("PREREQUIS_ENTREE_FORMATION_BLOC", self._phrase())
        if self._draw.random() < 0.1:
            lus += e("PREREQUIS_VALIDATION_BLOC", self._phrase())
        return e("BLOC_COMPETENCES", lus)

    def _marque(self, bloc: int) -> Callable[[int], str]:
        """Choose how the items of a list begin."""
        if self._draw.random() < _LISTES_SANS_MARQUE:
            return lambda _: ""
        formes: list[Callable[[int], str]] = [
            lambda _: "* ",
            lambda _: "- ",
            lambda n: f"C{n}. ",
            lambda n: f"C.{n}. ",
            lambda n: f"A{bloc}C{n}. ",
            lambda n: f"{bloc}.{n} ",
        ]
        return self._draw.choice(formes)

    def _fin(self, plan: Plan) -> Iterator[str]:
        if not plan.rncp:
            if self._souvent("maitrise"):
                yield e("NIVEAU_MAITRISE_COMPETENCES", self._phrase())
            if self._souvent("validite"):
                yield e("DUREE_VALIDITE", "3 ans") + e("MODALITES_RENOUVELLEMENT", self._phrase())
            partielle = self._souvent("partielle")
            yield e("VALIDATION_PARTIELLE", "Oui" if partielle else "Non")
            if partielle:
                yield e("VALIDATION_PARTIELLE_PERIMETRE", self._phrase())
        yield e("ACTIF", "Oui" if plan.active else "Non")
        if self._souvent("prerequis"):
            yield e("PREREQUIS_ENTREE_FORMATION", self._phrase())
        if plan.de_droit:
            yield e("DATE_DE_PUBLICATION", self._date(2005, 2026))
        if self._souvent("prerequis"):
            yield e("PREREQUIS_VALIDATION_CERTIFICATION", self._phrase())
        if plan.active:
            yield e("DATE_LIMITE_DELIVRANCE", self._date(2032, 2035))
        if plan.blocs and self._souvent("correspondances"):
            toutes = (self._correspondance(plan) for _ in range(2 + self._rang(19)))
            yield e("CORRESPONDANCES", "".join(toutes))

    def _correspondance(self, plan: Plan) -> str:
        autre = self._draw.choice(self._avec_blocs)
        source = self._codes_de_blocs(plan, 3)
        destination = e("NUMERO_FICHE", autre.numero) + self._codes_de_blocs(autre, 4)
        return e("CORRESPONDANCE", e("SOURCE", source) + e("DESTINATION", destination))

    def _codes_de_blocs(self, plan: Plan, most: int) -> str:
        tires = self._draw.sample(range(1, plan.blocs + 1), 1 + self._rang(min(most, plan.blocs)))
        return "".join(e("BLOC_COMPETENCES", e("CODE", f"{plan.numero}BC{n:02}")) for n in sorted(tires))

    def _liste(self, name: str) -> str:
        return self._run(self._phrases(name), self._draw.choice(("", "- ", "* ")))

    def _phrases(self, name: str) -> list[str]:
        return [self._phrase() for _ in range(self._entre(name))]

    def _phrase(self, *, but: bool = True) -> str:
        choice = self._draw.choice
        tete = f"{choice(w.VERBES)} {choice(w.OBJETS)} {choice(w.MOYENS)}"
        return f"{tete} {choice(w.BUTS)}" if but else tete

    def _competence(self) -> str:
        return self._phrase(but=self._draw.random() < 0.7)

    def _titre(self) -> str:
        return f"{self._draw.choice(w.METIERS)} {self._draw.choice(w.DOMAINES)}"

    def _run(self, items: list[str], marque: str = "") -> str:
        """Join items as the export does: what were line breaks are runs of spaces."""
        return (" " * (4 + self._rang(5))).join(f"{marque}{item}" for item in items)

    def _souvent(self, name: str) -> bool:
        return self._draw.random() < _SOUVENT[name]

    def _oui(self, part: float) -> str:
        return "Oui" if self._draw.random() < part else "Non"

    def _entre(self, name: str) -> int:
        least, most = _PHRASES[name]
        return least + self._rang(most - least + 1)

    def _rang(self, below: int) -> int:
        return int(self._draw.random() * below)

    def _date(self, first: int, last: int) -> str:
        jours = (date(last, 12, 31) - date(first, 1, 1)).days
        jour = date(first, 1, 1) + timedelta(days=self._rang(jours))
        if first <= _JOUR.year == last:
            jour = min(jour, _JOUR)
        return f"{jour:%d/%m/%Y}"


def e(balise: str, contenu: str) -> str:
    """Return an element with what is in it, which is XML already."""
    return f"<{balise}>{contenu}</{balise}>"


def organisme(siren: int) -> str:
    """Return the name of a body, the same for the same number."""
    ecole, lieu = w.ECOLES[siren % len(w.ECOLES)], w.LIEUX[siren // len(w.ECOLES) % len(w.LIEUX)]
    return f"{ecole} {lieu} {siren // (len(w.ECOLES) * len(w.LIEUX)) + 1}"


def write_export(path: Path, fiches: int, seed: int) -> None:
    """Write an export, one fiche at a time.

    Args:
        path: file to write.
        fiches: how many.
        seed: another one gives another export.
    """
    draw = random.Random(seed)  # noqa: S311 - the same export each time
    plan = plans(fiches, draw)
    writer = Writer(plan, draw)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<FICHES>\n')
        out.write("<VERSION_FLUX>4.1</VERSION_FLUX>\n")
        for rang, each in enumerate(plan):
            out.write(writer.fiche(rang, each))
        out.write("</FICHES>\n")


def main() -> None:
    """Read the options and write."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--fiches", type=int, default=FICHES)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    write_export(given.out, given.fiches, given.seed)


if __name__ == "__main__":
    main()
