"""How well competences and blocs are matched, method by method, against what people and certifiers said.

Run it with ``python tests/benchmarks/matching_quality.py``. Truth sets: the labelled pairs of
``tests/cases/matching`` (weights are set on one half, figures are of the other), the labelled rankings beside
them, and the official successions of the fiches in ``../shared/data`` (``GRAPHKIT_SHARED``), whose blocs are
looked for among all.
``--fit`` prints the weights that the tuning half gives, ``--write`` keeps the table beside the pairs. Vectors
are measured where the extra ``vectors`` is installed; on rankings, which hold thousands of statements, only
with ``--vectors``.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np

from graphkit.model import Certification

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from labelled_pairs import (
    COVER,
    STEPS,
    TEST,
    TUNING,
    LabelledPair,
    certifications,
    labelled_pairs,
    labelled_rankings,
    second_labels,
    statements,
)
from matching_measures import (
    JUDGING,
    RANKING,
    RESAMPLED,
    SHARE,
    Array,
    area,
    calibration_error,
    judged_gain,
    kappa,
    order_figures,
    order_gain,
    order_of,
)
from matching_methods import IN_USE, Fitted, fit, judge, methods
from matching_targets import ranks_of_targets, recall, successions

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "tests" / "cases" / "matching" / "table.template.md"
TABLE = ROOT / "tests" / "cases" / "matching" / "table.md"
#: In the names of methods that are measured on rankings only when asked.
VECTORS = "vectors"


def with_themselves(pairs: Sequence[LabelledPair]) -> list[LabelledPair]:
    """Return pairs, with each of their first statements beside itself: nobody has to read that."""
    ones = sorted({pair.one for pair in pairs if not pair.one.startswith("ROME/")})
    return [*pairs, *(LabelledPair(TUNING, each, each, ("", ""), "même contenu") for each in ones)]


def figures(fitted: Fitted, pairs: Sequence[LabelledPair], texts: dict[str, str]) -> list[str]:
    """Return what is told of a method on labelled pairs."""
    said = judge(fitted, pairs, texts)
    cover, partial, of_six, agreement, of_two, brier = said.figures()
    return [
        f"{of_six:.3f}",
        f"{agreement:.3f}",
        f"{of_two:.3f}",
        f"{first_right(pairs, said.near):.3f}",
        f"{cover:.3f}",
        f"{partial:.3f}",
        f"{brier:.4f}",
        f"{calibration_error(said.likely, said.steps >= COVER):.3f}",
    ]


def ranking_rows(
    fitted: Sequence[Fitted], questions: dict[str, list[LabelledPair]], texts: dict[str, str]
) -> list[list[str]]:
    """Return how well each method orders the candidates of a statement."""
    return [
        [
            each.method.name,
            *(f"{told:.3f}" for told in np.nanmean(order_of(questions, each.nearness, texts), axis=0)),
        ]
        for each in fitted
    ]


def both_halves(
    fitted: Sequence[Fitted],
    known: Sequence[LabelledPair],
    questions: dict[str, dict[str, list[LabelledPair]]],
    texts: dict[str, str],
) -> list[list[str]]:
    """Return how what is in use and the baselines order the candidates of both halves.

    What is in use is fitted on the tuning half, and for that half without the certification asked about.
    """
    used = next(each for each in fitted if each.method.name == IN_USE)
    without: dict[str, Fitted] = {}
    for question in questions[TUNING]:
        home = question.split("/", 1)[0]
        if home not in without:
            without[home] = fit(used.method, [p for p in known if not p.one.startswith(f"{home}/")], texts)
    own = [
        order_figures(found, (without[question.split("/", 1)[0]] if half == TUNING else used).nearness, texts)
        for half, asked in questions.items()
        for question, found in asked.items()
    ]
    everything = {question: found for asked in questions.values() for question, found in asked.items()}
    gains = [
        list(order_gain(np.array(own), order_of(everything, base.nearness, texts))) for base in fitted[:2]
    ]
    return [
        [name, f"{told[0]:.3f}", *(f"{more:+.3f} ({low:+.3f} to {high:+.3f})" for _, more, low, high in rows)]
        for name, told, rows in zip(
            RANKING,
            zip(*([each[0] for each in g] for g in gains), strict=True),
            zip(*gains, strict=True),
            strict=True,
        )
    ]


def beyond(
    fitted: Sequence[Fitted],
    pairs: Sequence[LabelledPair],
    questions: dict[str, list[LabelledPair]],
    texts: dict[str, str],
) -> list[list[str]]:
    """Return by how much what is in use passes each baseline, measure by measure, with the interval of it."""
    named = {each.method.name: each for each in fitted}
    bases = fitted[:2]
    orders = [order_of(questions, each.nearness, texts) for each in (named[IN_USE], *bases)]
    told = {("order of candidates", name): [] for name in RANKING}
    for base in orders[1:]:
        for name, gain in zip(RANKING, order_gain(orders[0], base), strict=True):
            told["order of candidates", name].append(gain)
    candidates = [pair for found in questions.values() for pair in found]
    ends = np.cumsum([len(found) for found in questions.values()])
    groups = np.split(np.arange(len(candidates)), ends[:-1])
    apart = [np.array([len(candidates) + n]) for n in range(len(pairs))]
    for title, judged_pairs, together in (
        ("pairs", pairs, ()),
        ("candidates", candidates, groups),
        ("pairs and candidates", [*candidates, *pairs], [*groups, *apart]),
    ):
        own, *others = (judge(each, judged_pairs, texts, together) for each in (named[IN_USE], *bases))
        for base in others:
            for name, gain in zip(JUDGING, judged_gain(own, base), strict=True):
                told.setdefault((title, name), []).append(gain)
    return [
        [
            *key,
            f"{gains[0][0]:.3f}",
            *(f"{more:+.3f} ({low:+.3f} to {high:+.3f})" for _, more, low, high in gains),
        ]
        for key, gains in told.items()
    ]


def first_right(pairs: Sequence[LabelledPair], scores: Array) -> float:
    """Return how often the best scored partner of a statement is one that covers or is covered.

    Of the statements with a partner that does and one that does not; ties count as wrong.
    """
    partners: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for pair, score in zip(pairs, scores, strict=True):
        for end in (pair.one, pair.other):
            partners[end].append((float(score), pair.step >= COVER))
    asked = [found for found in partners.values() if len({true for _, true in found}) == 2]
    hits = [max(s for s, true in found if true) > max(s for s, true in found if not true) for found in asked]
    return sum(hits) / len(hits)


def well_ordered(pairs: Sequence[LabelledPair], scores: Array) -> float:
    """Return how often the partner of a statement with the nearer label scores more; ties count half."""
    partners: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for pair, score in zip(pairs, scores, strict=True):
        for end in (pair.one, pair.other):
            partners[end].append((float(score), pair.step))
    signs = [
        np.sign((a - b) * (step - other))
        for found in partners.values()
        for (a, step), (b, other) in combinations(found, 2)
        if step != other
    ]
    return float(np.mean(signs) + 1) / 2


def beside(
    fitted: Fitted, baseline: Fitted, pairs: Sequence[LabelledPair], texts: dict[str, str]
) -> tuple[str, str]:
    """Return how well a method orders partners, and its AUC less the baseline's: 95 % of resampled sets."""
    own, base = (
        np.array([f.nearness(texts[p.one], texts[p.other]) for p in pairs]) for f in (fitted, baseline)
    )
    truth = np.array([p.step >= COVER for p in pairs])
    draw = np.random.default_rng(1)
    sets = (draw.integers(0, len(pairs), len(pairs)) for _ in range(RESAMPLED))
    gains = [area(own[at], truth[at]) - area(base[at], truth[at]) for at in sets]
    low, high = np.quantile(gains, (0.025, 0.975))
    return f"{well_ordered(pairs, own):.3f}", "" if fitted is baseline else f"{low:+.3f} to {high:+.3f}"


def reliability(
    fitted: Fitted, pairs: Sequence[LabelledPair], texts: dict[str, str]
) -> list[tuple[str, ...]]:
    """Return, for each fifth of the score, how many pairs fall in it, what is told and what is true."""
    near = np.array([fitted.nearness(texts[p.one], texts[p.other]) for p in pairs])
    likely = fitted.levels(near)[:, COVER:].sum(axis=1)
    truth = np.array([p.step >= COVER for p in pairs])
    edges = np.linspace(0, 1, 6)
    rows = []
    for low, high in pairwise(edges):
        inside = (likely >= low) & ((likely < high) | (high == 1))
        if inside.any():
            rows.append((
                f"{low:.1f}-{high:.1f}", str(inside.sum()),
                f"{likely[inside].mean():.2f}", f"{truth[inside].mean():.2f}",
            ))  # fmt: skip
    return rows


def as_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def main() -> None:
    """Measure every method and print the tables."""
    shared = Path(os.environ.get("GRAPHKIT_SHARED", ROOT.parent / "shared" / "data"))
    texts, found, pairs = statements(shared), certifications(shared), labelled_pairs()
    tuning = [p for p in pairs if p.half == TUNING]
    test = [p for p in pairs if p.half != TUNING]
    candidates = [pair for found in labelled_rankings().values() for pair in found]
    asked = {texts[end] for pair in (*pairs, *candidates) for end in (pair.one, pair.other)}
    measured = methods(list(texts.values()), sorted(asked))
    known = with_themselves([*tuning, *(pair for pair in candidates if pair.half == TUNING)])
    fitted = [fit(method, known, texts) for method in measured]
    if "--fit" in sys.argv:
        for each in fitted:
            sys.stdout.write(told_weights(each))
    told = report(fitted, (tuning, test), known, texts, found)
    sys.stdout.write(told)
    if "--write" in sys.argv:
        TABLE.write_text(told, encoding="utf-8")


def told_weights(fitted: Fitted) -> str:
    """Return the weights of a method as the package keeps them."""
    lines = [f"# {fitted.method.name}", f"pas = {[round(float(x), 3) for x in fitted.steps]}"]
    for title, names, values in (
        ("poids", fitted.method.near, fitted.weights),
        ("sens", fitted.method.way, fitted.way),
    ):
        lines += [f"[{title}]", *(f"{name} = {value:.3f}" for name, value in zip(names, values, strict=True))]
    return "\n".join(lines) + "\n\n"


def report(
    fitted: Sequence[Fitted],
    halves: tuple[Sequence[LabelledPair], Sequence[LabelledPair]],
    known: Sequence[LabelledPair],
    texts: dict[str, str],
    found: dict[str, Certification],
) -> str:
    """Return the tables."""
    tuning, test = halves
    rankings = labelled_rankings()
    asked = {
        half: {q: found for q, found in rankings.items() if found[0].half == half} for half in (TUNING, TEST)
    }
    ordered = [each for each in fitted if VECTORS not in each.method.name or "--vectors" in sys.argv]
    counts = ", ".join(f"{sum(p.step == step for p in test)}" for step in range(5))
    always_no = np.mean([p.step < COVER for p in test])
    at_hand = ", ".join(f"{a} → {b}" for a, b in successions(found))
    return TEMPLATE.read_text("utf-8").format(
        tuning=len(tuning),
        tuning_labels=len(tuning) + sum(map(len, asked[TUNING].values())),
        **two_readers([*test, *(pair for found in asked[TEST].values() for pair in found)]),
        test=len(test),
        counts=counts,
        always_no=always_no,
        pairs=as_table(
            (
                "method",
                "accuracy, 6",
                "kappa",
                "accuracy, 2",
                "P@1",
                "AUC cover",
                "AUC partial",
                "Brier",
                "ECE",
                "order",
                "AUC over Jaccard",
            ),
            [
                (each.method.name, *figures(each, test, texts), *beside(each, fitted[0], test, texts))
                for each in fitted
            ],
        ),
        calibration=as_table(
            ("score", "pairs", "told", "true"),
            reliability(next(f for f in fitted if f.method.name == IN_USE), test, texts),
        ),
        recall=as_table(
            ("method", "asked", "first", "MRR", "median rank"),
            [(each.method.name, *recall(each, test, texts)) for each in fitted],
        ),
        at_hand=at_hand,
        both_halves=as_table(
            ("measure", "in use", "more than Jaccard", "more than the overlap coefficient"),
            both_halves(fitted, known, asked, texts),
        ),
        rome=sum(address.startswith("ROME/") for address in texts),
        **{
            f"{name}_{half}": value
            for half, labelled, found_of in (("tuning", tuning, asked[TUNING]), ("test", test, asked[TEST]))
            for name, value in _told_of_rankings(ordered, labelled, found_of, texts).items()
        },
        successions=as_table(
            ("method", "blocs asked", "blocs in all", "first", "MRR", "worst rank"),
            [(each.method.name, *ranks_of_targets(each, found)) for each in fitted],
        ),
    )


def two_readers(pairs: Sequence[LabelledPair]) -> dict[str, float]:
    """Return how far the second reader agrees with the labels."""
    second = second_labels()
    labelled = {(pair.one, pair.other): pair for pair in pairs}
    both = [(labelled[ends], relation) for ends, relation in second.items()]
    ones = np.array([pair.step for pair, _ in both])
    others = np.array([STEPS[relation] for _, relation in both])
    return {
        "second": len(both),
        "same_six": float(np.mean([pair.relation == relation for pair, relation in both])),
        "near_six": float(np.mean(abs(ones - others) <= 1)),
        "kappa_readers": kappa(others, ones),
        "same_cover": float(np.mean((ones >= COVER) == (others >= COVER))),
    }


def _told_of_rankings(
    fitted: Sequence[Fitted],
    pairs: Sequence[LabelledPair],
    questions: dict[str, list[LabelledPair]],
    texts: dict[str, str],
) -> dict[str, object]:
    best = [max(pair.step for pair in found) for found in questions.values()]
    return {
        "asked": len(questions),
        "candidates": sum(map(len, questions.values())),
        "covered": sum(step >= COVER for step in best),
        "shared": sum(step >= SHARE for step in best),
        "ranking": as_table(("method", *RANKING), ranking_rows(fitted, questions, texts)),
        "beyond": as_table(
            ("of", "measure", "in use", "more than Jaccard", "more than the overlap coefficient"),
            beyond(fitted, pairs, questions, texts),
        ),
    }


if __name__ == "__main__":
    main()
