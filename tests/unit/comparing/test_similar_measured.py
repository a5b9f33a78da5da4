"""What counts as near by a whole bloc is what was measured on the fiches of the tuning half."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from graphkit.comparing.similar import LEAST_LIKELY
from graphkit.config import Settings
from graphkit.matching.coverage import Grid
from graphkit.matching.rarity import Rarity, rarity_of
from graphkit.matching.referentiels import Referentiel, referentiel_of_model
from graphkit.matching.similarity import Matcher
from graphkit.model import Anomaly
from graphkit.sources.recognition import all_sources, recognise

#: Fiches of the tuning half, by what they are about.
TRADES = {
    "RNCP37674": "informatique", "RNCP37873": "informatique", "RNCP35419": "informatique",
    "RNCP40344": "soins", "RS7485": "amiante", "RS5719": "secours",
}  # fmt: skip


@pytest.fixture(scope="module")
def sides(shared_data: Path) -> dict[str, Referentiel]:
    """The fiches, ready to be compared."""
    found: dict[str, Referentiel] = {}
    for path in sorted((shared_data / "france_competences_xml").glob("*.xml")):
        source = recognise(path, all_sources(Settings()))
        assert source is not None
        for record in source.read(path):
            if not isinstance(record, Anomaly) and (name := record.certification.identifiant) in TRADES:
                found[name] = referentiel_of_model(record.certification, name)
    return found


def _likely(sides: dict[str, Referentiel], rarity: Rarity) -> Iterator[tuple[bool, float]]:
    """Yield for each bloc and other certification if they are of one trade, and how likely it covers it."""
    matcher = Matcher(rarity)
    for one, other in permutations(sides, 2):
        for bloc in sides[one].blocs:
            covered = Grid(bloc.competences, sides[other].competences, matcher, rarity).coverage_of_ones()
            if covered.statements:
                likely = sum(each.likely for each in covered.statements) / len(covered.statements)
                yield TRADES[one] == TRADES[other], likely


def test_a_certification_of_the_trade_is_told_near_a_bloc_and_one_of_another_is_not(
    sides: dict[str, Referentiel],
) -> None:
    assert set(sides) == set(TRADES)
    rarity = rarity_of([text for side in sides.values() for text in side.texts])
    told = list(_likely(sides, rarity))
    same = [likely >= LEAST_LIKELY for trade, likely in told if trade]
    others = [likely >= LEAST_LIKELY for trade, likely in told if not trade]
    assert sum(same) / len(same) > 0.6
    assert sum(others) / len(others) < 0.1
