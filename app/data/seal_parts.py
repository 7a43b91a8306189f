"""Which rows are sealed together, and the triggers that note which of them an action touches."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from app.data.connection import Connection
from app.domain.entity import REGISTRY

SEAL = "seal"
BUCKET_BITS = 6
"""One change reads as many rows (as a power of two); one line is kept for as many."""

ALONE = frozenset(("audit",))
"""Each row has a line of its own: one entry of the trail may say a million rows, and whoever writes
after it would read all of that again."""
ALONE_SINCE = 19
"""The step of the store from which on that is so."""

DERIVED = frozenset(
    (
        *("hours_summary", "hours_total", "hours_attended"),
        *("kept_figures", "kept_stale", "kept_standing", "kept_waiting", "kept_people"),
    )
)
"""Figures: the self-check computes them anew from the rows that are sealed."""

UNSEALED = DERIVED | {SEAL, "held_by", "import_line"}
"""Who once had a row and what an import may be taken back to: as many as the rows themselves."""

UNSEALED_FACTS = ("home", "seal_key")
"""Where the store lies is noted beside the action; the key proves itself."""

TOUCHED = "seal_touched"
_BETWEEN = "'\x1f'"


@dataclass(frozen=True)
class Part:
    """One sealed table: numbered rows by their numbers, others by the first column of the key."""

    number: int
    table: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    by_id: bool
    bits: int = BUCKET_BITS

    @property
    def rows(self) -> int:
        """How many numbers one bucket holds."""
        return 1 << self.bits

    @cached_property
    def bulk(self) -> bool:
        """Facts come by the million, are only ever added, and their rows have no marks."""
        return self.table in REGISTRY and REGISTRY[self.table].facts

    @cached_property
    def numbered_by_store(self) -> bool:
        """Rows that never bring a number along: the new ones are those above the highest."""
        return self.by_id and self.table in REGISTRY

    def where(self, row: str = "") -> str:
        """What this part leaves out."""
        if self.table != "meta":
            return "1"
        names = ", ".join(f"'{name}'" for name in UNSEALED_FACTS)
        return f"{row}key NOT IN ({names})"

    def line(self, row: str = "") -> str:
        """SQL: everything a row says, as bytes."""
        return _joined(f"{row}{name}" for name in self.columns)

    def key_of(self, row: str = "") -> str:
        """SQL: what tells one row of a bucket from another."""
        if self.by_id:
            return f"{row}id"
        return _joined(f"{row}{name}" for name in self.key)

    def bucket_of(self, row: str = "") -> str:
        """SQL: which rows are sealed together with this one."""
        return f"{row}id >> {self.bits}" if self.by_id else f"{row}{self.key[0]}"

    @cached_property
    def select_bucket(self) -> str:
        """The rows of one bucket by their keys, in order."""
        place = f"id BETWEEN (?1 << {self.bits}) AND (?1 << {self.bits}) + {self.rows - 1}"
        return self._select(place if self.by_id else f"{self.key[0]} = ?1")

    @cached_property
    def select_from(self) -> str:
        """Every row from a number on, in order."""
        return self._select("id >= ?1" if self.by_id else "1")

    def _select(self, place: str) -> str:
        # Where a row is touched its bucket is put in order again, by the key as it is read here.
        order = "id" if self.by_id else f"{self.key[0]}, 2"
        return (
            f"SELECT {self.bucket_of()}, {self.key_of()}, {self.line()} FROM {self.table} "  # noqa: S608
            f"WHERE {place} AND {self.where()} ORDER BY {order}"
        )


def _joined(columns: Iterable[str]) -> str:
    return f"CAST(concat({f', {_BETWEEN}, '.join(columns)}) AS BLOB)"


def parts(connection: Connection) -> list[Part]:
    """Every table but those that are left out on purpose, as the store has them now."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
        "ORDER BY name"
    ).fetchall()
    found = []
    for number, (table,) in enumerate(names):
        if table in UNSEALED:
            continue
        described = connection.execute(f"PRAGMA table_info({table})").fetchall()
        keys = sorted((row[5], row[1]) for row in described if row[5])
        key = tuple(name for _, name in keys)
        by_id = key == ("id",)
        bits = bits_of(connection, table)
        found.append(Part(number, table, tuple(row[1] for row in described), key, by_id, bits))
    return found


def bits_of(connection: Connection, table: str) -> int:
    """How many rows of a table are sealed together, as a power of two, in the store as it is."""
    if table not in ALONE:
        return BUCKET_BITS
    step = connection.execute("PRAGMA user_version").fetchone()[0]
    return 0 if step >= ALONE_SINCE else BUCKET_BITS


def watch(connection: Connection, watched: Iterable[Part]) -> None:
    """Let this connection note what each row was before it is changed. The triggers are this
    connection's own: whoever writes by another way is not noted, and that is how it shows."""
    # Else a row that OR REPLACE puts in the place of another would have been nothing before.
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute(
        f"CREATE TEMP TABLE {TOUCHED}(part INTEGER, bucket, key, old BLOB, "
        "PRIMARY KEY(part, bucket, key)) WITHOUT ROWID"
    )
    for part in watched:
        _trigger(connection, part, "UPDATE", "OLD.")
        _trigger(connection, part, "DELETE", "OLD.")
        if not part.numbered_by_store:
            _trigger(connection, part, "INSERT", "NEW.")


def _trigger(connection: Connection, part: Part, event: str, row: str) -> None:
    key, bucket = part.key_of(row), part.bucket_of(row)
    old = "NULL" if event == "INSERT" else part.line(row)
    # Whether a touched row is there already is asked here: an outer OR REPLACE would make an
    # OR IGNORE of ours replace too, and what the row was at first would be lost.
    connection.execute(
        f"CREATE TEMP TRIGGER seal_{part.table}_{event} AFTER {event} ON main.{part.table} BEGIN "  # noqa: S608
        f"INSERT INTO {TOUCHED}(part, bucket, key, old) SELECT {part.number}, {bucket}, {key}, "
        f"{old} WHERE {part.where(row)} AND NOT EXISTS "
        f"(SELECT 1 FROM {TOUCHED} WHERE part = {part.number} AND bucket = {bucket} "
        f"AND key = {key}); END"
    )
