"""待核实 as an officer works through it: keys, values of one's own, pairs, rules, taking back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QInputDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.declarations import entity_named
from app.services.review import deciding_pairs, open_items
from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.pages.exchange.open_items_dialog import OpenItemsDialog
from app.ui.pages.review.bulk_dialog import BulkDialog
from app.ui.pages.review.decided_dialog import DecidedDialog
from app.ui.pages.review.pair_dialog import PairDialog
from app.ui.pages.review.review_page import ReviewPage
from tests.builders import (
    Pair,
    change_member,
    count,
    id_number,
    make_class,
    make_member,
    make_organization,
    mark,
    value_of,
)
from tests.ui.window_helpers import (
    activate,
    child,
    cut_off,
    finished,
    in_dialog,
    screenshot,
    unnamed,
)

NUMBER = "110105198001010019"
FIELDS = {
    "workplace": ("李家村村委会委员", "李家村村委会主任", "李家村党支部委员"),
    "phone": ("13900000000", "13900000001", "13900000002"),
    "education": ("初中", "大学专科", "大学本科"),
}


@pytest.fixture
def window(qtbot: QtBot, pair: Pair) -> Iterator[MainWindow]:
    made = MainWindow(pair.county)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitUntil(lambda: not made.workspace.runner.busy)
    yield made
    made.close()


def disputes(pair: Pair, number: int = 3) -> list[bytes]:
    """People with three fields that both sides changed."""
    branch = make_organization(pair.township)
    before = {name: values[0] for name, values in FIELDS.items()}
    names = ("王小明", "李㛃", "欧阳建国")[:number]
    people: list[bytes] = [
        make_member(pair.township, branch, name=name, **before) for name in names
    ]
    pair.settle()
    for member in people:
        change_member(pair.township, member, **{k: v[1] for k, v in FIELDS.items()})
        change_member(pair.county, member, **{k: v[2] for k, v in FIELDS.items()})
    pair.settle()
    return people


def review(qtbot: QtBot, window: MainWindow) -> ReviewPage:
    window.go("review")
    page = window.page
    assert isinstance(page, ReviewPage)
    activate(qtbot, window)
    page.list.table.setFocus()
    return page


def press(qtbot: QtBot, page: ReviewPage, key: Qt.Key) -> None:
    qtbot.keyClick(page.list.table, key)


def open_count(store: Store) -> int:
    return len(open_items.open_items(store))


def test_the_list_with_keys_only(qtbot: QtBot, window: MainWindow, pair: Pair) -> None:
    people = disputes(pair)
    page = review(qtbot, window)
    assert page.list.model.rowCount() == 9
    assert page.list.count.text() == "共 9 条"
    screenshot(window, "待核实")
    assert unnamed(page) == []
    assert cut_off(page) == []
    assert page.list.table.horizontalScrollBar().maximum() == 0
    first = page.desk.view.question()
    assert first is not None
    press(qtbot, page, Qt.Key.Key_Return)
    second = page.desk.view.question()
    assert second is not None
    assert second.item.id != first.item.id, "Enter goes on"
    assert open_count(pair.county) == 9, "and decides nothing"
    press(qtbot, page, Qt.Key.Key_Up)
    press(qtbot, page, Qt.Key.Key_1)
    assert open_count(pair.county) == 8
    field = first.item.field
    assert value_of(pair.county, "member", first.item.uid, field) == FIELDS[field][1]
    now = page.desk.view.question()
    assert now is not None
    assert now.item.id == second.item.id, "the next one is looked at"
    press(qtbot, page, Qt.Key.Key_2)
    field = second.item.field
    assert value_of(pair.county, "member", second.item.uid, field) == FIELDS[field][2]
    while open_count(pair.county):
        press(qtbot, page, Qt.Key.Key_1)
    pair.settle()
    assert not open_count(pair.township)
    for member in people:
        here, there = (value_of(s, "member", member, "phone") for s in (pair.county, pair.township))
        assert here == there


def test_a_decision_is_undone_right_away(qtbot: QtBot, window: MainWindow, pair: Pair) -> None:
    disputes(pair, 1)
    page = review(qtbot, window)
    first = page.desk.view.question()
    assert first is not None
    press(qtbot, page, Qt.Key.Key_1)
    assert page.list.model.rowCount() == 2
    screenshot(window, "待核实-已决定")
    page.workspace.notices.action.click()
    assert page.list.model.rowCount() == 3
    again = page.desk.view.question()
    assert again is not None
    assert again.item.id == first.item.id
    assert {s.who.split()[0] for s in again.sides} == {"青山镇", "云岭县"}


def test_who_wrote_it_and_which_package_brought_it(
    qtbot: QtBot, window: MainWindow, pair: Pair
) -> None:
    disputes(pair, 1)
    page = review(qtbot, window)
    told = child(page, "about_item").text()
    assert "青山镇 · 李家村党支部" in told
    assert "号数据包带来" in told
    shown = " ".join(text.text() for text in page.desk.card.findChildren(QLabel))
    assert "青山镇 张三" in shown
    assert "云岭县 李四" in shown
    phone = next(n for n in range(3) if page.list.model.index(n, 1).data() == "联系电话")
    texts = [page.list.model.index(phone, column).data() for column in (2, 3, 4)]
    assert len({text.split("（")[0] for text in texts}) == 3, "masks hide no difference"
    assert all("13900000" not in text for text in texts), "but they mask"


def test_filters_by_kind_township_and_field(qtbot: QtBot, window: MainWindow, pair: Pair) -> None:
    disputes(pair, 2)
    make_member(pair.township, id_number=NUMBER)
    make_member(pair.township, id_number=NUMBER)
    pair.settle()
    page = review(qtbot, window)
    model = page.list.model
    assert model.rowCount() == 7
    for name, starts, left in (
        ("全部项目", "联系电话", 2),
        ("全部类别", "身份证号重复", 1),
        ("全部单位", "青山镇", 7),
    ):
        combo = next(c for c in page.findChildren(QComboBox) if c.accessibleName() == name)
        place = next(n for n in range(combo.count()) if combo.itemText(n).startswith(starts))
        assert combo.itemText(place).endswith(f" {left}"), "with its count"
        combo.setCurrentIndex(place)
        combo.activated.emit(place)
        assert model.rowCount() == left
        combo.setCurrentIndex(0)
        combo.activated.emit(0)
    page.list.search.setText("李㛃")
    page.list.search.returnPressed.emit()
    assert model.rowCount() == 3


def test_another_value_in_place(qtbot: QtBot, window: MainWindow, pair: Pair) -> None:
    (member,) = disputes(pair, 1)
    page = review(qtbot, window)
    for number in range(3):
        if page.list.model.index(number, 1).data() == "联系电话":
            page.list.table.select_row(number)
    press(qtbot, page, Qt.Key.Key_3)
    entry = child(page, "other_value")
    assert entry.hasFocus()
    qtbot.keyClicks(entry, "12")
    screenshot(window, "待核实-另填")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert open_count(pair.county) == 3, "a wrong phone is refused"
    assert window.workspace.notices.isVisible()
    entry.setText("13700000000")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert value_of(pair.county, "member", member, "phone") == "13700000000"
    assert page.list.table.hasFocus()


def test_one_rule_for_a_field(qtbot: QtBot, window: MainWindow, pair: Pair) -> None:
    people = disputes(pair)
    page = review(qtbot, window)

    def rule(dialog: BulkDialog) -> None:
        assert unnamed(dialog) == []
        place = next(n for n in range(3) if dialog.field.itemText(n).startswith("联系电话"))
        dialog.field.setCurrentIndex(place)
        dialog.field.activated.emit(place)
        screenshot(dialog, "批量核实")
        assert cut_off(dialog) == []
        assert dialog.list.model.rowCount() == 3
        dialog.list.table.select_row(1)
        qtbot.keyClick(dialog.list.table, Qt.Key.Key_Space)
        assert child(dialog, "confirm_many").text() == "写入 2 条"
        child(dialog, "confirm_many").click()

    outcome = in_dialog(qtbot, BulkDialog, rule)
    child(page, "decide_many").click()
    assert finished(outcome)
    values = [value_of(pair.county, "member", m, "phone") for m in people]
    assert sorted(map(str, values)) == ["13900000001", "13900000001", "13900000002"]
    assert page.list.model.rowCount() == 7
    page.workspace.notices.action.click()
    assert page.list.model.rowCount() == 9, "undone as one"


def test_todays_decisions_and_one_taken_back(qtbot: QtBot, window: MainWindow, pair: Pair) -> None:
    disputes(pair, 1)
    page = review(qtbot, window)
    press(qtbot, page, Qt.Key.Key_1)
    press(qtbot, page, Qt.Key.Key_2)

    def take_back(dialog: DecidedDialog) -> None:
        assert dialog.list.model.rowCount() == 2
        dialog.list.table.select_row(1)
        child(dialog, "undo_decision").click()
        screenshot(dialog, "今日决定")
        assert unnamed(dialog) == []
        assert dialog.list.model.index(1, 4).data() == "已撤销"
        child(dialog, "close_decided").click()

    outcome = in_dialog(qtbot, DecidedDialog, take_back)
    child(page, "decided_today").click()
    assert finished(outcome)
    assert page.list.model.rowCount() == 2


def twins(pair: Pair) -> tuple[bytes, bytes]:
    """Two people with one number, both entered in one store: there are no sides."""
    branch = make_organization(pair.township)
    first = make_member(pair.township, branch, name="张三", id_number=NUMBER, phone="13900000001")
    second = make_member(pair.township, name="张山", id_number=NUMBER, education="大学本科")
    pair.settle()
    return first, second


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3])
def test_one_number_on_two_people(
    qtbot: QtBot, window: MainWindow, pair: Pair, key: Qt.Key
) -> None:
    twins(pair)
    page = review(qtbot, window)
    screenshot(window, "待核实-一号两人")
    right = id_number(801)
    typed = {Qt.Key.Key_1: "", Qt.Key.Key_2: right, Qt.Key.Key_3: "2026-05"}[key]

    def settle(dialog: PairDialog) -> None:
        assert unnamed(dialog) == []
        agree = child(dialog, "agree_pair")
        assert not agree.isEnabled(), "nothing is picked for the officer"
        child(dialog, "pick_2").click()
        assert agree.isEnabled() is (not typed)
        if typed == right:
            dialog.entry.setText(NUMBER)
            agree.click()
            assert dialog.notices.isVisible(), "the same number again is refused"
        dialog.entry.setText(typed)
        screenshot(dialog, f"对照-{key.name}")
        assert cut_off(dialog) == []
        agree.click()

    picked = deciding_pairs.pair_of(pair.county, open_items.open_items(pair.county)[0].id).rows[1]
    other = deciding_pairs.pair_of(pair.county, open_items.open_items(pair.county)[0].id).rows[0]
    outcome = in_dialog(qtbot, PairDialog, settle)
    press(qtbot, page, key)
    assert finished(outcome)
    assert page.list.model.rowCount() == 0
    pair.settle()
    written = {
        Qt.Key.Key_1: ("merged_into", other.uid, picked.uid),
        Qt.Key.Key_2: ("id_number", picked.uid, right),
        Qt.Key.Key_3: ("status_on", picked.uid, "2026-05"),
    }[key]
    assert value_of(pair.township, "member", written[1], written[0]) == written[2]
    page.workspace.notices.action.click()
    assert page.list.model.rowCount() == 1, "asked again"


def test_two_branches_of_one_name(qtbot: QtBot, window: MainWindow, pair: Pair) -> None:
    make_organization(pair.township)
    make_organization(pair.township)
    pair.settle()
    page = review(qtbot, window)
    screenshot(window, "待核实-重名")
    press(qtbot, page, Qt.Key.Key_2)
    assert page.list.model.rowCount() == 0
    assert count(pair.county, "organization", "name = '李家村党支部' AND gone = 0") == 2


def test_a_removal_against_an_edit(qtbot: QtBot, window: MainWindow, pair: Pair) -> None:
    member = make_member(pair.township, phone="13900000000")
    pair.settle()
    with pair.county.change("删除") as change:
        change.remove(entity_named("member"), member)
    change_member(pair.township, member, phone="13900000001")
    pair.settle()
    page = review(qtbot, window)
    screenshot(window, "待核实-删除")
    assert "联系电话改为 139****0001（青山镇 张三" in child(page, "about_item").text()
    keep = next(b for b in page.desk.card.buttons if b.text().startswith("保留"))
    keep.click()
    assert page.list.model.rowCount() == 0
    assert count(pair.county, "member", "gone = 0") == 1


def doubled_mark(pair: Pair, runs: Store) -> None:
    member = make_member(pair.township)
    pair.settle()
    made = make_class(runs, [member])
    pair.settle()
    mark(pair.township, made.sessions[0], member, "出勤")
    mark(pair.county, made.sessions[0], member, "缺勤")
    pair.settle()


def test_the_county_sends_a_mark_back_and_does_not_overwrite_it(
    qtbot: QtBot, window: MainWindow, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubled_mark(pair, pair.township)
    page = review(qtbot, window)
    screenshot(window, "待核实-考勤")
    assert page.desk.card.findChild(QWidget, "take_1") is None
    assert "签到表在青山镇" in str([x.text() for x in page.desk.card.findChildren(QLabel)])
    monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: ("签到表上是缺勤", True))
    press(qtbot, page, Qt.Key.Key_1)
    assert count(pair.county, "attendance") == 2
    assert count(pair.county, "row_return", "entity = 'attendance'") == 1


def test_a_township_decides_its_own_marks(qtbot: QtBot, window: MainWindow, pair: Pair) -> None:
    doubled_mark(pair, pair.township)
    dialog = OpenItemsDialog(pair.township, window)
    qtbot.addWidget(dialog)
    dialog.show()
    screenshot(dialog, "乡镇核实考勤")
    assert unnamed(dialog) == []
    child(dialog, "take_1").click()
    assert dialog.list.model.rowCount() == 0
    child(dialog, "notice_action").click()
    assert dialog.list.model.rowCount() == 1


def test_a_removed_branch_with_people_in_it(qtbot: QtBot, window: MainWindow, pair: Pair) -> None:
    branch = make_organization(pair.township)
    pair.settle()
    with pair.county.change("撤销") as change:
        change.remove(entity_named("organization"), branch)
    member = make_member(pair.township, branch)
    pair.settle()
    page = review(qtbot, window)
    screenshot(window, "待核实-已撤销的党组织")
    kinds = [question.item.kind for question in page.desk._questions]
    place = kinds.index("已撤销的党组织下还有人")
    page.list.table.select_row(place)
    texts = [made.text() for made in page.desk.card.buttons]
    assert texts[0].startswith("恢复该组织")
    press(qtbot, page, Qt.Key.Key_2)
    organization = value_of(pair.county, "member", member, "organization")
    assert organization == pair.township.site.organization, "to the one above"
    page.workspace.notices.action.click()
    assert value_of(pair.county, "member", member, "organization") == branch
