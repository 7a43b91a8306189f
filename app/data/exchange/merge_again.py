"""Join what had waited: rows held until their person arrived, tables unknown until an upgrade."""

from collections.abc import Mapping
from dataclasses import replace

from app.data.exchange import carried, held
from app.data.exchange.merge import Merge
from app.data.exchange.receiving_scope import SenderScope
from app.data.exchange.records import Line
from app.domain.entity import REGISTRY


def retry_held(merge: Merge, scopes: Mapping[int, tuple[bytes, ...] | None]) -> None:
    """Try again what was held earlier; `scopes` says per peer what it may write now."""
    for peer, lines in carried.take_over(merge.connection, REGISTRY).items():
        _join(merge, SenderScope(peer, scopes.get(peer)), lines)
    for peer in held.peers(merge.connection):
        if peer in scopes:
            lines = held.take_out(merge.connection, peer)
            _join(merge, SenderScope(peer, scopes[peer]), lines)


def _join(merge: Merge, sender: SenderScope, lines: list[Line]) -> None:
    # Whoever sends just now need not have what another one had sent: it is offered to everybody.
    origin = replace(merge.origin, peer=sender.peer, via=None)
    again = Merge(merge.change, origin, sender, shown=merge.shown)
    again.sender.prepare(merge.connection, ())
    again.lines_in(lines)
    for name in ("new", "changed", "removed", "opened", "erased", "returned"):
        setattr(merge, name, getattr(merge, name) + getattr(again, name))
