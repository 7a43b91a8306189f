"""What a roster leaves open is asked first, one by one, and the answers hold for the plan."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.data.imports.learned_headers import learn_headers
from app.services.roster_answers import remembered_columns
from app.ui.main_window import MainWindow
from app.ui.pages.members.roster_dialog import RosterDialog
from tests.roster_corpus.files import Cell, Sheet, xlsx
from tests.roster_corpus.people import people
from tests.ui.practice import practice_store
from tests.ui.window_helpers import open_window, screenshot, unnamed

PEOPLE = people(8, seed=23)
TITLE = "青山镇党员和入党积极分子花名册"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    store = practice_store(tmp_path, people=40)
    return open_window(qtbot, store, "members")


def saved(path: Path, branches: list[str]) -> Path:
    rows: list[list[Cell]] = [
        [TITLE],
        ["序号", "姓名", "身份证号", "所在党支部", "常住电话", "紧急联系人", "联系电话"],
    ]
    for number, branch in enumerate(branches):
        person = PEOPLE[number]
        rows.append(
            [number + 1, person.name, person.id_number, branch, person.phone, "某某", "13900000001"]
        )
    path.write_bytes(xlsx(Sheet(rows)))
    return path


def test_questions_come_before_the_plan(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = RosterDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    branches = ["东风村支部", "东丰村党支部", "新桥村", "石岩村党支部"]
    dialog.open_file(saved(tmp_path / "花名册.xlsx", branches))
    qtbot.waitUntil(dialog.next.isVisible)
    asked = dialog.questions
    assert list(asked.branches) == ["东丰村党支部", "新桥村党支部", "石岩村党支部"]
    assert asked.open_count == 4
    assert "4 项" in dialog.next.text()
    assert unnamed(dialog) == []
    screenshot(dialog, "导入-逐项问")
    alike = asked.branches["东丰村党支部"].choice
    alike.setCurrentIndex(alike.findText("就是本机的“东风村党支部”"))
    asked.branches["新桥村党支部"].make_new()
    asked.categories[TITLE].setCurrentText("入党积极分子")
    asked.columns["常住电话"].setCurrentText("联系电话")
    assert "1 项" in dialog.next.text()
    screenshot(dialog, "导入-答了几项")
    dialog.next.click()
    qtbot.waitUntil(dialog.go.isVisible)
    assert dialog.plan is not None
    lines = dialog.plan.lines
    assert [str(line.action) for line in lines] == ["新增", "新增", "新增", "拒绝"]
    assert {line.after["political_status"] for line in lines[:3]} == {"入党积极分子"}
    assert [line.after["phone"] for line in lines[:3]] == [p.phone for p in PEOPLE[:3]]
    place = dialog.plan.branch_names[bytes(lines[1].after["organization"])]  # type: ignore[arg-type]
    assert place == "东风村党支部"
    assert "1 个党组织没有选定" in dialog.unread.text()
    screenshot(dialog, "导入-清单")
    dialog.unread.click()
    assert asked.open_count == 1
    assert asked.branches["东丰村党支部"].is_decided
    dialog.next.click()
    qtbot.waitUntil(dialog.go.isVisible)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.outcome is not None)
    assert remembered_columns(window.workspace.store) == {"常住电话": "phone"}


def test_a_new_branch_is_given_its_right_name_where_it_is_asked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    dialog = RosterDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    branches = ["石言村党支部", "石岩材党支部", "东凤村党支部", "新桥村党支部"]
    dialog.open_file(saved(tmp_path / "花名册.xlsx", branches))
    qtbot.waitUntil(dialog.next.isVisible)
    asked = dialog.questions
    assert asked.branches["石言村党支部"].name.isHidden()
    asked.make_all.click()
    assert asked.branches["石言村党支部"].name.text() == "石言村党支部"
    before = asked.open_count
    asked.branches["新桥村党支部"].name.setText("  ")
    assert asked.open_count == before + 1, "nothing is no name"
    asked.branches["新桥村党支部"].name.setText("新桥村党支部")
    for name in ("石言村党支部", "石岩材党支部"):
        asked.branches[name].name.setText("石岩村党支部")
    asked.branches["东凤村党支部"].name.setText("东风村党支部")
    asked.categories[TITLE].setCurrentText("正式党员")
    assert unnamed(dialog) == []
    screenshot(dialog, "导入-新建时改名")
    dialog.next.click()
    qtbot.waitUntil(dialog.go.isVisible)
    assert dialog.plan is not None
    made = dialog.plan.plan.new_organizations
    assert [branch.name for branch in made] == ["石岩村党支部", "新桥村党支部"]
    places = [
        dialog.plan.branch_names[bytes(line.after["organization"])]  # type: ignore[arg-type]
        for line in dialog.plan.lines
    ]
    assert places == ["石岩村党支部", "石岩村党支部", "东风村党支部", "新桥村党支部"]
    dialog._to_questions()
    assert asked.branches["石言村党支部"].called == "石岩村党支部"
    assert asked.open_count == 0


def test_nothing_open_leads_straight_to_the_plan(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    dialog = RosterDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    path = tmp_path / "花名册.xlsx"
    rows: list[list[Cell]] = [
        ["东风村党支部党员花名册"],
        ["姓名", "身份证号", "血型"],
        [PEOPLE[0].name, PEOPLE[0].id_number, "O"],
    ]
    path.write_bytes(xlsx(Sheet(rows)))
    dialog.open_file(path)
    qtbot.waitUntil(dialog.go.isVisible)
    assert "1 列没有读取" in dialog.unread.text()
    dialog.unread.click()
    assert list(dialog.questions.columns) == ["血型"]
    dialog.questions.columns["血型"].setCurrentText("不读取，以后也不再问")
    dialog.next.click()
    qtbot.waitUntil(dialog.go.isVisible)
    qtbot.waitUntil(lambda: "没有读取" not in dialog.unread.text())
    assert dialog.unread.text() == "1 列按你说过的处理：去核对…"


def test_what_a_column_was_said_to_be_can_be_changed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "花名册.xlsx"
    rows: list[list[Cell]] = [["姓名", "身份证号", "所在党支部", "常住电话"]]
    for person in PEOPLE[:2]:
        rows.append([person.name, person.id_number, "东风村党支部", person.phone])
    path.write_bytes(xlsx(Sheet(rows, name="一"), Sheet(rows, name="二")))

    def opened() -> RosterDialog:
        made = RosterDialog(window.workspace, window)
        qtbot.addWidget(made)
        made.show()
        made.open_file(path)
        qtbot.waitUntil(lambda: made.go.isVisible() or made.next.isVisible())
        return made

    dialog = opened()
    dialog.unread.click()
    assert "一、二" in shown_labels(dialog.questions)
    dialog.questions.columns["常住电话"].setCurrentText("备注")
    dialog.next.click()
    qtbot.waitUntil(dialog.go.isVisible)
    assert dialog.unread.isVisible()
    assert "1 列" in dialog.unread.text()
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.outcome is not None)
    assert remembered_columns(window.workspace.store) == {"常住电话": "note"}

    again = opened()  # another day: the answer was wrong
    again.unread.click()
    asked = again.questions.columns["常住电话"]
    assert asked.currentText() == "备注"
    screenshot(again, "导入-以前说过的列")
    asked.setCurrentText("联系电话")
    again.next.click()
    qtbot.waitUntil(again.go.isVisible)
    again.go.click()
    qtbot.waitUntil(lambda: again.outcome is not None)
    assert remembered_columns(window.workspace.store) == {"常住电话": "phone"}


def shown_labels(root: QWidget) -> str:
    return "\n".join(made.text() for made in root.findChildren(QLabel) if made.isVisible())


def test_many_unknown_branches_are_scrolled_and_made_at_once(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    dialog = RosterDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    rows: list[list[Cell]] = [["青山镇党员花名册"], ["姓名", "身份证号", "村（社区）"]]
    crowd = people(60, seed=29)
    rows += [[p.name, p.id_number, f"第{number}村"] for number, p in enumerate(crowd, 1)]
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(xlsx(Sheet(rows)))
    dialog.open_file(path)
    qtbot.waitUntil(dialog.next.isVisible)
    assert dialog.height() <= 700
    screenshot(dialog, "导入-很多支部")
    assert dialog.questions.open_count == 60
    dialog.questions.make_all.click()
    assert dialog.questions.open_count == 0
    dialog.next.click()
    qtbot.waitUntil(lambda: dialog.go.text() == "导入 60 行")


def test_a_header_learned_before_is_read_in_the_window_too(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    rows: list[list[Cell]] = [
        ["东风村党支部党员花名册"],
        ["姓名", "证号", "身份证号", "常住电话"],
        [PEOPLE[0].name, "甲-1", PEOPLE[0].id_number, PEOPLE[0].phone],
    ]
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(xlsx(Sheet(rows)))
    store = window.workspace.store
    with store.change("记住花名册的列名") as change:
        learn_headers(change.connection, {"常住电话": "phone"})
    dialog = RosterDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.open_file(path)
    qtbot.waitUntil(dialog.go.isVisible)
    assert dialog.plan is not None
    assert dialog.plan.lines[0].after["phone"] == PEOPLE[0].phone
