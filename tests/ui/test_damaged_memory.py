"""A 界面.ini that was damaged costs what it remembered, and nothing else."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.dialog import Dialog
from app.ui.remembered import keep, recall
from tests.ui.list_makers import COLUMNS, People, made_list

RUBBISH = ("²", "9" * 20, "9" * 5000, "-1", "0", "٣", "nan", "1e9", "", " 5")


@pytest.mark.parametrize("text", RUBBISH)
def test_a_number_that_is_none_is_the_default(text: str) -> None:
    keep("an/item", text)
    assert recall("an/item", 7) in (7, -1, 0)
    assert recall("an/item", True) is True


@pytest.mark.parametrize("text", [*(f"{one}x{one}" for one in RUBBISH), "5", "5x5x5", "x"])
def test_a_dialog_opens_at_its_own_size(qtbot: QtBot, text: str) -> None:
    keep("dialog/Dialog", text)
    window = QWidget()
    qtbot.addWidget(window)
    dialog = Dialog(window)
    dialog.show()
    assert dialog.isVisible()
    assert dialog.width() >= dialog.minimumWidth()
    dialog.close()


@pytest.mark.parametrize("width", RUBBISH)
def test_a_list_shows_its_columns(qtbot: QtBot, width: str) -> None:
    lines = [f"{column.label}\t{width}\t0" for column in COLUMNS]
    keep("columns/党员列表", [*lines, *lines, "没有这一列\t50\t1", "姓名\t50", "\t\t\t"])
    keep("sort/党员列表", "没有\t²")
    heads = made_list(qtbot, People(3)).table.heads
    assert heads.shown(), "one column at least"
    assert sorted(heads.order()) == list(range(len(COLUMNS)))
    assert all(0 < heads.sectionSize(section) < 4_000 for section in heads.shown())


def test_a_huge_width_is_not_taken(qtbot: QtBot) -> None:
    keep("columns/党员列表", ["姓名\t999999999\t1", "学时\t60\t1"])
    heads = made_list(qtbot, People(3)).table.heads
    assert heads.sectionSize(0) == COLUMNS[0].width
    assert heads.sectionSize(1) == 60
