"""A package that is really sealed and really opened, on its way through a history."""

import itertools
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from app.data.exchange import outgoing
from app.data.queries import peer_list
from app.services.exchange import receiving, sending
from app.services.exchange.package_view import PackageView
from app.services.store import Store
from tests.faults.loose_package import facts_in, keys_in
from tests.faults.oracle import Dot, Key

_numbers = itertools.count(1)


@dataclass
class SealedPackage:
    """A file on a stick, and what its sender had to say when it was written."""

    path: Path
    receiver: bytes
    lines: list[bytes]
    by: str
    sequence: int
    said: dict[Key, frozenset[Dot]] = field(default_factory=dict)
    facts: set[bytes] = field(default_factory=set)
    receipt: Path | None = None

    @property
    def empty(self) -> bool:
        """Whether it says nothing but how far its sender has come."""
        return not self.lines

    def keys(self) -> list[Key]:
        """The fields that it speaks of."""
        return keys_in([orjson.loads(line) for line in self.lines])

    def fact_uids(self) -> set[bytes]:
        """The facts that it brings."""
        return facts_in([orjson.loads(line) for line in self.lines])

    def receive(self, store: Store, cut: float | None = None) -> PackageView:
        """Open it at a site, or only its first part."""
        if cut is None:
            view = receiving.receive_package(store, self.path)
            self.receipt = view.receipt or self.receipt
            return view
        whole = self.path.read_bytes()
        broken = self.path.with_name(f"{self.path.stem}.part.xjb")
        broken.write_bytes(whole[: int(cut * (len(whole) - 1))])
        return receiving.receive_package(store, broken)

    def take_receipt(self, sender: Store, receiver: Store) -> None:
        """The receipt that the receiver wrote reaches the sender."""
        if self.receipt is not None:
            receiving.receive_package(sender, self.receipt)


def pack(sender: Store, receiver: bytes) -> SealedPackage:
    """Export for the site `receiver`, and keep apart what was there to be said."""
    with sender.database.write() as connection:
        peer = peer_list.by_site(connection, receiver)
        assert peer is not None
        outgoing.prepare(connection, peer)
        delta = outgoing.delta_for(connection, peer, full=False)
        lines = [orjson.dumps(line) for line in outgoing.records(connection, delta)]
    path = sender.path.with_name(f"{next(_numbers)}.xjb")
    sent = sending.export_package(sender, peer, path)
    return SealedPackage(path, receiver, lines, sender.site.incarnation, sent.sequence)
