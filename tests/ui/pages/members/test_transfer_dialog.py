"""组织关系转接 in the window: from the list to its 撤销, and the county's part."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.domain.entity import Value
from app.domain.registers import REGISTERS
from app.services import transfers
from app.services.kept_registers import keep_registers
from app.ui.dialog import Dialog
from app.ui.finding import ShowRow
from app.ui.pages.members.members_page import MembersPage
from app.ui.pages.members.transfer_dialog import TransferDialog, transfer
from app.ui.pages.registers.registers_page import RegistersPage
from app.ui.pages.registers.transfers_view import TransfersView
from tests.builders import Pair, count, make_member, make_organization, value_of
from tests.ui.practice import members_of, practice_store
from tests.ui.window_helpers import finished, in_dialog, open_window, screenshot


def test_one_chosen_person_goes_to_another_branch_and_back(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, people=4)
    (member,) = members_of(store, 1)
    before = value_of(store, "member", member, "organization")
    target = make_organization(store, "王家村党支部")
    window = open_window(qtbot, store, "members")
    page = window.pages["members"]
    assert isinstance(page, MembersPage)
    assert "transfer" in [entry.name for entry in page.list.offered.entries]

    def answer(dialog: Dialog) -> None:
        assert isinstance(dialog, TransferDialog)
        dialog.go.click()  # nothing is filled in: what is missing stands at the fields
        assert dialog.isVisible()
        screenshot(dialog, "transfer-empty")
        said: dict[str, Value] = {
            "target": target,
            "moved_on": "2026-05-20",
            "letter": "18号",
        }
        dialog.form.show_values({**dialog.form.values(), **said})
        screenshot(dialog, "transfer")
        dialog.go.click()

    done = in_dialog(qtbot, TransferDialog, answer)
    assert transfer(window.workspace, member, page)
    assert finished(done)
    assert value_of(store, "member", member, "organization") == target
    assert "已转到" in window.workspace.notices.text.text()
    window.workspace.notices.action.click()
    assert value_of(store, "member", member, "organization") == before
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)


def test_the_county_does_what_waits_and_gives_back_what_cannot_be(qtbot: QtBot, pair: Pair) -> None:
    first, second = make_member(pair.township), make_member(pair.township)
    target = make_organization(pair.county, "县直机关党支部")
    for member in (first, second):
        asked = {"place": "县直机关党支部", "moved_on": "2026-05-20"}
        transfers.transfer_person(pair.township, member, asked)
    pair.settle()
    keep_registers(pair.county, list(REGISTERS))
    window = open_window(qtbot, pair.county, "registers")
    page = window.pages["registers"]
    assert isinstance(page, RegistersPage)
    page.show_what(ShowRow("transfer"))
    view = page.view
    assert isinstance(view, TransfersView)
    assert not view.finish.isEnabled()
    view.list.model.set_checked([1])
    screenshot(window, "transfers")

    def answer(dialog: Dialog) -> None:
        assert isinstance(dialog, TransferDialog)
        screenshot(dialog, "transfer-finish")
        dialog.form.show_values({**dialog.form.values(), "target": target})
        dialog.go.click()

    done = in_dialog(qtbot, TransferDialog, answer)
    view.finish.click()
    assert finished(done)
    assert count(pair.county, "member", "organization = ?", target) == 1
    assert count(pair.county, "transfer", "state = '已转接'") == 1
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)
