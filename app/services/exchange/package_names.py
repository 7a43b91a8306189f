"""What a package is called on a stick: from whom, to whom, when, and which computer wrote it."""

from datetime import datetime

from app.data.queries.peer_list import PeerRow
from app.exchange.package import SUFFIX
from app.services.store import Store

_TAG = 6


def package_name(store: Store, peer: PeerRow, at: datetime) -> str:
    """Computers of one name may write into one folder in the same second: the end of the name is
    the computer's own."""
    which = f"第{peer.computer}台" if peer.computer else ""
    own = store.site.uid.hex()[-_TAG:]
    return f"{store.site.name}发{peer.name}{which}-{at:%Y%m%d-%H%M%S}-{own}{SUFFIX}"
