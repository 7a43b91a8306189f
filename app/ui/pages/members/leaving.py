"""Somebody leaves a branch or us: are his posts given up with it? One question, one action."""

from collections.abc import Mapping

from PySide6.QtWidgets import QMessageBox, QWidget

from app.domain.errors import AppError
from app.services import people
from app.services.dated_rows import Leaving, posts_left
from app.services.membership import SinceAsked
from app.services.store import Store
from app.ui.forms.form import Values

END, KEEP, BACK = "一并结束", "先不结束", "返回修改"


def save_leaving(
    parent: QWidget, store: Store, uid: bytes, raw: Values, since: Mapping[str, SinceAsked]
) -> people.SavedMember:
    """Save a person; where posts would be left open, with the answer to that.

    Raises:
        AppError: the clerk went back to the form.
    """
    leaving = posts_left(store, uid, raw, since)
    if leaving is None:
        return people.save_member(store, uid, raw, since=since)
    ending = _asked(parent, leaving)
    saved = people.save_member(store, uid, raw, since=since, ending=ending)
    if ending is not None:
        return saved
    words = f"还有 {len(leaving.posts)} 个职务没有结束，离任后请在“党内职务”里结束"
    return people.SavedMember(saved.uid, {**saved.warnings, "posts": words})


def _asked(parent: QWidget, leaving: Leaving) -> Leaving | None:
    held = "\n".join(f"· {post.words}" for post in leaving.posts)
    if not leaving.day:
        words = f"{held}\n\n离开的日期不清楚，职务不能一并结束。先保存，以后再到“党内职务”里结束？"
    else:
        words = f"{held}\n\n这些职务也在 {leaving.day} 结束吗？"
    box = QMessageBox(QMessageBox.Icon.Question, "还有在任的职务", words, parent=parent)
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
