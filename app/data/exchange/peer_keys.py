"""The keys of other sites: all that were ever known, which of ours they know, until when they
count."""

from dataclasses import dataclass

from app.data.database import Connection


@dataclass(frozen=True, slots=True)
class Cutoff:
    """Until which package of which incarnation a retired site still counts."""

    incarnation: str
    sequence: int


def keys_of(connection: Connection, peer: int) -> list[bytes]:
    """Every public key of a site that was ever believed here."""
    rows = connection.execute("SELECT public FROM peer_key WHERE peer = ?", (peer,))
    return [bytes(row[0]) for row in rows]


def add_key(connection: Connection, peer: int, public: bytes, since: str) -> bool:
    """Believe one more key of a site; says whether it is new."""
    found = connection.execute(
        "INSERT OR IGNORE INTO peer_key(peer, public, since) VALUES (?, ?, ?)",
        (peer, public, since),
    )
    return found.rowcount > 0


def knows_key(connection: Connection, peer: int) -> str:
    """The key of ours with which packages to this site are signed; empty: today's."""
    found = connection.execute("SELECT knows_key FROM peer WHERE id = ?", (peer,)).fetchone()
    return str(found[0] or "") if found else ""


def note_knows_key(connection: Connection, peer: int, key_id: str) -> None:
    """A site says which key of ours it accepts."""
    connection.execute("UPDATE peer SET knows_key = ? WHERE id = ?", (key_id, peer))


def keep_former_key(connection: Connection, key_id: str) -> None:
    """Our keys are about to change: nobody who has not said otherwise knows the new ones."""
    connection.execute(
        "UPDATE peer SET knows_key = ? WHERE coalesce(knows_key, '') = ''", (key_id,)
    )


def cutoff(connection: Connection, peer: int) -> Cutoff | None:
    """Until where a retired site still counts; None when it was not retired."""
    row = connection.execute(
        "SELECT cutoff_incarnation, cutoff FROM peer WHERE id = ? AND cutoff IS NOT NULL", (peer,)
    ).fetchone()
    return Cutoff(str(row[0] or ""), int(row[1])) if row else None


def set_cutoff(connection: Connection, peer: int, limit: Cutoff | None) -> None:
    """Retire a site from a package on, or lift that."""
    connection.execute(
        "UPDATE peer SET cutoff_incarnation = ?, cutoff = ? WHERE id = ?",
        (limit.incarnation if limit else None, limit.sequence if limit else None, peer),
    )


def last_heard(connection: Connection, peer: int) -> Cutoff:
    """The newest incarnation of a site that was received, and its newest package."""
    row = connection.execute(
        "SELECT incarnation, max(sequence) FROM package_log WHERE peer = ?1 AND direction = 'in' "
        "AND incarnation = (SELECT incarnation FROM package_log WHERE peer = ?1 "
        "AND direction = 'in' ORDER BY id DESC LIMIT 1) GROUP BY incarnation",
        (peer,),
    ).fetchone()
    return Cutoff(str(row[0]), int(row[1])) if row else Cutoff("", 0)
