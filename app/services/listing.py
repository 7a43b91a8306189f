"""What is in the store, row by row, with ID numbers and phones masked unless a reason is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.data.queries.listing import ListFilter, belongs_to_organizations, listed
from app.data.queries.registers import RegisterIndex, RowFilter, register_rows, row_filter
from app.domain.entity import Entity, Field, Kind, Privacy, Value
from app.domain.errors import InvalidInput
from app.domain.parsing import parse
from app.domain.registers import REGISTERS
from app.domain.uid import uid_from_text
from app.domain.wording import masked_text
from app.services.organizations import find_organization
from app.services.people import log_unmasked
from app.services.rows_as_text import read_fields
from app.services.saved_filters import saved_filter
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows, as typed: organization by name, a page by limit and last id."""

    organization: str | None = None
    limit: int | None = None
    after: str | None = None
    unmask: str | None = None
    filters: Sequence[str] = ()
    """字段=内容, each."""
    view: str | None = None
    """A named filter: one that the register declares, or that somebody kept."""
    today: date = date.min


def list_kind(store: Store, entity: Entity, wanted: Wanted) -> list[dict[str, Value]]:
    """Rows of one kind in the stable order of their ids.

    Raises:
        InvalidInput: the kind belongs to no organization, or `after` is no id, or no real reason.
        NotFound: there is no such organization.
        Ambiguous: there are several.
    """
    chosen = ListFilter(
        _organization(store, entity, wanted.organization),
        wanted.limit,
        _after(wanted.after),
        _words(store, entity, wanted.filters),
        None if wanted.view is None else _among(store, entity, wanted.view, wanted.today),
    )
    if wanted.unmask is not None:
        log_unmasked(store, f"列出{entity.label}", wanted.unmask)
    with store.database.snapshot() as connection:
        rows = list(listed(connection, entity, chosen))
    for field in [] if wanted.unmask is not None else _guarded(entity):
        for row in rows:
            row[field.name] = masked_value(field, row[field.name])
    return rows


def _organization(store: Store, entity: Entity, named: str | None) -> bytes | None:
    if named is None:
        return None
    if not belongs_to_organizations(entity):
        raise InvalidInput({"organization": f"{entity.label}不分党组织，不能按党组织列出"})
    return find_organization(store, named).uid


def _words(store: Store, entity: Entity, given: Sequence[str]) -> dict[str, Value]:
    found = read_fields(store, entity, given)
    for name in found:
        if found[name] is not None and entity.field(name).privacy is Privacy.MASKED:
            label = entity.field(name).label
            raise InvalidInput(
                {"filter": f"{label}不写在命令里；找一个人用 xueji search，只写后四位"}
            )
    # References were looked up by name already, which the reader of values would not take.
    looked_up = {n: v for n, v in found.items() if isinstance(v, bytes)}
    said = {n: v for n, v in found.items() if n not in looked_up and v is not None}
    emptied = {n: None for n, v in found.items() if v is None}
    return {**parse(entity, said, partial=True), **looked_up, **emptied}


def _among(store: Store, entity: Entity, view: str, today: date) -> set[bytes]:
    register = REGISTERS.get(entity.name)
    if register is None:
        raise InvalidInput({"view": f"{entity.label}没有常用筛选；可用 --filter 字段=内容"})
    if any(one.title == view.strip() for one in register.views):
        asked = RowFilter(view=view.strip(), today=today)
    else:
        kept = saved_filter(store, register, view)
        asked = row_filter(kept.text, kept.filters, today)
    connection = store.database.read()
    ids = RegisterIndex(register).ids(connection, asked)
    return {row.uid for row in register_rows(connection, entity, ids)}


def _after(text: str | None) -> bytes | None:
    if text is None:
        return None
    uid = uid_from_text(text)
    if uid is None:
        raise InvalidInput({"after": f"“{text}”不是编号，请写上一页最后一行的编号"})
    return uid


def _guarded(entity: Entity) -> list[Field]:
    return [f for f in entity.fields if f.privacy is Privacy.MASKED or f.kind is Kind.NOTE]


def masked_value(field: Field, value: Value) -> Value:
    """One value as it is shown without a reason; notes may hold numbers too."""
    if not isinstance(value, str):
        return value
    return masked_text(field, value)
