"""待核实 without what people settled for good: both are right, or one of the two has left."""

from app.data.database import Connection
from app.data.queries.review_item import ReviewItem
from app.data.queries.review_list import PAIRED, review_list

BOTH_RIGHT = "同名党组织都正确"
"""The setting that remembers it: its value names the organizations, so that all sites know."""
LEFT = "已转出"


def open_questions(connection: Connection, *, marks: bool = True) -> list[ReviewItem]:
    """Everything that people must still decide; without the differing marks when not `marks`."""
    right, left = _both_right(connection), _left(connection)
    found = review_list(connection, marks=marks)
    return [item for item in found if not _settled(item, right, left)]


def _settled(item: ReviewItem, right: list[set[str]], left: set[str]) -> bool:
    rows = {choice.id for choice in item.siblings}
    if PAIRED not in item.id:
        return False
    if item.entity == "organization":
        return any(rows <= known for known in right)
    return item.entity == "member" and len(rows - left) < 2


def _both_right(connection: Connection) -> list[set[str]]:
    found = connection.execute(
        "SELECT value FROM setting WHERE key = ? AND gone = 0", (BOTH_RIGHT,)
    )
    return [set(str(row[0]).split(",")) for row in found]


def _left(connection: Connection) -> set[str]:
    found = connection.execute("SELECT uid FROM member WHERE status = ?", (LEFT,))
    return {row[0].hex() for row in found}
