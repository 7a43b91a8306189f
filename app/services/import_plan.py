"""What an import would do, before 确定, and what it did, after."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import AppError
from app.domain.people.roster_file import RosterFile, RowProblem
from app.domain.people.roster_plan import WRITING, Action, PlanLine, RosterPlan
from app.domain.people.same_person import Question


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do; nothing has happened yet."""

    path: Path
    file: RosterFile
    """Which sheets and headers were read; the rows are in `plan`."""
    plan: RosterPlan
    moment: str
    branch_names: dict[bytes, str]

    @property
    def lines(self) -> list[PlanLine]:
        """Every line with its action, before and after."""
        return self.plan.lines

    @property
    def counts(self) -> dict[Action, int]:
        """How many lines of each action."""
        return self.plan.counts

    @property
    def rejected(self) -> list[RowProblem]:
        """One entry per refused line."""
        return self.plan.rejected

    @property
    def warnings(self) -> list[RowProblem]:
        """What was kept as written but should be looked at."""
        return self.plan.warnings

    @property
    def questions(self) -> list[Question]:
        """Lines that may be somebody already known under another ID number."""
        return self.plan.questions

    @property
    def unknown_organizations(self) -> list[str]:
        """Branches that the file names and the store does not know."""
        return self.plan.unknown_organizations

    @property
    def writes_something(self) -> bool:
        """Whether executing the plan would change the store."""
        return any(self.counts[action] for action in WRITING)


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did; `batch` takes it back (empty when there was nothing to do)."""

    batch: str
    rows: int
    new: int
    updated: int
    unchanged: int
    duplicates: int
    rejected: list[RowProblem]
    warnings: list[RowProblem]
    unknown_organizations: list[str]
    posts: int = 0
    """How many 党内职务 were registered or completed."""
    created_organizations: list[str] = field(default_factory=list)


def save_refused_lines(
    rejected: Iterable[RowProblem], path: Path, file: RosterFile, target: Path
) -> Path:
    """Write the refused lines as a workbook in the user's own layout, with the reasons beside.

    Raises:
        AppError: nothing was refused, or the place cannot be written to.
    """
    from app.data.imports.layout import copy_layout
    from app.data.imports.reader_child import read_apart
    from app.reports.refused_rows import write_refused_rows

    reasons: dict[tuple[str, int], str] = {}
    for refused in rejected:
        # Two people may stand side by side in one line, and one line has several problems.
        told = reasons.get((refused.sheet, refused.row))
        reasons[refused.sheet, refused.row] = (
            f"{told}；{refused.reason}" if told else refused.reason
        )
    if not reasons:
        raise AppError("没有被拒绝的行，不需要保存。")
    write_refused_rows(read_apart(copy_layout, path, file, set(reasons)), reasons, target)
    return target
