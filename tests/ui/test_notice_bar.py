"""Notices have a place of their own: nothing moves, no refusal is lost, ways back stay."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError
from app.ui.dialog import Dialog
from app.ui.main_window import MainWindow
from app.ui.notice_bar import NoticeBar
from app.ui.pages.settings.rules_tab import RulesTab
from app.ui.pages.settings.settings_page import SettingsPage
from app.ui.parts import button, label, row
from tests.ui.practice import members_of, practice_store, some_class
from tests.ui.window_helpers import child, screenshot

LONG = AppError(
    "这个人在另一个支部还有一条没有核实的记录，身份证号和这里的相同，出生日期不同。",
    "请先在“待核实”里决定哪一条是对的，或请对方更正以后再保存；不能两条都留下。" * 2,
)


def places(window: QWidget, *, but: QWidget) -> dict[int, QRect]:
    """Where every visible widget is, the notice itself left out."""
    QApplication.processEvents()
    return {
        id(widget): QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget is not but and not but.isAncestorOf(widget)
    }


def nothing_moves(window: QWidget, notices: NoticeBar) -> None:
    """While notices of every kind come and go."""
    before = places(window, but=notices.sheet)
    steps: tuple[Callable[[], None], ...] = (
        lambda: notices.done("已保存。", "撤销", lambda: None),
        lambda: notices.refuse(LONG),
        notices._step_back,
        notices.put_away,
    )
    for said in steps:
        said()
        now = places(window, but=notices.sheet)
        assert {key: now[key] for key in before if key in now} == {
            key: place for key, place in before.items() if key in now
        }
        assert len(set(before) - set(now)) <= 1, "only the bar itself comes and goes"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    store = practice_store(tmp_path, people=20)
    some_class(store, members_of(store, 5))
    made = MainWindow(store)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: not made.workspace.runner.busy)
    return made


def test_nothing_on_any_page_moves_when_a_notice_comes_or_goes(
    qtbot: QtBot, window: MainWindow
) -> None:
    for key in ("dashboard", "members", "classes", "ledger", "documents", "settings"):
        window.go(key)
        qtbot.waitUntil(lambda: not window.workspace.runner.busy)
        nothing_moves(window, window.workspace.notices)


def test_a_notice_covers_no_button_of_a_dialog(qtbot: QtBot) -> None:
    dialog = Dialog()
    qtbot.addWidget(dialog)
    notices, save = NoticeBar(), button("保存", dialog.accept, primary=True)
    box = QVBoxLayout(dialog)
    box.addWidget(label("内容"))
    box.addWidget(notices)
    box.addLayout(row(None, save))
    dialog.show()
    nothing_moves(dialog, notices)
    notices.refuse(LONG)
    QApplication.processEvents()
    screenshot(dialog, "notice-long")
    sheet = QRect(notices.sheet.mapTo(dialog, QPoint(0, 0)), notices.sheet.size())
    assert not sheet.intersects(QRect(save.mapTo(dialog, QPoint(0, 0)), save.size()))
    assert dialog.rect().contains(sheet)
    needed = notices.text.heightForWidth(notices.text.width())
    assert notices.text.height() >= needed, "all of it can be read"


def hidden_below(notices: NoticeBar, widget: QWidget) -> bool:
    window = widget.window()
    sheet, place = (
        QRect(one.mapTo(window, QPoint(0, 0)), one.size()) for one in (notices.sheet, widget)
    )
    return sheet.intersects(place)


def test_words_of_several_lines_lie_on_nothing_that_is_worked_with(
    qtbot: QtBot, window: MainWindow
) -> None:
    """保存 of 落款与规则 stands right above the place of the notices."""
    window.resize(1000, 600)
    window.go("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    page.show_tab(RulesTab)
    qtbot.waitUntil(lambda: not window.workspace.runner.busy)
    window.workspace.refuse(LONG)
    QApplication.processEvents()
    notices = window.workspace.notices
    assert notices.sheet.height() > notices.height(), "else it covers nothing anyhow"
    assert not hidden_below(notices, child(window, "save_rules"))


def test_the_field_that_was_wrong_is_seen_beside_what_is_said_of_it(qtbot: QtBot) -> None:
    dialog = Dialog()
    qtbot.addWidget(dialog)
    notices, field = NoticeBar(), QLineEdit()
    box = QVBoxLayout(dialog)
    box.addWidget(label("检查恢复密钥", "h1"))
    box.addWidget(label("填写写它时设的密码，看看打不打得开。", wrap=True))
    box.addWidget(field)
    box.addWidget(notices)
    box.addLayout(row(None, button("检查", dialog.accept, primary=True)))
    dialog.show()
    field.setFocus()
    notices.refuse(
        AppError(
            "恢复密钥打不开：密码不对，或文件已损坏。",
            "请再输一遍密码；还是不行，换另一个U盘上的那一份，两份都打不开时请找负责人。",
        )
    )
    QApplication.processEvents()
    assert not hidden_below(notices, field)


def test_good_news_steps_back_and_its_way_back_stays(qtbot: QtBot, window: MainWindow) -> None:
    notices = window.workspace.notices
    undone: list[int] = []
    notices._timer.setInterval(20)
    notices.done("已删除 1 条。", "撤销", lambda: undone.append(1))
    qtbot.waitUntil(lambda: notices.sheet.quiet)
    assert notices.action.isVisible()
    notices.put_away()
    again = child(window, "notice_again")
    assert again.isVisible()
    again.click()
    assert notices.isVisible()
    notices.action.click()
    assert undone == [1]
    again.click()
    assert not notices.action.isVisible(), "a way back is gone once"


def test_it_stays_while_somebody_is_on_it(qtbot: QtBot, window: MainWindow) -> None:
    notices = window.workspace.notices
    notices._timer.setInterval(20)
    notices.done("已删除 1 条。", "撤销", lambda: None)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    notices.action.setFocus()
    qtbot.wait(100)
    assert not notices.sheet.quiet
    window.search.setFocus()
    qtbot.waitUntil(lambda: notices.sheet.quiet)


def test_a_refusal_is_told_where_people_look(qtbot: QtBot, window: MainWindow) -> None:
    def refused() -> None:
        raise AppError("U盘写不进去。", "请换一个。")

    workspace = window.workspace
    outer, inner = Dialog(window), Dialog(window)
    inner.setParent(outer, inner.windowFlags())
    notices = NoticeBar()
    box = QVBoxLayout(outer)
    box.addWidget(notices)
    box.addLayout(row(None, button("确认", outer.accept, primary=True)))
    QVBoxLayout(inner).addWidget(label("正在写入"))
    outer.open()
    inner.open()  # as a progress dialog, which has no place for words
    workspace.save(refused)
    assert notices.text.text() == "U盘写不进去。请换一个。"
    assert not workspace.notices.isVisible(), "the page lies behind and says it once more"
    inner.close()
    outer.close()
    workspace.save(refused)
    assert workspace.notices.text.text() == "U盘写不进去。请换一个。"


def test_a_dialog_speaks_of_the_last_attempt_only(qtbot: QtBot) -> None:
    dialog = Dialog()
    qtbot.addWidget(dialog)
    notices = NoticeBar()
    box = QVBoxLayout(dialog)
    box.addWidget(notices)
    box.addLayout(row(None, button("下一步", dialog.accept, primary=True)))
    dialog.show()
    for words in ("密码至少 10 位。", "这个密码太容易猜到。", "两遍密码不一样。"):
        notices.warn(words)
        assert notices.text.text() == words
        assert not child(dialog, "notice_earlier").isVisible(), "answered refusals wait for nobody"
    child(dialog, "notice_close").click()
    assert not notices.isVisible()


def test_no_refusal_is_lost_behind_another(qtbot: QtBot, window: MainWindow) -> None:
    notices = window.workspace.notices
    notices._timer.setInterval(20)
    notices.refuse(AppError("第一件没有做。", ""))
    notices.refuse(AppError("第二件没有做。", ""))
    notices.refuse(AppError("第二件没有做。", ""))
    notices.done("第三件做好了。")
    earlier = child(window, "notice_earlier")
    assert earlier.text() == "还有 2 条没看"
    qtbot.waitUntil(lambda: notices.text.text() == "第二件没有做。")
    close = child(window, "notice_close")
    close.click()
    assert notices.text.text() == "第一件没有做。"
    close.click()
    assert not notices.isVisible()
    assert close.accessibleName() == "知道了"
