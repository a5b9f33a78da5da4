"""Where the package's own data files are: in a checkout at the top, in an installed copy inside it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_IN_CHECKOUT = ("ontology", "shapes")


def data_path(name: str) -> Path:
    """Return the directory of a kind of data file.

    Args:
        name: ``ontology``, ``shapes``, ``queries`` or ``sample``.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    installed = _PACKAGE / "_data" / name if name in _IN_CHECKOUT else _PACKAGE / name
    for candidate in (installed, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the installation of graphkit lacks its {name} directory: install it again")
