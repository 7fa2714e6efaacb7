"""Floor 8. Cases: what a text or a coder says of a case, as data; nothing here is computed."""

from corcyra.casebook.case import Case, Saying, Tie, case, cases, read_case

__all__ = ["Case", "Saying", "Tie", "case", "cases", "read_case"]
