"""A second process of ours, started: what the system refuses there is a sentence, no bug."""

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.domain.system_errors import process_not_started

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess


def spawned(
    work: Callable[..., None], *arguments: Any, both_ways: bool
) -> "tuple[SpawnProcess, Connection]":
    """A process that does `work(pipe, *arguments)`, and the near end of its pipe.

    Raises:
        AppError: no pipe or no process is to be had.
    """
    import multiprocessing

    # Python tells of its own bookkeeper in English; it starts that one anew by itself.
    warnings.filterwarnings("ignore", module="multiprocessing.resource_tracker")
    context = multiprocessing.get_context("spawn")
    try:
        near, far = context.Pipe(duplex=both_ways)
    except OSError as error:
        raise process_not_started() from error
    process = context.Process(target=work, args=(far, *arguments), daemon=True)
    try:
        process.start()
    except OSError as error:
        near.close()
        raise process_not_started() from error
    finally:
        far.close()
    return process, near
