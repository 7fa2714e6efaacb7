"""A second process to draw figures in, so that the command uses two cores."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

__all__ = ["second_process"]


@contextmanager
def second_process() -> Iterator[ProcessPoolExecutor]:
    """An executor of one process, started at once; an interrupt reaches this process only, and drops what waits.

    It is spawned, not forked: a fork would copy threads that hold locks.
    """
    ignore = (signal.SIGINT, signal.SIG_IGN)
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=signal.signal, initargs=ignore)
    pool.submit(int)  # start it now
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
