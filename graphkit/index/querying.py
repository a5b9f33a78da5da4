"""From what a person typed to queries of the index: strict first, then ever more tolerant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import tantivy
from tantivy import Occur, Query

from graphkit.french import IN_FULL, Word, stem, words
from graphkit.index.texts import WEIGHTS, Kind
from graphkit.index.vocabulary import Vocabulary
from graphkit.index.writer import whole_title

_TIE_BREAKER = 0.1
_COMPLETED, _COMPLETED_UNKNOWN = 0.3, 0.8
#: What begins a known word is less likely a slip.
_CORRECTED, _CORRECTED_BEGINNING = 0.6, 0.2
_DOUBTFUL = 0.5
#: Beside a word of a title, whose score is about 40.
_WHOLE_TITLE, _ACTIVE = 20.0, 5.0
_PHRASES = {Kind.INTITULE: 4.0, Kind.METIER: 2.0}
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Sought:
    """A typed word and the stems that may stand for it.

    Attributes:
        form: the word, folded.
        stems: stem -> how much it weighs beside the word itself.
        corrected: the likeliest word that stands in its place, empty while it stands for itself.
    """

    form: str
    stems: tuple[tuple[str, float], ...]
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A word looked for beside one typed that may be a slip.

    Attributes:
        typed: what was typed.
        word: what it may be a slip for.
        as_typed: stems of what was typed and of the words that it begins.
    """

    typed: str
    word: str
    as_typed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """One way to look for what was typed.

    Attributes:
        query: for the index of certifications.
        sought: for each word typed, the stems that may stand for it.
        corrections: words looked for beside those typed.
        partial: a certification may lack some of the words.
    """

    query: Query
    sought: tuple[frozenset[str], ...]
    corrections: tuple[Correction, ...] = ()
    partial: bool = False

    @property
    def stems(self) -> frozenset[str]:
        """What marks a word of a text as found."""
        return frozenset[str]().union(*self.sought)


def plans(text: str, schema: tantivy.Schema, vocabulary: Vocabulary) -> Iterator[Plan]:
    """Yield the ways to look for what was typed, the strictest first; none for a text without words.

    Args:
        text: what a person typed.
        schema: of the index of certifications.
        vocabulary: its words.
    """
    typed = list({word.form: word for word in words(text)}.values())[:_MOST_WORDS]
    if not typed:
        return
    forms = [word.form for word in typed]
    strict = [_strict(form, vocabulary, last=form == forms[-1]) for form in forms]
    builder = _Builder(schema, vocabulary, forms)
    yield Plan(builder.query(strict), _stems(strict))
    unknown = {form for form in forms if not vocabulary.holds(form)} or set(forms)
    near = [_corrected(each, vocabulary) if each.form in unknown else each for each in strict]
    corrections = _corrections(text, typed, strict, near)
    if corrections:
        yield Plan(builder.query(near), _stems(near), corrections)
    # Where words are missing anyway, those that were typed say more than what others may stand for.
    loose = [
        Sought(each.form, tuple((of, weight * _DOUBTFUL) for of, weight in each.stems))
        if each.form in unknown
        else each
        for each in near
    ]
    for least in range(len(forms) - 1, 0, -1):
        yield Plan(builder.query(loose, least), _stems(loose), corrections, partial=True)


def _strict(form: str, vocabulary: Vocabulary, *, last: bool) -> Sought:
    """Return a word as itself, and as a beginning if it is the last one or no word at all."""
    known = vocabulary.holds(form)
    others = vocabulary.completions(form) if last or not known else []
    weight = _COMPLETED if known else _COMPLETED_UNKNOWN
    return Sought(form, _weighed([(form, 1.0), *((other, weight) for other in others)]))


def _corrected(sought: Sought, vocabulary: Vocabulary) -> Sought:
    others = vocabulary.corrections(sought.form)
    weight = _CORRECTED if len(sought.stems) == 1 else _CORRECTED_BEGINNING
    added = _weighed((other, weight) for other in others)
    stems = {**dict(added), **dict(sought.stems)}
    return Sought(sought.form, tuple(stems.items()), others[0] if others else "")


def _weighed(forms: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    weights: dict[str, float] = {}
    for form, weight in forms:
        weights.setdefault(stem(form), weight)
    return tuple(weights.items())


def _stems(sought: Sequence[Sought]) -> tuple[frozenset[str], ...]:
    forms = [word.form for word in sought]
    also = {form: {*map(stem, IN_FULL[form])} for form in forms if form in IN_FULL}
    for at in range(len(forms)):
        short, long = _shortened(forms, at)
        also |= {form: {stem(short)} for form in long}
    return tuple(frozenset({each for each, _ in word.stems} | also.get(word.form, set())) for word in sought)


def _shortened(forms: Sequence[str], at: int) -> tuple[str, tuple[str, ...]]:
    """Return how people shorten the words that stand at a place, and these; nothing where they do not."""
    found = ((short, long) for short, long in IN_FULL.items() if tuple(forms[at : at + len(long)]) == long)
    return max(found, key=lambda each: len(each[1]), default=("", ()))


def _corrections(
    text: str, typed: Sequence[Word], strict: Sequence[Sought], near: Sequence[Sought]
) -> tuple[Correction, ...]:
    return tuple(
        Correction(text[word.start : word.end], corrected.corrected, as_typed)
        for word, as_typed, corrected in zip(typed, _stems(strict), near, strict=True)
        if corrected.corrected
    )


class _Builder:
    """Builds the queries of one text.

    Args:
        schema: of the index of certifications.
        vocabulary: its words.
        forms: the words typed, folded.
    """

    def __init__(self, schema: tantivy.Schema, vocabulary: Vocabulary, forms: Sequence[str]) -> None:
        self._schema = schema
        self._forms = forms
        self._joined = {pair: "".join(pair) for pair in pairwise(forms) if vocabulary.holds("".join(pair))}
        self._bonuses = list(self._extra(forms))

    def query(self, sought: Sequence[Sought], least: int = 0) -> Query:
        """Return the query of certifications that hold the words.

        Args:
            sought: the words.
            least: number of them that a certification must hold; all when 0.
        """
        clauses = list(self._clauses(sought))
        if least:
            least = min(least, len(clauses))
            wanted = Query.boolean_query([(Occur.Should, each) for each in clauses], least)
        else:
            wanted = Query.boolean_query([(Occur.Must, each) for each in clauses])
        bonuses = [(Occur.Should, each) for each in self._bonuses]
        return Query.boolean_query([(Occur.Must, wanted), *bonuses])

    def _clauses(self, sought: Sequence[Sought]) -> Iterator[Query]:
        at = 0
        while at < len(sought):
            here = sought[at]
            pair = (here.form, sought[at + 1].form) if at + 1 < len(sought) else ("", "")
            if joined := self._joined.get(pair):
                # « cyber securite » for what titles write in one word, or with a hyphen.
                both = [(Occur.Must, self._any(each)) for each in sought[at : at + 2]]
                one = self._any(Sought(joined, ((stem(joined), 1.0),)))
                yield Query.disjunction_max_query([Query.boolean_query(both), one])
                at += 2
                continue
            short, long = _shortened(self._forms, at)
            if here.form in IN_FULL:
                short, long = here.form, (here.form,)
            if short:
                # « RH » for what others write in full, and the other way round.
                typed = [(Occur.Must, self._any(each)) for each in sought[at : at + len(long)]]
                other = (short,) if len(long) > 1 else IN_FULL[short]
                alike = [(Occur.Must, self._any(Sought(form, ((stem(form), 1.0),)))) for form in other]
                yield Query.disjunction_max_query([Query.boolean_query(typed), Query.boolean_query(alike)])
            else:
                yield self._any(here)
            at += len(long) or 1

    def _any(self, sought: Sought) -> Query:
        """Return the query of one word in any field: the best field counts, the others a little."""
        return Query.disjunction_max_query(
            [
                Query.boost_query(Query.term_query(self._schema, kind.field, each, "freq"), weight * boost)
                for each, weight in sought.stems
                for kind, boost in WEIGHTS.items()
            ],
            _TIE_BREAKER,
        )

    def _extra(self, forms: Sequence[str]) -> Iterator[Query]:
        """Yield what raises a certification among those that hold the words."""
        stems = [stem(form) for form in forms]
        whole = Query.term_query(self._schema, "titre_entier", whole_title(list(forms)), "basic")
        yield Query.const_score_query(whole, _WHOLE_TITLE)
        yield Query.const_score_query(Query.term_query(self._schema, "etat", "active", "basic"), _ACTIVE)
        if len(stems) > 1:
            for kind, boost in _PHRASES.items():
                yield Query.boost_query(Query.phrase_query(self._schema, kind.field, list(stems)), boost)


def passages_query(schema: tantivy.Schema, owners: Sequence[str], stems: frozenset[str]) -> Query:
    """Return the query of the texts of a certification that hold any of the words.

    Args:
        schema: of the index of texts.
        owners: the certification and the codes that it aims at.
        stems: the stems looked for.
    """
    any_word = [(Occur.Should, Query.term_query(schema, "mots", each, "freq")) for each in sorted(stems)]
    kinds = [
        Query.const_score_query(Query.term_query(schema, "nature", kind.value, "basic"), weight)
        for kind, weight in WEIGHTS.items()
    ]
    return Query.boolean_query(
        [
            (Occur.Must, Query.const_score_query(Query.term_set_query(schema, "de", list(owners)), 0.0)),
            (Occur.Must, Query.boolean_query(any_word)),
            *((Occur.Should, each) for each in kinds),
        ]
    )
