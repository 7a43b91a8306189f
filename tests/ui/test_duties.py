"""Nothing that is offered leads to a refusal: every page walked as 经办 and as 只看."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.accounts.roles import Role, Verb, may
from app.domain.errors import AppError
from app.services import accounts
from app.services.opening import open_store
from app.services.store import Store
from app.ui.duties import duty_of
from app.ui.finding import ShowClass
from app.ui.forms.attachment_box import AttachmentBox
from app.ui.forms.form import Form
from app.ui.main_window import MainWindow
from app.ui.navigation import pages_for
from tests.ui.gallery_pages import STEPS, Shooter
from tests.ui.practice import members_of, practice_store, sign_everything, some_class
from tests.ui.window_helpers import open_window

SECRETS = {Role.CLERK: "clerk-practice-2026", Role.VIEWER: "viewer-practice-2026"}
SHOWN = {"county": set(Verb) - {Verb.READ}}
SHOWN["township"] = SHOWN["county"] - {Verb.REVIEW, Verb.ERASE}
"""Whose duty some control is, in a county's window and in a township's."""
NOTHING_THERE = {Verb.ISSUE, Verb.REVIEW}
"""Without a certificate, and with nothing to decide, their controls wait for everybody."""
LEAVES = ("取消", "关闭", "返回")


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a gate refused, whoever was told of it or not."""
    said: list[str] = []
    true_require = Store.require

    def heard(self: Store, verb: Verb) -> None:
        try:
            true_require(self, verb)
        except AppError:
            said.append(verb.name)
            raise

    monkeypatch.setattr(Store, "require", heard)
    return said


@pytest.fixture
def answers(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every question is agreed to with a reason; file dialogs are left without a file."""
    yes = QMessageBox.StandardButton.Yes
    for ask in ("getText", "getMultiLineText"):
        monkeypatch.setattr(QInputDialog, ask, lambda *_a, **_k: ("原因", True))
    for ask in ("question", "warning", "information", "critical"):
        monkeypatch.setattr(QMessageBox, ask, lambda *_a, **_k: yes)
    files: dict[str, Any] = {"getOpenFileName": ("", ""), "getOpenFileNames": ([], "")}
    files |= {"getSaveFileName": ("", ""), "getExistingDirectory": ""}
    for ask, nothing in files.items():
        monkeypatch.setattr(QFileDialog, ask, lambda *_a, answer=nothing, **_k: answer)
    closing = QTimer(qapp, interval=50)  # a menu waits in a loop of its own

    def close_menu() -> None:
        menu = QApplication.activePopupWidget()
        if menu is not None:
            menu.close()

    closing.timeout.connect(close_menu)
    closing.start()
    yield
    closing.stop()
    closing.deleteLater()


@pytest.fixture(params=["township", "county"])
def level(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def begun(folder: Path, level: str, role: Role) -> tuple[Store, bytes, bytes]:
    """A store with an open and a closed class, opened by somebody of this role."""
    head = practice_store(folder, level=level, people=20)
    held = some_class(head, members_of(head, 6))
    done = some_class(head, members_of(head, 6), name="冬训", days=2)
    sign_everything(head, done, close=True)
    accounts.add_account(head, "王五", SECRETS[role], role)
    head.close()
    return open_store(head.path, SECRETS[role], "王五"), held, done


def fields_to_type_in(window: QWidget) -> list[str]:
    """The fields of forms that can be changed now."""
    return [
        f"{type(window).__name__}.{name}"
        for form in window.findChildren(Form)
        for name, editor in form.editors.items()
        if not isinstance(shown := editor.widget, AttachmentBox)
        and not (isinstance(shown, QPlainTextEdit) and shown.isReadOnly())
        and shown.isEnabled()
    ]


class Walker(Shooter):
    """Presses what leads on in dialogs too, but what only leaves them; notes what could be pressed
    and typed into."""

    offered: set[tuple[str, str]]
    duties: dict[Verb, set[str]]
    """The controls that are somebody's duty, by what they do."""
    pressed: dict[Verb, set[str]]
    """Those of them that could be pressed."""

    typed: ClassVar[list[str]] = []

    def exec(self, dialog: QDialog) -> int:
        dialog.show()
        self.settle()
        self.typed.extend(fields_to_type_in(dialog))
        if self.depth < 2 and type(dialog).__name__ not in self.seen:
            self.seen.add(type(dialog).__name__)
            self.depth += 1
            self.press_everything(dialog, leave=_leaves)
            self.depth -= 1
        dialog.close()
        return 0

    def press_everything(
        self, root: QWidget, leave: Callable[[QAbstractButton], bool] = lambda _made: False
    ) -> None:
        self.offered |= {(self.place, said) for said in unclassified(root)}
        for made in root.findChildren(QAbstractButton):
            verb = duty_of(made)
            if verb is None or not made.isVisibleTo(root):
                continue
            for kind in (self.duties, self.pressed) if made.isEnabled() else (self.duties,):
                kind.setdefault(verb, set()).add(made.objectName())
        super().press_everything(root, leave=leave)


LOOKING = {
    # leads on, opens, turns a page, leaves
    *(
        "choose_registers",
        "card_",
        "step_",
        "tick_",
        "waiting",
        "leave_class",
        "close",
        "cancel",
        "other_records",
    ),
    *("decided_today", "settings_past", "certificates", "organization_menu", "check", "answered"),
    *("notices", "to_", "nav_", "help", "search", "find", "more", "narrow", "lock", "page_"),
    # paper without whole numbers
    *("archive", "preview", "print_", "list_print"),
    # one's own password, one's own view
    *("save_password", "list_columns", "filter", "clear"),
}
"""How the names of controls begin that are for everybody."""

WORDS_OF_LOOKING = (
    *("取消", "关闭", "返回", "打开备份文件夹", "另存一份空白模板…", "再看一次"),
    *("刷新", "回工作台", "去看看", "看全部的人", "到“党员”里看全部的人", "继续…"),
)
OWN_WORDS = ("您现在的密码", "新密码", "再输一遍新密码")
CHOICES = ("培训班", "党员", "党组织", "参训人员", "组织", "人员")
"""What a document is about is chosen, not entered."""


def unclassified(root: QWidget) -> set[str]:
    """What could be pressed or typed into and is neither somebody's duty nor for everybody."""
    found: set[str] = set()
    for made in root.findChildren(QWidget):
        if not made.isVisibleTo(root) or not made.isEnabled():
            continue
        said = made.accessibleName()
        if isinstance(made, QLineEdit | QPlainTextEdit | QTextEdit):
            above = made.parent()
            inside = isinstance(above, QAbstractSpinBox | QComboBox)
            searching = "查找" in said or "拼音" in said or said == "班名、主办单位、地点"
            if not (made.isReadOnly() or inside or searching or said in (*OWN_WORDS, *CHOICES)):
                found.add(f"{said or made.objectName()} {type(made).__name__}")
        elif isinstance(made, QAbstractButton) and duty_of(made) is None:
            name, words = made.objectName(), made.text().split("\t")[0]
            known = name.startswith(tuple(LOOKING)) or words in WORDS_OF_LOOKING
            if not known and words and not words.endswith("党支部"):
                found.add(f"{name} {words}")
    return found


def _leaves(made: QAbstractButton) -> bool:
    return made.text().split("\t")[0] in LEAVES


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CLERK])
def test_nothing_that_is_offered_is_refused(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    refused: list[str],
    answers: None,
    level: str,
    role: Role,
) -> None:
    store, held, done = begun(tmp_path, level, role)
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.resize(1366, 690)
    window.show()
    walker = Walker(window, "walk")
    walker.typed.clear()
    walker.offered, walker.duties, walker.pressed = set(), {}, {}
    walker.seen.add("PrintPreview")  # a printer waits for the system
    walker.settle()
    monkeypatch.setattr(QDialog, "exec", lambda dialog: walker.exec(dialog))  # noqa: PLW0108
    presses: list[tuple[str, str]] = []
    pressing = walker.press_everything

    def noted(root: Any, leave: Callable[[QAbstractButton], bool] = _leaves) -> None:
        before = len(refused)
        pressing(root, leave=leave)
        presses.extend((walker.place, verb) for verb in refused[before:])

    monkeypatch.setattr(walker, "press_everything", noted)
    for spec in pages_for(level):
        if not spec.hidden:
            walker.visit(spec.key)
    for shown in (held, done):
        for step in STEPS:
            walker.visit("class_room", ShowClass(shown, step), f"class_room-{step}")
    assert not refused, presses
    assert (role is Role.CLERK) == bool(walker.typed), "who only looks types nothing into a form"
    # The page on roles, read off the window: what is nobody's of this role can never be pressed,
    # and what is can be, somewhere.
    theirs = {verb for verb in Verb if may(role, verb, level)}
    assert not {verb: names for verb, names in walker.pressed.items() if verb not in theirs}
    assert walker.duties.keys() >= SHOWN[level]
    assert walker.pressed.keys() >= (SHOWN[level] & theirs) - NOTHING_THERE
    if role is Role.VIEWER:
        assert not {said for said in walker.offered if not said[0].startswith("trail")}
    window.close()
    store.close()


def test_an_empty_list_leads_nobody_into_a_form_that_cannot_be_saved(
    qtbot: QtBot, tmp_path: Path
) -> None:
    store, _held, _done = begun(tmp_path, "county", Role.VIEWER)
    window = open_window(qtbot, store, "registers")
    page = window.pages["registers"]
    offered = page.findChildren(QAbstractButton, "empty_first")
    [first] = [made for made in offered if made.isVisible()]
    assert first.text().startswith("新增")
    assert not first.isEnabled()
    assert "只看" in first.toolTip()
    qtbot.waitUntil(lambda: not window.workspace.runner.busy)
