"""党员: the form with its tabs, importing a roster from plan to undo, picking people."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from app.data.queries.members import posts_of
from app.data.queries.membership import changes_of
from app.domain.people.same_person import DIFFERENT
from app.services.rosters import import_roster, plan_roster_import
from app.services.store import Store
from app.ui.finding import ShowMember
from app.ui.forms.form_dialog import FormDialog
from app.ui.main_window import MainWindow
from app.ui.pages.class_room.people_picker import PeoplePicker
from app.ui.pages.members.member_dialog import MemberDialog
from app.ui.pages.members.members_page import MembersPage
from app.ui.pages.members.roster_dialog import RosterDialog
from app.ui.pages.members.since_dialog import SinceDialog
from tests.ui.practice import id_number, members_of, practice_store
from tests.ui.window_helpers import (
    child,
    finished,
    ime,
    in_dialog,
    open_window,
    screenshot,
    unnamed,
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    store = practice_store(tmp_path, people=40)
    return open_window(qtbot, store, "members")


def count(store: Store, table: str) -> int:
    found = store.database.read().execute(f"SELECT count(*) FROM {table} WHERE gone = 0")
    return int(found.fetchone()[0])


def test_a_person_is_added_and_found(qtbot: QtBot, window: MainWindow) -> None:
    page = window.pages["members"]
    assert isinstance(page, MembersPage)

    def fill(dialog: MemberDialog) -> None:
        ime(child(dialog, "name"), "欧阳测试")
        child(dialog, "id_number").setText("123")
        dialog.save_button.click()
        assert dialog.isVisible()
        assert "18" in dialog.form._problems["id_number"].text()
        child(dialog, "id_number").setText(id_number(date(1988, 3, 4), 700, "女"))
        child(dialog, "organization").setText("红星")
        child(dialog, "organization").editingFinished.emit()
        child(dialog, "organization").open_list()
        child(dialog, "organization")._take("红星村党支部")
        screenshot(dialog, "新增党员")
        assert unnamed(dialog) == []
        dialog.save_button.click()

    before = count(window.workspace.store, "member")
    outcome = in_dialog(qtbot, MemberDialog, fill)
    child(window, "new_member").click()
    assert finished(outcome)
    assert count(window.workspace.store, "member") == before + 1
    page.list.search.setText("oycs")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1)
    assert page.list.model.index(0, 0).data() == "欧阳测试"


def test_a_post_is_added_and_taken_back(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = window.workspace.store
    [uid] = members_of(store, 1)

    def fill_post(dialog: FormDialog) -> None:
        child(dialog, "title").setCurrentText("书记")
        child(dialog, "from_on").setText("2021-01")
        screenshot(dialog, "新增职务")
        dialog.save_button.click()

    def act(dialog: MemberDialog) -> None:
        dialog.tabs.setCurrentIndex(1)
        outcome = in_dialog(qtbot, FormDialog, fill_post)
        dialog.posts.add_button.click()
        assert finished(outcome)
        screenshot(dialog, "党内职务")
        assert [post.title for post in posts_of(store.database.read(), uid)] == ["书记"]
        monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: ("录错了", True))
        dialog.posts.table.select_row(0)
        dialog.posts.remove_button.click()
        assert posts_of(store.database.read(), uid) == []
        dialog.notices.action.click()
        assert len(posts_of(store.database.read(), uid)) == 1
        dialog.reject()

    outcome = in_dialog(qtbot, MemberDialog, act, timeout=20)
    window.workspace.open("members", ShowMember(uid))
    assert finished(outcome)


def test_a_move_is_asked_for_its_day(qtbot: QtBot, window: MainWindow) -> None:
    store = window.workspace.store
    [uid] = members_of(store, 1)

    def answer(dialog: SinceDialog) -> None:
        agree = child(dialog, "since")
        agree.click()
        assert dialog.isVisible()
        assert "请填日期" in dialog.lines["organization"].problem.text()
        day = child(dialog, "since_organization")
        assert day.hasFocus()
        hint = day.fontMetrics().horizontalAdvance(day.placeholderText())
        assert hint < day.contentsRect().width() - 16, "the example is read whole"
        child(dialog, "since_organization").setText("2099-01")
        agree.click()
        assert "还没有到" in dialog.lines["organization"].problem.text()
        child(dialog, "since_organization").setText("2025.06")
        screenshot(dialog, "自何时起")
        assert unnamed(dialog) == []
        agree.click()

    def act(dialog: MemberDialog) -> None:
        assert QApplication.focusWidget() is child(dialog, "name"), "Enter would cancel"
        branch = child(dialog, "organization")
        before = branch.text()
        branch.open_list()
        branch._take("红星村党支部" if before != "红星村党支部" else "东风村党支部")
        outcome = in_dialog(qtbot, SinceDialog, answer)
        dialog.save_button.click()
        assert finished(outcome)

    outcome = in_dialog(qtbot, MemberDialog, act, timeout=20)
    window.workspace.open("members", ShowMember(uid))
    assert finished(outcome)
    [told] = changes_of(store.database.read(), uid)
    assert (told.from_on, told.what) == ("2025-06", "所在党组织")
    assert told.before != told.after

    def look(dialog: MemberDialog) -> None:
        dialog.tabs.setCurrentIndex(3)
        screenshot(dialog, "变动")
        assert dialog.changes.model.rowCount() == 1
        dialog.reject()

    outcome = in_dialog(qtbot, MemberDialog, look, timeout=20)
    window.workspace.open("members", ShowMember(uid))
    assert finished(outcome)


def test_a_new_person_may_have_come_on_a_day(qtbot: QtBot, window: MainWindow) -> None:
    store = window.workspace.store

    def fill(dialog: MemberDialog) -> None:
        child(dialog, "name").setText("欧阳转入")
        child(dialog, "id_number").setText(id_number(date(1988, 3, 4), 702, "女"))
        child(dialog, "organization").open_list()
        child(dialog, "organization")._take("红星村党支部")
        child(dialog, "arrived_on").setText("2025-10")
        screenshot(dialog, "新增党员-转入")
        dialog.save_button.click()

    outcome = in_dialog(qtbot, MemberDialog, fill, timeout=20)
    child(window, "new_member").click()
    assert finished(outcome)
    assert count(store, "membership_change") == 1


def roster(path: Path, *, homeless: bool = False) -> Path:
    """Five people of 东风村, two of an unknown branch (or the second of none), one wrong number."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["青山镇党员花名册"])
    sheet.append(["序号", "姓名", "公民身份号码", "所在支部", "联系电话"])
    for number in range(1, 8):
        branch = "东风村党支部" if number < 6 else "新桥村党支部"
        if homeless and number == 7:
            branch = ""
        text = id_number(date(1970 + number, 5, 6), 500 + number, "男")
        sheet.append([number, f"李新{'一二三四五六七'[number - 1]}", text, branch, "13900009999"])
    sheet.append([8, "王错号", "990000197001010000", "东风村党支部", ""])
    book.save(path)
    return path


def test_a_roster_from_plan_to_undo(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    store = window.workspace.store
    before = count(store, "member"), count(store, "organization")
    dialog = RosterDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    screenshot(dialog, "导入-1")
    dialog.open_file(roster(tmp_path / "花名册.xlsx"))
    qtbot.waitUntil(lambda: dialog.plan is not None)
    answer = dialog.questions.branches["新桥村党支部"]
    assert not answer.is_decided
    assert dialog.next.isVisible()
    assert not dialog.go.isVisible()
    assert (count(store, "member"), count(store, "organization")) == before
    assert unnamed(dialog) == []
    screenshot(dialog, "导入-问题")
    answer.make_new()
    dialog.next.click()
    qtbot.waitUntil(lambda: dialog.go.text() == "导入 7 行")
    screenshot(dialog, "导入-2")
    assert unnamed(dialog) == []
    dialog.table.list.filter_by("action", "拒绝")
    assert dialog.table.list.model.rowCount() == 1
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.outcome is not None)
    assert (count(store, "member"), count(store, "organization")) == (before[0] + 7, before[1] + 1)
    screenshot(dialog, "导入-3")
    dialog.undo.click()
    qtbot.waitUntil(lambda: "已撤销" in dialog.result_text.text())
    assert (count(store, "member"), count(store, "organization")) == before


def test_back_to_the_file_and_the_notice_put_away(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    store = window.workspace.store
    dialog = RosterDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.again.isVisible()
    dialog.open_file(roster(tmp_path / "花名册.xlsx", homeless=True))
    qtbot.waitUntil(dialog.next.isVisible)
    dialog.next.click()
    qtbot.waitUntil(dialog.go.isVisible)
    assert dialog.plan is not None
    assert dialog.plan.lines[6].after["organization"] == store.site.organization
    dialog.back.click()
    dialog.back.click()
    assert dialog.choose.isVisible()
    assert not dialog.go.isVisible()
    assert not dialog.back.isVisible()
    screenshot(dialog, "导入-上一步")
    assert unnamed(dialog) == []
    [branch] = [
        row[0]
        for row in store.database.read().execute(
            "SELECT uid FROM organization WHERE name = '红星村党支部'"
        )
    ]
    dialog.branch.set_value(branch)
    dialog.again.click()
    qtbot.waitUntil(dialog.go.isVisible)
    assert dialog.plan.lines[6].after["organization"] == branch
    dialog.notices.warn("有 1 处请核对")
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.outcome is not None)
    assert not dialog.notices.isVisible()
    assert not dialog.back.isVisible()


def test_another_file_does_not_inherit_the_new_branches(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    dialog = RosterDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.open_file(roster(tmp_path / "一.xlsx"))
    qtbot.waitUntil(lambda: dialog.plan is not None)
    dialog.questions.make_all.click()
    dialog.next.click()
    qtbot.waitUntil(lambda: dialog.go.text() == "导入 7 行")
    dialog.back.click()
    assert dialog.questions.branches["新桥村党支部"].is_decided
    dialog.back.click()
    assert dialog.choose.isVisible()
    dialog.open_file(roster(tmp_path / "二.xlsx"))
    qtbot.waitUntil(dialog.next.isVisible)
    assert not dialog.questions.branches["新桥村党支部"].is_decided
    dialog.next.click()
    qtbot.waitUntil(dialog.go.isVisible)
    assert dialog.go.text() == "导入 5 行"


def test_why_a_row_is_refused_can_be_read_whole(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    dialog = RosterDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.open_file(roster(tmp_path / "花名册.xlsx"))
    qtbot.waitUntil(dialog.next.isVisible)
    dialog.next.click()
    qtbot.waitUntil(dialog.go.isVisible)
    plan = dialog.table
    narrow = plan.list.table.columnWidth(5)
    assert not plan.reason.isVisible()
    plan.list.filter_by("action", "拒绝")
    qtbot.waitUntil(lambda: plan.list.table.columnWidth(5) > narrow + 200)
    plan.list.table.select_row(plan.list.model.rowCount() - 1)
    assert plan.reason.isVisible()
    assert plan.reason.text().endswith(plan.list.model.index(2, 5).data())
    screenshot(dialog, "导入-拒绝")
    plan.list.filter_by("action", None)
    assert not plan.list.table.isColumnHidden(4)
    plan.list.table.heads.show_section(4, on=False)
    plan.list.table.select_row(0)
    assert plan.list.table.isColumnHidden(4), "who does not want the column is not shown it again"


def test_every_warning_is_listed_and_a_corrected_number_is_asked_about(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    store = window.workspace.store
    before = count(store, "member")
    first, path = roster(tmp_path / "旧.xlsx"), tmp_path / "新.xlsx"
    import_roster(store, plan_roster_import(store, first))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["东风村党支部党员花名册"])
    sheet.append(["序号", "姓名", "公民身份号码", "党内职务", "联系电话", "学历", "入党时间"])
    for number, name in enumerate("一二三", 1):
        text = id_number(date(1970 + number, 5, 6), 511 + number, "男")
        sheet.append([number, f"李新{name}", text, "书记" if number == 1 else "", "", "", ""])
    text = id_number(date(1980, 5, 6), 521, "女")
    odd = [4, "1、王芳（女）", text, "组织委员", "13912345678（女儿）", "大专在读", "约2001年"]
    sheet.append(odd)
    book.save(path)
    dialog = RosterDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.open_file(path)
    qtbot.waitUntil(lambda: dialog.go.text() == "导入 1 行")
    assert dialog.plan is not None
    assert len(dialog.plan.questions) == 3
    assert dialog.warnings.isVisible()
    assert dialog.warnings.model.rowCount() == len(dialog.plan.warnings) == 4
    dialog.warnings.table.select_row(3)
    assert dialog.warnings.whole.text().endswith(dialog.plan.warnings[3].reason)
    screenshot(dialog, "导入-同一人")
    assert unnamed(dialog) == []
    one, two, three = (asked for asked in dialog.plan.questions)
    dialog.same_person.choices[one.place, one.known.uid].click()
    qtbot.waitUntil(lambda: dialog.go.text() == "导入 2 行")
    dialog.same_person.choices[two.place, DIFFERENT].click()
    qtbot.waitUntil(lambda: dialog.go.text() == "导入 3 行")
    assert "还有 1 行" in dialog.same_person.heading.text()
    dialog.same_person.all_same.click()
    qtbot.waitUntil(lambda: dialog.go.text() == "导入 4 行")
    screenshot(dialog, "导入-同一人-已答")
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.outcome is not None)
    assert dialog.outcome is not None
    assert (dialog.outcome.new, dialog.outcome.updated, dialog.outcome.posts) == (1, 3, 2)
    assert count(store, "member") == before + 6
    assert three.known.uid in {line.uid for line in dialog.plan.lines}
    dialog.open_file(first)
    assert dialog.same_person.answers == {}


def test_a_note_is_three_lines_high_for_a_new_person(qtbot: QtBot, window: MainWindow) -> None:
    dialog = MemberDialog(window.workspace, None, None, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.resize(dialog.minimumSizeHint())  # as on a small screen
    QApplication.processEvents()
    note = child(dialog, "note")
    assert note.height() >= 3 * note.fontMetrics().lineSpacing()
    screenshot(dialog, "新增党员-备注")


def test_a_file_that_is_no_roster_is_refused_in_words(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    bad = tmp_path / "照片.xlsx"
    bad.write_bytes(b"\x89PNG not a workbook")
    dialog = RosterDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.open_file(bad)
    qtbot.waitUntil(dialog.notices.isVisible)
    assert dialog.plan is None
    assert dialog.isVisible()


def test_picked_people_keep_their_ticks(qtbot: QtBot, window: MainWindow) -> None:
    picker = PeoplePicker(window.workspace, window)
    qtbot.addWidget(picker)
    picker.show()
    first = picker.list.model.ids[0]
    picker.list.model.set_checked([first])
    picker.list.search.setText("王䶮")
    qtbot.waitUntil(lambda: picker.list.model.rowCount() == 1)
    picker.list.tick_all()
    assert len(picker.list.model.checked) == 2
    screenshot(picker, "选择学员")
    assert unnamed(picker) == []
    assert picker.take.isEnabled()


def test_searching_everything(qtbot: QtBot, window: MainWindow) -> None:
    box = window.search
    box.setText("dongfeng")
    box.search()
    assert box.results.count() >= 1
    assert "东风村党支部" in box.results.item(0).text()
    screenshot(box.results, "全局查找")
    box.setText("没有这个人")
    box.search()
    assert "没有找到" in box.results.item(0).text()
    box.results.hide()
