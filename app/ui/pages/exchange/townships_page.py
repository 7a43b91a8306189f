"""数据交换 of the county: how it stands with every township; receiving, issuing, enrolling."""

from app.data.queries.peer_list import all_peers
from app.domain.accounts.roles import Verb
from app.services.exchange.enrolment import own_fingerprint
from app.services.exchange.exchange_health import PeerHealth, health
from app.services.exchange.sending_back import open_returns
from app.ui.file_dialogs import Purpose, open_file
from app.ui.fitting import hold_height
from app.ui.pages.exchange.enrolment_files import DOCUMENTS, open_document
from app.ui.pages.exchange.health_details import HealthDetails, scope_names
from app.ui.pages.exchange.health_incidents import HealthIncidents
from app.ui.pages.exchange.health_rows import COLUMNS, LAST_RECEIVED, TownshipRow, fits
from app.ui.pages.exchange.health_strip import HealthStrip
from app.ui.pages.exchange.invite_dialog import InviteDialog
from app.ui.pages.exchange.register_box import RegisterBox
from app.ui.pages.exchange.returns_dialog import ReturnsDialog
from app.ui.pages.exchange.revoke_dialog import RevokeDialog
from app.ui.pages.exchange.send_dialog import SendDialog
from app.ui.pages.exchange.stick_dialog import StickDialog
from app.ui.pages.exchange.waiting_links import WaitingLinks
from app.ui.pages.page import Page
from app.ui.pages.review.showing import ShowEnrolment, ShowReceiving, ShowReturns
from app.ui.parts import button, link, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace


class TownshipsPage(Page):
    """交换情况 above, the register of packages below."""

    title = "数据交换"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.health: dict[bytes, PeerHealth] = {}
        self._asked = 0
        self.list: ListTable[Numbered[TownshipRow]] = ListTable(
            "交换情况",
            ShortList[TownshipRow](()),
            COLUMNS,
            unit="个乡镇",
            placeholder="乡镇名、拼音首字母",
        )
        self.details = HealthDetails(self._issue, self._revoke, self._enrol_again)
        self.issue = self.details.issue
        self.incidents = HealthIncidents(workspace)
        self.register = RegisterBox(workspace)
        self.waiting = WaitingLinks(workspace)
        self.returns = link("", self._show_returns, name="returns")
        self._build()

    def _build(self) -> None:
        self.list.when_empty("还没有乡镇开户。", "给乡镇开户", self._invite, Verb.ENROL)
        self.list.search.setMinimumWidth(220)
        self.list.tools.addWidget(self.list.count)
        self.list.tools.addStretch(1)
        self.list.tools.addWidget(self.returns)
        self.list.tools.addWidget(self.waiting)
        receive = button(
            "数据接收…", self._receive, icon_name="inbox", primary=True, name="receive"
        )
        self.head.addWidget(button("给乡镇开户…", self._invite, icon_name="key", name="enrol"))
        self.head.addWidget(button("处理申请或回执…", self._open_document, name="open_document"))
        self.head.addWidget(receive)
        self.list.table.setItemDelegateForColumn(LAST_RECEIVED, HealthStrip(self.list.table))
        self.list.selection_changed.connect(self._tell)
        self.box.addWidget(self.incidents)
        hold_height(self.list)
        across = row(self.list, self.details, spacing=12)
        across.setStretch(0, 1)
        self.box.addLayout(across, 3)
        self.box.addWidget(self.register, 2)

    def reload(self) -> None:
        """Townships and register at once; the figures follow."""
        store = self.workspace.store
        self.subtitle.setText(f"本县核对码 {own_fingerprint(store)}")
        self._show()
        self.incidents.reload()
        self.waiting.reload()
        sent_back = len(open_returns(store))
        self.returns.setText(f"退回未更正（{sent_back}）")
        self.returns.setAccessibleName(self.returns.text())
        self.returns.setVisible(sent_back > 0)
        self.register.reload()
        self._ask_health()

    def show_what(self, what: object) -> None:
        """退回 of the 工作台 leads here."""
        if isinstance(what, ShowReturns):
            self._show_returns()
        elif isinstance(what, ShowEnrolment):
            self._invite()
        elif isinstance(what, ShowReceiving):
            self._receive()

    def _ask_health(self) -> None:
        """In the background and without a word: the page can be used meanwhile."""
        store = self.workspace.store
        self._asked += 1
        number = self._asked
        job = self.workspace.runner.start(lambda _progress: health(store))
        job.succeeded.connect(lambda found: self._fill_in(number, found))
        job.refused.connect(self.workspace.refuse)
        job.crashed.connect(self.workspace.crashed)

    def _fill_in(self, number: int, found: list[PeerHealth]) -> None:
        if number == self._asked and not self.workspace.leaving:
            self.health = {one.peer: one for one in found}
            self._show()

    def _show(self) -> None:
        peers = all_peers(self.workspace.store.database.read())
        rows = [TownshipRow(peer, self.health.get(peer.site)) for peer in peers]
        chosen = self.list.selected_row()
        self.list.show_rows(ShortList(rows, fits))
        self._choose(chosen.row.peer.site if chosen else b"")
        self._tell()

    def _choose(self, site: bytes) -> None:
        """The township that was chosen before the list was read again; the first one else."""
        shown = [self.list.model.row(n) for n in range(self.list.model.rowCount())]
        places = [n for n, one in enumerate(shown) if one and one.row.peer.site == site]
        if shown:
            self.list.table.select_row(places[0] if places else 0)

    def _tell(self) -> None:
        chosen = self.list.selected_row()
        self.details.show_row(self.workspace.store, chosen.row if chosen else None)

    def _receive(self) -> None:
        StickDialog(self.workspace, self).exec()

    def _issue(self) -> None:
        chosen = self.list.selected_row()
        if chosen is not None:
            SendDialog(self.workspace, chosen.row.peer, "数据下发", self).exec()

    def _revoke(self) -> None:
        chosen = self.list.selected_row()
        if chosen is not None:
            RevokeDialog(self.workspace, chosen.row.peer, self).exec()

    def _invite(self) -> None:
        InviteDialog(self.workspace, self).exec()

    def _enrol_again(self) -> None:
        """The same way as the first time, with the names filled in."""
        chosen = self.list.selected_row()
        if chosen is None:
            return
        dialog = InviteDialog(self.workspace, self)
        names = scope_names(self.workspace.store, chosen.row.peer)
        dialog.scope.setText("，".join(names))
        dialog.name.setText(chosen.row.peer.name)
        dialog.exec()

    def _open_document(self) -> None:
        chosen = open_file(self, "选择乡镇的开户申请或回执", Purpose.EXCHANGE, DOCUMENTS)
        if chosen is not None:
            open_document(self.workspace, chosen, self, self.workspace.notices)

    def _show_returns(self) -> None:
        ReturnsDialog(self.workspace, self).exec()
        self.reload()
