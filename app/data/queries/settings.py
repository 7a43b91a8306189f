"""Settings in force: what the county or this site has set, else the default."""

from app.data.database import Connection
from app.domain.settings import DEFAULTS


def setting_rows(connection: Connection) -> list[tuple[str, str, str]]:
    """(设置项, 取值, 起用日期) of every live setting, oldest first; the county's come last."""
    found = connection.execute(
        "SELECT key, value, from_on FROM setting WHERE gone = 0 ORDER BY from_on, rank, id"
    )
    return [(str(key), str(value), str(since)) for key, value, since in found]


def setting_value(connection: Connection, key: str, day: str) -> str:
    """The value in force on a day.

    Raises:
        KeyError: a key that nobody declared.
    """
    value = DEFAULTS[key]
    for name, text, since in setting_rows(connection):
        if name == key and since <= day:
            value = text
    return value
