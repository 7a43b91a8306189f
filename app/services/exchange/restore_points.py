"""撤回接收: back to the verified backup made before a package was received, and what else goes."""

from dataclasses import dataclass
from pathlib import Path

from app.data import backup, location, migrate, site
from app.data.changing import changing
from app.data.database import Database
from app.data.exchange import not_taken_back, package_notes
from app.data.exchange.not_taken_back import NotTakenBack
from app.data.location import backup_folder
from app.data.queries import peer_list
from app.data.queries.undone import Undone, undone
from app.domain.accounts.roles import Verb
from app.domain.errors import NotFound
from app.services import accounts_today, restoring
from app.services.exchange import putting_aside
from app.services.store import Store, refuse_unanswered


@dataclass(frozen=True, slots=True)
class RestorePoint:
    """A received package that can be taken back. `log_id` is its number in the register, `path`
    the verified backup made before it."""

    log_id: int
    peer: str
    sequence: int
    at: str
    path: Path
    name: str


def restore_points(store: Store) -> list[RestorePoint]:
    """The last received packages whose backup is still there, the newest first."""
    place = backup_folder(store.path)
    return [
        RestorePoint(row.log_id, row.peer, row.sequence, row.at, place / row.name, _name(row))
        for row in package_notes.points(store.database.read())
        if (place / row.name).is_file()
    ]


def _name(row: package_notes.PointRow) -> str:
    return f"接收{row.peer}第 {row.sequence} 号数据包之前（{row.at.replace('T', ' ')[:16]}）"


def restore_point(store: Store, log_id: int) -> RestorePoint:
    """One of them by its number in the register.

    Raises:
        NotFound: no such package was received, or it lies too far back.
    """
    for point in restore_points(store):
        if point.log_id == log_id:
            return point
    raise NotFound(
        f"登记号 {log_id} 没有可以撤回的接收。",
        f"只保留最近 {package_notes.OFFERED} 次接收前的备份；package undo 不写号码可列出全部。",
    )


def what_else(store: Store, point: RestorePoint) -> list[Undone]:
    """Everything done since that goes along, the oldest first; packages sent since say whether
    the other side has them already, because it will bring them back."""
    connection = store.database.read()
    row = next(r for r in package_notes.points(connection) if r.log_id == point.log_id)
    return undone(connection, row)


def take_back(store: Store, point: RestorePoint) -> Store:
    """Back to the point. The present store is set aside, never deleted; accounts, keys,
    enrolments and erasures stay as they are today. A fresh incarnation begins, so that whatever
    was sent since comes back from its receivers and the sender's next package brings everything
    again. `store` is closed; go on with the one returned.

    Raises:
        AppError: the store was copied and nobody said which; the backup is damaged; disk full.
    """
    store.require(Verb.RESTORE)
    refuse_unanswered(store)
    connection, path = store.database.read(), store.path
    today = accounts_today.of_open(store)
    key = accounts_today.key_of(point.path, today)
    head = backup.verify(point.path, key)
    row = next(r for r in package_notes.points(connection) if r.log_id == point.log_id)
    kept = not_taken_back.read(connection, row.audit, row.log_id)
    store.close()

    def prepare(part: Path) -> None:
        _go_on(Database(part, key), store.operator, kept, point)
        accounts_today.keep(part, key, today)

    restoring.put_in_place(path, head, today.slots, prepare)
    back = Store(Database(path, today.key), store.operator)
    location.remember(back.database.read(), path)
    putting_aside.tidy(back)
    return back


def _go_on(database: Database, operator: str, kept: NotTakenBack, point: RestorePoint) -> None:
    try:
        if migrate.pending(database):
            migrate.migrate(database)
        with database.sealed_write() as connection:
            not_taken_back.put(connection, kept)
            site.new_incarnation(connection)
            site.put(connection, "home", "")
        with changing(database, operator, "撤回接收", summary=point.name, bounded=False) as change:
            not_taken_back.erase_again(change, kept.erasures)
    finally:
        database.close()


def last_received(store: Store, peer: bytes) -> RestorePoint | None:
    """The newest point of one sender, offered right after a receive."""
    known = peer_list.by_site(store.database.read(), peer)
    found = (p for p in restore_points(store) if known is not None and p.peer == known.name)
    return next(found, None)
