"""A package without its seal, for thousands of histories: same content, same way in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import orjson

from app.data.exchange import outgoing, peer_knowledge, peers
from app.data.exchange.package_notes import RestorePoint
from app.data.queries import peer_list
from app.domain.errors import PackageError
from app.domain.progress import Silent
from app.exchange.header import Kind
from app.exchange.package import Package
from app.services.exchange import applying, arrivals, sending
from app.services.exchange.package_view import PackageView
from app.services.exchange.staging import Arrived
from app.services.store import Store
from tests.faults.oracle import Dot, Key

SITTING = applying.Sitting(Arrived(Path(__file__), "package"), RestorePoint("", 0), Silent())


def keys_in(lines: list[dict[str, Any]]) -> list[Key]:
    """The fields that these lines speak of."""
    return [
        (bytes.fromhex(line["uid"]), name)
        for line in lines
        if "uid" in line
        for name in (*line["is"], *line.get("edited", ()))
    ]


def facts_in(lines: list[dict[str, Any]]) -> set[bytes]:
    """The facts that these lines bring."""
    return {bytes.fromhex(row[0]) for line in lines if "facts" in line for row in line["facts"]}


@dataclass
class Loose:
    """What `app.exchange.package.Package` is after its checks."""

    header: Any
    manifest: dict[str, Any]
    lines: list[bytes]
    digest: str
    receiver: bytes
    cut: int | None = None
    said: dict[Key, frozenset[Dot]] = field(default_factory=dict)
    facts: set[bytes] = field(default_factory=set)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for number, line in enumerate(self.lines):
            if number == self.cut:
                raise PackageError("cut", code="E-202")
            yield orjson.loads(line)
        if self.cut is not None:
            raise PackageError("cut", code="E-202")

    @property
    def by(self) -> str:
        """The incarnation that wrote it."""
        return str(self.header.incarnation)

    @property
    def sequence(self) -> int:
        """Its number."""
        return int(self.header.sequence)

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
        """What `receiving.receive_package` does after the seal was checked; a cut one breaks off
        at that part of its lines."""
        self.cut = None if cut is None else round(cut * len(self.lines))
        try:
            return _receive(store, self)
        finally:
            self.cut = None

    def take_receipt(self, sender: Store, receiver: Store) -> None:
        """The receiver's receipt reaches the sender."""
        connection = receiver.database.read()
        here = receiver.site
        mine = sender.site
        peer = peer_list.by_site(connection, mine.uid)
        assert peer is not None
        confirmed = peers.confirmed_to_us(connection, peer.id)
        with sender.database.sealed_write() as connection:
            known = peer_list.by_site(connection, here.uid)
            assert known is not None
            if mine.incarnation in confirmed or known.incarnation != here.incarnation:
                held = confirmed.get(mine.incarnation, 0)
                peers.note_confirmation(connection, known, here.incarnation, held)


def pack(sender: Store, receiver: bytes, *, full: bool = False) -> Loose:
    """What `sending.export_package` would seal for the site `receiver`."""
    with sender.database.sealed_write() as connection:
        peer = peer_list.by_site(connection, receiver)
        assert peer is not None
        peer = sending._reserve(connection, peer)
        peer_knowledge.note_sent(connection, peer)
        delta = outgoing.delta_for(connection, peer, full=full)
        said = orjson.loads(orjson.dumps(outgoing.manifest(connection, delta)))
        lines = [orjson.dumps(line) for line in outgoing.records(connection, delta)]
        here = sender.site
        header = SimpleNamespace(
            kind=Kind.REPORT,
            sender=here.uid.hex(),
            incarnation=here.incarnation,
            sequence=peer.sent_sequence,
            previous=peer.sent_digest,
            receiver_name=peer.name,
            created_at="",
            rows=len(lines),
        )
        digest = f"{here.incarnation}:{peer.sent_sequence}:{hash(tuple(lines))}"
        peers.save(connection, receiver, sent_digest=digest)
    return Loose(header, said, lines, digest, receiver)


def _receive(store: Store, loose: Loose) -> PackageView:
    package = cast("Package", loose)
    connection = store.database.read()
    peer = peer_list.by_site(connection, bytes.fromhex(loose.header.sender))
    assert peer is not None
    loose.manifest = dict(loose.manifest)
    arrivals.check_manifest(connection, package)
    view = applying.judged(store, package, peer)
    return applying.apply(store, package, peer, view, SITTING) if view.state.applies else view
