"""导入 into a register: file → words that are not known → plan → result, with the way back."""

from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.accounts.roles import Verb
from app.domain.entity import REGISTRY, workbook_fields
from app.domain.people.roster_plan import Action
from app.domain.registers import Register
from app.services.import_undo import UndoOutcome, undo_import
from app.services.register_books import write_register_template
from app.services.register_imports import (
    RegisterOutcome,
    RegisterPlan,
    decide,
    decide_all,
    import_register,
    plan_register,
    save_refused,
)
from app.services.register_words import as_taught, choices_for
from app.ui.combo_box import ComboBox
from app.ui.dialog import Dialog
from app.ui.duties import needs
from app.ui.file_dialogs import Purpose, open_file, save_file
from app.ui.forms.form import Values
from app.ui.forms.form_dialog import FormDialog
from app.ui.notice_bar import NoticeBar
from app.ui.pages.members.import_warnings import ImportWarnings
from app.ui.pages.registers.import_common import (
    AskedLines,
    common_form,
    missing_fields,
    said_fields,
)
from app.ui.pages.registers.plan_table import RegisterPlanTable
from app.ui.parts import button, card, clear, column, label, link, row
from app.ui.references import StoreReferences
from app.ui.steps import Steps
from app.ui.table_files import table_filter
from app.ui.workspace import Workspace

_FILE, _PLAN, _RESULT = range(3)
_XLSX = "Excel 工作簿 (*.xlsx)"
_NEVER = "（不读取这一列）"
_MOST_ASKED = 12
_WORDS = (
    "单位现有的表就行，WPS、Excel 的各种表格和 .csv 都可以：表头里有名称和另外一列就能识别。"
    "先看清单，确认后才写入。"
)


class RegisterImportDialog(Dialog):
    """`outcome` is what was done."""

    def __init__(self, workspace: Workspace, register: Register, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"导入{register.title}")
        self.resize(1080, 640)
        self._workspace, self._register = workspace, register
        self._path: Path | None = None
        self._answers: dict[tuple[str, str, str], str] = {}
        self._asked: dict[tuple[str, str, str], ComboBox] = {}
        self.plan: RegisterPlan | None = None
        self.outcome: RegisterOutcome | None = None
        self.notices = NoticeBar()
        self.heading = label("选择文件", "h2")
        self.stack = Steps()
        self.questions = QWidget()
        self._grid = QGridLayout(self.questions)
        self.table = RegisterPlanTable()
        self.asked = AskedLines(self._answer)
        self._common: Values = {}
        self.warnings = ImportWarnings()
        self.result_text = label("", wrap=True)
        self.choose = button(
            "选择文件…", self._choose, icon_name="folder-open", primary=True, name="choose_file"
        )
        needs(self.choose, Verb.ENTER)
        self.again = button("按所选重新核对", self._read, name="read_again")
        self.fill = button("表里没有的栏目…", self._fill, icon_name="pencil", name="common_fields")
        self.back = button("上一步", self._to_file, icon_name="chevron-left", name="to_file")
        self.go = button("导入", self._execute, primary=True, name="execute_plan")
        self.save = button("保存被拒绝的行", self._save_refused, icon_name="save", name="refused")
        self.undo = button("撤销本次导入", self._undo, icon_name="undo-2", name="undo_import")
        self.close_button = button("取消", self.reject)
        self._build()
        self.choose.setFocus()  # what comes first, so that Enter begins

    def _build(self) -> None:
        template = link("另存一份空白模板…", self._template, name="template")
        inside = column(label(_WORDS, wrap=True), row(self.choose, template, None))
        first, second, third = QWidget(), QWidget(), QWidget()
        first.setLayout(column(card(inside), None))
        box = column(self.questions, self.asked, self.table, self.warnings)
        box.setStretchFactor(self.table, 1)
        second.setLayout(box)
        third.setLayout(column(card(self.result_text), None))
        for page in (first, second, third):
            self.stack.addWidget(page)
        left = (self.save, self.undo, self.fill)
        right = (self.back, self.close_button, self.again, self.go)
        whole = column(self.heading, self.notices, self.stack, row(*left, None, *right))
        whole.setContentsMargins(20, 16, 20, 14)
        self.setLayout(whole)
        for hidden in (*left, self.back, self.again, self.go, self.questions):
            hidden.hide()

    # File

    def _choose(self) -> None:
        title = f"选择{self._register.title}"
        chosen = open_file(self, title, Purpose.ROSTERS, table_filter(self._register.title))
        if chosen is not None:
            self.open_file(chosen)

    def open_file(self, path: Path) -> None:
        """Read the file and show what would happen."""
        self._path, self._answers, self._common = path, {}, {}
        self._read()

    def _read(self) -> None:
        """Read it, or read it anew with what has been answered meanwhile."""
        path, store, register = self._path, self._workspace.store, self._register
        if path is None:
            return
        for place, combo in self._asked.items():
            if combo.currentIndex() > 0:
                self._answers[place] = str(combo.currentData())
        taught, common = as_taught(self._answers), dict(self._common)
        job = self._workspace.run(
            "正在核对",
            lambda p: plan_register(
                store, register, path, taught=taught, common=common, progress=p
            ),
            self._show_plan,
        )
        job.refused.connect(self.notices.refuse)

    def _template(self) -> None:
        name = f"{self._register.title}模板.xlsx"
        chosen = save_file(self, "保存空白模板", Purpose.ROSTERS, name, _XLSX)
        if chosen is None:
            return
        saved = self._workspace.attempt(lambda: write_register_template(self._register, chosen))
        if saved is not None:
            self.notices.done("模板已保存。")

    def _to_file(self) -> None:
        self.heading.setText("选择文件")
        self._show_page(_FILE)

    def _show_page(self, page: int) -> None:
        self.notices.put_away()
        self.stack.setCurrentIndex(page)
        self.back.setVisible(page == _PLAN)
        self.go.setVisible(page == _PLAN)
        self.again.setVisible(page == _PLAN and bool(self._asked))
        self.fill.setVisible(page == _PLAN and self._register.meets)
        self.save.hide()

    # Plan

    def _show_plan(self, plan: RegisterPlan) -> None:
        self.plan = plan
        self.heading.setText(f"{plan.path.name}　共 {len(plan.lines):,} 行")
        self.warnings.show_warnings(plan.file.warnings)  # columns are asked about above
        self._ask(plan)
        self._show_page(_PLAN)
        self._show_lines(plan)
        missing = missing_fields(plan)
        if missing:
            words = "、".join(missing)
            self.notices.warn(f"表里没有“{words}”，各行都缺。", "整批填写…", self._fill)

    def _show_lines(self, plan: RegisterPlan) -> None:
        self.plan = plan
        self.table.show_plan(self._workspace.store, plan)
        self.asked.show_number(plan.counts[Action.ASKED])
        number = len(plan.writing)
        self.go.setText(f"导入 {number:,} 行")
        self.go.setEnabled(number > 0)
        self.save.setVisible(bool(plan.rejected))

    def _answer(self, same: bool) -> None:
        """Of the selected lines that ask, or of all of them."""
        plan = self.plan
        if plan is None:
            return
        chosen = [n for n in self.table.list.selected_ids() if plan.lines[n].doubt]
        made = decide(plan, chosen, same=same) if chosen else decide_all(plan, same=same)
        self._show_lines(made)

    def _fill(self) -> None:
        """What all lines have in common and the table has no column for."""
        if self.plan is None:
            return
        form = common_form(self.plan, StoreReferences(self._workspace.store), self._common)
        dialog = FormDialog("表里没有的栏目，每行都按这里写的", form, said_fields, self)
        dialog.save_button.setText("按此核对")
        if dialog.exec():
            self._common = dialog.outcome
            self._read()

    def _ask(self, plan: RegisterPlan) -> None:
        """Every word and column that is not known, once; what is left open stays as it is."""
        clear(self._grid)
        self._asked = {}
        store = self._workspace.store
        for word in plan.unknown[:_MOST_ASKED]:
            about = REGISTRY[word.table].field(word.field)
            words = f"{about.label}“{word.word}”（{word.lines} 行）是"
            place = (word.table, word.field, word.word)
            choices = {one: one for one in choices_for(store, word)}
            self._add_question(words, place, choices)
        for sheet in plan.file.sheets:
            table = sheet.branch_hints[0]
            for one in sheet.unread_columns[: _MOST_ASKED - len(self._asked)]:
                free = {
                    f.label: f.name
                    for f in workbook_fields(REGISTRY[table])
                    if f.name not in sheet.columns
                }
                words = f"没有读取的列“{one.header}”是"
                self._add_question(words, (table, "", one.key), {_NEVER: ""} | free)
        self.questions.setVisible(bool(self._asked))

    def _add_question(
        self, words: str, place: tuple[str, str, str], choices: dict[str, str]
    ) -> None:
        line, at = divmod(len(self._asked), 2)
        combo = ComboBox()
        combo.setAccessibleName(words)
        combo.addItem("（没有说明）", None)
        for shown, value in choices.items():
            combo.addItem(shown, value)
        asked = label(words, "muted")
        asked.setBuddy(combo)
        self._grid.addWidget(asked, line, at * 2)
        self._grid.addWidget(combo, line, at * 2 + 1)
        self._asked[place] = combo

    def _execute(self) -> None:
        plan, store = self.plan, self._workspace.store
        if plan is None:
            return
        job = self._workspace.run(
            "正在导入", lambda p: import_register(store, plan, p), self._show_outcome, writes=True
        )
        job.refused.connect(self.notices.refuse)

    # Result

    def _show_outcome(self, outcome: RegisterOutcome) -> None:
        self.outcome = outcome
        self.heading.setText("导入完成")
        words = (
            f"新增 {outcome.new:,}，更新 {outcome.updated:,}，不变 {outcome.unchanged:,}，"
            f"重复 {outcome.duplicates:,}，拒绝 {len(outcome.rejected) - outcome.asked:,} 处。"
        )
        if outcome.asked:
            words += f"\n另有 {outcome.asked:,} 行可能已经登记过，没有确认，没有写入。"
        if outcome.rejected:
            words += "\n被拒绝的行可以存成原来的样子，改好后再导入一次。"
        self.result_text.setText(words)
        self._show_page(_RESULT)
        self.undo.setVisible(bool(outcome.batch))
        self.save.setVisible(bool(outcome.rejected))
        self.close_button.setText("完成")

    def _save_refused(self) -> None:
        plan = self.plan
        if plan is None:
            return
        name = f"{plan.path.stem}-被拒绝的行.xlsx"
        target = save_file(self, "保存被拒绝的行", Purpose.ROSTERS, name, _XLSX)
        if target is None:
            return
        saved = self._workspace.attempt(lambda: save_refused(plan, target))
        if saved is not None:
            self.notices.done("已保存，每行末尾写明了原因。")

    def _undo(self) -> None:
        if self.outcome is None:
            return
        store, batch = self._workspace.store, self.outcome.batch
        job = self._workspace.run(
            "正在撤销导入", lambda p: undo_import(store, batch, p), self._undone, writes=True
        )
        job.refused.connect(self.notices.refuse)

    def _undone(self, outcome: UndoOutcome) -> None:
        self.undo.hide()
        kept = f"，因后来有改动而保留 {outcome.kept}" if outcome.kept else ""
        self.result_text.setText(f"已撤销 {outcome.reversed} 条{kept}。")
