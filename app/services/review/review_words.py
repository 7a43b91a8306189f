"""待核实 as the command line lists it."""

from datetime import datetime
from typing import Any

from app.data.database import Connection
from app.data.queries.open_questions import open_questions
from app.data.queries.review_context import Context
from app.data.queries.review_item import Choice, ReviewItem
from app.data.queries.review_writers import Writer
from app.domain.entity import Value
from app.services.people import log_unmasked
from app.services.review.question_kinds import kind_of
from app.services.store import Store


def review_rows(store: Store, unmask: str | None = None) -> list[dict[str, Any]]:
    """Everything that waits for a decision.

    Raises:
        InvalidInput: full numbers are asked for without a real reason.
    """
    if unmask is not None:
        log_unmasked(store, "待核实清单", unmask)
    with store.database.snapshot() as connection:
        context = Context(connection)
        return [
            _row(connection, context, item, full=unmask is not None)
            for item in open_questions(connection)
        ]


def _row(
    connection: Connection, context: Context, item: ReviewItem, *, full: bool
) -> dict[str, Any]:
    kind = kind_of(item)
    writers = kind.writers(context, item)
    many = [*(choice.value for choice in item.siblings), item.ancestor]
    *values, ancestor = kind.in_words(connection, item, many, full=full)
    siblings = [_sibling(c, writers[c.id], v) for c, v in zip(item.siblings, values, strict=True)]
    return {
        "id": item.id,
        "kind": item.kind,
        "subject": item.subject,
        "entity": item.entity,
        "field": item.field,
        "label": item.label,
        "ancestor": ancestor,
        "siblings": siblings,
    }


def _sibling(choice: Choice, writer: Writer, value: Value) -> dict[str, Any]:
    clock = writer.clock or choice.when
    when = datetime.fromtimestamp(clock / 1000).astimezone().isoformat(timespec="seconds")
    return {
        "id": choice.id,
        "site": writer.name or choice.site,
        "operator": writer.operator or choice.operator,
        "when": when,
        "value": value,
    }
