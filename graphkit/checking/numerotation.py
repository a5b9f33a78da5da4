"""Slips in the numbering of a document: styles that are mixed, gaps, repeated codes, indices that diverge.

Rules are general: each compares a code with those of its kind in the same document, and with the code of what
it stands under. What the reader of the document has noted of a code is taken up and not found again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graphkit.checking.codes_imprimes import CodeImprime, follows, parse_code
from graphkit.checking.constats import (
    Constat,
    Element,
    Gravite,
    all_competences,
    from_anomaly,
    of_activite,
    of_bloc,
    of_certification,
    of_competence,
)
from graphkit.model import Activite, Certification, Record

#: Notes of readers about codes begin so.
_LECTURE = "code-"
#: A convention is one that most codes of a kind follow.
_MAJORITE = 0.5
#: Fewer codes of a kind show no habit.
_HABITUDE = 3


@dataclass(frozen=True, slots=True)
class _Numerote:
    """A thing of the document with its code taken apart, and the scope in which codes are unique."""

    element: Element
    code: CodeImprime | None
    imprime: bool
    portee: str = ""


_Style = Callable[[CodeImprime], str | None]


@dataclass(frozen=True, slots=True)
class _Aspect:
    """One thing in which codes of a kind ought to look alike."""

    regle: str
    style: _Style
    francais: str
    anglais: str


_ASPECTS = (
    _Aspect(
        "mot",
        lambda code: code.mot + code.signe,
        "le mot ou la lettre qui les ouvre",
        "the word or letter they open with",
    ),
    _Aspect(
        "joint",
        lambda code: code.joint,
        "ce qui sépare le numéro de la lettre",
        "what parts number and letter",
    ),
    _Aspect(
        "separateur",
        lambda code: code.separateur if code.rangs else None,
        "ce qui sépare les numéros",
        "what parts the numbers",
    ),
    _Aspect("fin", lambda code: code.fin, "le signe qui les ferme", "the sign they close with"),
)


def find_numerotation(record: Record) -> tuple[Constat, ...]:
    """Return the slips of numbering of a document: those that its reader has noted, then the others.

    Args:
        record: the document as read.
    """
    notes = [anomaly for anomaly in record.anomalies if anomaly.rule.startswith(_LECTURE)]
    places = {anomaly.passages for anomaly in notes if anomaly.passages}
    others = (
        constat
        for constat in _all_constats(record.certification)
        # A finding on one code that the reader has noted is the same slip; one on several codes is not.
        if len(constat.elements) > 1 or constat.elements[0].passages not in places
    )
    return (*map(from_anomaly, notes), *others)


def _all_constats(certification: Certification) -> Iterator[Constat]:
    activites = [
        _numerote(of_activite(each), each.code_imprime or each.code) for each in certification.activites
    ]
    sous = [
        _numerote(of_activite(each), each.code_imprime or each.code, top.code)
        for top in certification.activites
        for each in top.sous_activites
    ]
    competences = [
        _numerote(of_competence(each), each.code_imprime, bloc.code if bloc else "")
        for bloc, each in all_competences(certification)
    ]
    blocs = [_numerote(of_bloc(each), each.code_imprime) for each in certification.blocs]
    for groupe, pluriel, plural in (
        (activites, "activités", "activities"),
        (sous, "sous-activités", "sub-activities"),
        (competences, "compétences", "competences"),
        (blocs, "blocs", "blocs"),
    ):
        yield from _mixed(groupe, pluriel, plural)
        yield from _missing(groupe, pluriel, plural)
        yield from _series(groupe)
        yield from _repeated(groupe)
    for top in certification.activites:
        yield from _under(top)
    yield from _indices(certification)
    yield from _absences(certification)


def _numerote(element: Element, imprime: str | None, portee: str = "") -> _Numerote:
    code = parse_code(imprime) if imprime else None
    if code and code.porteur:
        portee = f"{portee}/{code.porteur}"
    return _Numerote(element, code, bool(imprime), portee)


def _mixed(groupe: Sequence[_Numerote], pluriel: str, plural: str) -> Iterator[Constat]:
    """Yield what looks unlike the codes of its kind; the whole group where no look prevails."""
    for aspect in _ASPECTS:
        styles: dict[str, list[_Numerote]] = defaultdict(list)
        for each in groupe:
            if each.code and (style := aspect.style(each.code)) is not None:
                styles[style].append(each)
        total = sum(map(len, styles.values()))
        if len(styles) < 2:  # noqa: PLR2004 # one style is no mixture
            continue
        habit = max(styles, key=lambda style: len(styles[style]))
        model = styles[habit][0].element.repere
        if total >= _HABITUDE and len(styles[habit]) > _MAJORITE * total:
            for each in (each for style, those in styles.items() if style != habit for each in those):
                yield _constat(
                    f"numerotation-{aspect.regle}",
                    f"« {each.element.repere} » ne s’écrit pas comme les autres codes des {pluriel}"
                    f" (« {model} ») : {aspect.francais}.",
                    f"“{each.element.repere}” is not written as the other codes of the {plural}"
                    f" (“{model}”): {aspect.anglais}.",
                    [each],
                )
        else:
            shown = [those[0].element.repere for those in styles.values()]
            yield _constat(
                f"numerotation-{aspect.regle}",
                f"Les codes des {pluriel} s’écrivent de plusieurs façons ({_liste(shown)}) :"
                f" {aspect.francais}. En choisir une.",
                f"The codes of the {plural} are written in several ways ({_list(shown)}): {aspect.anglais}."
                " Choose one.",
                [each for each in groupe if each.code and aspect.style(each.code) is not None],
            )


def _missing(groupe: Sequence[_Numerote], pluriel: str, plural: str) -> Iterator[Constat]:
    """Yield what has no code where most of its kind have one."""
    without = [each for each in groupe if not each.imprime]
    if without and len(without) < _MAJORITE * len(groupe):
        for each in without:
            yield _constat(
                "numerotation-code-absent",
                f"« {each.element.nom} » n’a pas de code, alors que la plupart des {pluriel} en ont un.",
                f"“{each.element.nom}” has no code, while most of the {plural} have one.",
                [each],
            )


def _series(groupe: Sequence[_Numerote]) -> Iterator[Constat]:
    """Yield breaks in the series of codes: a rank left out, or out of order."""
    coded = [(each, each.code) for each in groupe if each.code]
    seen: set[tuple[str, str, tuple[int, str], tuple[int, ...]]] = set()
    for (avant, left), (apres, right) in pairwise(coded):
        seen.add((avant.portee, left.mot, left.tete, left.rangs))
        key = (apres.portee, right.mot, right.tete, right.rangs)
        expected = follows(left, right)
        # Codes may start again in each bloc, and what is repeated is told as such.
        if expected is not False or avant.portee != apres.portee or key in seen:
            continue
        lesser = (right.numero, right.lettre, right.rangs) < (left.numero, left.lettre, left.rangs)
        if lesser:
            yield _constat(
                "numerotation-ordre",
                f"« {apres.element.repere} » vient après « {avant.element.repere} » : l’ordre est rompu.",
                f"“{apres.element.repere}” comes after “{avant.element.repere}”: they are out of order.",
                [avant, apres],
            )
        else:
            yield _constat(
                "numerotation-lacune",
                f"Rien n’est numéroté entre « {avant.element.repere} » et « {apres.element.repere} ».",
                f"Nothing is numbered between “{avant.element.repere}” and “{apres.element.repere}”.",
                [avant, apres],
            )


def _repeated(groupe: Iterable[_Numerote]) -> Iterator[Constat]:
    """Yield codes that two different things of one scope bear."""
    bearers: dict[tuple[str, str, tuple[int, str], tuple[int, ...]], list[_Numerote]] = defaultdict(list)
    for each in groupe:
        if each.code:
            bearers[(each.portee, each.code.mot, each.code.tete, each.code.rangs)].append(each)
    for those in bearers.values():
        if len({each.element.texte for each in those}) > 1:
            code = those[0].element.repere
            yield _constat(
                "numerotation-double",
                f"Le code « {code} » est porté {len(those)} fois, par des textes différents.",
                f"The code “{code}” is borne {len(those)} times, by different texts.",
                those,
            )


def _under(top: Activite) -> Iterator[Constat]:
    """Yield the sub-activities whose code is not one of their activity."""
    parent = parse_code(top.code_imprime or top.code)
    if parent is None or parent.rangs:
        return
    for each in top.sous_activites:
        code = parse_code(each.code_imprime or each.code)
        if code and code.rangs and code.tete != parent.tete:
            element = of_activite(each)
            yield _constat(
                "numerotation-hors-activite",
                f"« {element.repere} » est sous « {of_activite(top).repere} », dont il n’a pas le numéro.",
                f"“{element.repere}” stands under “{of_activite(top).repere}”, whose number it lacks.",
                [_Numerote(element, code, imprime=True)],
            )


def _indices(certification: Certification) -> Iterator[Constat]:
    """Yield the activities under which the indices of sub-activities and of competences part.

    Only where most competences have the index of what they stand under: elsewhere the document numbers them
    in another way, on purpose.
    """
    codes = {each.code: of_competence(each) for _, each in all_competences(certification) if each.code}
    parted: dict[str, list[tuple[Element, Element]]] = {}
    alike = total = 0
    for top in certification.activites:
        for sous in top.sous_activites:
            over = parse_code(sous.code_imprime or sous.code)
            for element in (codes[code] for code in sous.competences if code in codes):
                code = parse_code(element.repere)
                if over is None or code is None or over.rang is None or len(over.rangs) != len(code.rangs):
                    continue
                total += 1
                if over.rang == code.rang:
                    alike += 1
                else:
                    parted.setdefault(top.code, []).append((of_activite(sous), element))
    if total < _HABITUDE or alike <= _MAJORITE * total:
        return
    for top in certification.activites:
        pairs = parted.get(top.code)
        if not pairs:
            continue
        name = of_activite(top).repere
        francais = ", ".join(f"« {each.repere} » sous « {sous.repere} »" for sous, each in pairs)
        anglais = ", ".join(f"“{each.repere}” under “{sous.repere}”" for sous, each in pairs)
        elements = tuple(dict.fromkeys(each for pair in pairs for each in pair))
        yield Constat(
            "numerotation-indices",
            f"Sous « {name} », compétences et sous-activités n’ont pas les mêmes indices : {francais}.",
            f"Under “{name}” competences and sub-activities have not the same indices: {anglais}.",
            "warning",
            elements,
        )


def _absences(certification: Certification) -> Iterator[Constat]:
    """Yield what a file to be registered has to name, and the document does not."""
    faits = Counter(fait.propriete for fait in certification.faits)
    registered = "ref:numeroFiche" in faits
    in_rs = certification.identifiant.startswith("RS")
    for regle, absent, francais, anglais in (
        (
            "bloc",
            not certification.blocs and not in_rs,
            "aucun bloc de compétences",
            "no bloc of competences",
        ),
        ("rome", not faits["ref:viseMetier"] and not in_rs, "aucun code ROME", "no ROME code"),
        ("certificateur", not certification.certificateurs, "aucun certificateur", "no certifying body"),
        ("numero", not registered, "aucun numéro de répertoire", "no register number"),
    ):
        if absent:
            yield Constat(
                f"absence-{regle}",
                f"Le document ne donne {francais}.",
                f"The document gives {anglais}.",
                "info",
                (of_certification(certification),),
            )


def _constat(
    regle: str, francais: str, anglais: str, those: Iterable[_Numerote], gravite: Gravite = "warning"
) -> Constat:
    return Constat(regle, francais, anglais, gravite, tuple(each.element for each in those))


def _liste(codes: Iterable[str]) -> str:
    return ", ".join(f"« {code} »" for code in codes)


def _list(codes: Iterable[str]) -> str:
    return ", ".join(f"“{code}”" for code in codes)
