"""Measure what the rules find of faults planted in clean drafts: precision and recall, rule by rule.

Run it with ``python tests/benchmarks/check_quality.py --mutants 3 --seed 1``; ``--write`` keeps the table in
``tests/cases/mutations/table.md``. The same seed gives the same drafts.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from mutations import harness
from mutations.planting import OPERATORS

TABLE = Path(__file__).parents[1] / "cases" / "mutations" / "table.md"


def main() -> None:
    """Run the drafts and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--mutants", type=int, default=3, help="of each operator, and of each of its wordings"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], help="rules, shapes or operators")
    parser.add_argument("--write", action="store_true", help="keep the table")
    options = parser.parse_args()
    wanted = set(options.only)
    chosen = [each for each in OPERATORS if not wanted or wanted & {each.name, each.shape, each.rule}]
    start = time.perf_counter()
    outcome = harness.run(options.seed, options.mutants, operators=chosen)
    report = harness.report(outcome, options.seed, options.mutants)
    sys.stdout.write(f"{report}\n{outcome.drafts} drafts in {time.perf_counter() - start:.0f} s\n")
    if options.write:
        TABLE.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
