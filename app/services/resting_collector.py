"""A pause for Python's garbage collector while hundreds of thousands of rows are alive at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """Rows are no garbage; searching them for some again and again costs a quarter of an import."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            # Otherwise the first search afterwards goes through every new row at once and holds
            # the window up: the rows are filed with what is old instead, which costs nothing.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
