"""What a page is about, in the terms of schema.org, for search engines: JSON-LD inside of the page.

Only what the graph says; a term is used as https://schema.org defines it (a test compares them all).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import singledispatch
from typing import Any

from markupsafe import Markup

from graphkit.catalog.views import (
    ActiviteView,
    BlocView,
    Cell,
    CertificationRef,
    CertificationView,
    CodeView,
    CompetenceItem,
    CompetenceView,
    ListView,
)
from graphkit.publish.licence import LICENCE
from webui.i18n import language, translate
from webui.pages.dataset import DatasetPage
from webui.pages.home import HomePage
from webui.viewer import viewer

Described = dict[str, Any]
_CREDENTIAL = "EducationalOccupationalCredential"
_REGISTER = {
    "@type": "GovernmentOrganization",
    "name": "France compétences",
    "url": "https://www.francecompetences.fr/",
}


def structured_data(page: object) -> Markup:
    """Return the JSON-LD of a page as its ``script``; nothing where schema.org has no term for its subject.

    Args:
        page: the page.
    """
    subject = page if isinstance(page, HomePage | DatasetPage) else getattr(page, "view", None)
    found = describe(subject)
    if not found:
        return Markup("")
    # Inside of a script nothing is an entity: what could end it or begin another is escaped as JSON allows.
    text = json.dumps({"@context": "https://schema.org", **found}, ensure_ascii=False)
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 - escaped just above


@singledispatch
def describe(subject: object) -> Described:  # noqa: ARG001 - the other subjects are registered below
    """Return what a page is about in the terms of schema.org; nothing for a subject without such terms.

    Args:
        subject: a view, or a page that has none.
    """
    return {}


@describe.register
def _certification(view: CertificationView) -> Described:
    ref = view.ref
    registers = view.codes_of("ref:repertoire")
    levels = view.codes_of("ref:niveau")
    kinds = view.codes_of("ref:typeDiplome")
    return _said(
        {
            **_credential(ref),
            "identifier": view.numero,
            "expires": ref.expires.isoformat() if ref.expires else "",
            "credentialCategory": [code.label or code.code for code in kinds],
            "educationalLevel": [_code(code) for code in levels],
            "creator": [_named("Organization", cell) for cell in view.certificateurs],
            "recognizedBy": _REGISTER if registers else "",
            "validIn": {"@type": "Country", "name": "France"} if registers else "",
            "competencyRequired": [_competence(item) for item in _competences(view)],
            "hasPart": [
                _said({"@type": _CREDENTIAL, "@id": bloc.iri, "name": bloc.title or bloc.code})
                for bloc in view.blocs
            ],
            "about": [_code(code) for code in view.codes if code.property in {"ref:viseMetier", "ref:nsf"}],
            "inLanguage": "fr",
            "license": LICENCE,
        }
    )


def _competences(view: CertificationView) -> Iterable[CompetenceItem]:
    found = {item.iri: item for bloc in view.blocs for item in bloc.competences}
    return (found | {item.iri: item for item in view.competences}).values()


@describe.register
def _bloc(view: BlocView) -> Described:
    return _said(
        {
            "@type": _CREDENTIAL,
            "@id": view.iri,
            "name": (view.bloc.title if view.bloc else "") or view.code,
            "identifier": view.code,
            "isPartOf": _credential(view.certification) if view.certification else "",
            "competencyRequired": [_competence(item) for item in view.bloc.competences] if view.bloc else "",
            "inLanguage": "fr",
            "license": LICENCE,
        }
    )


@describe.register
def _one_competence(view: CompetenceView) -> Described:
    return _competence(view.competence)


@describe.register
def _activite(view: ActiviteView) -> Described:
    item = view.activite
    return _said({"@type": "DefinedTerm", "@id": item.iri, "name": item.title, "termCode": item.code})


@describe.register
def _code_or_body(view: ListView) -> Described:
    if view.nomenclature == "certificateur":
        return _said({"@type": "Organization", "@id": view.iri, "name": view.label or view.code})
    scheme = f"{viewer().settings.base_iri}nomenclature/{view.nomenclature}"
    return _said(
        {
            "@type": "DefinedTerm",
            "@id": view.iri,
            "name": view.label or view.code,
            "termCode": view.code,
            "inDefinedTermSet": scheme,
        }
    )


@describe.register
def _home(_page: HomePage) -> Described:
    start = viewer().settings.public_address
    return {
        "@type": "WebSite",
        "name": translate("Référentiels"),
        "url": start,
        "inLanguage": language(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{start}recherche?q={{q}}"},
        },
    }


@describe.register
def _dataset(page: DatasetPage) -> Described:
    start = viewer().settings.public_address
    return _said(
        {
            "@type": "Dataset",
            "@id": page.iri,
            "name": translate("Certifications professionnelles françaises (RNCP, RS)"),
            "description": translate(
                "Certifications, blocs, activités, compétences et évaluations en RDF, chaque fait avec sa"
                " source."
            ),
            "url": f"{start}donnees",
            "license": LICENCE,
            "creditText": " ; ".join(page.attributions),
            "version": page.info.version,
            "isAccessibleForFree": True,
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": name,
                    "contentUrl": f"{start}telechargements/{name}",
                    "encodingFormat": "application/gzip",
                    "contentSize": f"{page.files[name][0]} B",
                    "sha256": page.files[name][1],
                }
                for name in page.dumps
                if name in page.files
            ],
        }
    )


def _credential(ref: CertificationRef) -> Described:
    return _said({"@type": _CREDENTIAL, "@id": ref.iri, "name": ref.title or ref.identifier})


def _competence(item: CompetenceItem) -> Described:
    return _said({"@type": "DefinedTerm", "@id": item.iri, "name": item.text, "termCode": item.code})


def _code(code: CodeView) -> Described:
    return _said(
        {
            "@type": "DefinedTerm",
            "@id": code.iri,
            "name": code.label or code.code,
            "termCode": code.code,
            "inDefinedTermSet": f"{viewer().settings.base_iri}nomenclature/{code.nomenclature}",
        }
    )


def _named(kind: str, cell: Cell) -> Described:
    return {"@type": kind, "@id": cell.node.value, "name": cell.label}


def _said(described: Described) -> Described:
    """Leave out what the graph does not say."""
    return {name: value for name, value in described.items() if value not in ("", [], None)}
