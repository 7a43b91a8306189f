"""Write the columns of one row and note when this store saw it change, and who brought it."""

from collections.abc import Mapping

from app.data.database import Connection
from app.domain.entity import Entity, Value


def update_row(
    connection: Connection,
    entity: Entity,
    uid: bytes,
    columns: Mapping[str, Value],
    lseq: int,
    via: int | None = None,
) -> None:
    """Set columns of one row and mark it as changed here (`via`: brought by that incarnation)."""
    assigned = {**columns, "lseq": lseq, "via": via}
    names = ", ".join(f"{name} = ?" for name in assigned)
    connection.execute(
        f"UPDATE {entity.name} SET {names} WHERE uid = ?",  # noqa: S608
        (*assigned.values(), uid),
    )


def set_via(connection: Connection, entity: Entity, uid: bytes, via: int | None) -> None:
    """That incarnation holds exactly our state: no need to send it back."""
    connection.execute(
        f"UPDATE {entity.name} SET via = ? WHERE uid = ?",  # noqa: S608  (declared name)
        (via, uid),
    )
