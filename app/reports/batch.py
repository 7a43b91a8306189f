"""What batches of papers have in common: a batch of nothing is refused, not printed blank."""

from collections.abc import Sequence

from app.domain.errors import AppError


def refuse_empty(contents: Sequence[object], kind: str, hint: str) -> None:
    """Refuse to print `kind` when there is nothing to print.

    Raises:
        AppError: says what is missing and what to do first.
    """
    if not contents:
        raise AppError(f"没有可打印的{kind}。", hint, code="nothing-to-print")
