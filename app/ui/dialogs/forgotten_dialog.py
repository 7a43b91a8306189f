"""忘记密码: the ways back in, one page each; at the end a new password, and maybe a new code."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.dialogs.first_run_code import SHOWN_ONCE, RecoveryCode
from app.ui.dialogs.forgotten_code import ByCode
from app.ui.dialogs.forgotten_key import BACKUP, HERE, NOTHING, ByKey
from app.ui.dialogs.forgotten_parts import WIDE, WayBack
from app.ui.dialogs.forgotten_unlock import ByCounty
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, label, row
from app.ui.steps import Steps

_CODE = "第一次使用时打印的那张纸。最快，不用找别人。"
_COUNTY = "乡镇用：密码和恢复码都找不到，写一份申请带给县里。"
_KEY = "县里用：锁在柜子里、写有恢复密钥的U盘。"


class WaysBackDialog(Dialog):
    """`store` is set when one of the ways led in."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDE)
        self.store: Store | None = None
        self.code: RecoveryCode | None = None
        self._opened: Store | None = None
        self.heading = label("", "h1")
        self.notices = NoticeBar()
        self.stack = Steps()
        self.back = button("上一步", self.go_back, name="back")
        self.leave = button("取消", self.reject, name="cancel")
        self.begin = button("开始使用", self._begin, primary=True, name="begin")
        self.begin.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 22, 28, 18)
        box.setSpacing(12)
        box.addWidget(self.heading)
        box.addWidget(self.notices)
        box.addWidget(self.stack, 1)
        box.addLayout(row(self.back, None, self.leave, self.begin))

    def show_way(self, way: WayBack) -> None:
        """One way, in place of what was there."""
        way.opened.connect(self._led_in)
        way.warned.connect(self.notices.warn)
        way.refused.connect(self.notices.refuse)
        self.stack.addWidget(way)
        self.stack.setCurrentWidget(way)
        way.go.setDefault(True)
        way.first.setFocus()
        self.heading.setText(way.title)
        self.notices.put_away()

    def go_back(self) -> None:
        """To the choice of ways."""
        shown = self.stack.currentWidget()
        self.stack.removeWidget(shown)
        shown.deleteLater()
        self.notices.put_away()

    def _led_in(self, store: Store, code: str) -> None:
        self._opened = store
        if not code:
            self._begin()
            return
        self.notices.put_away()
        self.heading.setText("请抄写或打印新的恢复码")
        self.code = RecoveryCode(store, code)
        self.code.kept.connect(self.begin.setEnabled)
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(label(f"新密码已经设好。{SHOWN_ONCE}", "muted", wrap=True))
        inside.addWidget(self.code)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.back.hide()
        self.leave.hide()
        self.begin.setEnabled(False)
        self.begin.show()

    def _begin(self) -> None:
        self.store = self._opened
        self.accept()

    def reject(self) -> None:
        """Once the store is open the new code must be kept first."""
        if self._opened is not None:
            self.notices.warn("请先抄写或打印恢复码，勾选后再开始使用。")
            return
        super().reject()


class ForgottenDialog(WaysBackDialog):
    """From the login: three ways to choose from."""

    def __init__(self, path: Path, operators: Sequence[str], parent: QWidget | None) -> None:
        super().__init__("忘记密码", parent)
        self._path, self._operators = path, list(operators)
        self.stack.addWidget(self._choice())
        self._show_choice()

    def _choice(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        made: list[QPushButton] = []
        for name, (title, words, make) in self._ways().items():
            made.append(button(title, partial(self._go, make), name=name))
            box.addWidget(made[-1])
            box.addWidget(label(words, "muted", wrap=True))
            box.addSpacing(10)
        box.addStretch(1)
        self.first = made[0]
        return page

    def _ways(self) -> dict[str, tuple[str, str, Callable[[], WayBack]]]:
        here = (self._path, self._operators)
        return {
            "way_code": ("有恢复码", _CODE, lambda: ByCode(*here)),
            "way_county": ("请县里解锁", _COUNTY, lambda: ByCounty(*here)),
            "way_key": ("有县级恢复密钥", _KEY, lambda: ByKey(*here, (HERE, BACKUP))),
        }

    def _show_choice(self) -> None:
        self.heading.setText("忘记密码了，手里有什么？")
        self.back.hide()
        self.first.setFocus()

    def _go(self, make: Callable[[], WayBack]) -> None:
        self.back.show()
        self.show_way(make())

    def go_back(self) -> None:
        super().go_back()
        self._show_choice()


class RebuildDialog(WaysBackDialog):
    """From the first run of a county that has lost its computer."""

    def __init__(self, path: Path, parent: QWidget | None) -> None:
        super().__init__("用恢复密钥重建县级数据", parent)
        self.back.hide()
        self.show_way(ByKey(path, (), (BACKUP, NOTHING)))
