"""Who sends and who receives: this site with its private keys, and the sites enrolled here."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.exchange.codec import Keys, Name, Record, Token
from app.exchange.keys import SiteKeys

PROGRAM = "0.1"
"""The newest package version this program can read, as the user sees it."""


@dataclass(frozen=True, slots=True)
class OwnSite:
    """This site. `former_keys` open packages that were sealed before a change of keys."""

    site: str
    name: str
    incarnation: str
    keys: SiteKeys
    former_keys: tuple[SiteKeys, ...] = ()
    program: str = PROGRAM

    @property
    def all_keys(self) -> tuple[SiteKeys, ...]:
        """Today's keys first, then the former ones."""
        return (self.keys, *self.former_keys)


@dataclass(frozen=True, slots=True)
class Peer(Record):
    """Another site with one pair of its keys; `revoked_on` is a date once they are revoked,
    `lost` tells that they may be in wrong hands."""

    site: Token
    name: Name
    keys: Keys
    revoked_on: str = ""
    lost: bool = False


def enrolled(peers: Iterable[Peer], site: str) -> dict[str, Peer]:
    """The peers that share this site id, by key id (several after a change of keys)."""
    return {peer.keys.key_id: peer for peer in peers if peer.site == site}
