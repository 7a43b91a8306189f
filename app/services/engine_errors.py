"""An engine's own error while something is read, as what the clerk is told.

Writing translates it at once (`Database.write`). Reading is everywhere: a damaged page, a disk
that fails or a file that is taken away may show at any statement, and is no bug of ours.
"""

from app.data.database import refusal_of
from app.domain.errors import AppError


def refused_by_engine(error: BaseException) -> AppError | None:
    """The refusal to show; None where the error is not the engine's."""
    return refusal_of(error)
