"""What a sender may say: a township only of its own, and only in its own name.

A package is signed, but what stands in it is the sender's claim. Scope comes from the certificate
the county signed and from the receiver's own tree as it stood before the package; stamps, ranks,
contexts and writers are held against what the receiver knows itself. A line in which anything is
not the sender's to say is not joined at all: it is held, listed, and a person decides.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from app.data import tombstones
from app.data.clock import today
from app.data.database import Connection
from app.data.exchange.claims import Claimed
from app.data.exchange.fact_owners import FactOwners, uid_of
from app.data.exchange.held_back import (
    ANOTHERS_MARK,
    IDENTITY_TAKEN,
    IN_ANOTHERS_NAME,
    NOT_ITS_IDENTITY,
    TOO_EARLY,
    UNKNOWN_FACT,
)
from app.data.exchange.peer_knowledge import sender_incarnations, told_to
from app.data.exchange.peers import brings_back
from app.data.exchange.records import STAMP_WIDTH, FactsRecord, RowRecord
from app.data.organization_tree import former_places
from app.data.ownership import used_elsewhere
from app.data.reach import DEEPEST, Reach
from app.data.rows import Row
from app.data.scope import ABOVE, fill_roots
from app.data.site import current
from app.data.writing_rules import (
    COUNTY_ONLY,
    TOO_DEEP,
    Said,
    may_supersede,
    refused_because,
)
from app.domain.entity import Entity, Value
from app.domain.exchange.versions import Sibling, joined
from app.domain.uid import derived_uid

Reasons = dict[str, FactsRecord]


@dataclass
class Authority:
    """`roots` None means the county, or a person who looked at the line and accepts it: what
    they say is joined as it is. `below` says that the lines come from a township all the same: it
    holds these rows, and must hear where they go."""

    peer: int
    roots: tuple[bytes, ...] | None
    rank: int = 0
    own: Collection[str] = ()
    told: Mapping[str, int] = field(default_factory=dict)
    reach: Reach | None = None
    others_roots: Collection[bytes] = ()
    not_us: str = ""
    below: bool = False
    said_of: dict[tuple[str, str, Value], bool] = field(default_factory=dict)
    """Of whom and of what a fact may be, as far as it was asked since the last row."""
    sayable: dict[tuple[str, str], set[Value]] = field(default_factory=dict)
    """Those of them of which it may."""

    def __post_init__(self) -> None:
        self.below = self.below or self.roots is not None

    def prepare(self, connection: Connection) -> None:
        """Look at the tree before anything of the package is joined."""
        if self.roots is None:
            return
        self.reach = Reach(connection, self.roots, self.peer)
        self.own = sender_incarnations(connection, self.peer)
        self.told = told_to(connection, self.peer)
        if brings_back(connection, self.peer):
            self.not_us = current(connection).incarnation
        self.others_roots = _roots_of_others(connection, self.peer)

    def new_organizations(self, records: Iterable[RowRecord], known: Collection[bytes]) -> None:
        """Organizations that are not here yet belong to the sender if their parent does."""
        if self.reach is None:
            return
        fresh = [(r.uid, uid_of(r.shown("parent"))) for r in records if r.uid not in known]
        self.reach.grow(fresh, DEEPEST)

    def expect(self, entity: Entity, records: Iterable[RowRecord]) -> None:
        """These rows come next: the people they name are looked up together."""
        if self.reach is None:
            return
        for one in (f.name for f in entity.fields if f.refers_to == "member"):
            texts = {record.values.get(one) for record in records}
            self.reach.expect({uid for uid in map(uid_of, texts) if uid is not None})

    def taken_identities(self, entity: Entity, uids: Sequence[bytes]) -> set[bytes]:
        """Those of the new rows whose identity stands for something else here: a township cannot
        have made them, and joined they would speak of that."""
        if self.reach is None or not uids:
            return set()
        reserved = set(uids).intersection(self.others_roots)
        return reserved | used_elsewhere(self.reach.connection, entity, uids)

    def refusal(self, entity: Entity, record: RowRecord, row: Row | None) -> str | None:
        """Why the sender may not say this, or None. `row` is what stands here under that
        identity."""
        if self.reach is None:
            return None
        self.said_of.clear()  # a row may move what facts are about
        self.sayable.clear()
        if entity.name == tombstones.TOMBSTONE:
            ours = tombstones.is_ours(self.reach.connection, record)
            return None if ours else COUNTY_ONLY
        if row is None:
            return self._refusal_of_new(self.reach, entity, record)
        claimed = Claimed(self.own, self.rank, self.told, row, record)
        if not (claimed.brings_back(self.not_us) if self.not_us else claimed.credible()):
            return IN_ANOTHERS_NAME
        said = claimed.newly_said()
        if entity.name == "organization" and record.uid in self.reach.roots:
            said = self._without_grant(self.reach, record, row, said)
        return refused_because(self.reach, entity, record.uid, row.values, said)

    def _speaks_for(self, incarnation: str, rank: Value) -> bool:
        """Whether the sender may bring what is new here under that name: its own, and after a
        restore whatever was written before it, which it got from us."""
        if self.not_us and incarnation not in self.own:
            return incarnation != self.not_us
        return incarnation in self.own and rank == self.rank

    def _without_grant(self, reach: Reach, record: RowRecord, row: Row, said: Said) -> Said:
        """Who joins hangs its root where the county's certificate says, on its own tree: that is
        the county's word repeated, as long as it answers nothing the county said since."""
        if "parent" not in said:
            return said
        granted = {row.values["parent"], *former_places(reach.connection, record.uid)}
        repeated = {uid_of(value) for value in said["parent"]} <= granted
        ours, theirs = row.versions.get("parent"), record.versions()["parent"]
        both = joined(ours, theirs)
        left = {write.dot for write in both.siblings} if both else set()
        if not repeated or not {write.dot for write in (ours.siblings if ours else ())} <= left:
            return said
        return {name: values for name, values in said.items() if name != "parent"}

    def _refusal_of_new(self, reach: Reach, entity: Entity, record: RowRecord) -> str | None:
        writers = {(record.stamp.site, record.stamp.rank)}
        said: dict[str, list[Value]] = {name: [value] for name, value in record.values.items()}
        for name, versions in record.explicit.items():
            said[name] = [write.value for write in versions.siblings]
            writers |= {(site, self.rank) for site in versions.context}
            writers |= {(write.site, write.rank) for write in versions.siblings}
        own = all(self._speaks_for(site, rank) for site, rank in writers)
        reason = refused_because(reach, entity, record.uid, None, said)
        if entity.name == "organization" and record.uid not in reach.organizations:
            return reason or TOO_DEEP
        if reason is None and not own:
            return IN_ANOTHERS_NAME
        if reason is None and not _bears_its_identity(reach, entity, record.uid, said):
            return NOT_ITS_IDENTITY
        return reason

    def believed(self, before: Mapping[str, Sibling]) -> Mapping[str, Sibling]:
        """The last common values that a record brings along, as far as they are the sender's own
        words: what others wrote is known here, or not shown."""
        if self.reach is None:
            return before
        return {name: write for name, write in before.items() if write.site in self.own}

    def is_above(self, organization: bytes) -> bool:
        """Whether it is one of the committees above the sender, whose names it is told."""
        if self.reach is None:
            return False
        fill_roots(self.reach.connection, self.reach.roots)
        found = self.reach.connection.execute(
            f"{ABOVE} SELECT 1 FROM above WHERE uid = ?",  # noqa: S608  (our own words)
            (organization,),
        )
        return found.fetchone() is not None

    def may_carry(self, table: str, uid: bytes) -> bool:
        """Whether content of a table that only newer programs know may be kept under that
        identity: nobody can tell whose it is but by who brought it first."""
        if self.reach is None:
            return True
        found = self.reach.connection.execute(
            "SELECT entity, via FROM carried WHERE uid = ?", (uid,)
        ).fetchone()
        return found is None or tuple(found) == (table, self.peer)

    def free_to_carry(self, record: FactsRecord) -> tuple[FactsRecord, FactsRecord]:
        """The same of facts: those that may be kept, and those that may not."""
        free, taken = list[list[Value]](), list[list[Value]]()
        for row in record.rows:
            may = self.may_carry(record.entity, bytes.fromhex(str(row[0])))
            (free if may else taken).append(row)
        return (
            FactsRecord(record.entity, record.fields, free),
            FactsRecord(record.entity, record.fields, taken),
        )

    # Facts: written once, by whoever holds the signed sheet

    def split(self, entity: Entity, record: FactsRecord) -> tuple[FactsRecord, Reasons]:
        """The facts the sender may bring, and by the reason why those it may not; what others
        wrote and is here is in neither."""
        if self.reach is None:
            return record, {}
        allowed, refused = [], dict[str, list[list[Value]]]()
        place = {name: at + STAMP_WIDTH for at, name in enumerate(record.fields)}
        here = FactOwners(self.reach.connection, entity, record, place)
        if not here.known and self._plainly_its_own(entity, record):
            return record, {}
        verdicts: dict[tuple[Value, ...], str | None] = {}
        for row in record.rows:
            key = tuple(row[place[name]] if name in place else None for name in entity.writers)
            if key not in verdicts:
                verdicts[key] = self._place_of_fact(entity, key)
            author = here.author(row)
            if author is not None and author == row[1] and author not in self.own:
                continue  # another's fact that we have: the sender has nothing to add to it
            reason = verdicts[key] or self._fact_refusal(entity, row, here)
            if reason is None:
                allowed.append(row)
            else:
                refused.setdefault(reason, []).append(row)
        return (
            FactsRecord(record.entity, record.fields, allowed),
            {why: FactsRecord(record.entity, record.fields, rows) for why, rows in refused.items()},
        )

    def _plainly_its_own(self, entity: Entity, record: FactsRecord) -> bool:
        """Whether nothing of a line that is new here needs a look fact by fact: written by the
        sender, about what is its own, and correcting nothing."""
        writers = {(str(row[1]), row[4]) for row in record.rows}
        for name in entity.writers:
            known = self.sayable.setdefault((entity.name, name), set())
            unknown = set(record.column(name)) - known
            if not all(self._may_be_said_of(entity, name, text) for text in unknown):
                return False
            known |= unknown
        in_its_name = all(self._speaks_for(site, rank) for site, rank in writers)
        return in_its_name and set(record.column("supersedes")) <= {None}

    def _place_of_fact(self, entity: Entity, key: tuple[Value, ...]) -> str | None:
        assert self.reach is not None  # asked by `split` only
        pairs = list(zip(entity.writers, key, strict=True))
        # What may be said about each of them may be said about both; asked once for each half-day
        # and person, and not for each of a million marks.
        if all(self._may_be_said_of(entity, name, text) for name, text in pairs):
            return None
        said = {name: [uid_of(text)] for name, text in pairs}
        reason = refused_because(self.reach, entity, b"", None, said)
        if reason is None and any(self._too_early(name, text) for name, text in pairs):
            return TOO_EARLY
        return reason

    def _too_early(self, name: str, text: Value) -> bool:
        """Whether that is a half-day to come of a class that the sender does not hold: its sheet
        cannot have been signed yet. Of its own classes it answers for the sheet itself."""
        assert self.reach is not None  # asked by `split` only
        session = uid_of(text) if name == "session" else None
        of_class = self.reach.class_of(session) if session is not None else None
        if of_class is None or self.reach.runs(of_class):
            return False
        found = self.reach.connection.execute("SELECT day FROM session WHERE uid = ?", (session,))
        return str(found.fetchone()[0]) > today()

    def _may_be_said_of(self, entity: Entity, name: str, text: Value) -> bool:
        """Whether a fact that says nothing but this may be the sender's, until rows come."""
        assert self.reach is not None  # asked by `split` only
        asked = (entity.name, name, text)
        found = self.said_of.get(asked)
        if found is None:
            said = {name: [uid_of(text)]}
            refused = refused_because(self.reach, entity, b"", None, said) is not None
            found = not refused and not self._too_early(name, text)
            self.said_of[asked] = found
        return found

    def _fact_refusal(self, entity: Entity, row: Sequence[Value], here: FactOwners) -> str | None:
        assert self.reach is not None  # asked by `split` only
        if (author := here.author(row)) is not None and author != row[1]:
            return IDENTITY_TAKEN
        if author is None and not self._speaks_for(str(row[1]), row[4]):
            return IN_ANOTHERS_NAME
        if row[1] not in self.own:
            return None  # what we lost
        for old in here.superseded(row):
            was = here.written(old)
            if was is None:
                return UNKNOWN_FACT
            site, place = was
            about = dict(zip(entity.writers, place, strict=True))
            if not may_supersede(self.reach, entity, about, said_it=site in self.own):
                return ANOTHERS_MARK
        return None


def _bears_its_identity(reach: Reach, entity: Entity, uid: bytes, said: Said) -> bool:
    """Whether a new row has the identity that follows from what it says, where one follows: else
    whoever knows what another's row will be of could take its identity beforehand. What was made
    for somebody erased since, and given to somebody else, is new here once more."""
    if not entity.identity:
        return True
    told: dict[str, Collection[bytes]] = {
        name: {one for value in said.get(name, ()) if (one := uid_of(value)) is not None}
        for name in entity.identity
    }
    if _is_one_of(entity, uid, told):
        return True
    gone = tombstones.erased(reach.connection)
    of_people = (name for name in told if entity.field(name).refers_to == "member")
    return _is_one_of(entity, uid, told | dict.fromkeys(of_people, gone))


def _is_one_of(entity: Entity, uid: bytes, told: Mapping[str, Collection[bytes]]) -> bool:
    pairs = (dict(zip(told, one, strict=True)) for one in product(*told.values()))
    return any(entity.identity_of(pair) == uid for pair in pairs)


def _roots_of_others(connection: Connection, peer: int) -> set[bytes]:
    """Where the other known sites begin, whether they have reported yet or not: the identity of
    a site's first organization follows from the site's own."""
    sites = connection.execute(
        "SELECT site FROM incarnation WHERE site IS NOT NULL "
        "UNION SELECT site FROM peer EXCEPT SELECT site FROM peer WHERE id = ?",
        (peer,),
    )
    return {derived_uid(b"organization", row[0]) for row in sites}
