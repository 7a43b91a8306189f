"""一号两人, 一号两证, 同名党组织: side by side, and what is to be done with which of them."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from app.domain.errors import AppError, InvalidInput
from app.services.classes.reissuing import reissue
from app.services.dated_rows import posts_left
from app.services.people import log_unmasked
from app.services.review import deciding_pairs, decisions
from app.services.review.questions import Question
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.dialogs.posts_left import ask_about_posts
from app.ui.dialogs.unmask_dialog import UnmaskDialog
from app.ui.forms.date_line import DateLine
from app.ui.notice_bar import NoticeBar
from app.ui.pages.review.actions import LEFT, SAME, WRONG
from app.ui.pages.review.pair_grid import PairGrid
from app.ui.parts import button, label, link, row

Run = Callable[[Callable[[], object], Question], bool]


@dataclass(frozen=True)
class PairWords:
    """Title and explanation, what picking a column means, what is asked for besides."""

    title: str
    explanation: str
    pick: str
    agree: str
    entry: str = ""
    hint: str = ""


WORDS = {
    ("member", SAME): PairWords(
        "同一个人登记了两次：保留哪一条？",
        "另一条并入保留的这一条，学时、职务、证书都归到他名下，什么也不删除；随时可以撤销合并。"
        "橙色的是两边不同的内容。",
        "保留这一条",
        "合并",
    ),
    ("member", WRONG): PairWords(
        "两个不同的人：谁的身份证号录错了？",
        "请对着身份证或档案填写正确的号码，填好后会核对校验位，也会查有没有别人用这个号码。",
        "这一条的号码录错",
        "改正号码",
        "正确的身份证号：",
        "18 位或 15 位号码",
    ),
    ("member", LEFT): PairWords(
        "同一个人在两处，其中一处已经转出：是哪一处？",
        "选中的这一条改为“已转出”并注明日期，历史、学时和证书都保留，不再计入在册党员。",
        "这一处已转出",
        "登记已转出",
        "转出日期：",
        "如 2026-05-12，只知道年月写 2026-05",
    ),
    ("certificate", WRONG): PairWords(
        "两份证书用了同一个编号：作废哪一份？",
        "发出去的证书不改号：先收回并作废一份，编号留在登记里不再使用，再由办班单位补发新编号。"
        "请先对着两份原件核对。",
        "作废这一份",
        "作废",
        "作废原因：",
        "如：编号重复，已收回原件",
    ),
    ("organization", SAME): PairWords(
        "同一个党组织登记了两次：保留哪一个？",
        "另一个的党员、下级组织、班次和职务都转到保留的这一个，空的那个停用；可以撤销。",
        "保留这一个",
        "合并",
    ),
}


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
        self.words = WORDS[question.item.entity, kind]
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
        if self._kind == SAME:
            decisions.take(store, item.id, uid.hex())
        elif self._kind == LEFT:
            left = posts_left(store, uid, {"status": "已转出", "status_on": text})
            ending = ask_about_posts(self, left) if left is not None else None
            deciding_pairs.moved_away(store, item.id, uid, text, ending)
        elif self._kind == WRONG and item.entity == "member":
            deciding_pairs.correct_number(store, item.id, uid, text)
        else:
            deciding_pairs.void(store, item.id, uid, text)

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
