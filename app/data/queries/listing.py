"""Rows of any declared entity as `list` shows them: every field by name, references readable."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from itertools import islice
from typing import Any

from app.data import ownership
from app.data.database import Connection
from app.data.queries.certificates import NAME_THEN
from app.data.queries.organization_titles import OrganizationTitles
from app.data.queries.organizations import subtree_sql
from app.domain.declarations import entity_named
from app.domain.entity import MANY_MARK, Entity, Kind, Value

_READABLE = {
    "session": "{0}.day || ' ' || {0}.slot",
}
"""What stands for a referred row where it is not its title."""
_PLAIN: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.FLAG: bool,
    Kind.MONEY: lambda fen: fen / 100,
    Kind.MANY: lambda words: words.split(MANY_MARK),
}
"""What other programs read: yes or no, yuan, a list of words."""
_OF_ERASED = (
    "(t.member IN (SELECT unhex(person) FROM erasure) AND t.training_class IN "
    "(SELECT uid FROM training_class WHERE organization IN ({0})))"
)
"""The certificates of erased people stay with who ran the class."""


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which rows are listed; `after` is the identity of the last row of the page before."""

    organization: bytes | None = None
    limit: int | None = None
    after: bytes | None = None
    words: Mapping[str, Value] = default(default_factory=dict)
    """What fields must say; None that they say nothing."""
    among: Collection[bytes] | None = None
    """Only these rows, where a filter with a name has found them."""


def belongs_to_organizations(entity: Entity) -> bool:
    """Whether rows of this kind can be listed by organization."""
    return entity.name == "organization" or _owner(entity) is not None


def _owner(entity: Entity) -> str | None:
    """The condition on whose rows are listed, by the declared owner: of what hangs on another row,
    of that row."""
    led = (_led(entity, name) for name in ownership.leading(entity))
    found = [condition for condition in led if condition is not None]
    return f"({' OR '.join(found)})" if found else None


def _led(entity: Entity, name: str) -> str | None:
    above = entity_named(entity.field(name).refers_to)
    if above.name == "organization":
        return f"t.{name} IN ({{0}})"
    inner = _owner(above)
    if inner is None:
        return None
    return f"t.{name} IN (SELECT t.uid FROM {above.name} t WHERE {inner})"  # noqa: S608


def _readable(kind: str) -> str:
    """What stands for a referred row; nothing where only its identity tells it."""
    title = entity_named(kind).title
    return _READABLE.get(kind) or (f"{{0}}.{title}" if title else "")


def listed(
    connection: Connection, entity: Entity, wanted: ListFilter
) -> Iterator[dict[str, Value]]:
    """Rows in the stable order of their identity; gone, merged and superseded ones are left out."""
    names, columns, joins = _columns(entity)
    limit = "" if wanted.limit is None or wanted.among is not None else " LIMIT :limit"
    bound = dict(_bound(entity, wanted.words))
    found: Iterable[Any] = connection.execute(
        f"SELECT {', '.join(columns)} FROM {entity.name} t {' '.join(joins)} "  # noqa: S608
        f"WHERE {' AND '.join(_conditions(entity, wanted))} ORDER BY t.uid{limit}",
        {"root": wanted.organization, "limit": wanted.limit, "after": wanted.after, **bound},
    )
    if wanted.among is not None:
        among = wanted.among
        found = islice((row for row in found if row[0] in among), wanted.limit)
    plain = [(field.name, _PLAIN[field.kind]) for field in entity.fields if field.kind in _PLAIN]
    placed = [field.name for field in entity.fields if field.refers_to == "organization"]
    titles = OrganizationTitles(connection)
    for row in found:
        values = [value.hex() if isinstance(value, bytes) else value for value in row]
        made: dict[str, Any] = dict(zip(names, values, strict=True))
        for name, said in plain:
            made[name] = None if made[name] is None else said(made[name])
        for name in placed:
            uid = made[f"{name}_id"]
            title = titles.of(bytes.fromhex(str(uid)), "") if uid else ""
            made[f"{name}_title"] = title or made[name]
        yield made


def _columns(entity: Entity) -> tuple[list[str], list[str], list[str]]:
    names, columns, joins = ["id"], ["t.uid"], []
    for number, field in enumerate(entity.fields):
        if field.kind is Kind.REFERENCE:
            alias = f"r{number}"
            readable = _readable(field.refers_to)
            names += [field.name, f"{field.name}_id"]
            shown = readable.format(alias) if readable else "NULL"
            if (entity.name, field.name) == ("certificate", "member"):
                shown = f"coalesce({shown}, {NAME_THEN})"
            columns += [shown, f"t.{field.name}"]
            if readable:
                joins.append(f"LEFT JOIN {field.refers_to} {alias} ON {alias}.uid = t.{field.name}")
        else:
            names.append(field.name)
            columns.append(f"t.{field.name}")
    return names, columns, joins


def _bound(entity: Entity, words: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for name, value in words.items():
        many = entity.field(name).kind is Kind.MANY
        yield f"said_{name}", f"{MANY_MARK}{value!s}{MANY_MARK}" if many else value


def _conditions(entity: Entity, wanted: ListFilter) -> list[str]:
    made = ["t.live = 1" if entity.facts else "t.gone = 0"]
    if entity.has("merged_into"):
        made.append("t.merged_into IS NULL")
    if wanted.after is not None:
        made.append("t.uid > :after")
    made += [
        f"instr('{MANY_MARK}' || t.{name} || '{MANY_MARK}', :said_{name}) > 0"
        if entity.field(name).kind is Kind.MANY
        else f"t.{name} IS :said_{name}"
        for name in wanted.words
    ]
    if wanted.organization is not None:
        if entity.name == "organization":
            made.append(f"t.uid IN ({subtree_sql()})")
        else:
            owner = _owner(entity) or "0"
            if entity.name == "certificate":
                owner = f"({owner} OR {_OF_ERASED})"
            made.append(owner.replace("{0}", subtree_sql()))
    return made
