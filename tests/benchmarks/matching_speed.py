"""Time and memory of nearest competences at sizes given, beside brute force with numpy, and what is found.

Run it with ``python tests/benchmarks/matching_speed.py 95000 380000``. Statements are the real ones of ROME
4.0 (``GRAPHKIT_SHARED``), filled up to each size with invented ones as the invented exports have them, 22 to
a certification; ``--blocs 56000`` asks for the nearest of so many blocs, by their titles.
A machine at work on other things makes clocks useless: times of the processor stand beside
them. Then two certifications are compared.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from invented import BUTS, MOYENS, OBJETS, VERBES
from scipy.sparse import csr_matrix

from graphkit.catalog.cells import Namer
from graphkit.catalog.contents import Contents
from graphkit.identifiers import Minter
from graphkit.index.nearness import SAME_THING
from graphkit.index.reader import TextIndex
from graphkit.index.texts import Entry, Kind, Text
from graphkit.index.writer import write_index
from graphkit.matching.comparison import compare
from graphkit.matching.rarity import rarity_of, stems
from graphkit.matching.referentiels import Bloc, Enonce, Referentiel
from graphkit.matching.similarity import Matcher

ROOT = Path(__file__).resolve().parents[2]
KINDS = (Kind.COMPETENCE, Kind.COMPETENCE_ROME)
EACH, ASKED, TOP, PROPOSED = 22, 40, 10, 120


def rome(shared: Path) -> list[Text]:
    """Return the competences of ROME 4.0."""
    path = shared / "rome_v460" / "unix_referentiel_competence_v460_utf8.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [
            Text(Kind.COMPETENCE_ROME, f"https://e.org/{row['code_ogr']}", row["libelle_competence"])
            for row in csv.DictReader(lines)
        ]


def invented(count: int) -> list[str]:
    """Return so many statements, each another."""
    draw = random.Random(1)  # noqa: S311 - the same statements each time
    found: dict[str, None] = {}
    while len(found) < count:
        parts = (draw.choice(VERBES), draw.choice(OBJETS), draw.choice(MOYENS), draw.choice(BUTS))
        found[" ".join(parts).replace("&amp;", "&")] = None
    return list(found)


def entries(texts: list[str], kind: Kind) -> Iterator[Entry]:
    """Yield certifications that hold the statements."""
    for at in range(0, len(texts), EACH):
        iri = f"https://w3id.org/referentiels/certification/RNCP{at // EACH + 1}"
        held = (Text(kind, f"{iri}/{at + n}", text) for n, text in enumerate(texts[at : at + EACH]))
        yield Entry(iri, tuple(held))


def brute_force(texts: list[str]) -> Callable[[str], np.ndarray]:
    """Return what gives the rank of the nearest of all texts by TF-IDF, each compared with each question."""
    words: dict[str, int] = {}
    rows, columns = [], []
    for row, text in enumerate(texts):
        for stem in dict.fromkeys(stems(text)):
            rows.append(row)
            columns.append(words.setdefault(stem, len(words)))
    weights = np.log((1 + len(texts)) / (1 + np.bincount(columns, minlength=len(words)))) + 1
    matrix = csr_matrix((weights[columns], (rows, columns)), shape=(len(texts), len(words)))
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()) + 1e-9

    def ask(text: str) -> np.ndarray:
        asked = np.zeros(len(words))
        known = [words[stem] for stem in dict.fromkeys(stems(text)) if stem in words]
        asked[known] = weights[known]
        scores = matrix @ asked / norms
        best = np.argpartition(-scores, TOP)[:TOP]
        return np.asarray(best[np.argsort(-scores[best])])

    return ask


def timed(ask: Callable[[str], object], questions: list[str]) -> str:
    """Return the median and the worst of what a question takes, after one round to warm up."""
    clock, processor = [], []
    for question in questions:
        ask(question)
        start, used = time.perf_counter(), time.process_time()
        ask(question)
        clock.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return (
        f"{statistics.median(clock):.1f} ms ({statistics.median(processor):.1f} of processor; "
        f"worst {max(clock):.1f}, {max(processor):.1f})"
    )


def measure(size: int, official: list[Text], kinds: tuple[Kind, ...] = KINDS) -> None:
    """Index and ask at one size."""
    made = invented(size - len(official))
    with tempfile.TemporaryDirectory() as folder:
        start, used = time.perf_counter(), time.process_time()
        write_index(Path(folder) / "index", entries(made, kinds[0]), official=official)
        took, spent = time.perf_counter() - start, time.process_time() - used
        index = TextIndex.open(Path(folder) / "index")
        contents = Contents(index, Namer(Minter()))
        draw = random.Random(2)  # noqa: S311 - the same questions each time
        questions = [
            *(text.text for text in draw.sample(official, min(len(official), ASKED // 2))),
            *draw.sample(made or [text.text for text in official], ASKED // 2),
        ]
        nearest = timed(lambda text: contents.nearest(text, kinds, TOP), questions)
        proposed = timed(lambda text: index.near(text, kinds, PROPOSED, SAME_THING), questions)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        texts = [*made, *(text.text for text in official)]
        force = brute_force(texts)
        by_force = timed(force, questions)
        shares = []
        for question in questions:
            found = {near.text for near in index.near(question, kinds, PROPOSED, SAME_THING)}
            shares.append(sum(texts[at] in found for at in force(question)) / TOP)
    sys.stdout.write(
        f"{size} statements ({', '.join(kinds)}): "
        f"index {took:.1f} s ({spent:.1f} of processor), {memory:.2f} GiB at most\n"
        f"  nearest {TOP}, scored and explained: {nearest}\n  proposals of the index: {proposed}\n"
        f"  brute force with numpy (TF-IDF only): {by_force}\n"
        f"  of its {TOP} nearest, among the {PROPOSED} proposed: {statistics.mean(shares):.3f}\n"
    )
    sys.stdout.flush()


def measure_comparison(count: int) -> None:
    """Compare two certifications of so many competences each, in five blocs."""
    texts = invented(2 * count)
    sides = [
        Referentiel(name, name, tuple(
            Bloc(f"{name}{at}", f"Bloc {at}", tuple(Enonce(f"{name}{t}", t) for t in held[at::5]))
            for at in range(5)
        ))
        for name, held in (("A", texts[:count]), ("B", texts[count:]))
    ]  # fmt: skip
    rarity = rarity_of(texts)
    matcher = Matcher(rarity)
    told = timed(lambda _: compare(sides[0], sides[1], matcher, rarity), [""] * 5)
    sys.stdout.write(f"two certifications of {count} competences compared: {told}\n")


def main() -> None:
    """Measure each size given."""
    if sys.argv[1:2] == ["--blocs"]:
        for size in [int(each) for each in sys.argv[2:]]:
            measure(size, [], (Kind.BLOC,))
        return
    official = rome(Path(os.environ.get("GRAPHKIT_SHARED", ROOT.parent / "shared" / "data")))
    for count in (25, 50):
        measure_comparison(count)
    for size in [int(each) for each in sys.argv[1:]] or [len(official)]:
        measure(size, official)


if __name__ == "__main__":
    main()
