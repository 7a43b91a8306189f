"""Try again what was held: a person or branch it belongs to may have arrived since."""

from collections.abc import Mapping

from app.data import held
from app.data.merge import Merge
from app.data.receiving_scope import SenderScope


def retry_held(merge: Merge, scopes: Mapping[int, tuple[bytes, ...] | None]) -> None:
    """Try again what was held earlier; `scopes` says per peer what it may write now."""
    for peer in held.peers(merge.connection):
        if peer not in scopes:
            continue
        sender = SenderScope(peer, scopes[peer])
        again = Merge(merge.change, merge.origin, sender, shown=merge.shown)
        again.sender.prepare(merge.connection, ())
        again.lines_in(held.take_out(merge.connection, peer))
        for name in ("new", "changed", "removed", "opened", "erased", "returned"):
            setattr(merge, name, getattr(merge, name) + getattr(again, name))
