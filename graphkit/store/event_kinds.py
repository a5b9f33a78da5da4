"""The kinds of events, in the order in which those of one certification are told."""

APPEARED = "apparition"
GONE = "retrait"
SUCCESSOR = "nouveau-successeur"
VALIDITY = "validite-changee"
TITLE = "titre-change"
#: Anything else of the certification; told where nothing else of it is.
CONTENT = "contenu-change"
KINDS = (APPEARED, GONE, SUCCESSOR, VALIDITY, TITLE, CONTENT)
