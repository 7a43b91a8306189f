"""导入登记册: plan a workbook of any register, execute exactly that plan, save what was refused."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from app.data.changes import Change
from app.data.imports.batches import ImportLine, new_batch, note_batch
from app.data.imports.known_people import moment
from app.data.imports.learned_words import HEADER, Words, learn_words, learned_words
from app.data.imports.reader_child import read_apart
from app.data.imports.register_sheets import read_register_file
from app.data.queries.people_to_match import branches_of_people
from app.data.queries.registers import every_value
from app.domain.columns_beside import belongs_to_a_place, owned_by_person
from app.domain.entity import REGISTRY, Entity, Value
from app.domain.errors import AppError, InvalidInput
from app.domain.field_values import Raw
from app.domain.people.roster_file import RosterFile, RowProblem
from app.domain.people.roster_plan import Action
from app.domain.progress import Progress, Silent
from app.domain.register_plan import (
    KnownRows,
    RegisterLine,
    RegisterPlanner,
    UnknownWord,
    answered,
    counted,
)
from app.domain.registers import Register
from app.domain.uid import Uid, new_uid, uid_text
from app.services import backups
from app.services.doubles import doubted
from app.services.import_plan import save_refused_lines
from app.services.line_reading import LineReading
from app.services.register_words import refuse_other_measures
from app.services.registers import refuse_elsewhere
from app.services.row_references import WrittenReferences, choices_in
from app.services.store import Store

_AT_ONCE = 1000
WRITING = (Action.NEW, Action.UPDATED)


@dataclass(frozen=True)
class RegisterPlan:
    """What an import would do; nothing has happened yet."""

    register: Register
    file: RosterFile
    lines: tuple[RegisterLine, ...]
    unknown: tuple[UnknownWord, ...]
    warnings: tuple[RowProblem, ...]
    moment: str
    taught: Words = field(default_factory=dict)
    """What was explained for this import, to be known the next time."""

    @property
    def path(self) -> Path:
        """The file."""
        return self.file.path

    @property
    def counts(self) -> dict[Action, int]:
        """How many lines of each kind."""
        return counted(self.lines)

    @property
    def writing(self) -> list[RegisterLine]:
        """The lines that are written."""
        return [line for line in self.lines if line.action in WRITING]

    @property
    def rejected(self) -> list[RowProblem]:
        """Why lines are refused."""
        return [problem for line in self.lines for problem in line.problems]


@dataclass(frozen=True)
class RegisterOutcome:
    """The counts of an import, as executed or as a dry run (no `batch`)."""

    batch: str
    rows: int
    new: int
    updated: int
    unchanged: int
    duplicates: int
    asked: int
    rejected: list[RowProblem]
    warnings: list[RowProblem]
    unknown_words: list[UnknownWord]


def plan_register(  # noqa: PLR0913  (each keyword is something people say of a file)
    store: Store,
    register: Register,
    path: Path,
    *,
    sheet: str | None = None,
    taught: Words | None = None,
    common: Mapping[str, Raw] | None = None,
    progress: Progress | None = None,
) -> RegisterPlan:
    """Read a file and decide every line. `taught` says what words and headers mean, besides what
    was explained before; `common` is said of every line that has no column for it.

    Raises:
        AppError: the file cannot be read, or has no table of this register.
    """
    refuse_other_measures(taught or {})
    known_words = learned_words(store.database.read())
    for place, words in (taught or {}).items():
        known_words[place] = {**known_words.get(place, {}), **words}
    tables = (register.entity, *register.detail_entities())
    headers = {one.name: known_words.get((one.name, HEADER), {}) for one in tables}
    file = read_apart(read_register_file, path, tables, headers, sheet, progress=progress)
    return _planned(store, register, file, (known_words, taught or {}, common or {}))


_Said = tuple[Words, Words, Mapping[str, Raw]]
"""All words that are known, those told for this import, and what all its lines have in common."""


def _planned(store: Store, register: Register, file: RosterFile, said: _Said) -> RegisterPlan:
    meant, taught, common = said
    lines: list[RegisterLine] = []
    with store.database.snapshot() as connection:
        seen = moment(connection)
        references = WrittenReferences(connection)
        planner = RegisterPlanner(
            references, date.today(), {"organization": store.site.organization}, meant,
            references.add, LineReading(connection, common), choices_in(connection),
        )  # fmt: skip
        known: dict[str, KnownRows] = {}
        for one in file.sheets:
            name = one.branch_hints[0]
            if name not in known:
                entity = REGISTRY[name]
                same = register.same if name == register.key else _needed(entity)
                known[name] = KnownRows(entity, same, dict(every_value(connection, entity)))
            lines += planner.lines(known[name], one)
    ours = _Ours(store)
    lines = [ours.judged(known[line.table], line) for line in lines]
    if register.meets:
        lines = doubted(store.database.read(), lines)
    warnings = [*file.warnings, *_not_read(file)]
    bare = replace(file, sheets=[replace(one, rows=[]) for one in file.sheets])
    return RegisterPlan(
        register, bare, tuple(lines), tuple(planner.unknown_words), tuple(warnings), seen, taught
    )


def _needed(entity: Entity) -> tuple[str, ...]:
    """What tells two rows that hang on one apart: everything they must say."""
    return tuple(f.name for f in entity.fields if f.required)


class _Ours:
    """Refuses what another site keeps; every organization is looked up once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._why: dict[tuple[Value, Value], str] = {}

    def judged(self, known: KnownRows, line: RegisterLine) -> RegisterLine:
        """The line as it is, or refused; what hangs on a row is judged by that row."""
        if line.action not in WRITING or not self._says_whose(known.entity):
            return line
        now = known.rows.get(line.uid or b"", {})
        pair = self._place(known.entity, now), self._place(known.entity, {**now, **line.after})
        if pair not in self._why:
            self._why[pair] = self._asked(known.entity, now, line)
        why = self._why[pair]
        if not why:
            return line
        problem = RowProblem(line.sheet, line.row, "", "", "", why)
        return replace(line, action=Action.REJECTED, after={}, before={}, problems=(problem,))

    def _says_whose(self, entity: Entity) -> bool:
        return belongs_to_a_place(entity)

    def _place(self, entity: Entity, values: Mapping[str, Value]) -> Value:
        if not owned_by_person(entity):
            return values.get(entity.owner)
        person = values.get(entity.owner)
        return self._branches.get(person) if isinstance(person, bytes) else None

    @cached_property
    def _branches(self) -> Mapping[bytes, Value]:
        return branches_of_people(self._store.database.read())

    def _asked(self, entity: Entity, now: Mapping[str, Value], line: RegisterLine) -> str:
        try:
            refuse_elsewhere(self._store, entity, now, {**now, **line.after})
        except InvalidInput as error:
            return next(iter(error.problems.values()))
        except AppError as error:
            return error.message
        return ""


def decide(plan: RegisterPlan, places: Collection[int], *, same: bool) -> RegisterPlan:
    """Lines (by place) that may be here already: they are (`same`), or are others and written."""
    lines = tuple(
        answered(line, same=same) if place in places and line.doubt else line
        for place, line in enumerate(plan.lines)
    )
    return replace(plan, lines=lines)


def decide_all(plan: RegisterPlan, *, same: bool) -> RegisterPlan:
    """The same answer for every line that still asks."""
    places = [n for n, line in enumerate(plan.lines) if line.action is Action.ASKED]
    return decide(plan, places, same=same)


def _not_read(file: RosterFile) -> list[RowProblem]:
    return [
        RowProblem(one.sheet, 0, one.letter, one.header, "", f"“{one.header}”这一列没有读取")
        for sheet in file.sheets
        for one in sheet.unread_columns
    ]


def import_register(
    store: Store, plan: RegisterPlan, progress: Progress | None = None
) -> RegisterOutcome:
    """Execute exactly the plan in one transaction, after a verified backup.

    Raises:
        AppError: the store changed since the plan was made; plan again.
        Cancelled: the user stopped; nothing was saved.
    """
    if not plan.writing:
        if plan.taught:
            with store.change("记住表格里的用词") as change:
                learn_words(change.connection, plan.taught)
        return outcome(plan, "")
    title = plan.register.title
    backups.automatic(store, f"导入{title}前")
    batch = new_uid()
    said = "、".join(f"{action} {count}" for action, count in plan.counts.items() if count)
    with store.change(f"导入{title}", summary=f"{plan.path.name}：{said}") as change:
        # begin() has already counted this action, so the plan's moment is one less.
        if plan.moment != f"{change.stamp.n - 1}|{change.lseq - 1}":
            raise AppError(
                "预览之后数据又有改动，本次没有导入。",
                "请重新预览，核对后再导入。",
                code="plan-outdated",
            )
        noted = list(_write(change, plan, progress or Silent()))
        counts = {str(action): count for action, count in plan.counts.items()}
        about = new_batch(batch, title, plan.path.name, store.operator, counts)
        note_batch(change.connection, about, noted)
        learn_words(change.connection, plan.taught)
    return outcome(plan, uid_text(batch))


def _write(change: Change, plan: RegisterPlan, progress: Progress) -> list[ImportLine]:
    noted: list[ImportLine] = []
    total = len(plan.writing)
    for name in (plan.register.key, *plan.register.details):
        entity = REGISTRY[name]
        mine = [line for line in plan.writing if line.table == name]
        fresh = [line for line in mine if line.action is Action.NEW]
        for start in range(0, len(fresh), _AT_ONCE):
            progress.step(len(noted), total, "正在写入")
            part = fresh[start : start + _AT_ONCE]
            uids = [Uid(line.uid or b"") for line in part]
            change.create_many(entity, [line.after for line in part], uids)
            noted += [ImportLine(name, uid, Action.NEW) for uid in uids]
        for line in mine:
            if line.action is Action.UPDATED:
                progress.step(len(noted), total, "正在更新")
                change.update(entity, line.uid or b"", line.after)
                noted.append(
                    ImportLine(name, line.uid or b"", line.action, line.before, line.after)
                )
    return noted


def outcome(plan: RegisterPlan, batch: str) -> RegisterOutcome:
    """The counts of a plan."""
    counts = plan.counts
    return RegisterOutcome(
        batch=batch,
        rows=len(plan.lines),
        new=counts[Action.NEW],
        updated=counts[Action.UPDATED],
        unchanged=counts[Action.UNCHANGED],
        duplicates=counts[Action.DUPLICATE],
        asked=counts[Action.ASKED],
        rejected=plan.rejected,
        warnings=list(plan.warnings),
        unknown_words=list(plan.unknown),
    )


def save_refused(plan: RegisterPlan, target: Path) -> Path:
    """The refused lines as a workbook in the user's own layout, with the reasons beside.

    Raises:
        AppError: nothing was refused, or the place cannot be written to.
    """
    return save_refused_lines(plan.rejected, plan.path, plan.file, target)
