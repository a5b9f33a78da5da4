"""The routes of the API: each is one call of the catalog, and gives one of its views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from graphkit.catalog import Catalog
from graphkit.catalog.answers import InfoView, SearchView
from graphkit.catalog.events import EventFilter, EventsView
from graphkit.catalog.listings import (
    BearersPage,
    PartnersPage,
    QuestionsPage,
    StatisticsView,
    TableData,
    statistics_view,
    table_data,
)
from graphkit.catalog.results import selection_of
from graphkit.catalog.validity import CodeCheck, check_code
from graphkit.catalog.views import ActiviteView, BlocView, CertificationView, CompetenceView, ListView
from graphkit.comparing.phrases import voice
from graphkit.comparing.sides import compare_codes
from graphkit.comparing.views import ComparisonView, view_of
from graphkit.errors import QueryRejected
from graphkit.index.facets import FACETS, SORTS, STATES
from graphkit.matching.coverage import COVERED
from graphkit.questions import NamedQuery, questions
from graphkit.store.event_kinds import KINDS
from webui.api.parameters import Parameter, Text
from webui.code_page import NOMENCLATURES
from webui.i18n import language, mark

_FAR = 1_000_000
_PER_PAGE = 20
_MOST_PER_PAGE = 200
_MOST_ROWS = 10_000
_SAMPLE = "RNCP25520"
_SAMPLE_DRAFT = "chef-de-projet-digital"

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the API.

    Attributes:
        path: what follows the number of the version, as OpenAPI writes it.
        name: its name for programs that make a client of the description.
        text: what it gives.
        view: class of the answer.
        answer: gives the answer from the catalog and the values of the request.
        parameters: what it takes.
        theme: heading under which it is listed, a text of the interface.
        daily: the answer may be another one tomorrow although the graph is the same; it has a parameter
            ``jour``, today when absent.
    """

    path: str
    name: str
    text: Text
    view: type
    answer: Callable[[Catalog, Values], Any]
    parameters: tuple[Parameter, ...] = ()
    theme: str = mark("Chercher et lire")
    daily: bool = False

    @property
    def paged(self) -> bool:
        """Whether it gives a page at a time."""
        return any(each.name == "offset" for each in self.parameters)


def _page(most: int = _MOST_PER_PAGE, usual: int = _PER_PAGE) -> tuple[Parameter, Parameter]:
    return (
        Parameter("limit", mark("Nombre d’éléments de la page."), "whole", default=usual, least=1, most=most),
        Parameter("offset", mark("Nombre d’éléments avant cette page."), "whole", default=0, most=_FAR),
    )


def _in_path(name: str, text: str, example: str, choices: tuple[str, ...] = ()) -> Parameter:
    return Parameter(name, text, place="path", required=True, example=example, choices=choices)


_CERTIFICATION = _in_path(
    "code", mark("Numéro au répertoire dans toute écriture, ou nom d’un brouillon."), _SAMPLE
)
_OF_CERTIFICATION = _in_path("certification", mark("Certification."), _SAMPLE_DRAFT)
_TOLD = {
    "etat": mark("État de l’enregistrement."),
    "repertoire": mark("Répertoire : rncp ou rs."),
    "niveau": mark("Niveau, de 2 à 8, ou inconnu."),
    "nsf": mark("Code NSF ou son début : 326, 32."),
    "rome": mark("Code ROME ou son début : M1803, M18."),
    "certificateur": mark("SIREN, ou nom simplifié."),
}
#: Any of the values of one will do.
_RESTRICTIONS = tuple(
    Parameter(facet, _TOLD[facet], "list", least=1, most=20, choices=STATES if facet == "etat" else ())
    for facet in FACETS
)
_PART = mark("Code dans son référentiel.")


def _search(door: Catalog, given: Values) -> SearchView:
    chosen = {facet: given[facet] or () for facet in FACETS}
    restricted = given["tri"] or any(chosen.values())
    if not given["q"].strip() and not restricted:
        raise QueryRejected("give q, or a restriction such as niveau=7")
    selection = selection_of(given["jour"], chosen, given["tri"] or "") if restricted else None
    return door.search(given["q"], given["limit"], given["offset"], selection)


def _bearers(door: Catalog, given: Values) -> BearersPage:
    found = door.bearers(given["code"])
    return BearersPage(len(found), found[given["offset"] : given["offset"] + given["limit"]])


def _questions(door: Catalog, given: Values) -> QuestionsPage:
    found = tuple(door.questions())
    return QuestionsPage(len(found), found[given["offset"] : given["offset"] + given["limit"]])


_FIXED = (
    Route(
        "/recherche",
        "search",
        mark("Chercher des certifications par mots, ou toute chose par son code."),
        SearchView,
        _search,
        (
            Parameter("q", mark("Mots ou code."), default="", example="projet"),
            *_RESTRICTIONS,
            Parameter("tri", mark("Ordre des certifications."), choices=SORTS),
            Parameter("jour", mark("Jour des états, aujourd’hui par défaut."), "day"),
            *_page(),
        ),
        daily=True,
    ),
    Route(
        "/validite/{code}",
        "checkCode",
        mark("Dire si un code existe, et si ce qu’il nomme est utilisable un jour donné."),
        CodeCheck,
        lambda door, given: check_code(door, given["code"], given["jour"]),
        (
            _in_path("code", mark("Code dans toute écriture : certification, bloc, ROME, NSF…"), _SAMPLE),
            Parameter("jour", mark("Jour, aujourd’hui par défaut."), "day", example="2026-11-23"),
        ),
        daily=True,
    ),
    Route(
        "/certification/{code}",
        "getCertification",
        mark("Tout ce qui est dit d’une certification ; de ses partenaires, les vingt premiers."),
        CertificationView,
        lambda door, given: door.certification(given["code"], partners=_PER_PAGE),
        (_CERTIFICATION,),
    ),
    Route(
        "/certification/{code}/partenaires",
        "listPartners",
        mark("Les partenaires d’une certification."),
        PartnersPage,
        lambda door, given: PartnersPage(
            door.certification(given["code"], partners=0).partner_count,
            door.partners(given["code"], given["limit"], given["offset"]),
        ),
        (_CERTIFICATION, *_page()),
    ),
    Route(
        "/bloc/{code}",
        "getBloc",
        mark("Un bloc : ses compétences, ses modalités, ses critères."),
        BlocView,
        lambda door, given: door.bloc(given["code"]),
        (_in_path("code", mark("Code du bloc avec celui de sa fiche."), f"{_SAMPLE}BC03"),),
    ),
    Route(
        "/competence/{certification}/{code}",
        "getCompetence",
        mark("Une compétence et ce qui l’évalue."),
        CompetenceView,
        lambda door, given: door.competence(f"{given['certification']}/{given['code']}"),
        (_OF_CERTIFICATION, _in_path("code", _PART, "C1.1")),
    ),
    Route(
        "/activite/{certification}/{code}",
        "getActivite",
        mark("Une activité, celles qu’elle comprend et leurs compétences."),
        ActiviteView,
        lambda door, given: door.activite(f"{given['certification']}/{given['code']}"),
        (_OF_CERTIFICATION, _in_path("code", _PART, "A1")),
    ),
    Route(
        "/code/{nomenclature}/{code}",
        "getCode",
        mark("Un code d’une nomenclature et les certifications qui le portent."),
        ListView,
        lambda door, given: door.concept(
            given["nomenclature"], given["code"], given["limit"], given["offset"]
        ),
        (
            _in_path("nomenclature", mark("Nomenclature."), "rome", NOMENCLATURES),
            _in_path("code", mark("Code."), "M1803"),
            *_page(),
        ),
    ),
    Route(
        "/porteurs/{code}",
        "listBearers",
        mark("Ce qui porte un code imprimé dans un référentiel, comme C6A.4."),
        BearersPage,
        _bearers,
        (_in_path("code", _PART, "C1.1"), *_page()),
    ),
    Route(
        "/certificateur/{identifiant}",
        "getCertificateur",
        mark("Un certificateur et les certifications qu’il délivre."),
        ListView,
        lambda door, given: door.certificateur(given["identifiant"], given["limit"], given["offset"]),
        (
            _in_path(
                "identifiant",
                mark("SIREN, ou nom simplifié."),
                "chambre-de-commerce-et-d-industrie-de-region-paris-ile-de-france-cci-paris-ile-de-france"
                "-gobelins-l-ecole-de-l-image",
            ),
            *_page(),
        ),
    ),
    Route(
        "/comparer",
        "compare",
        mark("Comparer de deux à cinq certifications : couverture calculée, bloc à bloc, et ses raisons."),
        ComparisonView,
        lambda door, given: view_of(compare_codes(door, given["id"], given["seuil"]), voice(language())),
        (
            Parameter(
                "id",
                mark("Certifications."),
                "list",
                required=True,
                least=2,
                most=5,
                example=(_SAMPLE, _SAMPLE_DRAFT),
            ),
            Parameter(
                "seuil",
                mark("Vraisemblance à partir de laquelle une compétence compte comme couverte."),
                "share",
                default=COVERED,
            ),
        ),
    ),
    Route(
        "/evenements",
        "listEvents",
        mark("Ce que chaque construction du graphe a changé."),
        EventsView,
        lambda door, given: door.events(
            EventFilter(given["certification"] or "", given["genre"] or "", given["depuis"] or ""),
            limit=given["limit"],
            offset=given["offset"],
        ),
        (
            Parameter("certification", mark("De cette certification seulement.")),
            Parameter("genre", mark("De ce genre seulement."), choices=tuple(KINDS)),
            Parameter("depuis", mark("Depuis ce jour (AAAA-MM-JJ), ou après cette version.")),
            *_page(1_000, 100),
        ),
        theme=mark("Le graphe"),
    ),
    Route(
        "/info",
        "getInfo",
        mark("Ce que contient le graphe, de quelles sources, dans quelle version."),
        InfoView,
        lambda door, _given: door.info,
        theme=mark("Le graphe"),
    ),
    Route(
        "/statistiques",
        "getStatistics",
        mark("Combien de fois chaque classe et chaque propriété sert."),
        StatisticsView,
        lambda door, _given: statistics_view(door.statistics),
        theme=mark("Le graphe"),
    ),
    Route(
        "/requetes",
        "listQuestions",
        mark("Les questions prêtes, avec leurs paramètres."),
        QuestionsPage,
        _questions,
        _page(),
        theme=mark("Questions prêtes"),
    ),
)


def _ask(question: NamedQuery) -> Route:
    """Return the route that answers one question."""
    names = [each.name for each in question.parameters]

    def answer(door: Catalog, given: Values) -> TableData:
        values = {name: given[name] for name in names if given[name] is not None}
        return table_data(door.question(question.name, values), given["limit"], given["offset"])

    return Route(
        f"/requetes/{question.name}",
        f"ask-{question.name}",
        (question.question_fr, question.question_en),
        TableData,
        answer,
        (
            *(
                Parameter(
                    each.name,
                    (each.label_fr, each.label_en),
                    required=each.default is None and not each.optional,
                    default=each.default,
                    example=each.example,
                )
                for each in question.parameters
            ),
            *_page(_MOST_ROWS, 100),
        ),
        theme=mark("Questions prêtes"),
    )


@cache
def routes() -> tuple[Route, ...]:
    """Return every route, each question's among them."""
    return (*_FIXED, *(_ask(question) for question in questions()))
