"""Floor 3. Datasets that the user's library holds: one file each, read from the publisher's own format."""

from __future__ import annotations

from corcyra.sources.dataset import Dataset

__all__ = ["DATASETS"]

DATASETS: tuple[Dataset, ...] = ()
