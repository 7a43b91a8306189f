"""Are the posts of somebody who leaves given up with it? One question for every way of leaving."""

from PySide6.QtWidgets import QMessageBox, QWidget

from app.domain.errors import AppError
from app.services.dated_rows import Leaving
from app.ui.as_typed import as_typed

END, KEEP, BACK = "一并结束", "先不结束", "返回修改"


def ask_about_posts(parent: QWidget, leaving: Leaving) -> Leaving | None:
    """What is to be ended in the same action; None: the posts stay open.

    Raises:
        AppError: the clerk went back, and nothing is saved.
    """
    held = "\n".join(f"· {post.words}" for post in leaving.posts)
    if not leaving.day:
        words = f"{held}\n\n离开的日期不清楚，职务不能一并结束。先保存，以后再到“党内职务”里结束？"
    else:
        words = f"{held}\n\n这些职务也在 {leaving.day} 结束吗？"
    box = QMessageBox(QMessageBox.Icon.Question, "还有在任的职务", as_typed(words), parent=parent)
    box.setObjectName("leaving")
    roles = QMessageBox.ButtonRole
    end = box.addButton(END, roles.YesRole) if leaving.day else None
    keep = box.addButton(KEEP, roles.NoRole)
    back = box.addButton(BACK, roles.RejectRole)
    box.setDefaultButton(end or keep)
    box.setEscapeButton(back)
    box.exec()
    chosen = box.clickedButton()
    if chosen is not None and chosen is end:
        return leaving
    if chosen is not keep:
        raise AppError("还没有保存。", "请核对后再保存。")
    return None
