"""待核实 about the tree: removed organizations with people, mended cycles, parents not here."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.data import organization_tree, site
from app.data.database import Connection
from app.data.exchange import peers
from app.data.queries.review_item import Choice, ReviewItem
from app.domain.exchange.versions import GONE, decode

REMOVED_BUT_USED = "已撤销的党组织下还有人"
CYCLE_MENDED = "党组织隶属成环，已改挂"
PARENT_ABSENT = "上级党组织不在本机"
ORGANIZATION_ABSENT = "所在党组织不在本机"
KINDS = (REMOVED_BUT_USED, CYCLE_MENDED, PARENT_ABSENT, ORGANIZATION_ABSENT)
RESTORE, MOVE_UP, KEEP_PLACE, TAKE_IN = "restore", "move-up", "keep", "top"

_USED = """
SELECT o.uid, o.name,
    (SELECT count(*) FROM member m WHERE m.organization = o.uid AND m.gone = 0
        AND m.merged_into IS NULL AND m.status = '正常') AS people,
    (SELECT count(*) FROM organization b WHERE b.parent = o.uid AND b.gone = 0
        AND b.dissolved_on IS NULL) AS branches,
    (SELECT count(*) FROM training_class t WHERE t.organization = o.uid AND t.gone = 0) AS classes
FROM organization o WHERE (o.gone = 1 AND people + branches + classes > 0)
    OR (o.gone = 0 AND o.dissolved_on <= :today AND people + branches > 0) ORDER BY o.uid
"""
"""Taken out, or dissolved on a day that has come: two sites did what they could not know of."""


def tree_items(connection: Connection) -> Iterator[ReviewItem]:
    """What people must decide about the tree."""
    yield from _removed(connection)
    yield from _mended(connection)
    if site.get(connection, "level") == site.COUNTY:
        # At a township people and branches that moved away stay as stubs without their place.
        yield from _without_parent(connection)
        yield from _without_organization(connection)


def _removed(connection: Connection) -> Iterator[ReviewItem]:
    for uid, name, people, branches, classes in connection.execute(
        _USED, {"today": date.today().isoformat()}
    ).fetchall():
        named = ((people, "人"), (branches, "个下级党组织"), (classes, "个培训班"))
        told = "、".join(f"{number} {words}" for number, words in named if number)
        above = place_above(connection, uid)
        choices = [(RESTORE, "恢复该组织")]
        if _may_place(connection, above):
            choices.append((MOVE_UP, f"转到上级：{_name(connection, above)}"))
        yield _item(REMOVED_BUT_USED, uid, ("in-use", GONE), (f"还有 {told}", name), choices)


def _may_place(connection: Connection, place: bytes) -> bool:
    # Whom a township put beyond its scope before the county knew of him, the county would hold.
    if site.get(connection, "level") == site.COUNTY:
        return True
    roots = {site.get(connection, "organization"), *peers.own_scope(connection)}
    above = organization_tree.chain_above(organization_tree.parents(connection), place)
    return not roots.isdisjoint({place, *above})


def _mended(connection: Connection) -> Iterator[ReviewItem]:
    found = connection.execute(
        "SELECT r.uid, r.state, o.name, o.parent FROM register r "
        "JOIN organization o ON o.uid = r.uid AND o.gone = 0 "
        "WHERE r.field = 'parent' AND NOT r.open AND instr(r.state, ?)",
        (organization_tree.MENDER,),
    ).fetchall()
    for uid, state, name, parent in found:
        if decode(state).shown.operator != organization_tree.MENDER:
            continue
        choices = [(KEEP_PLACE, f"保持现在的上级：{_name(connection, parent)}")]
        known = organization_tree.parents(connection)
        for place in dict.fromkeys(organization_tree.former_places(connection, uid)):
            if place in known and uid not in (place, *organization_tree.chain_above(known, place)):
                choices.append((place.hex(), f"改挂到：{_name(connection, place)}"))
        told = "两处同时移动，互为上下级"
        yield _item(CYCLE_MENDED, uid, ("cycle", "parent"), (told, name), choices)


def _without_parent(connection: Connection) -> Iterator[ReviewItem]:
    found = connection.execute(
        "SELECT o.uid, o.name FROM organization o WHERE o.gone = 0 AND o.parent IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM organization p WHERE p.uid = o.parent) ORDER BY o.uid"
    ).fetchall()
    for uid, name in found:
        choices = [(TAKE_IN, "挂到本单位之下")]
        yield _item(PARENT_ABSENT, uid, ("absent", "parent"), ("上级党组织", name), choices)


def _without_organization(connection: Connection) -> Iterator[ReviewItem]:
    found = connection.execute(
        "SELECT g.organization, (SELECT count(*) FROM member m WHERE "
        "m.organization = g.organization AND m.gone = 0) AS people "
        "FROM (SELECT DISTINCT organization FROM member EXCEPT SELECT uid FROM organization) g "
        "WHERE people > 0 ORDER BY g.organization"
    ).fetchall()
    for uid, people in found:
        choices = [(TAKE_IN, "转到本单位")]
        told = (f"{people} 人", "（本机没有的党组织）")
        yield _item(ORGANIZATION_ABSENT, uid, ("people", "organization"), told, choices)


def place_above(connection: Connection, uid: bytes) -> bytes:
    """The nearest organization above that is in use, else this site's own."""
    known = organization_tree.parents(connection)
    for above in organization_tree.chain_above(known, uid):
        row = connection.execute(
            "SELECT gone OR dissolved_on IS NOT NULL FROM organization WHERE uid = ?", (above,)
        ).fetchone()
        if row and not row[0] and above != uid:
            return above
    own = site.get(connection, "organization")
    assert isinstance(own, bytes)  # every store has its root
    return own


def _name(connection: Connection, uid: bytes | None) -> str:
    found = connection.execute("SELECT name FROM organization WHERE uid = ?", (uid,)).fetchone()
    return str(found[0]) if found else "（无）"


def _item(
    kind: str,
    uid: bytes,
    place: tuple[str, str],
    told: tuple[str, str],
    choices: Sequence[tuple[str, str]],
) -> ReviewItem:
    (word, field), (label, subject) = place, told
    siblings = tuple(Choice(key, "", "", 0, words) for key, words in choices)
    number = f"organization:{uid.hex()}:{word}"
    return ReviewItem(number, kind, "organization", uid, field, label, subject, None, siblings)
