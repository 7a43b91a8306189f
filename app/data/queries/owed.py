"""Names that the 应训未训 list needs beside the judgements."""

from app.data.database import Connection


def branch_names(connection: Connection) -> dict[bytes, str]:
    """The name of every organization, in order of entry."""
    found = connection.execute("SELECT uid, name FROM organization WHERE gone = 0 ORDER BY id")
    return dict(found.fetchall())
