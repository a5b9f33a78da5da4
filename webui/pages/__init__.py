"""One blueprint per concern."""

from flask import Blueprint

from webui.pages import (
    api,
    certification,
    changes,
    check,
    compare,
    completion,
    correspondences,
    crawling,
    dataset,
    differences,
    events,
    graph,
    guide,
    health,
    home,
    offer,
    preferences,
    quality,
    questions,
    sparql,
    things,
    vocabulary,
)

#: The catch-all of ``things`` comes last: every other address is tried before it.
BLUEPRINTS: tuple[Blueprint, ...] = (
    home.blueprint,
    api.blueprint,
    certification.blueprint,
    compare.blueprint,
    differences.blueprint,
    correspondences.blueprint,
    graph.blueprint,
    check.blueprint,
    sparql.blueprint,
    completion.blueprint,
    questions.blueprint,
    events.blueprint,
    offer.blueprint,
    changes.blueprint,
    crawling.blueprint,
    guide.blueprint,
    quality.blueprint,
    preferences.blueprint,
    health.blueprint,
    vocabulary.blueprint,
    dataset.blueprint,
    things.blueprint,
)
