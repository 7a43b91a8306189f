"""What the rows that were not written would bring, looked at before a person takes one."""

import contextlib

from app.data import clock
from app.data.changes import Change
from app.data.exchange import held_back
from app.data.exchange.authority import Authority
from app.data.exchange.held_back import HeldBackRow
from app.data.exchange.merge import Merge
from app.data.exchange.merge_state import Origin
from app.data.queries.titles import Titles
from app.domain.errors import AppError
from app.services.exchange.applying import trial
from app.services.exchange.package_view import PreviewLine
from app.services.exchange.preview import lines_of
from app.services.store import Store

MOST = 500
"""So many are looked into; nobody decides more than that one by one."""


def held_lines(store: Store) -> dict[int, PreviewLine]:
    """Per number of a held row what accepting it would write, found by trying it and taking it
    back; one that cannot be told is left out."""
    found: dict[int, PreviewLine] = {}
    with trial(store) as change:
        for one in held_back.held_rows(change.connection)[:MOST]:
            with contextlib.suppress(AppError):  # said when it is accepted
                if line := _tried(change, one):
                    found[one.id] = line
    return found


def _tried(change: Change, one: HeldBackRow) -> PreviewLine | None:
    taken = held_back.take_one(change.connection, one.id)
    if taken is None:
        return None
    peer, line = taken
    origin = Origin(peer, None, 0, clock.now_text())
    merge = Merge(change, origin, Authority(peer, None, below=True))
    merge.lines_in([line])
    lines = lines_of(Titles(change.connection), merge.listed.lines)
    return next((made for made in lines if made.uid == one.uid), lines[0] if lines else None)
