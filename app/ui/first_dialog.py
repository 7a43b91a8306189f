"""The dialog that a start begins with: the password where there is data, else the first run."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.data import keyslots
from app.data.key_refusals import LOST
from app.domain.errors import StorageError
from app.services.store import Store

if TYPE_CHECKING:
    from app.services.opening import NewStore
    from app.ui.dialogs.first_run import FirstRun
    from app.ui.dialogs.first_run_steps import Answers
    from app.ui.dialogs.unlock_dialog import UnlockDialog

# Each is imported when it is wanted: the password window comes before all.


def first_dialog(path: Path) -> "UnlockDialog | FirstRun":
    """The password where there is data, the first run where there is none.

    Raises:
        AppError: what lies there can be neither opened nor made anew.
    """
    from app.services.opening import settle
    from app.services.store_place import nothing_there, refuse_unopenable

    settle(path)
    if nothing_there(path):
        return _first_run(path)
    refuse_unopenable(path)
    return unlock(path)


def _first_run(path: Path) -> "FirstRun":
    from app.ui.dialogs.first_run import FirstRun

    return FirstRun(lambda answers: _create(path, answers), path)


def unlock(path: Path) -> "UnlockDialog":
    """The password of this store.

    Raises:
        StorageError: its .keys file is of no use, and there is no copy.
    """
    from app.ui.dialogs.unlock_dialog import UnlockDialog

    def open_with(who: str, secret: str) -> Store:
        from app.services.accounts import advice
        from app.services.opening import open_store

        opened = open_store(path, secret, who)
        opened.weak_password = bool(advice(opened, secret, names=False))
        return opened

    try:
        return UnlockDialog("打开学籍通", _names(keyslots.read(path)), open_with, path)
    except StorageError as error:
        if error.code != LOST:
            raise
        return _unlock_by_copy(path, error)


def _unlock_by_copy(path: Path, error: StorageError) -> "UnlockDialog":
    """The password opens by a copy of the key slots, and they are put back.

    Raises:
        StorageError: the one given, where there is no copy.
    """
    from app.services.key_mending import copies, open_by_copy
    from app.ui.dialogs.unlock_dialog import UnlockDialog

    there = copies(path)
    if not there:
        raise error
    words = f"{error.message}有副本（{there[0].where}）：输入密码打开，密码文件会自动补上。"
    dialog = UnlockDialog(
        "打开学籍通", _names(there[0].slots), lambda who, secret: open_by_copy(path, secret, who)
    )
    dialog.notices.warn(words)
    return dialog


def _names(slots: list[keyslots.Slot]) -> list[str]:
    return [slot.name for slot in slots if slot.name not in keyslots.NOT_ACCOUNTS]


def _create(path: Path, answers: "Answers") -> "NewStore":
    from app.services.opening import NewSite, create_store

    site = NewSite(answers.level, answers.name, answers.county, answers.operator, answers.signed_as)
    return create_store(path, site, answers.password)
