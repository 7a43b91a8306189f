"""未写入的记录: what a site sent and may not write; a person may take it after all."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.data.queries.held_back_rows import HeldBackRow
from app.domain.entity import REGISTRY
from app.domain.errors import AppError
from app.services.exchange.deciding_held_back import accept_held, held_lines, held_rows
from app.services.store import Store
from app.ui.asking import agreed
from app.ui.pages.exchange.shown_rows import told
from app.ui.parts import button
from app.ui.tables.list_dialog import ListDialog, ListWords
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered
from app.ui.today import moment
from app.ui.workspace import Workspace

_ABOUT = (
    "这些记录随数据包送来，但对方无权写入（越权内容），或它说的人还不在本机，所以没有写入。"
    "每次接收时会自动再试；与对方核对无误的也可以选中后接收。不处理没有影响。"
)


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
    """Look, and take one after all."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(
            ListWords("未写入的记录", _ABOUT, "条", "按单位、对象查找", "没有未写入的记录。"),
            _COLUMNS,
            _fits,
            parent,
        )
        self.resize(1100, 500)
        self._workspace = workspace
        self.take = button("接收这一条…", self._take, name="accept_held")
        close = button("关闭", self.accept, primary=True, name="close_held")
        self.build((self.take, None, close), self._enable)
        self.reload()

    def reload(self) -> None:
        """What waits now."""
        self.show_lines(_waiting(self._workspace.store))
        self._enable()

    def _enable(self) -> None:
        self.take.setEnabled(self.chosen() is not None)

    def _take(self) -> None:
        one = self.chosen()
        if one is None:
            return
        words = (
            f"接收{one.held.peer_name}送来的{one.kind}“{one.subject}”？\n\n{one.content}\n\n"
            f"没有写入的原因：{one.held.reason}。\n接收以后就写入本机，可以在那条记录里再改。"
        )
        if not agreed(self, "接收未写入的记录", words):
            return
        try:
            accept_held(self._workspace.store, one.held.id)
        except AppError as error:
            self.notices.refuse(error)
        else:
            self._workspace.changed()
            self.notices.done(f"{one.kind}“{one.subject}”已写入。", "", None)
        self.reload()


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
