"""Step 28: the contents of attachments, local and by digest; rows name them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(db: "Database") -> None:
    """Create the table."""
    db.execute(
        "CREATE TABLE attachment(digest TEXT PRIMARY KEY, content BLOB NOT NULL, "
        "added TEXT NOT NULL)"
    )
