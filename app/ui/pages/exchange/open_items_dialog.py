"""待核实 at a township: its own to decide, the rest waits for the county and is looked at only."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.notice_bar import NoticeBar
from app.ui.pages.page import Page
from app.ui.pages.review.review_desk import ReviewDesk
from app.ui.parts import button, label, row

_WORDS = (
    "同一项内容两边都改过时并排列出，两边的值都保留着。本单位办班的考勤、只有本单位两台电脑改过的内容"
    "由本单位核实；其余由县里核实，决定随下一次下发回来。"
)


class OpenItemsDialog(Dialog):
    """The same list as the county's; buttons appear only where this township decides."""

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("待核实")
        self.resize(1180, 620)
        self.notices = NoticeBar()
        self.desk = ReviewDesk(store, self.notices, self._changed)
        self.list = self.desk.list
        self.list.when_empty("没有待核实的内容。")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addLayout(row(label("待核实", "h1"), self.list.count, None))
        box.addWidget(label(_WORDS, "muted", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(self.desk, 1)
        box.addLayout(row(None, button("关闭", self.accept, name="close_items")))
        self.desk.reload()
        self.list.table.setFocus()

    def _changed(self) -> None:
        self.desk.reload()
        page = self.parent()
        if isinstance(page, Page):
            page.workspace.changed()
