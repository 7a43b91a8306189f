"""彻底删除 at the county: counts, ground and reason, and the name typed before anything goes."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.services.erasing import OLD_BACKUPS, Erased, counts_text, erase
from app.ui.dialog import Dialog
from app.ui.notice_bar import NoticeBar
from app.ui.pages.members.erasure_parts import basis_box, note_box, tell, titled, what_happens
from app.ui.parts import button, clear, label, row
from app.ui.workspace import Workspace

_FOR_GOOD = "删除后不能恢复。各乡镇下次接收县里的数据时，也会删除这个人。"
_PAPER = "已经打印的名册、表格和导出的文件不会改变，请按档案管理规定处理。"


class EraseDialog(Dialog):
    """`erased` is set once it is done; the result stays on screen until it is closed."""

    def __init__(
        self,
        workspace: Workspace,
        member: bytes,
        name: str,
        parent: QWidget,
        asked: tuple[str, str] = ("", ""),
    ) -> None:
        """`asked` is ground and explanation of a township's request.

        Raises: NotFound: there is no such person any more.
        """
        super().__init__(parent)
        self.setWindowTitle("彻底删除")
        self.setMinimumWidth(620)
        self._workspace, self._member, self._name = workspace, member, name
        self.erased: Erased | None = None
        self.notices = NoticeBar()
        self.basis = basis_box(asked[0])
        self.reason = note_box("原因", "例如：本人书面申请，存组织部干教科。", asked[1])
        self.typed = QLineEdit()
        self.typed.setAccessibleName("输入姓名确认")
        self.typed.setObjectName("typed_name")
        self.go = button("彻底删除", self._erase, icon_name="trash-2", name="erase")
        self.go.setEnabled(False)
        self.typed.textChanged.connect(self._compare)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(24, 20, 24, 16)
        self.box.setSpacing(8)
        self._build()

    def _build(self) -> None:
        box = self.box
        box.addWidget(label(f"彻底删除　{self._name}", "h1", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(label(_FOR_GOOD, tone="bad", wrap=True))
        box.addWidget(what_happens(self._workspace.store, self._member))
        box.addWidget(label(f"{OLD_BACKUPS}{_PAPER}", "muted", wrap=True))
        again = titled(f"请输入姓名“{self._name}”确认", self.typed)
        for widget in (
            *titled("依据", self.basis),
            *titled("原因（会记入修改记录）", self.reason),
            *again,
        ):
            box.addWidget(widget)
        box.addLayout(row(None, button("取消", self.reject, name="cancel"), self.go))

    def _compare(self, text: str) -> None:
        self.go.setEnabled(text.strip() == self._name)

    def _erase(self) -> None:
        store, words = self._workspace.store, self.reason.toPlainText()
        try:
            self.erased = erase(store, self._member, self.basis.currentText(), words)
        except AppError as error:
            tell(self.notices, error)
        else:
            self._show_done(self.erased)

    def _show_done(self, done: Erased) -> None:
        clear(self.box)
        self.box.addWidget(label("已彻底删除", "h1"))
        self.box.addWidget(label(f"删除了：{counts_text(done.counts)}。", wrap=True))
        if done.certificates:
            kept = "、".join(done.certificates)
            self.box.addWidget(label(f"保留的结业证书登记：{kept}。", wrap=True))
        for note in (*done.notes, _PAPER):
            self.box.addWidget(label(note, "muted", wrap=True))
        self.box.addStretch(1)
        close = button("完成", self.accept, primary=True, name="erased_done")
        self.box.addLayout(row(None, close))
        close.setFocus()

    def reject(self) -> None:
        """Once it is done, closing is agreeing."""
        if self.erased is not None:
            self.accept()
        else:
            super().reject()
