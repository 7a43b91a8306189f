"""What a command has to say: the keys of `--json`, the same as Chinese lines, and a refusal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.errors import AppError


@dataclass(frozen=True, slots=True)
class Answer:
    """`refusal` is for what was refused or partly refused although there are keys to show."""

    keys: Mapping[str, Any]
    lines: Iterable[str]
    refusal: AppError | None = None
