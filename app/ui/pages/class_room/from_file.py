"""A list file, dropped, pasted or chosen, becomes participants: plan, questions, save, undo."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.services.classes.participant_lists import (
    AddedPeople,
    ParticipantPlan,
    add_listed,
    plan_participants,
    undo_listed,
)
from app.ui.file_dialogs import Purpose, open_file
from app.ui.jobs.waiting import wait_for
from app.ui.pages.class_room.participants_dialog import ParticipantsDialog
from app.ui.table_files import table_filter
from app.ui.workspace import Workspace


def ask_for_file(workspace: Workspace, training_class: bytes, parent: QWidget) -> None:
    """Choose a file and go on with it."""
    path = open_file(parent, "选择人员名单", Purpose.ROSTERS, table_filter("人员名单"))
    if path is not None:
        add_from_file(workspace, training_class, path, parent)


def add_from_file(workspace: Workspace, training_class: bytes, path: Path, parent: QWidget) -> None:
    """Show what the list would do, and do it when that is wanted. Returns when the file is read:
    pasted cells are wiped then."""
    plan = _planned(workspace, training_class, path)
    if plan is None:
        return
    dialog = ParticipantsDialog(plan, path.name, parent)
    if not dialog.exec():
        return
    store, answers = workspace.store, dialog.answers
    added = workspace.save(lambda: add_listed(store, plan, answers))
    if added is not None:
        words = f"已加入 {added.number} 人。"
        workspace.notices.done(words, "撤销", lambda: _undo(workspace, added))


def _undo(workspace: Workspace, added: AddedPeople) -> None:
    store = workspace.store
    workspace.save(lambda: undo_listed(store, added), f"已撤销，{added.number} 人不在名单里了。")


def _planned(workspace: Workspace, training_class: bytes, path: Path) -> ParticipantPlan | None:
    """Read in the pool; this waits while the window goes on being drawn."""
    found: list[ParticipantPlan] = []
    store = workspace.store
    job = workspace.run(
        "正在读取名单", lambda p: plan_participants(store, training_class, path, p), found.append
    )
    wait_for(job)
    return found[0] if found else None
