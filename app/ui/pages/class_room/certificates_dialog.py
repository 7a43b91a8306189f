"""结业证书登记 of one class: numbers given out, and 作废 with its reason."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.data.queries.certificates import CertificateRow, certificates_of
from app.domain.errors import AppError
from app.domain.training.codes import VOID
from app.services.classes.closing import may_void, void_certificate
from app.services.classes.reissuing import may_reissue, reissue
from app.services.keeping import refuse_others_row
from app.services.review.deciding_pairs import runs_the_class
from app.services.store import Store
from app.services.why_not import why_not
from app.ui.asking import ask_reason
from app.ui.dialog import Dialog
from app.ui.notice_bar import NoticeBar
from app.ui.offering import offer
from app.ui.pages.members.person_opening import open_person
from app.ui.parts import button, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

_COLUMNS: tuple[Column[Numbered[CertificateRow]], ...] = (
    Column("证书编号", lambda r: r.row.number, width=280),
    Column("姓名", lambda r: r.row.name, width=140),
    Column("签发日期", lambda r: r.row.issued_on, width=110, date=True),
    Column(
        "状态",
        lambda r: r.row.state,
        width=80,
        tone=lambda r: "bad" if r.row.state == VOID else "ok",
    ),
)


_NOTHING_CHOSEN = "先选中一份证书。"


class CertificatesDialog(Dialog):
    """A void number stays in the register and is never given out again."""

    def __init__(self, workspace: Workspace, training_class: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("结业证书登记")
        self.resize(720, 480)
        self._workspace = workspace
        self._class = training_class
        self.notices = NoticeBar()
        self.list: ListTable[Numbered[CertificateRow]] = ListTable(
            "证书登记",
            ShortList[CertificateRow](()),
            _COLUMNS,
            unit="份",
            placeholder="按编号、姓名查找",
        )
        self.list.when_empty("本班没有编号发证。")
        self.list.opened.connect(lambda line: open_person(workspace, line.row.member, self))
        self.void = button("作废选中的证书…", self._void, icon_name="trash-2", name="void")
        self.list.offers(remove=self.void)
        self.again = button("补发选中的证书", self._reissue, icon_name="rotate-ccw", name="reissue")
        self.list.selection_changed.connect(self._enable)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label("作废的编号保留在登记里，不再使用。", "muted"))
        box.addWidget(self.notices)
        box.addWidget(self.list, 1)
        close = button("关闭", self.accept)
        box.addLayout(row(self.list.count, None, self.void, self.again, close))
        self.reload()

    def reload(self) -> None:
        """The register of this class."""
        rows = certificates_of(self._workspace.store.database.read(), self._class)
        self.list.show_rows(ShortList(rows, _fits))
        self._enable()

    def _enable(self) -> None:
        chosen = self.list.selected_row()
        state = chosen.row.state if chosen else ""
        store, uid = self._workspace.store, chosen.row.uid if chosen else b""
        others = why_not(lambda: refuse_others_row(store, "training_class", self._class))
        void, again = why_not(lambda: may_void(state)), why_not(lambda: may_reissue(store, uid))
        offer(self.void, others or (void if chosen else _NOTHING_CHOSEN))
        offer(self.again, others or (again if chosen else _NOTHING_CHOSEN))

    def _reissue(self) -> None:
        chosen = self.list.selected_row()
        if chosen is None:
            return
        store, uid = self._workspace.store, chosen.row.uid
        try:
            number = _reissued(store, uid)
        except AppError as error:
            self.notices.refuse(error)
            return
        self._workspace.changed()
        self.reload()
        words = (
            f"已补发，新编号 {number}，签发日期是今天；原来的 {chosen.row.number} 仍登记为作废。"
        )
        self.notices.done(words, "", None)

    def _void(self) -> None:
        chosen = self.list.selected_row()
        if chosen is None:
            return
        words = f"作废 {chosen.row.number} 的原因（会记入修改记录）："
        reason = ask_reason(self, "作废证书", words)
        if not reason:
            return
        store, uid = self._workspace.store, chosen.row.uid
        if self._workspace.attempt(lambda: _voided(store, uid, reason)) is None:
            return
        self._workspace.changed()
        self.notices.done(f"{chosen.row.number} 已作废。", "", None)
        self.reload()


def _reissued(store: Store, uid: bytes) -> str:
    if not runs_the_class(store, uid):
        raise AppError(
            "这个班不是本单位办的，没有补发。", "请由办班的单位补发，编号用它自己的号段。"
        )
    return reissue(store, uid)


def _voided(store: Store, uid: bytes, reason: str) -> bool:
    void_certificate(store, uid, reason)
    return True


def _fits(certificate: CertificateRow, view: View) -> bool:
    return view.text in f"{certificate.number}{certificate.name}"
