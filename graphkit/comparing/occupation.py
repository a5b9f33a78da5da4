"""What a certification gives towards an occupation: its competences against those that ROME requires."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphkit.catalog import Catalog
from graphkit.catalog.views import Cell
from graphkit.comparing.argument import Block, Grid, Heading, Link, Paragraph, method
from graphkit.comparing.phrases import FRENCH, explain, explain_cover
from graphkit.comparing.sides import Side
from graphkit.errors import NotFound
from graphkit.matching.comparison import Comparison
from graphkit.matching.coverage import Covered, How, Pair
from graphkit.matching.referentiels import Bloc, Enonce, Referentiel
from graphkit.voice import Voice

_EMERGING = "voitEmerger"
_MOST_EVIDENCE = 3
_CAUTION = (
    (
        "Couverture calculée à partir des mots des énoncés : une compétence non couverte ici peut être dite"
        " autrement."
    ),
    (
        "Coverage computed from the words of the statements: a competence that is not covered here may be"
        " said in other words."
    ),
)


@dataclass(frozen=True, slots=True)
class Required:
    """A competence that an occupation requires.

    Attributes:
        cell: the competence.
        label: its text.
        emerging: whether ROME sees it emerge, rather than requires it.
        covered: how the certification covers it.
        evidence: the competences of the certification that are nearest to it, the nearest first; for one that
            is not covered, what is related to it.
    """

    cell: Cell
    label: str
    emerging: bool
    covered: Covered
    evidence: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Towards:
    """A certification against an occupation.

    Attributes:
        side: the certification.
        rome: path of the occupation.
        code: its code.
        label: its label.
        aims: whether the record says that the certification aims at it.
        comparison: the computed coverage; its first side is the occupation.
        required: each competence that the occupation requires, those that are covered first.
    """

    side: Side
    rome: str
    code: str
    label: str
    aims: bool
    comparison: Comparison
    required: tuple[Required, ...]

    @property
    def done(self) -> int:
        """Number of the competences of the occupation that are covered."""
        return self.comparison.of_one.covered

    @property
    def share(self) -> float | None:
        """Share of the competences of the occupation that are covered."""
        return self.comparison.of_one.share


_RANK = (How.UNE, How.PLUSIEURS, How.PARTIELLEMENT, How.NON)


def towards(catalog: Catalog, code: str, rome: str) -> Towards:
    """Return what a certification gives towards an occupation.

    Args:
        catalog: the graph, with the nomenclature ROME 4.0.
        code: the certification, in any spelling.
        rome: the code of the occupation.

    Raises:
        NotFound: the graph lacks one of them, or what the occupation requires.
        QueryRejected: the code is none of ROME.
    """
    side = Side("A", catalog.certification(code, partners=0))
    answer = catalog.question("competences-d-un-metier", {"rome": rome})
    if not answer.rows:
        raise NotFound(
            f"the graph does not say which competences {rome} requires: build it with the files of ROME 4.0",
            french=f"Le graphe ne dit pas quelles compétences requiert {rome} : il faut le construire avec"
            " les fichiers du ROME 4.0.",
        )
    view = catalog.concept("rome", rome.strip().upper(), limit=0)
    emerging: dict[str, bool] = {}
    cells: dict[str, Cell] = {}
    texts: dict[str, str] = {}
    for link, competence, label in answer.rows:
        assert link and competence and label  # noqa: S101, PT018 - the question gives all three
        key = competence.node.value
        emerging[key] = emerging.get(key, True) and link.node.value.endswith(_EMERGING)
        cells[key], texts[key] = competence, label.label
    statements = tuple(Enonce(key, text) for key, text in texts.items())
    occupation = Referentiel(view.iri, view.label, (Bloc(view.iri, view.label, statements),), in_blocs=False)
    found = catalog.contents.compare(occupation, side.referentiel)
    near: dict[str, list[Pair]] = {}
    for pair in found.pairs:
        near.setdefault(pair.one, []).append(pair)
    required = [
        Required(
            cells[each.key],
            texts[each.key],
            emerging[each.key],
            each,
            tuple(near.get(each.key, ())[:_MOST_EVIDENCE]),
        )
        for each in found.of_one.statements
    ]
    required.sort(key=lambda each: (_RANK.index(each.covered.how), -each.covered.likely, each.label))
    aims = any(item.code == view.code for item in side.view.codes_of("ref:viseMetier"))
    return Towards(side, view.path, view.code, view.label, aims, found, tuple(required))


def tell(found: Towards, say: Voice = FRENCH) -> Iterator[Block]:
    """Yield what a certification gives towards an occupation, in words.

    Args:
        found: what was found.
        say: says it in a language.
    """
    occupation = f"{found.code} {found.label}"
    yield Heading(
        1,
        say(
            f"Ce que {found.side.identifier} donne vers {occupation}",
            f"What {found.side.identifier} gives towards {occupation}",
        ),
    )
    aims = (
        say("La fiche vise ce métier.", "The record aims at this occupation.")
        if found.aims
        else say("La fiche ne vise pas ce métier.", "The record does not aim at this occupation.")
    )
    share, total = say.share(found.share), len(found.required)
    yield Paragraph(
        say(
            f"{aims} Compétences du métier (ROME 4.0) couvertes : {share}, {found.done} sur {total}.",
            f"{aims} Competences of the occupation (ROME 4.0) that are covered: {share},"
            f" {found.done} of {total}.",
        )
        + f" {say(*_CAUTION)}"
    )
    says = say("Ce qu’en dit la certification", "What the certification says of it")
    for how, title, said in (
        (How.UNE, say("Couvertes", "Covered"), says),
        (How.PLUSIEURS, say("Couvertes par plusieurs ensemble", "Covered by several together"), says),
        (How.PARTIELLEMENT, say("En partie", "In part"), says),
        (
            How.NON,
            say("Pas couvertes", "Not covered"),
            say("Au plus près, sans la couvrir", "Nearest, without covering it"),
        ),
    ):
        rows = tuple(_evident(each, found.side, say) for each in found.required if each.covered.how is how)
        if rows:
            columns = (
                say("Compétence du métier", "Competence of the occupation"),
                said,
                say("Pourquoi", "Why"),
            )
            yield Grid(title, columns, rows)
    yield method(found.comparison.method, found.comparison.version, say)


def _evident(required: Required, side: Side, say: Voice) -> tuple[str, str, str]:
    if not required.evidence:
        return _named(required, say), "", ""
    pair = required.evidence[0]
    name = side.names[pair.other]
    return _named(required, say), Link(str(name), name.path), explain_cover(pair.match, say)


def _named(required: Required, say: Voice) -> Link:
    emerging = say(" (émergente)", " (emerging)") if required.emerging else ""
    return Link(f"{required.label}{emerging}", required.cell.path)


def as_plain(found: Towards, say: Voice = FRENCH) -> dict[str, Any]:
    """Return what a certification gives towards an occupation as plain values.

    Args:
        found: what was found.
        say: says reasons and the caution in a language.
    """
    return {
        "certification": found.side.identifier,
        "rome": found.code,
        "label": found.label,
        "aims": found.aims,
        "share": found.share,
        "caution": say(*_CAUTION),
        "competences": [
            {
                "competence": each.cell.node.value,
                "label": each.label,
                "emerging": each.emerging,
                "how": each.covered.how.value,
                "evidence": [
                    {
                        "competence": pair.other,
                        "text": found.side.names[pair.other].text,
                        "relation": pair.match.relation.inverse.value,
                        "score": pair.match.score,
                        "why": explain(pair.match, say),
                    }
                    for pair in each.evidence
                ],
            }
            for each in found.required
        ],
    }
