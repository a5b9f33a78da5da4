"""Texts that share the rare words of another: the candidates among which a copy of it is looked for.

A copy holds the words of its model. Those that few texts hold find it among a million in a few milliseconds;
whether it is a copy is for the caller to tell, who has both texts.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from graphkit.french import forms, stem
from graphkit.index.texts import Kind


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a text is like another.

    Attributes:
        words: the rarest words of the other that are looked for.
        share: share of them that the text must hold; one of them at least.
        common: share of all texts that may hold such a word: one that more do tells nothing, and is slow.
    """

    words: int
    share: float
    common: float


#: A copy: half of a copied sentence is found too.
COPY = Likeness(words=10, share=0.5, common=0.2)
#: The same thing in other words, of which few are shared: none has to be there, and the rarest come first.
SAME_THING = Likeness(words=14, share=0.0, common=1.0)


@dataclass(frozen=True, slots=True)
class Near:
    """A text that shares rare words with another.

    Attributes:
        certification: IRI of the certification that it is of.
        bearer: IRI of the thing whose text it is.
        kind: what it is.
        text: the text.
    """

    certification: str
    bearer: str
    kind: Kind
    text: str


def near_query(
    searcher: tantivy.Searcher, schema: tantivy.Schema, text: str, kinds: Sequence[Kind], likeness: Likeness
) -> Query | None:
    """Return the query of the texts that share the rare words of another; ``None`` where it has none.

    Args:
        searcher: of the index of texts.
        schema: its schema.
        text: the other text.
        kinds: kinds of text looked at.
        likeness: how they are like it.
    """
    counts = {each: searcher.doc_freq("mots", each) for each in dict.fromkeys(map(stem, forms(text)))}
    most = max(likeness.words, int(likeness.common * searcher.num_docs))
    known = sorted((count, each) for each, count in counts.items() if 0 < count <= most)[: likeness.words]
    if not known:
        return None
    words = [(Occur.Should, Query.term_query(schema, "mots", each, "freq")) for _, each in known]
    of_kind = Query.term_set_query(schema, "nature", [kind.value for kind in kinds])
    return Query.boolean_query(
        [
            (Occur.Must, Query.boolean_query(words, max(1, math.ceil(likeness.share * len(known))))),
            (Occur.Must, Query.const_score_query(of_kind, 0.0)),
        ]
    )


def fingerprint(indexed: str) -> str:
    """Return what is the same for statements of the same words, whatever their order, endings and signs.

    Args:
        indexed: what the index reads of a statement.
    """
    said = " ".join(sorted({stem(form) for form in indexed.split()}))
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def alike_query(schema: tantivy.Schema, owner: str, indexed: str) -> Query:
    """Return the query of the statements of others that have the same words.

    Args:
        schema: of the index of texts.
        owner: IRI of the certification whose own are left out.
        indexed: what the index reads of the statement.
    """
    return Query.boolean_query(
        [
            (Occur.Must, Query.term_query(schema, "empreinte", fingerprint(indexed), "basic")),
            (Occur.MustNot, Query.term_query(schema, "de", owner, "basic")),
        ]
    )


def read_near(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> Near:
    """Return a text found.

    Args:
        searcher: of the index of texts.
        address: of the text.
    """
    stored = searcher.doc(address)
    return Near(
        certification=str(stored.get_first("de")),
        bearer=bytes(stored.get_first("chose") or b"").decode(),
        kind=Kind(str(stored.get_first("nature"))),
        text=bytes(stored.get_first("texte") or b"").decode(),
    )
