"""未写入的记录: what a site sent and may not write; a person may take it after all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.data.queries.held_back_rows import HeldBackRow
from app.domain.entity import REGISTRY
from app.domain.errors import AppError
from app.services.exchange.deciding_held_back import (
    accept_many,
    held_lines,
    held_rows,
    is_beyond,
    refuse_many,
)
from app.services.store import Store
from app.ui.asking import agreed, ask_reason
from app.ui.offering import offer
from app.ui.pages.exchange.shown_rows import told
from app.ui.parts import button
from app.ui.tables.list_dialog import ListDialog, ListWords
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered
from app.ui.today import moment
from app.ui.workspace import Workspace

_ABOUT = (
    "这些记录随数据包送来，但对方无权写入（越权内容），或它说的人还不在本机，所以没有写入。"
    "每次接收时会自动再试；与对方核对无误的也可以选中后接收（可多选）；越权内容可以不接收。"
    "不处理没有影响。"
)


_ONLY_BEYOND = "只有越权内容可以不接收；等所属人员的记录会自动再试，不用处理。"
_NEWER = "新版本的内容"


@dataclass(frozen=True)
class Waiting:
    """One row with its words."""

    held: HeldBackRow
    kind: str
    subject: str
    content: str


_COLUMNS: tuple[Column[Numbered[Waiting]], ...] = (
    Column("来自", lambda r: r.row.held.peer_name, width=130),
    Column("类别", lambda r: r.row.kind, width=100),
    Column("对象", lambda r: r.row.subject, width=140),
    Column("内容", lambda r: r.row.content, width=260),
    Column("为什么没有写入", lambda r: r.row.held.reason, width=230, tone=lambda _r: "warn"),
    Column("送来时间", lambda r: moment(r.row.held.at), width=140, date=True),
)


class HeldBackDialog(ListDialog[Waiting]):
    """Look, and take some after all, or let go of what is beyond the sender's word."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(
            ListWords("未写入的记录", _ABOUT, "条", "按单位、对象查找", "没有未写入的记录。"),
            _COLUMNS,
            _fits,
            parent,
        )
        self.resize(1100, 500)
        self._workspace = workspace
        self.take = button("接收选中的…", self._take, name="accept_held")
        self.leave = button("不接收…", self._leave, name="refuse_held")
        close = button("关闭", self.accept, name="close_held")
        self.build((self.take, self.leave, None, close), self._enable)
        self.reload()

    def reload(self) -> None:
        """What waits now."""
        self.show_lines(_waiting(self._workspace.store))
        self._enable()

    def _enable(self) -> None:
        lines = self.chosen_lines()
        offer(self.take, "" if lines else "请先选中要接收的记录（Ctrl+A 全选）。")
        beyond = bool(lines) and all(is_beyond(one.held.reason) for one in lines)
        offer(self.leave, "" if beyond else _ONLY_BEYOND)

    def _take(self) -> None:
        """What is beyond the sender's word is never taken along with others."""
        lines = self.chosen_lines()
        beyond = [one for one in lines if is_beyond(one.held.reason)]
        taken = [one for one in lines if one not in beyond] or beyond
        if not taken or not agreed(self, "接收未写入的记录", _question(taken, len(beyond))):
            return
        store, numbers = self._workspace.store, [one.held.id for one in taken]
        one = taken[0]
        named = f"{one.kind}“{one.subject}”" if len(taken) == 1 else f"{len(taken)} 条"
        self._do(lambda: accept_many(store, numbers, beyond=taken is beyond), f"{named}已写入。")

    def _leave(self) -> None:
        lines = self.chosen_lines()
        words = f"不接收选中的 {len(lines)} 条越权内容，以后也不再试。原因（会记入修改记录）："
        reason = ask_reason(self, "不接收越权内容", words) if lines else ""
        if reason:
            store, numbers = self._workspace.store, [one.held.id for one in lines]
            done = f"{len(numbers)} 条越权内容已移除，没有写入。"
            self._do(lambda: refuse_many(store, numbers, reason), done)

    def _do(self, act: Callable[[], object], done: str) -> None:
        try:
            act()
        except AppError as error:
            self.notices.refuse(error)
        else:
            self._workspace.changed()
            self.notices.done(done, "", None)
        self.reload()


def _question(taken: Sequence[Waiting], beyond: int) -> str:
    """What is asked: one row in full, several by their counts."""
    only_beyond = is_beyond(taken[0].held.reason)
    later = "接收以后就写入本机，可以在那条记录里再改。"
    if len(taken) > 1 or (beyond and not only_beyond):
        kind = "越权内容" if only_beyond else "记录"
        left = f"选中的 {beyond} 条越权内容不在内，要收请单独选中。\n" if not only_beyond else ""
        warned = "这些内容不归对方写，请确认已逐条核对。\n" if only_beyond else ""
        return f"接收选中的 {len(taken)} 条{kind}？\n\n{left if beyond else ''}{warned}{later}"
    one = taken[0]
    return (
        f"接收{one.held.peer_name}送来的{one.kind}“{one.subject}”？\n\n{one.content}\n\n"
        f"没有写入的原因：{one.held.reason}。\n{later}"
    )


def _waiting(store: Store) -> list[Waiting]:
    lines = held_lines(store)
    made = []
    for held in held_rows(store):
        line = lines.get(held.id)
        whom, content = (line.subject, told(line)) if line else ("", "（写不进去）")
        entity = REGISTRY.get(held.entity)
        made.append(Waiting(held, entity.label if entity else _NEWER, whom, content))
    return made


def _fits(one: Waiting, view: View) -> bool:
    return view.text in f"{one.held.peer_name}{one.kind}{one.subject}{one.content}{one.held.reason}"
