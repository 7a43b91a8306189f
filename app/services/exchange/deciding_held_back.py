"""未写入的记录: what senders may not write, looked at by a person and taken all the same."""

import contextlib

from app.data import clock
from app.data.changes import Change
from app.data.exchange import held_back
from app.data.exchange.authority import Authority
from app.data.exchange.merge import Merge
from app.data.exchange.merge_state import Origin
from app.data.exchange.records import Line
from app.data.queries import held_back_rows
from app.data.queries.held_back_rows import HeldBackRow
from app.data.queries.titles import Titles
from app.domain.accounts.roles import Verb
from app.domain.errors import AppError, NotFound
from app.services.exchange.applying import trial
from app.services.exchange.package_view import PreviewLine
from app.services.exchange.preview import lines_of
from app.services.store import Store

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
    with store.change("接收暂存记录", needs=Verb.EXCHANGE) as change:
        taken = held_back.take_one(change.connection, number)
        if taken is None:
            raise NotFound("这条暂存的记录已经处理过。", "请回到上一页重新打开后再试。")
        peer, line = taken
        _joined(change, peer, line)


def _joined(change: Change, peer: int, line: Line) -> Merge:
    origin = Origin(peer, None, 0, clock.now_text())
    merge = Merge(change, origin, Authority(peer, None, below=True))
    merge.lines_in([line])
    return merge
