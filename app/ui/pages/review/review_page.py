"""待核实: what two sites wrote side by side, in three columns; a person decides each."""

from PySide6.QtWidgets import QInputDialog

from app.data.queries.review_list import FIELD
from app.domain.errors import AppError, InvalidInput
from app.services import decisions
from app.ui.pages.page import Page
from app.ui.pages.review.review_table import ReviewTable
from app.ui.parts import button, label, row
from app.ui.workspace import Workspace


class ReviewPage(Page):
    """上次共同值 | 乡镇值 | 县里值."""

    title = "待核实"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.table = ReviewTable(workspace.store)
        self.list = self.table.list
        self.list.when_empty("没有待核实的内容。", "回工作台", lambda: workspace.open("dashboard"))
        self.theirs = button("取乡镇值", lambda: self._take(own=False), name="take_theirs")
        self.ours = button("取县里值", lambda: self._take(own=True), name="take_ours")
        if workspace.level == "township":
            self.theirs.setText("取县里值")
            self.ours.setText("取本单位值")
        self.other = button("另填一个值…", self._decide, icon_name="pencil")
        self.list.selection_changed.connect(self._enable)
        self.head.insertWidget(2, self.list.count)
        words = "同一项内容两边都改过时在这里并排列出，由人决定；决定之前两边的值都保留。"
        self.box.addWidget(label(words, "muted", wrap=True))
        self.box.addWidget(self.table, 1)
        self.box.addLayout(row(None, self.other, self.theirs, self.ours))

    def reload(self) -> None:
        """Every open question."""
        self.table.reload()
        self._enable()

    def _enable(self) -> None:
        item = self.table.item()
        self.ours.setEnabled(item is not None and self.table.choice(item, own=True) is not None)
        self.theirs.setEnabled(item is not None and self.table.choice(item, own=False) is not None)
        self.other.setEnabled(item is not None and item.kind == FIELD)

    def _take(self, *, own: bool) -> None:
        item = self.table.item()
        choice = self.table.choice(item, own=own) if item else None
        if item is None or choice is None:
            return
        store, key, sibling = self.workspace.store, item.id, choice.id
        self.workspace.save(
            lambda: decisions.take(store, key, sibling), f"{item.subject} {item.label}：已决定。"
        )

    def _decide(self) -> None:
        item = self.table.item()
        if item is None:
            return
        text, agreed = QInputDialog.getText(self, item.subject, f"{item.label}应为：")
        if not agreed or not text.strip():
            return
        store = self.workspace.store
        try:
            decisions.decide(store, item.id, text.strip())
        except InvalidInput as error:
            self.workspace.refuse(AppError(next(iter(error.problems.values()))))
        except AppError as error:
            self.workspace.refuse(error)
        else:
            self.workspace.changed(f"{item.subject} {item.label}：已决定。")
