"""What a comparison tells, as a page: headings, paragraphs and tables whose cells lead to things."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from graphkit.comparing.argument import Block, Grid, Heading, Link
from graphkit.errors import GraphkitError


@dataclass(frozen=True, slots=True)
class ToldPage:
    """A form, and what was found.

    Attributes:
        form: which form: ``proches``, ``metier`` or ``parcours``.
        given: what its fields hold.
        blocks: what was found.
        error: why there is nothing.
        forgotten: whether a file was asked for and none was sent.
        too_large: whether the file was too large.
    """

    template: ClassVar[str] = "told.html"
    form: str
    given: dict[str, str]
    blocks: tuple[Block, ...] = ()
    error: GraphkitError | None = None
    forgotten: bool = False
    too_large: bool = False

    @staticmethod
    def kind(block: Block) -> str:
        """Return what a block is: ``heading``, ``grid`` or ``paragraph``."""
        return "heading" if isinstance(block, Heading) else "grid" if isinstance(block, Grid) else "paragraph"

    @staticmethod
    def quoted(text: str) -> bool:
        """Return whether a text is a source's, which is French whatever the language of the page."""
        return isinstance(text, Link)

    @staticmethod
    def path(text: str) -> str | None:
        """Return the path of the page of what a cell names."""
        return text.path if isinstance(text, Link) else None


def told(form: str, given: dict[str, str], blocks: Iterable[Block]) -> ToldPage:
    """Return the page of what was found.

    Args:
        form: which form.
        given: what its fields hold.
        blocks: what was found.
    """
    return ToldPage(form, given, tuple(blocks))
