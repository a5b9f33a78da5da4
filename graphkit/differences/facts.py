"""What a record says beside its statements, as texts that can be compared: dates, codes, bodies, routes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from textwrap import shorten

from graphkit.catalog.views import CertificationView, Facts, PartView
from graphkit.differences.wording import Segment, compare_texts, folded_words, sameness

#: A fact names what it is about: a property, and of a part of the record also which part.
Name = tuple[str, ...]
#: What tells a value from others -> how it is shown, in the order of the source.
_Values = dict[str, str]
_LONG = 60
#: Least share of words in common at which one text is shown as another one changed.
_ALIKE = 0.5
#: Facts that follow from the others, or tell of the file rather than of the certification.
_ASIDE = frozenset(
    {"rdf:type", "prov:wasDerivedFrom", "ref:typeSource", "ref:ordre", "foaf:primaryTopic", "foaf:page"}
)


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that is not the same.

    Attributes:
        name: property (``ref:dateEffet``), after the part of the record that it is about, if any.
        removed: values that are no more.
        added: values that are new.
    """

    name: Name
    removed: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The words before and since, where one long text became another; nothing elsewhere."""
        if not len(self.removed) == len(self.added) == 1:
            return ()
        old, new = self.removed[0], self.added[0]
        if max(len(old), len(new)) < _LONG or sameness(folded_words(old), folded_words(new)) < _ALIKE:
            return ()
        return compare_texts(old, new)


def compare_facts(before: CertificationView, after: CertificationView) -> tuple[FactChange, ...]:
    """Return what changed beside blocs, activities, competences and how they are assessed.

    Args:
        before: the first side.
        after: the second side.
    """
    old, new = _facts(before), _facts(after)
    changes = []
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name, {}), new.get(name, {})
        removed, added = (
            tuple(shown for key, shown in one.items() if key not in other)
            for one, other in ((was, now), (now, was))
        )
        if removed or added:
            changes.append(FactChange(name, removed, added))
    return tuple(changes)


def _facts(view: CertificationView) -> dict[Name, _Values]:
    found: defaultdict[Name, _Values] = defaultdict(dict)
    _tell(found, (), view.facts)
    for code in view.codes:
        # The same code may have another label where another edition of its nomenclature is at hand.
        found[code.property,][code.code] = (
            code.label if code.code in code.label else f"{code.code} {code.label}".strip()
        )
    for body in view.certificateurs:
        found["ref:delivreePar",][body.node.value] = body.label
    for refs, name in ((view.predecessors, "ref:remplace"), (view.successors, "ref:estRemplaceePar")):
        for ref in refs:
            found[name,][ref.identifier] = f"{ref.identifier} {ref.title}".strip()
    for partner in view.partners:
        told = " · ".join(filter(None, (partner.name, partner.role, partner.state)))
        found["ref:donneHabilitation",][told] = told
    for each in view.correspondances:
        sources = ", ".join(cell.label for cell in each.sources) or view.ref.identifier
        targets = ", ".join(
            label for ref, blocs in each.targets for label in ([b.label for b in blocs] or [ref.identifier])
        )
        told = f"{sources} → {targets}"
        found["ref:correspondance",][told] = told
    for link, parts in (
        ("ref:accessiblePar", view.acces), ("ref:fondeeSur", view.textes),
        ("ref:aPourReferentiel", view.referentiels), ("ref:comporteComposante", view.composantes),
        ("ref:comporteGroupeDeCapacites", view.capacites), ("ref:aPourStatistique", view.statistiques),
    ):  # fmt: skip
        for part in parts:
            # The raw list says once more what the statements say, and these are compared one by one.
            if not (view.competences and _name_of(part) == "competences"):
                _part(found, link, part)
    return found


def _part(found: dict[Name, _Values], link: str, part: PartView) -> None:
    name = (link, _name_of(part))
    _tell(found, name, part.facts)
    for item in part.items:
        found[name][item.text] = item.text


def _name_of(part: PartView) -> str:
    """Return what tells a part from its like in both sides: its title, its route or year, or its rank."""
    for name in ("skos:prefLabel", "ref:voie", "ref:annee", "dcterms:title", "eli:title"):
        cell = part.first(name)
        if cell:
            return shorten(cell.label, _LONG, placeholder=" …")
    return part.iri.rpartition("/")[2]


def _tell(found: dict[Name, _Values], name: Name, facts: Facts) -> None:
    for fact in facts:
        if fact.property not in _ASIDE:
            for cell in fact.values:
                found[*name, fact.property][cell.node.value] = cell.label
