"""待核实: what two sites wrote side by side, in three columns; a person decides each."""

from PySide6.QtGui import QShowEvent

from app.services.review.questions import questions
from app.ui.offering import offer
from app.ui.pages.page import Page
from app.ui.pages.review.bulk_dialog import BulkDialog
from app.ui.pages.review.decided_dialog import DecidedDialog
from app.ui.pages.review.review_desk import ReviewDesk
from app.ui.parts import button, label
from app.ui.workspace import Workspace

_WORDS = (
    "同一项内容两边都改过时并排列出，由人决定；决定之前两边的值都保留。"
    "↑↓ 选择，1、2、3 决定，Enter 下一条。"
)


class ReviewPage(Page):
    """上次共同值 | 乡镇值 | 县里值."""

    title = "待核实"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.desk = ReviewDesk(workspace.store, workspace.notices, workspace.changed)
        self.list = self.desk.list
        self.list.when_empty("没有待核实的内容。", "回工作台", lambda: workspace.open("dashboard"))
        self.bulk = button(
            "批量核实…", self._decide_many, icon_name="list-checks", name="decide_many"
        )
        self.today = button("今日决定…", self._show_today, icon_name="clock", name="decided_today")
        self.head.insertWidget(2, self.list.count)
        self.head.addWidget(self.today)
        self.head.addWidget(self.bulk)
        self.list.model.modelReset.connect(self._offer_bulk)
        self._offer_bulk()
        self.box.addWidget(label(_WORDS, "muted", wrap=True))
        self.box.addWidget(self.desk, 1)

    def reload(self) -> None:
        """Every open question; what is left after a decision at once."""
        left = self.desk.take_left()
        if left is not None:
            self.desk.show_questions(left)
        if left is None or self.waits_for("questions"):
            store = self.workspace.store
            self.read("questions", lambda: questions(store), self.desk.show_questions)

    def showEvent(self, event: QShowEvent) -> None:
        """The keys work at once."""
        super().showEvent(event)
        self.list.table.setFocus()

    def _offer_bulk(self) -> None:
        waiting = self.list.model.rowCount() or self.list.model.view.text
        offer(self.bulk, "" if waiting else "没有待核实的内容。")

    def _decide_many(self) -> None:
        dialog = BulkDialog(self.workspace.store, self)
        dialog.exec()
        if dialog.written:
            number = dialog.decision
            self.workspace.changed()
            words = f"已按规则写入 {dialog.written} 条。"
            self.workspace.notices.done(words, "撤销", lambda: self.desk.take_back(number))

    def _show_today(self) -> None:
        dialog = DecidedDialog(self.workspace.store, self)
        dialog.exec()
        if dialog.taken_back:
            self.workspace.changed(f"已撤销 {dialog.taken_back} 个决定，重新列为待核实。")
