"""待核实 at a township: what waits for the county's decision, to be looked at only."""

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.services.store import Store
from app.ui.pages.review.review_table import ReviewTable
from app.ui.parts import button, label, row

_WORDS = (
    "这些内容本单位和县里都改过，两边的值都保留着。由县里核实决定，"
    "决定随下一次下发回来；这里只能看。"
)


class OpenItemsDialog(QDialog):
    """Nothing can be decided here: the paper may lie at the county."""

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("待核实")
        self.resize(1180, 560)
        self.table = ReviewTable(store)
        self.table.list.when_empty("没有待核实的内容。", "关闭", self.accept)
        self.table.list.tools.addWidget(self.table.list.count)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label("待核实", "h1"))
        box.addWidget(label(_WORDS, "muted", wrap=True))
        box.addWidget(self.table, 1)
        box.addLayout(row(None, button("关闭", self.accept, name="close_items")))
        self.table.reload()
