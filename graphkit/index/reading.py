"""Reads from a store what the index holds of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from graphkit.index.texts import Entry, Kind, Text, distinct
from graphkit.nodes import Node, Row
from graphkit.questions import load_query
from graphkit.store.protocol import Store

_STATES = {"true": "active", "false": "inactive"}


def read_certifications(store: Store) -> list[Row]:
    """Return a row for each certification of a store, in order of their IRIs.

    Args:
        store: the store.
    """
    return store.select(load_query("certifications-a-indexer"))


def read_parts(store: Store, certification: Node) -> dict[str, Any]:
    """Return the texts of a certification, with what the index reads of them, and its codes, as plain values.

    Args:
        store: the store.
        certification: the certification.
    """
    rows = store.select(load_query("textes-d-une-certification"), certification=certification)
    texts = distinct(text for each in rows if "texte" in each for text in _texts(each))
    return {
        "texts": [(text.kind, text.bearer, text.text, text.indexed) for text in texts],
        "codes": [node.value for node in _nodes(rows, "rome")],
        "nsf": [_tail(node) for node in _nodes(rows, "nsf")],
        "bodies": [_tail(node) for node in _nodes(rows, Kind.CERTIFICATEUR)],
    }


def entry_of(row: Row, parts: Mapping[str, Any]) -> Entry:
    """Return what is indexed of a certification.

    Args:
        row: the one that ``read_certifications`` gives for it.
        parts: what ``read_parts`` gives for it.
    """
    end = row["fin"].python if "fin" in row else None
    return Entry(
        iri=row["certification"].value,
        texts=tuple(Text(Kind(kind), *rest) for kind, *rest in parts["texts"]),
        codes=tuple(parts["codes"]),
        end=end if isinstance(end, date) else None,
        nsf=tuple(parts["nsf"]),
        bodies=tuple(parts["bodies"]),
        level=_tail(row.get("niveau")),
        state=_STATES.get(row["active"].value, "") if "active" in row else "",
        register=_tail(row.get("repertoire")),
    )


def read_entries(store: Store) -> Iterator[Entry]:
    """Yield the certifications of a store with their texts, in order of their IRIs.

    One question for each certification: all texts of a register at once would not fit in memory.

    Args:
        store: the store.
    """
    for row in read_certifications(store):
        yield entry_of(row, read_parts(store, row["certification"]))


def read_labels_of_codes(store: Store) -> dict[str, tuple[Text, ...]]:
    """Return the labels of each ROME code: its own and those of its appellations.

    Args:
        store: the store.
    """
    found: dict[str, list[Text]] = {}
    for row in store.select(load_query("libelles-des-metiers")):
        text = Text(Kind.APPELLATION, row["ressource"].value, row["texte"].value)
        found.setdefault(row["code"].value, []).append(text)
    return {code: distinct(texts) for code, texts in found.items()}


def read_official_competences(store: Store) -> Iterator[Text]:
    """Yield the competences that ROME 4.0 states, in order of their IRIs.

    Args:
        store: the store.
    """
    for row in store.select(load_query("competences-officielles")):
        yield Text(Kind.COMPETENCE_ROME, row["competence"].value, row["texte"].value)


def _texts(row: Row) -> Iterator[Text]:
    kind, bearer, text = Kind(row["nature"].value), row["ressource"].value, row["texte"].value
    # What a source prints as a list is found and shown line by line.
    for line in text.split("\n"):
        yield Text(kind, bearer, line)


def _nodes(rows: Iterable[Row], kind: str) -> list[Node]:
    """Return what the rows of a kind name, each once."""
    return list(dict.fromkeys(each["ressource"] for each in rows if each["nature"].value == kind))


def _tail(node: Node | None) -> str:
    return node.value.rsplit("/", 1)[-1] if node else ""
