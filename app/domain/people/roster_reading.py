"""Rows of a roster through the gate: what is kept, what is left out and told, what is refused."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.declarations import entity_named
from app.domain.entity import Entity, Field, Kind, Value
from app.domain.errors import AppError, InvalidInput
from app.domain.field_values import as_text
from app.domain.masking import mask_id_number, mask_phone
from app.domain.parsing import read_field
from app.domain.people.choice_synonyms import chosen, wider
from app.domain.people.id_number import birth_and_sex, meant_as_number
from app.domain.people.loose_dates import DateHints, zero_may_be_lost
from app.domain.people.optional_values import Kept, costs_the_row, salvage
from app.domain.people.roster_file import CellValue, RosterRow, RosterSheet, RowProblem
from app.domain.people.roster_headers import LABELS
from app.domain.people.written_names import is_plain, names_nobody, written_name

_NEVER_TWICE = frozenset({Kind.ID_NUMBER, Kind.PHONE})
_IDENTITY = ("name", "id_number")
_BESIDE_A_NAME = ("sex", "ethnicity", "political_status", "status")
"""What clerks write in brackets behind a name: 女, 苗族, 预备, 已故."""
_MONTH_UNSURE = (
    "“{}”分不清是 1 月还是 10 月（表格会把 1985.10 存成 1985.1），请写成 1985.01 或 1985.10"
)


@dataclass(slots=True)
class ReadRow:
    """One line as it was read; `unfit` costs the line, `remarks` are only told."""

    values: dict[str, Value] = field(default_factory=dict)
    unfit: dict[str, str] = field(default_factory=dict)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    """Field to the words that have no place of their own; they are kept in the note."""
    unclear: set[str] = field(default_factory=set)
    """Fields whose cell said something that could not be read: no default may speak for it."""
    further_phones: tuple[str, ...] = ()
    doubtful_name: bool = False
    nobody: bool = False
    """以下空白, a total or a signature: the line is no person."""


class _Column(dict[CellValue, Value]):
    """Cell to value; the same word or date is judged once, however often it stands there.

    A cell that cannot be kept has no value; why is told in `odd`, by field.
    """

    def __init__(self, field: Field, today: datetime.date, odd: dict[str, str]) -> None:
        super().__init__()
        self._field = field
        self._today = today
        self._odd = odd
        self._refused: dict[CellValue, str] = {}

    def __missing__(self, raw: CellValue) -> Value:
        # Numbers are not remembered: 1, 1.0 and True would be one and the same key.
        again = isinstance(raw, str | datetime.date) and self._field.kind not in _NEVER_TWICE
        why = self._refused.get(raw, "") if again else ""
        value: Value = None
        if not why:
            value, why = self._judged(raw)
        if why:
            self._odd[self._field.name] = why
        if again and why:
            self._refused[raw] = why
        elif again:
            self[raw] = value
        return value

    def _judged(self, raw: CellValue) -> tuple[Value, str]:
        try:
            return read_field("member", self._field, raw, None, self._today), ""
        except InvalidInput as error:
            return None, next(iter(error.problems.values()))
        except AppError as error:
            return None, error.message


@dataclass
class RowReader:
    """Reads member rows, column by column."""

    today: datetime.date
    entity: Entity = field(init=False)
    _fields: dict[str, Field] = field(init=False)
    _columns: dict[str, _Column] = field(init=False)
    _odd: dict[str, str] = field(init=False, default_factory=dict)
    """Of the line being read: field to why its cell cannot be kept."""

    def __post_init__(self) -> None:
        self.entity = entity_named("member")
        self._fields = {made.name: made for made in self.entity.fields}
        self._columns = {
            name: _Column(made, self.today, self._odd)
            for name, made in self._fields.items()
            if name not in ("name", "organization")
        }

    def read(self, cells: Mapping[str, CellValue], *, plain_text: bool = False) -> ReadRow:
        """Read every cell; branch and post are left to whoever knows them. In `plain_text` a
        table program may have dropped the zero of 1985.10."""
        made = ReadRow()
        self._read_name(made, cells)
        if made.nobody:
            return made
        columns, odd = self._columns, self._odd
        odd.clear()
        # Nearly every cell is one look into its column.
        made.values |= {
            name: value
            for name, raw in cells.items()
            if name in columns and (value := columns[name][raw]) is not None
        }
        if plain_text:
            self._doubt_lost_zeros(made, odd, cells)
        self._settle(made, odd, cells, plain_text=plain_text)
        return made

    def _doubt_lost_zeros(
        self, made: ReadRow, odd: dict[str, str], cells: Mapping[str, CellValue]
    ) -> None:
        for name, raw in cells.items():
            made_field = self._fields.get(name)
            if made_field and made_field.kind is Kind.DATE and zero_may_be_lost(str(raw)):
                made.values.pop(name, None)
                odd[name] = made_field.label + _MONTH_UNSURE.format(str(raw).strip())

    def _settle(
        self,
        made: ReadRow,
        odd: Mapping[str, str],
        cells: Mapping[str, CellValue],
        *,
        plain_text: bool,
    ) -> None:
        for name in _IDENTITY:
            if name not in made.values and name not in odd and name not in made.unfit:
                made.unfit[name] = f"没有填写{self._fields[name].label}"
        for name, why in odd.items():
            self._salvage(made, name, cells[name], why, plain_text=plain_text)

    def _read_name(self, made: ReadRow, cells: Mapping[str, CellValue]) -> None:
        raw = cells.get("name")
        if isinstance(raw, str) and is_plain(raw):
            made.values["name"] = raw
            return
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return
        try:
            found = written_name(as_text(raw))
        except InvalidInput as error:
            made.unfit["name"] = next(iter(error.problems.values()))
            made.nobody = names_nobody(as_text(raw)) and not meant_as_number(cells.get("id_number"))
            return
        made.values["name"] = found.name
        made.doubtful_name = found.doubtful
        made.remarks += (("name", remark) for remark in found.remarks)
        unknown = [note for note in found.notes if not self._read_beside(made, cells, note)]
        if unknown:
            made.left["name"] = "；".join(unknown)

    def _read_beside(self, made: ReadRow, cells: Mapping[str, CellValue], note: str) -> bool:
        """Whether every word of a note in brackets says something of its own field."""
        known = True
        for word in note.replace("，", "、").replace(",", "、").split("、"):
            meant = next(
                ((name, found) for name in _BESIDE_A_NAME if (found := self._word(name, word))),
                None,
            )
            known = known and meant is not None
            if meant is not None and meant[0] not in cells:
                made.values[meant[0]] = meant[1]
        return known

    def _word(self, name: str, word: str) -> str | None:
        choices = self._fields[name].choices
        return chosen(choices, word) or wider(choices, word)

    def _salvage(
        self, made: ReadRow, name: str, raw: CellValue, why: str, *, plain_text: bool
    ) -> None:
        if name == "id_number":
            made.unfit[name] = why
            return
        number = made.values.get("id_number")
        born = birth_and_sex(number)[0] if isinstance(number, str) else None
        hints = DateHints(self.today, born, plain_text or isinstance(raw, float))
        kept = salvage(self._fields[name], raw, why, hints)
        if costs_the_row(self._fields[name], raw, kept, why):
            made.unfit[name] = why
            return
        self._take(made, name, kept)

    def _take(self, made: ReadRow, name: str, kept: Kept) -> None:
        if kept.value is not None:
            made.values[name] = kept.value
        elif kept.unclear:
            made.unclear.add(name)
        if kept.sentence:
            made.remarks.append((name, kept.sentence))
        if kept.left:
            made.left[name] = kept.left
        made.further_phones = kept.others or made.further_phones

    def note_of(self, made: ReadRow, before: Value) -> Value:
        """The note with what has no place of its own; said once, however often it is imported."""
        note = str(made.values.get("note", before) or "")
        for name, words in made.left.items():
            line = f"{LABELS.get(name) or self._fields[name].label}（原表）：{words}"
            longer = "\n".join(filter(None, (note, line)))
            if line not in note and len(longer) <= self._fields["note"].longest:
                note = longer
        return note or None


def problem(sheet: RosterSheet, row: RosterRow, name: str, reason: str) -> RowProblem:
    """A sentence about one cell, as the clerk finds it in the workbook."""
    address = sheet.address(row.number, name)
    if name not in row.cells:
        reason = sheet.unread.get(address, reason)
    column = sheet.headers.get(name) or LABELS.get(name) or _label(name)
    return RowProblem(
        sheet.name, row.number, address, column, shown(name, row.cells.get(name)), reason
    )


def unread_cells(sheet: RosterSheet, row: RosterRow) -> list[tuple[str, str]]:
    """(field, sentence) of the cells of a line that hold an error or an uncalculated formula."""
    places = ((name, sheet.address(row.number, name)) for name in sheet.columns)
    return [
        (name, sheet.unread[place])
        for name, place in places
        if place in sheet.unread and name not in row.cells
    ]


def _label(name: str) -> str:
    return entity_named("member").field(name).label


def shown(name: str, raw: CellValue) -> str:
    """A cell as it may be shown: ID numbers and phones masked."""
    if raw is None:
        return ""
    if name == "id_number":
        if isinstance(raw, float) and raw >= 1e15:
            return f"{raw:.5E}"
        return mask_id_number(as_text(raw).strip())
    if name == "phone":
        return mask_phone(as_text(raw).strip())
    return as_text(raw).strip()[:60]
