"""What the role of whoever works here does not allow is grey everywhere, and says why.

Which control does what class of actions is said once, by the names that controls have; whether a
role may is the table of `domain.accounts.roles`, which the services ask too. One watcher per window
sees controls when they appear or are offered: no page asks, and none can forget.
"""

from collections.abc import Callable
from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from app.domain.accounts.roles import Verb
from app.ui.as_typed import as_typed

_NEEDS = "duty"

NEEDS: dict[Verb, tuple[str, ...]] = {
    Verb.ENTER: (
        *("save", "since", "dated_add", "dated_edit", "dated_end", "dated_remove"),
        *("new_member", "change_together", "together_go", "import_roster", "execute_plan"),
        *("undo_import", "undo_batch", "make_all_branches", "people_to_class", "owed_to_class"),
        *("new_organization", "organization_new", "organization_rename", "organization_edit"),
        *("organization_move", "organization_merge", "organization_dissolve"),
        *("organization_restore", "organization_remove", "ask_erasure"),
        *("new_class", "copy_class", "import_class", "change_class", "remove_class"),
        *("confirm_remove", "close_class", "confirm_close", "close_and_print", "reopen_class"),
        *("withdraw", "add_people", "add_listed", "take_listed", "take_people"),
        *("page_signed", "day_signed", "enter_pages", "undo_marks", "redo_marks"),
        *(
            "transfer",
            "transfer_now",
            "step",
            "step_now",
            "explain_return",
            "notice_act",
            "attach",
            "drop_attached",
        ),
    ),
    Verb.ISSUE: ("certificate_numbers", "choose_numbers", "void", "reissue"),
    Verb.EXPORT: ("list_export", "save_workbook"),
    Verb.UNMASK: ("unmask_people", "unmask_pair", "unmask", "preview_full"),
    Verb.EXCHANGE: (
        *("report", "receive", "receive_all", "receive_waiting", "drop_waiting", "issue"),
        *("accept_package", "begin_all", "put_aside", "skip_stopped", "confirm_send"),
        *("delete_confirmed", "accept_held", "refuse_held", "headcount_agreed"),
    ),
    Verb.REVIEW: (
        *("decide_many", "confirm_many", "undo_decision", "agree_pair", "save_other"),
        *("withdraw_return", "send_back", "send_back_chosen"),
    ),
    Verb.BACK_UP: ("back_up",),
    Verb.SETTINGS: ("save_rules",),
    Verb.ENROL: (
        *("request", "enrol", "enrol_again", "revoke", "confirm_revoke", "write_invitation"),
        *("cancel_invitation", "join", "join_county", "rejoin", "open_document", "change_keys"),
        *("change", "answer_unlock", "write_recovery", "check_recovery", "unlock_township"),
    ),
    Verb.ACCOUNTS: ("save_role", "remove_operator", "renew_code", "change_data_key"),
    Verb.RESTORE: ("restore_now", "take_back", "confirm_take_back"),
    Verb.ERASE: ("agree", "decline", "erase", "answer_request"),
    Verb.TRAIL: ("trail_of", "open_trail", "check_chain", "nav_trail"),
}
"""Names of buttons and of entries in menus; the same name means the same wherever it stands."""

STARTS: dict[str, Verb] = {
    "mark_": Verb.ENTER,
    "dismiss_": Verb.EXCHANGE,
    "decide_": Verb.REVIEW,
    "keep_": Verb.SETTINGS,
}
"""Names that are counted: marks, hints, decisions, registers that are kept."""

_BY_NAME = {name: verb for verb, names in NEEDS.items() for name in names}


def needs(made: QObject, verb: Verb | None) -> None:
    """Say of a control what it does, where its name does not; None for what everybody may."""
    made.setProperty(_NEEDS, verb.name if verb is not None else None)


def duty_of(made: QObject) -> Verb | None:
    """The class of actions that a control is for; None where it only shows or leaves."""
    said = made.property(_NEEDS)
    if said is not None:
        return Verb[str(said)]
    name = made.objectName()
    found = _BY_NAME.get(name)
    if found is None:
        found = next((verb for start, verb in STARTS.items() if name.startswith(start)), None)
    return found


@runtime_checkable
class Filled(Protocol):
    """A form: whoever enters nothing only reads it. No first window waits for its module."""

    def only_show(self) -> None:
        """Let nothing be changed."""


class Duties(QObject):
    """Watches the controls of one window and of its dialogs; asks `why_not` with a verb. Nothing
    is watched where nothing is forbidden."""

    def __init__(
        self,
        why_not: Callable[[Verb], str],
        is_ours: Callable[[QWidget], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._is_ours = is_ours
        self._reasons = {verb: why for verb in Verb if (why := why_not(verb))}
        if self._reasons:
            application = QApplication.instance()
            assert application is not None  # there is a window
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whatever appears, is offered or gets other words."""
        if event.type() in _SEEN and isinstance(watched, QAbstractButton | QMenu):
            self._look_at(watched)
        elif event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            self._look_at_fields(watched)
        return False

    def _look_at_fields(self, made: QWidget) -> None:
        if isinstance(made, Filled):
            if Verb.ENTER in self._reasons and self._is_ours(made):
                cast("Filled", made).only_show()
        elif made.property(_NEEDS) is not None and (why := self._why(made)) and self._is_ours(made):
            only_read(made, why)

    def _look_at(self, made: QAbstractButton | QMenu) -> None:
        if isinstance(made, QMenu):
            barred = [(one, self._why(one)) for one in made.actions()]
            if any(why for _, why in barred) and self._is_ours(made):
                made.setToolTipsVisible(True)
                for action, why in barred:
                    if why:
                        bar_action(action, why)
        elif (why := self._why(made)) and self._is_ours(made):
            _bar(made, why)

    def _why(self, made: QObject) -> str:
        verb = duty_of(made)
        return self._reasons.get(verb, "") if verb is not None else ""


_SEEN = (QEvent.Type.Show, QEvent.Type.EnabledChange, QEvent.Type.ToolTipChange)


def _bar(made: QAbstractButton, why: str) -> None:
    if made.isEnabled():
        made.setEnabled(False)
    if made.toolTip() != as_typed(why):
        made.setToolTip(as_typed(why))
    if made.accessibleDescription() != why:
        made.setAccessibleDescription(why)


def only_read(card: QWidget, why: str) -> None:
    """A card of settings whose content may be read and copied, and not typed over."""
    for made in card.findChildren(QWidget):
        if isinstance(made, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox):
            made.setReadOnly(True)
        elif isinstance(made, QComboBox | QAbstractButton):
            made.setEnabled(False)
        else:
            continue
        made.setToolTip(as_typed(why))


def bar_action(action: QAction, why: str) -> None:
    """An entry of a menu that cannot be chosen, and why."""
    action.setEnabled(False)
    action.setToolTip(as_typed(why))
    action.setStatusTip(why)
