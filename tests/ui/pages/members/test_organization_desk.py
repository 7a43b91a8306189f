"""党组织 in the window: by right click, key, button and drag; and every way back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from app.data.queries.organizations import all_organizations, organization
from app.domain.entity import Value
from app.services.organizations import create_organization
from app.services.store import Store
from app.ui.forms.form_dialog import FormDialog
from app.ui.main_window import MainWindow
from app.ui.pages.members.members_page import MembersPage
from app.ui.references import StoreReferences
from tests.ui.practice import practice_store
from tests.ui.window_helpers import child, finished, in_dialog, open_window, screenshot, unnamed


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    store = practice_store(tmp_path, people=20)
    return open_window(qtbot, store, "members")


def members(window: MainWindow) -> MembersPage:
    page = window.pages["members"]
    assert isinstance(page, MembersPage)
    return page


def named(store: Store, name: str) -> bytes:
    return next(o.uid for o in all_organizations(store.database.read()) if o.name == name)


def made(store: Store, name: str, kind: str) -> bytes:
    values: dict[str, Value] = {"name": name, "kind": kind}
    return create_organization(store, {**values, "parent": store.site.organization})


def texts(page: MembersPage) -> list[str]:
    return [item.text(0).partition("　")[0] for item in page.tree._all()]


def entry(page: MembersPage, key: str) -> QAction:
    menu = page.desk.menu()
    found = menu.findChild(QAction, f"organization_{key}")
    assert isinstance(found, QAction)
    return found


def fill(qtbot: QtBot, window: MainWindow, key: str, act: Callable[[FormDialog], None]) -> None:
    outcome = in_dialog(qtbot, FormDialog, act)
    entry(members(window), key).trigger()
    assert finished(outcome)


def take_back(qtbot: QtBot, window: MainWindow) -> None:
    notices = window.workspace.notices
    assert notices.action.text() == "恢复原样"
    notices.action.click()
    qtbot.waitUntil(lambda: not window.workspace.runner.busy)


def test_a_branch_is_renamed_with_f2_and_back(qtbot: QtBot, window: MainWindow) -> None:
    page, store = members(window), window.workspace.store
    uid = named(store, "东风村党支部")
    page.tree.choose(uid)

    def rename(dialog: FormDialog) -> None:
        assert child(dialog, "name").text() == "东风村党支部"
        child(dialog, "name").setText("")
        dialog.save_button.click()
        assert dialog.isVisible()
        child(dialog, "name").setText("东风社区党支部")
        child(dialog, "reason").setText("村改社区")
        screenshot(dialog, "党组织改名")
        assert unnamed(dialog) == []
        dialog.save_button.click()

    outcome = in_dialog(qtbot, FormDialog, rename)
    qtbot.keyClick(page.tree, Qt.Key.Key_F2)
    assert finished(outcome)
    qtbot.waitUntil(lambda: "东风社区党支部" in texts(page))
    [found] = StoreReferences(store).find("organization", "东风村")
    assert (found.uid, found.words) == (uid, "东风社区党支部（曾用名 东风村党支部）")
    box = window.search
    box.setText("东风村")
    box.search()
    assert "曾用名 东风村党支部" in box.results.item(0).text()
    box.results.hide()
    take_back(qtbot, window)
    qtbot.waitUntil(lambda: "东风村党支部" in texts(page))


def test_the_menu_opens_by_mouse_key_and_button(qtbot: QtBot, window: MainWindow) -> None:
    page, store = members(window), window.workspace.store
    seen: list[list[str]] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        if not seen:
            screenshot(menu, "党组织菜单")
        seen.append([a.objectName() for a in menu.actions() if a.isEnabled() and a.text()])
        menu.close()

    def opened(start: Callable[[], object]) -> None:
        QTimer.singleShot(100, look)
        start()

    page.tree.choose(named(store, "东风村党支部"))
    item = page.tree.currentItem()
    assert item is not None
    place = page.tree.visualItemRect(item).center()
    reasons = QContextMenuEvent.Reason
    event = QContextMenuEvent(reasons.Mouse, place, page.tree.viewport().mapToGlobal(place))
    opened(lambda: page.tree.contextMenuEvent(event))
    opened(lambda: page.tree.contextMenuEvent(QContextMenuEvent(reasons.Keyboard, place, place)))
    opened(page.organization_acts.click)
    all_of_them = [
        f"organization_{key}" for key in ("new", "rename", "edit", "elect", "move", "merge")
    ]
    all_of_them += [f"organization_{key}" for key in ("dissolve", "remove")]
    all_of_them += ["trail_of", "organization_dissolved"]
    assert seen == [all_of_them] * 3
    page.tree.choose(store.site.organization)
    opened(page.organization_acts.click)
    left = [f"organization_{key}" for key in ("new", "rename", "edit", "elect")]
    assert seen[-1] == [*left, "trail_of", "organization_dissolved"]
    screenshot(window, "党员-党组织操作")
    assert unnamed(window) == []


def test_a_branch_is_moved_by_menu_and_by_drag(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, store = members(window), window.workspace.store
    general = made(store, "东片党总支", "党总支")
    page.reload()
    qtbot.waitUntil(lambda: "东片党总支" in texts(page))
    uid = named(store, "东风村党支部")
    page.tree.choose(uid)

    def above() -> bytes | None:
        found = organization(store.database.read(), uid)
        assert found is not None
        return found.parent

    def move(dialog: FormDialog) -> None:
        dialog.save_button.click()
        assert "请选择" in dialog.form._problems["parent"].text()
        child(dialog, "parent").set_value(uid)
        dialog.save_button.click()
        assert "它自己" in dialog.notices.text.text()
        child(dialog, "parent").set_value(general)
        screenshot(dialog, "党组织移动")
        dialog.save_button.click()

    fill(qtbot, window, "move", move)
    assert above() == general
    take_back(qtbot, window)
    assert above() == store.site.organization

    def drop() -> None:
        page.tree.choose(uid)
        target = next(i for i in page.tree._all() if i.text(0).startswith("东片党总支"))
        page.tree.dropEvent(
            QDropEvent(
                QPointF(page.tree.visualItemRect(target).center()),
                Qt.DropAction.MoveAction,
                QMimeData(),
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )

    asked: list[str] = []
    for answer in (QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes):

        def question(*words: object, answer: QMessageBox.StandardButton = answer) -> object:
            asked.append(str(words[2]))
            return answer

        monkeypatch.setattr(QMessageBox, "question", question)
        assert above() == store.site.organization
        before = len(asked)
        drop()
        qtbot.waitUntil(lambda before=before: len(asked) > before)  # type: ignore[misc]
    assert asked == ["把“东风村党支部”连同下级移到“东片党总支”之下吗？"] * 2
    assert above() == general


def test_a_branch_is_merged_and_seen_among_the_dissolved(qtbot: QtBot, window: MainWindow) -> None:
    page, store = members(window), window.workspace.store
    old, new = named(store, "东风村党支部"), named(store, "红星村党支部")
    page.tree.choose(old)

    def merge(dialog: FormDialog) -> None:
        dialog.save_button.click()
        assert "请选择并入" in dialog.form._problems["target"].text()
        child(dialog, "target").set_value(new)
        child(dialog, "dissolved_on").setText("2099")
        dialog.save_button.click()
        assert "还没有到" in dialog.form._problems["dissolved_on"].text()
        child(dialog, "dissolved_on").setText("2026.07.01")
        screenshot(dialog, "党组织合并")
        assert unnamed(dialog) == []
        dialog.save_button.click()

    fill(qtbot, window, "merge", merge)
    qtbot.waitUntil(lambda: "东风村党支部" not in texts(page))
    entry(page, "dissolved").trigger()
    qtbot.waitUntil(lambda: "东风村党支部" in texts(page))
    screenshot(window, "党员-已撤销的党组织")
    page.tree.choose(old)
    assert entry(page, "restore").isEnabled()
    assert not entry(page, "merge").isEnabled()
    take_back(qtbot, window)
    found = organization(store.database.read(), old)
    assert found is not None
    assert found.members > 0
    assert not found.dissolved_on


def test_a_branch_is_dissolved_restored_and_a_wrong_one_removed(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, store = members(window), window.workspace.store
    old, new = named(store, "东风村党支部"), named(store, "红星村党支部")
    page.tree.choose(old)

    def dissolve(dialog: FormDialog) -> None:
        dialog.save_button.click()
        assert "请选择转到" in dialog.form._problems["to"].text()
        child(dialog, "to").set_value(new)
        screenshot(dialog, "党组织撤销")
        dialog.save_button.click()

    fill(qtbot, window, "dissolve", dissolve)
    qtbot.waitUntil(lambda: "东风村党支部" not in texts(page))
    page.desk.with_dissolved = True
    page.reload()
    qtbot.waitUntil(lambda: "东风村党支部" in texts(page))
    page.tree.choose(old)
    entry(page, "restore").trigger()
    assert "已恢复" in window.workspace.notices.text.text()

    monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: ("建错了", True))
    page.tree.choose(new)
    entry(page, "remove").trigger()
    assert "不能删除" in window.workspace.notices.text.text()
    wrong = made(store, "季家村党支部", "党支部")
    page.reload()
    qtbot.waitUntil(lambda: "季家村党支部" in texts(page))
    page.tree.choose(wrong)
    entry(page, "remove").trigger()
    qtbot.waitUntil(lambda: "季家村党支部" not in texts(page))
    take_back(qtbot, window)
    qtbot.waitUntil(lambda: "季家村党支部" in texts(page))


def test_every_field_of_an_organization_can_be_edited(qtbot: QtBot, window: MainWindow) -> None:
    page, store = members(window), window.workspace.store
    uid = named(store, "东风村党支部")
    page.tree.choose(uid)

    def edit(dialog: FormDialog) -> None:
        assert "dissolved_on" not in dialog.form.editors
        child(dialog, "code").setText("0530")
        child(dialog, "kind").setCurrentText("党总支")
        screenshot(dialog, "党组织编辑")
        dialog.save_button.click()

    fill(qtbot, window, "edit", edit)
    found = organization(store.database.read(), uid)
    assert found is not None
    assert found.kind == "党总支"
    take_back(qtbot, window)
    found = organization(store.database.read(), uid)
    assert found is not None
    assert found.kind == "党支部"
