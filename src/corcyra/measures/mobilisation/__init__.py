"""Mobilisation: does an alliance make states vote with their patron, or do those who vote with it become its allies?

`mobilise` answers for any patron from the user's library; the estimators in the other files take plain arrays and frames.
"""

from __future__ import annotations

from corcyra.measures.mobilisation.mobilise import Mobilisation, mobilise
from corcyra.measures.mobilisation.treaties import TREATIES

__all__ = ["TREATIES", "Mobilisation", "mobilise"]
