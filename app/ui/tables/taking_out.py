"""Copying, exporting and printing a list as it is shown; what is taken along is noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.accounts.roles import Verb
from app.domain.documents.shown_list import DATE, FIGURE, TEXT, ShownColumn, ShownList
from app.domain.progress import Progress
from app.services.documents import Printed
from app.services.lists import (
    COPIED,
    EMPTY,
    EXPORTED,
    PRINTED,
    lay_out_list,
    must_be_noted,
    needed_for,
    note_taken,
    shown_list,
)
from app.ui.file_dialogs import Purpose, save_file
from app.ui.tables import clipboard_text
from app.ui.tables.clipboard import Copied, copied, put_on_clipboard
from app.ui.tables.on_screen import OnScreen
from app.ui.tables.query import Column
from app.ui.tables.telling import tell, whisper
from app.ui.workspace import Workspace

_AT_ONCE = 1_000  # more rows are read in the background
_KINDS = {
    TEXT: clipboard_text.TEXT,
    FIGURE: clipboard_text.FIGURE,
    DATE: clipboard_text.DATE,
}


@dataclass(frozen=True)
class Block:
    """What was chosen to be copied: rows by id, columns from left to right."""

    ids: Sequence[int]
    sections: Sequence[int]
    heads: bool = False


class TakingOut:
    """`full` says that the list shows whole ID numbers and phones."""

    def __init__(self, made: OnScreen, *, full: bool) -> None:
        self._list = made
        self._full = full

    @property
    def workspace(self) -> Workspace | None:
        """Where jobs run and things are noted; none before a store is open."""
        return Workspace.near(self._list)

    def duty(self, how: str) -> Verb:
        """What taking the list along so needs; of several the last, which fewer may."""
        return needed_for(how, full=self._full)[-1]

    def noted(self) -> bool:
        """Whether copying what is chosen is taking a list along."""
        return must_be_noted(len(self._list.selected_ids()), full=self._full)

    # Copying

    def copy(self) -> None:
        """All selected rows, as shown."""
        self._copy_rows(heads=False)

    def copy_with_heads(self) -> None:
        """The same under their heads."""
        self._copy_rows(heads=True)

    def copy_cell(self) -> None:
        """The one cell the cursor stands on."""
        index = self._list.table.currentIndex()
        if index.isValid():
            ids = [self._list.model.ids[index.row()]]
            self._take(Block(ids, [index.column()]))

    def _copy_rows(self, *, heads: bool) -> None:
        ids = self._list.selected_ids()
        if not ids:
            whisper(self._list, "请先选中要复制的行（Ctrl+A 全选）。")
            return
        self._take(Block(ids, self._list.table.heads.shown(), heads))

    def _take(self, block: Block) -> None:
        model, workspace = self._list.model, self.workspace

        def read(progress: Progress | None) -> tuple[Copied, int]:
            rows = model.texts(block.ids, block.sections, progress)
            if workspace is not None and must_be_noted(len(rows), full=self._full):
                self._note(workspace, COPIED, len(rows), block.sections)
            return self._as_clipboard(block, rows), len(rows)

        if workspace is None:
            self._put(read(None))
        elif len(block.ids) <= _AT_ONCE:
            found = workspace.attempt(lambda: read(None))
            if found is not None:
                self._put(found)
        else:
            workspace.run("正在复制", read, self._put)

    def _as_clipboard(self, block: Block, rows: list[tuple[str, ...]]) -> Copied:
        columns = [self._list.model.columns[section] for section in block.sections]
        heads = [column.label.replace("\n", "") for column in columns] if block.heads else []
        kinds = [_KINDS[kind_of(column)] for column in columns]
        text = clipboard_text.as_text([*([heads] if heads else []), *rows])
        return copied(text, clipboard_text.as_html(rows, kinds, heads))

    def _put(self, made: tuple[Copied, int]) -> None:
        what, number = made
        put_on_clipboard(what)
        if self.workspace is not None and must_be_noted(number, full=self._full):
            tell(self._list, f"已复制 {number:,} 行，已记入修改记录。到表格里按 Ctrl+V 粘贴。")
        else:
            whisper(self._list, f"已复制 {number:,} 行")

    # Export and print

    def export(self) -> None:
        """Ask where to, then write the workbook in a process."""
        workspace = self.workspace
        if workspace is None or self._is_empty():
            return
        words, kind = f"导出{self._list.name}", "Excel 工作簿 (*.xlsx)"
        chosen = save_file(self._list, words, Purpose.PAPERS, self._file_name(".xlsx"), kind)
        if chosen is not None:
            self._export_to(workspace, chosen)

    def _file_name(self, suffix: str) -> str:
        """After the list, what narrowed it (not what was searched for) and the day."""
        narrowed = "-".join(self._list.narrowing.words(self._list.model.view))
        parts = (self._list.name, narrowed.replace("：", ""), f"{date.today():%Y%m%d}")
        return "-".join(filter(None, parts)) + suffix

    def _export_to(self, workspace: Workspace, path: Path) -> None:
        def written(printed: Printed) -> None:
            tell(self._list, f"已导出：{printed.path.name}")

        def write(content: ShownList) -> None:
            title = f"正在导出{content.title}"
            workspace.run_process(title, lay_out_in_child, written, content=content, path=path)

        self._gather(workspace, EXPORTED, write)

    def print(self) -> None:
        """Lay it out, show it, print it from there."""
        workspace = self.workspace
        if workspace is None or self._is_empty():
            return
        folder = workspace.attempt(lambda: workspace.store.scratch("预览"))
        if folder is None:
            return
        path = Path(folder.name) / f"{self._list.name}.pdf"

        def show(printed: Printed) -> None:
            from app.ui.dialogs.print_preview import PrintPreview

            name = self._file_name(".pdf")
            PrintPreview(self._list.name, printed.path, self._list.window(), name=name).exec()
            folder.cleanup()

        def lay_out(content: ShownList) -> None:
            title = f"正在排版{content.title}"
            workspace.run_process(title, lay_out_in_child, show, content=content, path=path)

        self._gather(workspace, PRINTED, lay_out)

    def _is_empty(self) -> bool:
        """Said at once, with what the list itself says of it: no file is asked for."""
        if self._list.model.rowCount():
            return False
        tell(self._list, f"{EMPTY}{self._list.why_empty()}", warn=True)
        return True

    def _gather(self, workspace: Workspace, how: str, then: Any) -> None:
        """Read what is shown in the background and note that it is taken along."""
        made = self._list
        ids, sections = list(made.model.ids), made.table.heads.shown()
        heads = [made.model.columns[section] for section in sections]
        columns = [ShownColumn(c.label.replace("\n", ""), kind_of(c)) for c in heads]
        narrowed = made.narrowing.line(made.model.view)

        def read(progress: Progress) -> ShownList:
            rows = made.model.texts(ids, sections, progress)
            found = shown_list(
                workspace.store, made.name, narrowed, columns, rows, made.unit.removeprefix("个")
            )
            self._note(workspace, how, len(rows), sections)
            return found

        workspace.run("正在读取列表", read, then)

    def _note(self, workspace: Workspace, how: str, number: int, sections: Sequence[int]) -> None:
        columns = [self._list.model.columns[section].label for section in sections]
        note_taken(workspace.store, how, self._list.name, number, columns, full=self._full)


def kind_of(column: Column[Any]) -> str:
    """What the cells of a column hold."""
    return DATE if column.date else FIGURE if column.right else TEXT


def lay_out_in_child(content: ShownList, path: Path, progress: Progress) -> Printed:
    """In the child process."""
    return lay_out_list(content, path, progress)
