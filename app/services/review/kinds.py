"""What one kind of question of 待核实 says and what may be done: all others ask its class."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from app.data import site
from app.data.database import Connection
from app.data.queries.members import member_of_uid
from app.data.queries.review_context import Context, LateEdit
from app.data.queries.review_item import Choice, ReviewItem
from app.data.queries.review_writers import NOBODY, Writer
from app.domain.entity import Value
from app.domain.errors import AppError
from app.domain.people.membership import NORMAL
from app.services.store import Store

TAKE, OTHER, RETURN = "take", "other", "return"


@dataclass(frozen=True)
class Action:
    """One button; `choice` is the value that it takes."""

    kind: str
    text: str
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Decider:
    """Whether this site decides; `words` say who does otherwise."""

    here: bool
    words: str = ""


HERE = Decider(here=True)
COUNTY = Decider(here=False, words="由县里核实")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values: what it says, who wrote it and when."""

    choice: Choice
    text: str
    who: str
    when: str
    level: str


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the list."""

    item: ReviewItem
    kind: "QuestionKind"
    township: str
    organization: str
    common: str
    left: Side | None
    right: Side | None
    more: tuple[Side, ...]
    decider: Decider

    @property
    def sides(self) -> tuple[Side, ...]:
        """Every value, in the order of the columns."""
        return tuple(side for side in (self.left, self.right, *self.more) if side is not None)


@dataclass(frozen=True)
class QuestionKind(ABC):
    """As what can be done about the state of things: nobody's value, and the county's to decide."""

    name: str
    """As it is called on the command line; `words` is what an officer reads."""
    words: str

    trail: ClassVar[tuple[str, ...]] = ()
    """What its decisions are called in the audit trail, where an undo finds them."""
    paired: ClassVar[bool] = False
    """Whether rows stand side by side that share a number or a name."""
    by_rule: ClassVar[bool] = False
    """Whether one rule may decide many of them."""

    # What it says

    def organization(self, context: Context, item: ReviewItem) -> bytes | None:
        """The organization that it concerns."""
        return context.owner(item.entity, item.uid)

    def writers(self, _context: Context, item: ReviewItem) -> dict[str, Writer]:
        """By the id of a choice who wrote it."""
        return {choice.id: NOBODY for choice in item.siblings}

    def in_words(
        self,
        _connection: Connection,
        _item: ReviewItem,
        many: Sequence[Value],
        *,
        full: bool = False,
    ) -> list[Value]:
        """Values as people read them, the last common one at the end; two that differ never look
        alike, and numbers are masked unless `full`."""
        del full
        return list(many)

    def shown(self, _item: ReviewItem, value: Value) -> str:
        """One of these in the window."""
        return "" if value is None else str(value)

    def side(
        self, _context: Context, item: ReviewItem, _choice: Choice, value: Value, writer: Writer
    ) -> tuple[str, Writer]:
        """What one column says, and who speaks for it."""
        return self.shown(item, value), writer

    def about(self, connection: Connection, item: ReviewItem) -> str:
        """Whom it is about."""
        return person_words(connection, item.uid) if item.entity == "member" else ""

    def late_edits(self, _context: Context, _item: ReviewItem) -> list[LateEdit]:
        """What was changed without knowing of what is asked about."""
        return []

    # Who decides it

    def decider(self, context: Context, level: str, item: ReviewItem) -> Decider:
        """Who decides one of them."""
        here = level == site.COUNTY or self.ours(context, item)
        return HERE if here else COUNTY

    def ours(self, _context: Context, _item: ReviewItem) -> bool:
        """Whether a township settles it itself."""
        return False

    def refuse_elsewhere(self, store: Store, item: ReviewItem) -> None:
        """A committee beyond a township's scope is not changed by it: the county would only hold it
        back. Other fields are not refused: an ordinary edit settles them too, at whatever site.

        Raises:
            AppError: the committee belongs to others.
        """
        if item.entity != "organization" or store.site.level == site.COUNTY:
            return
        with store.database.snapshot() as connection:
            own = Context(connection).is_own(item.uid)
        if not own:
            hint = "县里核实后，会随县里的数据包传到本机；急用时请与县里联系。"
            raise AppError(
                f"该党组织不归本单位管，{COUNTY.words}，没有改动。", hint, code="county-only"
            )

    # What may be done

    def actions(self, question: Question, _level: str) -> tuple[Action, ...]:
        """The buttons in the order of their keys; none where another site decides."""
        if not question.decider.here:
            return ()
        return tuple(Action(TAKE, self.taking(question, s), s.choice.id) for s in question.sides)

    def taking(self, _question: Question, side: Side) -> str:
        """What the button says that takes one side."""
        return side.text

    def stands_alone(self, _item: ReviewItem) -> bool:
        """Whether deciding it neither opens nor settles another question."""
        return False

    @abstractmethod
    def take(self, store: Store, item: ReviewItem, chosen: Choice) -> None:
        """Keep one of the values that stand side by side, or do what was chosen."""

    def decide(self, _store: Store, _item: ReviewItem, _value: str) -> None:
        """Set a value of the decider's own.

        Raises:
            AppError: it is not about a value, or the value is not acceptable.
        """
        raise AppError("这一条不是填值能解决的。", "请用 --take 选择保留哪一方。")


class Written(QuestionKind):
    """What somebody wrote: two computers of one township may settle what only they wrote."""

    def writers(self, context: Context, item: ReviewItem) -> dict[str, Writer]:
        """Whoever wrote the values."""
        return context.writers.of_values(item)

    def ours(self, context: Context, item: ReviewItem) -> bool:
        """Our own rows, when nobody else wrote."""
        writers = self.writers(context, item).values()
        ours = all(writer.level in (site.TOWNSHIP, "") for writer in writers)
        return ours and context.is_own(self.organization(context, item))


class OneValue(Written):
    """One of the values is right, or another one that is filled in."""

    def actions(self, question: Question, level: str) -> tuple[Action, ...]:
        """另填一个值 comes third, where keys 1 and 2 take a side."""
        taken = super().actions(question, level)
        return (*taken[:2], Action(OTHER, "另填一个值…"), *taken[2:]) if taken else ()

    def taking(self, question: Question, side: Side) -> str:
        """Whose value it is; the value itself where one level wrote several."""
        names = {site.TOWNSHIP: "取乡镇值", site.COUNTY: "取县里值"}
        alone = [s for s in question.sides if s.level == side.level]
        return names.get(side.level, "取这个值") if len(alone) == 1 else f"取 {side.text or '空'}"


def person_words(connection: Connection, member: bytes) -> str:
    """What tells a person from another of the same name."""
    row = member_of_uid(connection, member)
    if row is None:
        return ""
    told = (row.sex, row.birth_date, row.political_status, row.workplace, row.status)
    return " · ".join(part for part in told if part and part != NORMAL)
