"""Lets Python's collector of circles wait while very many values are made that are in none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Within, no circle of objects is looked for; the rest is freed as always.

    An import, a check or a digest makes hundreds of thousands of plain values, none of which refers
    back to another. Python would go through all of them again and again, for a quarter to a third
    of the time it takes. What others leave behind meanwhile is collected afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
