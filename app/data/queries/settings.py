"""Settings in force: what the county or this site has set, else the default."""

from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One value as it was set; `rank` tells the county's from a township's own."""

    uid: bytes
    key: str
    value: str
    from_on: str
    entered: str
    operator: str
    rank: int


def settings_told(connection: Connection) -> list[SettingRow]:
    """Every live setting, the latest first."""
    found = connection.execute(
        "SELECT uid, key, value, from_on, clock, operator, rank FROM setting WHERE gone = 0 "
        "ORDER BY from_on DESC, rank DESC, id DESC"
    )
    return [
        SettingRow(uid, key, value, since, _day(clock), operator, rank)
        for uid, key, value, since, clock, operator, rank in found
    ]


def _day(clock: int) -> str:
    return datetime.fromtimestamp(clock / 1000).astimezone().date().isoformat()
