"""What a peer can know: whose incarnations are its own, and how far it has been told of others."""

from collections.abc import Mapping

from app.data import scope, site
from app.data.database import Connection
from app.data.queries.peer_list import PeerRow


def sender_incarnations(connection: Connection, peer: int) -> set[str]:
    """The incarnations bound to the site that signs as this peer."""
    found = connection.execute(
        "SELECT i.key FROM incarnation i JOIN peer p ON p.site = i.site WHERE p.id = ?", (peer,)
    )
    return {row[0] for row in found}


def incarnations_of_others(connection: Connection, peer: int) -> set[str]:
    """Those known to be another site's than this peer's, ours among them."""
    found = connection.execute(
        "SELECT key FROM incarnation WHERE site IS NOT NULL "
        "AND site IS NOT (SELECT site FROM peer WHERE id = ?)",
        (peer,),
    )
    return {row[0] for row in found} | {site.current(connection).incarnation}


def former_incarnations(connection: Connection) -> set[str]:
    """Ours of before a restore: nothing is written under them any more."""
    here = site.current(connection)
    found = connection.execute("SELECT key FROM incarnation WHERE site = ?", (here.uid,))
    return {row[0] for row in found} - {here.incarnation}


def told_to(connection: Connection, peer: int) -> dict[str, int]:
    """Per incarnation the newest write that a package for this peer could have held."""
    return dict(
        connection.execute(
            "SELECT i.key, t.n FROM told_to t JOIN incarnation i ON i.id = t.incarnation "
            "WHERE t.peer = ?",
            (peer,),
        ).fetchall()
    )


def come_past(connection: Connection) -> dict[str, int]:
    """Per incarnation the newest write that is known here."""
    known = dict(connection.execute("SELECT key, newest FROM incarnation").fetchall())
    mine = site.current(connection).incarnation
    return known | {mine: int(site.get(connection, "n") or 0)}


def note_newest(connection: Connection, newest: Mapping[str, int]) -> None:
    """Writes up to these have come past this store."""
    connection.executemany(
        "UPDATE incarnation SET newest = ?1 WHERE key = ?2 AND newest < ?1",
        [(n, key) for key, n in newest.items()],
    )


def note_sent(connection: Connection, peer: PeerRow) -> None:
    """A package for the peer is being written, its scope prepared: it will have been told of all
    that is here, and of what has left it. A number that never becomes a file does no harm: what
    the peer says in good faith meanwhile is held and shown instead of joined."""
    mine = site.current(connection).incarnation
    note_newest(connection, {mine: int(site.get(connection, "n") or 0)})
    connection.execute(
        "INSERT INTO told_to(peer, incarnation, n) SELECT ?, id, newest FROM incarnation WHERE 1 "
        "ON CONFLICT DO UPDATE SET n = excluded.n WHERE excluded.n > n",
        (peer.id,),
    )
    if peer.level == site.TOWNSHIP:
        scope.note_told(connection, peer.id)
