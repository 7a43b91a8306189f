"""Which rows a site may hold, and which must be offered again because their scope changed."""

from collections.abc import Iterable, Mapping, Sequence

from app.data.database import Connection
from app.data.rows import Row
from app.domain.declarations import ENTITIES
from app.domain.entity import Entity, Scope, Value

MEMBER_ROWS = tuple(e.name for e in ENTITIES if e.has("member"))
"""Tables whose rows follow a person to a new township."""

SUBTREE = """
WITH RECURSIVE below(uid) AS (
    SELECT value FROM temp.scope_root
    UNION SELECT o.uid FROM organization o JOIN below ON o.parent = below.uid)
"""


def prepare(connection: Connection, roots: Iterable[bytes]) -> None:
    """Fill the temporary tables scope_organization, scope_member and scope_class for `roots`."""
    for name in ("scope_root", "scope_organization", "scope_member", "scope_class"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
        column = "value" if name == "scope_root" else "uid"
        connection.execute(
            f"CREATE TEMP TABLE {name}({column} BLOB PRIMARY KEY) WITHOUT ROWID"
        )
    connection.executemany(
        "INSERT OR IGNORE INTO temp.scope_root VALUES (?)", [(root,) for root in roots]
    )
    connection.execute(
        f"INSERT INTO temp.scope_organization {SUBTREE} SELECT uid FROM below"  # noqa: S608
    )
    connection.execute(
        "INSERT INTO temp.scope_member SELECT m.uid FROM member m "
        "JOIN temp.scope_organization o ON o.uid = m.organization"
    )
    connection.execute(
        "INSERT INTO temp.scope_class "
        "SELECT uid FROM training_class "
        "WHERE organization IN (SELECT uid FROM temp.scope_organization) "
        "UNION SELECT e.training_class FROM enrolment e "
        "JOIN temp.scope_member m ON m.uid = e.member"
    )


def condition(entity: Entity) -> str:
    """The WHERE clause that keeps the rows of one table within the prepared scope."""
    if entity.name == "organization":
        return "uid IN (SELECT uid FROM temp.scope_organization)"
    if entity.name == "member":
        return "uid IN (SELECT uid FROM temp.scope_member)"
    if entity.name == "training_class":
        return "uid IN (SELECT uid FROM temp.scope_class)"
    if entity.has("member"):
        return "member IN (SELECT uid FROM temp.scope_member)"
    if entity.scope is Scope.CLASS:
        return "training_class IN (SELECT uid FROM temp.scope_class)"
    return "1" if entity.scope is Scope.BROADCAST else "0"


def touch_members(connection: Connection, members: Sequence[bytes], lseq: int) -> None:
    """Offer everything of these people again: their new holder has none of it."""
    for table in MEMBER_ROWS:
        connection.executemany(
            f"UPDATE {table} SET lseq = ?, via = NULL WHERE member = ?",  # noqa: S608
            [(lseq, member) for member in members],
        )
    for member in members:
        held = connection.execute(
            "SELECT DISTINCT training_class FROM enrolment WHERE member = ?", (member,)
        ).fetchall()
        touch_classes(connection, [row[0] for row in held], lseq)


def touch_classes(connection: Connection, classes: Iterable[bytes], lseq: int) -> None:
    """Offer classes and their sessions again to whoever came into their scope."""
    for uid in classes:
        connection.execute(
            "UPDATE training_class SET lseq = ?, via = NULL WHERE uid = ?", (lseq, uid)
        )
        connection.execute(
            "UPDATE session SET lseq = ?, via = NULL WHERE training_class = ?", (lseq, uid)
        )


def touch_organization(connection: Connection, uid: bytes, lseq: int) -> None:
    """An organization came under another parent: everything below changes its scope."""
    prepare(connection, [uid])
    connection.execute(
        "UPDATE organization SET lseq = ?, via = NULL "
        "WHERE uid IN (SELECT uid FROM temp.scope_organization)",
        (lseq,),
    )
    members = [row[0] for row in connection.execute("SELECT uid FROM temp.scope_member")]
    connection.executemany(
        "UPDATE member SET lseq = ?, via = NULL WHERE uid = ?", [(lseq, m) for m in members]
    )
    touch_members(connection, members, lseq)


def moved(connection: Connection, row: Row, fresh: Mapping[str, Value], lseq: int) -> None:
    """Called after every change of a row: a new place means a new scope."""
    if row.entity.name == "member" and "organization" in fresh:
        touch_members(connection, [row.uid], lseq)
    elif row.entity.name == "organization" and "parent" in fresh:
        touch_organization(connection, row.uid, lseq)
    elif row.entity.name == "enrolment" and "member" in fresh:
        touch_classes(connection, [bytes(row.values["training_class"])], lseq)  # type: ignore[arg-type]


def enrolled(
    connection: Connection, entity: Entity, many: Sequence[Mapping[str, Value]], lseq: int
) -> None:
    """New participants may bring a class into a township's scope."""
    if entity.name == "enrolment":
        classes = {v["training_class"] for v in many if isinstance(v["training_class"], bytes)}
        touch_classes(connection, sorted(classes), lseq)  # type: ignore[type-var,arg-type]
