"""谁还没讲党课: leaders by clause and year, from each of whom a 党课 can be entered at once."""

from PySide6.QtWidgets import QWidget

from app.domain.accounts.roles import Verb
from app.domain.activities.lecturing import DUTIES
from app.services.lecturing import OwesLecture, who_owes_a_lecture
from app.services.papers.selection import Selection
from app.ui.combo_box import ComboBox
from app.ui.offering import offer
from app.ui.parts import button
from app.ui.printing import preview_document
from app.ui.tables.list_dialog import ListDialog, ListWords
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered
from app.ui.today import this_year
from app.ui.workspace import Workspace

_WORDS = ListWords(
    "谁还没讲党课",
    "按职务和干部职级，各规划、意见要求讲党课、这一年还没有做到的人。“定期”没有定次数的，只列出一次"
    "都没有讲的。登记党课要从名册里选讲课人，才算得到本人。",
    "人",
    "按姓名、党组织、职务查找",
    "这一年该讲党课的都讲了，或者名册里还没有登记书记、副书记。",
)
_YEARS = 6
_COLUMNS: tuple[Column[Numbered[OwesLecture]], ...] = (
    Column("姓名", lambda r: r.row.name, width=80),
    Column("党组织", lambda r: r.row.organization, width=150),
    Column("职务", lambda r: r.row.posts, width=180),
    Column("已讲", lambda r: str(r.row.given), width=60),
    Column("还没有做到的要求", lambda r: r.row.asked, width=380),
    Column("核对", lambda r: r.row.note, width=200),
)


class LectureOwedDialog(ListDialog[OwesLecture]):
    """`chosen_person` is whose 党课 is to be entered after it closes."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(_WORDS, _COLUMNS, _fits, parent)
        self.resize(1120, 560)
        self._workspace = workspace
        self.chosen_person: OwesLecture | None = None
        self.year, self.duty = ComboBox(), ComboBox()
        self.year.setAccessibleName("年度")
        for year in range(this_year(), this_year() - _YEARS, -1):
            self.year.addItem(f"{year} 年", year)
        self.duty.setAccessibleName("哪一条要求")
        self.duty.addItem("全部要求", "")
        for duty in DUTIES:
            self.duty.addItem(duty.words, duty.id)
        for one in (self.year, self.duty):
            one.activated.connect(lambda _n: self.reload())
            self.list.tools.addWidget(one)
        self.print = button("打印", self._print, icon_name="printer", name="print_owed")
        self.enter = button("登记他的党课", self._enter, primary=True, name="enter_lecture")
        close = button("关闭", self.reject, name="close_owed")
        self.build((self.print, None, close, self.enter), self._enable)
        self.reload()

    def reload(self) -> None:
        """Another year or clause."""
        store = self._workspace.store
        year, duty = int(self.year.currentData()), str(self.duty.currentData())
        self.show_lines(who_owes_a_lecture(store, year, duty=duty))
        self._enable()

    def _enable(self) -> None:
        store = self._workspace.store
        offer(self.print, store.why_not(Verb.PRINT))
        chosen = "" if self.chosen() else "请先选中一个人。"
        offer(self.enter, store.why_not(Verb.ENTER) or chosen)

    def _print(self) -> None:
        chosen = Selection(year=int(self.year.currentData()))
        preview_document(self._workspace, "lecture_owed", chosen)

    def _enter(self) -> None:
        self.chosen_person = self.chosen()
        if self.chosen_person is not None:
            self.accept()


def _fits(line: OwesLecture, view: View) -> bool:
    return view.text in f"{line.name}{line.organization}{line.posts}"
