"""From a declaration to columns: what every synced table looks like."""

from app.domain.entity import Entity, Field, Kind, Value

SQL_TYPES = {
    Kind.TEXT: str,
    Kind.NOTE: str,
    Kind.DATE: str,
    Kind.DAY: str,
    Kind.CHOICE: str,
    Kind.HOURS: float,
    Kind.NUMBER: int,
    Kind.ID_NUMBER: str,
    Kind.PHONE: str,
    Kind.REFERENCE: bytes,
    Kind.FLAG: int,
    Kind.MONEY: int,
    Kind.MONTH: str,
    Kind.PERSON_NAME: str,
    Kind.MANY: str,
    Kind.ATTACHMENT: str,
}

STAMP_COLUMNS: dict[str, type] = {
    "site": int,  # local number of the incarnation that created (or re-based) the row
    "n": int,
    "clock": int,
    "rank": int,
    "operator": str,
    "lseq": int,  # local sequence of the last change, what a peer's confirmation is compared with
    "via": int,  # the peer whose package brought exactly this state, so it is not echoed
}

ROW_COLUMNS: dict[str, type] = {"id": int, "uid": bytes}

DERIVED_COLUMNS: dict[str, dict[str, type]] = {
    "member": {"sort_key": str, "search_key": str},
    "attendance": {"live": int},
}
"""Local columns computed from the others; they never travel."""


def columns(entity: Entity) -> dict[str, type]:
    """Column name to Python type, in the order of the table."""
    made = dict(ROW_COLUMNS)
    made.update((field.name, SQL_TYPES[field.kind]) for field in entity.fields)
    made.update(DERIVED_COLUMNS.get(entity.name, {}))
    if not entity.facts:
        made["gone"] = int
    made.update(STAMP_COLUMNS)
    return made


def to_column(field: Field, plain: Value) -> Value:
    """A value as JSON carries it, turned into what the column holds.

    Raises:
        ValueError: the value has the wrong type (a damaged or foreign package).
    """
    if plain is None:
        return None
    if field.kind is Kind.REFERENCE:
        if isinstance(plain, bytes):
            return plain
        return bytes.fromhex(str(plain))
    kind = SQL_TYPES[field.kind]
    if kind is float and isinstance(plain, int | float):
        return float(plain)
    if kind is int and isinstance(plain, bool):
        return int(plain)
    if not isinstance(plain, kind):
        raise ValueError(f"{field.name}: {type(plain).__name__}")
    return plain
