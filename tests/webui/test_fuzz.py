"""Negotiation and addresses under anything: compared with RFC 9110, and there and back."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graphkit.catalog import Catalog
from graphkit.config import DEFAULT_BASE_IRI, Settings
from graphkit.identifiers import Minter
from graphkit.store.memory import MemoryStore
from webui import create_app
from webui.links import page_path
from webui.negotiation import MEDIA_TYPES, THING_FORMATS, choose_format, split_suffix
from webui.result_formats import OFFERS, choose_formats, choose_rdf

OFFERED = ("html", "ttl", "jsonld", "nt", "rdf", "json", "csv")
_TYPES = [*(MEDIA_TYPES[name] for name in OFFERED), "text/*", "application/*", "*/*", "image/png", "image/*"]
_QUALITIES = ["0", "0.", "0.0", "0.001", "0.5", "0.50", "0.999", "1", "1.", "1.000"]


@st.composite
def ranges(draw: st.DrawFn) -> tuple[str, float, str]:
    """A media range with its quality, and how a client may write it."""
    media = draw(st.sampled_from(_TYPES))
    quality = draw(st.sampled_from([None, *_QUALITIES]))
    space = draw(st.sampled_from(["", " ", "\t"]))
    written = draw(st.sampled_from([media, media.upper(), media.title()]))
    other = draw(st.sampled_from(["", f";{space}charset=utf-8", f";{space}profile=x"]))
    weight = "" if quality is None else f"{space};{space}{draw(st.sampled_from('qQ'))}={quality}"
    return media, 1.0 if quality is None else float(quality), f"{written}{other}{weight}"


def best(accepted: list[tuple[str, float]]) -> str | None:
    """Return the format that RFC 9110, 12.5.1, gives the highest quality; the one offered first of equals."""

    def quality(name: str) -> float:
        media = MEDIA_TYPES[name]
        for covering in (media, f"{media.partition('/')[0]}/*", "*/*"):
            found = [weight for each, weight in accepted if each == covering]
            if found:
                # The RFC does not say which of two weights of one range counts.
                return max(found)
        return 0.0

    ranked = sorted(OFFERED, key=lambda name: (-quality(name), OFFERED.index(name)))
    return ranked[0] if quality(ranked[0]) > 0 else None


@given(st.lists(ranges(), min_size=1, max_size=8))
def test_a_header_is_weighed_as_the_rfc_says(accepted: list[tuple[str, float, str]]) -> None:
    header = ", ".join(written for _, _, written in accepted)
    assert choose_format(header, OFFERED) == best([(media, weight) for media, weight, _ in accepted])


_HEADERS = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from([*_TYPES, ";q=", "nan", "inf", "-1", "1e9", ",", ";", "=", '"', " ", "*", "/"])
    ).map("".join),
)


@given(_HEADERS)
@example("*/*;q=nan")
@example("text/html;q=inf, */*;q=-inf")
@example(";;;,,,;q=;q=1=1,")
def test_any_header_at_all_gives_a_format_on_offer_or_none(header: str) -> None:
    assert choose_format(header, OFFERED) in {*OFFERED, None}
    assert choose_rdf(header) in {*OFFERS["CONSTRUCT"], None}
    chosen = choose_formats(header)
    assert all(name in OFFERS[form] for form, name in chosen.items())


@lru_cache(maxsize=1)
def _client() -> FlaskClient:
    store = MemoryStore.parse(b"<urn:x> <urn:x> <urn:x> <urn:g> .\n")
    return create_app(Settings(), catalog=Catalog(store)).test_client()


@given(_HEADERS.filter(lambda text: text.isprintable() and text.isascii()))
@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_no_header_makes_the_site_fail(header: str) -> None:
    for path in ("/", "/ontologie", "/donnees", "/rien", "/certification/RNCP1"):
        answer = _client().get(path, headers={"Accept": header, "Accept-Language": header})
        assert answer.status_code in {200, 303, 404, 406}
        assert "Accept" in answer.headers["Vary"]


@given(st.text(max_size=60))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@example("%2e%2e")
@example("..")
@example("\x00")
@example("//evil.example")
@example("[")
@example("a.ttl.html.json")
def test_no_address_makes_the_site_fail(name: str) -> None:
    for kind in ("", "certification/", "bloc/", "requetes/", "static/", "telechargements/"):
        answer = _client().get(f"/{kind}{quote(name)}")
        assert answer.status_code < 500, name
        answer.close()


# What a source may use as a code or a name. A slash parts addresses, and readers give none; a dot alone or
# two of them are no segments (RFC 3986, 6.2.2.3).
_SEGMENTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"), min_size=1, max_size=30
).filter(lambda text: text not in {".", ".."} and split_suffix(text, THING_FORMATS)[1] is None)


@given(_SEGMENTS, _SEGMENTS)
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@example("RNCP1", "C6A.1")
@example("100%", "a%41b")
@example("été à la clé", "œuvre’s")
@example("a?b#c", "a+b&c=d;e")
@example("<script>", '"')
def test_an_iri_leads_to_a_page_that_leads_back_to_it(first: str, second: str) -> None:
    iri = Minter().iri("passage", first, second)
    path = page_path(iri, DEFAULT_BASE_IRI)
    assert path is not None
    assert path.isascii()
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    catalog = Catalog(MemoryStore.parse(f'<{iri}> {label} "x" <urn:g> .\n'.encode()))
    assert catalog.resolve(path) == iri
    if "%" in first + second:
        # The catalog finds it; its page, whose address is written anew, is refused as no IRI.
        return
    client = create_app(Settings(), catalog=catalog).test_client()
    answer = client.get(f"{path}.nt")
    assert answer.status_code == 200
    assert f"<{iri}> {label}" in answer.text


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_two_names_never_share_an_iri(first: str, second: str) -> None:
    try:
        iris = {Minter().iri("passage", each) for each in (first, second)}
    except UnicodeEncodeError:
        return
    assert len(iris) == len({first, second})
