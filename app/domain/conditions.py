"""When a field is there, needed or closed: data of the declaration, evaluated by `parse` alone."""

from collections.abc import Mapping

from app.domain.entity import MANY_MARK, Entity, Field, Kind, Value, When


def holds(entity: Entity, when: When, values: Mapping[str, Value]) -> bool:
    """Whether the field of the condition says one of its words."""
    name, words = when
    field, value = entity.field(name), values.get(name)
    if field.kind is Kind.FLAG:
        return ("是" if value else "否") in words
    if field.kind is Kind.MANY:
        return not set(words).isdisjoint(str(value or "").split(MANY_MARK))
    return value is not None and str(value) in words


def is_shown(entity: Entity, field: Field, values: Mapping[str, Value]) -> bool:
    """Whether the field is there at all in a row that says this."""
    return field.shown_when is None or holds(entity, field.shown_when, values)


def is_needed(entity: Entity, field: Field, values: Mapping[str, Value]) -> bool:
    """Whether it must be filled in. What is not shown never must."""
    if not is_shown(entity, field, values):
        return False
    needed = field.required_when is not None and holds(entity, field.required_when, values)
    return field.required or needed


def settle(
    entity: Entity,
    values: dict[str, Value],
    known: Mapping[str, Value],
    *,
    whole: bool,
) -> dict[str, str]:
    """Problems of conditions, by field; what is no longer shown is emptied in `values`.

    `known` is the row as it stands, empty for a new one; unless `whole`, a condition about a field
    that nobody said anything about is not judged.
    """
    problems: dict[str, str] = {}
    now = {**known, **values}
    for field in entity.fields:
        fixed = field.fixed_when
        if fixed is not None and holds(entity, fixed, known) and _rewritten(field, values, known):
            problems[field.name] = f"{_said(entity, fixed)}后，{field.label}不能再改"
            continue
        if field.once and known.get(field.name) is not None and _rewritten(field, values, known):
            problems[field.name] = f"{field.label}登记后不能再改；录错了请移出这一条后重新登记"
            continue
        conditions = [when for when in (field.shown_when, field.required_when) if when]
        if not conditions or not (whole or all(when[0] in now for when in conditions)):
            continue
        if not is_shown(entity, field, now):
            if values.get(field.name) is not None and field.shown_when is not None:
                told = f"{_said(entity, field.shown_when)}时才填{field.label}"
                problems[field.name] = told
            elif now.get(field.name) is not None:
                values[field.name] = None
        elif now.get(field.name) is None and is_needed(entity, field, now):
            told = _said(entity, field.required_when) + "时" if field.required_when else ""
            problems[field.name] = f"{told}请填写{field.label}"
    return problems


def _rewritten(field: Field, values: Mapping[str, Value], known: Mapping[str, Value]) -> bool:
    return field.name in values and values[field.name] != known.get(field.name)


def _said(entity: Entity, when: When) -> str:
    return f"{entity.field(when[0]).label}为“{'”“'.join(when[1])}”"
