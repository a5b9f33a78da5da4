"""The licence of the data."""

from __future__ import annotations

#: Licence Ouverte 2.0 (Etalab).
LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
#: The same as the European portals name it, which DCAT-AP asks for.
LICENCE_EUROPEAN = "http://publications.europa.eu/resource/authority/licence/ETALAB_2_0"
#: What the licence of ESCO (CC BY 4.0) asks of those who use it: https://esco.ec.europa.eu/en/copyright-notice.
ESCO_ATTRIBUTION = (
    "Ce service utilise la classification ESCO de la Commission européenne, reprise sous licence CC BY 4.0 et"
    " mise en relation avec les autres sources de ce graphe."
)
