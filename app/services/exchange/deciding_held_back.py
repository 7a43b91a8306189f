"""未写入的记录: what senders may not write, looked at by a person and taken all the same."""

import contextlib
from collections.abc import Sequence

from app.data import clock, rows
from app.data.changes import Change
from app.data.exchange import held_back
from app.data.exchange.authority import Authority
from app.data.exchange.claims import Sobering
from app.data.exchange.merge import Merge
from app.data.exchange.merge_state import Origin
from app.data.exchange.peer_knowledge import (
    come_past,
    former_incarnations,
    incarnations_of_others,
    sender_incarnations,
)
from app.data.exchange.records import FACTS, FactsRecord, Line, RowRecord
from app.data.queries import held_back_rows
from app.data.queries.held_back_rows import HeldBackRow
from app.data.queries.titles import Titles
from app.domain.accounts.roles import Verb
from app.domain.entity import REGISTRY
from app.domain.errors import AppError, InvalidInput, NotFound
from app.services.exchange.applying import trial
from app.services.exchange.package_view import PreviewLine
from app.services.exchange.preview import lines_of
from app.services.store import Store

BEYOND = "越权内容"
MOST = 500
"""So many are looked into; nobody decides more than that one by one."""


def held_rows(store: Store) -> list[HeldBackRow]:
    """What peers sent and may not write: kept with its reason and tried again at every receive."""
    return held_back_rows.held_rows(store.database.read())


def held_lines(store: Store) -> dict[int, PreviewLine]:
    """Per number of a held row what accepting it would write, found by trying it and taking it
    back; one that cannot be told is left out."""
    found: dict[int, PreviewLine] = {}
    with trial(store) as change:
        for one in held_back_rows.held_rows(change.connection)[:MOST]:
            with contextlib.suppress(AppError):  # said when it is accepted
                if line := _tried(change, one):
                    found[one.id] = line
    return found


def _tried(change: Change, one: HeldBackRow) -> PreviewLine | None:
    taken = held_back.take_one(change.connection, one.id)
    if taken is None:
        return None
    peer, line = taken
    lines = lines_of(Titles(change.connection), _joined(change, peer, line).listed.lines)
    return next((made for made in lines if made.uid == one.uid), lines[0] if lines else None)


def accept_held(store: Store, number: int) -> None:
    """Apply one held row after all, because a person looked at it.

    Raises:
        NotFound: it is not there any more.
    """
    accept_many(store, [number], beyond=True)


def accept_many(store: Store, numbers: Sequence[int], *, beyond: bool) -> int:
    """Apply several held rows, all or none; returns how many. `beyond` says that whoever decides
    was shown that they are beyond what the sender may say.

    Raises:
        NotFound: one of them is not there any more.
        AppError: one of them is 越权内容, and nobody said that it is to be taken all the same.
    """
    _refuse_beyond(store, numbers if not beyond else ())
    summary = f"{len(numbers)} 条"
    with store.change("接收暂存记录", summary=summary, needs=Verb.EXCHANGE) as change:
        for number in numbers:
            _joined(change, *_taken(change, number))
    return len(numbers)


def refuse_many(store: Store, numbers: Sequence[int], reason: str) -> int:
    """Let go of 越权内容 for good; returns how many rows. What only waits for its person goes on
    waiting: it may well be right.

    Raises:
        InvalidInput: no reason was given.
        NotFound: one of them is not there any more.
        AppError: one of them is not 越权内容.
    """
    if not reason.strip():
        raise InvalidInput({"reason": "请写明不接收的原因"})
    known = {one.id: one for one in held_rows(store)}
    if any(number in known and not is_beyond(known[number].reason) for number in numbers):
        raise AppError(
            "选中的里有不是越权内容的，没有改动。",
            "它们等所属人员到了会自动写入，不用处理；只选越权内容再试。",
        )
    summary = f"{len(numbers)} 条"
    with store.change(
        "不接收越权内容", reason=reason.strip(), summary=summary, needs=Verb.EXCHANGE
    ) as change:
        for number in numbers:
            _taken(change, number)
    return len(numbers)


def is_beyond(reason: str) -> bool:
    """Whether a row was held because it is not the sender's to say."""
    return reason.startswith(BEYOND)


def _refuse_beyond(store: Store, numbers: Sequence[int]) -> None:
    beyond = [one for one in held_rows(store) if one.id in numbers and is_beyond(one.reason)]
    if beyond:
        raise AppError(
            f"选中的里有 {len(beyond)} 条越权内容，没有写入任何一条。",
            "请先与对方核对；确实要收的，单独选中越权内容再接收。",
        )


def _taken(change: Change, number: int) -> tuple[int, Line]:
    taken = held_back.take_one(change.connection, number)
    if taken is None:
        raise NotFound("这条暂存的记录已经处理过。", "请回到上一页重新打开后再试。")
    return taken


def _joined(change: Change, peer: int, line: Line) -> Merge:
    origin = Origin(peer, None, 0, clock.now_text())
    merge = Merge(change, origin, Authority(peer, None, below=True))
    merge.lines_in([_sobered(change, peer, line)])
    return merge


def _sobered(change: Change, peer: int, line: Line) -> Line:
    connection = change.connection
    own = sender_incarnations(connection, peer)
    ended, newest = former_incarnations(connection), come_past(connection)
    others = incarnations_of_others(connection, peer) - ended
    sobering = Sobering(own, others, ended, 0, newest, change.stamp)
    entity = REGISTRY.get(str(line["table"]))
    if entity is None:
        return line
    if FACTS in line:
        return sobering.facts(FactsRecord.parse(line), connection, entity).line()
    record = RowRecord.parse(line)
    return sobering.row(record, rows.load(connection, entity, record.uid)).line()
