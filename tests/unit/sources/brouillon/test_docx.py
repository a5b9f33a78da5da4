"""What a Word document holds besides plain cells: numbers, notes, boxes, nested tables, changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from graphkit.errors import NotFound, SourceUnreadable
from graphkit.passages import Case
from graphkit.sources.brouillon.contenu import Contenu, Paragraphe, Tableau
from graphkit.sources.brouillon.docx import CellulesDocx, cellule_docx, read_docx
from graphkit.sources.brouillon.paquet import Limites
from graphkit.sources.brouillon.sources import Docx

Ecrit = Callable[[Document], None]


@pytest.fixture
def lire(tmp_path: Path) -> Callable[[Ecrit], Contenu]:
    """Write a document and read it."""

    def lire_un(ecrit: Ecrit) -> Contenu:
        document = docx.Document()
        ecrit(document)
        path = tmp_path / "essai.docx"
        document.save(str(path))
        return read_docx(path, Limites())

    return lire_un


def textes(contenu: Contenu) -> list[str]:
    return [element.texte for element in contenu.elements if isinstance(element, Paragraphe)]


def cases(contenu: Contenu) -> list[list[list[str | None]]]:
    return [
        [[cellule.texte if cellule else None for cellule in rangee] for rangee in element.rangees]
        for element in contenu.elements
        if isinstance(element, Tableau)
    ]


def ajoute(document: Document, xml: str) -> None:
    """Add a block of WordprocessingML before the section."""
    racine = parse_xml(f"<w:body {nsdecls('w', 'wp', 'a', 'r')}>{xml}</w:body>")
    corps = document.element.body
    for bloc in list(racine):
        corps.insert(len(corps) - 1, bloc)


def test_headings_have_their_depth_and_items_of_lists_are_marked(lire: Callable[[Ecrit], Contenu]) -> None:
    def ecrit(document: Document) -> None:
        document.add_heading("Référentiel", level=0)
        document.add_heading("Compétences", level=2)
        document.add_paragraph("Planter un arbre", style="List Bullet")
        document.add_paragraph("Tailler une haie", style="List Number")
        document.add_paragraph("Du texte")

    contenu = lire(ecrit)
    lus = [(p.texte, p.niveau, p.puce) for p in contenu.elements if isinstance(p, Paragraphe)]
    assert lus == [
        ("Référentiel", 1, False),
        ("Compétences", 2, False),
        ("Planter un arbre", None, True),
        ("1. Tailler une haie", None, True),
        ("Du texte", None, False),
    ]
    assert [p.passage.lignes for p in contenu.elements] == [(n, n) for n in range(1, 6)]  # type: ignore[union-attr]


def test_the_numbers_that_word_prints_are_part_of_the_text(lire: Callable[[Ecrit], Contenu]) -> None:
    """Codes such as C1.1 are often automatic: no text of the document has them."""

    def ecrit(document: Document) -> None:
        numbering = document.part.numbering_part.element
        abstraite = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/>'
            '<w:lvlText w:val="%1)"/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            '<w:lvlText w:val="C%2."/></w:lvl>'
            "</w:abstractNum>"
        )
        numbering.insert(0, abstraite)
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>')
        )
        for texte, niveau in (("Sol", 0), ("Bêcher", 1), ("Pailler", 1), ("Eau", 0), ("Arroser", 1)):
            proprietes = document.add_paragraph(texte)._p.get_or_add_pPr()
            proprietes.append(
                parse_xml(
                    f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{niveau}"/><w:numId w:val="91"/></w:numPr>'
                )
            )

    assert textes(lire(ecrit)) == ["A) Sol", "C1. Bêcher", "C2. Pailler", "B) Eau", "C1. Arroser"]


def test_tracked_changes_are_read_as_accepted(lire: Callable[[Ecrit], Contenu]) -> None:
    def ecrit(document: Document) -> None:
        ajoute(
            document,
            '<w:p><w:r><w:t xml:space="preserve">Conduire </w:t></w:r>'
            '<w:del w:id="1" w:author="x"><w:r><w:delText>un atelier</w:delText></w:r></w:del>'
            '<w:ins w:id="2" w:author="x"><w:r><w:t>une réunion</w:t></w:r></w:ins>'
            '<w:moveFrom w:id="3" w:author="x"><w:r><w:t> partie ailleurs</w:t></w:r></w:moveFrom>'
            '<w:moveTo w:id="4" w:author="x"><w:r><w:t xml:space="preserve"> publique</w:t></w:r>'
            "</w:moveTo></w:p>"
            # The end of this paragraph was deleted: it is one with the next.
            '<w:p><w:pPr><w:rPr><w:del w:id="5" w:author="x"/></w:rPr></w:pPr>'
            '<w:r><w:t xml:space="preserve">Rendre </w:t></w:r></w:p><w:p><w:r><w:t>compte</w:t></w:r></w:p>'
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>gardée</w:t></w:r></w:p></w:tc></w:tr>"
            '<w:tr><w:trPr><w:del w:id="6" w:author="x"/></w:trPr>'
            "<w:tc><w:p><w:r><w:t>supprimée</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        )

    contenu = lire(ecrit)
    assert textes(contenu) == ["Conduire une réunion publique", "Rendre compte"]
    assert cases(contenu) == [[["gardée"]]]


def test_codes_of_fields_notes_and_hidden_text_are_left_out_and_told_of(
    lire: Callable[[Ecrit], Contenu],
) -> None:
    def ecrit(document: Document) -> None:
        ajoute(
            document,
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Le sol</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:footnoteReference w:id="1"/></w:r>'
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
            "<w:r><w:t> sous</w:t><w:noBreakHyphen/><w:t>marin</w:t></w:r>"
            '<w:hyperlink r:id="rId99"><w:r><w:t> lié</w:t></w:r></w:hyperlink></w:p>',
        )
        document.sections[0].header.paragraphs[0].text = "En-tête"
        document.sections[0].footer.paragraphs[0].text = "Pied"

    contenu = lire(ecrit)
    assert textes(contenu) == ["Le sol sous-marin lié"]
    assert [(a.rule, a.excerpt, a.severity) for a in contenu.anomalies] == [
        ("texte-non-repris", "note de bas de page", "info"),
        ("texte-non-repris", "texte masqué", "info"),
    ]


def test_a_text_box_is_read_once_after_the_paragraph_that_bears_it(lire: Callable[[Ecrit], Contenu]) -> None:
    boite = "<w:txbxContent><w:p><w:r><w:t>Dans la boîte</w:t></w:r></w:p></w:txbxContent>"

    def ecrit(document: Document) -> None:
        ajoute(
            document,
            '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><w:t>Avant</w:t>'
            f"<mc:AlternateContent><mc:Choice><x>{boite}</x></mc:Choice>"
            f"<mc:Fallback><w:pict>{boite}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        )

    assert textes(lire(ecrit)) == ["Avant", "Dans la boîte"]


def test_a_table_within_a_cell_is_text_of_the_cell_and_one_within_a_frame_is_a_table(
    lire: Callable[[Ecrit], Contenu],
) -> None:
    def ecrit(document: Document) -> None:
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "Critères"
        dedans = table.cell(0, 1).add_table(2, 2)
        for rang, texte in enumerate(("a", "b", "c", "d")):
            dedans.cell(rang // 2, rang % 2).text = texte
        cadre = document.add_table(1, 1)
        cadre.cell(0, 0).text = "Cadre"
        encadree = cadre.cell(0, 0).add_table(1, 2)
        encadree.cell(0, 0).text, encadree.cell(0, 1).text = "x", "y"
        document.add_table(1, 1).cell(0, 0).text = "Fin"

    contenu = lire(ecrit)
    assert cases(contenu) == [[["Critères", "a\nb\nc\nd"]], [["Cadre"]], [["x", "y"]], [["Fin"]]]
    assert [e.numero for e in contenu.elements if isinstance(e, Tableau)] == [1, 2, 3, 4]


def test_boundaries_at_which_no_cell_begins_are_no_columns(lire: Callable[[Ecrit], Contenu]) -> None:
    """Word keeps a grid of 20 columns for a table of two that was pulled about with the mouse."""

    def ecrit(document: Document) -> None:
        def cellule(texte: str, largeur: int, fusion: str = "") -> str:
            return (
                f'<w:tc><w:tcPr><w:gridSpan w:val="{largeur}"/>{fusion}</w:tcPr>'
                f"<w:p><w:r><w:t>{texte}</w:t></w:r></w:p></w:tc>"
            )

        debut, suite = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
        ajoute(
            document,
            f"<w:tbl><w:tr>{cellule('A', 3, debut)}{cellule('B', 17)}</w:tr>"
            f"<w:tr>{cellule('', 3, suite)}{cellule('C', 17)}</w:tr>"
            f'<w:tr><w:trPr><w:gridBefore w:val="3"/></w:trPr>{cellule("D", 17)}</w:tr></w:tbl>',
        )

    (table,) = cases(lire(ecrit))
    assert table == [["A", "B"], ["A", "C"], [None, "D"]]


def test_a_position_leads_back_to_the_cell_of_the_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(2, 2).cell(0, 0).text = "autre"
    table = document.add_table(3, 3)
    for r in range(3):
        for c in range(3):
            table.cell(r, c).text = f"{r + 1},{c + 1}"
    table.cell(0, 0).merge(table.cell(1, 1)).text = "fusion"
    path = tmp_path / "essai.docx"
    document.save(str(path))
    lu = docx.Document(str(path))
    cellules = CellulesDocx(lu)
    tableau = read_docx(path, Limites()).elements[1]
    assert isinstance(tableau, Tableau)
    for rangee in tableau.rangees:
        for cellule in rangee:
            assert cellule is not None
            assert cellule.passage.case is not None
            assert cellules.cellule(cellule.passage.case).text == cellule.texte
    assert cellule_docx(lu, Case(2, 3, 3)).text == "3,3"
    for absente in (Case(2, 4, 1), Case(2, 1, 4), Case(3, 1, 1)):
        with pytest.raises(NotFound, match="no cell"):
            cellule_docx(lu, absente)


def test_too_many_cells_are_refused_before_they_are_laid_out(tmp_path: Path) -> None:
    document = docx.Document()
    ajoute(
        document,
        "<w:tbl>"
        + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="900"/></w:tcPr><w:p/></w:tc></w:tr>' * 300
        + "</w:tbl>",
    )
    path = tmp_path / "essai.docx"
    document.save(str(path))
    with pytest.raises(SourceUnreadable, match=r"more than 200000 cells.*GRAPHKIT_MAX_DRAFT_CELLS"):
        read_docx(path, Limites())


def test_a_span_wider_than_any_table_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    cellule = '<w:tc><w:tcPr><w:gridSpan w:val="999999999999"/></w:tcPr><w:p/></w:tc>'
    ajoute(document, f"<w:tbl><w:tr>{cellule}</w:tr></w:tbl>")
    path = tmp_path / "essai.docx"
    document.save(str(path))
    with pytest.raises(SourceUnreadable, match="columns"):
        read_docx(path, Limites())


def test_the_title_of_the_properties_comes_with_the_content(lire: Callable[[Ecrit], Contenu]) -> None:
    def ecrit(document: Document) -> None:
        document.core_properties.title = " Fleuriste  de quartier "
        document.add_paragraph("Du texte")

    assert lire(ecrit).titre == "Fleuriste de quartier"


def test_a_real_document_keeps_each_of_its_characters_once_and_in_order(shared_data: Path) -> None:
    """A document of 33 tables with cells merged in many ways, boxes, links and lists."""
    path = shared_data / "referentiels" / "BUT_RT_saes_4mai21.docx"
    ecrits = "".join(element.text or "" for element in docx.Document(str(path)).element.body.iter(qn("w:t")))
    contenu = read_docx(path, Limites())
    morceaux: list[str] = []
    for element in contenu.elements:
        if isinstance(element, Paragraphe):
            morceaux.append(element.texte)
        else:
            cellules = {id(c): c for rangee in element.rangees for c in rangee if c}
            morceaux += [cellule.texte for cellule in cellules.values()]
    assert "".join("".join(morceaux).split()) == "".join(ecrits.split())
    assert len(cases(contenu)) == 33
    assert contenu.anomalies == ()


def test_a_real_document_that_is_no_referentiel_is_refused_with_what_it_holds(shared_data: Path) -> None:
    path = shared_data / "referentiels" / "BUT_RT_saes_4mai21.docx"
    with pytest.raises(SourceUnreadable, match=r"no activity and no competence was found.*SAE11"):
        list(Docx().read(path))


def test_right_to_left_and_control_characters_do_no_harm(lire: Callable[[Ecrit], Contenu]) -> None:
    texte = "Accueillir\u202e les\u200f clients \u0645\u0631\u062d\u0628\u0627"

    def ecrit(document: Document) -> None:
        table = document.add_table(1, 1)
        table.cell(0, 0).text = texte
        table._tbl.tblPr.append(parse_xml(f"<w:bidiVisual {nsdecls('w')}/>"))
        assert table._tbl.tblPr.find(qn("w:bidiVisual")) is not None

    assert cases(lire(ecrit)) == [[[texte]]]
