"""The dataset as a whole: what is in it, under which licence, how to have it; for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, Response, redirect, send_from_directory
from werkzeug.wrappers import Response as BaseResponse

from graphkit.catalog.answers import InfoView
from graphkit.catalog.statistics import Statistics
from graphkit.errors import NotFound
from graphkit.publish.dataset import DatasetDescription, Distribution
from graphkit.publish.dcat import dcat_record
from graphkit.publish.licence import LICENCE
from graphkit.publish.publication import DUMPS, SUMS, published_files, published_version
from graphkit.publish.rdf import serialise, shorten_iri
from webui.freshness import stamp
from webui.negotiation import MEDIA_TYPES
from webui.representations import add_link, json_answer, wanted_format, with_alternates
from webui.sharing import open_to_all
from webui.templating import page_address, render
from webui.viewer import catalog, viewer

blueprint = Blueprint("dataset", __name__)

_DATA = ("ttl", "rdf", "jsonld", "nt")
_OFFERED = ("html", *_DATA)


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """The dataset for people.

    Attributes:
        info: what the graph holds.
        statistics: how often each class and property is used.
        attributions: the sentences that a re-user has to cite.
        files: name of each file that can be had -> size and SHA-256.
        iri: IRI of the dataset.
        published: version of the graph that the files hold.
        licence: address of the licence.
    """

    template: ClassVar[str] = "dataset.html"
    formats: ClassVar[tuple[str, ...]] = _DATA
    sums: ClassVar[str] = SUMS
    dumps: ClassVar[tuple[str, ...]] = tuple(DUMPS)
    path: ClassVar[str] = "donnees"
    info: InfoView
    statistics: Statistics
    attributions: tuple[str, ...]
    files: Mapping[str, tuple[int, str]]
    iri: str
    published: str = ""
    licence: str = LICENCE

    @property
    def stale(self) -> bool:
        """Whether the files hold another version than the one that the site shows."""
        return bool(self.files) and self.published != self.info.version

    @property
    def classes(self) -> list[tuple[str, int]]:
        """Class as ``prefix:name`` -> number of its things, the largest first."""
        return _ranked(self.statistics.classes)

    @property
    def properties(self) -> list[tuple[str, int]]:
        """Property as ``prefix:name`` -> number of its uses, the largest first."""
        return _ranked(self.statistics.properties)

    @property
    def links(self) -> list[tuple[str, str, int]]:
        """Property as ``prefix:name``, where it leads, number of its uses."""
        return [(shorten_iri(link), origin, count) for (link, origin), count in self.statistics.links.items()]


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    found = ((shorten_iri(iri), count) for iri, count in counts.items())
    return sorted(found, key=lambda item: (-item[1], item[0]))


def _files() -> dict[str, tuple[int, str]]:
    folder = viewer().dumps
    return published_files(folder) if folder else {}


def _description() -> DatasetDescription:
    door, files, settings = catalog(), _files(), viewer().settings
    folder = viewer().dumps
    version = published_version(folder) if folder else ""
    distributions = [
        Distribution(name, DUMPS[name], *files[name], version) for name in DUMPS if name in files
    ]
    return DatasetDescription(door.info, door.statistics, settings.base_iri, distributions, settings.site)


def _data(wanted: str) -> bytes:
    described = _description()
    graph = described.void(catalog().questions()) + dcat_record(described)
    return serialise(graph, wanted)


@blueprint.get("/donnees", defaults={"name": "donnees"})
@blueprint.get("/<any('donnees.ttl','donnees.rdf','donnees.jsonld','donnees.nt'):name>")
def page(name: str) -> Response:
    """Show the dataset, or describe it in VoID and DCAT."""
    stem, wanted = wanted_format(name, _OFFERED)
    if wanted == "html":
        described, door = _description(), catalog()
        answer = render(
            DatasetPage(
                door.info,
                door.statistics,
                described.attributions,
                _files(),
                f"{viewer().settings.base_iri}donnees",
                next((each.version for each in described.distributions), ""),
            )
        )
    else:
        answer = Response(_data(wanted), mimetype=MEDIA_TYPES[wanted])
    return with_alternates(answer, stem, wanted, _OFFERED)


@blueprint.get("/.well-known/void")
def void() -> BaseResponse:
    """Describe the dataset at the place where programs look for it; people are sent to its page."""
    wanted = wanted_format("", ("ttl", "rdf", "jsonld", "nt", "html"))[1]
    if wanted == "html":
        return redirect(page_address("donnees"), 303)
    answer = Response(_data(wanted), mimetype=MEDIA_TYPES[wanted])
    return with_alternates(answer, "donnees", wanted, _OFFERED)


@blueprint.get("/version")
@blueprint.get("/version.json")
def version() -> Response:
    """Say which version of the graph is in service: an id that follows from the data alone."""
    door = catalog()
    info, served = door.info, door.version
    content = {
        "version": info.version,
        "quads": info.quads,
        "published": served.published.isoformat() if served and served.published else None,
        "dataset": f"{viewer().settings.base_iri}donnees",
        "sources": [{"title": each.title, "date": each.date} for each in info.sources],
    }
    answer = json_answer(content)
    add_link(answer, page_address("donnees"), "describedby")
    return stamp(answer)


@blueprint.get("/telechargements/<name>")
def download(name: str) -> Response:
    """Give a file of the publication, in parts if the client asks for a range."""
    dumps = viewer().dumps
    if dumps is None or (name != SUMS and name not in _files()):
        raise NotFound(
            f"{name} has not been published; write the dumps with: graphkit publish",
            french=f"Le fichier « {name} » n’a pas été publié sur ce site.",
        )
    folder = dumps.resolve()
    suffix = name.rpartition(".")[2]
    media = "application/gzip" if suffix == "gz" else MEDIA_TYPES.get(suffix, "text/plain")
    # A page that stands alone has its style in it, which the policy of this site refuses: it is to be saved.
    answer = send_from_directory(folder, name, mimetype=media, as_attachment=suffix in {"gz", "html"})
    add_link(answer, LICENCE, "license")
    return open_to_all(answer)
