"""The plan of a register's import: what becomes of every line, before anything happens."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.columns_beside import label_of
from app.domain.entity import Entity, Field, Kind, Value
from app.domain.errors import InvalidInput
from app.domain.field_values import Raw, as_text, replace_words, unknown_words
from app.domain.parsing import References, Unfit, parse, read_alone
from app.domain.people.roster_file import CellValue, RosterRow, RosterSheet, RowProblem
from app.domain.people.roster_plan import Action
from app.domain.uid import new_uid
from app.domain.wording import masked_text, words_of

CLEAR = "清空"
"""The word that empties a field of a row that is here; an empty cell changes nothing."""

Key = tuple[Value, ...]
Meant = Mapping[tuple[str, str], Mapping[str, str]]
"""Table and field, to words and what somebody said they mean."""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line: `before` and `after` are the fields that change, or all of a new row."""

    sheet: str
    row: int
    table: str
    action: Action
    title: str
    uid: bytes | None = None
    before: Mapping[str, Value] = field(default_factory=dict)
    after: Mapping[str, Value] = field(default_factory=dict)
    problems: tuple[RowProblem, ...] = ()
    doubt: str = ""
    """What a new line may tell of once more; nobody has said yet whether it does (ASKED)."""


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that no code table has, or that names nothing here, and in how many lines it stands;
    one answer is asked for all of them."""

    table: str
    field: str
    word: str
    lines: int


@dataclass
class KnownRows:
    """The rows of one table that are here, by what tells them apart."""

    entity: Entity
    same: tuple[str, ...]
    rows: dict[bytes, Mapping[str, Value]] = field(default_factory=dict)
    _by: dict[tuple[str, ...], dict[Key, list[bytes]]] = field(default_factory=dict)

    def find(self, names: tuple[str, ...], key: Key) -> list[bytes]:
        """Rows that say this in these fields."""
        if names not in self._by:
            table = self._by[names] = {}
            for uid, values in self.rows.items():
                table.setdefault(tuple(values.get(n) for n in names), []).append(uid)
        return self._by[names].get(key, [])


@dataclass
class RegisterPlanner:
    """Decides the lines of one table after the other; owners first."""

    references: References
    today: datetime.date
    first: Mapping[str, Value]
    """What a new row begins with where its line leaves it open: it is this site's own."""
    meant: Meant
    added: Callable[[str, str, bytes], object]
    """Told of every new row: table, title, identity; lines further below may name it."""
    read: Callable[[Entity, Mapping[str, CellValue]], dict[str, Raw]]
    """The cells of a line by field, where columns beside say one of them: who, and when."""
    unfit: Unfit | None = None
    unknown: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _seen: set[tuple[str, tuple[str, ...], Key]] = field(default_factory=set)

    def lines(self, known: KnownRows, sheet: RosterSheet) -> Iterator[RegisterLine]:
        """Every line of one sheet."""
        for row in sheet.rows:
            yield self._line(known, sheet, row)

    def _line(self, known: KnownRows, sheet: RosterSheet, row: RosterRow) -> RegisterLine:
        entity = known.entity
        try:
            told = self.read(entity, row.cells)
        except InvalidInput as error:
            made = RegisterLine(sheet.name, row.number, entity.name, Action.REJECTED, "")
            return _with(made, problems=tuple(_problems(entity, sheet, row, error)))
        cells = {n: self._said(entity, entity.field(n), raw) for n, raw in told.items()}
        title = as_text(cells.get(entity.title)).strip() if entity.title else ""
        made = RegisterLine(sheet.name, row.number, entity.name, Action.REJECTED, title)
        unread = _unread_cells(entity, sheet, row)
        if unread:
            return _with(made, problems=unread)
        try:
            return self._judged(known, cells, made)
        except InvalidInput as error:
            self._note_unknown(entity, row, cells, error)
            return _with(made, problems=tuple(_problems(entity, sheet, row, error)))

    def _judged(self, known: KnownRows, cells: dict[str, Raw], made: RegisterLine) -> RegisterLine:
        entity = known.entity
        names = tuple(n for n in known.same if n in cells or n not in self.first)
        try:
            key = self._key(entity, names, cells)
        except InvalidInput:
            self._whole(entity, cells)  # what else is wrong is said as well
            raise
        found = known.find(names, key)
        if len(found) > 1:
            labels = "、".join(entity.field(n).label for n in known.same)
            told = f"本机有 {len(found)} 条{entity.label}与这一行对得上，请写全{labels}"
            raise InvalidInput({names[0] if names else entity.fields[0].name: told})
        if (entity.name, names, key) in self._seen:
            return _with(made, action=Action.DUPLICATE)
        self._seen.add((entity.name, names, key))
        if found:
            return self._changed(entity, known.rows[found[0]], found[0], cells, made)
        values = self._whole(entity, cells)
        uid = new_uid()
        self.added(entity.name, made.title, uid)
        return _with(made, action=Action.NEW, uid=uid, after=values)

    def _whole(self, entity: Entity, cells: Mapping[str, Raw]) -> dict[str, Value]:
        first = {name: value for name, value in self.first.items() if entity.has(name)}
        return parse(
            entity,
            {**first, **_without_clear(cells)},
            references=self.references,
            today=self.today,
            unfit=self.unfit,
        )

    def _key(self, entity: Entity, names: tuple[str, ...], cells: Mapping[str, Raw]) -> Key:
        asked = {name: cells.get(name) for name in names}
        values = read_alone(entity, asked, self.references, self.today)
        return tuple(values.get(name) for name in names)

    def _changed(
        self,
        entity: Entity,
        now: Mapping[str, Value],
        uid: bytes,
        cells: Mapping[str, Raw],
        made: RegisterLine,
    ) -> RegisterLine:
        fresh = {n: raw for n, raw in cells.items() if not _is_shown_so(entity.field(n), raw, now)}
        given = {n: None if _clears(raw) else raw for n, raw in fresh.items()}
        values = parse(
            entity,
            given,
            partial=True,
            references=self.references,
            today=self.today,
            known=now,
            unfit=self.unfit,
        )
        after = {n: value for n, value in values.items() if value != now.get(n)}
        before = {n: now.get(n) for n in after}
        action = Action.UPDATED if after else Action.UNCHANGED
        return _with(made, action=action, uid=uid, before=before, after=after)

    def _said(self, entity: Entity, about: Field, raw: Raw) -> Raw:
        """A cell with the words put in that somebody has explained."""
        return replace_words(about, raw, self.meant.get((entity.name, about.name), {}))

    def _note_unknown(
        self, entity: Entity, row: RosterRow, cells: Mapping[str, Raw], error: InvalidInput
    ) -> None:
        for name in error.problems:
            if not entity.has(name) or name not in cells:
                continue
            about = entity.field(name)
            words = unknown_words(about, cells[name])
            if about.kind is Kind.REFERENCE and "本机没有" in error.problems[name]:
                words = [as_text(row.cells[name]).strip()]
            for word in words:
                place = (entity.name, name, word)
                self.unknown[place] = self.unknown.get(place, 0) + 1

    @property
    def unknown_words(self) -> list[UnknownWord]:
        """The words that were met, each once."""
        return [UnknownWord(*place, lines) for place, lines in self.unknown.items()]


def _with(line: RegisterLine, **more: object) -> RegisterLine:
    return dataclasses.replace(line, **more)  # type: ignore[arg-type]


def _clears(raw: Raw) -> bool:
    return isinstance(raw, str) and raw.strip() == CLEAR


def _without_clear(cells: Mapping[str, Raw]) -> dict[str, Raw]:
    return {name: raw for name, raw in cells.items() if not _clears(raw)}


def _is_shown_so(about: Field, raw: Raw, now: Mapping[str, Value]) -> bool:
    """Whether a cell holds what an export wrote for the value that stands here: numbers of people
    come back masked, and mean no change."""
    value = now.get(about.name)
    return isinstance(raw, str) and value is not None and raw.strip() == words_of(about, value)


def _unread_cells(entity: Entity, sheet: RosterSheet, row: RosterRow) -> tuple[RowProblem, ...]:
    """Cells of the line that hold an error or a formula without a result."""
    found = []
    for name, letter in sheet.columns.items():
        place = f"{letter}{row.number}"
        if place in sheet.unread:
            label = label_of(entity, name)
            found.append(RowProblem(sheet.name, row.number, place, label, "", sheet.unread[place]))
    return tuple(found)


def _problems(
    entity: Entity, sheet: RosterSheet, row: RosterRow, error: InvalidInput
) -> Iterable[RowProblem]:
    for name, reason in error.problems.items():
        about = entity.field(name) if entity.has(name) else None
        label = label_of(entity, name) if name else ""
        raw = as_text(row.cells.get(name))
        value = masked_text(about, raw) if about else raw
        yield RowProblem(
            sheet.name, row.number, sheet.address(row.number, name), label, value, reason
        )


def counted(lines: Sequence[RegisterLine]) -> dict[Action, int]:
    """How many lines of each kind."""
    found = dict.fromkeys(Action, 0)
    for line in lines:
        found[line.action] += 1
    return found


def asked(line: RegisterLine, doubt: str) -> RegisterLine:
    """A line that is not written before somebody has said whether it is here already."""
    told = f"可能与{doubt}是同一次；确认是另一次再登记"
    problem = RowProblem(line.sheet, line.row, "", "", line.title, told)
    return _with(line, action=Action.ASKED, doubt=doubt, problems=(problem,))


def answered(line: RegisterLine, *, same: bool) -> RegisterLine:
    """What somebody said of it: it is here already, or is another one."""
    return _with(line, action=Action.DUPLICATE if same else Action.NEW, problems=())
