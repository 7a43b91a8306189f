"""删除已回执的包: asked first, with what goes named."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.services.exchange.stick import OWN_CONFIRMED, StickFile, delete_confirmed
from app.ui.asking import agreed
from app.ui.notice_bar import NoticeBar
from app.ui.workspace import Workspace

_NAMED = 8


def ask_and_delete(
    workspace: Workspace,
    folder: Path,
    files: Sequence[StickFile],
    parent: QWidget,
    notices: NoticeBar,
) -> bool:
    """Ask, then delete exactly what was named as confirmed; whether anything may have changed."""
    gone = [file for file in files if file.state == OWN_CONFIRMED]
    names = "\n".join(file.path.name for file in gone[:_NAMED])
    more = f"\n等共 {len(gone)} 个文件" if len(gone) > _NAMED else ""
    words = (
        f"删除本单位写的、对方已经回执的 {len(gone)} 个数据包？\n\n{names}{more}\n\n"
        "对方已经收到，里面的内容本机都有；别人的包和没有回执的包不会动。"
    )
    if not agreed(parent, "删除已回执的包", words):
        return False
    try:
        number = delete_confirmed(workspace.store, folder)
    except AppError as error:
        notices.refuse(error)
        return True
    notices.done(f"已删除 {number} 个数据包。", "", None)
    return True
