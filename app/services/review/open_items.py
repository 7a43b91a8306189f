"""What waits for a decision: all of it, how many, and one by its id."""

from contextlib import suppress

from app.data import kept_figures, site
from app.data.queries import differing_marks
from app.data.queries.open_questions import open_questions
from app.data.queries.review_item import ReviewItem
from app.domain.errors import NotFound, StorageError
from app.services.store import Store


def open_items(store: Store) -> list[ReviewItem]:
    """Everything that waits for a decision."""
    with store.database.snapshot() as connection:
        return open_questions(connection)


def count_open_items(store: Store) -> int:
    """How many they are; the number is kept until something is written."""
    with store.database.snapshot() as connection:
        lseq = site.written(connection)
        known = kept_figures.open_questions(connection, lseq)
        if known is not None:
            return known
        differing, by_session = differing_marks.count_differing(connection)
        number = len(open_questions(connection, marks=False)) + differing
    # True all the same when the store is busy; then the next one to look counts again.
    with suppress(StorageError), store.database.sealed_write() as connection:
        if site.written(connection) == lseq:
            kept_figures.note_open_questions(connection, lseq, number)
            if by_session is not None:
                differing_marks.keep(connection, lseq, by_session)
    return number


def find_item(store: Store, item_id: str) -> ReviewItem:
    """One open question.

    Raises:
        NotFound: it was decided already, or never existed.
    """
    for item in open_items(store):
        if item.id == item_id:
            return item
    raise NotFound("没有这一条待核实，可能已经处理过。", "请重新打开“待核实”。")
