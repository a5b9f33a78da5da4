"""Seconds and memory of ``graphkit check`` on drafts of a hundred competences, all included.

Run it with ``python tests/benchmarks/check_speed.py``. It writes one invented référentiel as Word, Excel and
PDF, checks each in a process of its own, and does so again; the best of both is printed, with the time of
the processor, which other work on the machine disturbs less. ``--fiches 300`` checks an invented export of as
many too, and says how many fiches one processor checks in a second. Nothing is asserted: machines differ.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from html import unescape
from pathlib import Path

import invented as w
from generate_export import write_export

_TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(_TESTS))

import brouillons  # noqa: E402 - stands in the folder above

_BLOCS, _ACTIVITES, _COMPETENCES = 5, 5, 4
_CHECK = "import sys; from graphkit.cli import main; sys.exit(main())"


def truth(seed: int) -> brouillons.Verite:
    """Return the truth of a draft of a hundred competences, no two of which say the same thing."""
    drawn = random.Random(seed)  # noqa: S311 # the same seed gives the same draft
    objects = drawn.sample([(v, o) for v in w.VERBES for o in w.OBJETS], _BLOCS * _ACTIVITES * _COMPETENCES)
    blocs = []
    for b in range(1, _BLOCS + 1):
        activites = []
        for a in range(1, _ACTIVITES + 1):
            competences = []
            for c in range(1, _COMPETENCES + 1):
                verb, thing = objects.pop()
                competences.append(
                    {
                        "code": f"C{b}.{a}.{c}",
                        "enonce": unescape(
                            f"{verb} {thing}, {drawn.choice(w.MOYENS)}, {drawn.choice(w.BUTS)}."
                        ),
                        "modalites": [unescape(f"{drawn.choice(w.EPREUVES)} : {drawn.choice(w.OBJETS)}.")],
                        "criteres": [
                            unescape(f"Le résultat porte sur {thing}."),
                            unescape(f"Le travail est mené {drawn.choice(w.MOYENS)}."),
                        ],
                    }
                )
            activites.append(
                {
                    "code": f"A{b}.{a}",
                    "intitule": unescape(f"Activité {drawn.choice(w.DOMAINES)}, {drawn.choice(w.METIERS)}"),
                    "competences": competences,
                }
            )
        blocs.append({"code": f"Bloc {b}", "intitule": f"Travailler au lieu n° {b}", "activites": activites})
    return brouillons.lire_verite("animateur-de-jardins-partages") | {"blocs": blocs}


def measured(path: Path) -> tuple[float, float, float]:
    """Check a file in a process; return its seconds, those of the processor, and its peak in MB."""
    roots = [str(_TESTS.parent), os.environ.get("PYTHONPATH", "")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _CHECK, "check", str(path)],
        check=False,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, roots))},
    )
    seconds = time.perf_counter() - start
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{path}: exit code {done.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, busy, after.ru_maxrss / 1024


def main() -> None:
    """Write, check and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--fiches", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, verite = Path(name), truth(given.seed)
        layout = brouillons.DISPOSITIONS["officielle"]
        brouillons.ecrire_docx(verite, folder / "cent.docx", layout)
        brouillons.ecrire_xlsx(verite, folder / "cent.xlsx", layout)
        brouillons.ecrire_pdf(verite, folder / "cent.pdf", layout)
        sys.stdout.write(f"{'100 competences':20}{'s':>8}{'processor s':>13}\n")
        for kind in ("docx", "xlsx", "pdf"):
            best = min(measured(folder / f"cent.{kind}") for _ in range(2))
            sys.stdout.write(f"{kind:20}{best[0]:8.2f}{best[1]:13.2f}\n")
        if given.fiches:
            export = folder / "export_fiches_V4_1_2026-08-16.xml"
            write_export(export, given.fiches, given.seed)
            seconds, busy, peak = measured(export)
            told = (
                f"{given.fiches} fiches: {seconds:.1f} s, {given.fiches / busy:.1f} fiches/s of one processor"
            )
            sys.stdout.write(f"{told}, peak of any process {peak:.0f} MB\n")


if __name__ == "__main__":
    main()
