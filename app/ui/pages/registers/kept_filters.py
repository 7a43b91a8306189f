"""我的筛选: what a register's list is narrowed to, under a name, shown again and taken away."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.data.queries.registers import RegisterRow
from app.domain.errors import AppError
from app.domain.registers import Register
from app.services.saved_filters import SavedFilter, drop_filter, keep_filter, saved_filters
from app.ui.asking import ask_line
from app.ui.combo_box import ComboBox
from app.ui.offering import offer
from app.ui.parts import button
from app.ui.tables.list_table import ListTable
from app.ui.workspace import Workspace

_ALL = "我的筛选"
_NOTHING = "先查找或选择筛选条件，再记住。"


class KeptFilters:
    """Beside the filters of a list: the named ones, 记住筛选… and 删去筛选."""

    def __init__(
        self,
        workspace: Workspace,
        register: Register,
        shown: ListTable[RegisterRow],
        where: QWidget,
    ) -> None:
        self._workspace, self._register, self._list = workspace, register, shown
        self._where = where
        self.names = ComboBox()
        self.names.setObjectName("filter_kept")
        self.names.setAccessibleName(_ALL)
        self.keep = button("记住筛选…", self._keep, icon_name="save", name="filter_keep")
        self.drop = button("删去筛选", self._drop, icon_name="trash-2", name="filter_drop")
        for made in (self.names, self.keep, self.drop):
            shown.tools.addWidget(made)
        self.names.activated.connect(lambda _n: self._show(str(self.names.currentData() or "")))
        shown.model.modelReset.connect(self._enable)
        self._fill("")

    def _fill(self, chosen: str) -> None:
        known = saved_filters(self._workspace.store, self._register)
        self.names.clear()
        self.names.addItem(_ALL, "")
        for one in known:
            self.names.addItem(one.name, one.name)
        self.names.setCurrentIndex(max(0, self.names.findData(chosen)))
        self.names.setVisible(bool(known))
        self._enable()

    def _enable(self) -> None:
        view = self._list.model.view
        offer(self.keep, "" if view.text or view.filters else _NOTHING)
        self.drop.setVisible(bool(self.names.currentData()))

    def _show(self, name: str) -> None:
        known = saved_filters(self._workspace.store, self._register)
        wanted = next((one for one in known if one.name == name), SavedFilter("", "", {}))
        self._list.search.setText(wanted.text)
        for key, (_label, combo) in self._list.narrowing.combos.items():
            value = wanted.filters.get(key)
            combo.setCurrentIndex(max(0, combo.findData(value)))
            self._list.filter_by(key, value)
        self._enable()

    def _keep(self) -> None:
        view = self._list.model.view
        words = (
            f"给这个筛选起个名称（{'；'.join(self._list.narrowing.words(view)) or view.text}）："
        )
        name, agreed = ask_line(self._where, "记住筛选", words)
        if not agreed:
            return
        wanted = SavedFilter(name, view.text, dict(view.filters))
        self._done(
            lambda: keep_filter(self._workspace.store, self._register, wanted).name, "已记住。"
        )

    def _drop(self) -> None:
        name = str(self.names.currentData() or "")

        def forget() -> str:
            drop_filter(self._workspace.store, self._register, name)
            return ""

        self._done(forget, f"已删去筛选“{name}”。")

    def _done(self, act: Callable[[], str], words: str) -> None:
        try:
            chosen = act()
        except AppError as error:
            self._workspace.refuse(error)
            return
        self._fill(chosen)
        self._workspace.notices.done(words)
