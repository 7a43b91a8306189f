"""一号两人, 一号两证, 同名党组织: side by side, and what is to be done with which of them."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from app.domain.errors import AppError, InvalidInput
from app.services.classes.reissuing import reissue
from app.services.dated_rows import posts_left
from app.services.people import log_unmasked
from app.services.review import deciding_pairs, decisions
from app.services.review.kinds import Question
from app.services.review.pair_kinds import LEFT, opened_by
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.dialogs.posts_left import ask_about_posts
from app.ui.dialogs.unmask_dialog import UnmaskDialog
from app.ui.forms.date_line import DateLine
from app.ui.notice_bar import NoticeBar
from app.ui.pages.review.pair_grid import PairGrid
from app.ui.parts import button, label, link, row

Run = Callable[[Callable[[], object], Question], bool]


class PairDialog(Dialog):
    """`run` writes the decision; what it refuses is shown here."""

    def __init__(
        self, store: Store, question: Question, kind: str, run: Run, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(question.item.kind)
        self.resize(900, 620)
        self._store = store
        self._question = question
        self._kind = kind
        self._run = run
        self.words = opened_by(question, kind)
        self.pair = deciding_pairs.pair_of(store, question.item.id)
        self.notices = NoticeBar()
        self.grid = PairGrid(store)
        self.grid.show_pair(self.pair, self.words.pick)
        self.entry = DateLine() if kind == LEFT else QLineEdit()
        self.entry.setObjectName("pair_entry")
        self.entry.setPlaceholderText(self.words.hint)
        self.entry.setAccessibleName(self.words.entry or "不用填写")
        self.reissue = QCheckBox("作废后立即补发，新编号取本单位号段")
        self.agree = button(self.words.agree, self._agree, primary=True, name="agree_pair")
        self._build()
        self.grid.chosen.connect(self._enable)
        self.entry.textChanged.connect(lambda _t: self._enable())
        self.entry.returnPressed.connect(self.agree.click)
        self._enable()
        self.grid.group.buttons()[0].setFocus()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.setSpacing(10)
        full = link("查看完整号码…", self._unmask, name="unmask_pair")
        full.setVisible(self.pair.entity.name == "member")
        box.addLayout(row(label(self.words.title, "h2"), None, full))
        box.addWidget(label(self.words.explanation, "muted", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(self.grid, 1)
        ask = QWidget()
        ask.setLayout(row(label(self.words.entry), self.entry))
        ask.setVisible(bool(self.words.entry))
        box.addWidget(ask)
        box.addWidget(self.reissue)
        self.reissue.hide()
        cancel = button("取消", self.reject, name="cancel_pair")
        box.addLayout(row(None, cancel, self.agree))

    def _enable(self) -> None:
        filled = bool(self.entry.text().strip()) or not self.words.entry
        picked = self.grid.picked()
        self.agree.setEnabled(picked is not None and filled)
        if picked is not None and self.pair.entity.name == "certificate":
            self.reissue.setVisible(deciding_pairs.runs_the_class(self._store, picked.uid))

    def _unmask(self) -> None:
        reason = UnmaskDialog.ask(self, f"“{self._question.item.subject}”等")
        if reason:
            log_unmasked(self._store, "待核实对照", reason)
            self.grid.show_pair(self.pair, self.words.pick, full=True)
            self._enable()

    def _agree(self) -> None:
        picked = self.grid.picked()
        if picked is None:
            return
        try:
            done = self._run(lambda: self._write(picked.uid), self._question)
        except InvalidInput as error:
            self.notices.refuse(AppError("；".join(error.problems.values())))
        except AppError as error:
            self.notices.refuse(error)
        else:
            if done and self._replaced(picked.uid):
                self.accept()

    def _write(self, uid: bytes) -> None:
        store, item, text = self._store, self._question.item, self._entered()
        if self._kind == LEFT:
            left = posts_left(store, uid, {"status": "已转出", "status_on": text})
            ending = ask_about_posts(self, left) if left is not None else None
            deciding_pairs.moved_away(store, item.id, uid, text, ending)
        elif self.words.write is not None:
            self.words.write(store, item.id, uid, text)
        else:
            decisions.take(store, item.id, uid.hex())

    def _entered(self) -> str:
        entry = self.entry
        return (entry.value() or "") if isinstance(entry, DateLine) else entry.text()

    def _replaced(self, uid: bytes) -> bool:
        """补发 where it was asked for; a refusal stays on screen, the paper is void already."""
        if not (self.reissue.isVisible() and self.reissue.isChecked()):
            return True
        try:
            reissue(self._store, uid)
        except AppError as error:
            self.notices.refuse(error)
            self.agree.setEnabled(False)
            return False
        return True
