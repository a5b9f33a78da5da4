"""Settings: one frozen value, read from the environment here and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_BASE_IRI = "https://w3id.org/referentiels/"
DEFAULT_STORE = "var/graph"


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside.

    Attributes:
        store: directory of the embedded store.
        base_iri: start of the IRIs of all data, ends with ``/``.
        strict: a Violation refuses the build instead of being reported.
        max_xml_bytes: largest uncompressed XML export that is read, in bytes.
        max_zip_ratio: largest uncompressed/compressed ratio of a zip member.
        max_text_bytes: largest extracted-text document that is read, in bytes.
    """

    store: Path = Path(DEFAULT_STORE)
    base_iri: str = DEFAULT_BASE_IRI
    strict: bool = False
    max_xml_bytes: int = 4 << 30
    max_zip_ratio: float = 200.0
    max_text_bytes: int = 20 << 20

    def __post_init__(self) -> None:
        if not self.base_iri.endswith("/") or "://" not in self.base_iri:
            raise ValueError(f"the base IRI must be absolute and end with '/': {self.base_iri!r}")


def settings_from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``GRAPHKIT_STORE`` and ``GRAPHKIT_BASE_IRI``.

    Args:
        environ: the environment; the process's own when absent.

    Raises:
        ValueError: a variable is set to something unusable.
    """
    env = os.environ if environ is None else environ
    return Settings(
        store=Path(env.get("GRAPHKIT_STORE", DEFAULT_STORE)),
        base_iri=env.get("GRAPHKIT_BASE_IRI", DEFAULT_BASE_IRI),
    )
