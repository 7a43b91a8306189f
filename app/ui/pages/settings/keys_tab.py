"""密钥与核对码: our own digits, who knows them, and at the county what gets it in again."""

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.domain.accounts.roles import Verb
from app.domain.errors import AppError
from app.services.exchange.key_change import KeyState, PeerKeys, change_keys, key_state
from app.ui.combo_box import ComboBox
from app.ui.dialog import Dialog
from app.ui.file_dialogs import Purpose, open_file
from app.ui.flow_row import flow
from app.ui.pages.exchange.join_dialog import JoinDialog
from app.ui.pages.settings.keys_tab_recovery import RecoveryKeys
from app.ui.pages.settings.tab import SettingsTab
from app.ui.parts import button, card, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

_COLUMNS: tuple[Column[Numbered[PeerKeys]], ...] = (
    Column("单位", lambda r: r.row.peer.title, width=200),
    Column("对方核对码", lambda r: r.row.fingerprint, width=300),
    Column(
        "知道本单位的新密钥",
        lambda r: "知道" if r.row.knows_ours else "还不知道",
        width=150,
        tone=lambda r: "" if r.row.knows_ours else "warn",
    ),
    Column(
        "情况",
        lambda r: _standing(r.row),
        width=320,
        tone=lambda r: "bad" if r.row.stopped else "ok",
    ),
)
_INVITATIONS = "开户文件 (*.xjs);;所有文件 (*)"
_PURPOSE = "打电话时双方念一遍：对方屏幕上显示的和这里相同，就确定是本单位发出的。"


class KeysTab(SettingsTab):
    """Everything here is read out over the telephone or locked into a safe."""

    title = "密钥与核对码"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        county = workspace.level == "county"
        self.digits = label("", "number")
        self.digits.setObjectName("own_digits")
        self.since = label("", "muted", wrap=True)
        self.void = label("", tone="bad", wrap=True)
        self.void.setObjectName("void")
        self.waiting = label("", tone="warn", wrap=True)
        self.waiting.setObjectName("waiting")
        self.list: ListTable[Numbered[PeerKeys]] = ListTable(
            "对方的核对码", ShortList[PeerKeys](()), _COLUMNS, unit="个单位", searchable=False
        )
        self.table, self.model = self.list.table, self.list.model
        there = "townships" if county else "reporting"
        self.list.when_empty(
            "还没有和别的单位交换过数据。", "去开户", lambda: workspace.open(there), Verb.EXCHANGE
        )
        self.recovery = RecoveryKeys(workspace) if county else None
        self.rejoin = button(
            "打开县里的开户文件…", self._rejoin, icon_name="key", primary=True, name="rejoin"
        )
        self._build()

    def _build(self) -> None:
        change = button("更换密钥…", self._change, icon_name="refresh-cw", name="change_keys")
        self.box.addWidget(
            card(
                flow(label("本单位核对码", "h2"), self.digits, None, change, spacing=20),
                self.since,
                self.void,
                row(self.rejoin, None),
                self.waiting,
                name="本单位核对码",
            )
        )
        self.box.addWidget(label("对方单位", "h2"))
        self.box.addWidget(self.list, 1)
        if self.recovery is not None:
            self.box.addWidget(self.recovery)

    def reload(self) -> None:
        """Digits, what became of our keys, and the others'."""
        state = key_state(self.workspace.store)
        self.digits.setText(state.fingerprint)
        self.since.setText(f"{_PURPOSE}{_age(state)}")
        self.void.setText(_void(state))
        self.void.setVisible(bool(state.void_on))
        self.rejoin.setVisible(bool(state.void_on))
        self.waiting.setText(_waiting(state))
        self.waiting.setVisible(bool(state.waiting))
        self.list.show_rows(ShortList(state.peers))
        if self.recovery is not None:
            self.recovery.reload()

    def _change(self) -> None:
        dialog = ChangeKeysDialog(self.workspace.level, self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        store = self.workspace.store
        try:
            digits = change_keys(store, dialog.reason.currentText())
        except AppError as error:
            self.workspace.refuse(error)
            return
        self.workspace.changed()
        self.workspace.notices.done(
            f"密钥已更换，新的核对码是 {digits}。请照常互传数据，并在电话里告诉对方新的核对码。",
            stays=True,
        )

    def _rejoin(self) -> None:
        chosen = open_file(self, "选择县里的开户文件", Purpose.EXCHANGE, _INVITATIONS)
        if chosen is None:
            return
        dialog = self.workspace.attempt(lambda: JoinDialog(self.workspace, chosen, self))
        if dialog is not None:
            dialog.exec()


def _standing(keys: PeerKeys) -> str:
    if not keys.stopped:
        return "正常"
    upto = f"，第 {keys.cutoff} 号以后的数据包不再接收" if keys.cutoff is not None else ""
    return f"已停用：{keys.stopped}{upto}"


def _age(state: KeyState) -> str:
    since = f"{state.since[:10]} 更换过。" if state.since else ""
    former = f"保留着以前的 {state.former} 把，只用来读旧数据包。" if state.former else ""
    return since + former


def _void(state: KeyState) -> str:
    return (
        f"县里已于 {state.void_on} 将本机的密钥作废（{state.void_reason}），"
        "不再接收本机的上报。数据都在，可以照常录入。请向县委组织部要一份新的开户文件，用下面的按钮打开，就可以继续上报。"
    )


def _waiting(state: KeyState) -> str:
    names = "、".join(state.waiting[:8])
    more = f"等 {len(state.waiting)} 个单位" if len(state.waiting) > 8 else ""
    return (
        f"还不知道新密钥的：{names}{more}。互传一次数据就会知道，在那以前照常收发，不用另办手续。"
    )


REASONS = ("电脑或U盘曾经丢失", "使用人变动", "怀疑密码泄露", "按规定定期更换")
_BOTH = (
    "换了以后，核对码会变成新的；以前录入的数据、密码和恢复码都不变。",
    "对方收到下一个数据包就会知道新密钥，不用重新开户，也不会漏收。",
    "旧密钥留在本机，只用来读以前的数据包。",
)

_COUNTY = "县级恢复密钥要重新写到两个U盘上，原来写的打不开新的数据包。"
_LOST = "如果电脑被盗、密钥可能已在别人手里，光更换不够：请马上打电话给县里，把旧的停用。"


class ChangeKeysDialog(Dialog):
    """Accepted with a reason; whoever opened it changes the keys."""

    def __init__(self, level: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("更换密钥")
        self.setMinimumWidth(620)
        self.reason = ComboBox(editable=True)
        self.reason.setAccessibleName("更换的原因")
        self.reason.setObjectName("reason")
        self.reason.addItems(REASONS)
        self.reason.setCurrentText("")
        self.go = button("更换密钥", self.accept, primary=True, name="change")
        self.go.setEnabled(False)
        self.reason.editTextChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(10)
        box.addWidget(label("更换密钥", "h1"))
        for words in (*_BOTH, _COUNTY if level == "county" else _LOST):
            box.addWidget(label(words, wrap=True))
        box.addWidget(label("更换的原因（会记入修改记录）", "muted"))
        box.addWidget(self.reason)
        box.addLayout(row(None, button("取消", self.reject, name="cancel"), self.go))
