"""导入花名册: choose a file, see line by line what would happen, then exactly that happens."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)

from app.domain.accounts.roles import Verb
from app.domain.people.roster_answers import RosterAnswers
from app.domain.people.roster_file import RosterFile
from app.domain.people.roster_plan import Action
from app.services.import_undo import UndoOutcome, undo_import
from app.services.roster_answers import with_remembered
from app.services.rosters import (
    ImportOutcome,
    ImportPlan,
    import_roster,
    plan_roster_import,
    read_roster_file,
    save_refused_rows,
    write_roster_template,
)
from app.ui.dialog import Dialog
from app.ui.duties import needs
from app.ui.file_dialogs import Purpose, open_file, save_file
from app.ui.forms.reference_edit import ReferenceEdit
from app.ui.notice_bar import NoticeBar
from app.ui.pages.members.import_warnings import ImportWarnings
from app.ui.pages.members.plan_table import PlanTable
from app.ui.pages.members.roster_questions import RosterQuestions
from app.ui.pages.members.roster_words import outcome_words, undone_words, unread_words
from app.ui.pages.members.same_person_questions import SamePersonQuestions
from app.ui.parts import button, card, column, label, link, reword, row
from app.ui.references import StoreReferences
from app.ui.steps import Steps
from app.ui.table_files import table_filter
from app.ui.workspace import Workspace

_FILE, _QUESTIONS, _PLAN, _RESULT = range(4)


class RosterDialog(Dialog):
    """Screens in one window: file, what the file leaves open, plan, result."""

    def __init__(self, workspace: Workspace, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入花名册")
        self.resize(1120, 660)
        self._workspace, self._store = workspace, workspace.store
        self.plan: ImportPlan | None = None
        self.outcome: ImportOutcome | None = None
        self._file: RosterFile | None = None
        self._said, self._asked = RosterAnswers(), False
        self.heading = label("选择花名册文件", "h1")
        self.notices = NoticeBar()
        self.stack = Steps()
        references = StoreReferences(self._store)
        self.branch = ReferenceEdit(
            lambda text: references.find("organization", text),
            lambda uid: references.title("organization", uid),
        )
        self.branch.setAccessibleName("没写支部的人归到")
        self.table = PlanTable()
        self.same_person = SamePersonQuestions(self._read)
        self.warnings = ImportWarnings()
        self.questions = RosterQuestions(self._store)
        self.unread = link("", self._to_questions, name="to_questions")
        self.result_text = label("", wrap=True)
        self.choose = button(
            "选择文件…", self._choose, icon_name="folder-open", primary=True, name="choose_file"
        )
        self.next = button("看清单", self._answered, primary=True, name="answered")
        self.go = button("导入", self._execute, primary=True, name="execute_plan")
        self.save_refused = button("保存被拒绝的行", self._save_refused, icon_name="save")
        self.undo = button("撤销本次导入", self._undo, icon_name="undo-2", name="undo_import")
        self.back = button("上一步", self._to_file, icon_name="chevron-left", name="to_file")
        self.again = button("重新核对刚才的文件", self._read, name="read_again")
        self.close_button = button("取消", self.reject)
        self._build()
        self.choose.setFocus()  # what comes first, so that Enter begins

    def _build(self) -> None:
        needs(self.choose, Verb.ENTER)
        pages = (self._file_page(), self.questions, self._plan_page(), self._result_page())
        for page in pages:
            self.stack.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(self.heading)
        box.addWidget(self.notices)
        box.addWidget(self.stack, 1)
        left, right = (
            (self.save_refused, self.undo),
            (self.back, self.close_button, self.next, self.go),
        )
        box.addLayout(row(*left, None, *right))
        self.questions.decided.connect(self._show_open)
        for hidden in (
            self.save_refused, self.undo, self.back, self.again, self.next, self.go, self.unread
        ):  # fmt: skip
            hidden.hide()

    def _file_page(self) -> QWidget:
        page = QWidget()
        words = (
            "直接选单位现有的花名册就行：WPS、Excel 的各种表格和 .csv，多个工作表、合并表头、"
            "空行、合计行都能识别。先看清单，确认后才写入。"
        )
        template = link("另存一份空白模板…", self._save_template)
        whose = label("没有写支部的人归到", "muted")
        whose.setBuddy(self.branch)
        self.branch.setMinimumWidth(320)
        inside = column(label(words, wrap=True), row(whose, self.branch, None))
        page.setLayout(column(card(inside), row(self.choose, self.again, template, None), None))
        return page

    def _plan_page(self) -> QWidget:
        page = QWidget()
        box = column(self.unread, self.same_person, self.table, self.warnings)
        box.setStretchFactor(self.table, 1)
        page.setLayout(box)
        return page

    def _result_page(self) -> QWidget:
        page = QWidget()
        page.setLayout(column(card(self.result_text), None))
        return page

    # File

    def _choose(self) -> None:
        chosen = open_file(self, "选择花名册", Purpose.ROSTERS, table_filter("花名册"))
        if chosen is not None:
            self.open_file(chosen)

    def open_file(self, path: Path) -> None:
        """Read the file in a bounded process of its own; show what is open, or its plan."""
        self._file = None
        self._said, self._asked = RosterAnswers(), False  # answered for another file
        self.same_person.forget()
        self.again.hide()
        self._read_file(path)

    def _read_file(self, path: Path) -> None:
        taught = with_remembered(self._store, self._said.columns)
        job = self._workspace.run(
            "正在读取花名册",
            lambda progress: read_roster_file(path, progress=progress, taught=taught),
            self._take_file,
        )
        job.refused.connect(self.notices.refuse)

    def _take_file(self, file: RosterFile) -> None:
        self._file = file
        self._read()

    def _read(self) -> None:
        file, store, said = self._file, self._store, self._said
        if file is None:
            return
        branch = self.branch.value()
        organization = branch if isinstance(branch, bytes) else None
        answers = dict(self.same_person.answers)
        job = self._workspace.run(
            "正在核对花名册",
            lambda progress: plan_roster_import(
                store,
                file,
                organization=organization,
                answers=answers,
                ask=True,
                said=said,
                progress=progress,
            ),
            self._take_plan,
        )
        job.refused.connect(self.notices.refuse)

    # Questions

    def _take_plan(self, plan: ImportPlan) -> None:
        self.plan = plan
        if not self._asked and (plan.plan.branch_questions or plan.plan.category_questions):
            self._to_questions()
        else:
            self._show_plan(plan)

    def _to_questions(self) -> None:
        """Before the plan, or again from it."""
        if self.plan is None:
            return
        self._asked = True
        self.questions.show_questions(self.plan)
        self.heading.setText(f"{self.plan.path.name}　先回答这几项，再看清单")
        self._show_page(_QUESTIONS)
        self._show_open()

    def _show_open(self) -> None:
        left = self.questions.open_count
        reword(self.next, f"看清单（还有 {left} 项没选）" if left else "看清单")

    def _answered(self) -> None:
        """Plan again with the answers; a column that is explained means reading again."""
        file, before = self._file, self._said
        if file is None:
            return
        now = self.questions.answers
        columns = {**before.columns, **now.columns}
        self._said = replace(now, columns=columns)
        if columns != dict(before.columns):
            self._read_file(file.path)
        else:
            self._read()

    def _show_page(self, page: int) -> None:
        self.notices.put_away()
        self.stack.setCurrentIndex(page)
        self.back.setVisible(page in (_QUESTIONS, _PLAN))
        self.next.setVisible(page == _QUESTIONS)
        self.go.setVisible(page == _PLAN)
        self.save_refused.hide()

    def _save_template(self) -> None:
        name, kind = "党员花名册模板.xlsx", "Excel 工作簿 (*.xlsx)"
        chosen = save_file(self, "保存空白模板", Purpose.ROSTERS, name, kind)
        if chosen is None:
            return
        saved = self._workspace.attempt(lambda: write_roster_template(chosen))
        if saved is not None:
            self.notices.done("模板已保存。")

    def _to_file(self) -> None:
        """One step back: to the questions, or to another file or 没有写支部的人归到."""
        if self.stack.currentIndex() == _PLAN and self._asked:
            self._to_questions()
            return
        self.heading.setText("选择花名册文件")
        self._show_page(_FILE)
        self.again.setVisible(self._file is not None)

    # Plan

    def _show_plan(self, plan: ImportPlan) -> None:
        self.heading.setText(f"{plan.path.name}　共 {len(plan.lines):,} 行")
        self.unread.setText(unread_words(plan))
        self.unread.setAccessibleName(self.unread.text())
        self.unread.setVisible(bool(self.unread.text()))
        self.table.show_plan(plan)
        self._show_page(_PLAN)
        self.go.setEnabled(plan.writes_something)
        self.go.setText(f"导入 {self._writing(plan):,} 行")
        self.save_refused.setVisible(bool(plan.rejected))
        self.same_person.show_questions(plan)
        self.warnings.show_warnings(plan.warnings)

    @staticmethod
    def _writing(plan: ImportPlan) -> int:
        actions = (Action.NEW, Action.UPDATED, Action.FILLED)
        return sum(plan.counts[action] for action in actions)

    def _execute(self) -> None:
        plan, store = self.plan, self._store
        if plan is None:
            return
        job = self._workspace.run(
            "正在导入", lambda p: import_roster(store, plan, p), self._show_outcome, writes=True
        )
        job.refused.connect(self.notices.refuse)

    # Result

    def _show_outcome(self, outcome: ImportOutcome) -> None:
        self.outcome = outcome
        self.heading.setText("导入完成")
        self.result_text.setText(outcome_words(outcome))
        self._show_page(_RESULT)
        self.undo.setVisible(bool(outcome.batch))
        self.save_refused.setVisible(bool(outcome.rejected))
        self.close_button.setText("完成")

    def _save_refused(self) -> None:
        plan = self.plan
        if plan is None:
            return
        name = f"{plan.path.stem}-被拒绝的行.xlsx"
        kind = "Excel 工作簿 (*.xlsx)"
        target = save_file(self, "保存被拒绝的行", Purpose.ROSTERS, name, kind)
        if target is None:
            return
        saved = self._workspace.attempt(lambda: save_refused_rows(plan, target))
        if saved is not None:
            self.notices.done("已保存，每行末尾写明了原因。")

    def _undo(self) -> None:
        if self.outcome is None:
            return
        store, batch = self._store, self.outcome.batch
        job = self._workspace.run(
            "正在撤销导入", lambda p: undo_import(store, batch, p), self._undone, writes=True
        )
        job.refused.connect(self.notices.refuse)

    def _undone(self, outcome: UndoOutcome) -> None:
        self.undo.hide()
        self.result_text.setText(undone_words(outcome))
