"""The page of one person, opened over whatever list somebody is looking at."""

from PySide6.QtWidgets import QWidget

from app.data.queries.members import member_values
from app.services import people
from app.ui.workspace import Workspace


def open_person(
    workspace: Workspace,
    uid: bytes | None,
    parent: QWidget,
    *,
    why: str = "",
    organization: bytes | None = None,
) -> None:
    """`why` stands above the form; without `uid` a new person, of `organization`. When it is closed
    again the list is where it was."""
    from app.ui.pages.members.member_dialog import MemberDialog  # lists are drawn before it is used

    if uid is not None and not member_values(workspace.store.database.read(), uid):
        workspace.notices_in_sight().tell("这个人不在本机，可能已随组织关系转走或已彻底删除。")
        return
    dialog = MemberDialog(workspace, uid, organization, parent)
    if why:
        dialog.notices.warn(why)
    if dialog.exec():
        saved: people.SavedMember = dialog.outcome
        workspace.changed("已保存。")
        if saved.warnings:
            workspace.notices.warn("已保存。" + "；".join(saved.warnings.values()))
    if dialog.leads_to is not None:
        workspace.open(*dialog.leads_to)
