"""退回: the reasons that are used every month, one click each; another one is written."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from app.ui.asking import ask_reason

REASONS = ("身份证号有误", "缺证明材料", "学时与安排不符", "签到表不全", "姓名或党组织有误")
LONGEST = 500
_ASKED = "退回原因（乡镇会照着更正）："


class ReturnMenu(QMenu):
    """`chosen` gets the reason; an empty one means that it is not sent back after all."""

    def __init__(
        self, parent: QWidget, what: str, chosen: Callable[[str], object], *, undo: bool
    ) -> None:
        super().__init__(f"退回{what}", parent)
        self.setAccessibleName(f"退回{what}，选一个原因")
        self._what = what
        self._chosen = chosen
        self.addSection(f"退回{what}，原因是")
        for reason in REASONS:
            self.addAction(reason).triggered.connect(
                lambda _checked=False, reason=reason: chosen(reason)
            )
        self.addAction("自己写…").triggered.connect(self._write)
        if undo:
            self.addSeparator()
            self.addAction("不退回了").triggered.connect(lambda _checked=False: chosen(""))

    def _write(self) -> None:
        said = ask_reason(self.parentWidget(), f"退回{self._what}", _ASKED)
        if said:
            self._chosen(said[:LONGEST])
