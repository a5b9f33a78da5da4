"""How high statements and blocs that belong together rank: labelled matches, official successions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from labelled_pairs import COVER, LabelledPair
from matching_methods import Fitted

from graphkit.model import Certification, Reference

_SUCCESSIONS = frozenset({"ref:estRemplaceePar", "ref:remplace"})


def recall(fitted: Fitted, pairs: Sequence[LabelledPair], texts: dict[str, str]) -> list[str]:
    """Return how high a labelled match ranks among all statements of the corpus, ROME left out."""
    pool = [a for a in texts if not a.startswith("ROME/")]
    ranks = []
    for pair in pairs:
        if pair.step < COVER or pair.other.startswith("ROME/") or pair.one.startswith("ROME/"):
            continue
        for asked, wanted in ((pair.one, pair.other), (pair.other, pair.one)):
            home = asked.split("/", 1)[0]
            score = fitted.nearness(texts[asked], texts[wanted])
            better = sum(
                fitted.nearness(texts[asked], texts[each]) > score
                for each in pool
                if each != wanted and not each.startswith(f"{home}/") and texts[each] != texts[wanted]
            )
            ranks.append(better + 1)
    return [
        f"{len(ranks)}",
        f"{np.mean(np.array(ranks) == 1):.2f}",
        f"{np.mean(1 / np.array(ranks)):.2f}",
        f"{np.median(ranks):.0f}",
    ]


def successions(found: dict[str, Certification]) -> list[tuple[str, str]]:
    """Return what fiches name as successor, predecessor or target, where both are at hand."""
    pairs = set()
    for name, certification in found.items():
        targets = {
            fact.valeur.certification
            for fact in certification.faits
            if fact.propriete in _SUCCESSIONS and isinstance(fact.valeur, Reference)
        }
        targets |= {cible.certification for each in certification.correspondances for cible in each.cibles}
        pairs |= {(name, target) for target in targets if target in found}
    return sorted(pairs)


def ranks_of_targets(fitted: Fitted, found: dict[str, Certification]) -> list[str]:
    """Return how high the nearest bloc of the official target ranks among those of all others."""
    blocs = {
        (name, code): [c.enonce for c in competences]
        for name, certification in found.items()
        for code, competences in [
            *((bloc.code, bloc.competences) for bloc in certification.blocs), ("-", certification.competences)
        ]
        if competences
    }  # fmt: skip
    ranks = []
    for source, target in successions(found):
        for (name, _), asked in blocs.items():
            if name != source:
                continue
            scores = {
                key: _bloc_score(fitted, asked, other) for key, other in blocs.items() if key[0] != source
            }
            best = max(score for (owner, _), score in scores.items() if owner == target)
            ranks.append(1 + sum(score > best for (owner, _), score in scores.items() if owner != target))
    array = np.array(ranks)
    return [
        f"{len(ranks)}",
        f"{len(blocs)}",
        f"{np.mean(array == 1):.2f}",
        f"{np.mean(1 / array):.2f}",
        f"{np.max(array)}",
    ]


def _bloc_score(fitted: Fitted, ones: Sequence[str], others: Sequence[str]) -> float:
    """Return the mean, both ways, of how near the nearest competence is, as the package does."""
    grid = np.array([[fitted.nearness(a, b) for b in others] for a in ones])
    return float(grid.max(axis=0).mean() + grid.max(axis=1).mean()) / 2
