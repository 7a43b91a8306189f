"""补发: a void certificate is replaced by a new paper with a new number; both stay registered."""

import dataclasses
from datetime import date

from app.data import rows, site
from app.data.database import Connection
from app.data.queries.certificates import certificates_of_member, numbers_of_year
from app.data.queries.settings import setting_value
from app.data.queries.training_classes import class_values
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, NotFound
from app.domain.training.certificate_content import read_content
from app.domain.training.certificate_number import SerialBlock, number_pattern, used_serials
from app.domain.training.codes import REISSUED, VOID
from app.services.store import Store


def may_reissue(store: Store, certificate: bytes) -> dict[str, Value]:
    """The void certificate, when a new paper can take its place now.

    Raises:
        NotFound: there is no such certificate.
        AppError: it is not void, or was replaced already.
    """
    old = rows.values_of(store.database.read(), entity_named("certificate"), certificate)
    if old is None:
        raise NotFound("找不到这份证书。", "请回到上一页重新打开后再试。")
    if old["state"] != VOID:
        raise AppError(f"{_text(old['number'])} 没有作废，不能补发。", "请先作废并写明原因。")
    _refuse_second(store, old)
    return old


def reissue(store: Store, certificate: bytes) -> str:
    """Give a new number out of this site's own block; the content stays, the date is today's.

    Raises:
        NotFound: there is no such certificate.
        AppError: it is not void, was replaced already, or the number block is used up.
    """
    entity = entity_named("certificate")
    old = may_reissue(store, certificate)
    former = str(old["number"])
    today = date.today()
    content = read_content(str(old["content"]), _text(old["digest"]))
    with store.change(REISSUED, reason=f"原证书 {former} 已作废", needs=Verb.ISSUE) as change:
        number = _next_number(change.connection, change.site.name, old["training_class"], today)
        fresh = dataclasses.replace(content, number=number, issued_on=today.isoformat())
        values: dict[str, Value] = {
            **old,
            "number": number,
            "issued_on": today.isoformat(),
            "state": REISSUED,
            "content": fresh.text(),
            "digest": fresh.digest(),
        }
        change.create(entity, values)
    return number


def _refuse_second(store: Store, old: dict[str, Value]) -> None:
    member = old["member"]
    assert isinstance(member, bytes)  # a required reference
    for row in certificates_of_member(store.database.read(), member):
        if row.training_class == old["training_class"] and row.state != VOID:
            raise AppError(f"本班已有有效的证书 {row.number}，没有再补发。", "一人一班只发一份。")


def _next_number(connection: Connection, agency: str, training_class: Value, today: date) -> str:
    assert isinstance(training_class, bytes)  # a required reference
    pattern = number_pattern(setting_value(connection, "certificate_pattern", today.isoformat()))
    used = used_serials(pattern, today.year, numbers_of_year(connection, today.year))
    block = SerialBlock(int(site.get(connection, "block") or 0))
    (serial,) = block.next_serials(used, 1)
    code = str(class_values(connection, training_class).get("code") or "")
    return pattern.render(agency, today.year, code, serial)


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
