"""A bug of ours as text: where it happened, without the values that it happened with."""

import traceback
from dataclasses import dataclass

from app.domain.masking import without_personal_data


@dataclass(frozen=True)
class Crash:
    """What the error gate shows and the log keeps."""

    summary: str
    details: str


def crash_of(error: BaseException) -> Crash:
    """The traceback of an unexpected error; names and numbers in its message are blanked."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    summary = f"{type(error).__name__}: {without_personal_data(str(error))}"
    cause = error.__cause__ or error.__context__
    chain = f"\nCaused by {crash_of(cause).summary}" if cause is not None else ""
    return Crash(summary, f"{frames}{summary}{chain}")
