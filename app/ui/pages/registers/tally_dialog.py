"""汇总 of a questionnaire: question by question with bars, shares and means; printed and kept."""

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.accounts.roles import Verb
from app.domain.governance.answers import QuestionTally
from app.services.papers.catalogue import XLSX
from app.services.papers.printable import TALLY
from app.services.papers.selection import Selection
from app.services.questionnaires import keep_tally, tally_of
from app.ui.charts import Point, ShareBar
from app.ui.dialog import Dialog
from app.ui.duties import needs
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, label, row
from app.ui.printing import preview_document, save_document
from app.ui.workspace import Workspace

_BAR, _OPTION = 220, 260


class TallyDialog(Dialog):
    """It is anonymous: nothing here tells who said what."""

    def __init__(self, workspace: Workspace, uid: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("问卷汇总")
        self.setMinimumWidth(820)
        self._workspace, self._uid = workspace, uid
        told = tally_of(workspace.store, uid)
        self.told = told
        self.notices = NoticeBar()
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label(told.name, "h1"))
        sent = f"发放 {told.sent} 份，" if told.sent else ""
        share = f"，收回率 {told.returned}" if told.returned else ""
        box.addWidget(label(f"{sent}收回 {told.papers} 份{share}。比例按作答的份数算。", "muted"))
        box.addWidget(self.notices)
        for one in told.questions:
            box.addLayout(_question(one))
        box.addStretch(1)
        self.keep = button("记入评教/需求调研", self._keep, icon_name="check", name="keep_tally")
        self.book = button("导出 Excel", self._book, icon_name="download", name="tally_book")
        self.print = button("打印", self._print, icon_name="printer", name="print_tally")
        needs(self.keep, Verb.ENTER)
        needs(self.print, Verb.PRINT)
        needs(self.book, Verb.EXPORT)
        close = button("关闭", self.accept, name="close_tally")
        box.addLayout(row(self.keep, None, self.book, self.print, close))
        close.setFocus()  # nothing is written by an Enter too many

    def _keep(self) -> None:
        told = self._workspace.attempt(lambda: keep_tally(self._workspace.store, self._uid))
        if told is not None:
            self._workspace.changed()
            self.notices.done(told, "", None)

    def _print(self) -> None:
        preview_document(self._workspace, TALLY, Selection(row=self._uid))

    def _book(self) -> None:
        save_document(self._workspace, TALLY, Selection(row=self._uid), f"问卷汇总（{XLSX}）")


def _question(told: QuestionTally) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setSpacing(4)
    asked = told.asked
    box.addWidget(label(f"{asked.number}. {asked.text}（{asked.kind}）", "h2", wrap=True))
    box.addWidget(label(told.words, "muted", wrap=True))
    grid = QGridLayout()
    grid.setColumnMinimumWidth(0, _OPTION)
    grid.setColumnStretch(1, 1)
    grid.setHorizontalSpacing(12)
    for number, one in enumerate(told.counted):
        bar = ShareBar(f"{one.option}占作答的份数")
        bar.setMinimumWidth(_BAR)
        bar.show_points([Point(one.option, one.papers, max(1, told.answered))])
        grid.addWidget(label(one.option, wrap=True), number, 0)
        grid.addWidget(bar, number, 1)
        grid.addWidget(label(f"{one.papers} 份"), number, 2)
        grid.addWidget(label(one.share), number, 3)
    box.addLayout(grid)
    for text in told.texts:
        box.addWidget(label(f"· {text}", wrap=True))
    return box
