"""The two indexes of a version: certifications, which are ranked, and their texts, which say why."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import tantivy

from graphkit.french import analyser
from graphkit.index.facets import END, FACET_FIELDS
from graphkit.index.texts import WEIGHTS, Kind

#: Raised when an index holds something new: the same graph gets another one by its next build.
FORMAT = 6
#: The formats that can be searched; one of before 6 does not tell which statements are alike.
READABLE = frozenset({5, FORMAT})

CERTIFICATIONS = "certifications"
TEXTS = "textes"

_STEMS = "french"
_TRIES, _PAUSE = 50, 0.02
_WITH_POSITIONS = (Kind.INTITULE, Kind.METIER)


def certification_schema() -> tantivy.Schema:
    """Return the schema of certifications: one field of stems for each kind of text."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("iri", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("code", stored=True, tokenizer_name="raw", index_option="basic")
    for facet in FACET_FIELDS:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field(END, indexed=True, fast=True)
    # Scores may tie, and segments have no order of their own.
    builder.add_unsigned_field("rang", fast=True)
    for kind in WEIGHTS:
        option = "position" if kind in _WITH_POSITIONS else "freq"
        builder.add_text_field(kind.field, tokenizer_name=_STEMS, index_option=option)
    # The stems of a whole title as one word, and every word unstemmed: the vocabulary.
    builder.add_text_field("titre_entier", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("forme", tokenizer_name="whitespace", index_option="basic")
    return builder.build()


def text_schema() -> tantivy.Schema:
    """Return the schema of single texts."""
    builder = tantivy.SchemaBuilder()
    # The certification, or the ROME code whose label it is.
    builder.add_text_field("de", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("nature", stored=True, tokenizer_name="raw", index_option="basic")
    # Bytes, for a text that is stored and not indexed is no option of the binding.
    builder.add_bytes_field("chose", stored=True, indexed=False)
    builder.add_bytes_field("texte", stored=True, indexed=False)
    builder.add_text_field("mots", tokenizer_name=_STEMS, index_option="freq")
    # The same for statements that are alike: those of competences alone are looked at so.
    builder.add_text_field("empreinte", tokenizer_name="raw", index_option="basic")
    return builder.build()


def create(folder: Path, schema: tantivy.Schema) -> tantivy.Index:
    """Make an empty index in a folder.

    Args:
        folder: made if need be.
        schema: its schema.
    """
    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(schema, path=str(folder), reuse=False)
    index.register_tokenizer(_STEMS, analyser())
    return index


@dataclass(frozen=True, slots=True)
class Opened:
    """An index open for reading."""

    schema: tantivy.Schema
    searcher: tantivy.Searcher


def open_existing(folder: Path) -> Opened:
    """Open an index for reading, without writing anything beside it.

    The library takes a lock in the folder while it opens, which a store that belongs to another user does
    not allow: it is shown links to the files in a folder of its own. What is open stays open without them.

    Args:
        folder: the index.

    Raises:
        ValueError: it is no index, or is damaged.
        OSError: it cannot be read.
    """
    links = Path(tempfile.mkdtemp(prefix="graphkit-index-"))
    try:
        for file in folder.iterdir():
            (links / file.name).symlink_to(file.resolve())
        index = tantivy.Index.open(str(links))
        # No thread watches for changes: a version never has any.
        index.config_reader("manual")
        return Opened(index.schema, index.searcher())
    finally:
        _remove(links)


def _remove(folder: Path) -> None:
    """Remove a folder in which a thread of the library may still take or drop a lock."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(_PAUSE)
