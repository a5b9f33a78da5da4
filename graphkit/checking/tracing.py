"""From a node of the graph back to the words of the author and the place where they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from graphkit.checking.findings import Counts, Place, Words
from graphkit.checking.labels import class_label
from graphkit.checking.places import place_of, position_key
from graphkit.mapping.sink import term
from graphkit.ntriples import Triple, literal_text
from graphkit.passages import Case, Passage

_TYPE = term("rdf:type")
_DERIVED = term("prov:wasDerivedFrom")
_ATTESTS = term("ref:atteste")
_STATEMENT = term("ref:enonce")
_LABEL = term("skos:prefLabel")
_CODES = (term("ref:codeImprime"), term("ref:code"))
_NUMBER = term("ref:numeroFiche")
_OBSERVED = term("ref:libelleConstate")
_EXCERPT = term("ref:extrait")
_ORDER = term("ref:ordre")
#: Property of a passage -> what it is in ``Passage``; looked up by local name, for stores of older builds.
_FIELDS = (
    "page", "numeroTableau", "rangee", "colonne", "ligneDebut", "ligneFin",
    "caractereDebut", "caractereFin", "cheminXML", "tableau",
)  # fmt: skip
#: Classes that have a name of their own in a report, in the order in which one is chosen.
_KINDS = (
    "Competence", "BlocDeCompetences", "Activite", "CritereEvaluation", "ModaliteEvaluation", "Livrable",
    "CapaciteAttestee", "Certificateur", "Correspondance", "Habilitation", "AccesParVoie",
    "ReferentielActivites", "ReferentielCompetences", "ReferentielEvaluation", "Certification", "Fiche",
)  # fmt: skip
#: Those that are told by their rank where no code is printed, and those told by what they belong to.
_RANKED = ("Competence", "BlocDeCompetences", "Activite", "CritereEvaluation", "ModaliteEvaluation")
_OWNED = ("CritereEvaluation", "ModaliteEvaluation", "Livrable")
_DIGEST = re.compile(r"[0-9a-f]{10}(-\d+)?")
_ENDS_IN_DIGEST = re.compile(r"-[0-9a-f]{10}(-\d+)?$")
_WHOLE = ("Certification", "Fiche")
_OWNERS = ("Competence", "BlocDeCompetences")


class Tracer:
    """Leads the nodes of one record back to its document.

    Args:
        triples: all that is known of the record, as N-Triples terms.
        type_source: name of the reader that made them.
    """

    def __init__(self, triples: Iterable[Triple], type_source: str) -> None:
        self._type_source = type_source
        self._said: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._owners: dict[str, list[str]] = defaultdict(list)
        self._rank: dict[str, int] = {}
        for subject, predicate, value in triples:
            self._said[subject].append((predicate, value))
            self._rank.setdefault(subject, len(self._rank))
            if value.startswith("<") and predicate != _TYPE:
                self._owners[value].append(subject)
        self._passages: dict[str, Passage] = {}

    def knows(self, node: str) -> bool:
        """Return whether the record says anything of a node.

        Args:
            node: its IRI.
        """
        return f"<{node}>" in self._said

    def places(self, node: str, path: str | None = None) -> tuple[Place, ...]:
        """Return where a node stands in the document, or the nearest thing that has a place.

        A certification stands nowhere in particular: only what attests the property in question is its place.

        Args:
            node: its IRI.
            path: IRI of the property in question: the places that attest it come before all others.
        """
        for each in self._upwards(f"<{node}>"):
            found = self._derived(each, None if path is None else f"<{path}>")
            if found:
                return tuple(place_of(passage, self._type_source) for passage in found)
            if self._kind(each) in _WHOLE:
                break
        return ()

    def rank(self, node: str) -> int:
        """Return the place of a node in the order in which the record was told.

        Args:
            node: its IRI.
        """
        return self._rank.get(f"<{node}>", len(self._rank))

    def quote(self, node: str) -> str:
        """Return the words of a node as its source has them: its statement, or its title.

        Args:
            node: its IRI.
        """
        for predicate in (_STATEMENT, _LABEL):
            text = self._first(f"<{node}>", predicate)
            if text is not None:
                return text
        return ""

    def texts(self, node: str, path: str) -> tuple[str, ...]:
        """Return the texts that a property of a node has.

        Args:
            node: its IRI.
            path: IRI of the property.
        """
        values = (value for predicate, value in self._said.get(f"<{node}>", ()) if predicate == f"<{path}>")
        return tuple(text for value in values if (text := literal_text(value)) is not None)

    def codes(self, node: str, property_: str) -> tuple[str, ...]:
        """Return the codes of nomenclatures that a property of a node has, in order.

        Args:
            node: its IRI.
            property_: the property as ``prefix:name``.
        """
        return tuple(unquote(value.strip("<>").rpartition("/")[2]) for value in self._linked(node, property_))

    def names(self, node: str, property_: str) -> tuple[str, ...]:
        """Return the names of the things that a property of a node leads to, in order.

        Args:
            node: its IRI.
            property_: the property as ``prefix:name``.
        """
        linked = self._linked(node, property_)
        found = (self._first(value, _LABEL) or self._first(value, _OBSERVED) for value in linked)
        return tuple(name for name in found if name)

    def linked(self, node: str, property_: str) -> tuple[str, ...]:
        """Return the things that a property of a node leads to, by their rank.

        Args:
            node: its IRI.
            property_: the property as ``prefix:name``.
        """
        found = (value.strip("<>") for value in self._linked(node, property_))
        return tuple(sorted(found, key=lambda each: (self._order(each), self.rank(each))))

    def linking(self, node: str, property_: str) -> tuple[str, ...]:
        """Return the things of which a property leads to a node, by their rank.

        Args:
            node: its IRI.
            property_: the property as ``prefix:name``.
        """
        wanted = (term(property_), f"<{node}>")
        found = dict.fromkeys(
            each for each in self._owners.get(f"<{node}>", ()) if wanted in self._said[each]
        )
        return tuple(sorted((each.strip("<>") for each in found), key=self.rank))

    def code(self, node: str) -> str:
        """Return the code that is printed beside a node; empty without one.

        Args:
            node: its IRI.
        """
        return self._code(f"<{node}>")

    def _order(self, node: str) -> int:
        order = self._first(f"<{node}>", _ORDER)
        return int(order) if order else 0

    def _linked(self, node: str, property_: str) -> list[str]:
        return sorted(value for _, value in self._pairs(f"<{node}>", term(property_)))

    def thing(self, node: str) -> Words:
        """Return what a node is called: its class, the code printed beside it, what it belongs to.

        Args:
            node: its IRI.
        """
        return self._thing(f"<{node}>")

    def _thing(self, node: str) -> Words:
        kind = self._kind(node)
        if kind is None:
            return Words()
        name = class_label(kind)
        fr, en = name.fr, name.en
        code = self._code(node)
        if kind == "BlocDeCompetences":
            # Its code in the graph begins with its certification, which the author need not be told.
            code = "" if _ENDS_IN_DIGEST.search(code) else code.rpartition("-")[2]
        rank = self._first(node, _ORDER) if kind in _RANKED else None
        if code:
            fr, en = f"{fr} {code}", f"{en} {code}"
        elif rank:
            fr, en = f"{fr} n° {rank}", f"{en} no. {rank}"
        owner = self._owner(node) if kind in _OWNED else None
        if owner is not None:
            above = self._thing(owner)
            fr, en = f"{fr} ({above.fr})", f"{en} ({above.en})"
        return Words(fr, en)

    def _kind(self, node: str) -> str | None:
        kinds = {value.strip("<>").rpartition("#")[2] for _, value in self._pairs(node, _TYPE)}
        return next((name for name in _KINDS if name in kinds), None)

    def _owner(self, node: str) -> str | None:
        """Return the competence, or the bloc, that a node belongs to, through what lies between."""
        return next((each for each in self._upwards(node) if self._kind(each) in _OWNERS), None)

    def mention(self, node: str) -> str:
        """Return the words that a mention of something in a text is made of; empty for any other node.

        Args:
            node: its IRI.
        """
        return self._first(f"<{node}>", _EXCERPT) or ""

    def counts(self) -> Counts:
        """Return how much of each kind of thing the record holds."""
        kinds: dict[str, int] = defaultdict(int)
        for pairs in self._said.values():
            for name in {v.strip("<>").rpartition("#")[2] for p, v in pairs if p == _TYPE}:
                kinds[name] += 1
        return Counts(
            blocs=kinds["BlocDeCompetences"],
            activites=kinds["Activite"],
            competences=kinds["Competence"],
            modalites=kinds["ModaliteEvaluation"],
            criteres=kinds["CritereEvaluation"],
        )

    def _code(self, node: str) -> str:
        for predicate in (*_CODES, _NUMBER):
            code = self._first(node, predicate)
            # What the source names by no code is named by a digest, which means nothing to its author.
            if code and not _DIGEST.fullmatch(code):
                return code
        return ""

    def _first(self, node: str, predicate: str) -> str | None:
        for _, value in self._pairs(node, predicate):
            text = literal_text(value)
            if text:
                return text
        return None

    def _pairs(self, node: str, predicate: str) -> Iterator[tuple[str, str]]:
        return (pair for pair in self._said.get(node, ()) if pair[0] == predicate)

    def _upwards(self, node: str) -> Iterator[str]:
        """Yield a node, then what it belongs to, nearest first."""
        seen = {node}
        row = [node]
        while row:
            yield from row
            above = [owner for each in row for owner in self._owners.get(each, ()) if owner not in seen]
            seen.update(above)
            row = list(dict.fromkeys(above))

    def _derived(self, node: str, path: str | None) -> list[Passage]:
        nodes = [value for _, value in self._pairs(node, _DERIVED) if value in self._said]
        whole = [each for each in nodes if not any(True for _ in self._pairs(each, _ATTESTS))]
        attesting = [each for each in nodes if path is not None and (_ATTESTS, path) in self._said[each]]
        if not attesting and self._kind(node) in _WHOLE:
            return []
        found = (self._passage(each) for each in attesting or whole or nodes)
        return sorted({each for each in found if each != Passage()}, key=position_key)

    def _passage(self, node: str) -> Passage:
        if node not in self._passages:
            told = {p.strip("<>").rpartition("#")[2]: literal_text(v) or "" for p, v in self._said[node]}
            self._passages[node] = _passage_of({name: told[name] for name in _FIELDS if told.get(name)})
        return self._passages[node]


def _passage_of(told: dict[str, str]) -> Passage:
    def pair(first: str, last: str) -> tuple[int, int] | None:
        return (int(told[first]), int(told[last])) if first in told and last in told else None

    cell = all(name in told for name in ("numeroTableau", "rangee", "colonne"))
    return Passage(
        lignes=pair("ligneDebut", "ligneFin"),
        caracteres=pair("caractereDebut", "caractereFin"),
        chemin=told.get("cheminXML") or told.get("tableau", ""),
        page=int(told["page"]) if "page" in told else None,
        case=Case(int(told["numeroTableau"]), int(told["rangee"]), int(told["colonne"])) if cell else None,
    )
