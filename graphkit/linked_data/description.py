"""Makes of what a file says of one certification the record that a build keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from graphkit.identifiers import Minter
from graphkit.linked_data.conventions import Conventions
from graphkit.mapping import MappedRecord
from graphkit.mapping.provenance import map_anomaly
from graphkit.mapping.sink import A, Sink, term
from graphkit.model import Anomaly, Document
from graphkit.ntriples import Triple, string, untagged
from graphkit.passages import Passage

_PREF_LABEL = term("skos:prefLabel")
_LIBELLE = term("ref:libelleConstate")
_DERIVED = term("prov:wasDerivedFrom")
#: Classes of things that come from no passage: what leads to passages, and what many records name.
_UNDERIVED = frozenset(
    term(f"ref:{name}")
    for name in ("Anomalie", "Certificateur", "DocumentSource", "Fiche", "Organisme", "Passage")
)
_EXCERPT = 200


@dataclass(frozen=True, slots=True)
class Description:
    """One certification as a file of RDF describes it.

    Attributes:
        document: the file.
        identifiant: what names it in the IRIs of its fiche.
        mapped: its triples, as the mapping makes them of other sources.
        context: what its shapes need beside them.
        anomalies: what was left out.
    """

    document: Document
    identifiant: str
    mapped: MappedRecord
    context: list[Triple]
    anomalies: tuple[Anomaly, ...]


def describe(
    certification: str,
    said: Iterable[Triple],
    context: Iterable[Triple],
    *,
    document: Document,
    lines: int,
    minter: Minter,
    conventions: Conventions,
) -> Description:
    """Return one certification, with what the file leaves to the reader: its fiche and its provenance.

    Args:
        certification: N-Triples term.
        said: what the file says of it and of its parts.
        context: what the file says of the things that it shares with others.
        document: the file.
        lines: number of lines of the file.
        minter: names the things.
        conventions: tell codes and bodies.
    """
    identifiant = conventions.identifier(certification)
    sink = Sink(minter, identifiant, document.type_source)
    # Syntaxes are many, and most write a thing in several places: what is certain is the file as a whole.
    whole = (Passage(lignes=(1, lines)),)
    sink.thing(sink.fiche, "ref:Fiche")
    sink.add(certification[1:-1], "ref:aPourFiche", f"<{sink.fiche}>")
    sink.add(sink.fiche, "ref:typeSource", string(sink.type_source))
    kept, unknown = part_unknown(said, conventions)
    shared, _ = part_unknown(context, conventions)
    common = _common([*kept, *shared], conventions)
    observed = {s for s, p, _ in kept if p == _LIBELLE}
    for triple in sorted(kept):
        node, predicate, value = triple
        if triple in common:
            continue
        if node != certification and conventions.is_number_of(triple):
            sink.cited[triple] = node[1:-1]
            continue
        label = untagged(value) if conventions.stated(node) else None
        if label is None or predicate not in {_PREF_LABEL, _LIBELLE}:
            sink.triples[triple] = None
        elif predicate == _LIBELLE or node not in observed:
            sink.observe(node[1:-1], label)
    _derive([*kept, *shared], sink, whole)
    anomalies = tuple(unknown_anomalies(unknown, document, conventions, identifiant, whole))
    for anomaly in anomalies:
        map_anomaly(sink, anomaly)
    mapped = MappedRecord(
        graph=sink.fiche,
        certification=certification[1:-1],
        triples=list(sink.triples),
        common=list(common),
        cited=sink.cited,
        labels=sink.labels,
    )
    return Description(document, identifiant, mapped, sorted(shared), anomalies)


def part_unknown(
    triples: Iterable[Triple], conventions: Conventions
) -> tuple[list[Triple], dict[str, list[Triple]]]:
    """Part triples from those that use terms which the ontology lacks.

    Left in, these would publish terms that nobody has defined under the address of the ontology.

    Args:
        triples: any.
        conventions: tell the terms.

    Returns:
        The others; unknown term -> triples that use it.
    """
    kept = []
    unknown: dict[str, list[Triple]] = defaultdict(list)
    for triple in triples:
        wrong = next((each for each in triple[1:] if conventions.is_unknown(each)), None)
        if wrong is None:
            kept.append(triple)
        else:
            unknown[wrong].append(triple)
    return kept, unknown


def unknown_anomalies(
    unknown: dict[str, list[Triple]],
    document: Document,
    conventions: Conventions,
    identifiant: str | None = None,
    passages: tuple[Passage, ...] = (),
) -> Iterable[Anomaly]:
    """Yield an anomaly for each term that the ontology lacks.

    Args:
        unknown: term -> triples that use it.
        document: the file.
        conventions: tell the terms.
        identifiant: of the certification that they are about, if of one.
        passages: where they are.
    """
    names = [conventions.name(each) for each in conventions.terms]
    for wrong, triples in sorted(unknown.items()):
        name = conventions.name(wrong)
        near = get_close_matches(name, names, 1, 0.8)
        advice = f" (le terme le plus proche est {near[0]})" if near else ""
        yield Anomaly(
            document,
            "terme-inconnu",
            f"« {name} » n’est pas un terme de l’ontologie{advice} : {len(triples)} triplet(s) laissé(s)"
            " de côté.",
            identifiant,
            excerpt_of(triples),
            passages,
        )


def excerpt_of(triples: Iterable[Triple]) -> str:
    """Return the first of some triples, as much of it as an excerpt may hold."""
    return " ".join(min(triples))[:_EXCERPT]


def _common(triples: Iterable[Triple], conventions: Conventions) -> dict[Triple, None]:
    """Return what the IRIs of the codes and bodies that are named say by themselves."""
    named = {node for s, _, o in triples for node in (s, o) if node.startswith("<")}
    return {triple: None for node in sorted(named) for triple in conventions.stated(node)}


def _derive(triples: Iterable[Triple], sink: Sink, whole: tuple[Passage, ...]) -> None:
    """Lead every thing for which the file gives no source to the file."""
    classes: dict[str, set[str]] = defaultdict(set)
    derived = set()
    for s, p, o in triples:
        if p == A and o.startswith(term("ref:Fiche")[: -len("Fiche>")]):
            classes[s].add(o)
        elif p == _DERIVED:
            derived.add(s)
    for node in sorted(classes):
        if node not in derived and not classes[node] & _UNDERIVED:
            sink.derive(node[1:-1], whole)
