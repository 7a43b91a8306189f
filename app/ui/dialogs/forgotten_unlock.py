"""请县里解锁: write the request, read the digits out, come back with the county's answer."""

from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import AppError
from app.services.exchange import unlocking
from app.services.store import Store
from app.ui.dialogs.forgotten_parts import FileLine, NewPassword, WayBack
from app.ui.file_dialogs import Purpose, save_file
from app.ui.parts import button, card, label, row

_FIRST = "第一步：写一份解锁申请，带给县委组织部，打电话念出核对码。"
_SECOND = "第二步：拿到县里的解锁答复后，在这台电脑上打开它，设新密码。中间可以关机。"
_NOT_YET = "还没有写过申请"


class ByCounty(WayBack):
    """Both steps on one page: days may lie between them."""

    title = "请县里解锁"

    def __init__(self, path: Path, operators: Sequence[str]) -> None:
        super().__init__("finish_unlock")
        self._path = path
        self.digits = label("", "number")
        self.digits.setObjectName("unlock_digits")
        self.answer = FileLine("解锁答复", "*.xjs", "choose_answer")
        self.fresh = NewPassword(operators)
        ask = button("写解锁申请…", self._ask, icon_name="usb", name="ask_unlock")
        self.first = ask
        digits = row(label("核对码", "muted"), self.digits, None)
        first = label(_FIRST, wrap=True)
        self.box.addWidget(card(first, row(ask, None), digits, name="第一步"))
        self.box.addWidget(
            card(
                label(_SECOND, wrap=True),
                self.answer,
                self.fresh,
                row(None, self.go),
                name="第二步",
            )
        )
        self.box.addStretch(1)
        self._show()

    def _show(self) -> None:
        try:
            self.digits.setText(unlocking.one_time_fingerprint(self._path))
        except AppError:  # nothing was asked yet
            self.digits.setText(_NOT_YET)

    def _ask(self) -> None:
        chosen = save_file(self, "保存解锁申请", Purpose.KEYS, "解锁申请.xjs", "解锁申请 (*.xjs)")
        if chosen is None:
            return
        try:
            unlocking.ask(self._path, chosen)
        except AppError as error:
            self.refused.emit(error)
        else:
            self._show()
            name = chosen.name
            self.warned.emit(f"已写好 {name}。请带给县里，并在电话里念出核对码。")

    def _go(self) -> None:
        missing = "" if self.answer.path else "请先选择县里的解锁答复。"
        self.attempt(missing or self.fresh.problem(), self._finish)

    def _finish(self) -> tuple[Store, str]:
        assert self.answer.path is not None  # `_go` asks for it
        fresh = self.fresh
        done = unlocking.finish(self._path, self.answer.path, fresh.who, fresh.password.text())
        return done.store, done.recovery_code
