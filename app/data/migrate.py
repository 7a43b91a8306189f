"""Bring a store to the newest schema, one recorded step after the other."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.data.database import Connection, Database, tables
from app.data.migrations import (
    m0001_people,
    m0002_training,
    m0003_exchange,
    m0004_hours,
    m0005_returns,
    m0006_erasure,
    m0007_keys,
    m0008_care,
    m0009_days,
    m0010_issued_papers,
    m0011_headers,
    m0012_membership,
    m0013_computers,
    m0014_former_names,
    m0015_kept_figures,
    m0016_attended,
    m0017_seals,
    m0018_authority,
    m0019_trail_seals,
    m0020_kept_people,
    m0021_resources,
    m0022_materials,
    m0023_activities,
    m0024_leading,
    m0025_checking,
    m0026_records,
    m0027_people,
    m0028_attachments,
    m0029_papers,
    m0030_transfers,
    m0031_probations,
)
from app.domain.errors import StorageError

if TYPE_CHECKING:
    from sqlite_utils import Database as Tables

STEPS: tuple[Callable[["Tables"], None], ...] = (
    m0001_people.apply,
    m0002_training.apply,
    m0003_exchange.apply,
    m0004_hours.apply,
    m0005_returns.apply,
    m0006_erasure.apply,
    m0007_keys.apply,
    m0008_care.apply,
    m0009_days.apply,
    m0010_issued_papers.apply,
    m0011_headers.apply,
    m0012_membership.apply,
    m0013_computers.apply,
    m0014_former_names.apply,
    m0015_kept_figures.apply,
    m0016_attended.apply,
    m0017_seals.apply,
    m0018_authority.apply,
    m0019_trail_seals.apply,
    m0020_kept_people.apply,
    m0021_resources.apply,
    m0022_materials.apply,
    m0023_activities.apply,
    m0024_leading.apply,
    m0025_checking.apply,
    m0026_records.apply,
    m0027_people.apply,
    m0028_attachments.apply,
    m0029_papers.apply,
    m0030_transfers.apply,
    m0031_probations.apply,
)
"""Only ever add at the end: a released step is history."""

NEWEST = len(STEPS)


def version(connection: Connection) -> int:
    """How many steps this store has taken."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def pending(database: Database) -> bool:
    """Whether the store is older than this program.

    Raises:
        StorageError: the store is newer than this program.
    """
    found = version(database.read())
    if found > NEWEST:
        raise StorageError(
            f"数据文件由更新的版本建立（数据版本 {found}，本程序 {NEWEST}）。",
            "请安装新版学籍通后再打开，数据没有改动。",
            code="E-203",
        )
    return found < NEWEST


def migrate(database: Database) -> None:
    """Take the missing steps; each is one transaction together with its number. With the last one
    the rows are sealed as they are then; what did not fit its seal before is marked for good."""
    from app.data import hours_summary, seals  # opening a store of today needs no figures
    from app.data.queries.seal_check import broken_places

    began = version(database.read())
    with database.snapshot() as connection:
        broken = broken_places(connection, database.key)
    for number in range(began, NEWEST):
        with database.write() as connection:
            STEPS[number](tables(connection))
            connection.execute(f"PRAGMA user_version = {number + 1}")
            if number + 1 == NEWEST:
                seals.renew(connection, database.key, broken)
    if hours_summary.outdated(database.read()):
        with database.sealed_write() as connection:
            hours_summary.rebuild_all(connection)
