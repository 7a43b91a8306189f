"""What all steps of joining a package share: where it comes from, and what it did so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.data.changes import Change
from app.data.database import Connection
from app.data.exchange.authority import Authority
from app.data.exchange.listed_changes import ListedChanges


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a package comes from: `via` is the local number of the incarnation that sent it,
    None for what had waited here: who brings its turn need not have it."""

    peer: int
    via: int | None
    sequence: int
    at: str


@dataclass
class MergeState:
    """A package being joined inside one transaction; the counts say what that did so far."""

    change: Change
    origin: Origin
    sender: Authority
    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    opened: int = 0
    held: int = 0
    erased: int = 0
    gone: set[bytes] | None = None
    returned: int = 0
    listed: ListedChanges = field(default_factory=ListedChanges)
    newest: dict[str, int] = field(default_factory=dict)

    @property
    def connection(self) -> Connection:
        """Where the package is being joined."""
        return self.change.connection

    def note_newest(self, writes: Iterable[tuple[str, object]]) -> None:
        """These writes come past us: whoever we send to later will have been told of them."""
        for key, n in writes:
            if isinstance(n, int) and n > self.newest.get(key, 0):
                self.newest[key] = n
