"""Floor 10. Findings in, documents out: figures, tables, plain sentences, one page, a folder. Computes nothing."""

from __future__ import annotations

from corcyra.report.figures import FIGURES, figures
from corcyra.report.folder import write
from corcyra.report.page import render
from corcyra.report.prose import answer
from corcyra.report.tables import terminal

__all__ = ["FIGURES", "answer", "figures", "render", "terminal", "write"]
