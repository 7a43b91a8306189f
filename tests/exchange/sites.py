"""The invented sites of these tests; keys come from a text, so that old files stay readable."""

import hashlib
import io
from collections.abc import Iterable, Mapping
from typing import Any

from app.exchange.body import Content
from app.exchange.header import Kind
from app.exchange.keys import SiteKeys
from app.exchange.package import Package, open_package
from app.exchange.parties import OwnSite, Peer
from app.exchange.sealing import Body, Label, seal

TIME = "2026-11-20T09:30:00+08:00"


def known_keys(name: str) -> SiteKeys:
    """Keys that everybody can make: never to be used outside tests."""
    halves = (hashlib.sha256(f"xueji test {name} {half}".encode()).digest() for half in range(2))
    return SiteKeys.from_bytes(b"\x01" + b"".join(halves))


def site(name: str, keys: str | None = None, *former: str) -> OwnSite:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return OwnSite(
        digest[:32],
        name,
        digest[32:],
        known_keys(keys or name),
        tuple(known_keys(key) for key in former),
    )


def peer(of: OwnSite, revoked_on: str = "") -> Peer:
    return Peer(of.site, of.name, of.keys.public, revoked_on)


TOWNSHIP, OTHER, COUNTY = site("青山镇"), site("白水镇"), site("云岭县")
STRANGER, RETIRED = site("无名镇"), site("旧城镇")
PEERS = (peer(TOWNSHIP), peer(OTHER), peer(RETIRED, "2026-06-30"))
"""Whom the county knows."""

ROWS: tuple[Mapping[str, Any], ...] = tuple(
    {"table": "member" if number % 3 else "record", "id": f"{number:032x}", "name": "李㛃"}
    for number in range(12)
)


def label(kind: Kind = Kind.REPORT, sequence: int = 7, **more: Any) -> Label:
    return Label(kind, sequence, "", TIME, **more)


def package(
    sender: OwnSite = TOWNSHIP,
    receiver: OwnSite = COUNTY,
    *,
    rows: Iterable[Mapping[str, Any]] = ROWS,
    body: Body | None = None,
    label: Label = label(),  # noqa: B008 - frozen
) -> bytes:
    target = io.BytesIO()
    seal(target, label, sender, peer(receiver), body or Content({"note": "试"}, rows))
    return target.getvalue()


def opened(data: bytes, me: OwnSite = COUNTY, peers: Iterable[Peer] = PEERS) -> Package:
    return open_package(io.BytesIO(data), me, peers)


def received(
    data: bytes, me: OwnSite = COUNTY, peers: Iterable[Peer] = PEERS
) -> list[dict[str, Any]]:
    """All rows, as a receiver who reads to the end."""
    return list(opened(data, me, peers))
