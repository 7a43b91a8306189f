"""This store's own identity: site, incarnation, counters, level and name, kept in `meta`."""

import secrets
from dataclasses import dataclass
from typing import Any

from app.data.database import Connection
from app.domain.entity import Value

COUNTY = "county"
TOWNSHIP = "township"


@dataclass(frozen=True, slots=True)
class Site:
    """Who this store is. `rank` decides only what a conflict shows first."""

    uid: bytes
    incarnation: str
    level: str
    name: str
    county: str
    organization: bytes
    signed_as: str = ""
    """What stands under this site's papers (落款名称); empty until somebody has said it."""

    @property
    def rank(self) -> int:
        """The county's values are shown first until somebody decides."""
        return 1 if self.level == COUNTY else 0


def get(connection: Connection, key: str) -> Value:
    """One fact about this store, or None."""
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    value: Value = found[0] if found else None
    return value


def put(connection: Connection, key: str, value: Value) -> None:
    """Set one fact about this store."""
    connection.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (key, value))


def next_number(connection: Connection, key: str) -> int:
    """Count one up and return it."""
    counted = connection.execute(
        "INSERT INTO meta(key, value) VALUES (?, 1) "
        "ON CONFLICT(key) DO UPDATE SET value = coalesce(value, 0) + 1 RETURNING value",
        (key,),
    )
    return int(counted.fetchall()[0][0])


def written(connection: Connection) -> int:
    """The number of the last write of any program at this store; every write counts it up."""
    return int(str(get(connection, "lseq") or 0))


def current(connection: Connection) -> Site:
    """This store's identity."""
    facts: dict[str, Any] = dict(
        connection.execute(
            "SELECT key, value FROM meta WHERE key IN "
            "('site', 'incarnation', 'level', 'name', 'county', 'organization', 'signed_as')"
        ).fetchall()
    )
    return Site(
        bytes(facts.get("site") or b""),
        str(facts.get("incarnation")),
        str(facts.get("level")),
        str(facts.get("name")),
        str(facts.get("county") or ""),
        bytes(facts.get("organization") or b""),
        str(facts.get("signed_as") or ""),
    )


def new_incarnation(connection: Connection) -> str:
    """Take a fresh incarnation: after restore, copy or machine change no (site, n) is ever reused.

    What peers confirmed to the old incarnation no longer holds, so everything is offered again.
    """
    key = secrets.token_hex(8)
    put(connection, "incarnation", key)
    put(connection, "n", 0)
    connection.execute(
        "INSERT INTO incarnation(key, site, name) VALUES (?, ?, ?)",
        (key, get(connection, "site"), get(connection, "name")),
    )
    connection.execute(
        "UPDATE peer SET acked = 0, sent_sequence = 0, sent_digest = NULL, brings_back = 1"
    )
    return key


EXCHANGE_TABLES = ("heard", "peer", "peer_key", "held_by", "held", "invitation")
EXCHANGE_FACTS = (
    *("block", "scope", "request", "former_keys", "revocations", "answer", "answer_serial"),
    "recovery_copies",
)


def forget_exchange(connection: Connection) -> None:
    """A new site begins: enrolment, numbers and confirmations belonged to the one it came from."""
    for table in EXCHANGE_TABLES:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608  (our own names)
    for key in EXCHANGE_FACTS:
        connection.execute("DELETE FROM meta WHERE key = ?", (key,))
