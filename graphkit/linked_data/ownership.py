"""Parts the statements of a file among the certifications that it describes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from graphkit.errors import SourceUnreadable
from graphkit.linked_data.parsing import Quad
from graphkit.mapping.sink import A, term
from graphkit.ntriples import Triple

_CERTIFICATION = term("ref:Certification")
_CONCEPTS = frozenset({term("skos:Concept"), term("skos:ConceptScheme")})
#: Properties that lead to what is another certification's, or to the whole that something is of.
_CITATIONS = frozenset(
    map(
        term,
        (
            "ref:remplace",
            "ref:estRemplaceePar",
            "ref:certificationCible",
            "ref:blocCible",
            "ref:rapproche",
            "oa:hasSource",
            "skos:exactMatch",
            "skos:closeMatch",
            "skos:broadMatch",
            "skos:narrowMatch",
            "skos:relatedMatch",
            "owl:sameAs",
            "rdfs:seeAlso",
            "dcterms:isPartOf",
            "dcterms:replaces",
            "dcterms:isReplacedBy",
        ),
    )
)
_MANY = ""
# Of each statement of a file, a record may need the ones about what it shares with others.
_MOST_CONTEXT = 20
_LEAST_CONTEXT = 100_000


@dataclass(slots=True)
class Division:
    """Whose the statements of a file are.

    Attributes:
        own: certification -> what is said of it and of its parts.
        context: certification -> what is said of the things that it shares with others.
        shared: what is said of things of several certifications.
        orphans: what no certification leads to, and leads to none.
    """

    own: dict[str, set[Triple]]
    context: dict[str, set[Triple]] = field(default_factory=dict)
    shared: set[Triple] = field(default_factory=set)
    orphans: set[Triple] = field(default_factory=set)


def certifications_of(quads: Iterable[Quad]) -> set[str]:
    """Return the certifications that a file describes, as N-Triples terms."""
    return {s for s, p, o, _ in quads if p == A and o == _CERTIFICATION}


def divide(quads: list[Quad], is_code: Callable[[str], bool]) -> Division:
    """Part the statements of a file.

    A graph that describes one certification is about it. Elsewhere a thing belongs to the certification
    that leads to it by links of any length; codes and other certifications are not passed through.

    Args:
        quads: statements of the file.
        is_code: tells whether a node is a code or a body, which others name too.

    Raises:
        SourceUnreadable: the certifications share too much to be checked one by one.
    """
    certifications = certifications_of(quads)
    graphs: dict[str, set[str]] = defaultdict(set)
    for s, p, o, g in quads:
        if p == A and o == _CERTIFICATION:
            graphs[g].add(s)
    division = Division({each: set() for each in sorted(certifications)})
    about: dict[str, list[Triple]] = defaultdict(list)
    stops = set(certifications)
    for s, p, o, g in quads:
        if len(graphs[g]) == 1:
            division.own[next(iter(graphs[g]))].add((s, p, o))
        else:
            about[s].append((s, p, o))
        if (p == A and o in _CONCEPTS) or is_code(s):
            stops.add(s)
    owners = _owners(division, about, stops)
    for subject, triples in about.items():
        owner = subject if subject in certifications else owners.get(subject)
        if owner is None:
            division.orphans.update(triples)
        elif owner == _MANY:
            division.shared.update(triples)
        else:
            division.own[owner].update(triples)
    _find_context(division, len(quads))
    return division


def _owners(division: Division, about: dict[str, list[Triple]], stops: set[str]) -> dict[str, str]:
    """Return the certification that each subject belongs to, ``_MANY`` where there are several."""
    certifications = division.own.keys()
    parts: dict[str, list[str]] = {}
    all_links: dict[str, list[str]] = defaultdict(list)
    for subject, triples in about.items():
        links = [(p, o) for _, p, o in triples if o in about and o not in certifications and o != subject]
        parts[subject] = [o for p, o in links if p not in _CITATIONS]
        all_links[subject] += [o for _, o in links]
        if subject not in stops:
            # What leads to a thing goes where the thing goes, once nothing else has claimed it.
            for _, _, o in triples:
                if (o in about and o not in stops) or o in certifications:
                    all_links[o].append(subject)
    starts = [
        (node, each)
        for each, triples in division.own.items()
        for node in {each, *(s for s, _, _ in triples), *(o for _, _, o in triples)}
        if node == each or (node in about and node not in certifications)
    ]
    owners = _spread(starts, parts, stops - certifications, {})
    return owners | _spread([*owners.items()], all_links, stops - certifications, owners)


def _spread(
    starts: list[tuple[str, str]], links: dict[str, list[str]], stops: set[str], settled: dict[str, str]
) -> dict[str, str]:
    """Follow links from nodes with an owner to nodes that have none yet."""
    owners: dict[str, str] = {}
    waiting = starts
    while waiting:
        node, owner = waiting.pop()
        known = owners.get(node)
        if known in {owner, _MANY}:
            continue
        # Twice at most for each node: this ends, and soon.
        owners[node] = owner = owner if known is None else _MANY
        if node not in stops:
            waiting += [(o, owner) for o in links.get(node, ()) if o not in settled]
    return owners


def _find_context(division: Division, statements: int) -> None:
    """Find for each certification what is said of the things that it shares, which its shapes ask for."""
    about: dict[str, list[Triple]] = defaultdict(list)
    for triple in division.shared:
        about[triple[0]].append(triple)
    left = _MOST_CONTEXT * statements + _LEAST_CONTEXT
    for each, triples in division.own.items():
        waiting = [o for _, _, o in triples if o in about]
        found: dict[str, None] = {}
        while waiting:
            node = waiting.pop()
            if node in found:
                continue
            found[node] = None
            left -= len(about[node])
            if left < 0:
                raise SourceUnreadable(
                    "its certifications share too many things to be checked one by one: split it"
                )
            waiting += [o for _, _, o in about[node] if o in about]
        division.context[each] = {triple for node in found for triple in about[node]}
