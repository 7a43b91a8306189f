"""A link that gives way: what cannot be read on the window is said whole."""

from pytestqt.qtbot import QtBot

from app.data.queries.registers import DueRow
from app.ui.giving_link import GivingLink
from app.ui.pages.dashboard.due_card import DueCard, words_of
from tests.ui.window_helpers import child

WORDS = "送学上门走访　送党章、读文件一篇，讲村里今年的事：该走访了 2026-12-06，还有 5 天"


def test_a_link_without_room_is_cut_and_says_all(qtbot: QtBot) -> None:
    pressed: list[int] = []
    made = GivingLink(WORDS, lambda: pressed.append(1))
    qtbot.addWidget(made)
    made.resize(200, made.height())
    made.show()
    assert "…" in made.button.text()
    assert made.button.width() <= 200
    assert made.button.accessibleName() == WORDS
    assert made.button.toolTip()
    made.button.click()
    assert pressed
    made.resize(900, made.height())
    assert made.button.text() == WORDS


def test_reminders_do_not_make_a_small_window_scroll_sideways(qtbot: QtBot) -> None:
    """At 200 % 待核实 and half of the page lay beyond the right edge."""
    row = DueRow("care_visit", b"1", WORDS, "该走访了", "2026-12-06", 5)
    made = DueCard()
    qtbot.addWidget(made)
    made.show_due([row])
    assert made.minimumSizeHint().width() < 200
    assert child(made, "due").accessibleName() == words_of(row)
