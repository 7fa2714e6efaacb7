"""What every test shares: properties are never timed, since a slow machine is no defect, and linear algebra keeps to one thread a worker."""

from __future__ import annotations

import numpy as np
import scipy.linalg
from hypothesis import settings
from threadpoolctl import threadpool_limits

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

LOADED = (np.linalg.inv, scipy.linalg.inv)
"""Imported first, so that their libraries are there to be limited."""
threadpool_limits(1, user_api="blas")
