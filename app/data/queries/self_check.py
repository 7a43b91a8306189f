"""Is the file whole, do columns say what versions say, and what refers to rows not here?"""

from collections.abc import Iterator

from app.data import rows, site
from app.data.database import Connection
from app.data.queries.organizations import organization
from app.data.schema import to_column
from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import REGISTRY, Kind
from app.domain.exchange.versions import GONE, decode


def file_problems(connection: Connection) -> list[str]:
    """Damaged pages (every page carries a keyed checksum) and damaged structure."""
    found = [
        f"数据文件有损坏的页：{row[0]}"
        for row in connection.execute("PRAGMA cipher_integrity_check")
    ]
    if found:
        return found  # reading such a page ends in the engine's own error
    for (text,) in connection.execute("PRAGMA integrity_check(20)"):
        if text != "ok":
            found.append(f"数据文件结构不一致：{text}")
    return found


def missing_tables(connection: Connection) -> list[str]:
    """Kinds of rows that have no table any more: nothing else can be asked then."""
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    return [
        f"数据文件里没有“{entity.label}”这一类记录的表"
        for entity in ENTITIES
        if entity.name not in there
    ]


def identity_problems(connection: Connection) -> list[str]:
    """A store without its root organization or keys cannot report to anybody."""
    here = site.current(connection)
    found = []
    if organization(connection, here.organization) is None:
        found.append("找不到本单位的党组织")
    if not site.get(connection, "keys"):
        found.append("找不到本单位的密钥")
    return found


def versions_problems(connection: Connection) -> list[str]:
    """Fields whose column does not show what their versions say."""
    found: dict[str, int] = {}
    stored = connection.execute("SELECT uid, field, entity, state FROM register").fetchall()
    for uid, field, entity, state in stored:
        if entity in REGISTRY and not _agrees(connection, uid, field, entity, state):
            found[entity] = found.get(entity, 0) + 1
    return [
        f"{entity_named(name).label}有 {number} 处显示的值与字段版本不一致"
        for name, number in found.items()
    ]


def _agrees(connection: Connection, uid: bytes, field: str, entity: str, state: str) -> bool:
    declared = entity_named(entity)
    shown = decode(state).shown.value
    if field == GONE:
        row = connection.execute(
            f"SELECT gone FROM {declared.name} WHERE uid = ?",  # noqa: S608
            (uid,),
        ).fetchone()
        return row is None or row[0] == int(bool(shown))
    values = rows.values_of(connection, declared, uid)
    if values is None or field not in values:
        return True  # a departure notice, or a field of a newer version
    return values[field] == to_column(declared.field(field), shown)


def orphans(connection: Connection) -> Iterator[tuple[str, int]]:
    """References to rows that are not here, as "label·field" with how many.

    Children may arrive before their parents and people may have moved away: no problem, a note.
    """
    for entity in ENTITIES:
        state = "live = 1" if entity.facts else "gone = 0"
        for field in entity.fields:
            if field.kind is not Kind.REFERENCE or field.refers_to == entity.name == "attendance":
                continue
            (number,) = connection.execute(
                f"SELECT count(*) FROM {entity.name} t WHERE t.{state} "  # noqa: S608
                f"AND t.{field.name} IS NOT NULL AND NOT EXISTS "
                f"(SELECT 1 FROM {field.refers_to} r WHERE r.uid = t.{field.name})"
            ).fetchone()
            if number:
                yield f"{entity.label}·{field.label}", int(number)
