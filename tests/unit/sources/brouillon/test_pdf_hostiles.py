"""A PDF that shows no text, or that is made to harm, is refused within its limits, with the reason."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable
from pathlib import Path

import pdf_inventes as pdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.errors import SourceUnreadable
from graphkit.model import Document
from graphkit.sources.brouillon.a_part import LimitesAPart, read_apart
from graphkit.sources.brouillon.pdf_contenu import read_pdf
from graphkit.sources.brouillon.pdf_pages import Bornes
from graphkit.sources.brouillon.sources_de_texte import Pdf
from graphkit.sources.brouillon.transport import Illisible


def un_pdf(*flux: bytes, compresse: bool = False) -> bytes:
    """Return a PDF with a page for each content stream."""
    objets = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(flux), b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(flux)))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for rang, contenu in enumerate(flux):
        objets.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * rang)
        )
        filtre = b" /Filter /FlateDecode" if compresse else b""
        objets.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(contenu), filtre, contenu))
    sortie, places = bytearray(b"%PDF-1.4\n"), []
    for rang, objet in enumerate(objets, start=1):
        places.append(len(sortie))
        sortie += b"%d 0 obj\n%s\nendobj\n" % (rang, objet)
    debut = len(sortie)
    sortie += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objets) + 1)
    sortie += b"".join(b"%010d 00000 n \n" % place for place in places)
    sortie += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objets) + 1, debut)
    return bytes(sortie)


TEXTE = b"BT /F1 12 Tf 72 700 Td (Les competences du jardinier) Tj ET"


def refus(path: Path, **limites: float) -> str:
    with pytest.raises(SourceUnreadable) as refuse:
        read_apart(path, "pdf", LimitesAPart(**limites))  # type: ignore[arg-type]
    return str(refuse.value)


def test_the_hand_made_pdf_is_sound(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(un_pdf(TEXTE))
    contenu = read_apart(tmp_path / "a.pdf", "pdf", LimitesAPart())
    assert [getattr(e, "texte", "") for e in contenu.elements] == ["Les competences du jardinier"]


@pytest.mark.parametrize(
    ("ecrire", "raison"),
    [
        (pdf.ecrire_image, "page 1: no text to read (une image sans texte"),
        (pdf.ecrire_dessin, "page 1: no text to read (un dessin sans mots)"),
        (pdf.ecrire_chiffre, "protected by a password"),
    ],
)
def test_what_shows_no_text_is_refused_with_the_reason(
    tmp_path: Path, ecrire: Callable[[Path], None], raison: str
) -> None:
    ecrire(tmp_path / "a.pdf")
    assert f"a.pdf: not readable: {raison}" in refus(tmp_path / "a.pdf")


def test_a_blank_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(un_pdf(b""))
    assert "page 1: no text to read (elle est vide)" in refus(tmp_path / "a.pdf")


def test_too_many_pages_are_refused_before_any_is_read(tmp_path: Path) -> None:
    pdf.ecrire_pages(tmp_path / "a.pdf", 21)
    assert "more than 20 pages" in refus(tmp_path / "a.pdf", max_pages=20)
    assert len(read_apart(tmp_path / "a.pdf", "pdf", LimitesAPart(max_pages=21)).elements) == 21


def test_five_thousand_pages_are_refused_in_bounded_time(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(un_pdf(*[TEXTE] * 5000))
    assert "more than 500 pages" in refus(tmp_path / "a.pdf", seconds=30)


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n" + bytes(2000))
    assert "larger than 1000 bytes" in refus(tmp_path / "a.pdf", max_bytes=1000)


def test_a_stream_that_unpacks_to_more_than_memory_allows_is_refused(tmp_path: Path) -> None:
    bombe = zlib.compress(b"0 0 m " * (60 << 20), 9)
    assert len(bombe) < 1 << 20
    (tmp_path / "a.pdf").write_bytes(un_pdf(bombe, compresse=True))
    raison = refus(tmp_path / "a.pdf", memory=256 << 20, seconds=60)
    assert "memory" in raison or "no text to read" in raison


def test_a_page_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    lent = zlib.compress(b"BT /F1 1 Tf 1 1 Td (a) Tj ET\n" * 400_000)
    (tmp_path / "a.pdf").write_bytes(un_pdf(lent, compresse=True))
    raison = refus(tmp_path / "a.pdf", seconds=2)
    assert "stopped after 2 s" in raison or "more memory or time" in raison


def test_a_page_with_too_many_shapes_is_told_of_and_the_others_are_read() -> None:
    traits = b"".join(b"%d 0 m %d 800 l S\n" % (x, x) for x in range(300))
    contenu = read_pdf(un_pdf(TEXTE, traits, TEXTE), Document("a.pdf", "pdf"), Bornes(10, objets=200))
    assert [p.page for a in contenu.anomalies for p in a.passages] == [2]
    assert "plus de 200 signes et traits" in contenu.anomalies[0].message
    assert {e.passage.page for e in contenu.elements if hasattr(e, "passage")} == {1, 3}


def test_a_grid_of_thousands_of_lines_is_a_drawing_and_no_table() -> None:
    grille = b"".join(
        b"%f 0 m %f 800 l S 0 %f m 500 %f l S\n" % (p, p, p, p) for p in (i * 0.4 for i in range(4000))
    )
    with pytest.raises(Illisible, match="un dessin"):
        read_pdf(un_pdf(grille), Document("a.pdf", "pdf"), Bornes(10))


@pytest.mark.parametrize(
    "brut",
    [
        b"%PDF-1.4\n",
        b"%PDF-1.4\n%%EOF",
        un_pdf(TEXTE)[:200],
        b"%PDF-1.4\n" + b"[" * 100_000,
    ],
    ids=["mark-alone", "no-object", "cut", "nested"],
)
def test_a_malformed_file_is_refused_with_advice(tmp_path: Path, brut: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(brut)
    assert "not readable: " in refus(tmp_path / "a.pdf", seconds=30)


@pytest.mark.parametrize(
    ("sain", "casse"),
    [
        (b"/Pages 2 0 R", b"/Pages 1 0 R"),
        (b"/Kids [4 0 R]", b"/Kids [2 0 R]"),
        (b"/Kids [4 0 R]", b"/Kids []"),
    ],
    ids=["catalog-loop", "page-loop", "no-page"],
)
def test_the_pages_of_a_broken_tree_are_found_all_the_same(tmp_path: Path, sain: bytes, casse: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(un_pdf(TEXTE).replace(sain, casse))
    contenu = read_apart(tmp_path / "a.pdf", "pdf", LimitesAPart(seconds=30))
    assert [getattr(e, "texte", "") for e in contenu.elements] == ["Les competences du jardinier"]


def test_glyphs_without_letters_make_a_page_unreadable(tmp_path: Path) -> None:
    police = b"/Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font "
    police += b"/Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
    police += b"/Supplement 0 >> >>]"
    sans = un_pdf(TEXTE.replace(b"(Les competences du jardinier)", b"<00410042004300440045>"))
    brut = sans.replace(b"/Subtype /Type1 /BaseFont /Helvetica", police)
    (tmp_path / "a.pdf").write_bytes(brut)
    assert "sa police ne dit pas quelles lettres elle dessine" in refus(tmp_path / "a.pdf")


def test_a_pdf_is_recognised_by_its_mark_and_not_by_its_name(tmp_path: Path) -> None:
    assert Pdf().recognises(b"\xef\xbb\xbf\n%PDF-1.7 ...", tmp_path / "a.docx")
    assert not Pdf().recognises(b"Un texte qui parle de PDF", tmp_path / "a.pdf")


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.one_of(st.binary(max_size=12), st.just(b"9" * 30))), max_size=8
    ),
    st.binary(max_size=200),
)
def test_a_broken_file_is_read_or_refused_and_never_fails_otherwise(
    coups: list[tuple[int, bytes]], contenu: bytes
) -> None:
    brut = bytearray(un_pdf(TEXTE, contenu))
    for place, octets in coups:
        brut[place : place + len(octets)] = octets
    # Any other error than this one fails the test.
    with contextlib.suppress(Illisible):
        lu = read_pdf(bytes(brut), Document("a.pdf", "pdf"), Bornes(20))
        assert lu.elements or lu.anomalies
