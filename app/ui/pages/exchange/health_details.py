"""The chosen township beside the list: what it is in charge of, how it stands, what to do."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.data.queries.organizations import organization
from app.data.queries.peer_list import PeerRow
from app.services.exchange.revoking import reason_of
from app.services.store import Store
from app.ui.pages.exchange.health_rows import TownshipRow
from app.ui.parts import Tone, button, label, row, set_tone
from app.ui.today import moment

_TONES: dict[str, Tone] = {"bad": "bad", "warn": "warn", "ok": "ok"}


class HealthDetails(QFrame):
    """`issue`, `revoke` and `again` are asked for the township that is shown."""

    def __init__(
        self,
        issue: Callable[[], object],
        revoke: Callable[[], object],
        again: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName("选中的乡镇")
        self.setFixedWidth(320)
        self.name = label("", "h2", wrap=True)
        self.words = label("", wrap=True)
        self.facts = label("", "muted", wrap=True)
        self.issue = button("下发…", issue, name="issue")
        self.revoke = button("停用…", revoke, name="revoke")
        self.again = button("重新开户…", again, name="enrol_again")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        for item in (self.name, self.words, self.facts):
            box.addWidget(item)
        box.addStretch(1)
        box.addSpacing(4)
        box.addLayout(row(self.issue, self.revoke, self.again, None, spacing=8))

    def show_row(self, store: Store, found: TownshipRow | None) -> None:
        """Tell about this township; None when none is chosen."""
        self.name.setText(found.peer.title if found else "选中一个乡镇")
        self.words.setText(found.words if found else "")
        set_tone(self.words, _TONES.get(found.tone, "") if found else "")
        self.facts.setText("\n".join(_facts(store, found)) if found else "")
        stopped = found is not None and bool(found.peer.revoked)
        self.issue.setEnabled(found is not None and not stopped)
        self.revoke.setEnabled(found is not None and not stopped)
        self.again.setEnabled(found is not None)


def scope_names(store: Store, peer: PeerRow) -> list[str]:
    """The organizations a township is in charge of."""
    connection = store.database.read()
    places = [organization(connection, uid) for uid in peer.scope]
    return [place.name for place in places if place is not None]


def _facts(store: Store, found: TownshipRow) -> list[str]:
    connection, peer = store.database.read(), found.peer
    told = [
        f"管辖：{'、'.join(scope_names(store, peer)) or '（没有）'}",
        f"使用人：{peer.operator or '（还没有收到过他的数据）'}",
        f"开户：{peer.enrolled_at[:10]}　证书号段：{peer.block}",
        f"最近收到：{moment(peer.last_received) or '还没有'}",
        f"最近下发：{moment(peer.last_sent) or '还没有'}",
    ]
    if found.health and found.health.confirmed_at:
        told.append(f"最近确认的下发：{moment(found.health.confirmed_at) or '还没有'}")
    if found.health and found.health.held:
        told.append(f"未写入的记录：{found.health.held} 条")
    if peer.revoked:
        told.append(f"停用：{peer.revoked}（{reason_of(connection, peer)}）")
    return told
