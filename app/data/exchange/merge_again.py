"""Join what had waited: rows held until their person arrived, tables unknown until an upgrade."""

from collections.abc import Mapping
from dataclasses import replace

from app.data.exchange import held_back, unknown_parts
from app.data.exchange.authority import Authority
from app.data.exchange.merge import Merge
from app.data.exchange.records import Line
from app.data.exchange.structure import check_line
from app.domain.entity import REGISTRY


def retry_held_back(merge: Merge, scopes: Mapping[int, tuple[bytes, ...] | None]) -> None:
    """Try again what was held earlier; `scopes` says per peer what it may write now."""
    for peer, lines in unknown_parts.take_over(merge.connection, REGISTRY).items():
        _join(merge, Authority(peer, scopes.get(peer)), _sound(merge, peer, lines))
    for peer in held_back.peers(merge.connection):
        if peer in scopes:
            lines = held_back.take_out(merge.connection, peer)
            _join(merge, Authority(peer, scopes[peer]), _sound(merge, peer, lines))


def _sound(merge: Merge, peer: int, lines: list[Line]) -> list[Line]:
    """What can be joined at all. The rest was kept when nobody knew what it should look like, and
    goes on waiting where a person sees it."""
    found: list[Line] = []
    arrival = (merge.origin.at, merge.origin.sequence)
    for line in lines:
        try:
            check_line(line)
            found.append(line)
        except ValueError:
            held_back.keep_line(merge.connection, peer, line, held_back.UNSOUND, arrival)
    return found


def _join(merge: Merge, sender: Authority, lines: list[Line]) -> None:
    # Whoever sends just now need not have what another one had sent: it is offered to everybody.
    origin = replace(merge.origin, peer=sender.peer, via=None)
    again = Merge(merge.change, origin, sender, listed=merge.listed)
    again.sender.prepare(merge.connection)
    again.lines_in(lines)
    for name in ("new", "changed", "removed", "opened", "erased", "returned"):
        setattr(merge, name, getattr(merge, name) + getattr(again, name))
