"""Two windows that exchange: a county and a township enrolled there, and ways to hand over."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.services.exchange.enrolment import enrol, request_enrolment
from app.services.exchange.joining import join
from app.services.exchange.receiving import receive_package
from app.services.exchange.sending import export_package, find_peer
from app.services.opening import NewSite, create_store
from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.pages.exchange.receive_dialog import ReceiveDialog
from tests.ui.practice import PASSWORD, practice_store

_numbers = itertools.count(1)


@dataclass
class Windows:
    """Both windows and the folder that stands for the stick."""

    township: MainWindow
    county: MainWindow
    stick: Path

    @property
    def mine(self) -> Store:
        """The township's store."""
        return self.township.workspace.store

    @property
    def theirs(self) -> Store:
        """The county's store."""
        return self.county.workspace.store

    def reported(self) -> Path:
        """A package from the township on the stick."""
        return package(self.mine, self.theirs, self.stick)

    def issued(self) -> Path:
        """A package from the county on the stick."""
        return package(self.theirs, self.mine, self.stick)

    def settle(self) -> None:
        """The county holds what the township has, and the township its receipt."""
        view = receive_package(self.theirs, self.reported())
        assert view.receipt is not None
        receive_package(self.mine, view.receipt)
        for file in self.stick.iterdir():
            file.unlink()


def package(sender: Store, receiver: Store, folder: Path) -> Path:
    """A sealed package of the sender in a folder."""
    target = folder / f"{sender.site.name}发{receiver.site.name}-{next(_numbers)}.xjb"
    export_package(sender, find_peer(sender, receiver.site.name), target)
    return target


def opened(qtbot: QtBot, store: Store) -> MainWindow:
    """The window of a store, once it has settled."""
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.resize(1366, 690)
    window.show()
    quiet(qtbot, window)
    return window


def quiet(qtbot: QtBot, window: MainWindow) -> None:
    """Nothing is under way any more."""
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)


def enrolled(county: Store, township: Store, folder: Path) -> None:
    """By files, without the window."""
    name = township.site.name
    request, reply = folder / f"{name}申请.xjs", folder / f"{name}回复.xjs"
    request_enrolment(township, request)
    enrol(county, request, name, reply)
    join(township, reply)


def another_township(folder: Path, county: Store, name: str) -> Store:
    """One more township of the county, without people."""
    answers = NewSite("township", name, county.site.name, "王芳")
    made = create_store(folder / f"{name}.db", answers, PASSWORD).store
    enrolled(county, made, folder)
    return made


def two_windows(qtbot: QtBot, folder: Path, people: int = 12) -> Iterator[Windows]:
    """For a fixture: both enrolled, nothing exchanged yet."""
    stick = folder / "stick"
    stick.mkdir()
    mine = practice_store(folder / "a", people=people)
    theirs = practice_store(folder / "b", level="county", people=0)
    enrolled(theirs, mine, folder)
    made = Windows(opened(qtbot, mine), opened(qtbot, theirs), stick)
    yield made
    for window in (made.township, made.county):
        quiet(qtbot, window)
        window.close()
        window.workspace.store.close()


def preview(qtbot: QtBot, window: MainWindow, path: Path, *, stick: bool = True) -> ReceiveDialog:
    """The preview of one package, standing open."""
    dialog = ReceiveDialog(window.workspace, path, window, stick=stick)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.view is not None, timeout=30_000)
    return dialog


def take(qtbot: QtBot, dialog: ReceiveDialog) -> None:
    """Accept what is shown."""
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: dialog.received is not None, timeout=30_000)


def column(rows: object, number: int) -> list[str]:
    """What one column of a list shows."""
    model = rows.model  # type: ignore[attr-defined]
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def say_yes(monkeypatch: pytest.MonkeyPatch, asked: list[str] | None = None) -> None:
    """Questions are answered with 是; what was asked is kept in the list."""

    def question(
        _parent: object, _title: str, words: str, *_more: object
    ) -> QMessageBox.StandardButton:
        if asked is not None:
            asked.append(words)
        return QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "question", question)
