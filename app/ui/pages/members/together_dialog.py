"""批量修改: one field of the chosen people; who changes, who stays and why, then one write."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.services.membership import SinceAsked, Undated
from app.services.people_together import (
    FIELDS,
    NEEDS_DAY,
    PersonLine,
    TogetherPlan,
    change_together,
    plan_together,
)
from app.ui.combo_box import ComboBox
from app.ui.dialog import Dialog
from app.ui.forms.editors import Editor, editor_for
from app.ui.notice_bar import NoticeBar
from app.ui.pages.members.since_dialog import SinceDialog
from app.ui.parts import button, label, row
from app.ui.references import StoreReferences
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

Line = Numbered[PersonLine]
_WORDS = "选一项，填上新的内容，点“预览”看每个人怎么改；内容空着就是清空。改错了可以撤销。"


class TogetherDialog(Dialog):
    """`batch` is what an undo takes back, `changed` how many it was."""

    def __init__(self, workspace: Workspace, people: Sequence[bytes], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("批量修改")
        self.resize(860, 560)
        self._workspace, self._people = workspace, list(people)
        self._references = StoreReferences(workspace.store)
        self.plan: TogetherPlan | None = None
        self.batch, self.changed = "", 0
        self.notices = NoticeBar()
        self.field = ComboBox()
        self.field.setAccessibleName("修改哪一项")
        self.field.setObjectName("together_field")
        self.editors: dict[str, Editor] = {}
        self.words = label("", wrap=True)
        self.words.setObjectName("together_words")
        self.list: ListTable[Line] = ListTable(
            "批量修改名单", ShortList[PersonLine](()), self._columns(), searchable=False
        )
        self.list.when_empty("选好内容后点“预览”。")
        self.look = button("预览", self.preview, icon_name="eye", name="together_preview")
        self.go = button("修改", self._write, primary=True, name="together_go")
        self.go.setEnabled(False)
        self._build()

    def _build(self) -> None:
        for name in FIELDS:
            field = entity_named("member").field(name)
            self.editors[name] = made = editor_for(field, self._references)
            made.changed.connect(lambda *_: self._forget())
            self.field.addItem(field.label, name)
        self.field.currentIndexChanged.connect(lambda _n: self._choose())
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label(f"批量修改　{len(self._people):,} 人", "h1"))
        box.addWidget(label(_WORDS, "muted", wrap=True))
        box.addWidget(self.notices)
        inputs = [made.widget for made in self.editors.values()]
        across = row(self.field, label("改为"), *inputs, self.look)
        for place in range(2, 2 + len(inputs)):
            across.setStretch(place, 1)
        box.addLayout(across)
        box.addWidget(self.words)
        box.addWidget(self.list, 1)
        cancel = button("取消", self.reject, name="together_cancel")
        box.addLayout(row(None, cancel, self.go))
        self._choose()

    def _columns(self) -> tuple[Column[Line], ...]:
        return (
            Column("姓名", lambda r: r.row.name, width=150),
            Column("原来", lambda r: self._shown(r.row.before), width=220),
            Column("改为", self._after, width=220, tone=lambda _r: "accent"),
            Column("说明", lambda r: r.row.refused, width=180, tone=lambda _r: "warn"),
        )

    def _after(self, found: Line) -> str:
        return "不改" if found.row.refused or self.plan is None else self._shown(self.plan.value)

    def _shown(self, value: Value) -> str:
        if isinstance(value, bytes):
            return self._references.title("organization", value)
        return str(value or "（空）")

    def _choose(self) -> None:
        for name, made in self.editors.items():
            made.widget.setVisible(name == self.field.currentData())
        self._forget()

    def _forget(self) -> None:
        """Another field or value: what was seen no longer holds."""
        self.plan = None
        self.go.setEnabled(False)
        self.go.setText("修改")
        self.words.setText("")
        self.list.show_rows(ShortList[PersonLine](()))

    def preview(self) -> None:
        """Who changes and who does not."""
        name = str(self.field.currentData())
        raw, store, people = self.editors[name].read(), self._workspace.store, self._people
        job = self._workspace.run(
            "正在核对", lambda p: plan_together(store, people, name, raw, p), self._show_plan
        )
        job.refused.connect(self._refuse)

    def _show_plan(self, plan: TogetherPlan) -> None:
        self.notices.put_away()
        self.plan = plan
        number = len(plan.lines)
        parts = [f"将修改 {number:,} 人"]
        if plan.same:
            parts.append(f"{plan.same:,} 人已经是这样，不动")
        if plan.refused:
            parts.append(f"{len(plan.refused):,} 人不能改，原因见名单")
        if plan.posts_left:
            words = "人在原党组织还有在任的职务，改完请到各人的“党内职务”里结束"
            parts.append(f"{plan.posts_left:,} {words}")
        self.words.setText("；".join(parts) + "。")
        self.list.show_rows(ShortList([*plan.refused, *plan.lines]))
        self.go.setText(f"修改 {number:,} 人")
        self.go.setEnabled(number > 0)

    def _write(self) -> None:
        plan, store = self.plan, self._workspace.store
        if plan is None:
            return
        since: SinceAsked | None = None
        if plan.field in NEEDS_DAY:
            word = self.field.currentText()
            asked = [Undated(plan.field, word, "各人原来的", plan.value)]
            dialog = SinceDialog(asked, self._shown, self)
            if not dialog.exec():
                return
            since = dialog.answers[plan.field]
        job = self._workspace.run(
            "正在修改",
            lambda p: change_together(store, plan, since, p),
            self._written,
            writes=True,
        )
        job.refused.connect(self._refuse)

    def _written(self, batch: str) -> None:
        self.batch, self.changed = batch, len(self.plan.lines) if self.plan else 0
        self.accept()

    def _refuse(self, error: AppError) -> None:
        if isinstance(error, InvalidInput):
            self.notices.warn(f"{'；'.join(error.problems.values())}。")
        else:
            self.notices.refuse(error)
