"""The data key is also wrapped for the county's recovery key: nobody's password is the last one."""

from app.data import keyslots, site
from app.services.accounts import replace_slots
from app.services.store import Store

OWN, COUNTYS = "recovery_key", "county_recovery"
"""Facts of the store: at a county the private recovery key, at a township the county's public."""


def recovery_public(store: Store) -> bytes:
    """The county's public recovery key as this site knows it; empty while it does not."""
    connection = store.database.read()
    own, countys = site.get(connection, OWN), site.get(connection, COUNTYS)
    if isinstance(own, bytes):
        return keyslots.public_half(own)
    return countys if isinstance(countys, bytes) else b""


def county_recovery_key(store: Store) -> bytes:
    """The county's private recovery key; counties made before there was one get it now."""
    kept = site.get(store.database.read(), OWN)
    if isinstance(kept, bytes):
        return kept
    private, _ = keyslots.new_county_key()
    with store.database.sealed_write() as connection:
        site.put(connection, OWN, private)
    keep_slot(store)
    return private


def keep_slot(store: Store) -> None:
    """Wrap the data key for the recovery key that is known, unless that is done."""
    public, here = recovery_public(store), store.site.uid
    if not public:
        return
    slots = keyslots.read(store.path)
    parts = keyslots.county_parts(slots)
    if parts is not None and parts[:2] == (public, here):
        return
    fresh = keyslots.wrap_for_county(public, here, store.database.key)
    replace_slots(store, lambda known: [*(s for s in known if s.name != keyslots.COUNTY), fresh])
