"""The plan of a register's import, line by line: what happens, before and after, and why not."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.data.queries.titles import Titles
from app.domain.entity import REGISTRY, Field, Kind, Value
from app.domain.people.roster_plan import Action
from app.domain.register_plan import RegisterLine
from app.domain.wording import words_of
from app.services.register_imports import RegisterPlan
from app.services.store import Store
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList

_TONES = {
    Action.NEW: "ok",
    Action.UPDATED: "accent",
    Action.REJECTED: "bad",
    Action.DUPLICATE: "warn",
    Action.ASKED: "warn",
}
_MOST_SHOWN = 5


class RegisterPlanTable(QWidget):
    """A filter by action above the lines."""

    def __init__(self) -> None:
        super().__init__()
        self._titles: Titles | None = None
        columns: tuple[Column[Numbered[RegisterLine]], ...] = (
            Column("工作表", lambda r: r.row.sheet, width=110),
            Column("行", lambda r: str(r.row.row), width=52, right=True),
            Column("处理", lambda r: str(r.row.action), width=64, tone=_tone),
            Column("名称", lambda r: r.row.title, width=130),
            Column("改动（原来 → 现在）", self._changes, width=320),
            Column("说明", _reasons, width=320),
        )
        self.list: ListTable[Numbered[RegisterLine]] = ListTable(
            "导入清单",
            ShortList[RegisterLine](()),
            columns,
            unit="行",
            placeholder="按名称、说明查找",
        )
        self.filter = self.list.add_filter("处理", "action", {"全部": None})
        self.list.tools.addWidget(self.list.count)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list)

    def show_plan(self, store: Store, plan: RegisterPlan) -> None:
        """List the lines; refused ones can be picked out."""
        self._titles = Titles(store.database.read())
        self.filter.clear()
        self.filter.addItem(f"全部 {len(plan.lines):,}", None)
        for action, count in plan.counts.items():
            if count:
                self.filter.addItem(f"{action} {count:,}", str(action))
        self.list.model.show_query(ShortList(plan.lines, _fits))
        self.list.filter_by("action", None)

    def _changes(self, found: Numbered[RegisterLine]) -> str:
        line, entity = found.row, REGISTRY[found.row.table]
        if not line.before:
            said = [
                f"{entity.field(name).label} {self._words(entity.field(name), value)}"
                for name, value in line.after.items()
                if value is not None and name != entity.title
            ]
            return "；".join(said[:_MOST_SHOWN]) + ("…" if len(said) > _MOST_SHOWN else "")
        return "；".join(
            f"{entity.field(name).label} "
            f"{self._words(entity.field(name), line.before.get(name)) or '空'} → "
            f"{self._words(entity.field(name), value) or '空'}"
            for name, value in line.after.items()
        )

    def _words(self, about: Field, value: Value) -> str:
        named = ""
        if about.kind is Kind.REFERENCE and self._titles is not None and value is not None:
            named = self._titles.title(about.refers_to, value)
        return words_of(about, value, named=named)


def _tone(found: Numbered[RegisterLine]) -> str:
    return _TONES.get(found.row.action, "")


def _reasons(found: Numbered[RegisterLine]) -> str:
    return "；".join(problem.reason for problem in found.row.problems)


def _fits(line: RegisterLine, view: View) -> bool:
    action = view.filters.get("action")
    if action is not None and str(line.action) != action:
        return False
    reasons = "".join(problem.reason for problem in line.problems)
    return view.text in f"{line.sheet}{line.title}{reasons}"
