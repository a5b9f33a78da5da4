"""From blocs held to certifications within reach."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner, Result

from graphkit.catalog import Catalog
from graphkit.cli import main
from graphkit.comparing.pathways import Ground, Pathway, pathways, read_held
from graphkit.config import Settings
from graphkit.errors import NotFound, QueryRejected

TODAY = date(2026, 11, 23)


def run(*arguments: str) -> Result:
    """Run ``graphkit parcours``."""
    return CliRunner().invoke(main, ["parcours", *arguments])


def found(catalog: Catalog, *texts: str) -> dict[str, Pathway]:
    """Return the pathways from some blocs by certification."""
    held = read_held(catalog, texts)
    return {each.certification.ref.identifier: each for each in pathways(catalog, held, TODAY)}


def grounds(pathway: Pathway) -> dict[str, Ground]:
    """Return why each bloc counts, by the end of its code."""
    return {each.bloc.code[-4:]: each.ground for each in pathway.granted}


def test_the_certification_of_the_bloc_comes_with_the_blocs_that_remain(harbour: Catalog) -> None:
    own = found(harbour, "RNCP90001BC01=2025-06-30")["RNCP90001"]
    assert grounds(own) == {"BC01": Ground.TENU}
    assert [bloc.code for bloc in own.remaining] == ["RNCP90001BC02"]
    assert any("acquis à vie" in caveat and "p. 27" in caveat for caveat, _ in own.caveats)


def test_an_official_correspondence_grants_and_one_declared_the_other_way_is_to_be_confirmed(
    harbour: Catalog,
) -> None:
    # RNCP90002 BC01 is declared to stand for RNCP90001 BC01.
    forth = found(harbour, "RNCP90002BC01=2019-01-15")["RNCP90001"]
    assert grounds(forth)["BC01"] is Ground.OFFICIELLE
    assert [bloc.code for bloc in forth.sure and forth.remaining] == ["RNCP90001BC02"]
    back = found(harbour, "RNCP90001BC01")["RNCP90002"]
    assert grounds(back)["BC01"] is Ground.INVERSE
    assert len(back.remaining) == 2
    assert any("confirmer" in caveat for caveat, _ in back.caveats)


def test_what_is_only_computed_gives_no_right(harbour: Catalog) -> None:
    computed = found(harbour, "RNCP90001BC01")["RNCP90003"]
    assert grounds(computed) == {"BC01": Ground.CALCULEE}
    assert len(computed.remaining) == 2
    assert any("aucun droit" in caveat and "L. 6113-7" in caveat for caveat, _ in computed.caveats)


def test_a_certification_that_has_ended_is_said_to_be_closed(harbour: Catalog) -> None:
    ended = found(harbour, "RNCP90001BC01")["RNCP90002"]
    assert any("n’est plus enregistrée" in caveat and "L. 6113-9" in caveat for caveat, _ in ended.caveats)


def test_a_bloc_dated_after_the_end_is_questioned_and_a_missing_date_is_said(harbour: Catalog) -> None:
    late = found(harbour, "RNCP90002BC01=2025-01-01")["RNCP90002"]
    assert any("après la fin de RNCP90002 (1er\u00a0septembre 2020)" in caveat for caveat, _ in late.caveats)
    assert any("obtained on 1\u00a0January 2025, after the end" in caveat for _, caveat in late.caveats)
    undated = found(harbour, "RNCP90002BC01")["RNCP90002"]
    assert any("n’est pas dite" in caveat for caveat, _ in undated.caveats)


@pytest.mark.parametrize("texts", [(), ("RNCP90001BC01=hier",), ("RNCP90001BC01=2025-02-31",), ("x y",)])
def test_what_is_no_bloc_is_refused(harbour: Catalog, texts: tuple[str, ...]) -> None:
    with pytest.raises(QueryRejected):
        read_held(harbour, texts)


def test_a_bloc_that_is_not_there_is_told(harbour: Catalog) -> None:
    with pytest.raises(NotFound):
        read_held(harbour, ["RNCP90001BC09"])


def test_the_command_tells_pathways_in_words_and_as_json(lighthouses: Settings) -> None:
    arguments = ("RNCP90001BC01=2025-06-30", "--date", "2026-11-23", "--store", str(lighthouses.store))
    shown = run(*arguments)
    assert shown.exit_code == 0, shown.output
    assert "officielle : 1 sur 2 ; à obtenir : 1." in shown.output
    assert "équivalen" not in shown.output
    assert "Certifications within reach" in run(*arguments, "--lang", "en").output
    told = json.loads(run(*arguments, "--json").output)
    assert told["pathways"][0]["remaining"] == ["RNCP90001BC02"]
    spoken = json.loads(run(*arguments, "--json", "--lang", "en").output)
    assert all("bloc" in each["caveats"][-1] for each in (told["pathways"][0], spoken["pathways"][0]))
    assert told["pathways"][0]["caveats"] != spoken["pathways"][0]["caveats"]
    assert told["pathways"][0]["blocs"] == spoken["pathways"][0]["blocs"]
