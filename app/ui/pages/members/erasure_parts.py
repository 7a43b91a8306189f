"""What both erasure dialogs show: what would go, what stays, and on which ground."""

from datetime import UTC, datetime

from PySide6.QtWidgets import QComboBox, QFrame, QPlainTextEdit, QWidget

from app.domain.errors import AppError, InvalidInput
from app.domain.exchange.entities import BASES
from app.services.erasing import CERTIFICATES_STAY, counts_text, what_goes, what_stays
from app.services.store import Store
from app.ui.combo_box import ComboBox
from app.ui.notice_bar import NoticeBar
from app.ui.parts import card, label

_MOST_NUMBERS = 6
_NOTE_HEIGHT = 54
"""Three lines, as in the forms."""


def what_happens(store: Store, member: bytes) -> QFrame:
    """Counts of what goes and the certificates that stay."""
    kept = what_stays(store, member)
    numbers = "、".join(kept[:_MOST_NUMBERS]) + (" 等" if len(kept) > _MOST_NUMBERS else "")
    stays = f"{CERTIFICATES_STAY}保留 {len(kept)} 份：{numbers}。" if kept else CERTIFICATES_STAY
    goes = label(f"{counts_text(what_goes(store, member))}。", wrap=True)
    goes.setObjectName("what_goes")
    return card(
        label("会删除", "h2"),
        goes,
        label("会保留", "h2"),
        label(stays, wrap=True),
        name="会删除什么",
    )


def basis_box(chosen: str = "") -> QComboBox:
    """The grounds of the law."""
    made = ComboBox()
    made.setAccessibleName("依据")
    made.setObjectName("basis")
    made.addItems(BASES)
    made.setCurrentText(chosen or BASES[0])
    return made


def note_box(name: str, hint: str, text: str = "") -> QPlainTextEdit:
    """A few lines of words."""
    made = QPlainTextEdit(text)
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setObjectName("words")
    made.setTabChangesFocus(True)
    height = f"min-height: {_NOTE_HEIGHT}px; max-height: {_NOTE_HEIGHT}px;"
    made.setStyleSheet(f"QPlainTextEdit {{ {height} }}")
    return made


def titled(name: str, field: QWidget) -> list[QWidget]:
    """A field below its name."""
    words = label(name, "muted")
    words.setBuddy(field)
    return [words, field]


def tell(notices: NoticeBar, error: AppError) -> None:
    """Why it was not done; what is missing in the form is said in one sentence."""
    if isinstance(error, InvalidInput):
        notices.warn(f"{error.message}。")
    else:
        notices.refuse(error)


def day_of(milliseconds: int) -> str:
    """The day of a stamp, on this computer's calendar."""
    return f"{datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone():%Y-%m-%d}"
