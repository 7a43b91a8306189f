"""A filled class workbook becomes a class, in the window; what was refused is listed by cell."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.people.roster_file import RowProblem
from app.services.classes.class_workbooks import ClassOutcome, import_class
from app.services.import_undo import KEPT, undo_import
from app.ui.file_dialogs import Purpose, open_file
from app.ui.finding import ShowClass
from app.ui.jobs.waiting import wait_for
from app.ui.parts import button
from app.ui.table_files import table_filter
from app.ui.tables.list_dialog import ListDialog, ListWords
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered
from app.ui.workspace import Workspace

_AGAIN = "改正后把同一个文件再导一次就行：已经在的不动，只补缺的。"
_COLUMNS: tuple[Column[Numbered[RowProblem]], ...] = (
    Column("工作表", lambda r: r.row.sheet, width=110),
    Column("位置", lambda r: r.row.cell or str(r.row.row or ""), width=70),
    Column("原文", lambda r: r.row.value, width=180),
    Column("原因", lambda r: r.row.reason, width=380),
)


def ask_for_workbook(workspace: Workspace, parent: QWidget) -> None:
    """Choose a workbook and import it."""
    path = open_file(parent, "选择培训班工作簿", Purpose.ROSTERS, table_filter("培训班工作簿"))
    if path is not None:
        import_workbook(workspace, path, parent)


def import_workbook(workspace: Workspace, path: Path, parent: QWidget) -> None:
    """Import, say what came in, list what did not. Returns when the file is read."""
    store, made = workspace.store, list[ClassOutcome]()
    job = workspace.run(
        "正在导入培训班", lambda p: import_class(store, path, p), made.append, writes=True
    )
    wait_for(job)
    for outcome in made:
        problems = [*outcome.rejected, *outcome.warnings]
        if problems:
            ProblemsDialog(problems, len(outcome.rejected), parent).exec()
        workspace.open("class_room", ShowClass(bytes.fromhex(outcome.training_class_id)))
        _tell(workspace, outcome)


def _tell(workspace: Workspace, outcome: ClassOutcome) -> None:
    came = f"学员 {outcome.enrolled} 人，考勤 {outcome.marks} 条"
    words = f"已导入：教学安排 {outcome.sessions} 个半天，{came}。"
    if outcome.known:
        words = f"本机已有这个班，只补充了缺的：{came}；已登记的没有改动。"
    if not outcome.batch:
        workspace.notices.done(words, "", None)
        return
    workspace.notices.done(words, "撤销", lambda: _undo(workspace, outcome.batch))


def _undo(workspace: Workspace, batch: str) -> None:
    store = workspace.store
    workspace.open("classes")
    done = workspace.save(lambda: undo_import(store, batch))
    if done is not None:
        kept = sum(line.result == KEPT for line in done.lines)
        stays = f"{kept} 项后来改过或已使用，保留未动。" if kept else ""
        workspace.notices.done(f"已撤销这次导入。{stays}", "", None)


class ProblemsDialog(ListDialog[RowProblem]):
    """What was refused and what should be looked at."""

    def __init__(self, problems: list[RowProblem], refused: int, parent: QWidget) -> None:
        words = ListWords(
            "导入结果",
            f"没有导入 {refused} 处，其余都已写入。{_AGAIN}" if refused else "都已写入，请留意：",
            "处",
            "查找",
            "没有问题。",
        )
        super().__init__(words, _COLUMNS, _fits, parent)
        self.resize(880, 480)
        self.build([None, button("知道了", self.accept, primary=True, name="seen")], lambda: None)
        self.show_lines(problems)


def _fits(problem: RowProblem, view: View) -> bool:
    return view.text in f"{problem.sheet}{problem.value}{problem.reason}"
