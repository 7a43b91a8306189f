"""退回: the county sends single rows back with a reason; the township corrects or explains."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.data import rows, site
from app.data.changes import Change
from app.data.exchange import peers
from app.data.queries.returns import ReturnRow, is_live, returns_of, returns_open, state_of
from app.data.queries.titles import Titles
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput, NotFound
from app.domain.exchange.return_rules import (
    EXPLAINED,
    FOLLOWED,
    UNSETTLED,
    WAITING,
    WITHDRAWN,
    can_be_sent_back,
    kinds_sent_back,
    owner_fields,
)
from app.domain.parsing import parse
from app.services.store import Store

RETURN = "row_return"


@dataclass(frozen=True, slots=True)
class ToReturn:
    """One row to send back."""

    entity: str
    uid: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class ReturnedView:
    """One row that was sent back, as it is listed; `opens` is the page that leads to it: a
    person, a class or an organization; `organization` is whose it is, the township in front."""

    uid: bytes
    entity: str
    label: str
    row: bytes
    organization: str
    subject: str
    what: str
    reason: str
    state: str
    answer: str
    at: str
    by: str
    opens: tuple[str, bytes]


def return_rows(store: Store, many: Sequence[tuple[str, bytes]], reason: str) -> int:
    """Send rows back with one reason; returns how many.

    Raises:
        AppError: this is not the county, or a row of this kind cannot be sent back.
        InvalidInput: no reason.
        NotFound: one of the rows is not here; then none is sent back.
    """
    with store.change(
        "退回", reason=reason, summary=f"退回 {len(many)} 条", needs=Verb.REVIEW
    ) as change:
        return add_returns(change, [ToReturn(entity, uid, reason) for entity, uid in many])


def add_returns(change: Change, many: Iterable[ToReturn]) -> int:
    """Send rows back inside an action that is already open.

    Raises:
        AppError: see `return_rows`.
    """
    if change.site.level != site.COUNTY:
        raise AppError("退回由县里办理。", "乡镇请直接更正；不是本镇录入的请与县里联系。")
    unique = {(wanted.entity, wanted.uid): wanted for wanted in many}
    for wanted in unique.values():
        _send_back(change, wanted)
    return len(unique)


def _send_back(change: Change, wanted: ToReturn) -> None:
    if not can_be_sent_back(wanted.entity):
        kinds = "、".join(kinds_sent_back())
        raise AppError("这一类内容不能退回。", f"可以退回的有：{kinds}。")
    given = parse(entity_named(RETURN), {"reason": wanted.reason}, partial=True)
    if not given["reason"]:
        raise InvalidInput({"reason": "请写明退回原因，乡镇要照着更正"})
    entity = entity_named(wanted.entity)
    if not is_live(change.connection, wanted.entity, wanted.uid):
        raise NotFound(
            f"找不到要退回的{entity.label}，可能已删除或已更正，没有退回任何内容。",
            "请重新打开后再选。",
        )
    waiting = returns_of(change.connection, wanted.uid)
    if waiting:
        again: dict[str, Value] = {"reason": given["reason"], "state": WAITING}
        change.update(entity_named(RETURN), waiting[-1].uid, again)
        return
    owner, leads = owner_fields(wanted.entity)
    values = rows.values_of(change.connection, entity, wanted.uid)
    assert values is not None  # it is live
    made: dict[str, Value] = {
        "entity": wanted.entity,
        "row": wanted.uid.hex(),
        owner: values[leads] if leads else wanted.uid,
        "reason": given["reason"],
    }
    change.create(entity_named(RETURN), made)


def withdraw(store: Store, return_uid: bytes, reason: str) -> None:
    """The county takes a return back: the row counts again.

    Raises:
        AppError: this is not the county, or it is settled already.
        InvalidInput: no reason.
        NotFound: there is no such return.
    """
    if store.site.level != site.COUNTY:
        raise AppError("撤回退回由县里办理。", "确无差错时请填写说明，由县里撤回。")
    if not reason.strip():
        raise InvalidInput({"reason": "请写明为什么撤回"})
    with store.change("撤回退回", reason=reason.strip(), needs=Verb.REVIEW) as change:
        _must_wait(change, return_uid)
        change.update(entity_named(RETURN), return_uid, {"state": WITHDRAWN})


def explain(store: Store, return_uid: bytes, answer: str) -> None:
    """The township says why nothing needs correcting; until the county withdraws, the row does
    not count.

    Raises:
        AppError: this is the county, or it is settled already.
        InvalidInput: nothing was said.
        NotFound: there is no such return.
    """
    if store.site.level == site.COUNTY:
        raise AppError("说明由乡镇填写。", "认可乡镇的说明时，请撤回这一条退回。")
    entity = entity_named(RETURN)
    given = parse(entity, {"answer": answer}, partial=True)
    if not given["answer"]:
        raise InvalidInput({"answer": "请写明情况"})
    with store.change("说明退回") as change:
        _must_wait(change, return_uid)
        change.update(entity, return_uid, {"state": EXPLAINED, "answer": given["answer"]})


def _must_wait(change: Change, return_uid: bytes) -> None:
    state = state_of(change.connection, return_uid)
    if state is None:
        raise NotFound("没有这一条退回。", "请重新打开“退回”清单。")
    if state not in UNSETTLED:
        raise AppError(f"这一条退回{state!s}，不用再处理。", "请重新打开“退回”清单。")


def open_returns(store: Store) -> list[ReturnedView]:
    """What waits for a correction or an explanation, oldest first; at a township only what
    belongs to it now."""
    with store.database.snapshot() as connection:
        here = site.current(connection)
        own = None if here.level == site.COUNTY else peers.own_scope(connection)
        titles = Titles(connection)
        return [_view(titles, row) for row in returns_open(connection, own)]


def _view(titles: Titles, row: ReturnRow) -> ReturnedView:
    known = can_be_sent_back(row.entity)
    subject = titles.subject(row.entity, row.row) if known else ""
    what = titles.title(row.entity, row.row) if known else ""
    at = datetime.fromtimestamp(row.clock / 1000).astimezone().isoformat(timespec="seconds")
    return ReturnedView(
        row.uid,
        row.entity,
        titles.kind(row.entity),
        row.row,
        titles.organization(row.entity, row.row) if known else "",
        subject,
        "" if what == subject else what,
        row.reason,
        row.state,
        row.answer,
        at,
        row.operator,
        _opens(titles, row),
    )


def _opens(titles: Titles, row: ReturnRow) -> tuple[str, bytes]:
    if row.entity in FOLLOWED or not can_be_sent_back(row.entity):
        return row.entity, row.row
    values = titles.values(row.entity, row.row)
    if row.entity == "attendance":
        values = titles.values("session", values.get("session")) or values
    held, person = values.get("training_class"), values.get("member")
    if isinstance(held, bytes):
        return "training_class", held
    return ("member", person) if isinstance(person, bytes) else (row.entity, row.row)
