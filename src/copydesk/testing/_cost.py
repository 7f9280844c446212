"""Whether work grows with its input or with the square of it, on any machine however busy."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

SMALL, LARGE = 500, 8_000
_LIMIT = 4.0
"""How much dearer a piece may get in 16 times as many: linear is 1, n log n is 1.5, square 16."""
_ATTEMPTS = 4
_NOTHING = 0.05
"""Seconds in which so much is done that it cannot be measured, and need not."""


def growth_fault(work: Callable[[int], Callable[[], object]]) -> str | None:
    """What is wrong if the CPU time of `work(n)()` grows faster than `n`, else None.

    `work(n)` prepares and is not measured. Only ratios count, so that the speed of the machine
    does not; what it does meanwhile can only ever spoil an attempt, of which there are several.
    """
    tasks = work(1), work(SMALL), work(LARGE)
    for task in tasks[:2]:
        task()  # imports, caches
    least = [float("inf")] * 3
    for _ in range(_ATTEMPTS):
        least = [min(best, _cpu_time(task)) for best, task in zip(least, tasks, strict=True)]
        fixed, small, large = least
        if large < _NOTHING:
            return None
        ratio = (large - fixed) / max(small - fixed, small / 10) / (LARGE / SMALL)
        if ratio < _LIMIT:
            return None
    return (
        f"16 times as much takes {ratio * 16:.0f} times as long:"
        f" {SMALL:,} took {small:.3f} s of CPU time and {LARGE:,} took {large:.3f} s"
    )


def _cpu_time(task: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()  # its own cost grows with all that lives, whoever made it
    try:
        start = time.process_time()
        task()
        return time.process_time() - start
    finally:
        gc.enable()
