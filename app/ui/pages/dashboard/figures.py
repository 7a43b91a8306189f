"""What the first screen shows, read in one go so that it can be done in the background."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.data.queries.dashboard import Counts, counts, ever_returned, last_backup, open_versions
from app.data.queries.peer_list import all_peers
from app.data.queries.waiting import WaitingSession, many_touched, waiting_sessions
from app.services.store import Store
from app.ui.today import moment, this_year, today

if TYPE_CHECKING:
    from app.data.queries.register_views import Waiting
    from app.data.queries.registers import DueRow
    from app.services.owed import Owed


@dataclass(frozen=True)
class Figures:
    """The cards, the list of what is to be entered (None: it takes long), and what came in."""

    counts: Counts
    open_items: int
    waiting: list[WaitingSession] | None
    news: list[str]
    last_backup: str
    returns: int


@dataclass(frozen=True)
class Board:
    """What is worked out in the background."""

    owed: "Owed"
    open_items: int
    waiting: list[WaitingSession]
    due: "list[DueRow]"
    to_do: "list[Waiting]"


def figures(store: Store) -> Figures:
    """Read the cards: a few indexed counts."""
    with store.database.snapshot() as connection:
        return Figures(
            counts(connection, this_year(), today()),
            open_versions(connection),
            None if many_touched(connection) else waiting_sessions(connection, today()),
            _news(store),
            moment(last_backup(connection)),
            _returns(store) if ever_returned(connection) else 0,
        )


def _returns(store: Store) -> int:
    from app.services.exchange.sending_back import open_returns

    return len(open_returns(store))


def board(store: Store) -> Board:
    """What takes longer: 应训未训 of this year, and the whole list of 待核实."""
    # They bring the policies and the whole exchange along: not before the window is there.
    from app.services.checks import Question
    from app.services.classes.waiting import keep_waiting
    from app.services.due import what_is_due, what_waits
    from app.services.owed import keep_owed
    from app.services.people_counts import keep_people
    from app.services.review.open_items import count_open_items

    owed = keep_owed(store, Question(this_year()))
    keep_people(store)
    day = date.fromisoformat(today())
    due, to_do = what_is_due(store, day), what_waits(store, day)
    return Board(owed, count_open_items(store), keep_waiting(store, today()), due, to_do)


def people_to_train(store: Store, requirement: str, branches: list[bytes]) -> list[bytes]:
    """Of each of the branches, those with the least hours this year first."""
    if not branches:
        return []
    from app.services.checks import Question
    from app.services.owed_people import owed_people

    found = owed_people(store, Question(this_year()), requirement, branches)
    return [
        person.member
        for people in found.values()
        for person in sorted(people, key=lambda one: one.year_hours)
    ]


def _news(store: Store) -> list[str]:
    peers = all_peers(store.database.read())
    received = [(peer.last_received, peer.title) for peer in peers if peer.last_received]
    return [
        f"{when.replace('T', ' ')[:16]} 收到{name}的数据"
        for when, name in sorted(received, reverse=True)[:3]
    ]
