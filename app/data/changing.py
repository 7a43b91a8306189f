"""One business action from its stamp to its audit entry, with all that follows from it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from app.data import audit, consequences, rows, site
from app.data.changes import Change
from app.data.clock import now_text
from app.data.database import Connection, Database
from app.data.own_bounds import own_bounds
from app.data.rows import Stamp


@contextmanager
def changing(
    database: Database,
    operator: str,
    action: str,
    *,
    reason: str = "",
    summary: str = "",
    bounded: bool = True,
) -> Iterator[Change]:
    """One business action: all of it is saved with its audit entry, or nothing is. What somebody
    says here keeps within what this site may say; what the county said before (`bounded` off) is
    only carried out."""
    with database.sealed_write() as connection:
        change = begin(connection, operator, reason)
        change.bounds = own_bounds(connection) if bounded else None
        yield change
        finish(change, action, summary)


def begin(connection: Connection, operator: str, reason: str = "") -> Change:
    """Stamp a new action inside an open transaction."""
    here = site.current(connection)
    n, lseq = site.next_number(connection, "n"), site.next_number(connection, "lseq")
    clock = time.time_ns() // 1_000_000
    stamp = Stamp(here.incarnation, n, clock, here.rank, operator)
    number = rows.incarnation_number(connection, here.incarnation)
    return Change(connection, operator, reason, here, stamp, number, lseq)


def finish(change: Change, action: str, summary: str = "") -> None:
    """Carry out what follows from the action and write its audit entry, inside the transaction."""
    change.bounds = None  # what follows by rule is nobody's word
    consequences.carry_out(change)
    audit.append(
        change.connection,
        audit.AuditEntry(
            now_text(),
            change.operator,
            action,
            change.reason,
            summary,
            change.details,
            change.stamp.n,
        ),
    )
