"""The list of classes as the table asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.data.queries.training_classes import ClassFilter, ClassRow, class_ids, class_rows
from app.domain.training.codes import CLOSED
from app.services.store import Store
from app.ui.tables.query import Column, View
from app.ui.today import today

_NOT_COUNTED = -1


class ClassQuery:
    """Filters: `state` and `year`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.unmarked: Mapping[int, int] | None = None
        """Marks waited for by class; None while nobody has counted."""

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
        counted = self.unmarked
        if counted is None:
            return [replace(row, unmarked=_NOT_COUNTED) for row in found]
        return [replace(row, unmarked=counted.get(row.id, 0)) for row in found]


def dates_text(row: ClassRow) -> str:
    """One day, or first to last."""
    same = row.starts_on == row.ends_on
    return row.starts_on if same else f"{row.starts_on} 至 {row.ends_on}"


def _missing(row: ClassRow) -> str:
    """What this class waits for, the first thing first."""
    if row.state == CLOSED:
        return ""
    if not row.enrolled:
        return "名单还没有人"
    if not row.sessions:
        return "没有教学安排"
    if row.unmarked > 0:
        return f"{row.unmarked} 处考勤待录"
    ready = row.unmarked != _NOT_COUNTED and row.ends_on <= today()
    return "可以结班" if ready else ""


def _state_tone(row: ClassRow) -> str:
    return "ok" if row.state == CLOSED else "accent"


COLUMNS: tuple[Column[ClassRow], ...] = (
    Column("培训班", lambda r: r.name, sort="name", width=270),
    Column("日期", dates_text, sort="starts_on", width=200),
    Column("地点", lambda r: r.place, width=160),
    Column("主办单位", lambda r: r.organizer, width=130),
    Column("人数", lambda r: str(r.enrolled), width=60, right=True),
    Column("半天数", lambda r: str(r.sessions), width=68, right=True),
    Column("还缺什么", _missing, width=120, tone=lambda _r: "warn"),
    Column("状态", lambda r: r.state, sort="state", width=80, tone=_state_tone),
)
