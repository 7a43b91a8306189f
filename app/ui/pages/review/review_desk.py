"""List and question in one: what a county officer, or a township for its own, works through."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import AppError, InvalidInput
from app.services.exchange.sending_back import return_rows
from app.services.review import deciding_pairs, decisions, undoing_decisions
from app.services.review.kinds import OTHER, RETURN, TAKE, Action, Question
from app.services.review.pair_kinds import BOTH
from app.services.review.questions import background, questions
from app.services.store import Store
from app.ui.asking import ask_reason
from app.ui.notice_bar import NoticeBar
from app.ui.pages.review.pair_dialog import PairDialog
from app.ui.pages.review.question_card import QuestionCard
from app.ui.pages.review.review_list_view import ReviewListView
from app.ui.pages.review.value_editor import ValueEditor


class ReviewDesk(QWidget):
    """`changed` is called after every write; the caller reloads what it shows, this too."""

    def __init__(self, store: Store, notices: NoticeBar, changed: Callable[[], object]) -> None:
        super().__init__()
        self._store = store
        self._notices = notices
        self._changed = changed
        self._select = ""
        self._questions: list[Question] = []
        self._left: list[Question] | None = None
        self._actions: tuple[Action, ...] = ()
        self.view = ReviewListView()
        self.list = self.view.list
        self.card = QuestionCard()
        self.other = ValueEditor(store)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.view, 1)
        box.addWidget(self.card)
        box.addWidget(self.other)
        self.view.chosen.connect(self._show_chosen)
        self.view.numbered.connect(self._numbered)
        self.list.table.doubleClicked.connect(lambda _index: self._numbered(1, only_pairs=True))
        self.card.acted.connect(self.act)
        self.other.entered.connect(self._decide)
        self.other.left.connect(self.list.table.setFocus)

    def reload(self) -> None:
        """Every open question; the selection goes on to the next one."""
        left = self.take_left()
        self.show_questions(questions(self._store) if left is None else left)

    def take_left(self) -> list[Question] | None:
        """What is left after the last decision, once; None when all must be read again."""
        left, self._left = self._left, None
        return left

    def show_questions(self, found: list[Question]) -> None:
        """List them; the selection goes on to the next one."""
        here = self.view.question()
        select = self._select or (here.item.id if here else "")
        self._select = ""
        self._questions = found
        self.view.show_questions(self._questions, select)

    def _show_chosen(self) -> None:
        question = self.view.question()
        self.other.hide()
        self.card.setVisible(question is not None)
        self._actions = ()
        if question is None:
            return
        self._actions = question.kind.actions(question, self._store.site.level)
        self.card.show_question(question, background(self._store, question), self._actions)

    def _numbered(self, number: int, *, only_pairs: bool = False) -> None:
        if 0 < number <= len(self._actions):
            action = self._actions[number - 1]
            if not (only_pairs and action.kind == TAKE):
                self.act(action)

    def act(self, action: Action) -> None:
        """Do what one of the buttons says."""
        question = self.view.question()
        if question is None:
            return
        item = question.item
        if action.kind == TAKE:
            self.run(lambda: decisions.take(self._store, item.id, action.choice), question)
        elif action.kind == OTHER:
            self.other.open_for(item)
        elif action.kind == BOTH:
            self.run(lambda: deciding_pairs.both_right(self._store, item.id), question)
        elif action.kind == RETURN:
            return_mark(self._store, self._notices, question, self)
        else:
            PairDialog(self._store, question, action.kind, self._paired, self).exec()

    def _decide(self, value: str) -> None:
        question = self.view.question()
        if question is not None:
            item = question.item
            self.run(lambda: decisions.decide(self._store, item.id, value), question)

    def _paired(self, work: Callable[[], object], question: Question) -> bool:
        return self.run(work, question, in_dialog=True)

    def run(
        self, work: Callable[[], object], question: Question, *, in_dialog: bool = False
    ) -> bool:
        """One decision; a refusal appears above, a success with its way back.

        Raises:
            AppError: the refusal, when a dialog is open that shows it itself.
        """
        self._select = self.view.next_id()
        before = undoing_decisions.last_decision(self._store)
        try:
            work()
        except AppError as error:
            self._select = ""
            if in_dialog:
                raise
            self._refuse(error)
            return False
        number = undoing_decisions.last_decision(self._store)
        if question.kind.stands_alone(question.item):
            # Thousands of questions are not read again for each key pressed.
            self._left = [q for q in self._questions if q.item.id != question.item.id]
        self._changed()
        words = f"{question.item.subject}　{question.item.label}：已决定。"
        # A repair of the tree that only confirms has no way back, and no older one is meant.
        back = partial(self.take_back, number, question.item.id) if number != before else None
        self._notices.done(words, "撤销", back)
        self.list.table.setFocus()
        return True

    def take_back(self, number: int, select: str = "") -> None:
        """Undo one decision; the question stands open again."""
        try:
            done = undoing_decisions.undo(self._store, number)
        except AppError as error:
            self._refuse(error)
            return
        self._select = select
        self._changed()
        kept = f"，{done.kept} 条后来又改过，没有动" if done.kept else ""
        self._notices.done(f"已撤销，{done.reversed} 条恢复为待核实{kept}。")

    def _refuse(self, error: AppError) -> None:
        if isinstance(error, InvalidInput):
            error = AppError(next(iter(error.problems.values())))
        self._notices.refuse(error)


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
