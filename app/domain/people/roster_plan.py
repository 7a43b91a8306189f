"""The plan of a roster import: what will happen to every line, before anything happens."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.entity import Value
from app.domain.parsing import member_warnings
from app.domain.people.branches import Branches
from app.domain.people.id_number import completed
from app.domain.people.names import match_key
from app.domain.people.roster_answers import CategoryChoice, CategoryQuestion, RosterAnswers
from app.domain.people.roster_branch import BranchChoice, NewBranch, UnknownBranch
from app.domain.people.roster_file import RosterFile, RosterRow, RosterSheet, RowProblem
from app.domain.people.roster_headers import POST_TITLE
from app.domain.people.roster_match import (
    KnownMember,
    Suspects,
    changes,
    match_warnings,
)
from app.domain.people.roster_moves import UNDATED, Moves, dated_status, read_moves, undated_move
from app.domain.people.roster_posts import KnownPost, PlannedPost, PostReader
from app.domain.people.roster_reading import ReadRow, RowReader, problem, unread_cells
from app.domain.people.same_person import Answers, Asking, Place, Question
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
    ASKED = "待确认"


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
    answers: Answers = field(default_factory=dict)
    """Who said of which line whether it is somebody already known under another number."""
    ask: bool = False
    """Whether a line that may be somebody already known waits for the answer."""
    posts: Mapping[bytes, Sequence[KnownPost]] = field(default_factory=dict)
    """The posts of the store by person."""
    said: RosterAnswers = field(default_factory=RosterAnswers)
    """What was answered about columns, categories and branches."""


@dataclass(slots=True)
class PlanLine:
    """One line: for 新增 `after` is the whole person, for 更新 and 补空 only what changes.

    `number` is the 18-digit ID number: mask it before showing. `found_by` is the one under which
    the store knows the person, another one when the number was corrected.
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
    posts: list[PlannedPost] = field(default_factory=list)
    found_by: str = ""
    moves: Moves = field(default_factory=lambda: UNDATED)


@dataclass
class RosterPlan:
    """Everything that was decided, line by line, and what the clerk should know before 确定."""

    file_name: str
    lines: list[PlanLine]
    warnings: list[RowProblem]
    unknown_organizations: list[str]
    new_organizations: list[NewBranch]
    questions: list[Question] = field(default_factory=list)
    """Lines that may be somebody already known; answered ones stay listed."""
    branch_questions: list[UnknownBranch] = field(default_factory=list)
    category_questions: list[CategoryQuestion] = field(default_factory=list)

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
            decided = planner.decide(sheet, row)
            if decided is None:
                continue
            line, remarks = decided
            lines.append(line)
            warnings.extend(problem(sheet, row, name, text) for name, text in remarks)
            if sheet.unread:
                told = {refused.cell for refused in line.problems}
                lost = (problem(sheet, row, *about) for about in unread_cells(sheet, row))
                warnings.extend(about for about in lost if about.cell not in told)
    choice = planner.choice
    warnings.extend(RowProblem("", 0, "", "", "", text) for text in choice.remarks)
    return RosterPlan(
        file.name,
        lines,
        warnings,
        [asked.name for asked in choice.questions if asked.answer is None],
        choice.new,
        planner.asking.questions,
        choice.questions,
        planner.categories.questions,
    )


class _Planner:
    def __init__(
        self, known: Mapping[str, KnownMember], branches: Branches, options: PlanOptions
    ) -> None:
        self.known = known
        self.options = options
        self.reader = RowReader(options.today)
        self.choice = BranchChoice(
            branches,
            options.organization,
            options.root,
            options.create_organizations,
            options.organization_name,
            options.said.branches,
            options.said.names,
        )
        self.categories = CategoryChoice(options.said)
        self.suspects = Suspects(known)
        self.asking = Asking(known, options.answers, waits=options.ask)
        self.posts = PostReader(branches, options.posts, options.today)
        self.first: dict[str, tuple[RosterSheet, PlanLine, dict[str, Value]]] = {}
        self.born: dict[tuple[str, str], PlanLine] = {}
        self.defaults = {
            made.name: made.default
            for made in self.reader.entity.fields
            if made.default is not None
        }

    def decide(
        self, sheet: RosterSheet, row: RosterRow
    ) -> tuple[PlanLine, Iterable[tuple[str, str]]] | None:
        """The line, and (field, sentence) pairs that warn; None when the line is no person."""
        read = self.reader.read(row.cells, plain_text=sheet.plain_text)
        if read.nobody:
            return None
        values, unfit = read.values, read.unfit
        name, number = values.get("name"), values.get("id_number")
        key = completed(number) if isinstance(number, str) else ""
        line = PlanLine(sheet.name, row.number, Action.REJECTED, str(name or ""), key, found_by=key)
        if key in self.first:
            line.action = Action.DUPLICATE
            return line, self._differences(line, values, key)
        found = self.known.get(key) if key else None
        if found is None and not unfit and self.known:
            found = self._under_another_number(line, read)
        if "id_number" in unfit:
            unfit["id_number"] += self.suspects.hint(row.cells.get("id_number"), line.name)
        place = self.choice.decide(sheet, row, found.organization if found else None)
        if place.refusal:
            unfit["organization"] = place.refusal
        if (
            found is None
            and "political_status" not in values
            and "political_status" not in read.unclear
        ):
            self.categories.decide(row, values, unfit)
        if unfit:
            line.problems = [problem(sheet, row, field, text) for field, text in unfit.items()]
            return line, ()
        if place.uid is not None:
            values["organization"] = place.uid
        return line, self._taken(sheet, row, line, read, found)

    def _taken(
        self,
        sheet: RosterSheet,
        row: RosterRow,
        line: PlanLine,
        read: ReadRow,
        found: KnownMember | None,
    ) -> list[tuple[str, str]]:
        """Settle a line that comes in; what to say of it."""
        line.moves = read_moves(row.cells, self.options.today)
        remarks = read.remarks
        remarks += line.moves.remarks
        if POST_TITLE in row.cells:
            remarks += self._posts(sheet, line, row, read, found)
        if found is None:
            remarks += self._new(sheet, line, read)
        else:
            self.first[line.number] = (sheet, line, read.values)
            remarks += self._compare(line, found, read)
        return remarks

    def _new(self, sheet: RosterSheet, line: PlanLine, read: ReadRow) -> Iterator[tuple[str, str]]:
        values = read.values
        if read.left:
            values["note"] = self.reader.note_of(read, None)
        # A category that could not be read is not the usual one.
        line.action, line.after = Action.NEW, {**self.defaults, **values}
        if read.unclear:
            line.after.update((name, None) for name in read.unclear if name in self.defaults)
        self.first[line.number] = (sheet, line, line.after)
        yield from member_warnings(values).items()
        twin = self.born.setdefault((line.name, line.number[6:14]), line)
        if twin is not line:
            yield (
                "id_number",
                f"与第 {twin.row} 行同名、出生日期相同而身份证号不同，请核对是不是同一人写了两次",
            )

    def _under_another_number(self, line: PlanLine, read: ReadRow) -> KnownMember | None:
        place = Place(line.sheet, line.row)
        found = self.asking.ask(place, read.values, line.number, read.further_phones)
        if found.member is not None:
            line.found_by = completed(str(found.member.values.get("id_number")))
        elif found.waits:
            read.unfit["id_number"] = found.sentence
        elif found.sentence:
            read.remarks.append(("id_number", found.sentence))
        return found.member

    def _posts(
        self,
        sheet: RosterSheet,
        line: PlanLine,
        row: RosterRow,
        read: ReadRow,
        found: KnownMember | None,
    ) -> list[tuple[str, str]]:
        branch = read.values.get("organization") or (found.organization if found else None)
        if not isinstance(branch, bytes):
            return []
        created = {bytes(new.uid): new.name for new in self.choice.created.values()}
        made = self.posts.read(
            row.cells,
            branch,
            created.get(branch, ""),
            found.uid if found else None,
            plain_text=sheet.plain_text,
        )
        line.posts = made.planned
        if made.left:
            read.left[POST_TITLE] = "、".join(made.left)
        return made.remarks

    def _compare(
        self, line: PlanLine, found: KnownMember, read: ReadRow
    ) -> Iterator[tuple[str, str]]:
        values = read.values
        if read.doubtful_name:
            # A name that lost a character never writes over one that has it.
            values.pop("name", None)
        if found.values.get("phone") in read.further_phones:
            values.pop("phone", None)
        if read.left:
            values["note"] = self.reader.note_of(read, found.values.get("note"))
        line.uid = found.uid
        line.after = changes(found.values, values)
        dated_status(found.values, line.after, line.moves)
        line.before = {name: found.values.get(name) for name in line.after}
        filled = all(value is None for value in line.before.values())
        if not line.after and not line.posts:
            line.action = Action.UNCHANGED
        else:
            line.action = Action.FILLED if filled else Action.UPDATED
        yield from member_warnings({**found.values, **values}).items()
        yield from match_warnings(found.values, values)
        yield from undated_move(found.values, line.after, line.moves)

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
