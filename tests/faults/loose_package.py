"""A package without its seal, for thousands of histories: same content, same way in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import orjson

from app.data import changes, outgoing, peers
from app.domain.errors import PackageError
from app.domain.progress import Silent
from app.exchange.header import Kind
from app.exchange.package import Package
from app.services import arrivals, receiving, sending
from app.services.receiving import PackageView
from app.services.store import Store

HERE = Path(__file__)


@dataclass
class Loose:
    """What `app.exchange.package.Package` is after its checks."""

    header: Any
    manifest: dict[str, Any]
    lines: list[bytes]
    digest: str
    receiver: bytes
    cut: int | None = None
    heard: dict[Any, set[Any]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for number, line in enumerate(self.lines):
            if number == self.cut:
                raise PackageError("cut", code="E-202")
            yield orjson.loads(line)
        if self.cut is not None:
            raise PackageError("cut", code="E-202")


def pack(sender: Store, receiver: bytes, *, full: bool = False) -> Loose:
    """What `sending.export_package` would seal for the site `receiver`."""
    with sender.database.write() as connection:
        peer = peers.by_site(connection, receiver)
        assert peer is not None
        peer = sending._reserve(connection, peer)
        outgoing.prepare(connection, peer)
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


def receive(store: Store, loose: Loose) -> PackageView:
    """What `receiving.receive_package` does after the seal was checked, receipt included."""
    package = cast("Package", loose)
    connection = store.database.read()
    peer = peers.by_site(connection, bytes.fromhex(loose.header.sender))
    assert peer is not None
    loose.manifest = dict(loose.manifest)
    arrivals.check_manifest(connection, package)
    view = receiving._view(store, package, peer)
    if not view.state.applies:
        return view
    with store.database.write() as connection:
        change = changes.begin(connection, store.operator)
        view = receiving._applied(change, package, peer, view, Silent())
        arrivals.register(change, package, peer, HERE, receiving._counts(view))
    return view


def take_receipt(sender: Store, receiver: Store) -> None:
    """The receiver's receipt reaches the sender."""
    connection = receiver.database.read()
    here = receiver.site
    peer = peers.by_site(connection, sender.site.uid)
    assert peer is not None
    confirmed = peers.confirmed_to_us(connection, peer.id)
    mine = sender.site.incarnation
    with sender.database.write() as connection:
        known = peers.by_site(connection, here.uid)
        assert known is not None
        if mine in confirmed or known.incarnation != here.incarnation:
            peers.note_confirmation(connection, known, here.incarnation, confirmed.get(mine, 0))
