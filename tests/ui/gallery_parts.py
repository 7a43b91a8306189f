"""Every part in every state on one sheet per kind; started by tests.ui.gallery at each scale."""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGroupBox,
    QLineEdit,
    QListWidget,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QProgressDialog,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QTabWidget,
    QToolTip,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import AppError
from app.ui.charts import Donut, Point, ShareBar
from app.ui.combo_box import ComboBox
from app.ui.forms.day_edit import DayEdit
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, card, label, link, pill
from app.ui.tables.lazy_table_model import LazyTableModel
from app.ui.tables.query import Column
from app.ui.tables.short_list import ShortList
from app.ui.tables.table_view import TableView
from app.ui.theme import CHART
from tests.ui.window_helpers import dress, screenshot

LONG = "中国共产党云岭县青山镇阿依古丽村第三网格联合支部委员会（流动党员管理服务站）"
BRANCHES = ("东风村党支部", "红星村党支部", "双河村党支部", "石桥村党支部", LONG)
Make = Callable[[], QWidget]
STATES = ("normal", "hover", "focus", "disabled")


def combo(words: tuple[str, ...] = BRANCHES) -> QComboBox:
    made = ComboBox()
    made.addItems(list(words))
    return made


def line(text: str = "李㛃", **properties: object) -> QLineEdit:
    made = QLineEdit(text)
    made.setPlaceholderText("如 1985、1985-03、1985-03-12")
    for name, value in properties.items():
        made.setProperty(name, value)
    return made


def spin(made: QSpinBox | QDoubleSpinBox) -> QWidget:
    made.setSuffix(" 学时")
    made.setValue(4)
    return made


def note() -> QWidget:
    made = QPlainTextEdit("第一行\n第二行")
    made.setFixedHeight(64)
    return made


def checked(made: QCheckBox | QRadioButton | QPushButton) -> QWidget:
    made.setCheckable(True)
    made.setChecked(True)
    return made


def day() -> QWidget:
    made = DayEdit()
    made.setText("2026-11-30")
    return made


def progress() -> QWidget:
    made = QProgressBar()
    made.setValue(60)
    return made


def small_parts() -> Iterator[tuple[str, Make]]:
    """What is shown once per state."""
    yield "按钮", lambda: button("保存", _nothing)
    yield "主按钮", lambda: button("办班", _nothing, icon_name="calendar-check", primary=True)
    yield "图标按钮", lambda: button("打印花名册和签到表", _nothing, icon_name="printer")
    yield "选中的按钮", lambda: checked(QPushButton("本页"))
    yield "链接", lambda: link("到“党员”里导入花名册", _nothing)
    yield "单行", line
    yield "单行（空）", lambda: line("")
    yield "单行（错）", lambda: line("1985-13", wrong=True)
    yield "单行（只读）", lambda: _read_only(line("990000195001010018"))
    yield "单行（长）", lambda: line(LONG)
    yield "下拉", combo
    yield "下拉（可输入）", lambda: _editable(combo())
    yield "下拉（错）", lambda: _wrong(combo())
    yield "日期", day
    yield "整数", lambda: spin(QSpinBox())
    yield "小数", lambda: spin(QDoubleSpinBox())
    yield "多行", note
    yield "方框", lambda: QCheckBox("发结业证书")
    yield "方框（选中）", lambda: checked(QCheckBox("迟到早退计入学时"))
    yield "圆框", lambda: QRadioButton("县级")
    yield "圆框（选中）", lambda: checked(QRadioButton("乡镇"))
    yield "进度", progress


def _nothing() -> None:
    return


def _read_only(made: QLineEdit) -> QLineEdit:
    made.setReadOnly(True)
    return made


def _editable(made: QComboBox) -> QComboBox:
    made.setEditable(True)
    return made


def _wrong(made: QWidget) -> QWidget:
    made.setProperty("wrong", True)
    return made


def in_state(make: Make, state: str) -> QPixmap:
    """The part alone in a window, in that state."""
    host = QWidget()
    host.setObjectName("Root")
    box = QVBoxLayout(host)
    other = QWidget()
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    other.setFixedHeight(0)
    made = make()
    box.addWidget(other)
    box.addWidget(made)
    host.setFixedWidth(260)
    made.setEnabled(state != "disabled")
    host.show()
    host.activateWindow()
    QTest.qWait(5)
    (made if state == "focus" else other).setFocus()
    made.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, state == "hover")
    made.update()
    QTest.qWait(5)
    picture = host.grab()
    host.close()
    host.deleteLater()
    return picture


def sheet_of_states() -> QPixmap:
    """Rows of parts, columns of states."""
    rows = [[in_state(make, state) for state in STATES] for _name, make in small_parts()]
    ratio = rows[0][0].devicePixelRatio()
    heights = [max(p.height() / ratio for p in row) for row in rows]
    whole = QPixmap(int(4 * 262 * ratio), int(sum(heights) * ratio))
    whole.setDevicePixelRatio(ratio)
    whole.fill(QColor("white"))
    painter = QPainter(whole)
    y = 0.0
    for row, height in zip(rows, heights, strict=True):
        for number, picture in enumerate(row):
            painter.drawPixmap(int(number * 262), int(y), picture)
        y += height
    painter.end()
    return whole


def table() -> TableView:
    made = TableView("名单")
    rows = [(f"{n:03}", BRANCHES[n % 5], "达标" if n % 3 else "未达标") for n in range(40)]
    columns: list[Column[Any]] = [
        Column("编号", lambda r: r.row[0], width=70),
        Column("党支部", lambda r: r.row[1], width=220),
        Column("情况", lambda r: r.row[2], width=80, tone=lambda r: "ok" if r.id % 3 else "bad"),
    ]
    made.setModel(LazyTableModel(ShortList(rows), columns, made, checkable=True))
    made.model().show_view(made.model().view)  # type: ignore[attr-defined]
    made.resize(480, 300)
    return made


def tree() -> QTreeWidget:
    made = QTreeWidget()
    made.ensurePolished()
    made.setHeaderLabels(["党组织"])
    made.setAlternatingRowColors(True)
    top = QTreeWidgetItem(made, ["青山镇党委"])
    for name in BRANCHES:
        QTreeWidgetItem(top, [name])
    made.expandAll()
    made.setCurrentItem(top.child(1))
    made.resize(300, 260)
    return made


def listed() -> QListWidget:
    made = QListWidget()
    made.ensurePolished()
    made.setAlternatingRowColors(True)
    made.addItems(list(BRANCHES) * 4)
    made.setCurrentRow(1)
    made.resize(300, 260)
    return made


def donut() -> QWidget:
    made = Donut("达标情况")
    names = ("达标", "低于本年进度", "其余未到期", "不作硬性要求", "口径未设置")
    colours = (CHART.done, CHART.short, CHART.rest, CHART.apart, CHART.unset)
    made.show_points(
        [
            Point(n, v, colour=c)
            for n, v, c in zip(names, (412, 1203, 88, 61, 7), colours, strict=True)
        ]
    )
    made.resize(360, 190)
    return made


def donut_rare() -> QWidget:
    made = Donut("达标情况")
    made.show_points([Point("达标", 1), Point("未达标", 11_999), Point("待核实", 0)])
    made.resize(360, 190)
    return made


def bars() -> QWidget:
    host = QWidget()
    box = QVBoxLayout(host)
    for done in (0, 1, 20, 40):
        bar = ShareBar("东风村")
        bar.show_points([Point("东风村", done, 40)])
        box.addWidget(bar)
    host.resize(260, 120)
    return host


def tabs() -> QWidget:
    made = QTabWidget()
    for name in ("落款与规则", "使用人与密码", "备份与恢复"):
        made.addTab(label(f"这里是{name}"), name)
    made.setTabEnabled(2, False)
    made.resize(420, 140)
    return made


def boxes() -> QWidget:
    host = QWidget()
    host.setObjectName("Root")
    column = QVBoxLayout(host)
    group = QGroupBox("打印哪些页")
    inner = QVBoxLayout(group)
    inner.addWidget(QRadioButton("全部"))
    inner.addWidget(QRadioButton("只打单数页"))
    column.addWidget(group)
    column.addWidget(card(label("标题", "h2"), label("说明文字", "muted"), name="卡"))
    for tone in ("ok", "warn", "bad", "info"):
        column.addWidget(pill(f"标签 {tone}", tone))
        column.addWidget(label(f"文字 {tone}", tone=tone))
    host.resize(320, 420)
    return host


def notices() -> QWidget:
    host = QWidget()
    host.setObjectName("Root")
    column = QVBoxLayout(host)
    for show in ("done", "warn"):
        bar = NoticeBar()
        getattr(bar, show)("已保存。这句话告诉人做了什么，下一步做什么。", "撤销", _nothing)
        column.addWidget(bar)
    bad = NoticeBar()
    bad.refuse(AppError("文件写不进去。", "请检查U盘是否写保护或已满。"))
    column.addWidget(bad)
    host.resize(620, 240)
    return host


def message(kind: QMessageBox.Icon) -> QWidget:
    made = QMessageBox(
        kind,
        "学籍通",
        "要移除这个数据包吗？",
        QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
    )
    made.setInformativeText("移除以后要请乡镇重新上报。")
    return made


def waiting() -> QWidget:
    made = QProgressDialog("正在导入花名册：第 320 行，共 1,000 行", "取消", 0, 1000)
    made.setMinimumDuration(0)
    made.setValue(320)
    return made


def menu() -> QMenu:
    made = QMenu()
    made.addAction("复制").setShortcut("Ctrl+C")
    made.addAction("打开…")
    made.addSeparator()
    made.addAction("删除").setEnabled(False)
    tick = made.addAction("身份证号")
    tick.setCheckable(True)
    tick.setChecked(True)
    inner = made.addMenu("导出")
    inner.addAction("Excel")
    return made


def splitter() -> QWidget:
    made = QSplitter()
    made.addWidget(listed())
    made.addWidget(listed())
    made.resize(520, 220)
    return made


def scrolled() -> QWidget:
    made = QScrollArea()
    inside = QWidget()
    inside.resize(900, 900)
    made.setWidget(inside)
    made.resize(260, 200)
    return made


def shown_alone(make: Make, name: str, *, focus: bool = False) -> None:
    made = make()
    made.show()
    made.activateWindow()
    if focus:
        made.setFocus()
    QTest.qWait(20)
    screenshot(made, name)
    made.close()


def shoot_popups(scale: str) -> None:
    """Drop-downs, the calendar and a menu, with the field they belong to."""
    short = tuple(f"第{n}项" for n in range(3))
    many = tuple(f"第 {n} 个选择" for n in range(40))
    for name, words in (("短", short), ("长", BRANCHES), ("多", many)):
        host = QWidget()
        box = QVBoxLayout(host)
        made = combo(words)
        made.setFixedWidth(180)
        box.addWidget(made)
        host.show()
        made.setCurrentIndex(len(words) - 1)
        made.showPopup()
        QTest.qWait(30)
        screenshot(made.view().window(), f"x{scale}-下拉-{name}")
        made.hidePopup()
        host.close()
    edit = DayEdit()
    edit.setText(date.today().replace(day=15).isoformat())
    edit.show()
    edit.open_calendar()
    QTest.qWait(30)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        screenshot(popup, f"x{scale}-日历")
        popup.close()
    made_menu = menu()
    made_menu.popup(edit.mapToGlobal(edit.rect().bottomLeft()))
    made_menu.setActiveAction(made_menu.actions()[1])
    QTest.qWait(30)
    screenshot(made_menu, f"x{scale}-菜单")
    made_menu.close()
    QToolTip.showText(edit.mapToGlobal(edit.rect().bottomLeft()), "打开日历（Alt+↓）", edit)
    QTest.qWait(30)
    for tip in QApplication.topLevelWidgets():
        if tip.inherits("QTipLabel"):
            screenshot(tip, f"x{scale}-提示")
    edit.close()


def main() -> int:
    """All sheets at the scale of the environment."""
    app = QApplication(["xueji"])
    dress(app)
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    folder = os.environ["XUEJI_SCREENSHOTS"]
    sheet = sheet_of_states()
    Path(folder).mkdir(parents=True, exist_ok=True)
    assert sheet.save(f"{folder}/x{scale}-部件.png")
    alone: dict[str, Make] = {
        "树": tree,
        "列表": listed,
        "圆环": donut,
        "圆环-悬殊": donut_rare,
        "条": bars,
        "标签页": tabs,
        "框和标签": boxes,
        "提示条": notices,
        "询问": lambda: message(QMessageBox.Icon.Question),
        "警告": lambda: message(QMessageBox.Icon.Warning),
        "等待": waiting,
        "分隔": splitter,
        "滚动": scrolled,
    }
    for name, make in alone.items():
        shown_alone(make, f"x{scale}-{name}")
    for name, make in {"树": tree, "列表": listed}.items():
        shown_alone(make, f"x{scale}-{name}-焦点", focus=True)

    def chosen() -> QWidget:
        made = table()
        made.select_row(3)
        return made

    shown_alone(chosen, f"x{scale}-表格-焦点", focus=True)
    shoot_popups(scale)
    return 0


if __name__ == "__main__":
    sys.exit(main())
