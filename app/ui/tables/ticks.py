"""What is ticked, told below a list: how many, how many out of sight, and what to do with them."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.as_typed import as_typed
from app.ui.parts import label, link, row
from app.ui.tables.lazy_table_model import LazyTableModel

_NOTHING = "点方框或按空格键打勾；Ctrl+A 全选后按空格，全部打勾。"


class TickStrip(QWidget):
    """Always there, so that the first tick moves nothing."""

    def __init__(self, model: LazyTableModel, unit: str) -> None:  # type: ignore[type-arg]
        super().__init__()
        self._model, self._unit = model, unit
        self.words = label(_NOTHING, "muted", wrap=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.only = link("只看已勾选", self._only, name="only_ticked")
        self.none = link("全部取消", self._none, name="untick_all")
        box = row(self.words, self.only, self.none)
        box.setStretch(0, 1)
        self.setLayout(box)
        kept = self.only.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        for each in (self.only, self.none):
            each.setSizePolicy(kept)
        model.checks_changed.connect(self.tell)
        model.modelReset.connect(self.tell)
        self.tell()

    def tell(self) -> None:
        """Say it again after a change."""
        number, seen = self._model.checked_count, self._model.checked_shown()
        hidden = f"，其中 {number - seen:,} {self._unit}不在当前列表中" if number > seen else ""
        nothing = _NOTHING if self._model.rowCount() else ""  # its place is kept all the same
        self.words.setText(f"已勾选 {number:,} {self._unit}{hidden}" if number else nothing)
        self.words.setToolTip(as_typed(self.words.text()))
        only = self._model.only_checked
        shown = "看全部" if only else "只看已勾选"
        if shown != self.only.text():  # else every key would lay the list out anew
            self.only.setText(shown)
        self.only.setVisible(only or number > 0)
        self.none.setVisible(number > 0)

    def _only(self) -> None:
        self._model.only_checked = not self._model.only_checked
        self._model.show_view(self._model.view)

    def _none(self) -> None:
        self._model.only_checked = False
        self._model.set_checked(self._model.checked, on=False)
        self._model.show_view(self._model.view)
