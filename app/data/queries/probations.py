"""Whether somebody's 预备期 was made longer before."""

from app.data.database import Connection


def has_probation(connection: Connection, member: bytes) -> bool:
    """A line that stands; one taken out of use does not count."""
    found = connection.execute(
        "SELECT 1 FROM probation WHERE member = ? AND gone = 0 LIMIT 1", (member,)
    )
    return found.fetchone() is not None
