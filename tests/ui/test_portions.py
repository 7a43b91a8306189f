"""Cards of many rows: those in sight at once, all of them soon, and nothing gone or moved."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.data.queries.waiting import WaitingSession
from app.ui.pages.dashboard.waiting_card import WaitingCard
from app.ui.parts import column

MANY = 60


def sessions(number: int) -> list[WaitingSession]:
    return [
        WaitingSession(b"", f"春训第{n + 1}期", b"", f"2026-03-{n % 28 + 1:02}", "上午", 12, 3)
        for n in range(number)
    ]


def rows(card: WaitingCard) -> list[str]:
    """What a screen reader says of the rows that are there, from top to bottom."""
    found = [one for one in card.findChildren(QPushButton, "waiting") if one.isVisibleTo(card)]
    found.sort(key=lambda one: one.mapTo(card.rows.widget(), one.rect().topLeft()).y())
    return [one.accessibleName() for one in found]


@pytest.fixture
def card(qtbot: QtBot) -> WaitingCard:
    window, made, others = QWidget(), WaitingCard(), QWidget()
    others.setFixedHeight(200)  # the 工作台 has more below and above it
    window.setLayout(column(made, others))
    qtbot.addWidget(window)
    window.resize(500, 600)
    window.show()
    made.window_of_its_own = window  # type: ignore[attr-defined]  # kept as long as the card
    return made


def test_all_rows_are_there_soon_and_in_order(qtbot: QtBot, card: WaitingCard) -> None:
    many = sessions(MANY)
    card.show_waiting(many, any_class=True)
    assert 600 * 2 / 3 / 32 <= len(rows(card)) < MANY, "what can be seen at once, not all"
    later = card._portions._timer
    later.stop()
    qtbot.wait(100)  # what is there is laid out
    height = card.rows.height()
    later.start()
    qtbot.waitUntil(lambda: len(rows(card)) == MANY)
    qtbot.waitUntil(lambda: card.rows.verticalScrollBar().maximum() > MANY * 15)
    assert [said.split("　")[1] for said in rows(card)] == [one.class_name for one in many]
    assert card.rows.height() == height, "what comes later moves nothing"


def test_a_few_rows_are_there_at_once(card: WaitingCard) -> None:
    card.show_waiting(sessions(5), any_class=True)
    assert len(rows(card)) == 5


def test_another_list_ends_the_one_before(qtbot: QtBot, card: WaitingCard) -> None:
    card.show_waiting(sessions(MANY), any_class=True)
    card.show_waiting(sessions(2), any_class=True)
    qtbot.wait(200)
    assert len(rows(card)) == 2
    card.show_waiting([], any_class=True)
    assert rows(card) == []


def test_who_has_scrolled_stays_there(qtbot: QtBot, card: WaitingCard) -> None:
    card.show_waiting(sessions(MANY), any_class=True)
    bar = card.rows.verticalScrollBar()
    qtbot.waitUntil(lambda: len(rows(card)) == MANY and bar.maximum() > MANY * 15)
    bar.setValue(700)
    card.show_waiting(sessions(MANY - 1), any_class=True)
    qtbot.waitUntil(lambda: len(rows(card)) == MANY - 1)
    assert bar.value() == 700
