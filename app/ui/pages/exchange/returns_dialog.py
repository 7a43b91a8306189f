"""退回: what the county sent back, each line leading to its record; corrected or explained."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.domain.exchange.return_rules import EXPLAINED
from app.services.exchange.sending_back import ReturnedView, explain, open_returns, withdraw
from app.ui.asking import ask_line, ask_lines
from app.ui.finding import ShowClass, ShowMember, ShowOrganization
from app.ui.pages.review.showing import ShowReturns
from app.ui.parts import button
from app.ui.tables.list_dialog import ListDialog, ListWords
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered
from app.ui.today import moment
from app.ui.workspace import Workspace

_TOWNSHIP = (
    "县里核对后退回的内容，更正前不计学时。双击打开那条记录，改好保存就算更正，"
    "下次上报会带给县里；确实没有错的，请“说明情况”，由县里撤回。"
)
_COUNTY = "退回给乡镇、还没有更正的内容。乡镇作了说明而你认可的，选中后“撤回退回”，就重新计入。"
_PAGES = {
    "member": ("members", ShowMember),
    "organization": ("members", ShowOrganization),
    "training_class": ("class_room", ShowClass),
}
_COLUMNS: tuple[Column[Numbered[ReturnedView]], ...] = (
    Column("党组织", lambda r: r.row.organization, width=160),
    Column("对象", lambda r: r.row.subject, width=110),
    Column("类别", lambda r: r.row.label, width=76),
    Column("内容", lambda r: r.row.what, width=160),
    Column("退回原因", lambda r: r.row.reason, width=200),
    Column("情况", lambda r: r.row.state, width=70, tone=lambda r: _tone(r.row)),
    Column("说明", lambda r: r.row.answer, width=190),
    Column("退回时间", lambda r: moment(r.row.at), width=130, date=True),
)


class ReturnsDialog(ListDialog[ReturnedView]):
    """The township corrects or explains; the county takes a return back."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        county = workspace.level == "county"
        about = _COUNTY if county else _TOWNSHIP
        words = ListWords("退回", about, "条", "按姓名、党组织、原因查找", "没有待更正的退回。")
        super().__init__(words, _COLUMNS, _fits, parent)
        self.resize(1120, 560)
        self._workspace = workspace
        self.go = button(
            "打开记录" if county else "去更正", self._go, primary=True, name="go_to_returned"
        )
        self.explain = button("说明情况…", self._explain, name="explain_return")
        self.withdraw = button("撤回退回…", self._withdraw, name="withdraw_return")
        self.explain.setVisible(not county)
        self.withdraw.setVisible(county)
        self.list.opened.connect(lambda _row: self._go())
        leave = button("关闭", self.accept, name="close_returns")
        buttons = (self.explain, self.withdraw, None, leave, self.go)
        self.build(buttons, self._enable)
        self.reload()

    def reload(self) -> None:
        """What waits, the oldest first."""
        self.show_lines(open_returns(self._workspace.store))
        self._enable()

    def _enable(self) -> None:
        line = self.chosen()
        self.go.setEnabled(line is not None and line.opens[0] in _PAGES)
        self.explain.setEnabled(line is not None)
        self.withdraw.setEnabled(line is not None)

    def _go(self) -> None:
        line = self.chosen()
        if line is None or line.opens[0] not in _PAGES:
            return
        self.accept()
        page, show = _PAGES[line.opens[0]]
        why = f"退回原因：{line.reason}"
        if show is ShowMember:  # a form of its own: it is closed again when this goes on
            self._workspace.open(page, ShowMember(line.opens[1], why))
            self._tell_settled(line.uid)
        else:
            self._workspace.open(page, show(line.opens[1]))
            self._workspace.notices.tell(why)

    def _tell_settled(self, uid: bytes) -> None:
        left = open_returns(self._workspace.store)
        if any(line.uid == uid for line in left):
            return
        page = "townships" if self._workspace.level == "county" else "reporting"
        self._workspace.notices.done(
            "已更正，下次上报带给县里。",
            f"还有 {len(left)} 条退回",
            (lambda: self._workspace.open(page, ShowReturns())) if left else None,
        )

    def _explain(self) -> None:
        line = self.chosen()
        if line is None:
            return
        asked = "请写明经核对的情况，例如签到表在哪里："
        words = f"{line.subject} {line.label}：{line.reason}\n\n{asked}"
        said, agreed = ask_lines(self, "说明情况", words, line.answer)
        if agreed:
            store = self._workspace.store
            self._save(lambda: explain(store, line.uid, said), "说明已记下，下次上报带给县里。")

    def _withdraw(self) -> None:
        line = self.chosen()
        if line is None:
            return
        told = f"乡镇说明：{line.answer or '（没有）'}"
        words = f"{line.subject} {line.label}：{line.reason}\n{told}\n\n撤回的原因："
        said, agreed = ask_line(self, "撤回退回", words)
        if agreed:
            store = self._workspace.store
            self._save(lambda: withdraw(store, line.uid, said), "已撤回，下次下发告知乡镇。")

    def _save(self, work: Callable[[], object], words: str) -> None:
        try:
            work()
        except AppError as error:
            self.notices.refuse(error)
            return
        self._workspace.changed()
        self.reload()
        self.notices.done(words, "", None)


def _tone(line: ReturnedView) -> str:
    return "accent" if line.state == EXPLAINED else "warn"


def _fits(line: ReturnedView, view: View) -> bool:
    return view.text in f"{line.organization}{line.subject}{line.label}{line.what}{line.reason}"
