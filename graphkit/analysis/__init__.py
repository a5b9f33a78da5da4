"""The analyser of French statements: facts of wording, and mentions of what the rules look for.

Pure and without a model: word lists (``lexiques/*.toml``) and one pass over the words, so that each result
can be explained by a line of a list. Its facts are computed once (``faits``) and never again in shapes.
"""

from __future__ import annotations

from graphkit.analysis.enonce import Analyse, ClasseDeVerbe, analyse
from graphkit.analysis.mentions import Mention
from graphkit.analysis.natures import Nature

__all__ = ["Analyse", "ClasseDeVerbe", "Mention", "Nature", "analyse"]
