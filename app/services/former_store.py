"""The store under its former data key: it goes once the new one has been opened."""

from contextlib import suppress
from pathlib import Path

from app.data import keyslots, site
from app.domain.errors import StorageError
from app.services.store import Store

ASIDE = "rotated_aside"
"""The name it was set aside under, until then."""


def tidy(store: Store) -> None:
    """The store is open under its new key: what lies under the former one goes."""
    kept = site.get(store.database.read(), ASIDE)
    if not kept:
        return
    aside = store.path.with_name(Path(str(kept)).name)
    try:
        for path in (keyslots.slots_path(aside), aside):
            path.unlink(missing_ok=True)
    except OSError:
        return  # held by a scanner: the next start tries again
    with suppress(StorageError), store.database.sealed_write() as connection:
        site.put(connection, ASIDE, "")
