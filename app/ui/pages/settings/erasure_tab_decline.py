"""不同意: the answer to a township's request, with the reason it will read."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.data.queries.erasures import RequestRow
from app.domain.errors import AppError
from app.services.erasing import decline
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.notice_bar import NoticeBar
from app.ui.pages.members.erasure_parts import note_box, tell
from app.ui.parts import button, label, row


class DeclineDialog(Dialog):
    """Accepted once the answer is written."""

    def __init__(self, store: Store, asked: RequestRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("不同意彻底删除")
        self.setMinimumWidth(520)
        self._store, self._asked = store, asked
        self.notices = NoticeBar()
        self.answer = note_box("不同意的理由", "例如：仍是在册党员，请改为办理转出。")
        said = f"{asked.site}　{asked.basis}：{asked.explanation}"
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(10)
        box.addWidget(label(f"不同意彻底删除　{asked.name}", "h1", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(label(said, "muted", wrap=True))
        box.addWidget(label("理由（乡镇会看到）"))
        box.addWidget(self.answer)
        go = button("答复", self._decline, primary=True, name="answer_request")
        box.addLayout(row(None, button("取消", self.reject, name="cancel"), go))

    def _decline(self) -> None:
        try:
            decline(self._store, self._asked.uid, self.answer.toPlainText())
        except AppError as error:
            tell(self.notices, error)
        else:
            self.accept()
