"""Every read of the graph: parameters in, frozen views out; no caller writes SPARQL or opens a store."""

from graphkit.catalog.attending import AttendedCatalog
from graphkit.catalog.catalog import Catalog
from graphkit.catalog.live import LiveCatalog, catalog_source

__all__ = ["AttendedCatalog", "Catalog", "LiveCatalog", "catalog_source"]
