"""退回 from 待核实: a mark whose signed sheet lies at the township is sent back instead."""

from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.services.exchange.sending_back import return_rows
from app.services.review.questions import Question
from app.services.store import Store
from app.ui.asking import ask_reason
from app.ui.notice_bar import NoticeBar


def return_mark(store: Store, notices: NoticeBar, question: Question, parent: QWidget) -> bool:
    """Ask for the reason and send the township's mark back; whether it was sent."""
    side = question.left
    if side is None:
        return False
    item = question.item
    words = f"退回 {item.subject} {item.label}“{side.text}”的原因（乡镇要照着更正）："
    reason = ask_reason(parent, "退回给乡镇更正", words)
    if not reason:
        return False
    try:
        return_rows(store, [("attendance", bytes.fromhex(side.choice.id))], reason)
    except AppError as error:
        notices.refuse(error)
        return False
    notices.done(f"{item.subject}　{item.label}：已退回，随下一次下发告知。", "", None)
    return True
