"""数据接收: what lies on the stick, each file with a sentence; from here into the preview."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.services.exchange import stick
from app.services.exchange.stick import (
    OWN_CONFIRMED,
    PACKAGE,
    RECEIPT,
    StickFile,
    delete_confirmed,
    on_stick,
)
from app.ui.as_typed import as_typed
from app.ui.asking import agreed
from app.ui.dialog import Dialog
from app.ui.file_dialogs import Purpose, choose_folder, open_file
from app.ui.notice_bar import NoticeBar
from app.ui.pages.exchange.enrolment_files import open_document
from app.ui.pages.exchange.places import Place, chosen_place, missing, places, remember
from app.ui.pages.exchange.receive_all_dialog import ReceiveAllDialog
from app.ui.pages.exchange.receive_dialog import ReceiveDialog
from app.ui.pages.exchange.send_dialog import size_text
from app.ui.pages.exchange.waiting_links import WaitingLinks
from app.ui.parts import button, clear, label, link, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.today import moment
from app.ui.workspace import Workspace

_NO_STICK = "没有找到 U盘。插好后请点“刷新”，或选择放数据包的文件夹、文件。"
_MISSING = "上次用的{place}没有插上或找不到了。插好后点“刷新”；也可以选别的。"
_FILES = "学籍通数据包、回执、开户文件 (*.xjb *.xjr *.xjs);;所有文件 (*)"


TO_RECEIVE = (stick.FRESH, stick.RECEIPT)
"""What can be received at once, one after the other."""
_ORDER = (
    *(stick.FRESH, stick.RECEIPT, stick.GAP, stick.ENROLMENT, stick.NEWER, stick.REFUSED),
    *(stick.DAMAGED, stick.OWN_CONFIRMED, stick.OWN, stick.RECEIVED, stick.RECEIPT_TAKEN),
    stick.OTHERS,
)
_TONES = {
    stick.FRESH: "accent",
    stick.RECEIPT: "accent",
    stick.ENROLMENT: "accent",
    stick.GAP: "warn",
    stick.NEWER: "warn",
    stick.REFUSED: "bad",
    stick.DAMAGED: "bad",
    stick.RECEIVED: "muted",
    stick.RECEIPT_TAKEN: "muted",
    stick.OTHERS: "muted",
}
COLUMNS: tuple[Column[Numbered[StickFile]], ...] = (
    Column("情况", lambda r: r.row.words, width=330, tone=lambda r: _TONES.get(r.row.state, "")),
    Column("来自", lambda r: r.row.from_name, width=120),
    Column("写出时间", lambda r: moment(r.row.created_at), width=140, date=True),
    Column("大小", lambda r: size_text(r.row.size), width=80, right=True),
    Column("文件", lambda r: r.row.path.name, width=260),
)
_NAMED = 8


class StickDialog(Dialog):
    """Choose the stick, choose the package, look, accept."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("数据接收")
        self.resize(1060, 600)
        self._workspace = workspace
        self.place: Place | None = None
        self.files: list[StickFile] = []
        self.scanned = False
        self.notices = NoticeBar()
        self._group = QButtonGroup(self)
        self._places = row()
        self.list: ListTable[Numbered[StickFile]] = ListTable(
            "U盘上的数据包",
            ShortList[StickFile](()),
            COLUMNS,
            unit="个文件",
            placeholder="按单位查找",
        )
        self.look = button("查看", self._open, icon_name="eye", primary=True, name="look")
        self.all = button("全部依次接收", self._receive_all, icon_name="inbox", name="receive_all")
        self.delete = link("", self._delete, name="delete_confirmed")
        self.waiting = WaitingLinks(workspace)
        self._build()
        self._begin()

    def _build(self) -> None:
        choose = button(
            "选择文件夹…", self._choose_folder, icon_name="folder-open", name="choose_folder"
        )
        file = button("选择文件…", self._choose_file, icon_name="search", name="choose_file")
        again = button("刷新", self.scan, icon_name="refresh-cw", name="scan_again")
        self.list.tools.addWidget(self.list.count)
        self.list.offers(self.look)
        self.list.selection_changed.connect(self._enable)
        self.list.opened.connect(lambda _row: self._open())
        self.waiting.opened.connect(self.scan)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label("数据接收", "h1"))
        box.addWidget(self.notices)
        box.addLayout(row(self._places, choose, file, None, again))
        box.addWidget(self.list, 1)
        close = button("关闭", self.reject, name="close_stick")
        box.addLayout(row(self.delete, self.waiting, None, close, self.all, self.look))

    def _begin(self) -> None:
        self._show([])
        self.list.when_empty(_NO_STICK, "选择文件夹…", self._choose_folder)
        self._begin_again()

    def _offer(self, place: Place) -> None:
        made = button(place.words, lambda: self._take(place), icon_name="usb")
        made.setCheckable(True)
        made.setToolTip(as_typed(str(place.folder)))
        self._group.addButton(made)
        self._places.addWidget(made)

    def _take(self, place: Place) -> None:
        self.place = place
        self.scan()

    def scan(self) -> None:
        """Look at the chosen place (again)."""
        self.waiting.reload()
        if self.place is None:
            self._begin_again()
            return
        store, folder = self._workspace.store, self.place.folder
        job = self._workspace.run("正在查看数据包", lambda _p: on_stick(store, folder), self._found)
        job.refused.connect(self.notices.refuse)

    def _begin_again(self) -> None:
        """Sticks that are there now. Where the one of last time is not, that is said, and another
        one is a person's choice."""
        for made in self._group.buttons():
            self._group.removeButton(made)
        clear(self._places)
        found, gone = places(), missing()
        for place in found:
            self._offer(place)
        if gone:
            self.notices.warn(_MISSING.format(place=gone))
        elif found:
            self._group.buttons()[0].click()

    def _found(self, files: list[StickFile]) -> None:
        if self.place is not None:
            remember(self.place)
            words = f"{self.place.words}里没有学籍通的数据包。"
            self.list.when_empty(words, "选择文件…", self._choose_file)
        self.scanned = True
        self._show(in_order(files))

    def _show(self, files: list[StickFile]) -> None:
        self.files = files
        self.list.show_rows(ShortList(files, fits))
        ready, gone = len(self._ready()), sum(f.state == OWN_CONFIRMED for f in files)
        for made, text, shown in (
            (self.all, f"全部依次接收（{ready} 个）", ready > 1),
            (self.delete, f"删除已回执的包（{gone} 个）", gone > 0),
        ):
            made.setText(text)
            made.setAccessibleName(text)
            made.setVisible(shown)
        if files:
            self.list.table.select_row(0)
            self.look.setFocus()
        self._enable()

    def _ready(self) -> list[StickFile]:
        return [file for file in self.files if file.state in TO_RECEIVE]

    def _enable(self) -> None:
        self.look.setEnabled(self.list.selected_row() is not None)

    def _open(self) -> None:
        chosen = self.list.selected_row()
        if chosen is not None:
            self._look_into(chosen.row.path, chosen.row.kind in (PACKAGE, RECEIPT))

    def _look_into(self, path: Path, package: bool) -> None:
        stick, away = self.place is not None and self.place.stick, False
        if package:
            received = ReceiveDialog(self._workspace, path, self, stick=stick)
            received.exec()
            away = received.leads_away  # to a page, which this list would cover
        else:
            open_document(self._workspace, path, self, self.notices)
        if self._workspace.leaving or away:
            self.reject()
        elif self.place is not None:
            self.scan()

    def _receive_all(self) -> None:
        stick = self.place is not None and self.place.stick
        ReceiveAllDialog(self._workspace, self._ready(), self, stick=stick).exec()
        if self._workspace.leaving:
            self.reject()
        else:
            self.scan()

    def _delete(self) -> None:
        if self.place is not None and ask_and_delete(
            self._workspace, self.place.folder, self.files, self, self.notices
        ):
            self.scan()

    def _choose_folder(self) -> None:
        here = self.place.folder if self.place is not None else None
        chosen = choose_folder(self, "选择文件夹", Purpose.EXCHANGE, here)
        if chosen is not None:
            self._offer(chosen_place(chosen))
            self._group.buttons()[-1].click()

    def _choose_file(self) -> None:
        path = open_file(self, "选择数据包、回执或开户文件", Purpose.EXCHANGE, _FILES)
        if path is not None:
            remember(chosen_place(path.parent))
            self._look_into(path, path.suffix.lower() != ".xjs")


def in_order(files: Sequence[StickFile]) -> list[StickFile]:
    """Fresh ones first, of each sender in the order in which it sent them."""
    places = {state: place for place, state in enumerate(_ORDER)}
    return sorted(files, key=lambda f: (places.get(f.state, 99), f.from_name, f.sequence))


def fits(file: StickFile, view: View) -> bool:
    """Whether the searched text stands in its sentence, its sender or its name."""
    return view.text in f"{file.words}{file.from_name}{file.path.name}"


def ask_and_delete(
    workspace: Workspace,
    folder: Path,
    files: Sequence[StickFile],
    parent: QWidget,
    notices: NoticeBar,
) -> bool:
    """Ask, then delete exactly what was named as confirmed; whether anything may have changed."""
    gone = [file for file in files if file.state == OWN_CONFIRMED]
    names = "\n".join(file.path.name for file in gone[:_NAMED])
    more = f"\n等共 {len(gone)} 个文件" if len(gone) > _NAMED else ""
    words = (
        f"删除本单位写的、对方已经回执的 {len(gone)} 个数据包？\n\n{names}{more}\n\n"
        "对方已经收到，里面的内容本机都有；别人的包和没有回执的包不会动。"
    )
    if not agreed(parent, "删除已回执的包", words):
        return False
    try:
        number = delete_confirmed(workspace.store, folder)
    except AppError as error:
        notices.refuse(error)
        return True
    notices.done(f"已删除 {number} 个数据包。", "", None)
    return True
