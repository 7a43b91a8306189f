"""Colours can be read, icons and words are there."""

from collections.abc import Callable
from dataclasses import asdict

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from app.ui.charts import Chart, Donut, Point, ShareBar
from app.ui.icons import icon
from app.ui.theme import LIGHT, RESOURCES, chinese_font, style_sheet

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
    *[(tone, f"{tone}_soft") for tone in ("ok", "warn", "bad")],
    *[(tone, "surface") for tone in ("ok", "warn", "bad")],
    *[(tone, "bg") for tone in ("ok", "warn", "bad")],
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


def test_the_style_sheet_knows_only_tokens() -> None:
    assert "#" not in (RESOURCES / "style.qss").read_text("utf-8").replace("QWidget#", "").replace(
        "QFrame#", ""
    )
    assert "$" not in style_sheet()


def test_the_font_shows_rare_names(qapp: QApplication) -> None:
    metrics = QFontMetrics(chinese_font())
    assert all(metrics.inFontUcs4(ord(letter)) for letter in "学籍通党员喆堃·")


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
