"""A 开户文件, 开户申请 or 开户回执 that was opened: each leads to the dialog that handles it."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from app.domain.errors import AppError, PackageError
from app.domain.exchange.document_kind import DocumentKind
from app.services.exchange.enrolment import answer_in, document_kind, enrol
from app.services.exchange.invitations import invitations
from app.services.store import Store
from app.ui.asking import agreed
from app.ui.file_dialogs import Purpose, save_file
from app.ui.notice_bar import NoticeBar
from app.ui.pages.exchange.enrol_dialog import EnrolDialog
from app.ui.pages.exchange.join_dialog import JoinDialog
from app.ui.workspace import Workspace

DOCUMENTS = "开户申请、开户回执 (*.xjs *.xjk);;所有文件 (*)"


def open_document(workspace: Workspace, path: Path, parent: QWidget, notices: NoticeBar) -> None:
    """Read what it is and go on with it; refusals appear in `notices`."""
    try:
        kind = document_kind(path)
        if workspace.level == "county":
            _at_county(workspace, path, kind, parent, notices)
        elif kind is DocumentKind.INVITATION:
            JoinDialog(workspace, path, parent).exec()
        elif kind is DocumentKind.REPLY:
            notices.warn("这是县里的开户回复，请在“数据上报”页的“开户”里打开。")
        else:
            raise _not_for_us(kind)
    except AppError as error:
        notices.refuse(error)


def _at_county(
    workspace: Workspace, path: Path, kind: DocumentKind | None, parent: QWidget, notices: NoticeBar
) -> None:
    if kind is DocumentKind.REQUEST:
        _enrol_request(workspace, path, parent, notices)
    elif kind is DocumentKind.ANSWER:
        _take_answer(workspace, path, parent, notices)
    else:
        raise _not_for_us(kind)


def _not_for_us(kind: DocumentKind | None) -> PackageError:
    hint = "请核对选的是不是交给本单位的那个文件。"
    return PackageError(f"这是{kind.label if kind else '别的文件'}，这里不用处理。", hint)


def _take_answer(workspace: Workspace, path: Path, parent: QWidget, notices: NoticeBar) -> None:
    if not agreed(parent, "开户回执", _answer_words(workspace.store, path)):
        return
    made = enrol(workspace.store, path)
    workspace.changed()
    notices.done(f"{made.name} 已开户，管辖 {'、'.join(made.scope)}。", "", None)


def _answer_words(store: Store, path: Path) -> str:
    answer = answer_in(store, path)
    found = next((one for one in invitations(store) if one.number == answer.number), None)
    digits = f"校验码　{found.check_words}\n\n" if found else ""
    return (
        f"{answer.name} 打开了县里的开户文件，这是对方的开户回执。\n\n{digits}"
        "电话里核对过，对方屏幕上的校验码与这里相同吗？相同请选“是”。"
    )


def _enrol_request(workspace: Workspace, path: Path, parent: QWidget, notices: NoticeBar) -> None:
    dialog = EnrolDialog(workspace, path, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return
    name = f"{dialog.name}开户回复.xjs"
    target = save_file(parent, "保存回复", Purpose.EXCHANGE, name, "开户回复 (*.xjs)")
    if target is not None:
        digits = dialog.enrol(target)
        workspace.changed()
        words = f"{dialog.name} 已开户。把回复带给对方，并告知本县核对码 {digits}。"
        notices.done(words, stays=True)
