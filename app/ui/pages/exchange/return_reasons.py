"""退回原因: one for all that was ticked, or another one for a single row."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QFormLayout, QScrollArea, QVBoxLayout, QWidget

from app.services.exchange.package_view import PreviewLine
from app.ui.combo_box import ComboBox
from app.ui.dialog import Dialog
from app.ui.parts import button, label, row

REASONS = ("身份证号有误", "缺证明材料", "学时与安排不符", "签到表不全", "姓名或党组织有误")
ONE_BY_ONE = 30
"""More rows than this get one reason together; nobody fills in more boxes than that."""
_WORDS = "乡镇会照着原因更正，随回执和下一次下发告知对方。可以选常用的，也可以自己写。"


class ReturnReasons(Dialog):
    """`reasons` holds one for each line once it was accepted."""

    def __init__(self, lines: Sequence[PreviewLine], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("退回原因")
        self.setMinimumWidth(560)
        self._number = len(lines)
        self.whole = self._box("退回原因（全部）")
        self.single = [self._box(f"{line.subject}的退回原因") for line in lines]
        if not 1 < len(lines) <= ONE_BY_ONE:
            self.single = []
        self.agree = button("确定", self.accept, primary=True, name="agree_reasons")
        self._build(lines)

    @property
    def reasons(self) -> list[str]:
        """One reason for each line."""
        if self.single:
            return [box.currentText().strip() for box in self.single]
        return [self.whole.currentText().strip()] * self._number

    def _box(self, name: str) -> QComboBox:
        made = ComboBox()
        made.setEditable(True)
        made.addItems(REASONS)
        made.setCurrentText("")
        made.setAccessibleName(name)
        edit = made.lineEdit()
        if edit is not None:
            edit.setPlaceholderText("选一个，或写明原因")
            edit.setAccessibleName(name)
        made.setMinimumWidth(240)
        made.currentTextChanged.connect(lambda _text: self._enable())
        return made

    def _build(self, lines: Sequence[PreviewLine]) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.setSpacing(12)
        box.addWidget(label(f"退回 {len(lines)} 条的原因", "h1"))
        box.addWidget(label(_WORDS, "muted", wrap=True))
        box.addWidget(self.whole)
        if self.single:
            self.whole.currentTextChanged.connect(self._to_all)
            box.addWidget(label("个别不同的，在这里改：", "muted"))
            box.addWidget(self._one_by_one(lines), 1)
        else:
            box.addWidget(label(f"{lines[0].kind}　{lines[0].subject}", "muted", wrap=True))
        box.addLayout(row(None, button("取消", self.reject), self.agree))
        self.agree.setEnabled(False)

    def _one_by_one(self, lines: Sequence[PreviewLine]) -> QScrollArea:
        inside = QWidget()
        inside.setObjectName("Scrolled")
        form = QFormLayout(inside)
        for line, edit in zip(lines, self.single, strict=True):
            form.addRow(label(f"{line.kind}　{line.subject}"), edit)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(inside)
        scroll.setMinimumHeight(min(300, 44 * len(lines) + 20))
        return scroll

    def _to_all(self, text: str) -> None:
        for box in self.single:
            box.setCurrentText(text)

    def _enable(self) -> None:
        self.agree.setEnabled(all(self.reasons))
