"""From the model to triples: pure, one function per class.

``map_record`` gives everything that one record says, as N-Triples terms, and the labels that it uses for
codes and bodies, from which the pipeline elects one label each.
"""

from __future__ import annotations

from dataclasses import dataclass

from graphkit.identifiers import Minter
from graphkit.mapping.certification import map_certification
from graphkit.mapping.provenance import map_anomaly, map_fiche
from graphkit.mapping.sink import Sink
from graphkit.model import Record
from graphkit.ntriples import Triple


@dataclass(frozen=True, slots=True)
class MappedRecord:
    """What the mapping makes of a record.

    Attributes:
        graph: IRI of the fiche, which names the graph.
        certification: IRI of the certification.
        triples: its triples, each once, in order of writing.
        common: triples about codes and bodies that other records name too, which the dataset states once.
        cited: triple that names something of another record -> IRI of the certification that it is of.
        labels: (IRI, observed label) of those codes and bodies.
    """

    graph: str
    certification: str
    triples: list[Triple]
    common: list[Triple]
    cited: dict[Triple, str]
    labels: list[tuple[str, str]]


def map_record(record: Record, minter: Minter) -> MappedRecord:
    """Map one record.

    Args:
        record: what a reader gave.
        minter: names the things.

    Raises:
        AttributeError: the reader used a property that the ontology does not have.
        ValueError: something of the record cannot be named.
    """
    sink = Sink(minter, record.certification.identifiant, record.document.type_source)
    map_fiche(sink, record)
    map_certification(sink, record.certification)
    for anomaly in record.anomalies:
        map_anomaly(sink, anomaly)
    return MappedRecord(
        graph=sink.fiche,
        certification=sink.certification,
        triples=list(sink.triples),
        common=list(sink.common),
        cited=sink.cited,
        labels=sink.labels,
    )
