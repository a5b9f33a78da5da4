"""The kinds of events, in the order in which those of one certification are told."""

APPEARED = "apparition"
GONE = "retrait"
SUCCESSOR = "nouveau-successeur"
VALIDITY = "validite-changee"
TITLE = "titre-change"
KINDS = (APPEARED, GONE, SUCCESSOR, VALIDITY, TITLE)
