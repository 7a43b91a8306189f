"""Somebody leaves a branch or us: are his posts given up with it? One question, one action."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.services import people
from app.services.dated_rows import posts_left
from app.services.membership import SinceAsked
from app.services.store import Store
from app.ui.dialogs.posts_left import ask_about_posts
from app.ui.forms.form import Values


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
    ending = ask_about_posts(parent, leaving)
    saved = people.save_member(store, uid, raw, since=since, ending=ending)
    if ending is not None:
        return saved
    words = f"还有 {len(leaving.posts)} 个职务没有结束，离任后请在“党内职务”里结束"
    return people.SavedMember(saved.uid, {**saved.warnings, "posts": words})
