"""Rows of a roster through the gate: values that can be kept, or the cell and what to do."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.declarations import entity_named
from app.domain.entity import Entity, Field, Kind, Value
from app.domain.errors import AppError, InvalidInput
from app.domain.field_values import as_text
from app.domain.masking import mask_id_number, mask_phone
from app.domain.parsing import read_field
from app.domain.people.roster_file import CellValue, RosterRow, RosterSheet, RowProblem
from app.domain.people.roster_headers import LABELS

_REPEATED = frozenset({Kind.CHOICE, Kind.DATE, Kind.FLAG})


@dataclass(frozen=True, slots=True)
class Unfit:
    """A cell that cannot be kept."""

    sentence: str


@dataclass
class RowReader:
    """Reads member rows; the same word or date is judged once, however often it stands there."""

    today: datetime.date
    entity: Entity = field(init=False)
    _fields: dict[str, Field] = field(init=False)
    _seen: dict[str, dict[CellValue, Value | Unfit]] = field(init=False)

    def __post_init__(self) -> None:
        self.entity = entity_named("member")
        self._fields = {made.name: made for made in self.entity.fields}
        self._seen = {name: {} for name, made in self._fields.items() if made.kind in _REPEATED}

    def read(self, cells: Mapping[str, CellValue]) -> tuple[dict[str, Value], dict[str, str]]:
        """Values and sentences by field; branch and post are left to whoever knows them."""
        values: dict[str, Value] = {}
        unfit: dict[str, str] = {}
        for name, raw in cells.items():
            if name == "organization" or name not in self._fields:
                continue
            seen = self._seen.get(name)
            if seen is None:
                outcome = self._read(name, raw)
            elif raw in seen:
                outcome = seen[raw]
            else:
                outcome = seen[raw] = self._read(name, raw)
            if isinstance(outcome, Unfit):
                unfit[name] = outcome.sentence
            elif outcome is not None:
                values[name] = outcome
        for name in ("name", "id_number"):
            if name not in values and name not in unfit:
                unfit[name] = f"没有填写{self._fields[name].label}"
        return values, unfit

    def _read(self, name: str, raw: CellValue) -> Value | Unfit:
        try:
            return read_field("member", self._fields[name], raw, None, self.today)
        except InvalidInput as error:
            return Unfit(next(iter(error.problems.values())))
        except AppError as error:
            return Unfit(error.message)


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
    if not sheet.unread:
        return []
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
        if isinstance(raw, float):
            return f"{raw:.5E}"
        return mask_id_number(as_text(raw).strip())
    if name == "phone":
        return mask_phone(as_text(raw).strip())
    return as_text(raw).strip()[:60]
