"""The licence of the data."""

from __future__ import annotations

#: Licence Ouverte 2.0 (Etalab).
LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
#: The same as the European portals name it, which DCAT-AP asks for.
LICENCE_EUROPEAN = "http://publications.europa.eu/resource/authority/licence/ETALAB_2_0"
