"""考勤 and the rest of one class: nothing is presumed, every refusal is told in words."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QInputDialog,
    QLabel,
    QStyleOptionViewItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.data.queries.attendance import marks_of
from app.data.queries.training_classes import (
    ClassFilter,
    class_ids,
    participants_of,
    sessions_of,
)
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import InvalidInput
from app.services.classes.closing import preview_close
from app.services.store import Store
from app.ui.finding import ShowClass
from app.ui.forms.day_edit import DayEdit
from app.ui.main_window import MainWindow
from app.ui.pages.class_room.absent_list import absent_list
from app.ui.pages.class_room.attendance_step import AttendanceStep
from app.ui.pages.class_room.class_room_page import ClassRoomPage
from app.ui.pages.class_room.close_dialog import CloseDialog
from app.ui.pages.class_room.closing_step import ClosingStep
from app.ui.pages.class_room.remove_dialog import RemoveDialog
from app.ui.pages.class_room.roster_step import RosterStep
from app.ui.pages.classes.class_dialog import ClassDialog
from app.ui.pages.classes.session_table import SessionTable
from app.ui.tables.table_view import TableView
from tests.builders import change_row
from tests.ui.practice import members_of, practice_store, sign_everything, some_class
from tests.ui.window_helpers import (
    child,
    finished,
    ime,
    in_dialog,
    open_window,
    screenshot,
    unnamed,
)

Room = tuple[MainWindow, ClassRoomPage]


@pytest.mark.parametrize(
    ("typed", "marks"),
    [
        ("", {}),
        ("3", {3: "缺勤"}),
        ("3 7 12s 15b", {3: "缺勤", 7: "缺勤", 12: "事假", 15: "病假"}),
        (
            "３，７Ｓ、8g；9c 10z 11q",
            {3: "缺勤", 7: "事假", 8: "公假", 9: "迟到", 10: "早退", 11: "缺勤"},
        ),
        ("  3   3b ", {3: "病假"}),
    ],
)
def test_the_absent_as_clerks_type_them(typed: str, marks: dict[int, str]) -> None:
    assert absent_list(typed) == marks


@pytest.mark.parametrize("typed", ["三", "3x", "s3", "3-7", "3.5"])
def test_what_cannot_be_read_is_named(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        absent_list("1 " + typed)
    assert typed.lower() in refused.value.problems["absent"]


def opened(qtbot: QtBot, store: Store, uid: bytes, step: str = "考勤") -> Room:
    window = open_window(qtbot, store)
    window.workspace.open("class_room", ShowClass(uid, step))
    page = window.page
    assert isinstance(page, ClassRoomPage)
    return window, page


def attendance(page: ClassRoomPage) -> AttendanceStep:
    step = page.steps["考勤"]
    assert isinstance(step, AttendanceStep)
    return step


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return practice_store(tmp_path, people=30)


def entered(store: Store, uid: bytes) -> list[str]:
    marks = marks_of(store.database.read(), uid)
    return sorted(live[0].mark for live in marks.values())


def test_a_page_is_not_signed_without_who_and_where(qtbot: QtBot, store: Store) -> None:
    uid = some_class(store, members_of(store, 6))
    window, page = opened(qtbot, store, uid)
    step = attendance(page)
    step.checked_by.clear()
    step.signed.click()
    assert "核对人" in window.workspace.notices.text.text()
    step.checked_by.setText("林晓")
    step.signed.click()
    assert "存放处" in window.workspace.notices.text.text()
    assert not step.absent.isEnabled()
    assert entered(store, uid) == []
    step.paper.setText("档案盒 3 号")
    step.signed.click()
    step.absent.setText("3 9")
    qtbot.keyClick(step.absent, Qt.Key.Key_Return)
    assert "没有序号 9" in window.workspace.notices.text.text()
    assert entered(store, uid) == [], "all or nothing"


def test_where_the_paper_lies_is_not_carried_to_another_class(qtbot: QtBot, store: Store) -> None:
    first, second = (some_class(store, members_of(store, 3), name=name) for name in "甲乙")
    window, page = opened(qtbot, store, first)
    step = attendance(page)
    step.paper.setText("甲班的盒子")
    window.workspace.open("class_room", ShowClass(first, "考勤"))
    assert step.paper.text() == "甲班的盒子"
    window.workspace.open("class_room", ShowClass(second, "考勤"))
    assert step.paper.text() == ""


def test_a_class_still_to_come_takes_no_marks(qtbot: QtBot, store: Store) -> None:
    tomorrow = date.today() + timedelta(days=1)
    uid = some_class(store, members_of(store, 3), starts=tomorrow)
    window, page = opened(qtbot, store, uid)
    step = attendance(page)
    step.paper.setText("档案盒 3 号")
    assert not step.signed.isEnabled()
    assert "还没有上" in step.signed.toolTip()
    assert "还没有上" in step.left.text(), "the reason is seen without the pointer too"
    assert not step.palette_row.buttons["出勤"].isEnabled()
    step.grid.setFocus()
    step.grid.setCurrentIndex(step.model.index(0, 3))
    qtbot.keyClick(step.grid, "1")
    assert "还没有上" in window.workspace.notices.text.text()
    qtbot.keyClick(step.paper, Qt.Key.Key_Return)
    assert not step.absent.isEnabled()
    assert entered(store, uid) == []


def test_keys_mark_cells_and_correct_them(qtbot: QtBot, store: Store) -> None:
    uid = some_class(store, members_of(store, 4))
    _, page = opened(qtbot, store, uid)
    step = attendance(page)
    step.grid.setFocus()
    step.grid.setCurrentIndex(step.model.index(0, 3))
    for key in "1165":
        qtbot.keyClick(step.grid, key)
    assert entered(store, uid) == ["事假", "出勤", "出勤", "病假"]
    step.grid.setCurrentIndex(step.model.index(0, 3))
    qtbot.keyClick(step.grid, "7")
    assert entered(store, uid) == ["事假", "出勤", "病假", "缺勤"]
    # A whole column at once.
    flags = QItemSelectionModel.SelectionFlag
    for row in range(4):
        step.grid.selectionModel().select(step.model.index(row, 4), flags.Select)
    step.grid.selectionModel().select(step.model.index(0, 3), flags.Deselect)
    qtbot.keyClick(step.grid, "1")
    assert entered(store, uid).count("出勤") >= 5


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_attendance_flows_by_enter_alone(qtbot: QtBot, store: Store) -> None:
    uid = some_class(store, members_of(store, 4), days=2)
    window, page = opened(qtbot, store, uid)
    step = attendance(page)
    step.checked_by.clear()
    step.checked_by.setFocus()
    ime(focus(), "林晓")
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert focus() is step.paper
    ime(focus(), "档案盒 3 号")
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    for typed in ("2", "", "3s", ""):
        if focus() is step.signed:
            qtbot.keyClick(focus(), Qt.Key.Key_Enter)
        assert focus() is step.absent
        qtbot.keyClicks(focus(), typed)
        qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert entered(store, uid) == sorted(["缺勤", "事假"] + ["出勤"] * 14)
    assert "都录完了" in window.workspace.notices.text.text()
    # Enter pressed once too often must not sign the last half-day again.
    for _ in range(3):
        qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert not step.absent.isEnabled()
    assert entered(store, uid).count("事假") == 1


def test_enter_goes_down_in_the_grid(qtbot: QtBot, store: Store) -> None:
    uid = some_class(store, members_of(store, 3))
    _, page = opened(qtbot, store, uid)
    step = attendance(page)
    step.grid.setFocus()
    step.grid.setCurrentIndex(step.model.index(0, 3))
    qtbot.keyClick(step.grid, Qt.Key.Key_Return)
    assert step.grid.currentIndex().row() == 1
    assert entered(store, uid) == []


@pytest.mark.parametrize(
    ("people", "days_from_now", "words", "signable"),
    [(0, -1, "名单里还没有人", False), (3, 1, "课还没有上", False), (3, -1, "未录入 3 人", True)],
)
def test_what_is_left_is_never_called_done(
    qtbot: QtBot, store: Store, people: int, days_from_now: int, words: str, signable: bool
) -> None:
    starts = date.today() + timedelta(days=days_from_now)
    uid = some_class(store, members_of(store, people), starts=starts)
    _, page = opened(qtbot, store, uid)
    step = attendance(page)
    assert words in step.left.text()
    assert step.signed.isEnabled() is signable


def test_why_a_class_cannot_be_closed_has_the_whole_width(qtbot: QtBot, store: Store) -> None:
    uid = some_class(store, [])
    _, page = opened(qtbot, store, uid, "结班")
    step = page.steps["结班"]
    assert isinstance(step, ClosingStep)
    qtbot.waitUntil(lambda: step.words.width() > step.width() * 0.9)
    assert "没有学员" in step.words.text()
    assert step.words.height() < 3 * step.words.fontMetrics().lineSpacing()


def test_the_longest_name_stands_whole_in_the_list_of_reasons(qtbot: QtBot, store: Store) -> None:
    uid = some_class(store, members_of(store, 5))
    sign_everything(store, uid)
    dialog = CloseDialog(preview_close(store, uid), None)
    qtbot.addWidget(dialog)
    dialog.show()
    table = dialog.findChild(TableView)
    assert isinstance(table, TableView)
    names = [dialog.model.index(row, 0).data() for row in range(5)]
    assert "阿依古丽·买买提" in names
    assert max(map(table.fontMetrics().horizontalAdvance, names)) + 16 <= table.columnWidth(0)
    assert not table.horizontalScrollBar().isVisible()
    assert "未到 2 个半天" in dialog.model.index(0, 2).data()
    screenshot(dialog, "结班-原因")
    store.close()


def test_a_class_made_by_mistake_goes_and_comes_back(qtbot: QtBot, store: Store) -> None:
    uid = some_class(store, members_of(store, 3))
    window, page = opened(qtbot, store, uid, "名单")

    def agree(dialog: RemoveDialog) -> None:
        said = " ".join(made.text() for made in dialog.findChildren(QLabel))
        assert "教学安排 2 个半天、参训名单 3 人" in said
        assert not dialog.confirm.isEnabled()
        assert unnamed(dialog) == []
        ime(dialog.reason, "同一个班录了两次")
        screenshot(dialog, "删除班次")
        qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)

    outcome = in_dialog(qtbot, RemoveDialog, agree)
    page.remove.click()
    assert finished(outcome)
    assert class_ids(store.database.read(), ClassFilter()) == []
    assert window.page is window.pages["classes"]
    screenshot(window, "删除班次-之后")
    window.workspace.notices.action.click()
    assert len(class_ids(store.database.read(), ClassFilter())) == 1
    assert len(participants_of(store.database.read(), uid)) == 3


def test_a_class_with_marks_cannot_be_removed(qtbot: QtBot, store: Store) -> None:
    uid = some_class(store, members_of(store, 3))
    sign_everything(store, uid)
    _, page = opened(qtbot, store, uid, "名单")
    assert not page.remove.isEnabled()
    assert "6 人次考勤" in page.remove.toolTip()
    page.remove.click()
    assert len(class_ids(store.database.read(), ClassFilter())) == 1


def test_closing_waits_for_every_mark(qtbot: QtBot, store: Store) -> None:
    uid = some_class(store, members_of(store, 3))
    window, page = opened(qtbot, store, uid, "结班")
    assert page.close_class.isVisible()
    assert not page.close_class.isEnabled()
    assert "没有落实" in page.close_class.toolTip()
    assert "没有落实" in page.steps["结班"].words.text()  # type: ignore[attr-defined]
    sign_everything(store, uid)
    window.workspace.changed()
    assert page.close_class.isEnabled()
    assert "没有落实" not in page.close_class.toolTip()


def test_a_closed_class_shows_reasons_and_takes_no_changes(qtbot: QtBot, store: Store) -> None:
    uid = some_class(store, members_of(store, 5))
    sign_everything(store, uid, close=True)
    _, page = opened(qtbot, store, uid, "结班")
    assert not page.close_class.isVisible()
    assert not page.change.isVisible()
    step = page.steps["结班"]
    assert isinstance(step, ClosingStep)
    table = step.model
    texts = [table.index(row, 2).data() for row in range(table.rowCount())]
    assert len(texts) == 5
    assert all(texts)


def test_someone_leaves_and_comes_back(qtbot: QtBot, store: Store) -> None:
    uid = some_class(store, members_of(store, 3))
    window, page = opened(qtbot, store, uid, "名单")
    step = page.steps["名单"]
    assert isinstance(step, RosterStep)
    step.list.table.select_row(1)
    step._withdraw()
    rows = participants_of(store.database.read(), uid)
    assert [row.withdrawn for row in rows] == [0, 1, 0]
    window.workspace.notices.action.click()
    assert not any(row.withdrawn for row in participants_of(store.database.read(), uid))


def test_the_list_says_the_post_held_then(qtbot: QtBot, store: Store) -> None:
    [secretary, plain] = members_of(store, 2)
    uid = some_class(store, [secretary, plain])
    branch = store.site.organization
    with store.change("任职") as change:
        values: dict[str, Value] = {
            "member": secretary,
            "organization": branch,
            "title": "书记",
            "from_on": "2020",
        }
        change.create(entity_named("post"), values)
    _, page = opened(qtbot, store, uid, "名单")
    step = page.steps["名单"]
    assert isinstance(step, RosterStep)
    model = step.list.model
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    place = heads.index("时任单位及职务")
    said = [model.index(row, place).data() for row in range(2)]
    assert "书记" in said[0]
    assert "书记" not in said[1]


def test_people_of_two_branches_stand_branch_by_branch(
    qtbot: QtBot, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.ui.pages.class_room.people_picker import PeoplePicker

    read = store.database.read()
    found = read.execute(
        "SELECT organization, group_concat(id) FROM member GROUP BY organization "
        "HAVING count(*) > 1 ORDER BY organization DESC LIMIT 2"
    ).fetchall()
    ticked = [[int(n) for n in ids.split(",")] for _place, ids in found]
    window = open_window(qtbot, store)

    def pick(dialog: PeoplePicker) -> QDialog.DialogCode:
        for branch, ids in zip((row[0] for row in found), ticked, strict=True):
            dialog.list.filter_by("organization", branch, "", lambda: None)
            dialog.list.model.set_checked(ids)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(PeoplePicker, "exec", pick)
    picked = PeoplePicker.ask(window.workspace, window)
    keys = [
        read.execute("SELECT organization, sort_key FROM member WHERE uid = ?", (uid,)).fetchone()
        for uid in picked
    ]
    assert len(keys) == sum(map(len, ticked))
    places = [place for place, _key in keys]
    assert len([1 for one, next_ in pairwise(places) if one != next_]) == 1
    for branch in {row[0] for row in found}:
        within = [key for place, key in keys if place == branch]
        assert within == sorted(within), "by name"


def test_half_days_are_edited_in_place(qtbot: QtBot, store: Store) -> None:
    uid = some_class(store, members_of(store, 3), days=2)
    window, _ = opened(qtbot, store, uid)
    dialog = ClassDialog(window.workspace, uid, (), window)
    qtbot.addWidget(dialog)
    dialog.show()
    table = dialog.sessions
    assert isinstance(table, SessionTable)
    assert table.rowCount() == 4
    cell = table.item(0, 2)
    assert cell is not None
    cell.setText("学习党章")
    table.selectRow(3)
    table.remove_selected()
    dialog.save_button.click()
    sessions = sessions_of(store.database.read(), uid)
    assert [session.course for session in sessions] == ["学习党章", "", ""]


def test_a_wrong_first_day_leaves_the_other_half_days_typable(qtbot: QtBot) -> None:
    """2.30 stays as typed, to be refused in words; the next row follows no day then."""
    table = SessionTable()
    qtbot.addWidget(table)
    table.show_sessions([{"day": "2026-02-30", "slot": "上午"}, {"day": "", "slot": "下午"}])
    delegate = table.itemDelegateForColumn(0)
    index = table.model().index(1, 0)
    editor = delegate.createEditor(table, QStyleOptionViewItem(), index)
    assert isinstance(editor, DayEdit)
    editor.setText("11.27")
    assert editor.understood().value.endswith("-11-27")
    delegate.setModelData(editor, table.model(), index)
    assert str(table.sessions()[1]["day"]).endswith("-11-27")


def test_what_was_taught_is_asked_for_and_never_filled_in(qtbot: QtBot, store: Store) -> None:
    some_class(store, members_of(store, 3))
    window = MainWindow(store)
    qtbot.addWidget(window, before_close_func=lambda _w: store.close())
    dialog = ClassDialog(window.workspace, None, members_of(store, 3), window)
    qtbot.addWidget(dialog)
    child(dialog, "starts_on").setText("2026-03-02")

    def taught() -> list[object]:
        return [session["innovation_hours"] for session in dialog.sessions.sessions()]

    dialog.form.editors["task"].write("政治理论教育")
    dialog._show_hint()
    assert "政治理论教育" in dialog.hint.text()
    assert taught() == ["0", "0"], "the task is a hint and fills nothing in"
    screenshot(dialog, "办班-党的创新理论")
    qtbot.keyClicks(dialog.innovation, "2.5")
    assert taught() == ["2.5", "2.5"]
    child(dialog, "ends_on").setText("2026-03-03")
    assert dialog.sessions.rowCount() in (2, 4)
    dialog.form.call_unchanged()  # or closing would ask


def test_dates_make_the_half_days(qtbot: QtBot, store: Store) -> None:
    some_class(store, members_of(store, 3))
    window = MainWindow(store)
    qtbot.addWidget(window, before_close_func=lambda _w: store.close())
    dialog = ClassDialog(window.workspace, None, members_of(store, 3), window)
    qtbot.addWidget(dialog)
    child(dialog, "starts_on").setText("2026-03-02")
    assert dialog.sessions.rowCount() == 2
    child(dialog, "ends_on").setText("2026-03-04")
    assert dialog.sessions.rowCount() == 6
    first = dialog.sessions.item(0, 2)
    assert first is not None
    first.setText("开班式")
    child(dialog, "ends_on").setText("2026-03-05")
    assert dialog.sessions.rowCount() == 6, "what was typed is not thrown away"
    dialog.save_button.click()
    assert dialog.form._problems["name"].isVisibleTo(dialog)
    assert dialog.outcome is None
    dialog.form.call_unchanged()  # or closing would ask


def test_papers_as_workbook(
    qtbot: QtBot, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services.papers.catalogue import CATALOGUE
    from app.ui.pages.class_room.papers_step import PapersStep

    uid = some_class(store, members_of(store, 3))
    window, page = opened(qtbot, store, uid, "证书材料")
    target = tmp_path / "花名册.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(target), ""))
    step = page.steps["证书材料"]
    assert isinstance(step, PapersStep)
    step._save(CATALOGUE[0])
    qtbot.waitUntil(target.is_file, timeout=30_000)
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)
    assert "已保存" in window.workspace.notices.text.text()


def test_a_certificate_is_voided_with_a_reason(
    qtbot: QtBot, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.ui.pages.class_room.certificates_dialog import CertificatesDialog

    uid = some_class(store, members_of(store, 4))
    change_row(store, "training_class", uid, certificates=1)
    sign_everything(store, uid, close=True)
    window, _ = opened(qtbot, store, uid, "证书材料")
    dialog = CertificatesDialog(window.workspace, uid, window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.list.model.rowCount() == 3
    dialog.list.table.select_row(0)
    answers = iter((("", True), ("", False)))
    monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: next(answers))
    dialog.void.click()
    assert dialog.list.model.index(0, 3).data() == "签发", "no reason, no change"
    monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: ("姓名有误，已收回", True))
    dialog.void.click()
    assert dialog.list.model.index(0, 3).data() == "作废"
    assert not dialog.void.isEnabled()
    assert "已经作废" in dialog.void.toolTip()
    former = dialog.list.model.index(0, 0).data()
    assert dialog.again.isEnabled()
    dialog.again.click()
    assert dialog.list.model.rowCount() == 4
    assert former in dialog.notices.text.text(), "the old number stays registered"
    dialog.list.table.select_row(0)
    assert not dialog.again.isEnabled(), "one paper for one person"
    assert dialog.again.toolTip()
    screenshot(dialog, "证书登记")
    assert unnamed(dialog) == []


def test_the_ledger_sums_what_is_listed(qtbot: QtBot, store: Store) -> None:
    uid = some_class(store, members_of(store, 4), starts=date(date.today().year, 1, 5))
    sign_everything(store, uid, close=True)
    window = open_window(qtbot, store, "ledger")
    page = window.pages["ledger"]
    qtbot.waitUntil(lambda: page.subtitle.text() != "")
    assert (
        page.subtitle.text()
        == f"{date.today().year} 年合计 24 学时，参训 3 人（列出 30 人），参训人员人均 8.0 学时"
    )
