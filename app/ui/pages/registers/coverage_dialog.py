"""阵地覆盖: villages and communities that no place of a kind covers come first."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.data.queries.coverage import Covered
from app.domain.accounts.roles import Verb
from app.domain.resources.codes import STATION, VENUE_KINDS
from app.services.coverage import RULE, coverage_of
from app.services.papers.selection import Selection
from app.ui.combo_box import ComboBox
from app.ui.duties import needs
from app.ui.parts import button, label
from app.ui.printing import preview_document
from app.ui.tables.list_dialog import ListDialog, ListWords
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered
from app.ui.workspace import Workspace

_WORDS = ListWords(
    "阵地覆盖情况",
    "层级为“村（社区）”的党组织；没有写层级的，领域为农村、城市社区的支部也算。阵地的主管党组织，"
    f"和“覆盖村（社区）”里选上的，就是覆盖到了。依据：{RULE}。",
    "个",
    "按村（社区）查找",
    "还没有村（社区）党组织。",
)
_COLUMNS: tuple[Column[Numbered[Covered]], ...] = (
    Column("村（社区）", lambda r: r.row.name, width=220),
    Column("上级", lambda r: r.row.above, width=160),
    Column("覆盖它的阵地", lambda r: "、".join(r.row.venues) or "没有", width=420),
)


class CoverageDialog(ListDialog[Covered]):
    """Nothing is written here."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(_WORDS, _COLUMNS, _fits, parent)
        self.resize(960, 600)
        self._workspace = workspace
        self.kind = ComboBox()
        self.kind.setAccessibleName("阵地类别")
        for word in VENUE_KINDS:
            self.kind.addItem(word, word)
        self.kind.setCurrentIndex(self.kind.findData(STATION))
        self.kind.activated.connect(lambda _n: self.reload())
        self.list.tools.addWidget(self.kind)
        self.print = button("打印", self._print, icon_name="printer", name="print_coverage")
        needs(self.print, Verb.PRINT)
        close = button("关闭", self.accept, name="close_coverage")
        self.words = label("", wrap=True)
        self.build((self.print, None, close), lambda: None)
        shown = self.layout()
        assert isinstance(shown, QVBoxLayout)
        shown.insertWidget(2, self.words)
        self.reload()

    def reload(self) -> None:
        """Another kind."""
        made = coverage_of(self._workspace.store, str(self.kind.currentData()))
        self.words.setText(made.words)
        self.print.setVisible(made.kind == STATION)
        self.show_lines(made.places)

    def _print(self) -> None:
        preview_document(self._workspace, "venue_coverage", Selection())


def _fits(line: Covered, view: View) -> bool:
    return view.text in f"{line.name}{line.above}"
