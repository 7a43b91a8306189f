"""Every dialog with something in it, empty-handed and refused; started by tests.ui.gallery.

What no button of a page opens in a practice store (held records, decisions, bulk, unlocking) is
opened here by its maker, as the tests of the keyboard do; then each page of two sites that
exchange, with many townships, disputes and records that were not written.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from app.data import keyslots
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError
from app.services.exchange.receiving import receive_package
from app.ui.dialog import Dialog
from app.ui.forms.form import Form
from app.ui.main_window import MainWindow
from app.ui.navigation import pages_for
from app.ui.notice_bar import NoticeBar
from app.ui.pages.exchange.held_back_dialog import HeldBackDialog
from tests.builders import change_member, make_member, make_organization
from tests.ui.dialog_makers import MAKERS, Scene
from tests.ui.exchange_windows import another_township
from tests.ui.gallery_pages import Shooter, answer_nothing
from tests.ui.window_helpers import dress, screenshot

REFUSAL = AppError(
    "“阿依古丽·买买提”的身份证号和“欧阳建国”的相同，没有保存。",
    "请核对身份证原件；确实是两个人的，请先到“待核实”里说明，再回到这里保存。",
)
WRONG = "没有填写；请照身份证或本人档案填写完整。"
TOWNSHIPS = ("白云镇", "红岩乡", "柳河街道", "阿克苏哈萨克族自治乡", "高新技术产业开发区党工委")
MANY = 60


class _Bot:
    """What the makers want of pytest-qt, outside of pytest."""

    def addWidget(self, _widget: QWidget) -> None: ...

    def waitUntil(self, done: Callable[[], object], *, timeout: int = 30_000) -> None:
        for _ in range(timeout // 20):
            if done():
                return
            QTest.qWait(20)
        raise TimeoutError


@contextmanager
def scene(folder: Path) -> Iterator[Scene]:
    """Two sites and their windows; what pytest would close is closed here."""
    made = Scene(cast(QtBot, _Bot()), folder)
    yield made
    made.end()


def shoot_dialog(dialog: Dialog, name: str) -> None:
    """As it opens, each of its tabs, what a form says of nothing entered, a long refusal."""
    if not dialog.isVisible():
        dialog.show()
    QTest.qWait(60)
    screenshot(dialog, name)
    tabs = [one for one in dialog.findChildren(QTabWidget) if one.window() is dialog]
    for one in tabs:
        for number in range(1, one.count()):
            one.setCurrentIndex(number)
            QTest.qWait(30)
            screenshot(dialog, f"{name}-{one.tabText(number)}")
        one.setCurrentIndex(0)
    forms = dialog.findChildren(Form)
    for form in forms:
        form.show_problems(dict.fromkeys(form.editors, WRONG))
    bars = [bar for bar in dialog.findChildren(NoticeBar) if bar.window() is dialog]
    for bar in bars:
        bar.refuse(REFUSAL)
    if bars or forms:
        QTest.qWait(30)
        screenshot(dialog, f"{name}-拒绝")


def shoot_makers(prefix: str) -> None:
    """Every dialog there is."""
    for name, make in MAKERS.items():
        with tempfile.TemporaryDirectory(prefix="xueji-look-") as folder, scene(Path(folder)) as at:
            try:
                dialog = make(at)
                shoot_dialog(dialog, f"{prefix}-{name}")
                dialog.close()
            except Exception as error:  # noqa: BLE001  (the others are wanted all the same)
                print(f"{name}: {type(error).__name__} {error}")


def busy(at: Scene) -> None:
    """Townships, disputes, doubles, records that may not be written."""
    for name in TOWNSHIPS:
        another_township(at.folder, at.theirs, name).close()
    branch = make_organization(at.mine, "阿克苏哈萨克族自治乡中心学校教职工第一联合党支部")
    people = [make_member(at.mine, branch, name=f"王小{n}") for n in range(MANY)]
    at.settle()
    for number, who in enumerate(people):
        change_member(at.mine, who, phone=f"1390000{number:04}")
        change_member(at.theirs, who, phone=f"1391111{number:04}")
    with at.mine.change("改过的程序", bounded=False) as change:
        for number in range(MANY):
            said: dict[str, Value] = {
                "name": f"写错单位的人{number}",
                "organization": at.theirs.site.organization,
            }
            change.create(entity_named("member"), said)
    at.settle()
    receive_package(at.theirs, at.sent())


def shoot_windows(at: Scene, prefix: str) -> None:
    """Every page of both, and a long refusal below it."""
    for level, window in (("township", at.township), ("county", at.county)):
        shooter = Shooter(window, f"{prefix}-{level}")
        # A bound method would not get the dialog.
        setattr(QDialog, "exec", lambda dialog, at=shooter: at.exec(dialog))  # noqa: B010
        window.show_remembered()
        for spec in pages_for(level):
            shooter.visit(spec.key)
            window.workspace.refuse(REFUSAL)
            shooter.settle()
            shooter.shoot(window, f"{spec.key}-拒绝")
            window.workspace.notices.put_away()


def shoot_held(at: Scene, window: MainWindow, prefix: str) -> None:
    dialog = HeldBackDialog(at.county.workspace, window)
    shoot_dialog(dialog, f"{prefix}-HeldBackDialog-{MANY}")
    dialog.close()


def main(what: str) -> int:
    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    app = QApplication(["xueji"])
    dress(app)
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    if what == "dialogs":
        shoot_makers(f"对话框-x{scale}")
        return 0
    answer_nothing()
    with tempfile.TemporaryDirectory(prefix="xueji-look-") as folder, scene(Path(folder)) as at:
        busy(at)
        shoot_windows(at, f"交换-x{scale}")
        shoot_held(at, at.county, f"交换-x{scale}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
