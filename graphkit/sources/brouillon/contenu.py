"""What a draft holds, format left behind: paragraphs and tables in reading order, each with its position."""

from __future__ import annotations

from dataclasses import dataclass

from graphkit.model import Anomaly, Document
from graphkit.passages import Passage


@dataclass(frozen=True, slots=True)
class Paragraphe:
    """A paragraph of running text.

    Attributes:
        texte: its text, white space normalised.
        passage: where it stands.
        niveau: depth of the heading that it is (1 for a chapter); ``None`` for plain text.
        puce: whether it is an item of a list.
    """

    texte: str
    passage: Passage
    niveau: int | None = None
    puce: bool = False


@dataclass(frozen=True, slots=True)
class Cellule:
    """A cell of a table; one that spans several rows or columns is the same object in each place.

    Attributes:
        texte: its paragraphs, one a line, white space within a line normalised.
        passage: where it stands; its ``case`` is the upper left corner.
    """

    texte: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table as the rectangle of its cells, spans filled in and page breaks closed.

    Attributes:
        numero: rank in the document, 1-based; what ``Case.tableau`` says.
        rangees: rows from top to bottom, all of the same length; ``None`` where there is no cell.
        nom: name of the sheet, or caption; empty without one.
    """

    numero: int
    rangees: tuple[tuple[Cellule | None, ...], ...]
    nom: str = ""


@dataclass(frozen=True, slots=True)
class Contenu:
    """The content of one draft.

    Attributes:
        document: the file.
        elements: paragraphs and tables in reading order.
        anomalies: what could not be read, with its place.
        titre: title that the file's properties give, if any.
    """

    document: Document
    elements: tuple[Paragraphe | Tableau, ...]
    anomalies: tuple[Anomaly, ...] = ()
    titre: str = ""
