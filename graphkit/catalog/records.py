"""Reads what one record says, as it was read from its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from graphkit.errors import NotFound
from graphkit.nodes import Node, NodeTriple
from graphkit.questions import load_query
from graphkit.store.protocol import Store
from graphkit.terms import expand

#: Kinds of sources by how much they say of a certification; others come after, in the order of their names.
_FULLEST = ("docx", "xlsx", "pdf", "markdown", "texte", "trois-colonnes", "xml-fc", "fiche-texte", "csv-fc")


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as the graph holds it.

    Attributes:
        certification: IRI of the certification.
        fiche: IRI of the record.
        type_source: name of the reader that read it.
        document: name of the file that it was read from; empty where the graph does not say.
        sha256: digest of that file; idem.
        date: date that it gives itself (of the export), if any.
        triples: what it says, and what is said of the codes and bodies that it names.
        stated: what it says alone: the graph of that name.
    """

    certification: str
    fiche: str
    type_source: str
    document: str
    sha256: str
    date: date | None
    triples: tuple[NodeTriple, ...]
    stated: tuple[NodeTriple, ...]


def fullest_record(store: Store, certification: str) -> RecordView:
    """Return the record that says the most of a certification.

    Args:
        store: where it is.
        certification: its IRI.

    Raises:
        NotFound: the graph has no record of its own.
    """
    node = Node(certification)
    rows = store.select(load_query("fiches-d-une-certification"), certification=node)
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        told[row["fiche"].value][row["propriete"].value] = row["valeur"].value
    kinds = {fiche: facts.get(expand("ref:typeSource"), "") for fiche, facts in told.items()}
    if not kinds:
        raise NotFound(
            f"the graph has no record of {certification} of its own",
            french=f"Le graphe n’a pas la fiche de {certification}.",
        )
    fiche = min(kinds, key=lambda each: (_fullness(kinds[each]), kinds[each], each))
    document = _document(store, told[fiche].get(expand("prov:wasDerivedFrom")))
    stated = store.construct(load_query("triplets-d-une-fiche"), fiche=Node(fiche))
    named = _named(store, {value for _, _, value in stated if value.kind == "iri"})
    return RecordView(
        certification=certification,
        fiche=fiche,
        type_source=kinds[fiche],
        document=document.get(expand("dcterms:title"), ""),
        sha256=document.get(expand("ref:sha256"), ""),
        date=date.fromisoformat(day) if (day := document.get(expand("dcterms:date"))) else None,
        triples=tuple(dict.fromkeys((*stated, *named))),
        stated=tuple(stated),
    )


def _named(store: Store, things: Collection[Node]) -> list[NodeTriple]:
    """Return what is said of those of some things that are codes, bodies or certifications.

    The things are named in the queries: joined by a pattern they would be looked for among all of the graph,
    where each record states its codes again.
    """
    by_class: dict[Node, list[Node]] = defaultdict(list)
    for row in store.select(load_query("classes-de-choses").about("chose", sorted(things))):
        by_class[row["classe"]].append(row["chose"])
    query = load_query("codes-et-organismes")
    found = {
        triple
        for classe, several in by_class.items()
        for triple in store.construct(query.about("chose", several).about("classe", [classe]))
    }
    cited = sorted({value for _, _, value in found if value.kind == "iri"})
    return sorted(found.union(store.construct(load_query("notations").about("chose", cited))))


def _fullness(kind: str) -> int:
    return _FULLEST.index(kind) if kind in _FULLEST else len(_FULLEST)


def _document(store: Store, iri: str | None) -> dict[str, str]:
    if iri is None:
        return {}
    found = store.construct(load_query("description"), ressource=Node(iri))
    return {predicate.value: value.value for _, predicate, value in found}
