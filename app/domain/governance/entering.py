"""A paper while its answers are typed: one key an answer, on to the next question by itself."""

from collections.abc import Mapping, Sequence

from app.domain.governance.answers import SEVERAL, WORDS, Asked


class PaperInHand:
    """Which question is asked now, and what was answered so far."""

    def __init__(
        self, asked: Sequence[Asked], said: Mapping[int, tuple[str, ...]] | None = None
    ) -> None:
        self.asked = tuple(asked)
        self.answers: dict[int, tuple[str, ...]] = dict(said or {})
        self.place = 0 if said is None else len(self.asked) - 1

    @property
    def question(self) -> Asked | None:
        """The question that is asked now; None when the paper is through."""
        return self.asked[self.place] if self.place < len(self.asked) else None

    @property
    def said(self) -> tuple[str, ...]:
        """What is answered to it so far."""
        return self.answers.get(self.question.number, ()) if self.question else ()

    def press(self, key: str) -> bool:
        """The key of an option: chosen, and on; of several, chosen or not, and on when no more may
        be. Whether the key means anything here."""
        asked = self.question
        option = asked.chosen_by(key) if asked is not None and asked.kind != WORDS else None
        if asked is None or option is None:
            return False
        if asked.kind != SEVERAL:
            self.answers[asked.number] = (option,)
            self.next()
            return True
        chosen = set(self.said) ^ {option}
        self.answers[asked.number] = tuple(one for one in asked.options if one in chosen)
        if option in chosen and len(chosen) >= (asked.most or len(asked.options)):
            self.next()
        return True

    def write(self, text: str) -> None:
        """The words of a question that asks for words, and on."""
        asked = self.question
        if asked is not None and asked.kind == WORDS:
            self.answers[asked.number] = (text.strip(),) if text.strip() else ()
            self.next()

    def next(self) -> None:
        """On; what was not answered stays open."""
        self.place = min(self.place + 1, len(self.asked))

    def back(self) -> bool:
        """The last answer is taken back. Whether there was one before."""
        if not self.place:
            return False
        self.place -= 1
        self.answers.pop(self.asked[self.place].number, None)
        return True
