"""Drafts of référentiels as their authors write them: Word, Excel, PDF, Markdown, plain text.

Each format is read into a ``Contenu`` (paragraphs and tables in reading order, every piece with its
position); one interpreter then makes records of it, whatever the format was.
"""
