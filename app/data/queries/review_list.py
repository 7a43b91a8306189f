"""待核实: what people must decide, computed from converged state: every site sees the same."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.data import rows
from app.data.database import Connection
from app.data.queries.cut_rows import cut_items
from app.data.queries.differing_marks import differing_marks
from app.data.queries.review_item import Choice, ReviewItem
from app.data.queries.tree_items import tree_items
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.exchange.versions import GONE, Sibling, Versions, decode
from app.domain.people.id_number import completed

__all__ = ["Choice", "ReviewItem", "review_list", "subject"]

FIELD = "字段"
REMOVED = "删除"
ATTENDANCE = "考勤"
SAME_ID_NUMBER = "身份证号重复"
SAME_CERTIFICATE = "证书编号重复"
SAME_ORGANIZATION = "党组织重名"
PAIRED = ":same-"
"""In the id of a question about rows that share a number or a name."""
KEEP = "keep"
"""The choice of bringing back a removed row that nobody has brought back yet."""
KEPT = ""
"""The value of a sibling that does not remove: removals are true, keeping is not."""


def review_list(connection: Connection, *, marks: bool = True) -> list[ReviewItem]:
    """Everything open, edits first; without the differing marks for who only counts those."""
    names = _site_names(connection)
    found = list(_fields(connection, names))
    found += _removed(connection, names)
    found += _attendance(connection, names) if marks else ()
    found += _duplicates(connection)
    found += tree_items(connection)
    found += cut_items(connection)
    return found


def _site_names(connection: Connection) -> dict[str, str]:
    known = connection.execute("SELECT key, name FROM incarnation")
    return {str(key): str(name or "未知单位") for key, name in known}


def _fields(connection: Connection, names: dict[str, str]) -> Iterator[ReviewItem]:
    opened = connection.execute(
        "SELECT uid, field, entity, state FROM register WHERE open AND field <> ?", (GONE,)
    ).fetchall()
    for uid, field, entity, state in opened:
        versions = decode(state)
        declared = entity_named(entity)
        label = declared.field(field).label if declared.has(field) else field
        yield ReviewItem(
            f"{entity}:{uid.hex()}:{field}",
            FIELD,
            entity,
            uid,
            field,
            label,
            subject(connection, entity, uid),
            _ancestor(connection, uid, field, versions),
            tuple(_choice(sibling, names) for sibling in versions.siblings),
        )


def _choice(sibling: Sibling, names: dict[str, str]) -> Choice:
    site = names.get(sibling.site, "未知单位")
    identity = f"{sibling.site}:{sibling.n}"
    return Choice(identity, site, sibling.operator, sibling.clock, sibling.value)


def _ancestor(connection: Connection, uid: bytes, field: str, versions: Versions) -> Value:
    found = rows.last_common(connection, uid, field, versions)
    return found.value if found else None


def subject(connection: Connection, entity: str, uid: bytes) -> str:
    """Whom or what an item is about, in words."""
    values = rows.values_of(connection, entity_named(entity), uid)
    if values is None:
        return "（本机没有的记录）"
    for name in ("name", "title", "number"):
        if values.get(name):
            return str(values[name])
    member = values.get("member")
    if isinstance(member, bytes):
        return subject(connection, "member", member)
    return entity_named(entity).label


def _removed(connection: Connection, names: dict[str, str]) -> Iterator[ReviewItem]:
    taken = connection.execute(
        "SELECT uid, entity, state FROM register WHERE field = ?", (GONE,)
    ).fetchall()
    for uid, entity, state in taken:
        versions = decode(state)
        if not any(s.value for s in versions.siblings):
            continue
        row = rows.load(connection, entity_named(entity), uid)
        if row is None:
            continue
        late = _unseen(versions, row.versions)
        if late or versions.undecided(GONE):
            yield ReviewItem(
                f"{entity}:{uid.hex()}:{GONE}",
                REMOVED,
                entity,
                uid,
                GONE,
                _removal_label(row, late),
                subject(connection, entity, uid),
                None,
                _removal_choices(versions, names),
            )


def _removal_label(row: rows.Row, late: list[str]) -> str:
    if not late:
        return "一方删除，另一方恢复"
    labels = [row.entity.field(n).label for n in late if row.entity.has(n)]
    return f"已删除，但另有修改：{'、'.join(labels)}"


def _removal_choices(removal: Versions, names: dict[str, str]) -> tuple[Choice, ...]:
    choices = [
        replace(_choice(s, names), value=REMOVED if s.value else KEPT) for s in removal.siblings
    ]
    if all(choice.value for choice in choices):
        choices.append(Choice(KEEP, "", "", 0, KEPT))
    return tuple(choices)


def _unseen(removal: Versions, by_field: dict[str, Versions]) -> list[str]:
    seen: dict[str, int] = {}
    for sibling in removal.siblings:
        for part in str(sibling.value or "").split(","):
            key, _, n = part.partition(":")
            if n:
                seen[key] = max(int(n), seen.get(key, 0))
    return sorted(
        name
        for name, versions in by_field.items()
        if name != GONE and any(seen.get(s.site, 0) < s.n for s in versions.siblings)
    )


def _attendance(connection: Connection, names: dict[str, str]) -> Iterator[ReviewItem]:
    for session, member, identities in differing_marks(connection):
        marks = connection.execute(
            "SELECT a.uid, i.key, a.operator, a.clock, a.mark FROM attendance a "  # noqa: S608
            "JOIN incarnation i ON i.id = a.site WHERE a.session = ? AND a.live = 1 "
            f"AND a.member IN ({', '.join('?' * len(identities))}) ORDER BY a.uid",
            (session, *identities),
        ).fetchall()
        choices = tuple(
            Choice(uid.hex(), names.get(key, "未知单位"), operator, clock, mark)
            for uid, key, operator, clock, mark in marks
        )
        day, slot = connection.execute(
            "SELECT day, slot FROM session WHERE uid = ?", (session,)
        ).fetchone() or ("", "")
        yield ReviewItem(
            f"attendance:{session.hex()}:{member.hex()}",
            ATTENDANCE,
            "attendance",
            session,
            "mark",
            f"考勤 {day} {slot}",
            subject(connection, "member", member),
            None,
            choices,
        )


# A name that a dissolved organization bore is free again.
_BORNE_NOW = "parent IS NOT NULL AND dissolved_on IS NULL"
_SAME = (
    ("member", "id_number", SAME_ID_NUMBER, "id_number", "merged_into IS NULL"),
    ("certificate", "number", SAME_CERTIFICATE, "number", "state <> '作废'"),
    ("organization", "name", SAME_ORGANIZATION, "parent, name", _BORNE_NOW),
)
"""Entity, field, kind, what is equal, and what is looked at: uniqueness is a rule, never a
constraint, or two sites would silently lose a row."""


def _duplicates(connection: Connection) -> Iterator[ReviewItem]:
    for entity, field, kind, equal, where in _SAME:
        label = entity_named(entity).field(field).label
        groups: dict[tuple[Value, ...], list[Choice]] = {}
        same = connection.execute(
            # Which there are twice at all is in the index; only those are looked at.
            f"WITH twice AS MATERIALIZED (SELECT {field} value FROM {entity} "  # noqa: S608
            f"WHERE {field} IS NOT NULL GROUP BY {field} HAVING count(*) > 1) "
            f"SELECT uid, operator, clock, {equal} FROM {entity} "
            f"WHERE gone = 0 AND {where} AND ({equal}) IN (SELECT {equal} FROM {entity} "
            f"WHERE gone = 0 AND {field} IN (SELECT value FROM twice) AND {where} "
            f"GROUP BY {equal} HAVING count(*) > 1)"
        ).fetchall()
        if entity == "member":
            same = _two_forms(connection, same)
        for uid, operator, clock, *key in sorted(same, key=lambda row: row[0]):
            choice = Choice(uid.hex(), "", operator, clock, subject(connection, entity, uid))
            groups.setdefault(tuple(key), []).append(choice)
        for _, choices in sorted(groups.items()):
            if len(choices) > 1:
                yield _same(connection, (entity, field, kind, label), choices)


def _same(
    connection: Connection, about: tuple[str, str, str, str], choices: list[Choice]
) -> ReviewItem:
    entity, field, kind, label = about
    uid = bytes.fromhex(choices[0].id)
    name, number = subject(connection, entity, uid), f"{entity}:{uid.hex()}{PAIRED}{field}"
    return ReviewItem(number, kind, entity, uid, field, label, name, None, tuple(choices))


def _two_forms(connection: Connection, same: list[Any]) -> list[Any]:
    """Numbers in their 18-digit form, and whoever has an old number that another has in full."""
    found = {row[0]: (*row[:3], completed(str(row[3]))) for row in same}
    # The index of old numbers is found by exactly these words.
    old = connection.execute(
        "SELECT uid, operator, clock, id_number FROM member WHERE length(id_number) = 15 "
        "AND gone = 0 AND merged_into IS NULL"
    ).fetchall()
    for uid, operator, clock, number in old:
        full = completed(number)
        found[uid] = (uid, operator, clock, full)
        twins = connection.execute(
            "SELECT uid, operator, clock, id_number FROM member WHERE gone = 0 "
            "AND merged_into IS NULL AND id_number = ?",
            (full,),
        )
        found.update({row[0]: row for row in twins})
    return list(found.values())
