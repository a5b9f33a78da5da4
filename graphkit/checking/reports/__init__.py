"""One report in each format that people and programs take."""
