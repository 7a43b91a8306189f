"""更多… at the foot of a person's form: 转接, 发展, and the way to 彻底删除, out of daily sight."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QMenu, QPushButton, QWidget

from app.domain.accounts.roles import Verb
from app.ui.duties import needs
from app.ui.pages.members.erasure_dialog import EraseDialog
from app.ui.pages.members.erasure_request import ErasureRequestDialog
from app.ui.pages.members.step_dialog import take_step
from app.ui.pages.members.transfer_dialog import transfer
from app.ui.parts import link
from app.ui.workspace import Workspace

_ACTS = (("组织关系转接…", "transfer", transfer), ("发展和转正…", "step", take_step))


def more_link(
    workspace: Workspace, member: bytes, name: str, parent: QWidget, gone: Callable[[], object]
) -> QPushButton:
    """A quiet link with a menu; `gone` is called when the person is not there any more, or not as
    the form shows him."""
    county = workspace.level == "county"

    def ask() -> None:
        dialog = workspace.attempt(lambda: ErasureRequestDialog(workspace, member, name, parent))
        if dialog is not None and dialog.exec() == QDialog.DialogCode.Accepted:
            workspace.changed("已申请彻底删除，随下次数据上报带给县里，等县里答复。")

    def erase() -> None:
        dialog = workspace.attempt(lambda: EraseDialog(workspace, member, name, parent))
        if dialog is not None and dialog.exec() == QDialog.DialogCode.Accepted:
            workspace.changed("已彻底删除 1 人。")
            gone()

    def go(act: Callable[[Workspace, bytes, QWidget], bool]) -> None:
        if act(workspace, member, parent):
            gone()

    made = link("更多…", lambda: None, name="more")
    menu = QMenu(made)
    menu.setAccessibleName("更多")
    for words, called, act in _ACTS:
        entry = menu.addAction(words)
        entry.setObjectName(called)
        needs(entry, Verb.ENTER)
        entry.triggered.connect(lambda _checked=False, act=act: go(act))
    action = menu.addAction("彻底删除…" if county else "申请彻底删除…")
    action.setObjectName("erasure")
    needs(action, Verb.ERASE if county else Verb.ENTER)
    action.triggered.connect(lambda _checked=False: erase() if county else ask())
    made.setMenu(menu)
    return made
