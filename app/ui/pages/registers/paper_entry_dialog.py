"""录入答卷: paper answers typed with one key each; the next question, and the next paper, come by
themselves."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.domain.entity import REGISTRY
from app.domain.errors import AppError
from app.domain.governance.answers import SEVERAL, WORDS, Asked
from app.domain.governance.entering import PaperInHand
from app.services.questionnaires import Entered, enter_paper, questions_of, take_back_paper
from app.services.registers import row_values
from app.ui.dialog import Dialog
from app.ui.flow_row import flow
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, clear, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

_WORDS = (
    "对着答卷按选项前的数字：单选、打分按一个键就到下一题；多选按完各项按回车；没答的直接按回车。"
    "退格键退回上一题，最后一题答完自动保存，接着录下一份。Ctrl+Z 撤回刚保存的一份。"
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Line = tuple[Asked, str]
_COLUMNS: tuple[Column[Numbered[Line]], ...] = (
    Column("题号", lambda r: str(r.row[0].number), width=60),
    Column("题目", lambda r: r.row[0].text, width=380),
    Column("答案", lambda r: r.row[1], width=380),
)


class _Card(QFrame):
    """The question that is asked now. It has the focus, so that keys are answers."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)


class PaperEntryDialog(Dialog):
    """Every paper is one action; what was entered wrong goes out again."""

    def __init__(self, workspace: Workspace, uid: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("录入答卷")
        self.setMinimumSize(900, 560)
        self._store, self._uid = workspace.store, uid
        self._asked = questions_of(self._store, uid)
        self.paper = PaperInHand(self._asked)
        self.entered: list[Entered] = []
        name = row_values(self._store, REGISTRY["questionnaire"], uid)["name"]
        self.notices = NoticeBar()
        self.count = label("", "muted")
        self.card = _Card()
        self._inside = QVBoxLayout(self.card)
        self.written = QLineEdit()
        self.options: list[QWidget] = []
        self.list: ListTable[Numbered[Line]] = ListTable(
            "这份答卷", ShortList[Line](()), _COLUMNS, searchable=False
        )
        self.take_back = button(
            "撤回刚保存的一份", self._take_back, icon_name="undo-2", name="take_back_paper"
        )
        self.skip = button("下一题", self._next, name="next_question")
        self.back = button("上一题", self._back, name="question_back")
        self._build(str(name))
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        keys.activated.connect(self._take_back)
        self._show()

    def _build(self, name: str) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label(f"录入答卷　{name}", "h1"))
        box.addWidget(label(_WORDS, "muted", wrap=True))
        box.addWidget(self.notices)
        box.addLayout(row(self.count, None))
        box.addWidget(self.card)
        box.addWidget(self.list, 1)
        close = button("关闭", self.accept, name="close_entry")
        box.addLayout(row(self.take_back, None, self.back, self.skip, close))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key is an answer."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in _ENTER:
            self._next()
        elif event.key() == Qt.Key.Key_Backspace:
            self._back()
        elif event.text() and self.paper.press(event.text()):
            self._show()
        elif event.text().strip() and event.key() != Qt.Key.Key_Escape:
            self.notices.warn(f"这一题没有“{event.text()}”这个选项。")
        else:
            super().keyPressEvent(event)

    def press(self, key: str) -> None:
        """The same by mouse."""
        self.paper.press(key)
        self._show()

    def _next(self) -> None:
        asked = self.paper.question
        if asked is not None and asked.kind == WORDS:
            self.paper.write(self.written.text())
        else:
            self.paper.next()
        self._show()

    def _back(self) -> None:
        self.paper.back()
        self._show()

    def _show(self) -> None:
        """The question in sight and what was answered; a paper that is through is saved."""
        if self.paper.question is None:
            self._save()
        asked = self.paper.question
        if asked is not None:
            self._ask(asked)
        lines = [(one, self._said(one)) for one in self._asked]
        self.list.show_rows(ShortList(lines))
        self.list.table.select_row(self.paper.place)
        self.count.setText(
            f"第 {self.paper.place + 1} 题，共 {len(self._asked)} 题　{self._told()}"
        )
        self.back.setEnabled(self.paper.place > 0)
        self.take_back.setEnabled(bool(self.entered))

    def _told(self) -> str:
        return f"这次已录入 {len(self.entered)} 份" if self.entered else "还没有录入"

    def _said(self, asked: Asked) -> str:
        return "、".join(self.paper.answers.get(asked.number, ()))

    def _ask(self, asked: Asked) -> None:
        clear(self._inside)
        self.options = []
        how = {SEVERAL: "可选多项，按完按回车", WORDS: "写好按回车"}.get(asked.kind, "按一个键")
        self._inside.addWidget(label(f"{asked.number}. {asked.text}", "h2", wrap=True))
        self._inside.addWidget(label(how, "muted"))
        self.card.setAccessibleName(f"第 {asked.number} 题 {asked.text}，{how}")
        if asked.kind == WORDS:
            self._write_here()
            return
        for option in asked.options:
            chosen = option in self.paper.said
            words = f"{asked.key(option)}　{option}"
            made = button(words, partial(self.press, asked.key(option)), primary=chosen)
            made.setObjectName(f"option_{asked.key(option)}")
            self.options.append(made)
        self._inside.addLayout(flow(*self.options))
        self.card.setFocus()

    def _write_here(self) -> None:
        self.written = QLineEdit()
        self.written.setAccessibleName("写的话")
        self.written.setPlaceholderText("照答卷写，不写姓名；没写的直接按回车")
        self.written.setText("".join(self.paper.said))
        self._inside.addWidget(self.written)
        self.written.setFocus()

    def _save(self) -> None:
        try:
            made = enter_paper(self._store, self._uid, self.paper.answers)
        except AppError as error:
            self.paper.back()
            self.notices.refuse(error)
            return
        self.entered.append(made)
        blank = "（空白卷）" if not self.paper.answers else ""
        self.paper = PaperInHand(self._asked)
        words = f"已保存第 {made.number} 份{blank}，请在答卷上写编号 {made.number}。"
        self.notices.done(words, "撤回", self._take_back)

    def _take_back(self) -> None:
        if not self.entered:
            return
        last = self.entered[-1]
        try:
            said = take_back_paper(self._store, last.uid)
        except AppError as error:
            self.notices.refuse(error)
            return
        self.entered.pop()
        self.paper = PaperInHand(self._asked, said)
        self._show()
        self.notices.done(f"已撤回第 {last.number} 份，改好后按回车再保存。", "", None)
