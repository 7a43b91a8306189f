"""结班: who completes and who does not, each with the reason, then one confirmation."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout

from app.data.queries.training_classes import class_values
from app.domain.errors import AppError
from app.domain.training.codes import CLOSED
from app.domain.training.completion import Completion, MarksMissing
from app.services.classes.closing import (
    close_class,
    may_close,
    may_reopen,
    preview_close,
    reopen_class,
)
from app.services.why_not import why_not
from app.ui.asking import ask_reason
from app.ui.offering import offer
from app.ui.pages.class_room.close_dialog import COLUMNS, CloseDialog
from app.ui.pages.class_room.closed_people import closed_people
from app.ui.pages.class_room.step import ClassStep
from app.ui.pages.members.person_opening import open_person
from app.ui.parts import button, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace


class ClosingStep(ClassStep):
    """Before closing a preview, afterwards the outcome."""

    title = "结班"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.words = label("", wrap=True)
        self.list: ListTable[Numbered[Completion]] = ListTable(
            "结业情况", ShortList[Completion](()), COLUMNS, unit="人", searchable=False
        )
        self.table, self.model = self.list.table, self.list.model
        self.list.when_empty("还没有可以看的结果，原因见上面。")
        self.list.opened.connect(lambda line: open_person(workspace, line.row.member, self))
        self.reopen = button("取消结班…", self._reopen, icon_name="rotate-ccw", name="reopen_class")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        head = row(self.words, self.reopen)
        head.setStretch(0, 1)  # all the width: wrapped words take what they need otherwise
        box.addLayout(head)
        box.addWidget(self.list, 1)

    @property
    def closed(self) -> bool:
        """Whether the class is closed already."""
        values = class_values(self.workspace.store.database.read(), self.uid)
        return values.get("state") == CLOSED

    def reload(self) -> None:
        """What closing would say, or what it said."""
        closed = self.closed
        self.reopen.setVisible(closed)
        rows: Sequence[Completion] = ()
        try:
            if closed:
                why = why_not(lambda: may_reopen(self.workspace.store, self.uid))
                offer(self.reopen, why)
                rows = closed_people(self.workspace.store, self.uid)
                self.words.setText(why or "本班已结班。内容不再改动；确需更正请先取消结班。")
            else:
                rows = preview_close(self.workspace.store, self.uid)
                why = why_not(lambda: may_close(self.workspace.store, self.uid))
                self.words.setText(why or "考勤已齐，点右上角“结班”，核对名单后确认。")
        except MarksMissing as error:
            self.words.setText(f"还有 {len(error.missing)} 处考勤没有落实，录完后再结班。")
        except AppError as error:
            self.words.setText(error.message + error.hint)
        self.list.show_rows(ShortList(rows))

    def close_now(self) -> str:
        """Show the reasons, ask once, close. Returns what was agreed to: nothing, CLOSE_ONLY or
        CLOSE_AND_PRINT."""
        store, uid = self.workspace.store, self.uid
        rows = self.workspace.attempt(lambda: may_close(store, uid))
        dialog = CloseDialog(rows, self) if rows is not None else None
        if dialog is None or not dialog.exec():
            return ""
        closed = self.workspace.save(lambda: close_class(store, uid))
        if closed is None:
            return ""
        numbers = f"，编号发证 {len(closed.certificates)} 份" if closed.certificates else ""
        self.workspace.notices.done(
            f"已结班：结业 {len(closed.completed)} 人，"
            f"未结业 {len(closed.not_completed)} 人{numbers}。"
        )
        return dialog.agreed

    def _reopen(self) -> None:
        reason = ask_reason(self, "取消结班", "原因（会记入修改记录）：")
        if reason:
            store, uid = self.workspace.store, self.uid
            self.workspace.save(lambda: reopen_class(store, uid, reason), "已取消结班。")
