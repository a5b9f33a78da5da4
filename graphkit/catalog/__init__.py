"""Every read of the graph: parameters in, frozen views out; no caller writes SPARQL or opens a store."""

from graphkit.catalog.catalog import Catalog
from graphkit.catalog.live import LiveCatalog, catalog_source

__all__ = ["Catalog", "LiveCatalog", "catalog_source"]
