"""Colours can be read, icons and words are there."""

import math
import re
from collections.abc import Callable
from dataclasses import asdict

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QListWidget,
    QMenu,
    QMessageBox,
    QTableView,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui.charts import Chart, Donut, Point, ShareBar
from app.ui.icons import icon
from app.ui.theme import CHART, LIGHT, RESOURCES, apply_theme, chinese_font, style_sheet

TONES = ("ok", "warn", "bad", "info")
TEXT_PAIRS = [
    ("text", "surface"),
    ("text", "bg"),
    ("text", "alt"),
    ("text", "selected"),
    ("muted", "surface"),
    ("muted", "bg"),
    ("muted", "alt"),
    ("accent", "surface"),
    ("accent", "bg"),
    ("accent", "selected"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("nav_text", "surface"),
    ("nav_text", "accent_soft"),
    ("text", "done"),
    ("text", "bad_soft"),
    *[(tone, f"{tone}_soft") for tone in TONES],
    *[(tone, "surface") for tone in TONES],
    *[(tone, "bg") for tone in TONES],
]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("front", "back"), TEXT_PAIRS)
def test_text_can_be_read(front: str, back: str) -> None:
    tokens = asdict(LIGHT)
    assert contrast(tokens[front], tokens[back]) >= 4.5


def test_edges_can_be_seen() -> None:
    assert contrast(LIGHT.edge, LIGHT.surface) >= 3


def seen_by(colour: str, kind: str) -> tuple[float, ...]:
    """A colour as people with red-green or blue-yellow blindness see it (Machado 2009, full)."""
    seen = {
        "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
        "protan": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
        "deutan": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
        "tritan": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
    }[kind]
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(sum(a * b for a, b in zip(line, parts, strict=True)) for line in seen)


@pytest.mark.parametrize("kind", ["all", "protan", "deutan", "tritan"])
def test_everybody_tells_the_parts_of_a_chart_apart(kind: str) -> None:
    colours = list(asdict(CHART).values())
    for number, one in enumerate(colours):
        assert contrast(one, LIGHT.surface) >= 3, one
        for other in colours[number + 1 :]:
            apart = math.dist(seen_by(one, kind), seen_by(other, kind))
            assert apart >= 0.2, (one, other, apart)


@pytest.mark.parametrize("tone", TONES)
def test_every_tone_has_a_hue_of_its_own(tone: str) -> None:
    """Success is green, a warning amber, an error red, a note neither of them."""
    hue = QColor(asdict(LIGHT)[tone]).hsvHue()
    expected = {"ok": (120, 170), "warn": (25, 50), "bad": (0, 12), "info": (200, 225)}[tone]
    assert expected[0] <= hue <= expected[1]


def test_the_style_sheet_knows_only_tokens() -> None:
    said = (RESOURCES / "style.qss").read_text("utf-8")
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b|\brgba?\(", said)
    assert "$" not in style_sheet()


def test_the_font_shows_rare_names(qapp: QApplication) -> None:
    metrics = QFontMetrics(chinese_font())
    assert all(metrics.inFontUcs4(ord(letter)) for letter in "学籍通党员喆堃·")


class _OnWindows:
    """The application as it behaves there: the desktop names fonts for some kinds of widgets."""

    def __init__(self) -> None:
        self.fonts = ["QAbstractItemView", "QMenu"]

    def setStyle(self, _name: str) -> None: ...

    def setPalette(self, _palette: object) -> None: ...

    def setStyleSheet(self, _text: str) -> None:
        self.fonts = ["QAbstractItemView", "QMenu"]

    def setFont(self, _font: QFont) -> None:
        self.fonts = []


def test_no_font_of_the_desktop_stays_beside_ours(qapp: QApplication) -> None:
    windows = _OnWindows()
    apply_theme(windows)  # type: ignore[arg-type]
    assert windows.fonts == []


@pytest.mark.parametrize("made", [QTableView, QTreeView, QListWidget, QMenu, QMessageBox])
def test_lists_and_menus_have_the_font_of_everything_else(
    qtbot: QtBot, qapp: QApplication, made: Callable[[], QWidget]
) -> None:
    apply_theme(qapp)
    widget = made()
    qtbot.addWidget(widget)
    assert widget.font().families() == chinese_font().families()
    assert widget.font().pointSizeF() == chinese_font().pointSizeF()


def test_every_icon_can_be_drawn(qapp: QApplication) -> None:
    for path in (RESOURCES / "icons").glob("*.svg"):
        drawn = icon(path.stem).pixmap(20, 20).toImage()
        blank = QImage(drawn.size(), drawn.format())
        blank.fill(Qt.GlobalColor.transparent)
        assert not drawn.isNull(), path.stem
        assert drawn != blank, path.stem


def test_qt_speaks_chinese(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text().startswith("取消")
    assert QApplication.translate("QPrintSettingsOutput", "Odd Pages") == "单数页"


@pytest.mark.parametrize("kind", [Donut, ShareBar])
def test_charts_say_what_they_show(qtbot: QtBot, kind: Callable[[str], Chart]) -> None:
    chart = kind("各支部完成情况")
    qtbot.addWidget(chart)
    chart.resize(400, 200)
    empty = chart.grab().toImage()
    chart.show_points([Point("东风村", 3, 4), Point("红星村", 4, 4)])
    assert chart.grab().toImage() != empty
    assert chart.accessibleDescription() == "东风村 3/4；红星村 4/4"
