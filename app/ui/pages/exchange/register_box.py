"""登记、签收: the packages that were sent and received, and what can be done with one."""

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.data.queries.package_log import LogEntry, package_register
from app.services.exchange.restore_points import RestorePoint, restore_points
from app.services.papers.catalogue import At, document_at
from app.services.papers.selection import Selection
from app.services.store import Store
from app.ui.offering import offer
from app.ui.pages.exchange.send_dialog import size_text
from app.ui.pages.exchange.take_back_dialog import TakeBackDialog
from app.ui.parts import label, link
from app.ui.printing import preview_document
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.today import moment
from app.ui.workspace import Workspace


@dataclass(frozen=True)
class Registered:
    """One line of the register."""

    number: int
    entry: LogEntry
    peer: str


_COLUMNS: tuple[Column[Numbered[Registered]], ...] = (
    Column("时间", lambda r: moment(r.row.entry.at), width=140, date=True),
    Column("方向", lambda r: "发出" if r.row.entry.direction == "out" else "收到", width=64),
    Column("单位", lambda r: r.row.peer, width=160),
    Column("包号", lambda r: str(r.row.entry.sequence), width=60, right=True),
    Column("条数", lambda r: f"{r.row.entry.rows:,}", width=80, right=True),
    Column("大小", lambda r: size_text(r.row.entry.bytes), width=90, right=True),
    Column("经手人", lambda r: r.row.entry.operator, width=120),
)


class RegisterTable(ListTable[Numbered[Registered]]):
    """登记、签收."""

    def __init__(self) -> None:
        super().__init__(
            "数据包登记",
            ShortList[Registered](()),
            _COLUMNS,
            unit="次",
            placeholder="按单位、经手人查找",
        )
        self.when_empty("还没有发出或收到过数据包。", "刷新", self.reload)

    def show_store(self, store: Store) -> None:
        """Read the register."""
        rows = [Registered(*line) for line in package_register(store.database.read())]
        before = self.chosen()
        self.show_rows(ShortList(rows, _fits))
        places = [n for n, line in enumerate(rows) if before and line.number == before.number]
        if places and (shown := self.model.position(places[0])) >= 0:
            self.table.select_row(shown)

    def chosen(self) -> Registered | None:
        """The selected line."""
        found = self.selected_row()
        return found.row if found else None


class RegisterBox(QWidget):
    """登记 as both levels see it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._points: dict[int, RestorePoint] = {}
        self.table = RegisterTable()
        self.take_back = link("撤回选中的接收…", self._take_back, name="take_back_chosen")
        self.slip = link("打印选中这次的交接单", self._print_slip, name="print_slip")
        tools = self.table.tools
        self.table.search.setMinimumWidth(220)
        tools.insertWidget(0, label("登记", "h2"))
        tools.addWidget(self.table.count)
        tools.addStretch(1)
        tools.addWidget(self.take_back)
        tools.addWidget(self.slip)
        self.table.selection_changed.connect(self._enable)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.table)

    def reload(self) -> None:
        """Read the register, and which receives can be taken back."""
        store = self._workspace.store
        self._points = {point.log_id: point for point in restore_points(store)}
        self.table.show_store(store)
        self._enable()

    def _chosen_point(self) -> RestorePoint | None:
        chosen = self.table.chosen()
        return self._points.get(chosen.number) if chosen else None

    def _enable(self) -> None:
        self.take_back.setVisible(self._chosen_point() is not None)
        offer(self.slip, "" if self.table.chosen() else "请先在登记里选中一次报送或接收。")

    def _take_back(self) -> None:
        point = self._chosen_point()
        if point is not None:
            TakeBackDialog(self._workspace, point, self).exec()

    def _print_slip(self) -> None:
        if chosen := self.table.chosen():
            selection = Selection(package=chosen.number)
            preview_document(self._workspace, document_at(At.HANDED_OVER), selection)


def _fits(line: Registered, view: View) -> bool:
    return view.text in f"{line.peer}{line.entry.operator}"
