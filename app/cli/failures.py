"""Everything that can go wrong in a command, as one refusal with its hint."""

from typing import Any

from app.cli import crash
from app.domain.errors import Ambiguous, AppError, Cancelled, InvalidInput
from app.domain.system_errors import refused_by_system
from app.domain.training.completion import MarksMissing


def refusal_for(error: BaseException) -> AppError:
    """The refusal that a person can act on; what nobody expected is also written down."""
    if isinstance(error, AppError):
        return error
    if isinstance(error, KeyboardInterrupt | Cancelled):
        return AppError("已取消，没有改动。", "", code="cancelled")
    if refusal := refused_by_system(error):
        return refusal
    from app.services.engine_errors import refused_by_engine

    return refused_by_engine(error) or crash.told(error)


def as_keys(error: AppError) -> dict[str, Any]:
    """The refusal as `--json` shows it."""
    told: dict[str, Any] = {"code": error.code, "message": error.message, "hint": error.hint}
    keys: dict[str, Any] = {"error": told}
    if isinstance(error, InvalidInput):
        told["problems"] = error.problems
    if isinstance(error, Ambiguous):
        keys["candidates"] = [{"id": uid, "name": text} for uid, text in error.candidates]
    if isinstance(error, MarksMissing):
        keys["missing"] = [
            {
                "member_id": item.member.hex(),
                "name": item.name,
                "session_id": item.session.hex(),
                "when": item.when,
                "reason": item.reason,
            }
            for item in error.missing
        ]
    return keys
