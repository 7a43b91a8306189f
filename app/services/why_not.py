"""Why something cannot be done now: the words with which its service would refuse it.

Services ask `may_close`, `may_mark`, `refuse_closed` … and raise; a window asks the same functions
through here before it offers the button, so that both always say the same.
"""

from collections.abc import Callable

from app.domain.errors import AppError


def why_not(check: Callable[[], object]) -> str:
    """The refusal as one text; empty when there is none."""
    try:
        check()
    except AppError as error:
        return said(error)
    return ""


def said(error: AppError) -> str:
    """What happened and what to do next, as one text."""
    end = "" if error.message.endswith(("。", "！", "？")) else "。"
    return f"{error.message}{end}{error.hint}"
