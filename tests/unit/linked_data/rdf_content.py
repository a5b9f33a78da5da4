"""What tests of RDF files write and read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graphkit.linked_data.description import Description
from graphkit.linked_data.reading import InCommon
from graphkit.model import Anomaly
from graphkit.ntriples import Triple

BASE = "https://w3id.org/referentiels/"
PREFIXES = f"""@base <{BASE}> .
@prefix ref: <{BASE}ontologie#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix e: <https://exemple.fr/> .
"""


@dataclass
class Content:
    """What a file says, by kind."""

    certifications: dict[str, Description]
    common: list[InCommon]
    anomalies: list[Anomaly]


def short(triples: Iterable[Triple]) -> set[str]:
    """Return triples as text, without the base of IRIs."""
    return {" ".join(triple).replace(BASE, "") for triple in triples}
