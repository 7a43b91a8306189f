"""Which registers this site keeps: the county all from the first day, a township what it says."""

import json
from collections.abc import Collection

from app.data import site
from app.data.audit import AuditEntry, append
from app.data.clock import now_text
from app.data.database import Connection
from app.domain.accounts.roles import Verb
from app.domain.registers import REGISTERS, Register, in_menu_order
from app.services.store import Store

_KEPT = "kept_registers"


def kept_registers(store: Store) -> list[Register]:
    """In the order of the menu. What a new version brings is kept from the level it is declared
    for, until somebody has said otherwise."""
    import app.domain.declarations  # noqa: F401  (declares them; no first window waits for it)

    connection = store.database.read()
    said, level = _said(connection), store.site.level
    return [made for made in in_menu_order() if said.get(made.key, level in made.levels)]


def keeps_any(store: Store) -> bool:
    """Whether this site keeps any at all: asked before anything is declared."""
    said = _said(store.database.read())
    return any(said.values()) if said else store.site.level == site.COUNTY


def _said(connection: Connection) -> dict[str, bool]:
    text = site.get(connection, _KEPT)
    found: dict[str, bool] = json.loads(text) if isinstance(text, str) else {}
    return found


def keep_registers(store: Store, keys: Collection[str]) -> None:
    """From now on these; the rows of others stay, and are shown again when they are kept again.

    Raises:
        AppError: whoever works here may not change settings.
    """
    import app.domain.declarations  # noqa: F401  (declares them)

    store.require(Verb.SETTINGS)
    said = {key: key in keys for key in REGISTERS}
    titles = "、".join(made.title for key, made in REGISTERS.items() if key in keys) or "无"
    with store.database.sealed_write() as connection:
        site.put(connection, _KEPT, json.dumps(said))
        entry = AuditEntry(now_text(), store.operator, "选择登记册", "", f"使用：{titles}")
        append(connection, entry)
