"""Time to build the search index and to answer, at sizes given, beside bare tantivy on the same texts.

Run it with ``python tests/benchmarks/search_speed.py 100000 1000000``. Texts are made of the words of the
official titles, as often as these use them, 5 to 25 to a text and 30 texts to a certification.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import tantivy
from search_recall import QUERIES, ROOT, entries

from graphkit.index.reader import TextIndex
from graphkit.index.texts import Entry, Kind, Text
from graphkit.index.writer import write_index

_TEXTS_EACH = 30
_KINDS = [Kind.INTITULE, Kind.METIER, *[Kind.BLOC] * 4, *[Kind.COMPETENCE] * 16, *[Kind.CRITERE] * 8]


def synthetic(words: list[str], count: int) -> Iterator[Entry]:
    """Yield certifications with ``count`` texts in all."""
    draw = random.Random(1)  # noqa: S311 - the same texts each time
    for number in range(count // _TEXTS_EACH):
        iri = f"https://w3id.org/referentiels/certification/RNCP{number + 1}"
        texts = [
            Text(kind, f"{iri}/{rank}", " ".join(draw.choices(words, k=draw.randint(5, 25))))
            for rank, kind in enumerate(_KINDS)
        ]
        yield Entry(iri, tuple(texts), state="active")


def bare(folder: Path, certifications: Iterator[Entry]) -> Callable[[str], object]:
    """Index the same texts with tantivy alone, one field, and return how to ask it."""
    filters = (tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold(), tantivy.Filter.stemmer("french"))
    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for each in filters:
        analyser = analyser.filter(each)
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=True, tokenizer_name="fr")
    folder.mkdir()
    index = tantivy.Index(builder.build(), path=str(folder))
    index.register_tokenizer("fr", analyser.build())
    writer = index.writer(heap_size=64 << 20, num_threads=1)
    for certification in certifications:
        for text in certification.texts:
            document = tantivy.Document()
            document.add_text("text", text.text)
            writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> object:
        query, _ = index.parse_query_lenient(text, ["text"])
        return [searcher.doc(address) for _, address in searcher.search(query, 20).hits]

    return ask


def latencies(ask: Callable[[str], object], queries: list[str]) -> str:
    """Return the median and the 95th percentile of the time of an answer, after one round to warm up."""
    times = []
    for turn in range(4):
        for query in queries:
            start = time.perf_counter()
            ask(query)
            if turn:
                times.append(1000 * (time.perf_counter() - start))
    slow = statistics.quantiles(times, n=20)[18]
    return f"median {statistics.median(times):6.2f} ms, 95 % under {slow:6.2f} ms"


def main(sizes: list[int]) -> None:
    """Measure each size and print."""
    shared = Path(os.environ.get("GRAPHKIT_SHARED", ROOT.parent / "shared" / "data"))
    words = [word for entry in entries(shared) for text in entry.texts[:1] for word in text.text.split()]
    queries = [case["query"] for case in json.loads(QUERIES.read_text("utf-8"))]
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            start = time.perf_counter()
            made = sum(len(entry.texts) for entry in islice(synthetic(words, size), None))
            making = time.perf_counter() - start
            start = time.perf_counter()
            write_index(folder / "ours", synthetic(words, size))
            ours = time.perf_counter() - start - making
            start = time.perf_counter()
            ask_bare = bare(folder / "bare", synthetic(words, size))
            alone = time.perf_counter() - start - making
            index = TextIndex.open(folder / "ours")
            disk = sum(path.stat().st_size for path in (folder / "ours").rglob("*") if path.is_file())
            answers = latencies(partial(index.search, limit=20), queries)
            lines = [
                f"{made} texts: built in {ours:.1f} s, {disk / 1e6:.0f} MB; bare tantivy {alone:.1f} s",
                f"  first 20 certifications with passages: {answers}",
                f"  bare tantivy, first 20 texts:          {latencies(ask_bare, queries)}",
            ]
            sys.stdout.write("\n".join(lines) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100_000])
