"""开户 at the county: one file per township laptop, digits for the telephone, what came of it."""

from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from app.data.queries.organizations import standing_organizations
from app.services.exchange.invitations import InvitationView, cancel_invitation, invitations, invite
from app.ui.combo_box import dressed
from app.ui.dialog import Dialog
from app.ui.file_dialogs import Purpose, save_file
from app.ui.flow_row import flow
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.today import moment
from app.ui.workspace import Workspace

_WORDS = (
    "填上乡镇党组织，把开户文件存到U盘交给对方；对方打开后打电话来，两边的校验码相同就成了。"
    "一台电脑一份；同一乡镇有几台电脑，就各写一份。"
)
_TONES = {"未使用": "warn", "已开户": "ok", "已取消": ""}
_COLUMNS: tuple[Column[Numbered[InvitationView]], ...] = (
    Column("单位", lambda r: r.row.name, width=150),
    Column("管辖的党组织", lambda r: "、".join(r.row.scope), width=150),
    Column("校验码", lambda r: r.row.check_words, width=290),
    Column("写出时间", lambda r: moment(r.row.created_at), width=140, date=True),
    Column("情况", lambda r: r.row.state, width=70, tone=lambda r: _TONES.get(r.row.state, "")),
    Column("开户的电脑", lambda r: r.row.used_by, width=110),
)


class InviteDialog(Dialog):
    """Write a 开户文件, read its digits out, take one back that was lost."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("给乡镇开户")
        self.resize(1000, 560)
        self._workspace = workspace
        self.notices = NoticeBar()
        self.scope = self._field("管辖的党组织", "例如 青山镇；多个用逗号隔开")
        self.name = self._field("单位名称", "不填就用党组织名称；第二台电脑可写“青山镇二”")
        self.list: ListTable[Numbered[InvitationView]] = ListTable(
            "开户文件", ShortList[InvitationView](()), _COLUMNS, unit="份", placeholder="按单位查找"
        )
        self.list.when_empty("还没有写过开户文件。", "写一份", self.scope.setFocus)
        self.cancel = button("取消选中的开户文件", self._cancel, name="cancel_invitation")
        self._build()
        self.reload()

    def _field(self, name: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText(hint)
        made.setMinimumWidth(260)
        return made

    def _build(self) -> None:
        names = [o.name for o in standing_organizations(self._workspace.store.database.read())]
        self.scope.setCompleter(dressed(QCompleter(sorted(set(names)), self)))
        self.scope.setObjectName("scope")
        write = button(
            "写开户文件…", self._write, icon_name="key", primary=True, name="write_invitation"
        )
        write.setEnabled(False)
        for field in (self.scope, self.name):
            field.returnPressed.connect(write.click)  # as in every form: Enter at the end is done
        self.scope.textChanged.connect(lambda text: write.setEnabled(bool(text.strip())))
        self.list.offers(remove=self.cancel)
        self.list.selection_changed.connect(self._enable)
        self.list.tools.addWidget(self.list.count)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label("给乡镇开户", "h1"))
        box.addWidget(label(_WORDS, "muted", wrap=True))
        box.addWidget(self.notices)
        scope, name = row(label("党组织"), self.scope), row(label("单位名称"), self.name)
        box.addLayout(flow(scope, name, None, write))
        box.addWidget(self.list, 1)
        box.addLayout(row(self.cancel, None, button("关闭", self.accept, name="close_invitations")))

    def reload(self) -> None:
        """Every file that was written, the newest first."""
        found = invitations(self._workspace.store)
        self.list.show_rows(ShortList(found, _fits))
        self._enable()

    def _enable(self) -> None:
        chosen = self.list.selected_row()
        self.cancel.setEnabled(chosen is not None and chosen.row.state == "未使用")

    def _write(self) -> None:
        scope, name = self.scope.text().strip(), self.name.text().strip()
        suggested = f"{name or scope.split(',')[0].split('，')[0]}开户文件.xjs"
        chosen = save_file(
            self, "把开户文件存到U盘", Purpose.EXCHANGE, suggested, "开户文件 (*.xjs)"
        )
        if chosen is None:
            return
        store = self._workspace.store
        made = self._workspace.save(lambda: invite(store, scope, chosen, name))
        if made is None:
            return
        self.scope.clear()
        self.name.clear()
        self.reload()
        self.notices.done(
            f"{made.name}的开户文件已写好：{made.path.name}。交给对方打开，"
            f"并在电话里核对校验码 {made.check_words}。",
            stays=True,
        )

    def _cancel(self) -> None:
        chosen = self.list.selected_row()
        if chosen is None:
            return
        number = chosen.row.number
        self._workspace.save(lambda: cancel_invitation(self._workspace.store, number))
        self.reload()


def _fits(line: InvitationView, view: View) -> bool:
    return view.text in f"{line.name}{''.join(line.scope)}{line.state}"
