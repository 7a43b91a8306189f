"""The list of classes as the table asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.data.queries.training_classes import ClassFilter, ClassRow, class_ids, class_rows
from app.domain.training.codes import CLOSED
from app.services.store import Store
from app.ui.tables.query import Column, View
from app.ui.today import today


class ClassQuery:
    """Filters: `state` and `year`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.unmarked: Mapping[int, int] = {}
        """Marks waited for by class, as far as they are counted."""

    def ids(self, view: View) -> Sequence[int]:
        """Ids in order; the latest class first unless asked otherwise."""
        wanted = ClassFilter(
            text=view.text,
            state=view.filters.get("state", ""),
            year=view.filters.get("year", 0),
            sort=view.sort or "starts_on",
            descending=view.descending if view.sort else True,
        )
        return class_ids(self._store.database.read(), wanted)

    def rows(self, ids: Sequence[int]) -> Sequence[ClassRow]:
        """Rows by id."""
        found = class_rows(self._store.database.read(), ids, today(), counted=False)
        return [replace(row, unmarked=self.unmarked.get(row.id, 0)) for row in found]


def dates_text(row: ClassRow) -> str:
    """One day, or first to last."""
    same = row.starts_on == row.ends_on
    return row.starts_on if same else f"{row.starts_on} 至 {row.ends_on}"


def _waiting(row: ClassRow) -> str:
    return f"{row.unmarked} 处待录" if row.unmarked and row.state != CLOSED else ""


def _state_tone(row: ClassRow) -> str:
    return "ok" if row.state == CLOSED else "accent"


COLUMNS: tuple[Column[ClassRow], ...] = (
    Column("培训班", lambda r: r.name, sort="name", width=300),
    Column("日期", dates_text, sort="starts_on", width=200),
    Column("地点", lambda r: r.place, width=160),
    Column("主办单位", lambda r: r.organizer, width=130),
    Column("人数", lambda r: str(r.enrolled), width=60, right=True),
    Column("半天数", lambda r: str(r.sessions), width=68, right=True),
    Column("考勤", _waiting, width=90, tone=lambda _r: "warn"),
    Column("状态", lambda r: r.state, sort="state", width=80, tone=_state_tone),
)
