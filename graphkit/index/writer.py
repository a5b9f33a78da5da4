"""Writes the indexes of a version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import tantivy

from graphkit.errors import StoreUnavailable
from graphkit.french import forms, stem
from graphkit.index.facets import END, GROUPS, with_ancestors
from graphkit.index.nearness import fingerprint
from graphkit.index.schema import CERTIFICATIONS, TEXTS, certification_schema, create, text_schema
from graphkit.index.texts import Entry, Kind, Text

_HEAP_BYTES = 64 << 20
#: A text, and what the index reads of it.
_Prepared = tuple[Text, str]
_LOCKS = ".tantivy-*.lock"


def write_index(
    folder: Path,
    entries: Iterable[Entry],
    labels_of_codes: Mapping[str, tuple[Text, ...]] | None = None,
    official: Iterable[Text] = (),
) -> int:
    """Write the indexes of certifications and of their texts.

    Args:
        folder: where; made if need be.
        entries: the certifications, each once, in order of their IRIs.
        labels_of_codes: IRI of a ROME code -> its labels; those that no certification aims at are left out.
        official: statements of official nomenclatures, which belong to no certification.

    Returns:
        The number of certifications.

    Raises:
        StoreUnavailable: the files cannot be written.
    """
    prepared = {code: _prepare(texts) for code, texts in (labels_of_codes or {}).items()}
    used: set[str] = set()
    rank = 0
    try:
        with (
            _writing(folder / CERTIFICATIONS, certification_schema()) as certifications,
            _writing(folder / TEXTS, text_schema()) as texts,
        ):
            for entry in entries:
                inherited = [label for code in entry.codes for label in prepared.get(code, ())]
                own = _prepare(entry.texts)
                certifications.add_document(_certification(entry, [*own, *inherited], rank))
                for text, indexed in own:
                    texts.add_document(_text(entry.iri, text, indexed))
                used.update(entry.codes)
                rank += 1
            # The labels of a code are shared by all certifications that aim at it: they are stored once.
            for code in sorted(used & prepared.keys()):
                for text, indexed in prepared[code]:
                    texts.add_document(_text(code, text, indexed))
            for text, indexed in _prepare(official):
                texts.add_document(_text(text.bearer, text, indexed))
    except (OSError, ValueError) as error:
        raise StoreUnavailable(f"the search index cannot be written in {folder}: {error}") from error
    return rank


@contextmanager
def _writing(folder: Path, schema: tantivy.Schema) -> Iterator[tantivy.IndexWriter]:
    """Give a writer, then commit and wait until the files are as they will stay."""
    writer = create(folder, schema).writer(heap_size=_HEAP_BYTES, num_threads=1)
    yield writer
    writer.commit()
    writer.wait_merging_threads()
    for lock in folder.glob(_LOCKS):
        lock.unlink()


def _prepare(texts: Iterable[Text]) -> list[_Prepared]:
    return [(text, text.indexed) for text in texts]


def _certification(entry: Entry, texts: Iterable[_Prepared], rank: int) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("iri", entry.iri)
    for code in entry.codes:
        document.add_text("code", code)
    for facet, value in _facets(entry):
        document.add_text(facet, value)
    if entry.end:
        document.add_unsigned(END, entry.end.toordinal())
    document.add_unsigned("rang", rank)
    vocabulary: set[str] = set()
    for text, indexed in texts:
        document.add_text(text.kind.field, indexed)
        vocabulary.update(indexed.split())
        if text.kind is Kind.INTITULE:
            document.add_text("titre_entier", whole_title(forms(text.text)))
    document.add_text("forme", " ".join(sorted(vocabulary)))
    return document


def _facets(entry: Entry) -> Iterator[tuple[str, str]]:
    one_valued = (("niveau", entry.level), ("etat", entry.state), ("repertoire", entry.register))
    yield from ((facet, value) for facet, value in one_valued if value)
    rome = (code.rsplit("/", 1)[-1] for code in entry.codes)
    yield from (("rome", code) for code in with_ancestors(rome, GROUPS["rome"]))
    yield from (("nsf", code) for code in with_ancestors(entry.nsf, GROUPS["nsf"]))
    yield from (("organisme", body) for body in dict.fromkeys(entry.bodies))


def _text(owner: str, text: Text, indexed: str) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("de", owner)
    document.add_text("nature", text.kind)
    document.add_bytes("chose", text.bearer.encode())
    document.add_bytes("texte", text.text.encode())
    document.add_text("mots", indexed)
    if text.kind is Kind.COMPETENCE:
        document.add_text("empreinte", fingerprint(indexed))
    return document


def whole_title(title: list[str]) -> str:
    """Return the stems of the words of a title as one word.

    Args:
        title: the words, folded.
    """
    return " ".join(stem(form) for form in title)
