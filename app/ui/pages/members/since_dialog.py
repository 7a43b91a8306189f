"""自何时起: a changed branch, category or status is asked for its day, and never given today's."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.entity import Value
from app.domain.errors import InvalidInput
from app.services.membership import SinceAsked, Undated, read_since
from app.ui.dialog import Dialog
from app.ui.forms.date_line import DateLine
from app.ui.parts import button, label, row
from app.ui.today import today

_ASKED = "只知道年月也可以，例如 2025-06；学时和统计按这个日期归到当时的党组织。"


class SinceDialog(Dialog):
    """One line for each change; it closes only when every one is answered."""

    def __init__(
        self, asked: Sequence[Undated], shown: Callable[[Value], str], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("自何时起")
        self.setMinimumWidth(560)
        self.lines = {one.field: _Line(one, shown) for one in asked}
        agree = button("确定", self._answer, primary=True, name="since")
        agree.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(10)
        box.addWidget(label("这些变动自何时起？", "h2"))
        box.addWidget(label(_ASKED, "muted", wrap=True))
        for line in self.lines.values():
            box.addWidget(line)
        box.addLayout(row(None, button("取消", self.reject), agree))
        next(iter(self.lines.values())).day.setFocus()

    @property
    def answers(self) -> Mapping[str, SinceAsked]:
        """What was said, by field."""
        return {name: line.answer for name, line in self.lines.items()}

    def _answer(self) -> None:
        lines = self.lines.values()
        lacking = [line for line in lines if not line.complete()]  # each says what it lacks
        if lacking:
            lacking[0].day.setFocus()
        else:
            self.accept()


class _Line(QWidget):
    """The change in words, its day, and the two other answers."""

    def __init__(self, one: Undated, shown: Callable[[Value], str]) -> None:
        super().__init__()
        words = f"{one.label}：{shown(one.before) or '（空）'} → {shown(one.after) or '（空）'}"
        self.day = DateLine()
        self.day.setAccessibleName(f"{one.label}自何时起")
        self.day.setObjectName(f"since_{one.field}")
        self.day.setPlaceholderText("如 2025-06-15")
        now = button("今天", lambda: self.day.setText(today()))
        self.unknown = QCheckBox("不清楚")
        self.unknown.setAccessibleName(f"{one.label}：不清楚自何时起")
        self.corrected = QCheckBox("原来填错了（更正，不是变动）")
        self.corrected.setAccessibleName(f"{one.label}：原来填错了")
        for box in (self.unknown, self.corrected):
            box.toggled.connect(self._toggled)
        self.problem = label("", tone="bad", wrap=True)
        self.problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label(words, wrap=True))
        layout.addLayout(row(self.day, now, self.unknown, self.corrected))
        layout.addWidget(self.problem)

    @property
    def answer(self) -> SinceAsked:
        """What was said."""
        on = "" if self.unknown.isChecked() else (self.day.value() or "")
        return SinceAsked(on, corrected=self.corrected.isChecked())

    def complete(self) -> bool:
        """Whether there is an answer that can be kept; else the line says what is missing."""
        said = self.unknown.isChecked() or self.corrected.isChecked() or self.day.text().strip()
        text = "" if said else "请填日期；不清楚就选“不清楚”，填错了就选“原来填错了”"
        try:
            read_since(self.answer)
        except InvalidInput as error:
            text = next(iter(error.problems.values()))
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        return not text

    def _toggled(self) -> None:
        other = self.unknown if self.sender() is self.corrected else self.corrected
        if self.unknown.isChecked() and self.corrected.isChecked():
            other.setChecked(False)
        free = not (self.unknown.isChecked() or self.corrected.isChecked())
        self.day.setEnabled(free)
