"""申请彻底删除 at a township: what would go, on which ground; the county decides."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.data.queries.erasures import RequestRow
from app.domain.errors import AppError
from app.services.erasing import ask_erasure, erasure_requests
from app.ui.dialog import Dialog
from app.ui.notice_bar import NoticeBar
from app.ui.pages.members.erasure_parts import (
    basis_box,
    day_of,
    note_box,
    tell,
    titled,
    what_happens,
)
from app.ui.parts import button, label, row
from app.ui.workspace import Workspace

_WORDS = (
    "日常工作不用删人：转出、去世、出党请在“基本信息”里改党籍状态。"
    "只有本人要求、录错等依法应当删除的，才申请彻底删除。"
)

_DECIDES = "申请随下次数据上报带给县里，由县里决定；同意后，本单位和县里的数据会一起删除。"


class ErasureRequestDialog(Dialog):
    """Accepted once the request is written."""

    def __init__(self, workspace: Workspace, member: bytes, name: str, parent: QWidget) -> None:
        """Raises: NotFound: there is no such person any more."""
        super().__init__(parent)
        self.setWindowTitle("申请彻底删除")
        self.setMinimumWidth(600)
        self._workspace, self._member = workspace, member
        self.notices = NoticeBar()
        self.basis = basis_box()
        self.explanation = note_box("说明", "例如：本人 11 月 3 日书面申请，存镇组织办。")
        self.state = label("", wrap=True)
        self.state.setObjectName("request_state")
        self.ask = button("提出申请", self._ask, primary=True, name="ask_erasure")
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(10)
        box.addWidget(label(f"申请彻底删除　{name}", "h1", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(label(_WORDS, "muted", wrap=True))
        box.addWidget(self.state)
        box.addWidget(what_happens(workspace.store, member))
        for widget in (*titled("依据", self.basis), *titled("说明", self.explanation)):
            box.addWidget(widget)
        box.addWidget(label(_DECIDES, wrap=True))
        box.addLayout(row(None, button("关闭", self.reject, name="leave"), self.ask))
        self._show_state()

    def _show_state(self) -> None:
        found = request_of(self._workspace, self._member)
        self.state.setVisible(found is not None)
        if found is None:
            return
        self.state.setText(state_text(found))
        waiting = found.open
        for widget in (self.basis, self.explanation, self.ask):
            widget.setEnabled(not waiting)

    def _ask(self) -> None:
        store = self._workspace.store
        try:
            words = self.explanation.toPlainText()
            ask_erasure(store, self._member, self.basis.currentText(), words)
        except AppError as error:
            tell(self.notices, error)
        else:
            self.accept()


def request_of(workspace: Workspace, member: bytes) -> RequestRow | None:
    """The open request for this person, else the one answered last."""
    found = (r for r in erasure_requests(workspace.store) if r.member == member)
    return next(found, None)


def state_text(request: RequestRow) -> str:
    """What became of a request."""
    day = day_of(request.at)
    if request.open:
        return f"{day} 已申请（{request.basis}），县里还没有答复。"
    return f"上次申请（{request.basis}）县里的答复：{request.state}。{request.answer}"
