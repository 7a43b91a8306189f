"""Headers of rosters that a clerk has explained once: header to field, on this machine only."""

from collections.abc import Mapping

from app.data.database import Connection


def learned_headers(connection: Connection) -> dict[str, str]:
    """Header as it is compared, to its field; an empty field is never read."""
    return dict(connection.execute("SELECT header, field FROM learned_header ORDER BY header"))


def learn_headers(connection: Connection, taught: Mapping[str, str]) -> None:
    """Remember what was explained; the last word counts."""
    connection.executemany(
        "INSERT INTO learned_header(header, field) VALUES(?, ?) "
        "ON CONFLICT(header) DO UPDATE SET field = excluded.field",
        list(taught.items()),
    )
