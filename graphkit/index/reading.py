"""Reads from a store what the index holds of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from graphkit.index.texts import Entry, Kind, Text, distinct
from graphkit.nodes import Node, Row
from graphkit.questions import load_query
from graphkit.store.protocol import Store

_STATES = {"true": "active", "false": "inactive"}


def read_entries(store: Store) -> Iterator[Entry]:
    """Yield the certifications of a store with their texts, in order of their IRIs.

    One question for each certification: all texts of a register at once would not fit in memory.

    Args:
        store: the store.
    """
    question = load_query("textes-d-une-certification")
    for row in store.select(load_query("certifications-a-indexer")):
        rows = store.select(question, certification=row["certification"])
        end = row["fin"].python if "fin" in row else None
        yield Entry(
            iri=row["certification"].value,
            texts=distinct(text for each in rows if "texte" in each for text in _texts(each)),
            codes=tuple(node.value for node in _nodes(rows, "rome")),
            end=end if isinstance(end, date) else None,
            nsf=tuple(map(_tail, _nodes(rows, "nsf"))),
            bodies=tuple(map(_tail, _nodes(rows, Kind.CERTIFICATEUR))),
            level=_tail(row.get("niveau")),
            state=_STATES.get(row["active"].value, "") if "active" in row else "",
            register=_tail(row.get("repertoire")),
        )


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
