"""``graphkit show``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from graphkit.cli.options import catalog_of, json_option, store_option

if TYPE_CHECKING:
    from graphkit.catalog import Catalog
    from graphkit.catalog.views import (
        ActiviteItem,
        ActiviteView,
        BlocItem,
        BlocView,
        CertificationView,
        CompetenceItem,
        CompetenceView,
        ListView,
    )

_MISSING = "manquant dans la source"


@click.command("show")
@click.argument("code")
@store_option
@json_option
def command(code: str, store: str | None, as_json: bool) -> None:
    """Show the thing that a code names: a certification, a bloc, a code of a nomenclature, a certifier.

    CODE is in any spelling (RNCP25520, "rncp 25520", RNCP25520BC02, M1803, 320), the slug of a draft, or a
    path (competence/chef-de-projet-digital/C1.1).
    """
    from graphkit.cli.output import to_json  # noqa: PLC0415

    catalog = catalog_of(store)
    kind, view = _find(catalog, code)
    if as_json:
        click.echo(to_json(view))
        return
    click.echo("\n".join(_LAYOUTS.get(kind, _list)(view)))


def _find(catalog: Catalog, code: str) -> tuple[str, Any]:
    """Return the kind of thing that a code names, and its view."""
    path = code if "/" in code and "://" not in code else catalog.search(code, 0).jump
    if path is None:
        # Says how to look for it by a word, in the catalog's own terms.
        return "certification", catalog.certification(code)
    kind, _, name = path.partition("/")
    methods: dict[str, Any] = {
        "certification": catalog.certification,
        "bloc": catalog.bloc,
        "competence": catalog.competence,
        "activite": catalog.activite,
        "certificateur": catalog.certificateur,
    }
    return kind, methods[kind](name) if kind in methods else catalog.concept(kind, name)


def _certification(view: CertificationView) -> list[str]:
    ref = view.ref
    lines = [f"{ref.identifier}  {ref.title}"]
    state = {True: "active", False: "inactive", None: "état non indiqué par la source"}[ref.active]
    ends = f", fin d’enregistrement {ref.expires.isoformat()}" if ref.expires else ""
    lines.append(f"  {state}{ends}" + (f", niveau {ref.level}" if ref.level else ""))
    lines += [f"  délivrée par {cell.label}" for cell in view.certificateurs]
    lines += [f"  {code.nomenclature} {code.code}  {code.label}" for code in view.codes]
    lines += [f"  remplace {each.identifier} {each.title}".rstrip() for each in view.predecessors]
    lines += [f"  remplacée par {each.identifier} {each.title}".rstrip() for each in view.successors]
    for bloc in view.blocs:
        lines += ["", *_bloc_item(bloc)]
    for activite in view.activites:
        lines += ["", *_activite(activite, "")]
    if not view.blocs and not view.activites:
        for competence in view.competences:
            lines += ["", *_competence(competence, "")]
    lines.append("")
    for anomaly in view.anomalies:
        lines.append(f"  {anomaly.severity}: {anomaly.message}")
    for result in view.results:
        about = f" ({result.focus.label})" if result.focus else ""
        lines.append(f"  {result.severity}: {result.message}{about}")
    return lines


def _bloc(view: BlocView) -> list[str]:
    of = f"{view.certification.identifier}  {view.certification.title}" if view.certification else ""
    return [of, *(_bloc_item(view.bloc) if view.bloc else [f"{view.code}: {_MISSING}"])]


def _bloc_item(bloc: BlocItem) -> list[str]:
    lines = [f"{bloc.code}  {bloc.title}"]
    if bloc.certificate:
        lines.append(f"  donne lieu au certificat : {bloc.certificate}")
    for competence in bloc.competences:
        lines += _competence(competence, "  ")
    for modalite in bloc.modalites:
        lines += _folded(modalite.text, "  ", "évaluation du bloc : ")
    return lines


def _activite(activite: ActiviteItem, indent: str) -> list[str]:
    special = f" (spécialisation : {activite.specialisation})" if activite.specialisation else ""
    lines = [f"{indent}{activite.code}  {activite.title}{special}"]
    for competence in activite.competences:
        lines += _competence(competence, f"{indent}  ")
    for child in activite.children:
        lines += _activite(child, f"{indent}  ")
    return lines


def _competence(competence: CompetenceItem, indent: str) -> list[str]:
    lines = _folded(competence.text, indent, f"{competence.code} " if competence.code else "- ")
    for modalite in competence.modalites:
        lines += _folded(modalite.text, f"{indent}    ", "modalité : ")
    for critere in competence.criteres:
        lines += _folded(critere.text, f"{indent}    ", "critère : ")
    return lines


def _competence_page(view: CompetenceView) -> list[str]:
    lines = [f"{view.certification.identifier}  {view.certification.title}"]
    lines += [f"  bloc : {cell.label}" for cell in view.blocs]
    lines += [f"  activité : {cell.label}" for cell in view.activites]
    lines += _competence(view.competence, "  ")
    for cell, certification in view.same_statement:
        lines.append(f"  même énoncé : {cell.path} ({certification.identifier})")
    return lines


def _activite_page(view: ActiviteView) -> list[str]:
    return [f"{view.certification.identifier}  {view.certification.title}", *_activite(view.activite, "  ")]


def _list(view: ListView) -> list[str]:
    lines = [f"{view.nomenclature} {view.code}  {view.label}", f"  {view.total} certification(s)"]
    for each in view.certifications:
        level = f" (niveau {each.level})" if each.level else ""
        lines.append(f"  {each.identifier}  {each.title}{level}")
    return lines


def _folded(text: str, indent: str, first: str) -> list[str]:
    from graphkit.cli.output import paragraph  # noqa: PLC0415

    return [paragraph(text, indent + "    ", indent + first)]


#: Kind of thing -> what lays it out; everything else is a list of certifications.
_LAYOUTS: dict[str, Callable[[Any], list[str]]] = {
    "certification": _certification,
    "bloc": _bloc,
    "competence": _competence_page,
    "activite": _activite_page,
}
