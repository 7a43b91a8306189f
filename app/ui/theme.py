"""One place for every colour, size and font: Fusion, a palette and one style sheet."""

import sys
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

_ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[2]))
RESOURCES = _ROOT / "resources"

POINT_SIZE = 10.0

_PREFERRED = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "WenQuanYi Micro Hei",
)


@dataclass(frozen=True)
class Palette:
    """Colour tokens; the style sheet and the charts know no other colours."""

    bg: str = "#F4F6F9"
    surface: str = "#FFFFFF"
    alt: str = "#F8FAFC"
    line: str = "#D8DEE6"
    edge: str = "#7F8A99"
    text: str = "#1B2430"
    muted: str = "#55606E"
    accent: str = "#1F5FBF"
    accent_hover: str = "#184E9F"
    accent_soft: str = "#E6EEFA"
    on_accent: str = "#FFFFFF"
    ok: str = "#1E7B4B"
    warn: str = "#8F5400"
    bad: str = "#B3261E"
    ok_soft: str = "#E5F4EC"
    warn_soft: str = "#FFF3DC"
    bad_soft: str = "#FBE9E7"
    info: str = "#3B5068"
    info_soft: str = "#EBF0F5"
    off: str = "#8C96A3"  # what cannot be used now
    done: str = "#A9CBF5"  # behind the words of a progress bar
    nav_text: str = "#2C3846"
    selected: str = "#D5E4FA"


LIGHT = Palette()


@dataclass(frozen=True)
class ChartPalette:
    """Told apart by everybody, by lightness too; on white each is seen at three to one."""

    done: str = "#16A070"
    short: str = "#DD6B00"
    rest: str = "#1D4FB0"
    apart: str = "#8B95A5"
    unset: str = "#5A1F4E"


CHART = ChartPalette()

_ROLES = {
    QPalette.ColorRole.Window: LIGHT.bg,
    QPalette.ColorRole.WindowText: LIGHT.text,
    QPalette.ColorRole.Base: LIGHT.surface,
    QPalette.ColorRole.AlternateBase: LIGHT.alt,
    QPalette.ColorRole.Text: LIGHT.text,
    QPalette.ColorRole.Button: LIGHT.surface,
    QPalette.ColorRole.ButtonText: LIGHT.text,
    QPalette.ColorRole.Highlight: LIGHT.accent,
    QPalette.ColorRole.HighlightedText: LIGHT.on_accent,
    QPalette.ColorRole.ToolTipBase: LIGHT.surface,
    QPalette.ColorRole.ToolTipText: LIGHT.text,
    QPalette.ColorRole.PlaceholderText: LIGHT.muted,
    QPalette.ColorRole.Link: LIGHT.accent,
    QPalette.ColorRole.Accent: LIGHT.accent,
}


def apply_theme(app: QApplication) -> None:
    """Give the application its calm look and a font that can show Chinese."""
    app.setStyle("Fusion")
    app.setPalette(_palette())
    app.setStyleSheet(style_sheet())
    # Last: with the style sheet Windows' own smaller fonts for lists and menus come back.
    app.setFont(chinese_font())


def style_sheet() -> str:
    """The style sheet with colours and icon paths filled in."""
    template = Template((RESOURCES / "style.qss").read_text("utf-8"))
    row = row_height()
    # A field is as high as a row: what is left inside the padding and the border.
    sizes = {"row": row, "inner": row - 10}
    return template.substitute(asdict(LIGHT), icons=(RESOURCES / "icons").as_posix(), **sizes)


@cache
def row_height() -> int:
    """One height for rows, entries and fields: it grows with the font, 32 at 10 points."""
    font = chinese_font()
    return max(round(QFontInfo(font).pixelSize() * 2.4), QFontMetrics(font).height() + 10)


def chinese_font() -> QFont:
    """The machine's own Chinese font, else the one we bring, so that no screen shows boxes."""
    known = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    families = [name for name in _PREFERRED if name in known] or _bundled() or known[:1]
    font = QFont()
    if families:
        font.setFamilies(families)
    font.setPointSizeF(POINT_SIZE)
    return font


def _bundled() -> list[str]:
    for path in sorted((RESOURCES / "fonts").glob("Hei*.[to]tf")):
        number = QFontDatabase.addApplicationFont(str(path))
        if number >= 0:
            return QFontDatabase.applicationFontFamilies(number)
    return []


def _palette() -> QPalette:
    palette = QPalette()
    for role, colour in _ROLES.items():
        palette.setColor(role, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.WindowText,
    ):
        palette.setColor(disabled, role, QColor(LIGHT.edge))
    return palette
