"""The one question before something that cannot be taken back lightly."""

from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from app.ui.as_typed import as_typed

_LINE = 36
_WANTED = "还没有写原因，写了才能继续。"


def agreed(parent: QWidget | None, title: str, words: str) -> bool:
    """Whether 是 was pressed; Enter alone is 否."""
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    return QMessageBox.question(parent, title, as_typed(words), yes | no, no) == yes


def ask_line(parent: QWidget | None, title: str, words: str) -> tuple[str, bool]:
    """One line in answer to a question, and whether it was agreed to."""
    return QInputDialog.getText(parent, title, as_typed(folded(words)))


def ask_reason(parent: QWidget | None, title: str, words: str) -> str:
    """Why something is done; empty when it is not to be done after all. Nothing written and
    agreed to is asked again: a question that just goes away looks as if it had been done."""
    said, yes = ask_line(parent, title, words)
    while yes and not said.strip():
        said, yes = ask_line(parent, title, f"{_WANTED}\n{words}")
    return said.strip() if yes else ""


def ask_lines(parent: QWidget | None, title: str, words: str, text: str) -> tuple[str, bool]:
    """Several lines in answer to a question, and whether it was agreed to."""
    return QInputDialog.getMultiLineText(parent, title, as_typed(folded(words)), text)


def folded(words: str) -> str:
    """Lines that fit the smallest screen: Qt's own questions do not break theirs."""
    parts = (line[at : at + _LINE] for line in words.split("\n") for at in _starts(line))
    return "\n".join(parts)


def _starts(line: str) -> range:
    return range(0, max(1, len(line)), _LINE)
