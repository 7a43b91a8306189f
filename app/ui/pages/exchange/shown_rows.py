"""Rows of a package in the clerk's words: what, whom, before → after."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.data.queries.review_list import subject
from app.domain.declarations import entity_named
from app.domain.entity import Kind, Value
from app.domain.masking import mask_id_number, mask_phone
from app.services.arrivals import is_removed
from app.services.store import Store
from app.ui.references import StoreReferences
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered

Shown = tuple[str, str, bytes, Mapping[str, tuple[Value, Value]]]
"""What happens, entity, identity, field → (before, after); as the preview of a package has it."""

_MASKS = {Kind.ID_NUMBER: mask_id_number, Kind.PHONE: mask_phone}
_NEW, _CHANGED, _REMOVED, _DISPUTED, _RESTORED = "新增", "修改", "删除", "冲突", "恢复"
_TONES = {_NEW: "ok", _CHANGED: "accent", _REMOVED: "bad", _DISPUTED: "warn", _RESTORED: "ok"}
_TOLD = {
    _NEW: "",
    _CHANGED: "",
    _REMOVED: "对方删除了这一条",
    _DISPUTED: "同一项两边都改过：本机的值先不变，接收后两边的值并排等人决定",
    _RESTORED: "对方恢复了删除的这一条",
}


@dataclass(frozen=True)
class ShownRow:
    """One line of the preview."""

    what: str
    kind: str
    subject: str
    changes: str
    disputed: int = 0


COLUMNS: tuple[Column[Numbered[ShownRow]], ...] = (
    Column("处理", lambda r: r.row.what, width=64, tone=lambda r: _TONES.get(r.row.what, "")),
    Column("类别", lambda r: r.row.kind, width=96),
    Column("对象", lambda r: r.row.subject, width=150),
    Column("内容（原来 → 现在；冲突的两边并列）", lambda r: r.row.changes, width=600),
)


def shown_rows(store: Store, rows: Sequence[Shown]) -> list[ShownRow]:
    """Every row of a preview."""
    connection = store.database.read()
    titles = StoreReferences(store)
    made = []
    untold: Counter[tuple[str, str]] = Counter()
    for said, entity, uid, fields in rows:
        if said == _NEW and not fields:  # rolled back with the preview: only counted
            untold[said, entity] += 1
            continue
        what = _what(store, said, entity, uid, fields)
        say = _dispute if what == _DISPUTED else _change
        words = "；".join(
            say(titles, entity, field, before, after)
            for field, (before, after) in fields.items()
            if entity_named(entity).has(field)
        )
        name = fields.get("name", (None, None))[what != _DISPUTED]
        whom = str(name) if name else subject(connection, entity, uid)
        disputed = max(1, len(fields)) if what == _DISPUTED else 0
        label = entity_named(entity).label
        made.append(ShownRow(what, label, whom, words or _TOLD[what], disputed))
    # What a person must look at comes first.
    made.sort(key=lambda row: row.what != _DISPUTED)
    return [
        *(
            ShownRow(what, entity_named(entity).label, f"{number:,} 条", "接收后可在各页查看")
            for (what, entity), number in untold.items()
        ),
        *made,
    ]


def _what(store: Store, said: str, entity: str, uid: bytes, fields: object) -> str:
    """A change without any field to show is a dispute, unless it brings a removed row back."""
    if said != _CHANGED or fields:
        return said
    return _RESTORED if is_removed(store, entity, uid) else _DISPUTED


def _dispute(titles: StoreReferences, entity: str, field: str, own: Value, their: Value) -> str:
    label = entity_named(entity).field(field).label
    mine = _words(titles, entity, field, own) or "空"
    theirs = _words(titles, entity, field, their) or "空"
    return f"{label}：本机 {mine} ｜ 对方 {theirs}"


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
