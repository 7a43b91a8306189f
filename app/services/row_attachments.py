"""附件 of one row from outside its form: put to it, told, taken away; one field or the only one."""

from collections.abc import Sequence
from pathlib import Path

from app.data import attachments as kept
from app.data.queries.registers import row_values
from app.domain.attachments import MOST, Attached, as_value, attached
from app.domain.entity import Entity, Field, Kind
from app.domain.errors import AppError, InvalidInput, NotFound
from app.services.attachments import bring_in
from app.services.rows_as_text import edit_row
from app.services.store import Store


def field_of(entity: Entity, name: str | None) -> Field:
    """The field that holds attachments: the one named, or the only one.

    Raises:
        InvalidInput: this kind holds none, or there is no such field of that kind.
    """
    holding = [field for field in entity.fields if field.kind is Kind.ATTACHMENT]
    if not holding:
        raise InvalidInput({"kind": f"{entity.label}没有附件这一项"})
    found = [field for field in holding if name is None or name in (field.name, field.label)]
    if len(found) != 1:
        listed = "、".join(f"{field.name}（{field.label}）" for field in holding)
        raise InvalidInput({"field": f"请写明是哪一项附件，可写：{listed}"})
    return found[0]


def attachments_of(store: Store, entity: Entity, uid: bytes, field: Field) -> Sequence[Attached]:
    """What the row names, in its order.

    Raises:
        NotFound: the row is not in use.
    """
    values = row_values(store.database.read(), entity, uid)
    if values is None:
        raise NotFound(f"这一条{entity.label}已经不在了。", "请先用 list 查出编号。")
    return attached(values.get(field.name))


def is_here(store: Store, one: Attached) -> bool:
    """Whether the content came along with the row."""
    return kept.content_of(store.database.read(), one.digest) is not None


def attach(store: Store, entity: Entity, uid: bytes, field: Field, path: Path) -> Attached:
    """Put a photo or a PDF to a row.

    Raises:
        InvalidInput: the row has as many as it may.
        AppError: it is no photo or PDF, or nobody here may write this row.
    """
    many = attachments_of(store, entity, uid, field)
    if len(many) >= MOST:  # before the content is kept
        full = f"{field.label}已有 {MOST} 个文件，不能再多；请先去掉不用的，或合成一份 PDF"
        raise InvalidInput({field.name: full})
    made = bring_in(store, path)
    edit_row(store, entity, uid, {field.name: as_value([*many, made])})
    return made


def detach(
    store: Store, entity: Entity, uid: bytes, field: Field, one: Attached, reason: str
) -> None:
    """Take one away from a row; what is undone brings it back.

    Raises:
        AppError: nobody here may write this row.
    """
    left = [other for other in attachments_of(store, entity, uid, field) if other != one]
    edit_row(store, entity, uid, {field.name: as_value(left)}, reason)


def attachment_named(many: Sequence[Attached], name: str) -> Attached:
    """One by its name, or by its place counted from 1.

    Raises:
        NotFound: there is none of this name.
        AppError: there are several.
    """
    found = [one for one in many if one.name == name]
    if not found and name.isascii() and name.isdigit() and 0 < int(name) <= len(many):
        return many[int(name) - 1]
    if not found:
        listed = "、".join(one.name for one in many) or "还没有附件"
        raise NotFound(f"没有叫“{name}”的附件。", f"这一条的附件：{listed}。")
    if len(found) > 1:
        raise AppError(
            f"有 {len(found)} 个附件都叫“{name}”。", "请写它是第几个。", code="ambiguous"
        )
    return found[0]
