"""A list leaves the program as it is shown, and takes tables in through its page's import."""

import datetime
import time
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.dialogs.print_preview import PrintPreview
from app.ui.tables.bringing_in import PASTED
from tests.builders import make_store
from tests.ui.list_makers import People, in_window, made_list
from tests.ui.tables.test_list_copying import noted
from tests.ui.window_helpers import finished, in_dialog, screenshot

CTRL = Qt.KeyboardModifier.ControlModifier


def exported(qtbot: QtBot, table: Any, path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("app.ui.tables.taking_out.save_file", lambda *_: path)
    table.taking.export()
    qtbot.waitUntil(path.exists, timeout=30_000)
    return openpyxl.load_workbook(path).worksheets[0]


def test_the_workbook_holds_what_is_shown(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_store(tmp_path)
    table = made_list(qtbot, People(40))
    in_window(qtbot, store, table)
    table.filter_by("above", 20, "序号：二十以后")
    heads = table.table.heads
    heads.moveSection(heads.visualIndex(3), 0)
    sheet = exported(qtbot, table, tmp_path / "列表.xlsx", monkeypatch)
    rows = list(sheet.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "入党日期")
    assert rows[head] == ("入党日期", "姓名", "学时", "身份证号")
    body = rows[head + 1 :]
    assert len(body) == 20
    assert body[0] == (datetime.datetime(2021, 4, 13), "李00021", 10.5, "110105********0021")  # noqa: DTZ001
    assert body[3][0] == "2024-07"  # a month stays the month that is known
    assert sheet.freeze_panes == f"A{head + 2}"
    assert sheet.auto_filter.ref == f"A{head + 1}:D{head + 21}"
    assert any("序号：二十以后" in str(row[0]) for row in rows[:head])
    assert noted(store) == [("导出列表", "党员列表：20 行，列：入党日期、姓名、学时、身份证号")]


def test_sixty_thousand_rows_are_exported(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_store(tmp_path)
    table = made_list(qtbot, People(60_000))
    in_window(qtbot, store, table)
    path = tmp_path / "列表.xlsx"
    monkeypatch.setattr("app.ui.tables.taking_out.save_file", lambda *_: path)
    table.taking.export()
    qtbot.waitUntil(path.exists, timeout=60_000)
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    assert sum(1 for _ in sheet.iter_rows(max_col=1)) > 60_000


def test_the_paper_says_what_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    store = make_store(tmp_path)
    table = made_list(qtbot, People(120))
    in_window(qtbot, store, table)
    table.search.setText("李")
    qtbot.keyClick(table.search, Qt.Key.Key_Return)
    texts: list[str] = []

    def read(preview: PrintPreview) -> None:
        paper = pypdfium2.PdfDocument(preview.path)
        texts.extend(page.get_textpage().get_text_range() for page in paper)
        paper.close()
        screenshot(preview, "list-print")
        preview.accept()

    seen = in_dialog(qtbot, PrintPreview, read, timeout=30)
    table.taking.print()
    qtbot.waitUntil(lambda: "ran" in seen, timeout=30_000)
    assert finished(seen)
    assert "党员列表" in texts[0]
    assert "查找：李" in texts[0]
    assert "共 120 人" in texts[0]
    assert f"第 1 页　共 {len(texts)} 页" in texts[0]
    assert "身份证号" in texts[-1]
    assert store.operator in texts[0]
    assert noted(store)[0][0] == "打印列表"
    assert not list(store.path.parent.glob("临时-*"))


def test_an_empty_list_is_not_exported(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_store(tmp_path)
    table = made_list(qtbot, People(3))
    workspace = in_window(qtbot, store, table)
    table.filter_by("above", 9, "学时不少于 9")
    asked: list[object] = []
    monkeypatch.setattr("app.ui.tables.taking_out.save_file", asked.append)
    for take in (table.taking.export, table.taking.print):
        workspace.notices.put_away()
        take()
        words = workspace.notices.text.text()
        assert words == "列表是空的，没有可以导出或打印的内容。“学时不少于 9”里没有内容。"
    table.show_rows(People(0))
    table.taking.export()
    words = workspace.notices.text.text()
    assert "清除" not in words, "nothing narrows what is not there at all"
    assert (asked, noted(store)) == ([], [])


# Taking rows in


def taking(qtbot: QtBot, tmp_path: Path) -> tuple[Any, list[tuple[str, str]], Any]:
    store = make_store(tmp_path)
    table = made_list(qtbot, People(3))
    workspace = in_window(qtbot, store, table)
    opened: list[tuple[str, str]] = []

    def open_import(path: Path) -> None:
        opened.append((path.name, path.read_text(encoding="utf-8-sig")))

    table.takes_rows(open_import, "导入花名册")
    return table, opened, workspace


def test_pasted_cells_open_the_import_and_are_wiped(qtbot: QtBot, tmp_path: Path) -> None:
    table, opened, workspace = taking(qtbot, tmp_path)
    QApplication.clipboard().setText('姓名\t备注\n张三\t"一,二\n三"\n')
    qtbot.keyClick(table.table, Qt.Key.Key_V, CTRL)
    assert opened == [(PASTED, '姓名,备注\n张三,"一,二\n三"\n')]
    assert not list(workspace.store.path.parent.glob("临时-*"))


def test_what_is_no_table_is_said_calmly(qtbot: QtBot, tmp_path: Path) -> None:
    table, opened, workspace = taking(qtbot, tmp_path)
    QApplication.clipboard().setText("你好")
    qtbot.keyClick(table.table, Qt.Key.Key_V, CTRL)
    assert opened == []
    assert "剪贴板里没有表格" in workspace.notices.text.text()


def test_a_list_that_takes_nothing_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    store = make_store(tmp_path)
    table = made_list(qtbot, People(3))
    workspace = in_window(qtbot, store, table)
    QApplication.clipboard().setText("a\tb\nc\td")
    qtbot.keyClick(table.table, Qt.Key.Key_V, CTRL)
    assert "不接收粘贴" in workspace.notices.text.text()


def test_a_dropped_file_opens_the_import(qtbot: QtBot, tmp_path: Path) -> None:
    table, opened, _ = taking(qtbot, tmp_path)
    file = tmp_path / "花名册.csv"
    file.write_text("姓名,性别", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy, place = Qt.DropAction.CopyAction, QPoint(40, 200)
    over = table.table.viewport()
    QApplication.sendEvent(over, QDragEnterEvent(place, copy, mime, button, none))
    drop = QDropEvent(QPointF(place), copy, mime, button, none)
    QApplication.sendEvent(over, drop)
    qtbot.waitUntil(lambda: opened == [("花名册.csv", "姓名,性别")])
    assert drop.isAccepted()


def test_a_long_table_is_pasted_in_the_background_and_nothing_of_it_stays(
    qtbot: QtBot, tmp_path: Path
) -> None:
    store = make_store(tmp_path)
    table = made_list(qtbot, People(3))
    in_window(qtbot, store, table)
    read: list[list[str]] = []

    def open_import(path: Path) -> None:
        read.extend(line.split(",") for line in path.read_text("utf-8-sig").splitlines())

    table.takes_rows(open_import, "导入花名册")
    lines = ["姓名\t备注", *(f"𠮷{n}\t𪚥" for n in range(60_000))]
    QApplication.clipboard().setText("\n".join(lines))
    began = time.perf_counter()
    table.bringing.paste()
    assert time.perf_counter() - began < 0.4
    qtbot.waitUntil(lambda: len(read) == 60_001, timeout=30_000)
    assert read[-1] == ["𠮷59999", "𪚥"]
    qtbot.waitUntil(lambda: not list(tmp_path.glob("*粘贴-*")))
