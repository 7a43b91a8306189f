"""What can go wrong in words a clerk can act on; every other exception is a bug of ours."""

from collections.abc import Mapping, Sequence


class AppError(Exception):
    """What happened (`message`) and what to do next (`hint`), both in plain Chinese.

    `code` is stable and short (`E-202`); the command line and tests rely on it, people need not.
    """

    code = "refused"

    def __init__(self, message: str, hint: str = "", *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code is not None:
            self.code = code


class InvalidInput(AppError):
    """Values that cannot be accepted: all problems at once, field name to Chinese sentence."""

    code = "invalid"

    def __init__(self, problems: Mapping[str, str], hint: str = "请改正后再试。") -> None:
        super().__init__("；".join(problems.values()), hint)
        self.problems = dict(problems)


class Ambiguous(AppError):
    """A name fits several things; `candidates` are (id, description) pairs to choose from."""

    code = "ambiguous"

    def __init__(self, message: str, candidates: Sequence[tuple[str, str]]) -> None:
        listed = "；".join(f"{text}（编号 {uid}）" for uid, text in candidates[:10])
        super().__init__(message, f"请改用编号指定：{listed}")
        self.candidates = list(candidates)


class NotFound(AppError):
    """Something named by the user does not exist in this store."""

    code = "not-found"


class StorageError(AppError):
    """The data file, a backup or the disk cannot do what is needed."""

    code = "storage"


class PackageError(AppError):
    """A package or an enrolment file that must not be applied."""

    code = "E-202"


class Cancelled(Exception):
    """The user stopped a long job; the transaction around it rolls back and nothing is saved."""
