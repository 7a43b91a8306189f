"""The register of packages with what can be done to one: take a receive back, print the 交接单."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.exchange.restore_points import RestorePoint, restore_points
from app.services.papers.selection import Selection
from app.ui.offering import offer
from app.ui.pages.exchange.register_table import RegisterTable
from app.ui.pages.exchange.take_back_dialog import TakeBackDialog
from app.ui.parts import label, link
from app.ui.printing import preview_document
from app.ui.workspace import Workspace


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
            preview_document(self._workspace, "handover_slip", selection)
