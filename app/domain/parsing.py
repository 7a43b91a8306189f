"""The only gate for what people type or paste: forms and workbooks both pass here."""

import datetime
from collections.abc import Callable, Mapping

from app.domain.characters import refuse_invisible
from app.domain.conditions import settle
from app.domain.entity import Entity, Field, Kind, Value
from app.domain.errors import AppError, InvalidInput
from app.domain.field_values import READERS, Raw, as_text
from app.domain.known_days import agrees, earliest
from app.domain.people.id_number import birth_and_sex

References = Callable[[Field, str], bytes]
"""Finds the row that a written name means, or refuses with a sentence."""

Unfit = Callable[[Field, bytes], str]
"""Why a row is none of those that a reference may name; empty when it may."""

_NO_FUTURE = {"member": ("birth_date", "joined_on", "full_on")}


def parse(  # noqa: PLR0913  (each keyword is something a field may be judged by)
    entity: Entity,
    raw: Mapping[str, Raw],
    *,
    partial: bool = False,
    references: References | None = None,
    today: datetime.date | None = None,
    known: Mapping[str, Value] | None = None,
    unfit: Unfit | None = None,
) -> dict[str, Value]:
    """Turn what was entered into values; `partial` reads only the given fields, without defaults.
    `known` is the row as it stands, for the conditions of its fields; `unfit` judges what a
    reference with `choices_where` newly names.

    Raises:
        InvalidInput: every problem at once, field name to Chinese sentence.
    """
    today, known = today or datetime.date.today(), known or {}
    values: dict[str, Value] = {}
    problems: dict[str, str] = {}
    for field in entity.fields:
        if partial and field.name not in raw:
            continue
        try:
            _refuse_by_hand(field, raw.get(field.name), known)
            value = read_field(entity.name, field, raw.get(field.name), references, today)
        except AppError as error:
            problems[field.name] = _sentence(error)
            continue
        value = field.default if value is None and not partial else value
        if unfit is not None and (told := _may_not(field, value, known, unfit)):
            problems[field.name] = told
            continue
        if value is None and field.required and field.shown_when is None:
            problems[field.name] = f"请填写{field.label}"
        values[field.name] = value
    problems = {**settle(entity, values, known, whole=not partial), **problems}
    if problems:
        raise InvalidInput(problems)
    return values


def _refuse_by_hand(field: Field, raw: Raw, known: Mapping[str, Value]) -> None:
    """What an action notes (`by_action`) is not filled in."""
    if field.by_action and raw not in (None, "", known.get(field.name)):
        raise InvalidInput({field.name: f"{field.label}由办理时记下，不能直接填写"})


def _may_not(field: Field, value: Value, known: Mapping[str, Value], unfit: Unfit) -> str:
    """Why a reference may not newly name this row."""
    if field.choices_where is None or not isinstance(value, bytes):
        return ""
    return "" if value == known.get(field.name) else unfit(field, value)


def read_field(
    entity: str,
    field: Field,
    raw: Raw,
    references: References | None,
    today: datetime.date,
) -> Value:
    """Read one field; None when it was left empty.

    Raises:
        InvalidInput: the value cannot be accepted.
    """
    if raw is None:
        return None
    if field.kind is Kind.REFERENCE:
        return _resolved(field, raw, references)
    value = READERS[field.kind](field, raw, today)
    if isinstance(value, str) and field.name in _NO_FUTURE.get(entity, ()):
        _refuse_future(field, value, today)
    return value


def read_alone(
    entity: Entity,
    raw: Mapping[str, Raw],
    references: References | None,
    today: datetime.date,
) -> dict[str, Value]:
    """Some fields by which a row is looked for: conditions speak of a whole row and are not judged.

    Raises:
        InvalidInput: every problem at once.
    """
    values: dict[str, Value] = {}
    problems: dict[str, str] = {}
    for name, one in raw.items():
        field = entity.field(name)
        try:
            values[name] = read_field(entity.name, field, one, references, today)
        except AppError as error:
            problems[name] = _sentence(error)
            continue
        if values[name] is None and field.required:
            problems[name] = f"请填写{field.label}"
    if problems:
        raise InvalidInput(problems)
    return values


def member_warnings(values: Mapping[str, Value]) -> dict[str, str]:
    """What disagrees but is kept as entered, because the personnel file prevails (design §3.6)."""
    found: dict[str, str] = {}
    number, born, sex = (values.get(name) for name in ("id_number", "birth_date", "sex"))
    joined, full = values.get("joined_on"), values.get("full_on")
    if isinstance(number, str):
        said_born, said_sex = birth_and_sex(number)
        if isinstance(born, str) and not agrees(born, said_born):
            found["birth_date"] = (
                f"出生日期 {born} 与身份证号中的 {said_born} 不一致，已按填写的保存，请核对"
            )
        if isinstance(sex, str) and sex != said_sex:
            found["sex"] = f"性别“{sex}”与身份证号不一致，已按填写的保存，请核对"
        born = born or said_born
    if isinstance(joined, str):
        if isinstance(born, str) and int(joined[:4]) - int(born[:4]) < 18:
            found["joined_on"] = f"入党日期 {joined} 时不满 18 岁，请核对"
        if isinstance(full, str) and not agrees(full, joined) and full < joined:
            found["full_on"] = f"转正日期 {full} 早于入党日期 {joined}，请核对"
    return found


def _resolved(field: Field, raw: Raw, references: References | None) -> Value:
    if isinstance(raw, bytes):
        return raw
    text = as_text(raw).strip()
    if not text:
        return None
    refuse_invisible(text, field.label)
    if references is None:
        raise InvalidInput({field.name: f"{field.label}“{text:.30}”无法识别"})
    return references(field, text)


def _refuse_future(field: Field, value: str, today: datetime.date) -> None:
    if earliest(value) > today:
        raise InvalidInput({field.name: f"{field.label} {value} 还没有到，请核对"})


def _sentence(error: AppError) -> str:
    if isinstance(error, InvalidInput):
        return next(iter(error.problems.values()))
    return error.message
