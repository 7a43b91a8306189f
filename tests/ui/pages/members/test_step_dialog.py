"""发展和转正 in the window: from the list to its 撤销."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.services.people import save_member
from app.ui.dialog import Dialog
from app.ui.pages.members.members_page import MembersPage
from app.ui.pages.members.step_dialog import StepDialog, take_step
from tests.builders import count, value_of
from tests.ui.practice import members_of, practice_store
from tests.ui.window_helpers import finished, in_dialog, open_window, screenshot


def test_longer_then_full_and_back(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, people=4)
    member, full = members_of(store, 2)
    save_member(
        store,
        member,
        {"political_status": "预备党员", "joined_on": "2025-01-10", "full_on": None},
    )
    save_member(store, full, {"political_status": "正式党员"})
    window = open_window(qtbot, store, "members")
    page = window.pages["members"]
    assert isinstance(page, MembersPage)
    assert "step" in [entry.name for entry in page.list.offered.entries]
    assert not take_step(window.workspace, full, page)
    assert "已经是正式党员" in window.workspace.notices.text.text()

    def longer(dialog: Dialog) -> None:
        assert isinstance(dialog, StepDialog)
        screenshot(dialog, "step-empty")
        dialog.save_button.click()
        assert dialog.isVisible()
        said = {
            "political_status": "延长预备期",
            "from_on": "2026-01-10",
            "until": "2026-07-10",
            "reason": "未交思想汇报",
        }
        dialog.form.show_values({**dialog.form.values(), **said})
        screenshot(dialog, "step-longer")
        dialog.save_button.click()

    def become(dialog: Dialog) -> None:
        assert isinstance(dialog, StepDialog)
        said = {"political_status": "正式党员", "from_on": "2026-07-10", "basis": "支部大会"}
        dialog.form.show_values({**dialog.form.values(), **said})
        screenshot(dialog, "step")
        dialog.save_button.click()

    done = in_dialog(qtbot, StepDialog, longer)
    assert take_step(window.workspace, member, page)
    assert finished(done)
    assert count(store, "probation", "member = ?", member) == 1
    done = in_dialog(qtbot, StepDialog, become)
    assert take_step(window.workspace, member, page)
    assert finished(done)
    assert value_of(store, "member", member, "political_status") == "正式党员"
    window.workspace.notices.action.click()
    assert value_of(store, "member", member, "political_status") == "预备党员"
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)
