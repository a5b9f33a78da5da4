"""``graphkit show``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from graphkit.cli.options import catalog_of, json_option, store_option

if TYPE_CHECKING:
    from graphkit.catalog import Catalog
    from graphkit.catalog.answers import ThingView
    from graphkit.catalog.views import (
        ActiviteItem,
        ActiviteView,
        BlocItem,
        BlocView,
        Cell,
        CertificationView,
        CompetenceItem,
        CompetenceView,
        ListView,
    )

_MISSING = "manquant dans la source"
_EXAMPLES = 3
_ELSEWHERE = ("skos:closeMatch", "skos:broadMatch")
#: Properties of a code that lead upwards, and those with many values, as they are told.
_UPWARDS = {"skos:broader": "dans", "ref:fonction": "fonction", "ref:codeParent": "issu du code"}
_COUNTED = {
    "skos:altLabel": "autre(s) libellé(s)",
    "ref:requiertCompetence": "compétence(s)",
    "ref:requiertSavoir": "savoir(s)",
    "ref:mobiliteVers": "mobilité(s)",
}


#: Kinds of things that certifications do not carry as they do codes: these are shown as the graph tells them.
_PARTS = frozenset({
    "acces", "anomalie", "capacites", "certificat-de-bloc", "composante", "correspondance", "critere",
    "document", "fiche", "graphe", "habilitation", "livrable", "mobilite", "modalite", "noeud",
    "nomenclature", "passage", "referentiel", "role", "specialisation", "statistique", "texte",
})  # fmt: skip
#: Property that ties certifications to a code or a body -> how, where a bare number would mislead.
_TIES = {
    "ref:accessiblePar": " que la source dit ouverte(s) par cette voie",
    "ref:donneHabilitation": " dont c’est un partenaire, quel que soit l’état de l’habilitation",
}
_REGISTER = re.compile(r"(rncp|rs)?\W*\d+", re.IGNORECASE)
_ACCEPTED = (
    "a register number (RNCP25520, RS5000) or the slug of a draft, a bloc with its fiche (RNCP34762BC01),"
    " a code of a nomenclature (M1803, 320, vae), a SIREN or SIRET, a code of a référentiel (C6A.4),"
    " or a path (competence/…)"
)


@click.command("show")
@click.argument("code")
@store_option
@json_option
def command(code: str, store: str | None, as_json: bool) -> None:
    """Show the thing that a code names: a certification, a bloc, a code of a nomenclature, a certifier.

    CODE is in any spelling (RNCP25520, "rncp 25520", RNCP25520BC02, M1803, 320), the slug of a draft, a code
    that a référentiel prints (C6A.4), or a path (competence/chef-de-projet-digital/C1.1).
    """
    from graphkit.cli.output import to_json  # noqa: PLC0415

    catalog = catalog_of(store)
    kind, view = _find(catalog, code)
    if as_json:
        click.echo(to_json(view))
        return
    click.echo(_text(kind, view))


def describe(catalog: Catalog, code: str) -> str:
    """Return what the graph says of the thing that a code names, as text.

    Args:
        catalog: the graph.
        code: the code, in any spelling.

    Raises:
        NotFound: nothing has that code.
    """
    return _text(*_find(catalog, code))


def _text(kind: str, view: Any) -> str:  # noqa: ANN401 - any view of a thing
    return "\n".join(_LAYOUTS.get(kind, _list)(view))


def _find(catalog: Catalog, code: str) -> tuple[str, Any]:
    """Return the kind of thing that a code names, and its view."""
    from graphkit.errors import NotFound  # noqa: PLC0415

    path: str | None = code
    if "/" not in code or "://" in code:
        found = catalog.search(code, 0)
        path = found.jump
        cells = () if path else found.targets or catalog.bearers(code)
        if len(cells) > 1:
            return "choice", cells
        path = path or (cells[0].path if cells else None)
    if path is None:
        if _REGISTER.fullmatch(code.strip()):
            # Says why it has no page, in the catalog's own terms.
            return "certification", catalog.certification(code)
        raise NotFound(
            f"nothing in the graph has the code {code!r}; a code is {_ACCEPTED};"
            f" to look for words: graphkit search {code}"
        )
    kind, _, name = path.partition("/")
    if kind in _PARTS:
        return "thing", catalog.thing(path)
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
    of = [f"{view.certification.identifier}  {view.certification.title}"] if view.certification else []
    if view.bloc:
        return [*of, *_bloc_item(view.bloc)]
    if not view.cited_by:
        return [*of, f"{view.code}: {_MISSING}"]
    names = ", ".join(each.identifier for each in view.cited_by)
    return [f"{view.code} : bloc cité par {names} ; sa propre fiche n’est pas dans le graphe"]


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
    lines = [f"{view.nomenclature} {view.code}  {view.label}", *_official(view)]
    ties = "".join(_TIES.get(link, "") for link in view.links) if len(view.links) == 1 else ""
    # Not « 0 »: what the graph ties to it by a longer way is not counted.
    none = "aucune certification ne s’y rattache directement"
    lines.append(f"  {view.total} certification(s){ties}" if view.total else f"  {none}")
    for each in view.certifications:
        level = f" (niveau {each.level})" if each.level else ""
        lines.append(f"  {each.identifier}  {each.title}{level}")
    return lines


def _thing(view: ThingView) -> list[str]:
    lines = [f"{view.path}  {view.label}"]
    for fact in view.facts:
        for cell in fact.values:
            lines += _folded(cell.path or cell.label, "  ", f"{fact.property} : ")
    return lines + [f"  renvois par {name} : {count}" for name, count in view.incoming.items()]


def _choice(cells: tuple[Cell, ...]) -> list[str]:
    lines = ["plusieurs choses portent ce code :"]
    for cell in cells:
        lines += _folded(cell.label, "  ", f"{cell.path}  ")
    return lines


def _official(view: ListView) -> list[str]:
    """Return what the nomenclature of a code says of it, the long lists by their number."""
    values = {fact.property: fact.values for fact in view.facts}
    lines = []
    for cell in values.get("skos:definition", ()):
        if cell.node.language in {"", "fr"}:
            lines += _folded(cell.label, "  ", "")
    for name, title in _UPWARDS.items():
        cells = [cell for cell in values.get(name, ()) if cell.path != view.path]
        lines += [f"  {title} : {(cell.path or '').rpartition('/')[2]} {cell.label}" for cell in cells]
    for name, title in _COUNTED.items():
        if name in values:
            examples = ", ".join(cell.label for cell in values[name][:_EXAMPLES])
            more = ", …" if len(values[name]) > _EXAMPLES else ""
            lines += _folded(f"{examples}{more}", "  ", f"{len(values[name])} {title} : ")
    mapped = [cell for name in _ELSEWHERE for cell in values.get(name, ())]
    return lines + [f"  voir aussi : {cell.label}" for cell in mapped]


def _folded(text: str, indent: str, first: str) -> list[str]:
    from graphkit.cli.output import paragraph  # noqa: PLC0415

    return [paragraph(text, indent + "    ", indent + first)]


#: Kind of thing -> what lays it out; everything else is a list of certifications.
_LAYOUTS: dict[str, Callable[[Any], list[str]]] = {
    "certification": _certification,
    "bloc": _bloc,
    "competence": _competence_page,
    "activite": _activite_page,
    "thing": _thing,
    "choice": _choice,
}
