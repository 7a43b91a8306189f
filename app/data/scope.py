"""Which rows a site may hold, and which must be offered again because their scope changed."""

from collections.abc import Iterable, Mapping, Sequence

from app.data import ownership, site
from app.data.database import Connection
from app.data.rows import Row
from app.domain.declarations import ENTITIES
from app.domain.entity import Entity, Scope, Value

_FIRST = ("erasure", "organization", "member", "training_class", "session")


def parents_first(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """The order of tables in a package: what is judged by its owner comes after the owner, whatever
    the order in which the declarations were imported."""

    def place(entity: Entity) -> tuple[bool, int, int, str]:
        first = _FIRST.index(entity.name) if entity.name in _FIRST else len(_FIRST)
        details = sum(not ownership.is_anchor(above) for above in ownership.between(entity))
        return entity.facts, first, details, entity.name

    return tuple(sorted(entities, key=place))


PARENTS_FIRST = parents_first(ENTITIES)

TEMPORARY = (
    "scope_organization",
    "scope_member",
    "scope_class",
    "scope_return",
    "scope_certificate",
)

SUBTREE = """
WITH RECURSIVE below(uid) AS (
    SELECT value FROM temp.scope_root
    UNION SELECT o.uid FROM organization o JOIN below ON o.parent = below.uid)
"""

ABOVE = """
WITH RECURSIVE above(uid, parent) AS (
    SELECT o.uid, o.parent FROM organization o JOIN temp.scope_root r ON r.value = o.uid
    UNION SELECT o.uid, o.parent FROM organization o JOIN above ON o.uid = above.parent)
"""


def prepare(connection: Connection, roots: Iterable[bytes]) -> None:
    """Fill the temporary tables scope_organization, scope_member, scope_class and scope_return
    for `roots`."""
    for name in TEMPORARY:
        _empty(connection, name, "uid")
    fill_roots(connection, roots)
    connection.execute(
        f"INSERT INTO temp.scope_organization {SUBTREE} SELECT uid FROM below"  # noqa: S608
    )
    connection.execute(
        "INSERT INTO temp.scope_member SELECT m.uid FROM member m "
        "JOIN temp.scope_organization o ON o.uid = m.organization ORDER BY m.uid"
    )
    connection.execute(
        "INSERT INTO temp.scope_class "
        "SELECT uid FROM training_class "
        "WHERE organization IN (SELECT uid FROM temp.scope_organization) "
        "UNION SELECT e.training_class FROM enrolment e "
        "JOIN temp.scope_member m ON m.uid = e.member"
    )
    connection.execute(
        "INSERT INTO temp.scope_return SELECT uid FROM row_return "
        "WHERE member IN (SELECT uid FROM temp.scope_member) "
        "OR training_class IN (SELECT uid FROM temp.scope_class) "
        "OR organization IN (SELECT uid FROM temp.scope_organization)"
    )
    # The register of certificates outlives an erased person; it stays with who ran the class.
    connection.execute(
        "INSERT INTO temp.scope_certificate SELECT c.uid FROM erasure e "
        "JOIN certificate c ON c.member = unhex(e.person) "
        "JOIN training_class t ON t.uid = c.training_class "
        "JOIN temp.scope_organization o ON o.uid = t.organization GROUP BY c.uid"
    )


def fill_roots(connection: Connection, roots: Iterable[bytes]) -> None:
    """Let temp.scope_root, where `SUBTREE` and `ABOVE` begin, hold these organizations."""
    _empty(connection, "scope_root", "value")
    connection.executemany(
        "INSERT OR IGNORE INTO temp.scope_root VALUES (?)", [(root,) for root in roots]
    )


def _empty(connection: Connection, name: str, column: str) -> None:
    # Made once and emptied: making a table anew means preparing every statement anew.
    connection.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS {name}({column} BLOB PRIMARY KEY) WITHOUT ROWID"
    )
    connection.execute(f"DELETE FROM temp.{name}")  # noqa: S608  (our own names)


def condition(entity: Entity) -> str:
    """The WHERE clause that keeps the rows of one table within the prepared scope."""
    if entity.scope is Scope.ROW:
        return "uid IN (SELECT uid FROM temp.scope_return)"
    if entity.name == "certificate":
        return (
            "uid IN (SELECT c.uid FROM certificate c JOIN temp.scope_member m ON m.uid = c.member "
            "UNION ALL SELECT uid FROM temp.scope_certificate)"
        )
    return ownership.within_scope(entity)


def hold(connection: Connection, peer: int) -> None:
    """Note that a peer will hold what the prepared scope names: it must hear what leaves it."""
    for table in ownership.ANCHORS.values():
        connection.execute(
            f"INSERT INTO held_by(uid, peer) SELECT uid, ? FROM temp.scope_{table} WHERE 1 "  # noqa: S608  (our own names)
            "ON CONFLICT DO UPDATE SET told = 0 WHERE told",
            (peer,),
        )


def note_told(connection: Connection, peer: int) -> None:
    """A package for the peer was written: what it held and the prepared scope does not name, it
    has been told to have left."""
    inside = " AND ".join(
        f"uid NOT IN (SELECT uid FROM temp.scope_{table})"  # noqa: S608  (our own names)
        for table in ownership.ANCHORS.values()
    )
    connection.execute(
        f"UPDATE held_by SET told = 1 WHERE peer = ? AND NOT told AND {inside}",  # noqa: S608
        (peer,),
    )


def _nobody_below(connection: Connection) -> bool:
    # Only a site with townships under it holds back rows by scope; the county gets all of ours.
    below = connection.execute("SELECT 1 FROM peer WHERE level = ? LIMIT 1", (site.TOWNSHIP,))
    return below.fetchone() is None


def touch_members(connection: Connection, members: Sequence[bytes], lseq: int) -> None:
    """Offer everything of these people again: their new holder has none of it."""
    if _nobody_below(connection):
        return
    for entity, condition in ownership.following("member", "= ?"):
        connection.executemany(
            f"UPDATE {entity.name} SET lseq = ?, via = NULL WHERE {condition}",  # noqa: S608
            [(lseq, member) for member in members],
        )
    for member in members:
        held = connection.execute(
            "SELECT DISTINCT training_class FROM enrolment WHERE member = ?", (member,)
        ).fetchall()
        touch_classes(connection, [row[0] for row in held], lseq)


def touch_classes(connection: Connection, classes: Iterable[bytes], lseq: int) -> None:
    """Offer classes and what belongs to them again to whoever came into their scope."""
    if _nobody_below(connection):
        return
    for uid in classes:
        connection.execute(
            "UPDATE training_class SET lseq = ?, via = NULL WHERE uid = ?", (lseq, uid)
        )
        for entity, condition in ownership.following("training_class", "= ?"):
            connection.execute(
                f"UPDATE {entity.name} SET lseq = ?, via = NULL WHERE {condition}",  # noqa: S608
                (lseq, uid),
            )
        connection.execute(
            "UPDATE certificate SET lseq = ?, via = NULL WHERE training_class = ? "
            "AND member IN (SELECT unhex(person) FROM erasure)",
            (lseq, uid),
        )


def touch_certificates(connection: Connection, erased: Iterable[bytes], lseq: int) -> None:
    """The certificates of erased people belong to whoever ran the class: offer them there."""
    if _nobody_below(connection):
        return
    connection.executemany(
        "UPDATE certificate SET lseq = ?, via = NULL WHERE member = ?",
        [(lseq, member) for member in erased],
    )


def touch_organization(connection: Connection, uid: bytes, lseq: int) -> None:
    """An organization came under another parent: everything below changes its scope, and whoever
    holds it wants the names above it."""
    if _nobody_below(connection):
        return
    prepare(connection, [uid])
    update = "UPDATE organization SET lseq = ?, via = NULL WHERE uid IN "
    above = f"{ABOVE} SELECT uid FROM above"  # noqa: S608  (our own words)
    for which in ("SELECT uid FROM temp.scope_organization", above):
        connection.execute(f"{update}({which})", (lseq,))
    within = "IN (SELECT uid FROM temp.scope_organization)"
    for entity, condition in ownership.following("organization", within):
        connection.execute(
            f"UPDATE {entity.name} SET lseq = ?, via = NULL WHERE {condition}",  # noqa: S608
            (lseq,),
        )
    members = [row[0] for row in connection.execute("SELECT uid FROM temp.scope_member")]
    connection.executemany(
        "UPDATE member SET lseq = ?, via = NULL WHERE uid = ?", [(lseq, m) for m in members]
    )
    classes = connection.execute(
        "SELECT uid FROM training_class "
        "WHERE organization IN (SELECT uid FROM temp.scope_organization)"
    ).fetchall()
    touch_classes(connection, [row[0] for row in classes], lseq)
    touch_members(connection, members, lseq)


def moved(connection: Connection, row: Row, fresh: Mapping[str, Value], lseq: int) -> None:
    """Called after every change of a row: a new place means a new scope."""
    name = row.entity.name
    for owner in ownership.leading(row.entity) if not ownership.is_anchor(row.entity) else ():
        if owner in fresh:
            # Whoever holds what it belonged to holds this row, and must hear that it left.
            connection.execute(
                "INSERT OR IGNORE INTO held_by(uid, peer) "
                "SELECT ?, peer FROM held_by WHERE uid = ?",
                (row.uid, row.values[owner]),
            )
    if not ownership.is_anchor(row.entity) and row.entity.owner in fresh:
        _touch_following(connection, row, lseq)
    if name == "member" and "organization" in fresh:
        touch_members(connection, [row.uid], lseq)
    elif name == "organization" and "parent" in fresh:
        touch_organization(connection, row.uid, lseq)
    elif name == "training_class" and "organization" in fresh:
        touch_classes(connection, [row.uid], lseq)
    elif name == "enrolment" and {"member", "training_class"} & set(fresh):
        named = {row.values["training_class"], fresh.get("training_class")}
        touch_classes(connection, [uid for uid in named if isinstance(uid, bytes)], lseq)


def _touch_following(connection: Connection, row: Row, lseq: int) -> None:
    """What hangs on a row goes where the row goes."""
    if _nobody_below(connection):
        return
    for entity, condition in ownership.following(row.entity.name, "= ?"):
        connection.execute(
            f"UPDATE {entity.name} SET lseq = ?, via = NULL WHERE {condition}",  # noqa: S608
            (lseq, row.uid),
        )


def added(
    connection: Connection, entity: Entity, many: Sequence[Mapping[str, Value]], lseq: int
) -> None:
    """New participants may bring a class into a township's scope."""
    if entity.name == "enrolment":
        classes = {v["training_class"] for v in many if isinstance(v["training_class"], bytes)}
        touch_classes(connection, sorted(classes), lseq)


def founded(connection: Connection, organizations: Iterable[bytes], lseq: int) -> None:
    """Organizations arrived; what already names them came into their scope just now."""
    named = " UNION ALL ".join(
        f"SELECT 1 FROM {entity.name} WHERE {name} = ?1"  # noqa: S608  (declared names)
        for entity, name in ownership.belonging_to("organization")
    )
    for uid in organizations:
        if connection.execute(f"{named} LIMIT 1", (uid,)).fetchone():
            touch_organization(connection, uid, lseq)
