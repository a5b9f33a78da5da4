"""Checking a document, or a certification of the graph, against the rules. Nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from graphkit.analysis.faits import faits_de_redaction
from graphkit.catalog import Catalog
from graphkit.checking.composing import Cited, arrange, compose_finding, compose_note
from graphkit.checking.dismissals import dismiss
from graphkit.checking.findings import CheckReport, Finding, Register, Words
from graphkit.checking.observing import is_covered, observe
from graphkit.checking.places import place_of
from graphkit.checking.readying import make_ready
from graphkit.checking.reproducing import Compared, compare
from graphkit.checking.reproductions import Corpus
from graphkit.checking.rulebook import describe_rule, is_question, open_rulebook
from graphkit.checking.structure import structural_rule, structure_validator
from graphkit.checking.table import rows_of
from graphkit.checking.tracing import Tracer
from graphkit.config import Settings
from graphkit.errors import SourceUnreadable
from graphkit.identifiers import Minter
from graphkit.mapping import map_record
from graphkit.mapping.provenance import document_iri
from graphkit.mapping.sink import term
from graphkit.model import Anomaly, Document, Record
from graphkit.ntriples import Triple, iri, typed
from graphkit.sources import Source
from graphkit.sources.recognition import all_sources, of_no_kind, recognise
from graphkit.validation import DocumentKind, document_kind, rule_id

_EXPORTS = ("xml-fc", "csv-fc")
_NUMBER = re.compile(r"(RNCP|RS)\d+")
#: The rules that look at what comparing with the graph finds; a published record is asked neither.
_COMPARED = frozenset({"R43", "R25-2", "R45"})


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of a check.

    Attributes:
        date: day whose rules are applied.
        register: register whose rules are applied; told by each record when absent.
        only: ids of the rules to apply, all of them when empty.
        ignore: ids of rules to leave out.
        dismissals: fingerprint of a finding to set aside -> why.
        structure: whether remarks on the form of the data are wanted.
    """

    date: date
    register: Register | None = None
    only: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    dismissals: Mapping[str, str] = field(default_factory=dict)
    structure: bool = True

    def wants(self, rule: str) -> bool:
        """Return whether a rule is to be applied."""
        return (not self.only or rule in self.only) and rule not in self.ignore


def check(
    path: Path,
    settings: Settings,
    *,
    date: date,
    register: Register | None = None,
    catalog: Catalog | None = None,
) -> CheckReport:
    """Check the one référentiel, or fiche, of a file.

    Args:
        path: the file.
        settings: limits of the readers, base of the IRIs.
        date: day whose rules are applied.
        register: register whose rules are applied; that of the record when absent.
        catalog: the graph in which literal reproduction is looked for, if it is to be.

    Raises:
        SourceUnreadable: the file cannot be read, or holds no record, or several.
        StoreUnavailable: the graph cannot be searched.
    """
    checker = Checker(settings, Options(date, register), catalog.statements if catalog else None)
    reports = [each for each in checker.check_file(path) if isinstance(each, CheckReport)][:2]
    if len(reports) != 1:
        raise SourceUnreadable(f"{path}: holds several records: check them with Checker.check_file")
    return reports[0]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one certification.

    Attributes:
        document: where it is read.
        identifier: register number, or the name of a draft.
        iri: IRI of the certification.
        triples: what its source says, as N-Triples terms.
        facts: what follows from its texts, and the date of the source, idem.
    """

    document: Document
    identifier: str
    iri: str
    triples: tuple[Triple, ...]
    facts: tuple[Triple, ...]

    @property
    def kind(self) -> DocumentKind:
        """Kind of document that it is read from."""
        return document_kind(self.document.type_source, self.triples)


class Checker:
    """Checks records with rules that are loaded once.

    Args:
        settings: limits of the readers, base of the IRIs.
        options: what is asked.
        corpus: the graph in which literal reproduction is looked for, if it is to be.
    """

    def __init__(self, settings: Settings, options: Options, corpus: Corpus | None = None) -> None:
        self._corpus = corpus
        self._minter = Minter(settings.base_iri)
        self._sources = all_sources(settings)
        self._options = options

    def check_file(self, path: Path) -> Iterator[CheckReport | Anomaly]:
        """Check each record of a file, one after the other; memory does not grow with their number.

        Args:
            path: the file.

        Raises:
            SourceUnreadable: the file is of no known kind, cannot be read, or holds no record.
        """
        found = False
        loose: list[Anomaly] = []
        source = self.source_of(path)
        ready = make_ready(source, self._options.register, self._options.date)
        for value in source.read(path):
            if isinstance(value, Anomaly):
                loose.append(value)
                yield value
            else:
                found = True
                ready.result()
                yield self.check_record(value)
        if not found:
            raise SourceUnreadable(
                "\n  ".join([f"{path}: not readable: no record in it", *map(_told, loose)])
            )

    def source_of(self, path: Path) -> Source:
        """Return the reader of a file.

        Args:
            path: the file.

        Raises:
            SourceUnreadable: no reader knows it.
        """
        source = recognise(path, self._sources)
        if source is None:
            raise of_no_kind(path, self._sources)
        return source

    def check_record(self, record: Record) -> CheckReport:
        """Check what a reader gave.

        Args:
            record: the record.
        """
        mapped = map_record(record, self._minter)
        told = Told(
            document=record.document,
            identifier=record.certification.identifiant,
            iri=mapped.certification,
            triples=(*mapped.triples, *mapped.common),
            facts=(*faits_de_redaction(mapped.triples, self._minter), *self._dated(record.document)),
        )
        tracer = Tracer((*told.triples, *told.facts), told.document.type_source)
        report = self._report(told, tracer)
        observations = (
            each
            for each in observe(record, told.iri)
            if self._options.wants(each.rule) and not is_covered(each, report.findings)
        )
        observed = arrange(observations, tracer)
        # What numbering tells of a code that the reader has noted is that note, and comes once.
        said = {each.message.fr for each in observed}
        notes = tuple(compose_note(each) for each in record.anomalies if each.message not in said)
        return dismiss(replace(report, observations=observed, notes=notes), self._options.dismissals)

    def check_told(self, told: Told) -> CheckReport:
        """Check what the graph tells of a certification.

        Args:
            told: all that is known of it.
        """
        tracer = Tracer((*told.triples, *told.facts), told.document.type_source)
        return dismiss(self._report(told, tracer), self._options.dismissals)

    def check_certification(self, code: str, catalog: Catalog) -> CheckReport:
        """Check a certification of the graph.

        Args:
            code: its number, or the slug of a draft.
            catalog: the graph.

        Raises:
            NotFound: the graph has no such certification, or no record of it.
        """
        record = catalog.record(code)
        triples = tuple((s.to_ntriples(), p.to_ntriples(), o.to_ntriples()) for s, p, o in record.triples)
        document = Document(record.document, record.type_source, record.sha256, record.date)
        told = Told(
            document=document,
            identifier=unquote(record.certification.rpartition("/")[2]),
            iri=record.certification,
            triples=triples,
            facts=(*faits_de_redaction(triples, self._minter), *self._dated(document)),
        )
        return self.check_told(told)

    def _dated(self, document: Document) -> Iterator[Triple]:
        """Yield the date of a source: what happened later it could not tell."""
        if document.date is not None:
            yield iri(document_iri(document, self._minter)), term("dcterms:date"), typed(document.date)

    def _report(self, told: Told, tracer: Tracer) -> CheckReport:
        register = self._options.register or register_of(told.identifier)
        book = open_rulebook(register, told.kind, self._options.date)
        asked = any(rule.id in _COMPARED for rule in book.rules)
        compared = self._compare(told, tracer) if asked else Compared()
        results = book.validate((*told.triples, *told.facts, *compared.triples))
        states = book.states(told.triples, results, compared=self._corpus is not None)
        composed: dict[bool, list[Finding]] = {True: [], False: []}
        for result in results:
            shape = book.shape_of(result)
            cited = Cited(
                rule_id(shape.iri) or shape.iri, shape.force, Words(shape.suggestion_fr, shape.suggestion_en)
            )
            if self._options.wants(cited.rule):
                finding = compose_finding(result, cited, tracer)
                cites = replace(finding, related=finding.related + compared.cite(finding))
                composed[is_question(shape)].append(cites)
        return CheckReport(
            document=told.document,
            identifier=told.identifier,
            iri=told.iri,
            title=tracer.quote(told.iri),
            level=next(iter(tracer.codes(told.iri, "ref:niveau")), ""),
            certifiers=tracer.names(told.iri, "ref:delivreePar"),
            date=self._options.date,
            register=register,
            counts=tracer.counts(),
            rows=rows_of(tracer, told.iri),
            rules=tuple(
                describe_rule(rule, states[rule.id]) for rule in book.rules if self._options.wants(rule.id)
            ),
            findings=arrange(composed[False], tracer),
            questions=arrange(composed[True], tracer),
            data=arrange(self._data(told, tracer), tracer),
        )

    def _compare(self, told: Told, tracer: Tracer) -> Compared:
        if self._corpus is None:
            return Compared()
        return compare(told.iri, told.triples, tracer, self._corpus)

    def _data(self, told: Told, tracer: Tracer) -> Iterator[Finding]:
        """Yield the remarks on the form of the data of a fiche; what it must have, a draft may well lack.

        Those on the exports of the register are made when they are built, and kept in the graph.
        """
        if not self._options.structure or told.document.type_source in _EXPORTS or told.kind != "fiche":
            return
        for result in structure_validator().validate(told.triples):
            rule = structural_rule(result)
            if rule is not None and self._options.wants(rule.id):
                yield compose_finding(result, Cited(rule.id), tracer)


def register_of(identifier: str) -> Register:
    """Return the register that a record belongs to by its number; a draft is of the RNCP.

    Args:
        identifier: register number, or the name of a draft.
    """
    found = _NUMBER.fullmatch(identifier)
    return "rs" if found and found[1] == "RS" else "rncp"


def _told(anomaly: Anomaly) -> str:
    places = ", ".join(place_of(each, anomaly.document.type_source).words.fr for each in anomaly.passages)
    return f"{places}: {anomaly.message}" if places else anomaly.message
