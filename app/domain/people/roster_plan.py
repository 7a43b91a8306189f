"""The plan of a roster import: what will happen to every line, before anything happens."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.entity import Value
from app.domain.parsing import member_warnings
from app.domain.people.branches import Branches
from app.domain.people.id_number import completed
from app.domain.people.names import match_key
from app.domain.people.roster_branch import BranchChoice, NewBranch
from app.domain.people.roster_file import RosterFile, RosterRow, RosterSheet, RowProblem
from app.domain.people.roster_match import (
    KnownMember,
    Suspects,
    changes,
    match_warnings,
)
from app.domain.people.roster_reading import RowReader, problem, unread_cells
from app.domain.progress import Progress, Silent

__all__ = ["Action", "KnownMember", "PlanLine", "PlanOptions", "RosterPlan", "plan_roster"]

_STEP = 500


class Action(StrEnum):
    """What happens to one line."""

    NEW = "新增"
    UPDATED = "更新"
    FILLED = "补空"
    UNCHANGED = "不变"
    DUPLICATE = "重复"
    REJECTED = "拒绝"


WRITING = (Action.NEW, Action.UPDATED, Action.FILLED)
"""Actions that change the store."""


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """`organization` takes the people whose branch is not written; new branches come under it.

    `organization_name` is what was asked for when the store has no such organization yet.
    """

    today: datetime.date
    root: bytes
    organization: bytes | None = None
    create_organizations: bool = False
    organization_name: str = ""


@dataclass(slots=True)
class PlanLine:
    """One line: for 新增 `after` is the whole person, for 更新 and 补空 only what changes.

    `number` is the 18-digit ID number: mask it before showing.
    """

    sheet: str
    row: int
    action: Action
    name: str
    number: str = ""
    uid: bytes | None = None
    before: dict[str, Value] = field(default_factory=dict)
    after: dict[str, Value] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)


@dataclass
class RosterPlan:
    """Everything that was decided, line by line, and what the clerk should know before 确定."""

    file_name: str
    lines: list[PlanLine]
    warnings: list[RowProblem]
    unknown_organizations: list[str]
    new_organizations: list[NewBranch]

    @property
    def counts(self) -> dict[Action, int]:
        """How many lines of each action."""
        found = dict.fromkeys(Action, 0)
        for line in self.lines:
            found[line.action] += 1
        return found

    @property
    def rejected(self) -> list[RowProblem]:
        """One entry per refused line; a second problem of the same line is told in the reason."""
        return [_one(line.problems) for line in self.lines if line.action is Action.REJECTED]


def plan_roster(
    file: RosterFile,
    known: Mapping[str, KnownMember],
    branches: Branches,
    options: PlanOptions,
    progress: Progress | None = None,
) -> RosterPlan:
    """Decide every line; `known` is by 18-digit ID number, and a name alone never matches."""
    planner = _Planner(known, branches, options)
    lines: list[PlanLine] = []
    warnings = list(file.warnings)
    total, watch = file.row_count, progress or Silent()
    for sheet in file.sheets:
        for row in sheet.rows:
            if not len(lines) % _STEP:
                watch.step(len(lines), total, sheet.name)
            line, remarks = planner.decide(sheet, row)
            lines.append(line)
            warnings.extend(problem(sheet, row, name, text) for name, text in remarks)
            told = {refused.cell for refused in line.problems}
            lost = (problem(sheet, row, *about) for about in unread_cells(sheet, row))
            warnings.extend(about for about in lost if about.cell not in told)
    choice = planner.choice
    return RosterPlan(
        file.name, lines, warnings, list(choice.unknown), list(choice.created.values())
    )


class _Planner:
    def __init__(
        self, known: Mapping[str, KnownMember], branches: Branches, options: PlanOptions
    ) -> None:
        self.known = known
        self.branches = branches
        self.reader = RowReader(options.today)
        self.choice = BranchChoice(
            branches,
            options.organization,
            options.root,
            options.create_organizations,
            options.organization_name,
        )
        self.suspects = Suspects(known)
        self.first: dict[str, tuple[RosterSheet, PlanLine, dict[str, Value]]] = {}
        self.defaults = {
            made.name: made.default
            for made in self.reader.entity.fields
            if made.default is not None
        }

    def decide(
        self, sheet: RosterSheet, row: RosterRow
    ) -> tuple[PlanLine, Iterable[tuple[str, str]]]:
        """The line, and (field, sentence) pairs that warn."""
        values, unfit = self.reader.read(row.cells)
        name, number = values.get("name"), values.get("id_number")
        key = completed(number) if isinstance(number, str) else ""
        line = PlanLine(sheet.name, row.number, Action.REJECTED, str(name or ""), key)
        if key in self.first:
            line.action = Action.DUPLICATE
            return line, self._differences(line, values, key)
        found = self.known.get(key) if key else None
        if "id_number" in unfit:
            unfit["id_number"] += self.suspects.hint(row.cells.get("id_number"), line.name)
        place = self.choice.decide(sheet, row, found.organization if found else None)
        if place.refusal:
            unfit["organization"] = place.refusal
        if unfit:
            line.problems = [problem(sheet, row, field, text) for field, text in unfit.items()]
            return line, ()
        if place.uid is not None:
            values["organization"] = place.uid
        if found is None:
            line.action, line.after = Action.NEW, {**self.defaults, **values}
            self.first[key] = (sheet, line, line.after)
            return line, member_warnings(values).items()
        self.first[key] = (sheet, line, values)
        return line, self._compare(line, found, values)

    def _compare(
        self, line: PlanLine, found: KnownMember, values: dict[str, Value]
    ) -> Iterator[tuple[str, str]]:
        line.uid = found.uid
        line.after = changes(found.values, values)
        line.before = {name: found.values.get(name) for name in line.after}
        if not line.after:
            line.action = Action.UNCHANGED
        elif all(value is None for value in line.before.values()):
            line.action = Action.FILLED
        else:
            line.action = Action.UPDATED
        yield from member_warnings({**found.values, **values}).items()
        yield from match_warnings(found.values, values)

    def _differences(
        self, line: PlanLine, values: dict[str, Value], key: str
    ) -> Iterator[tuple[str, str]]:
        sheet, first, earlier = self.first[key]
        line.uid = first.uid
        differing = [
            self.reader.entity.field(name).label
            for name, value in values.items()
            if name != "id_number" and value != earlier.get(name)
        ]
        where = (
            f"第 {first.row} 行" if sheet.name == line.sheet else f"“{sheet.name}”第 {first.row} 行"
        )
        if match_key(line.name) != match_key(first.name):
            yield "id_number", f"与{where}身份证号相同而姓名不同，按{where}导入，请核对"
        elif differing:
            listed = "、".join(differing)
            yield "id_number", f"与{where}是同一人，{listed}不一致，按{where}导入，请核对"
        else:
            yield "id_number", f"与{where}是同一人，只导入一次"


def _one(problems: list[RowProblem]) -> RowProblem:
    first, *others = problems
    more = "".join(f"；{other.cell} {other.reason}".replace("； ", "；") for other in others)
    return first._replace(reason=first.reason + more)
