"""全部依次接收: one package after the other, each looked into first; stops where a person must
decide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.exchange.package_state import PackageState
from app.services.exchange.other_process import inspect_package, opened, receive_package
from app.services.exchange.receiving import PackageView
from app.services.exchange.stick import StickFile
from app.ui.dialog import Dialog
from app.ui.notice_bar import NoticeBar
from app.ui.pages.exchange.receive_dialog import ReceiveDialog
from app.ui.parts import button, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

_WORDS = (
    "一个接一个核对、接收；遇到冲突、缺号这些要人决定的就停下来，请您看过再继续。"
    "每次接收之前都自动备份，接收后可以单独撤回。"
)


WAITS, DONE, STOPPED, SKIPPED = "等待", "已接收", "请您看一下", "没有接收"
_TONES = {DONE: "ok", STOPPED: "warn", SKIPPED: "bad", WAITS: "muted"}


@dataclass
class Turn:
    """One package in the row of them."""

    file: StickFile
    state: str = WAITS
    counts: str = ""
    words: str = ""


COLUMNS: tuple[Column[Numbered[Turn]], ...] = (
    Column("单位", lambda r: r.row.file.from_name, width=130),
    Column("包号", lambda r: str(r.row.file.sequence), width=60, right=True),
    Column("结果", lambda r: r.row.state, width=90, tone=lambda r: _TONES[r.row.state]),
    Column("条数", lambda r: r.row.counts, width=300),
    Column("说明", lambda r: r.row.words, width=330),
)


class ReceiveAllDialog(Dialog):
    """`turns` tells afterwards what came of each."""

    def __init__(
        self,
        workspace: Workspace,
        files: Sequence[StickFile],
        parent: QWidget,
        *,
        stick: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("全部依次接收")
        self.resize(1000, 540)
        self._workspace = workspace
        self._stick = stick
        self.turns = [Turn(file) for file in files]
        self._applied = 0
        self._left = False
        self.notices = NoticeBar()
        self.heading = label(f"依次接收 {len(files)} 个文件", "h1")
        self.list: ListTable[Numbered[Turn]] = ListTable(
            "依次接收", ShortList(self.turns), COLUMNS, unit="个文件", searchable=False
        )
        self.table, self.model = self.list.table, self.list.model
        self.begin = button("开始接收", self._next, primary=True, name="begin_all")
        self.look = button(
            "看这一个…", self._look, icon_name="eye", primary=True, name="look_stopped"
        )
        self.skip = button("跳过，接着收", self._skip, name="skip_stopped")
        self.close_button = button("取消", self.reject, name="close_all")
        self._build()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(self.heading)
        box.addWidget(label(_WORDS, "muted", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(self.list, 1)
        box.addLayout(row(None, self.close_button, self.skip, self.look, self.begin))
        self._show()

    def _show(self) -> None:
        self.list.show_rows(ShortList(self.turns))
        stopped = self._at(STOPPED)
        self.look.setVisible(stopped is not None)
        self.skip.setVisible(stopped is not None)
        place = next((n for n, t in enumerate(self.turns) if t is stopped), -1)
        if place >= 0:
            self.table.select_row(place)
            self.look.setFocus()

    def _at(self, state: str) -> Turn | None:
        return next((turn for turn in self.turns if turn.state == state), None)

    def _next(self) -> None:
        """Look into the next one."""
        self.begin.hide()
        if self._left:
            return
        turn = self._at(WAITS)
        if turn is None:
            self._summary()
            return
        self._run(turn, "核对", inspect_package, self._judge)

    def _run(
        self,
        turn: Turn,
        verb: str,
        work: Callable[..., PackageView],
        then: Callable[[Turn, PackageView], None],
        *,
        writes: bool = False,
    ) -> None:
        job = self._workspace.run_process(
            f"正在{verb}{turn.file.from_name}的数据包",
            work,
            lambda view: then(turn, view),
            writes=writes,
            where=opened(self._workspace.store),
            path=turn.file.path,
        )
        job.refused.connect(lambda error: self._refused(turn, error))
        job.cancelled.connect(lambda: self._stop(turn, "已取消"))
        job.crashed.connect(lambda _crash: self._stop(turn, "程序出错，没有接收"))

    def _judge(self, turn: Turn, view: PackageView) -> None:
        turn.counts = counts(view)
        if view.state is PackageState.ALREADY:
            turn.state, turn.words = DONE, "以前接收过，没有改动"
            self._go_on()
        elif why := needs_a_person(view):
            self._stop(turn, why)
        else:
            self._run(turn, "接收", receive_package, self._received, writes=True)

    def _received(self, turn: Turn, view: PackageView) -> None:
        turn.state, turn.counts = DONE, counts(view)
        turn.words = f"回执 {view.receipt.name}" if view.receipt else ""
        if view.state is PackageState.RECEIPT:
            turn.words = "回执已收下"
        if view.put_aside:
            turn.state, turn.words = SKIPPED, "已暂存，前面的包到了会自动接上"
        self._applied += view.applied
        self._go_on()

    def _refused(self, turn: Turn, error: AppError) -> None:
        turn.state, turn.words = SKIPPED, f"{error.message}{error.hint}"
        self._go_on()

    def _stop(self, turn: Turn, why: str) -> None:
        turn.state, turn.words = STOPPED, why
        self._show()
        which = f"{turn.file.from_name}第 {turn.file.sequence} 号"
        self.notices.warn(f"{which}：{why.rstrip('。')}。请看过再继续。")

    def _go_on(self) -> None:
        self._show()
        self._next()

    def _look(self) -> None:
        turn = self._at(STOPPED)
        if turn is None:
            return
        dialog = ReceiveDialog(self._workspace, turn.file.path, self, stick=self._stick)
        dialog.exec()
        if self._workspace.leaving:
            self.reject()
        elif dialog.kept:
            self._leave_out(turn, "已暂存，在“暂存的数据包”里再接收")
        elif dialog.received is not None:
            self.notices.put_away()
            self._received(turn, dialog.received)

    def _skip(self) -> None:
        turn = self._at(STOPPED)
        if turn is not None:
            self._leave_out(turn, turn.words)

    def _leave_out(self, turn: Turn, why: str) -> None:
        turn.state, turn.words = SKIPPED, why
        self.notices.put_away()
        self._go_on()

    def reject(self) -> None:
        """Whoever leaves stops before the next one."""
        self._left = True
        super().reject()

    def _summary(self) -> None:
        done = sum(turn.state == DONE for turn in self.turns)
        left = len(self.turns) - done
        words = f"已处理 {done} 个，共写入 {self._applied:,} 条"
        if left:
            words += f"；{left} 个没有接收，见下表"
        safe = "。可以安全拔出 U盘" if self._stick else ""
        self.heading.setText(f"{words}{safe}。")
        self.close_button.setText("完成")
        self.close_button.setAccessibleName("完成")
        self.close_button.setFocus()


def needs_a_person(view: PackageView) -> str:
    """Why this package must not be received unseen; empty when nothing speaks against it."""
    if view.state is PackageState.GAP:
        return "前面缺数据包"
    if view.notes:
        return "；".join(view.notes)
    if view.conflicts:
        return f"{view.conflicts} 项两边都改过"
    if view.held:
        return f"{view.held} 条不在对方管辖范围内"
    return ""


def counts(view: PackageView) -> str:
    """What it brings, short."""
    if view.state is PackageState.RECEIPT:
        return "回执"
    return (
        f"新增 {view.news:,}　修改 {view.changed:,}　删除 {view.deleted:,}　冲突 {view.conflicts:,}"
    )
