"""Puts together what the tables and lists of a draft state, and tells what is odd in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graphkit.identifiers import digest
from graphkit.model import Activite, Anomaly, Bloc, Competence, Critere, Document, Modalite
from graphkit.passages import Passage, Passages
from graphkit.sources.brouillon.blocs import TitreDeBloc
from graphkit.sources.brouillon.lignes import Ligne
from graphkit.sources.codes_dits import en_double, hors_activite, normalise
from graphkit.sources.notes import Note, anomalie
from graphkit.sources.tables_dites import bloc_autrement_intitule
from graphkit.sources.trois_colonnes.certification import SPECIALISATION, TIRET
from graphkit.sources.trois_colonnes.reperes import Genre, fold
from graphkit.text import normalise_spaces

#: Links between activities, competences, modalities and criteria: far more than any référentiel has.
LIENS_MAX = 200_000
# "Activité ", "Compétence n° ", "C.": what a reader passes over.
_AVANT_LE_NUMERO = re.compile(r"^\D+")
_CODE_NUMEROTE = re.compile(r"C(\d{1,2})([A-Z]?)\.(\d{1,2})")


class Demesure(Exception):
    """What is read has more links than any référentiel."""


@dataclass(slots=True, eq=False)
class CompetenceLue:
    """A competence while its modalities and criteria are still being found."""

    lue: Competence
    modalites: list[Modalite] = field(default_factory=list)
    criteres: list[Critere] = field(default_factory=list)
    repetitions: list[Passage] = field(default_factory=list)

    @property
    def cle(self) -> str:
        """What activities name it by: its code, or its statement where it has none."""
        return self.lue.code or digest(self.lue.enonce)

    def finie(self) -> Competence:
        """Return the value of the model."""
        passages = (*self.lue.passages, *self.repetitions)
        return replace(
            self.lue, modalites=tuple(self.modalites), criteres=tuple(self.criteres), passages=passages
        )


@dataclass(slots=True, eq=False)
class ActiviteLue:
    """An activity while what it mobilises is still being found."""

    code: str
    intitule: str
    imprime: str | None
    passages: list[Passage]
    specialisation: str | None = None
    sous: list[ActiviteLue] = field(default_factory=list)
    competences: dict[CompetenceLue, None] = field(default_factory=dict)
    numero: int = 0
    lettre: str = ""

    def finie(self) -> Activite:
        """Return the value of the model."""
        return Activite(
            self.code,
            self.intitule,
            self.imprime,
            self.specialisation,
            sous_activites=tuple(sous.finie() for sous in self.sous),
            competences=tuple(dict.fromkeys(competence.cle for competence in self.competences)),
            passages=tuple(self.passages),
        )


@dataclass(slots=True, eq=False)
class BlocLu:
    """A bloc while its competences are still being found."""

    titre: TitreDeBloc
    passages: Passages
    competences: list[CompetenceLue] = field(default_factory=list)
    modalites: list[Modalite] = field(default_factory=list)

    def fini(self, numero: str | None) -> Bloc:
        """Return the value of the model, its code that of the register if the certification has a number."""
        code = self.titre.code
        if numero and numero.startswith("RNCP") and code.startswith("BC"):
            code = f"{numero}{code}"
        return Bloc(
            code,
            self.titre.titre or self.titre.imprime,
            tuple(competence.finie() for competence in self.competences),
            tuple(self.modalites),
            passages=self.passages,
            code_imprime=self.titre.imprime or None,
        )


class Redaction:
    """What has been read so far.

    Args:
        document: the source, for anomalies.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self.blocs: list[BlocLu] = []
        self.activites: list[ActiviteLue] = []
        self.sans_bloc: list[CompetenceLue] = []
        self.anomalies: list[Anomaly] = []
        self.bloc: BlocLu | None = None
        self._codes: dict[str, int] = {}
        self._liens = 0
        self._connues: dict[tuple[int, str, str], CompetenceLue] = {}
        self._activites_connues: dict[tuple[int, str, str], ActiviteLue] = {}

    def report(
        self,
        note: Note,
        passages: Passages,
        extrait: str = "",
        *,
        grave: bool = True,
    ) -> None:
        """Note an anomaly.

        Args:
            note: what is wrong and what was done.
            passages: where.
            extrait: the text at fault.
            grave: it may be wrong, rather than merely told.
        """
        self.anomalies.append(anomalie(self._document, note, passages, extrait, grave=grave))

    def ouvre_bloc(self, titre: TitreDeBloc, passages: Passages) -> None:
        """Begin a bloc, or go on with one that was begun; a table of contents may have named it before.

        Args:
            titre: what its heading says.
            passages: where.
        """
        connu = next((bloc for bloc in self.blocs if bloc.titre.code == titre.code), None)
        if connu is None:
            connu = BlocLu(titre, passages)
            self.blocs.append(connu)
        elif titre.titre and not connu.competences:
            connu.titre, connu.passages = titre, passages
        elif titre.titre and fold(titre.titre) != fold(connu.titre.titre):
            self.report(bloc_autrement_intitule(titre.imprime), passages, titre.titre)
        self.bloc = connu

    def ajoute_activite(self, ligne: Ligne, passages: Passages, parent: ActiviteLue | None) -> ActiviteLue:
        """Note an activity, or find the one that is printed again.

        Args:
            ligne: its line.
            passages: where.
            parent: the activity that it is a part of, if any.
        """
        freres = parent.sous if parent else self.activites
        specialisation, intitule = _specialisation(ligne.texte)
        cle = (id(parent), ligne.imprime, fold(intitule).removesuffix("(suite)").strip())
        if connue := self._activites_connues.get(cle):
            connue.passages += passages
            return connue
        code = ligne.code
        if code and parent and parent.lettre and ligne.numero == parent.numero and not ligne.lettre:
            code = code.replace(str(parent.numero), f"{parent.numero}{parent.lettre}", 1)
        lettre = ligne.lettre
        if parent and ligne.numero == parent.numero:
            lettre = lettre or parent.lettre
        code = self._unique(code, ligne.imprime, passages) if code else digest(ligne.texte)
        lue = ActiviteLue(
            code,
            intitule,
            ligne.imprime or None,
            list(passages),
            specialisation,
            numero=ligne.numero,
            lettre=lettre,
        )
        freres.append(lue)
        self._activites_connues[cle] = lue
        return lue

    def ajoute_competence(self, competence: Competence, holders: Sequence[ActiviteLue]) -> CompetenceLue:
        """Note a competence in the bloc that is open, or find the one that is printed again.

        Args:
            competence: as its cell has it.
            holders: the activities that mobilise it.
        """
        liste = self.bloc.competences if self.bloc else self.sans_bloc
        cle = (id(self.bloc), competence.code_imprime or "", competence.enonce)
        lue = self._connues.get(cle)
        if lue is None:
            if competence.code and competence.code[:1].isalpha():
                imprime = competence.code_imprime or competence.code
                code = self._dans_l_activite(competence, imprime, holders)
                code = self._unique(code, imprime, competence.passages)
                competence = replace(competence, code=code)
            lue = self._connues[cle] = CompetenceLue(competence)
            liste.append(lue)
        else:
            lue.repetitions += competence.passages
        self.relie(holders, [lue])
        return lue

    def relie(self, holders: Sequence[ActiviteLue], competences: Sequence[CompetenceLue]) -> None:
        """Note that activities mobilise competences.

        Args:
            holders: the activities.
            competences: the competences.
        """
        self.compte(len(holders) * len(competences))
        for holder in holders:
            holder.competences.update(dict.fromkeys(competences))

    def compte(self, liens: int) -> None:
        """Count the links between what is read: a few cells that span all others make any number of them.

        Args:
            liens: how many more there will be.

        Raises:
            Demesure: more than any référentiel has.
        """
        self._liens += liens
        if self._liens > LIENS_MAX:
            raise Demesure

    def _dans_l_activite(self, competence: Competence, imprime: str, holders: Sequence[ActiviteLue]) -> str:
        """Return the code of a competence with the letter of its activity, which the print may lack."""
        code = competence.code or ""
        trouve = _CODE_NUMEROTE.fullmatch(code)
        if trouve is None or not holders or not holders[0].numero:
            return code
        numero, lettre = holders[0].numero, holders[0].lettre
        if int(trouve[1]) == numero and not trouve[2]:
            return f"C{numero}{lettre}.{trouve[3]}"
        if (int(trouve[1]), trouve[2]) != (numero, lettre):
            self.report(hors_activite(imprime, f"{numero}{lettre}"), competence.passages, competence.enonce)
        return code

    def competences(self) -> Iterator[CompetenceLue]:
        """Yield the competences read so far."""
        yield from self.sans_bloc
        for bloc in self.blocs:
            yield from bloc.competences

    def _unique(self, code: str, imprime: str, passages: Passages) -> str:
        """Return the code, or the code with its rank of appearance if something else has it already."""
        ecrit = _AVANT_LE_NUMERO.sub("", imprime)
        if imprime and (ecrit != _AVANT_LE_NUMERO.sub("", code) or imprime[0] in "Bb"):
            self.report(normalise(imprime, code), passages, imprime, grave=False)
        fois = self._codes[code] = self._codes.get(code, 0) + 1
        if fois == 1:
            return code
        self.report(en_double(code, fois), passages, imprime)
        return f"{code}-{fois}"


def _specialisation(texte: str) -> tuple[str | None, str]:
    """Part the name of a specialisation from the title of its activity."""
    debut = SPECIALISATION.match(texte)
    if debut is None:
        return None, texte
    reste = texte[debut.end() :]
    tiret = TIRET.search(reste)
    nom, intitule = (reste[: tiret.start()], reste[tiret.end() :]) if tiret else (reste, reste)
    return normalise_spaces(nom) or None, intitule.strip() or texte


def est_sous_activite(ligne: Ligne, parent: ActiviteLue | None) -> bool:
    """Tell whether the code of a line says that it is a part of the activity before it.

    Args:
        ligne: the line.
        parent: the last activity of the first level.
    """
    if parent is None:
        return False
    if ligne.genre is Genre.SOUS_ACTIVITE:
        return parent.imprime is not None and not (
            parent.numero and ligne.numero and parent.numero != ligne.numero
        )
    return bool(ligne.code) and ligne.code.startswith(f"{parent.code}.")
