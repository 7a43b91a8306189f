"""换届 as one action: a 班子 is replaced, old posts end, new ones begin, who goes on goes on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.data.changes import Change
from app.data.imports.batches import ImportLine, new_batch, note_batch
from app.data.imports.reader_child import read_apart
from app.data.imports.register_sheets import read_register_file
from app.data.queries.organization_titles import OrganizationTitles
from app.data.queries.seats import seats_held
from app.domain.columns_beside import BRANCH
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.domain.field_values import Raw, as_text
from app.domain.known_days import earliest
from app.domain.parsing import parse
from app.domain.people.dated_rows import BEGINS, ENDS
from app.domain.people.elections import ELECTED, Outcome, Seat, SeatLine, elect, twice
from app.domain.people.roster_file import CellValue, RosterFile, RosterRow, RosterSheet, RowProblem
from app.domain.people.roster_plan import Action
from app.domain.people.written_posts import written_posts
from app.domain.progress import Progress
from app.domain.uid import new_uid, new_uids, uid_text
from app.services import backups
from app.services.import_plan import save_refused_lines
from app.services.keeping import refuse_kept_elsewhere
from app.services.line_reading import LineReading
from app.services.organizations import refuse_not_ours, refuse_not_standing
from app.services.row_references import WrittenReferences
from app.services.store import Store

ELECTION = "换届"
_POST, _TERM = "post", "term"


@dataclass(frozen=True)
class ElectionPlan:
    """What an election would change; nothing has happened yet."""

    day: str
    lines: tuple[SeatLine, ...]
    file: RosterFile | None = None
    rows: int = 0
    rejected: tuple[RowProblem, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """How many posts become that."""
        return sum(1 for line in self.lines if line.outcome is outcome)

    @property
    def places(self) -> list[bytes]:
        """The organizations that elected."""
        return list(dict.fromkeys(line.seat.organization for line in self.lines))


@dataclass(frozen=True, slots=True)
class Session:
    """The 届 that begins: its name, and by when the next one must be; nothing is kept without a
    name."""

    name: str = ""
    until: str = ""


def plan_election(store: Store, day: str, elected: Sequence[Seat]) -> ElectionPlan:
    """Decide every post of the organizations that are named.

    Raises:
        InvalidInput: no day, one still to come, or two people in a post of which there is one.
        AppError: an organization or a person is another site's.
    """
    on = _day(day)
    if not elected:
        raise InvalidInput({"member": "请写出当选的人"})
    for seat in elected:
        refuse_not_ours(store, seat.organization)
        refuse_not_standing(store, "organization", seat.organization)
        refuse_kept_elsewhere(store, seat.member)
    titles = OrganizationTitles(store.database.read())
    for (place, title), number in twice(elected).items():
        told = f"“{titles.of(place)}”写了 {number} 名{title}，只能有一名"
        raise InvalidInput({"title": told})
    held = seats_held(store.database.read(), {seat.organization for seat in elected}, on)
    return ElectionPlan(on, tuple(elect(held, elected)))


def _day(text: str) -> str:
    values = parse(entity_named(_POST), {BEGINS: text}, partial=True)
    if not values[BEGINS]:
        raise InvalidInput({BEGINS: "请填写换届日期；只知道年月也可以"})
    if earliest(str(values[BEGINS])) > date.today():
        raise InvalidInput({BEGINS: f"换届日期 {values[BEGINS]!s} 还没有到，选举以后再登记"})
    return str(values[BEGINS])


def hold_election(store: Store, plan: ElectionPlan, session: Session | None = None) -> str:
    """Write exactly the plan in one action, after a verified backup; returns the batch with which
    `undo_import` takes it back.

    Raises:
        AppError: nothing would change, or the posts changed since the plan was made.
        InvalidInput: the 届 cannot be so.
    """
    made = session or Session()
    changing = [line for line in plan.lines if line.outcome is not Outcome.AGAIN]
    if not changing and not made.name:
        raise AppError("班子没有变化，没有改动。", "请核对当选人员。")
    terms = [_term(place, plan.day, made) for place in plan.places] if made.name else []
    backups.automatic(store, "换届前")
    batch = new_uid()
    counts = {str(outcome): plan.count(outcome) for outcome in Outcome}
    words = "，".join(f"{outcome} {number}" for outcome, number in counts.items() if number)
    with store.change(ELECTION, summary=f"{len(plan.places)} 个党组织：{words}") as change:
        noted = [*_posts(change, plan, changing), *_terms(change, terms)]
        about = new_batch(batch, ELECTION, plan.file.name if plan.file else plan.day,
                          store.operator, counts)  # fmt: skip
        note_batch(change.connection, about, noted)
    return uid_text(batch)


def _posts(change: Change, plan: ElectionPlan, lines: Sequence[SeatLine]) -> list[ImportLine]:
    entity, noted = entity_named(_POST), list[ImportLine]()
    for line in lines:
        if line.outcome is not Outcome.ENDED:
            continue
        known = change.row(entity, line.uid).values
        if known.get("organization") != line.seat.organization:
            raise AppError("预览之后职务又有改动，没有办理。", "请重新核对。", code="outdated")
        change.update(entity, line.uid, {ENDS: plan.day})
        before, after = {ENDS: known.get(ENDS)}, {ENDS: plan.day}
        noted.append(ImportLine(_POST, line.uid, Action.UPDATED, before, after))
    fresh = [line.seat for line in lines if line.outcome is Outcome.NEW]
    many: list[Mapping[str, Value]] = [
        {"member": s.member, "organization": s.organization, "title": s.title, BEGINS: plan.day}
        for s in fresh
    ]
    uids = change.create_many(entity, many, new_uids(len(many)))
    return [*noted, *(ImportLine(_POST, uid, Action.NEW) for uid in uids)]


def _term(place: bytes, day: str, session: Session) -> dict[str, Value]:
    raw: dict[str, Value] = {
        "organization": place,
        "name": session.name,
        "held_on": day,
        "until": session.until or None,
    }
    return parse(entity_named(_TERM), raw)


def _terms(change: Change, terms: Sequence[Mapping[str, Value]]) -> list[ImportLine]:
    uids = change.create_many(entity_named(_TERM), terms) if terms else []
    return [ImportLine(_TERM, uid, Action.NEW) for uid in uids]


# From a workbook


def plan_election_file(
    store: Store,
    path: Path,
    day: str,
    organization: bytes | None = None,
    progress: Progress | None = None,
) -> ElectionPlan:
    """Read a list of those elected: person, post, and organization unless all are of one. An
    organization one of whose lines cannot be read stays as it is, whole.

    Raises:
        AppError: the file cannot be read, or has no such table.
        InvalidInput: as for `plan_election`.
    """
    _day(day)
    entity = entity_named(_POST)
    file = read_apart(read_register_file, path, (entity,), {_POST: {}}, None, progress=progress)
    reading = _Reading(store, organization)
    for sheet in file.sheets:
        for row in sheet.rows:
            reading.take(sheet, row)
    seats, problems = reading.whole()
    lines: tuple[SeatLine, ...] = ()
    if seats:
        lines = plan_election(store, day, seats).lines
    rows = sum(len(sheet.rows) for sheet in file.sheets)
    return ElectionPlan(day, lines, file, rows, tuple(problems))


class _Reading:
    """Lines to seats; what cannot be read keeps its organization from being changed."""

    def __init__(self, store: Store, organization: bytes | None) -> None:
        self._store, self._all = store, organization
        connection = store.database.read()
        self._lines = LineReading(connection, {})
        self._places = WrittenReferences(connection)
        self._seats: list[tuple[Seat, RosterSheet, RosterRow]] = []
        self._refused: set[bytes | None] = set()
        self.problems: list[RowProblem] = []

    def take(self, sheet: RosterSheet, row: RosterRow) -> None:
        """One line; several posts in one cell are several seats."""
        place: bytes | None = None
        try:
            place = self._place(row.cells)
            refuse_not_ours(self._store, place)
            beside = {**row.cells, BRANCH: as_text(row.cells.get("organization"))}
            member = self._lines(entity_named(_POST), beside)["member"]
            assert isinstance(member, bytes)  # the line says who it is, or is refused
            refuse_kept_elsewhere(self._store, member)
            for title in self._titles(row.cells):
                self._seats.append((Seat(member, place, title), sheet, row))
        except InvalidInput as error:
            self._refuse(sheet, row, place, error.problems)
        except AppError as error:
            self._refuse(sheet, row, place, {"": error.message})

    def _place(self, cells: Mapping[str, CellValue]) -> bytes:
        text = as_text(cells.get("organization")).strip()
        if not text and self._all is not None:
            return self._all
        if not text:
            raise InvalidInput({"organization": "请写明任职党组织"})
        return self._places(entity_named(_POST).field("organization"), text)

    def _titles(self, cells: Mapping[str, Raw]) -> list[str]:
        found = written_posts(as_text(cells.get("title")))
        titles = [post.title for post in found.posts if post.title in ELECTED]
        if not titles or found.left:
            told = "、".join(ELECTED)
            raise InvalidInput({"title": f"看不出当选的职务，可写：{told}"})
        return titles

    def _refuse(
        self, sheet: RosterSheet, row: RosterRow, place: bytes | None, why: Mapping[str, str]
    ) -> None:
        self._refused.add(place)
        entity = entity_named(_POST)
        for name, told in why.items():
            label = entity.field(name).label if entity.has(name) else ""
            cell = sheet.address(row.number, name)
            self.problems.append(RowProblem(sheet.name, row.number, cell, label, "", told))

    def whole(self) -> tuple[list[Seat], list[RowProblem]]:
        """The seats of organizations that could be read as a whole; the lines of others say why
        they wait."""
        for seat, sheet, row in self._seats:
            if seat.organization in self._refused:
                told = "同一党组织有不能识别的行，整个班子没有改"
                self.problems.append(RowProblem(sheet.name, row.number, "", "", "", told))
        kept = [s for s, _, _ in self._seats if s.organization not in self._refused]
        return kept, self.problems


def save_refused(plan: ElectionPlan, target: Path) -> Path:
    """The refused lines as a workbook in the user's own layout.

    Raises:
        AppError: nothing was refused, or the place cannot be written to.
    """
    if plan.file is None:
        raise AppError("没有被拒绝的行。", "不需要另存。")
    return save_refused_lines(list(plan.rejected), plan.file.path, plan.file, target)
