"""待核实 as it is shown: names for references, numbers masked but never alike."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.data.queries.open_questions import open_questions
from app.data.queries.review_context import Context
from app.data.queries.review_list import FIELD, REMOVED, Choice, ReviewItem, subject
from app.data.queries.review_writers import Writer
from app.domain.declarations import entity_named
from app.domain.entity import Field, Kind, Value
from app.domain.uid import uid_from_text
from app.services.listing import masked_value
from app.services.people import log_unmasked
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
        items = open_questions(connection)
        return [
            _row(context, ValuesInWords(connection, item, unmask is not None)) for item in items
        ]


def _row(context: Context, shown: "ValuesInWords") -> dict[str, Any]:
    item, writers = shown.item, context.writers.of(shown.item)
    values = shown.values([c.value for c in item.siblings] + [item.ancestor])
    siblings = [_sibling(c, writers[c.id], v) for c, v in zip(item.siblings, values, strict=False)]
    return {
        "id": item.id,
        "kind": item.kind,
        "subject": item.subject,
        "entity": item.entity,
        "field": item.field,
        "label": item.label,
        "ancestor": values[-1],
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


class ValuesInWords:
    """The values of one question in words."""

    def __init__(self, connection: Any, item: ReviewItem, full: bool) -> None:
        self._connection = connection
        self.item = item
        self._full = full

    def values(self, many: Sequence[Value]) -> list[Value]:
        """Each value as people read it; two that differ never look alike."""
        item = self.item
        if item.kind == REMOVED:
            return ["删除" if v else "保留" for v in many[:-1]] + [None]
        entity = entity_named(item.entity)
        if item.kind != FIELD or not entity.has(item.field):
            return list(many)
        field = entity.field(item.field)
        if field.kind is Kind.REFERENCE:
            return [self._name(field, value) for value in many]
        return list(many) if self._full else masked_apart(field, many)

    def _name(self, field: Field, value: Value) -> Value:
        uid = uid_from_text(str(value)) if value is not None else None
        return value if uid is None else subject(self._connection, field.refers_to, uid)


def masked_apart(field: Field, many: Sequence[Value]) -> list[Value]:
    """Masked values; where masks hide the difference, the differing digits are shown."""
    made = [masked_value(field, value) for value in many]
    texts = [value for value in many if isinstance(value, str)]
    alike = len(set(made)) < len(set(many))
    if not alike or len({len(text) for text in texts}) != 1:
        return made
    differing = [len(set(digits)) > 1 for digits in zip(*texts, strict=True)]
    return [
        "".join(c if d else m for c, m, d in zip(v, str(s), differing, strict=True))
        if isinstance(v, str)
        else s
        for v, s in zip(many, made, strict=True)
    ]
