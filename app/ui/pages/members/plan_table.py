"""The plan of an import, line by line: what happens, before and after, and why not."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.declarations import entity_named
from app.domain.entity import Kind, Value
from app.domain.masking import mask_id_number, mask_phone
from app.domain.people.roster_plan import Action, PlanLine
from app.domain.people.roster_posts import PlannedPost
from app.services.rosters import ImportPlan
from app.ui.parts import label
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList

_TONES = {
    Action.NEW: "ok",
    Action.UPDATED: "accent",
    Action.FILLED: "accent",
    Action.REJECTED: "bad",
    Action.DUPLICATE: "warn",
}
_CHANGES = 4  # the column 改动
_MASKS = {Kind.ID_NUMBER: mask_id_number, Kind.PHONE: mask_phone}


class PlanTable(QWidget):
    """A filter by action above the lines."""

    def __init__(self) -> None:
        super().__init__()
        self._branches: Mapping[bytes, str] = {}
        columns: tuple[Column[Numbered[PlanLine]], ...] = (
            Column("工作表", lambda r: r.row.sheet, width=110),
            Column("行", lambda r: str(r.row.row), width=52, right=True),
            Column("处理", lambda r: str(r.row.action), width=64, tone=self._tone),
            Column("姓名", lambda r: r.row.name, width=96),
            Column("改动（原来 → 现在）", self._changes, width=300),
            Column("说明", lambda r: "；".join(p.reason for p in r.row.problems), width=320),
        )
        self.list: ListTable[Numbered[PlanLine]] = ListTable(
            "导入清单", ShortList[PlanLine](()), columns, unit="行", placeholder="按姓名、说明查找"
        )
        self.filter = self.list.add_filter("处理", "action", {"全部": None})
        self.list.tools.addWidget(self.list.count)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list)
        self.reason = label("", wrap=True)
        self.reason.setAccessibleName("所选行的说明")
        self.reason.hide()
        box.addWidget(self.reason)
        self.list.selection_changed.connect(self._show_reason)

    def show_plan(self, plan: ImportPlan) -> None:
        """List the lines; refused ones can be picked out."""
        self._branches = plan.branch_names
        self.filter.clear()
        self.filter.addItem(f"全部 {len(plan.lines):,}", None)
        for action, count in plan.counts.items():
            if count:
                self.filter.addItem(f"{action} {count:,}", str(action))
        self.list.model.show_query(ShortList(plan.lines, _fits))
        self.list.filter_by("action", None)

    def _show_reason(self) -> None:
        """Refused lines change nothing: their reason gets that room, and is said whole below."""
        only_refused = self.list.model.view.filters.get("action") == str(Action.REJECTED)
        unwanted = not self.list.table.heads.is_chosen(_CHANGES)
        self.list.table.setColumnHidden(_CHANGES, only_refused or unwanted)
        found = self.list.selected_row()
        words = "；".join(problem.reason for problem in found.row.problems) if found else ""
        self.reason.setText(f"第 {found.row.row} 行：{words}" if found and words else "")
        self.reason.setVisible(bool(words))

    @staticmethod
    def _tone(found: Numbered[PlanLine]) -> str:
        return _TONES.get(found.row.action, "")

    def _changes(self, found: Numbered[PlanLine]) -> str:
        line = found.row
        if line.action is Action.NEW:
            names = ("organization", "id_number", "birth_date")
            told = [self._words(name, line.after.get(name)) for name in names]
            return "　".join([*told, *map(_post_words, line.posts)])
        told = [
            f"{entity_named('member').field(name).label} "
            f"{self._words(name, line.before.get(name)) or '空'} → {self._words(name, value)}"
            for name, value in line.after.items()
        ]
        return "；".join([*told, *map(_post_words, line.posts)])

    def _words(self, name: str, value: Value) -> str:
        if isinstance(value, bytes):
            return self._branches.get(value, "原党组织")
        mask = _MASKS.get(entity_named("member").field(name).kind)
        text = "" if value is None else str(value)
        return mask(text) if mask else text


def _post_words(post: PlannedPost) -> str:
    since, until = (str(post.after.get(name) or "") for name in ("from_on", "to_on"))
    dates = " ".join(filter(None, (since and f"{since} 起", until and f"{until} 止")))
    return f"党内职务 {post.title}" + (f"（{dates}）" if dates else "")


def _fits(line: PlanLine, view: View) -> bool:
    action = view.filters.get("action")
    if action is not None and str(line.action) != action:
        return False
    reasons = "".join(problem.reason for problem in line.problems)
    return view.text in f"{line.sheet}{line.name}{reasons}"
