"""Same name, another ID number: a corrected number, or two people? Asked line by line."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.masking import mask_id_number
from app.domain.people.same_person import DIFFERENT, Place, Question
from app.services.import_plan import ImportPlan
from app.ui.parts import clear, column, label, link, row

_MOST_SHOWN = 3
_LINE_HEIGHT = 34


class SamePersonQuestions(QWidget):
    """One line per person asked about; an answer plans the import again."""

    def __init__(self, answered: Callable[[], object]) -> None:
        super().__init__()
        self.answers: dict[Place, bytes] = {}
        self.choices: dict[tuple[Place, bytes], QRadioButton] = {}
        self._answered = answered
        self._shown: list[Question] = []
        self.heading = label("", tone="warn", wrap=True)
        self.all_same = link("全部是同一人", lambda: self._answer_all(same=True), name="all_same")
        self.all_different = link(
            "全部是不同的人", lambda: self._answer_all(same=False), name="all_different"
        )
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(4)
        inside = QWidget()
        inside.setLayout(self._list)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = row(self.heading, self.all_same, self.all_different)
        head.setStretchFactor(self.heading, 1)
        self.setLayout(column(head, self._scroll, spacing=6))
        self.hide()

    def forget(self) -> None:
        """Answers given for another file."""
        self.answers.clear()
        self._shown = []
        self.hide()

    def show_questions(self, plan: ImportPlan) -> None:
        """Ask what the plan asks; answers given already stay."""
        questions = plan.questions
        if [(q.place, q.known.uid) for q in questions] != [
            (q.place, q.known.uid) for q in self._shown
        ]:
            self._shown = list(questions)
            self._build(plan, questions)
        waiting = len({q.place for q in questions} - set(self.answers))
        state = f"还有 {waiting} 行没有回答，先不导入" if waiting else "都已回答"
        self.heading.setText(
            f"{len({q.place for q in questions})} 行与本机的人同名而身份证号不同："
            f"是更正了号码，还是不同的人？{state}"
        )
        self.setVisible(bool(questions))

    def _build(self, plan: ImportPlan, questions: Sequence[Question]) -> None:
        clear(self._list)
        self.choices.clear()
        groups: dict[Place, QButtonGroup] = {}
        for asked in questions:
            group = groups.setdefault(asked.place, QButtonGroup(self))
            self._list.addWidget(self._line(plan, asked, group))
        self._list.addStretch(1)
        shown = min(len(questions), _MOST_SHOWN)
        self._scroll.setFixedHeight(shown * _LINE_HEIGHT)
        several = len(questions) > 1 and len(groups) == len(questions)
        self.all_same.setVisible(several)
        self.all_different.setVisible(several)

    def _line(self, plan: ImportPlan, asked: Question, group: QButtonGroup) -> QWidget:
        before = mask_id_number(str(asked.known.values.get("id_number") or ""))
        branch = plan.branch_names.get(asked.known.organization or b"", "")
        where = f"第 {asked.place.row} 行　{asked.name}"
        told = f"表中 {mask_id_number(asked.number)}　本机 {before}（{branch}）　{asked.why}"
        same = self._choice(group, asked, "同一人，更正号码", asked.known.uid, where)
        other = self._choice(group, asked, "不同的人", DIFFERENT, where)
        made = QWidget()
        made.setFixedHeight(_LINE_HEIGHT - 4)
        made.setLayout(row(label(where), label(told, "muted"), None, same, other))
        return made

    def _choice(
        self, group: QButtonGroup, asked: Question, words: str, answer: bytes, where: str
    ) -> QRadioButton:
        made = QRadioButton(words)
        made.setAccessibleName(f"{where}：{words}")
        made.setChecked(self.answers.get(asked.place) == answer)
        group.addButton(made)
        made.clicked.connect(lambda: self._answer({asked.place: answer}))
        self.choices[asked.place, answer] = made
        return made

    def _answer_all(self, *, same: bool) -> None:
        given = {asked.place: asked.known.uid if same else DIFFERENT for asked in self._shown}
        for place, answer in given.items():
            self.choices[place, answer].setChecked(True)
        self._answer(given)

    def _answer(self, given: dict[Place, bytes]) -> None:
        self.answers.update(given)
        self._answered()
