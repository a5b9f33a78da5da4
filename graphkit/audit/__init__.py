"""A checklist of what the linked-data public expects of a site, tried on one that runs, with evidence."""
