"""The viewer: the graph as pages for people and as data for machines. It holds no SPARQL and no logic."""

from webui.app import create_app

__all__ = ["create_app"]
