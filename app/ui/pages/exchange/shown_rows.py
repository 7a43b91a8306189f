"""Rows of a package in the clerk's words: what, whom, before → after."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.data.queries.review_list import subject
from app.domain.declarations import entity_named
from app.domain.entity import Kind, Value
from app.domain.masking import mask_id_number, mask_phone
from app.services.store import Store
from app.ui.references import StoreReferences
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered

Shown = tuple[str, str, bytes, Mapping[str, tuple[Value, Value]]]
"""What happens, entity, identity, field → (before, after); as the preview of a package has it."""

_MASKS = {Kind.ID_NUMBER: mask_id_number, Kind.PHONE: mask_phone}
_TONES = {"新增": "ok", "修改": "accent", "删除": "bad", "冲突": "warn"}


@dataclass(frozen=True)
class ShownRow:
    """One line of the preview."""

    what: str
    kind: str
    subject: str
    changes: str


COLUMNS: tuple[Column[Numbered[ShownRow]], ...] = (
    Column("处理", lambda r: r.row.what, width=64, tone=lambda r: _TONES.get(r.row.what, "")),
    Column("类别", lambda r: r.row.kind, width=96),
    Column("对象", lambda r: r.row.subject, width=150),
    Column("内容（原来 → 现在）", lambda r: r.row.changes, width=600),
)


def shown_rows(store: Store, rows: Sequence[Shown]) -> list[ShownRow]:
    """Every row of a preview."""
    connection = store.database.read()
    titles = StoreReferences(store)
    made = []
    untold: Counter[tuple[str, str]] = Counter()
    for what, entity, uid, fields in rows:
        if not fields:  # rolled back with the preview: only how many there are can be said
            untold[what, entity] += 1
            continue
        name = fields.get("name", (None, None))[1]
        words = "；".join(
            _change(titles, entity, field, before, after)
            for field, (before, after) in fields.items()
            if entity_named(entity).has(field)
        )
        whom = str(name) if name else subject(connection, entity, uid)
        made.append(ShownRow(what, entity_named(entity).label, whom, words))
    return [
        *(
            ShownRow(what, entity_named(entity).label, f"{number:,} 条", "接收后可在各页查看")
            for (what, entity), number in untold.items()
        ),
        *made,
    ]


def _change(titles: StoreReferences, entity: str, field: str, before: Value, after: Value) -> str:
    label = entity_named(entity).field(field).label
    new = _words(titles, entity, field, after) or "空"
    if before is None:
        return f"{label} {new}"
    return f"{label} {_words(titles, entity, field, before) or '空'} → {new}"


def _words(titles: StoreReferences, entity: str, name: str, value: Value) -> str:
    field = entity_named(entity).field(name)
    if isinstance(value, bytes):
        known = field.refers_to in ("organization", "member")
        return titles.title(field.refers_to, value) if known else "…"
    mask = _MASKS.get(field.kind)
    text = "" if value is None else str(value)
    return mask(text) if mask else text
