"""What was decided today, and taking a decision back: by writes that every site can join."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.data.changes import Change
from app.data.imports.batches import is_edited
from app.data.membership_changes import TOLD_ALREADY, everything
from app.data.queries.decided_list import DecidedRow, decided_since, newest_decision
from app.data.schema import to_column
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Entity, Value
from app.domain.errors import AppError, NotFound
from app.domain.exchange.versions import GONE, plain
from app.domain.people.dated_rows import BEGINS
from app.services.organizations import is_no_more
from app.services.review.field_edits import DECIDED, reopen
from app.services.review.marks import DECIDED_MARK, put_back
from app.services.review.question_kinds import KINDS
from app.services.store import Store

UNDONE = "撤销核实"
DECIDED_MANY = "批量核实"
ACTIONS = (*(name for kind in KINDS for name in kind.trail), DECIDED_MANY)
Detail = list[Any]


@dataclass(frozen=True, slots=True)
class Undoable:
    """Actions that one undo takes back: their names in the audit trail, the name of the undo, and
    the words for one of them, for its way back, and where to look again."""

    actions: Sequence[str]
    undoing: str
    one: str
    back: str
    look_again: str
    needs: Verb = Verb.ENTER


DECISIONS = Undoable(ACTIONS, UNDONE, "这个决定", "撤销", "请重新打开“今日决定”。", Verb.REVIEW)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many entries stand as before, and how many were left because they changed since."""

    reversed: int
    kept: int


def decisions_of_today(store: Store, day: date | None = None) -> list[DecidedRow]:
    """Every decision of a day (today) on this computer, the newest first."""
    since = (day or date.today()).isoformat()
    return decided_since(store.database.read(), ACTIONS, UNDONE, since)


def last_decision(store: Store) -> int:
    """The number of the decision that was just written, for the 撤销 beside its notice."""
    return newest_decision(store.database.read(), ACTIONS)


def undo(store: Store, number: int, kind: Undoable = DECISIONS) -> TakenBack:
    """Undo one decision: the question stands open again, as if nobody had decided. Other actions
    that are told by the same lines are undone alike.

    Raises:
        NotFound: there is no such decision.
        AppError: it was undone already, or everything it wrote was changed since.
    """
    found = _decision(store, number, kind)
    if found.undone:
        raise AppError(f"{kind.one}已经{kind.back}过。", kind.look_again)
    with store.change(kind.undoing, summary=found.summary, needs=kind.needs) as change:
        change.details.append([kind.undoing, number])
        undo = _Undo(change, found, into_gone=kind is DECISIONS)
        undo.everything()
        if not undo.reversed:
            raise AppError(
                f"{kind.one}之后内容又改过，没有{kind.back}。",
                "请直接在党员或班次里改成正确的内容。",
            )
    return TakenBack(undo.reversed, undo.kept)


def _decision(store: Store, number: int, kind: Undoable) -> DecidedRow:
    known = decided_since(store.database.read(), kind.actions, kind.undoing, "")
    for row in known:
        if row.id == number:
            return row
    raise NotFound(f"找不到{kind.one}。", kind.look_again)


def _lost_place(change: Change, entity: Entity, name: str, value: Value) -> bool:
    """Whether it would go back to an organization that is no more since; history may stay there."""
    field = entity.field(name)
    if field.refers_to != "organization" or entity.has(BEGINS):
        return False
    return is_no_more(change.connection, value)


class _Undo:
    """Goes through what a decision wrote, the last write first. `into_gone`: a question about an
    organization that is no more stands open again, with whoever was in it."""

    def __init__(self, change: Change, decision: DecidedRow, *, into_gone: bool) -> None:
        self._change, self._into_gone = change, into_gone
        self._decision = decision
        self._settled = {tuple(d[1:4]) for d in decision.detail if d[:1] == [DECIDED]}
        self._staying = set[bytes]()
        self.reversed = 0
        self.kept = 0

    def everything(self) -> None:
        """Organizations first: only then it is known who can go back where."""
        lines = list(reversed(self._decision.detail))
        first = [line for line in lines if line[1:2] == ["organization"]]
        for line in first:
            self._line(line)
        rest = [line for line in lines if line[1:2] != ["organization"]]
        self._staying = {uid for line in rest for uid in self._who_stays(line)}
        for line in rest:
            self._line(line)

    def _who_stays(self, line: Detail) -> Iterator[bytes]:
        """Who went on since, or whose new post did: what was told of him stays with him, or he
        would be in one branch and his history and posts in another."""
        if line[:2] == ["修改", "member"] and self._former(line[1:]) == {}:
            yield bytes.fromhex(line[2])
        if line[:2] == ["新增", "post"]:
            for uid in map(bytes.fromhex, line[2]):
                if is_edited(self._change.connection, uid):
                    yield from self._person("post", uid)

    def _person(self, name: str, uid: bytes) -> list[bytes]:
        """Whose dated row it is."""
        entity = entity_named(name)
        if not (entity.has("member") and entity.has(BEGINS)):
            return []
        member = self._change.row(entity, uid).values.get("member")
        return [member] if isinstance(member, bytes) else []

    def _stays(self, name: str, uid: bytes) -> bool:
        return not self._staying.isdisjoint(self._person(name, uid))

    def _line(self, detail: Detail) -> None:
        """One line of the audit detail, by its first word."""
        known = {
            DECIDED: self._question,
            DECIDED_MARK: self._marks,
            "修改": self._values,
            "删除": self._removal,
            "恢复": self._restoring,
            "新增": self._addition,
        }
        step = known.get(str(detail[0]))
        if step is None:
            return
        done = step(detail[1:])
        if detail[1] != "membership_change":  # goes along with the person it tells of
            self._count(done)

    def _count(self, done: bool | None) -> None:
        if done is not None:
            self.reversed += done
            self.kept += not done

    def _question(self, line: Detail) -> bool:
        return reopen(self._change, (self._decision.incarnation, self._decision.n), line)

    def _marks(self, line: Detail) -> bool:
        return put_back(self._change, line)

    def _former(self, line: Detail) -> dict[str, Value] | None:
        """What stood there before; nothing where somebody wrote since or the place is no more,
        and None where only a question was settled."""
        name, uid, fields = line
        open_again = {k for k in fields if (name, uid, k) in self._settled}
        plain_ones = {k: v for k, v in fields.items() if k not in open_again}
        if not plain_ones:
            return None
        entity = entity_named(name)
        row = self._change.row(entity, bytes.fromhex(uid))
        if any(plain(row.values.get(k)) != after for k, (_, after) in plain_ones.items()):
            return {}
        values = {k: to_column(entity.field(k), before) for k, (before, _) in plain_ones.items()}
        if self._into_gone:
            return values
        lost = any(_lost_place(self._change, entity, k, value) for k, value in values.items())
        return {} if lost else values

    def _values(self, line: Detail) -> bool | None:
        values = self._former(line)
        if not values:
            return None if values is None else False
        entity, uid = entity_named(line[0]), bytes.fromhex(line[1])
        if self._stays(line[0], uid):
            return False
        # What the decision told of the change is taken back with it.
        self._change.update(entity, uid, values, since=everything(TOLD_ALREADY))
        return True

    def _removal(self, line: Detail) -> bool | None:
        name, uid = line
        if (name, uid, GONE) in self._settled:
            return None
        self._change.restore(entity_named(name), bytes.fromhex(uid))
        return True

    def _restoring(self, line: Detail) -> bool | None:
        name, uid = line
        if (name, uid, GONE) in self._settled:
            return None
        self._change.remove(entity_named(name), bytes.fromhex(uid))
        return True

    def _addition(self, line: Sequence[Any]) -> bool:
        uids = [bytes.fromhex(uid) for uid in line[1]]
        going = [uid for uid in uids if not self._stays(line[0], uid)]
        for uid in going:
            self._change.remove(entity_named(line[0]), uid)
        return len(going) == len(uids)
