"""From blocs that a person holds to certifications within reach, the blocs that remain, and legal caveats.

Sources: France compétences, Vademecum RNCP v1.1 (January 2023): a bloc is held for life, its validity on the
way to a certification may end (p. 27); correspondences (p. 61-62); expiry (p. 65). Code du travail, art.
L. 6113-7 and -9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from graphkit.catalog import Catalog
from graphkit.catalog.standing import standing_of
from graphkit.catalog.views import BlocItem, CertificationView, CorrespondenceView
from graphkit.comparing.sides import Side
from graphkit.comparing.similar import Around
from graphkit.errors import NotFound, QueryRejected
from graphkit.voice import format_date

#: A text in French and in English.
Caveat = tuple[str, str]
MOST_HELD = 30
#: Share of a bloc that the computed coverage has to reach to be worth a question to the certifier.
_WORTH_ASKING = 0.5
_SUGGESTED = 5
_HELD = re.compile(r"([^=\s]+)(?:=(\d{4}-\d\d-\d\d))?")


class Ground(StrEnum):
    """Why a bloc of a certification counts as held, or may."""

    TENU = "détenu"
    OFFICIELLE = "correspondance officielle"
    INVERSE = "correspondance déclarée dans l’autre sens"
    CALCULEE = "couverture calculée"


@dataclass(frozen=True, slots=True)
class Held:
    """A bloc that a person holds.

    Attributes:
        certification: the certification that it is of.
        bloc: the bloc.
        obtained: when it was obtained, if that is told.
    """

    certification: CertificationView
    bloc: BlocItem
    obtained: date | None


@dataclass(frozen=True, slots=True)
class Granted:
    """A bloc of a certification within reach that is held, or may be.

    Attributes:
        bloc: the bloc.
        ground: why.
        by: the held blocs that it rests on.
        share: the computed coverage, if that is the ground.
    """

    bloc: BlocItem
    ground: Ground
    by: tuple[Held, ...]
    share: float | None = None


@dataclass(frozen=True)
class Pathway:
    """A certification within reach.

    Attributes:
        certification: the certification.
        granted: its blocs that are held, or may be.
        caveats: what stands in the way, or has to be asked, in French and in English.
    """

    certification: CertificationView
    granted: tuple[Granted, ...]
    caveats: tuple[Caveat, ...] = field(default=())

    @property
    def sure(self) -> tuple[Granted, ...]:
        """The blocs that are held, or that an official correspondence gives."""
        return tuple(each for each in self.granted if each.ground in {Ground.TENU, Ground.OFFICIELLE})

    @property
    def remaining(self) -> tuple[BlocItem, ...]:
        """The blocs that remain, computed coverage apart: it gives no right."""
        done = {each.bloc.iri for each in self.sure}
        return tuple(bloc for bloc in self.certification.blocs if bloc.iri not in done)


def read_held(catalog: Catalog, texts: Sequence[str]) -> tuple[Held, ...]:
    """Return the blocs that a person names.

    Args:
        catalog: the graph.
        texts: codes of blocs with their fiche, each perhaps with the day: ``RNCP34762BC01=2023-06-30``.

    Raises:
        QueryRejected: one is no code with a day, or there are none or too many.
        NotFound: the graph does not hold a bloc.
    """
    if not 1 <= len(texts) <= MOST_HELD:
        raise QueryRejected(
            f"name one to {MOST_HELD} blocs, as RNCP34762BC01 or RNCP34762BC01=2023-06-30",
            french=f"Nommez d’un à {MOST_HELD} blocs, comme RNCP34762BC01 ou RNCP34762BC01=2023-06-30.",
        )
    views: dict[str, CertificationView] = {}
    found: dict[str, Held] = {}
    for text in texts:
        match = _HELD.fullmatch(text.strip())
        try:
            obtained = date.fromisoformat(match[2]) if match and match[2] else None
        except ValueError:
            match = None
        if match is None:
            raise QueryRejected(
                f"{text!r} is no bloc: write RNCP34762BC01, or RNCP34762BC01=2023-06-30",
                french=f"« {text} » n’est pas un bloc : écrivez RNCP34762BC01, ou RNCP34762BC01=2023-06-30"
                " avec la date.",
            )
        bloc = catalog.bloc(match[1])
        if bloc.bloc is None or bloc.certification is None:
            raise NotFound(
                f"the graph has no record of the certification of {bloc.code}",
                french=f"Le graphe n’a pas la fiche de {bloc.code}.",
            )
        iri = bloc.certification.iri
        views.setdefault(iri, catalog.certification(iri, partners=0))
        found[bloc.iri] = Held(views[iri], bloc.bloc, obtained)
    return tuple(found.values())


def pathways(catalog: Catalog, held: Sequence[Held], today: date) -> tuple[Pathway, ...]:
    """Return the certifications within reach: those of most blocs that are sure first.

    Args:
        catalog: the graph.
        held: the blocs that a person holds.
        today: the day from which validity is judged.

    Raises:
        StoreUnavailable: the graph has no search index.
    """
    granted: dict[str, dict[str, Granted]] = {}
    views = {each.certification.ref.iri: each.certification for each in held}

    def grant(view: CertificationView, each: Granted) -> None:
        views.setdefault(view.ref.iri, view)
        blocs = granted.setdefault(view.ref.iri, {})
        known = blocs.get(each.bloc.iri)
        if known is None or _RANK.index(each.ground) < _RANK.index(known.ground):
            blocs[each.bloc.iri] = each

    for one in held:
        grant(one.certification, Granted(one.bloc, Ground.TENU, (one,)))
    for view, each in (*_official(catalog, held), *_computed(catalog, held)):
        grant(view, each)
    found = [
        Pathway(views[iri], tuple(blocs.values()), tuple(_caveats(views[iri], tuple(blocs.values()), today)))
        for iri, blocs in granted.items()
    ]
    return tuple(
        sorted(found, key=lambda each: (-len(each.sure), -len(each.granted), each.certification.ref.path))
    )


_RANK = tuple(Ground)


def _official(catalog: Catalog, held: Sequence[Held]) -> Iterator[tuple[CertificationView, Granted]]:
    """Yield the blocs that official correspondences give, and those that one declared the other way may."""
    by_iri = {each.bloc.iri: each for each in held}
    for own in {each.certification.ref.iri: each.certification for each in held}.values():
        for declared in own.correspondances:
            sources = [cell.node.value for cell in declared.sources]
            if sources and all(iri in by_iri for iri in sources):
                yield from _targets(catalog, declared, tuple(by_iri[iri] for iri in sources))
        answer = catalog.question("correspondances-vers-une-certification", {"cible": own.ref.path})
        for (cell,) in answer.rows:
            if cell is not None and cell.path is not None:
                yield from _inverse(catalog.certification(cell.node.value, partners=0), by_iri)


def _targets(
    catalog: Catalog, declared: CorrespondenceView, by: tuple[Held, ...]
) -> Iterator[tuple[CertificationView, Granted]]:
    for ref, cells in declared.targets:
        if not ref.title:
            # Only cited: the graph does not know of what it consists.
            continue
        view = catalog.certification(ref.iri, partners=0)
        named = {cell.node.value for cell in cells}
        for bloc in view.blocs:
            if bloc.iri in named or not named:
                yield view, Granted(bloc, Ground.OFFICIELLE, by)


def _inverse(
    view: CertificationView, by_iri: Mapping[str, Held]
) -> Iterator[tuple[CertificationView, Granted]]:
    blocs = {bloc.iri: bloc for bloc in view.blocs}
    for declared in view.correspondances:
        cited = [cell.node.value for _, cells in declared.targets for cell in cells]
        if cited and all(iri in by_iri for iri in cited):
            for cell in declared.sources:
                if cell.node.value in blocs:
                    by = tuple(by_iri[iri] for iri in cited)
                    yield view, Granted(blocs[cell.node.value], Ground.INVERSE, by)


def _computed(catalog: Catalog, held: Sequence[Held]) -> Iterator[tuple[CertificationView, Granted]]:
    """Yield the blocs of other certifications that a held bloc covers by its words."""
    own = {each.certification.ref.iri: each.certification for each in held}
    around = {iri: Around(catalog, Side("A", view)) for iri, view in own.items()}
    for each in held:
        for candidate in around[each.certification.ref.iri].bloc(each.bloc.iri, _SUGGESTED):
            if candidate.ref.iri in own or candidate.bloc is None:
                continue
            coverage = candidate.bloc.of_other
            share = coverage.share or 0.0
            if not coverage.tells:
                continue
            found = next((b for b in candidate.side.view.blocs if b.iri == candidate.bloc.other), None)
            if share >= _WORTH_ASKING and found is not None:
                yield candidate.side.view, Granted(found, Ground.CALCULEE, (each,), share)


def _caveats(view: CertificationView, granted: Sequence[Granted], today: date) -> Iterator[Caveat]:
    standing = standing_of(view.ref, today)
    last = view.fact("ref:dateLimiteDelivrance")
    if standing.kind in {"expired", "inactive"}:
        french, english = _said(date.fromisoformat(last.label)) if last else ("", "")
        until = f" La fiche fixe la date limite de délivrance au {french}." if last else ""
        till = f" The record sets the last day of award to {english}." if last else ""
        yield (
            (
                "Cette certification n’est plus enregistrée : on n’y entre plus ; seuls les parcours engagés"
                f" vont à leur terme (Code du travail, art. L. 6113-9 ; vadémécum RNCP, p. 65).{until}"
            ),
            (
                "This certification is no longer registered: nobody enters it any more; only pathways under"
                f" way go to their end (Code du travail, art. L. 6113-9; Vademecum RNCP, p. 65).{till}"
            ),
        )
        yield from (
            (f"Elle est remplacée par {named}.", f"It is replaced by {named}.")
            for named in (f"{each.identifier} {each.title}".strip() for each in view.successors)
        )
    elif standing.kind == "unknown":
        yield (
            "La source ne dit pas si cette certification est encore enregistrée : à vérifier.",
            "The source does not tell whether this certification is still registered: to be verified.",
        )
    elif standing.kind == "soon" and standing.end:
        french, english = _said(standing.end)
        yield (
            f"Son enregistrement prend fin le {french} (vadémécum RNCP, p. 65).",
            f"Its registration ends on {english} (Vademecum RNCP, p. 65).",
        )
    for each in granted:
        for held in each.by:
            yield from _dated(held, each.ground)
    grounds = {each.ground for each in granted}
    if Ground.TENU in grounds:
        yield (
            (
                "Un bloc est acquis à vie, mais le certificateur peut en limiter la validité dans un parcours"
                " vers la certification entière (vadémécum RNCP, p. 27)."
            ),
            (
                "A bloc is held for life, but the certifier may limit its validity on the way to the whole"
                " certification (Vademecum RNCP, p. 27)."
            ),
        )
    if grounds & {Ground.OFFICIELLE, Ground.INVERSE}:
        yield (
            (
                "Une correspondance vaut telle que le certificateur l’a établie (Code du travail, art."
                " L. 6113-7) : faites-la confirmer, surtout si elle n’est déclarée que dans l’autre sens."
            ),
            (
                "A correspondence is worth what the certifier made of it (Code du travail, art. L. 6113-7):"
                " have it confirmed, above all if it is declared the other way only."
            ),
        )
    if Ground.CALCULEE in grounds:
        yield (
            (
                "Une couverture calculée ne donne aucun droit : seul le certificateur décide d’une"
                " correspondance (Code du travail, art. L. 6113-7 ; vadémécum RNCP, p. 61-62)."
            ),
            (
                "A computed coverage gives no right: only the certifier decides about a correspondence (Code"
                " du travail, art. L. 6113-7; Vademecum RNCP, p. 61-62)."
            ),
        )


def _dated(held: Held, ground: Ground) -> Iterator[Caveat]:
    ref = held.certification.ref
    limit = held.certification.fact("ref:dateLimiteDelivrance")
    end = date.fromisoformat(limit.label) if limit else ref.expires
    start = held.certification.fact("ref:dateEffet") or held.certification.fact("ref:dateDecision")
    if held.obtained is None:
        if ground is Ground.TENU:
            yield (
                f"La date d’obtention de {held.bloc.code} n’est pas dite : elle compte.",
                f"When {held.bloc.code} was obtained is not told: it counts.",
            )
    elif end and held.obtained > end:
        (french, english), (ended, ended_english) = _said(held.obtained), _said(end)
        yield (
            (
                f"{held.bloc.code} aurait été obtenu le {french}, après la fin de {ref.identifier}"
                f" ({ended}) : vérifiez cette date (vadémécum RNCP, p. 65)."
            ),
            (
                f"{held.bloc.code} is said to have been obtained on {english}, after the end of"
                f" {ref.identifier} ({ended_english}): verify this date (Vademecum RNCP, p. 65)."
            ),
        )
    elif start and held.obtained < (effect := date.fromisoformat(start.label)):
        (french, english), (since, since_english) = _said(held.obtained), _said(effect)
        yield (
            (
                f"{held.bloc.code} aurait été obtenu le {french}, avant que {ref.identifier} ne prenne effet"
                f" ({since}) : c’est peut-être un bloc de la version antérieure."
            ),
            (
                f"{held.bloc.code} is said to have been obtained on {english}, before {ref.identifier} took"
                f" effect ({since_english}): it may be a bloc of the version before."
            ),
        )


def _said(day: date) -> tuple[str, str]:
    """Return a date in words, in French and in English."""
    return format_date(day, "fr"), format_date(day, "en")
