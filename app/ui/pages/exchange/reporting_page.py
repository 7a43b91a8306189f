"""数据上报 of a township: enrol once, then report to the county and receive from it."""

from pathlib import Path

from PySide6.QtWidgets import QFrame, QPushButton

from app.data.queries.peer_list import PeerRow, all_peers
from app.domain.exchange.document_kind import DocumentKind
from app.services.exchange.enrolment import document_kind, own_fingerprint, request_enrolment
from app.services.exchange.joining import join
from app.services.exchange.sending_back import open_returns
from app.services.review.open_items import open_items
from app.services.store import Store
from app.ui.file_dialogs import Purpose, open_file, save_file
from app.ui.flow_row import flow
from app.ui.pages.exchange.join_dialog import JoinDialog
from app.ui.pages.exchange.open_items_dialog import OpenItemsDialog
from app.ui.pages.exchange.register_box import RegisterBox
from app.ui.pages.exchange.returns_dialog import ReturnsDialog
from app.ui.pages.exchange.send_dialog import SendDialog
from app.ui.pages.exchange.stick_dialog import StickDialog
from app.ui.pages.page import Page
from app.ui.pages.review.showing import ShowOpenItems, ShowReturns
from app.ui.parts import button, card, column, label, link
from app.ui.today import moment
from app.ui.workspace import Workspace

_HARMLESS = "每次只带上回以后有变化的内容；多报、漏报、重复报都不会丢数据。"
_NOT_YET = "还没有在县里开户。插上县里给的U盘，打开开户文件，和县里电话核对校验码，就可以上报了。"
_DOCUMENTS = "学籍通开户文件 (*.xjs *.xjk);;所有文件 (*)"


class ReportingPage(Page):
    """One big button once the county has enrolled this township."""

    title = "数据上报"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.county: PeerRow | None = None
        self.state = label("")
        self.report = button(
            "数据上报", self._report, icon_name="send", primary=True, name="report"
        )
        self.take = button("接收县里下发…", self._receive, icon_name="inbox", name="receive")
        self.register = RegisterBox(workspace)
        self._fingerprint = label("", "h2")
        self._enrolment = self._enrolment_card()
        self.open_items = link("看待核实的内容", self._show_open_items, name="open_items")
        self.returns = link("退回", self._show_returns, name="returns")
        self._main = card(
            label("向县里上报", "h2"),
            self.state,
            label(_HARMLESS, "muted"),
            flow(self.report, self.take, None, self.returns, self.open_items),
            name="向县里上报",
        )
        self.box.addWidget(self._main)
        self.box.addWidget(self._enrolment)
        self.box.addWidget(self.register, 1)

    def _enrolment_card(self) -> QFrame:
        steps = column(
            label(_NOT_YET, wrap=True),
            flow(
                button(
                    "打开县里的开户文件…",
                    self._join,
                    icon_name="key",
                    primary=True,
                    name="join",
                ),
                None,
            ),
            flow(
                label("县里没有给文件，要先交申请：", "muted"),
                link("生成开户申请…", self._request, name="request"),
                label("本单位核对码", "muted"),
                self._fingerprint,
                None,
            ),
        )
        return card(label("开户", "h2"), steps, name="开户")

    def reload(self) -> None:
        """Whether we are enrolled, and how far the exchange has come."""
        store = self.workspace.store
        peers = [peer for peer in all_peers(store.database.read()) if peer.level == "county"]
        self.county = peers[0] if peers else None
        self._enrolment.setVisible(self.county is None)
        self._main.setVisible(self.county is not None)
        self._fingerprint.setText(own_fingerprint(store))
        if self.county is not None:
            sent = moment(self.county.last_sent) or "还没有上报过"
            got = moment(self.county.last_received) or "还没有收到过"
            self.state.setText(
                f"已在{self.county.title}开户。上次上报：{sent}。上次收到县里数据：{got}。"
            )
        _count(self.open_items, "看待核实的内容", len(open_items(store)))
        _count(self.returns, "退回，等待更正", len(open_returns(store)))
        self.register.reload()

    def show_what(self, what: object) -> None:
        """待核实 and 退回 of the 工作台 lead here."""
        if isinstance(what, ShowOpenItems):
            self._show_open_items()
        elif isinstance(what, ShowReturns):
            self._show_returns()

    def _show_open_items(self) -> None:
        OpenItemsDialog(self.workspace.store, self).exec()

    def _show_returns(self) -> None:
        ReturnsDialog(self.workspace, self).exec()

    def _report(self) -> None:
        if self.county is not None:
            SendDialog(self.workspace, self.county, "数据上报", self).exec()

    def _receive(self) -> None:
        StickDialog(self.workspace, self).exec()

    def _request(self) -> None:
        name = f"{self.workspace.store.site.name}开户申请.xjs"
        chosen = save_file(self, "保存开户申请", Purpose.EXCHANGE, name, _DOCUMENTS)
        if chosen is None:
            return
        store = self.workspace.store
        made = self.workspace.save(lambda: request_enrolment(store, chosen))
        if made is not None:
            words = f"已生成。请把文件交给县委组织部，并电话核对核对码 {made.fingerprint}。"
            self.workspace.notices.done(words, stays=True)

    def _join(self) -> None:
        file = open_file(self, "选择县里的开户文件", Purpose.EXCHANGE, _DOCUMENTS)
        if file is None:
            return
        store = self.workspace.store
        kind = self.workspace.attempt(lambda: document_kind(file))
        if kind is DocumentKind.INVITATION:
            dialog = self.workspace.attempt(lambda: JoinDialog(self.workspace, file, self))
            if dialog is not None:
                dialog.exec()
        else:
            self._take_reply(store, file)  # what is no enrolment file at all is refused there

    def _take_reply(self, store: Store, file: Path) -> None:
        made = self.workspace.save(lambda: join(store, file))
        if made is not None:
            words = f"已在{made.name}开户。请与县里核对对方核对码 {made.fingerprint}。"
            self.workspace.notices.done(words, stays=True)


def _count(made: QPushButton, words: str, number: int) -> None:
    """A link that is there only while it leads to something."""
    made.setText(f"{words}（{number} 条）")
    made.setAccessibleName(made.text())
    made.setVisible(number > 0)
