"""彻底删除 at the county: what townships ask for, and what was erased."""

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.data.queries.erasures import RequestRow, TombstoneRow
from app.domain.errors import AppError
from app.services.erasing import counts_text, decline, erased_people, erasure_requests
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.notice_bar import NoticeBar
from app.ui.pages.members.erasure_dialog import EraseDialog
from app.ui.pages.members.erasure_parts import day_of, note_box, tell
from app.ui.pages.settings.tab import SettingsTab
from app.ui.parts import button, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

_REQUESTS: tuple[Column[Numbered[RequestRow]], ...] = (
    Column("申请日期", lambda r: day_of(r.row.at), width=100, date=True),
    Column("申请单位", lambda r: r.row.site, width=130),
    Column("姓名", lambda r: r.row.name, width=125),
    Column("党组织", lambda r: r.row.organization, width=150),
    Column("依据", lambda r: r.row.basis, width=130),
    Column("说明", lambda r: r.row.explanation, width=210),
    Column("情况", lambda r: r.row.state, width=80, tone=lambda r: "warn" if r.row.open else ""),
    Column("县里答复", lambda r: r.row.answer, width=180),
)
_ERASED: tuple[Column[Numbered[TombstoneRow]], ...] = (
    Column("删除日期", lambda r: r.row.erased_on, width=110, date=True),
    Column("依据", lambda r: r.row.basis, width=150),
    Column("批准人", lambda r: r.row.approved_by, width=110),
    Column("删除的内容", lambda r: counts_text(r.row.counts), width=640),
)
_WORDS = (
    "乡镇不能自己彻底删除，只能申请。同意后各处一起删除，不能恢复；不同意请写明理由，理由随数据下发"
    "给乡镇。县里自己办理：在“党员”里打开这个人，点左下角“更多…”。"
)


class ErasureTab(SettingsTab):
    """Requests above, what was erased below; no names there."""

    title = "彻底删除"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.requests: ListTable[Numbered[RequestRow]] = ListTable(
            "彻底删除申请",
            ShortList[RequestRow](()),
            _REQUESTS,
            unit="条",
            placeholder="按姓名、单位查找",
        )
        self.requests.when_empty("没有乡镇申请彻底删除。", "再看一次", self.reload)
        self.erased: ListTable[Numbered[TombstoneRow]] = ListTable(
            "已彻底删除",
            ShortList[TombstoneRow](()),
            _ERASED,
            unit="人",
            placeholder="按批准人、日期查找",
        )
        self.erased.when_empty("还没有彻底删除过人。", "再看一次", self.reload)
        self.agree = button("同意并彻底删除…", self._agree, icon_name="trash-2", name="agree")
        self.decline = button("不同意…", self._decline, icon_name="x", name="decline")
        for tool in (self.requests.count, self.decline, self.agree):
            self.requests.tools.addWidget(tool)
        self.requests.offers(self.decline, self.agree)
        self.requests.selection_changed.connect(self._enable)
        self.box.addWidget(label(_WORDS, "muted", wrap=True))
        self.box.addWidget(self.requests, 3)
        self.box.addLayout(row(label("已彻底删除", "h2"), self.erased.count, None))
        self.box.addWidget(self.erased, 2)

    @classmethod
    def title_in(cls, workspace: Workspace) -> str:
        """How many requests wait."""
        waiting = sum(request.open for request in erasure_requests(workspace.store))
        return f"{cls.title}（{waiting} 条待答复）" if waiting else cls.title

    def reload(self) -> None:
        """Both lists."""
        store = self.workspace.store
        self.requests.show_rows(ShortList(erasure_requests(store), _request_fits))
        self.erased.show_rows(ShortList(erased_people(store), _tombstone_fits))
        self._enable()

    def _chosen(self) -> RequestRow | None:
        found = self.requests.selected_row()
        return found.row if found is not None and found.row.open else None

    def _enable(self) -> None:
        chosen = self._chosen()
        self.agree.setEnabled(chosen is not None)
        self.decline.setEnabled(chosen is not None)

    def _agree(self) -> None:
        asked = self._chosen()
        if asked is None:
            return
        said = (asked.basis, asked.explanation)
        dialog = self.workspace.attempt(
            lambda: EraseDialog(self.workspace, asked.member, asked.name, self, said)
        )
        if dialog is not None and dialog.exec() == QDialog.DialogCode.Accepted:
            self.workspace.changed("已彻底删除 1 人，随数据下发告诉各乡镇。")

    def _decline(self) -> None:
        asked = self._chosen()
        if asked is None:
            return
        if DeclineDialog(self.workspace.store, asked, self).exec() == QDialog.DialogCode.Accepted:
            self.workspace.changed("已答复，随数据下发带给乡镇。")


def _request_fits(request: RequestRow, view: View) -> bool:
    return view.text in f"{request.name}{request.site}{request.organization}{request.basis}"


def _tombstone_fits(erased: TombstoneRow, view: View) -> bool:
    return view.text in f"{erased.erased_on}{erased.approved_by}{erased.basis}"


class DeclineDialog(Dialog):
    """Accepted once the answer is written."""

    def __init__(self, store: Store, asked: RequestRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("不同意彻底删除")
        self.setMinimumWidth(520)
        self._store, self._asked = store, asked
        self.notices = NoticeBar()
        self.answer = note_box("不同意的理由", "例如：仍是在册党员，请改为办理转出。")
        said = f"{asked.site}　{asked.basis}：{asked.explanation}"
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(10)
        box.addWidget(label(f"不同意彻底删除　{asked.name}", "h1", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(label(said, "muted", wrap=True))
        box.addWidget(label("理由（乡镇会看到）"))
        box.addWidget(self.answer)
        go = button("答复", self._decline, primary=True, name="answer_request")
        box.addLayout(row(None, button("取消", self.reject, name="cancel"), go))

    def _decline(self) -> None:
        try:
            decline(self._store, self._asked.uid, self.answer.toPlainText())
        except AppError as error:
            tell(self.notices, error)
        else:
            self.accept()
