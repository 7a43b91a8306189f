"""The practice county and its two townships, and what the demo leaves behind."""

from dataclasses import dataclass, field
from pathlib import Path

PRACTICE_PASSWORD = "practice-2026"

COUNTY = "云岭县"

TOWNSHIPS = ("青山镇", "白沙乡")

OPERATORS = {
    "云岭县": "县委组织部（练习）",
    "青山镇": "青山镇组织干事（练习）",
    "白沙乡": "白沙乡组织干事（练习）",
}


@dataclass
class Demo:
    """What the demo leaves behind."""

    out: Path
    stores: dict[str, Path] = field(default_factory=dict)
    documents: list[Path] = field(default_factory=list)
    packages: list[Path] = field(default_factory=list)
    members: int = 0
    hours: float = 0.0
    recovery_codes: dict[str, str] = field(default_factory=dict)
