"""What builds changed, as streams that others follow: a Linked Data Event Stream, and an Atom feed.

Sources: https://semiceu.github.io/LinkedDataEventStreams/, https://treecg.github.io/specification/,
https://www.w3.org/TR/activitystreams-vocabulary/, RFC 4287 and RFC 5005 (Atom and its pages).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree as ET

from graphkit.catalog.events import EventView, GapView
from graphkit.nodes import XSD_DATE, XSD_INTEGER, Node, NodeTriple
from graphkit.publish.licence import LICENCE
from graphkit.store.event_kinds import APPEARED, GONE, SUCCESSOR
from graphkit.terms import expand

#: Changes on a page of the stream: pages are filled one after the other and never change once full.
PER_PAGE = 250
Change = EventView | GapView
_AS = "https://www.w3.org/ns/activitystreams#"
_LDES = "https://w3id.org/ldes#"
_TREE = "https://w3id.org/tree#"
_DCT = "http://purl.org/dc/terms/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = Node(f"{_RDF}type")
_ACTIVITIES = {APPEARED: "Create", GONE: "Delete"}
_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 has no character for.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def page_of(number: int) -> int:
    """Return the page of the stream on which a change stands.

    Args:
        number: rank of the change, from 1.
    """
    return (number - 1) // PER_PAGE + 1


def member_iri(stream: str, number: int) -> str:
    """Return the IRI of a change, which leads to the page on which it stands.

    Args:
        stream: IRI of the stream.
        number: rank of the change, from 1.
    """
    return f"{stream}/{page_of(number)}#changement-{number}"


def stream_triples(stream: str, total: int, starts: Sequence[datetime]) -> list[NodeTriple]:
    """Return the stream with the pages that it has.

    Args:
        stream: its IRI.
        total: number of changes.
        starts: when the first change of each page was recorded.
    """
    root, view = Node(stream), Node(f"{stream}#vue")
    triples = [
        (root, _TYPE, Node(f"{_LDES}EventStream")),
        (root, Node(f"{_LDES}timestampPath"), Node(f"{_AS}published")),
        (root, Node(f"{_LDES}versionOfPath"), Node(f"{_DCT}isVersionOf")),
        (root, Node(f"{_DCT}license"), Node(LICENCE)),
        (root, Node(f"{_DCT}title"), Node("Ce que chaque version du graphe change", "literal", "fr")),
        (root, Node(f"{_DCT}title"), Node("What each version of the graph changes", "literal", "en")),
        (root, Node(f"{_TREE}view"), view),
        (view, _TYPE, Node(f"{_TREE}Node")),
        (view, Node(f"{_TREE}remainingItems"), Node(str(total), "literal", datatype=XSD_INTEGER)),
    ]
    for number, start in enumerate(starts, start=1):
        relation = Node(f"{stream}#page-{number}")
        triples += [
            (view, Node(f"{_TREE}relation"), relation),
            (relation, _TYPE, Node(f"{_TREE}GreaterThanOrEqualToRelation")),
            (relation, Node(f"{_TREE}path"), Node(f"{_AS}published")),
            (relation, Node(f"{_TREE}value"), _moment(start)),
            (relation, Node(f"{_TREE}node"), Node(f"{stream}/{number}")),
        ]
    return triples


def page_triples(
    stream: str, page: int, changes: Sequence[Change], base: str, dataset: str
) -> list[NodeTriple]:
    """Return a page of the stream.

    Args:
        stream: IRI of the stream.
        page: number of the page.
        changes: the changes on it, the oldest first.
        base: start of the IRIs of the data.
        dataset: IRI of the dataset, of which a build changed what is not known.
    """
    root, node = Node(stream), Node(f"{stream}/{page}")
    triples = [
        (root, _TYPE, Node(f"{_LDES}EventStream")),
        (root, Node(f"{_TREE}view"), node),
        (node, _TYPE, Node(f"{_TREE}Node")),
    ]
    if len(changes) == PER_PAGE:
        triples.append((node, Node(f"{_LDES}immutable"), Node("true", "literal", datatype=f"{_XSD}boolean")))
    for change in changes:
        member = Node(member_iri(stream, change.number))
        triples.append((root, Node(f"{_TREE}member"), member))
        triples += _member(member, change, base, dataset)
    return triples


def _member(member: Node, change: Change, base: str, dataset: str) -> Iterator[NodeTriple]:
    known = isinstance(change, EventView)
    subject = Node(f"{base}certification/{quote(change.code)}" if isinstance(change, EventView) else dataset)
    kind = _ACTIVITIES.get(change.kind, "Update") if isinstance(change, EventView) else "Update"
    yield member, _TYPE, Node(f"{_AS}{kind}")
    yield member, Node(f"{_AS}object"), subject
    yield member, Node(f"{_DCT}isVersionOf"), subject
    yield member, Node(f"{_AS}published"), _moment(change.recorded)
    yield member, Node(f"{_DCT}date"), Node(change.date.isoformat(), "literal", datatype=XSD_DATE)
    yield member, Node(f"{_DCT}identifier"), Node(change.version, "literal")
    yield member, Node(f"{_AS}summary"), Node(summary_of(change), "literal", "fr" if known else "en")
    if not isinstance(change, EventView):
        return
    yield member, Node(f"{_DCT}type"), Node(change.kind, "literal")
    if change.title:
        yield member, Node(f"{_AS}name"), Node(change.title, "literal", "fr")
    if change.property:
        yield member, Node(f"{_RDF}predicate"), Node(expand(change.property))
    for code in change.new if change.kind == SUCCESSOR else ():
        yield member, Node(f"{_AS}result"), Node(f"{base}certification/{quote(code)}")


def summary_of(change: Change) -> str:
    """Return what changed in one line.

    Args:
        change: the change.
    """
    if isinstance(change, GapView):
        return change.reason
    if not change.property:
        return change.kind
    old, new = (", ".join(values) or "–" for values in (change.old, change.new))
    return f"{change.kind} : {change.property.partition(':')[2]}, {old} → {new}"


def atom_feed(
    changes: Sequence[Change], stream: str, links: Mapping[str, str], updated: datetime, base: str
) -> bytes:
    """Return changes as an Atom feed.

    Args:
        changes: the changes, the newest first.
        stream: IRI of the stream, by which they are named.
        links: relation -> address: the page for people, the ``first`` page of the feed, by which it is named.
        updated: when the newest change was recorded.
        base: start of the IRIs of the data.
    """
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")
    _text(root, "id", links["first"])
    _text(root, "title", "Certifications professionnelles : ce que change chaque version du graphe")
    _text(root, "updated", _moment(updated).value)
    _text(root, "rights", LICENCE)
    _text(ET.SubElement(root, f"{{{_ATOM}}}author"), "name", "Référentiels")
    for relation, address in links.items():
        ET.SubElement(root, f"{{{_ATOM}}}link", rel=relation, href=address)
    for change in changes:
        entry = ET.SubElement(root, f"{{{_ATOM}}}entry")
        _text(entry, "id", member_iri(stream, change.number))
        _text(entry, "updated", _moment(change.recorded).value)
        code = change.code if isinstance(change, EventView) else ""
        title = " ".join(filter(None, (code, getattr(change, "title", "")))) or change.version[:12]
        _text(entry, "title", title)
        _text(entry, "summary", summary_of(change))
        if isinstance(change, EventView):
            ET.SubElement(entry, f"{{{_ATOM}}}category", term=change.kind)
            about = f"{base}certification/{quote(code)}"
            ET.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", href=about)
        else:
            ET.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", href=stream)
    return bytes(ET.tostring(root, "utf-8", xml_declaration=True))


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = _NOT_XML.sub("", text)


def _moment(moment: datetime) -> Node:
    text = moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Node(text, "literal", datatype=f"{_XSD}dateTime")
