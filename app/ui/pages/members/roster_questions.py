"""What a roster leaves open, asked before its plan is shown: branches, categories, columns."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.declarations import entity_named
from app.domain.people.codes import POLITICAL_STATUSES
from app.domain.people.roster_answers import CategoryQuestion, RosterAnswers
from app.domain.people.roster_branch import UnknownBranch
from app.domain.people.roster_file import UnreadColumn
from app.services.roster_answers import column_fields
from app.services.rosters import ImportPlan
from app.services.store import Store
from app.ui.combo_box import ComboBox
from app.ui.forms.reference_edit import ReferenceEdit
from app.ui.parts import button, card, column, label, row
from app.ui.references import StoreReferences

_OPEN, _NEW, _OTHER = "open", "new", "other"
_SIMILAR = 3
_NOT_READ = ""


class RosterQuestions(QWidget):
    """Three cards, each only when there is something to ask; nothing is decided unasked."""

    decided = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._references = StoreReferences(store)
        self.branches: dict[str, _BranchAnswer] = {}
        self.categories: dict[str, QComboBox] = {}
        self.columns: dict[str, QComboBox] = {}
        self.make_all = button("全部新建", self._make_all, name="make_all_branches")
        self._inside = QWidget()
        self._inside.setObjectName("Scrolled")
        self._box = QVBoxLayout(self._inside)
        self._box.setContentsMargins(0, 0, 8, 0)
        self._box.setSpacing(10)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self._inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(column(area))

    def show_questions(self, plan: ImportPlan) -> None:
        """Ask anew what this plan leaves open; what is answered already stays chosen."""
        while (item := self._box.takeAt(0)) is not None:
            made = item.widget()
            if made is not None:
                made.deleteLater()
        self.branches, self.categories, self.columns = {}, {}, {}
        asked = plan.plan.branch_questions
        if asked:
            self._box.addWidget(self._branch_card(asked))
        if plan.plan.category_questions:
            self._box.addWidget(self._category_card(plan.plan.category_questions))
        unread = [found for sheet in plan.file.sheets for found in sheet.unread_columns]
        if unread:
            self._box.addWidget(self._column_card(unread))
        if plan.file.taught:
            self._box.addWidget(self._taught_card(plan.file.taught))
        self._box.addStretch(1)
        for first in (*self.branches.values(), *self.categories.values(), *self.columns.values()):
            first.setFocus()
            break

    @property
    def answers(self) -> RosterAnswers:
        """What is chosen now."""
        return RosterAnswers(
            columns={
                key: str(made.currentData())
                for key, made in self.columns.items()
                if made.currentData() is not None
            },
            categories={
                asks: str(made.currentData())
                for asks, made in self.categories.items()
                if made.currentData()
            },
            branches={
                name: made.chosen() for name, made in self.branches.items() if made.is_decided
            },
            names={
                name: made.called
                for name, made in self.branches.items()
                if made.is_decided and made.called and made.called != name
            },
        )

    @property
    def open_count(self) -> int:
        """How many branches and categories are not decided."""
        branches = sum(not made.is_decided for made in self.branches.values())
        return branches + sum(not made.currentData() for made in self.categories.values())

    def _branch_card(self, asked: Sequence[UnknownBranch]) -> QFrame:
        self.make_all = button("全部新建", self._make_all, name="make_all_branches")
        ours = [found.title for found in self._references.find("organization", "")]
        grid = _grid()
        for line, question in enumerate(asked):
            answer = _BranchAnswer(question, self._references, ours)
            answer.decided.connect(self.decided)
            self.branches[question.name] = answer
            written = "" if question.written == question.name else f"（写作“{question.written}”）"
            words = label(f"{question.name}{written}　{question.people:,} 人")
            words.setBuddy(answer.choice)
            grid.addWidget(words, line, 0)
            grid.addWidget(answer, line, 1)
        head = f"文件里有 {len(asked)} 个党组织本机还没有：逐个选定，是新建，还是本机的哪一个"
        return card(row(label(head, "h2"), None, self.make_all), grid, name="还没有的党组织")

    def _category_card(self, asked: Sequence[CategoryQuestion]) -> QFrame:
        grid = _grid()
        for line, question in enumerate(asked):
            made = _combo(f"“{question.asks}”是哪一类人")
            made.addItem("请选择…", "")
            for status in POLITICAL_STATUSES:
                made.addItem(status, status)
            made.setCurrentIndex(max(made.findData(question.answer), 0))
            made.currentIndexChanged.connect(lambda _at: self.decided.emit())
            self.categories[question.asks] = made
            grid.addWidget(label(f"“{question.asks}”　{question.people:,} 人"), line, 0)
            grid.addLayout(row(made, None), line, 1)
        head = "标题或分段没有说清是哪一类人：选定以后才能新增"
        return card(label(head, "h2"), grid, name="人员类别")

    def _column_card(self, unread: Sequence[UnreadColumn]) -> QFrame:
        grid = _grid()
        sheets: dict[str, list[UnreadColumn]] = {}
        for found in unread:
            sheets.setdefault(found.key, []).append(found)
        for line, (key, alike) in enumerate(sheets.items()):
            first = alike[0]
            made = self._column_choice(key, first.header)
            made.insertItem(0, "这次不读取", None)
            made.setCurrentIndex(0)
            self._connect(made)
            where = f"{first.sheet} {first.letter} 列"
            if len(alike) > 1:
                where = "、".join(dict.fromkeys(found.sheet for found in alike))
            grid.addWidget(label(f"{where}“{first.header}”", wrap=True), line, 0)
            why = label("可能不是本人的" if first.why else "", "muted")
            grid.addLayout(row(made, why, None), line, 1)
        head = f"有 {len(sheets)} 列没有读取：这一列是什么？选定后记住，下次不再问"
        return card(label(head, "h2"), grid, name="没有读取的列")

    def _taught_card(self, taught: Mapping[str, str]) -> QFrame:
        """What was said before, now or on another day; a wrong answer must not last for ever."""
        grid = _grid()
        for line, (key, name) in enumerate(taught.items()):
            made = self._column_choice(key, key)
            made.setCurrentIndex(max(made.findData(name), 0))
            self._connect(made)
            grid.addWidget(label(f"“{key}”"), line, 0)
            grid.addLayout(row(made, None), line, 1)
        head = f"有 {len(taught)} 列按你说过的处理：不对的可以改"
        return card(label(head, "h2"), grid, name="说过的列")

    def _column_choice(self, key: str, header: str) -> QComboBox:
        made = _combo(f"“{header}”这一列是")
        made.addItem("不读取，以后也不再问", _NOT_READ)
        for name, shown in column_fields().items():
            made.addItem(shown, name)
        self.columns[key] = made
        return made

    def _connect(self, made: QComboBox) -> None:
        made.currentIndexChanged.connect(lambda _at: self.decided.emit())

    def _make_all(self) -> None:
        for made in self.branches.values():
            if not made.is_decided:
                made.make_new()


class _BranchAnswer(QWidget):
    """New, one of ours that sounds alike, or another of ours; open until it is chosen."""

    decided = Signal()

    def __init__(
        self, asked: UnknownBranch, references: StoreReferences, ours: Iterable[str]
    ) -> None:
        super().__init__()
        self.choice = _combo(f"“{asked.name}”是")
        self.setFocusProxy(self.choice)
        self.other = ReferenceEdit(
            lambda text: references.find("organization", text),
            lambda uid: references.title("organization", uid),
        )
        self.other.setAccessibleName(f"“{asked.name}”是本机的哪一个党组织")
        self.other.setMinimumWidth(240)
        self.choice.addItem("请选择…", _OPEN)
        self.choice.addItem("新建，名称是", _NEW)
        alike = get_close_matches(asked.name, list(ours), _SIMILAR, 0.5)
        known = {found.title: found.uid for found in references.find("organization", "")}
        for title in alike:
            self.choice.addItem(f"就是本机的“{title}”", known[title])
        self.choice.addItem("是本机的另一个党组织…", _OTHER)
        self.name = QLineEdit(asked.called or asked.name)
        self.name.setAccessibleName(f"“{asked.name}”新建时的名称")
        self.name.setMaxLength(entity_named("organization").field("name").longest)
        self.name.setMinimumWidth(240)
        self.setLayout(row(self.choice, self.name, self.other, None))
        self._show_answer(asked)
        self._show_details()
        self.choice.currentIndexChanged.connect(self._changed)
        self.name.textChanged.connect(lambda _text: self.decided.emit())
        self.other.chosen.connect(self.decided)

    @property
    def is_decided(self) -> bool:
        """Whether something is chosen."""
        chosen = self.choice.currentData()
        if chosen == _NEW:
            return bool(self.called)
        return chosen != _OPEN and (chosen != _OTHER or isinstance(self.other.value(), bytes))

    @property
    def called(self) -> str:
        """What it is called when it is made; empty when it is one of ours."""
        return self.name.text().strip() if self.choice.currentData() == _NEW else ""

    def chosen(self) -> bytes | None:
        """One of ours; None to make it new."""
        chosen = self.choice.currentData()
        if chosen == _OTHER:
            value = self.other.value()
            return value if isinstance(value, bytes) else None
        return bytes(chosen) if isinstance(chosen, bytes) else None

    def make_new(self) -> None:
        """It is a branch of its own."""
        self.choice.setCurrentIndex(self.choice.findData(_NEW))

    def _show_answer(self, asked: UnknownBranch) -> None:
        if asked.is_new:
            self.make_new()
        elif asked.answer is not None:
            at = next(
                (
                    index
                    for index in range(self.choice.count())
                    if self.choice.itemData(index) == asked.answer
                ),
                self.choice.findData(_OTHER),
            )
            self.choice.setCurrentIndex(at)
            if self.choice.currentData() == _OTHER:
                self.other.set_value(asked.answer)

    def _show_details(self) -> None:
        self.name.setVisible(self.choice.currentData() == _NEW)
        self.other.setVisible(self.choice.currentData() == _OTHER)

    def _changed(self) -> None:
        self._show_details()
        if self.choice.currentData() == _OTHER:
            self.other.setFocus()
        self.decided.emit()


def _grid() -> QGridLayout:
    made = QGridLayout()
    made.setContentsMargins(0, 4, 0, 0)
    made.setHorizontalSpacing(16)
    made.setVerticalSpacing(8)
    made.setColumnStretch(1, 1)
    made.setColumnMinimumWidth(0, 320)
    return made


class _Choice(ComboBox):
    """A list that the wheel scrolls past: nothing is chosen by scrolling the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Left to the page."""
        event.ignore()


def _combo(name: str) -> QComboBox:
    made = _Choice()
    made.setAccessibleName(name)
    made.setMinimumWidth(280)
    return made
