"""``graphkit compare``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from graphkit.cli.options import catalog_of, json_option, store_option

if TYPE_CHECKING:
    from graphkit.catalog.comparison import ComparisonView, PairView


@click.command("compare")
@click.argument("codes", nargs=-1, required=True)
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    help="Least share of words in common at which a competence counts as covered.",
)
@store_option
@json_option
def command(codes: tuple[str, ...], threshold: float | None, store: str | None, as_json: bool) -> None:
    """Compare two to five certifications: codes, level, blocs, competences side by side.

    The coverage is a lexical measure (words of more than three letters in common), not an equivalence.
    """
    from graphkit.cli.output import to_json  # noqa: PLC0415

    catalog = catalog_of(store)
    view = catalog.compare(codes) if threshold is None else catalog.compare(codes, threshold)
    click.echo(to_json(view) if as_json else "\n".join(describe(view)))


def describe(view: ComparisonView) -> list[str]:
    """Return a comparison as lines of text.

    Args:
        view: the comparison.
    """
    lines = []
    for each in view.certifications:
        level = f", niveau {each.ref.level}" if each.ref.level else ""
        counts = f"{len(each.blocs)} bloc(s), {len(each.competences)} compétence(s)"
        lines.append(f"{each.ref.identifier}  {each.ref.title}{level}: {counts}")
    lines.append("")
    for code in view.codes:
        held = " ".join("x" if each.ref.path in code.holders else "-" for each in view.certifications)
        lines.append(f"  {held}  {code.property.removeprefix('ref:')} {code.code} {code.label}")
    names = {each.ref.path: each.ref.identifier for each in view.certifications}
    for pair in view.pairs:
        lines += ["", *_pair(pair, names)]
    return lines


def _pair(pair: PairView, names: dict[str, str]) -> list[str]:
    a, b = names[pair.covering], names[pair.covered]
    if pair.share is None:
        return [f"{b} n’a pas de compétence : aucune couverture à calculer"]
    total = len(pair.pairs)
    lines = [
        f"{a} couvre {b} à {pair.share:.0%} ({pair.covered_count} compétence(s) sur {total}, calcul lexical)"
    ]
    lines += [
        f"  bloc {share.covering.code} -> {share.covered.code}: {share.share:.0%}"
        for share in pair.blocs
        if share.share
    ]
    scored = sorted((p for p in pair.pairs if p.score), key=lambda p: -p.score.jaccard if p.score else 0)
    for item in scored[:5]:
        if item.closest and item.score:
            lines.append(f"  {item.score.jaccard:.2f}  {item.competence.text[:90]}")
            lines.append(f"        {item.closest.text[:90]}")
    return lines
