"""Who wrote each of the values that stand side by side."""

import json
from dataclasses import dataclass

from app.data import site
from app.data.database import Connection
from app.data.facts import superseded_by
from app.data.queries.peer_list import all_peers
from app.data.queries.review_item import Choice, ReviewItem
from app.data.queries.review_list import KEEP
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.exchange.versions import GONE, canonical

Fact = tuple[str, str, int, str, Value]
"""Incarnation, operator, clock, mark and what it supersedes."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote one of the values; `level` is county, township or empty (nobody)."""

    site: bytes
    name: str
    level: str
    operator: str
    clock: int


NOBODY = Writer(b"", "", "", "", 0)


class Writers:
    """Reads about questions; what is the same for all of them is read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._own = site.current(connection)
        known = all_peers(connection)
        self._levels = {peer.site: peer.level for peer in known}
        self._titles = {peer.site: peer.title for peer in known if peer.computer}
        found = connection.execute("SELECT id, key, site, name FROM incarnation").fetchall()
        self._sites = {
            str(key): (bytes(uid or b""), str(name or "")) for _, key, uid, name in found
        }
        self._numbers = {int(number): str(key) for number, key, _, _ in found}

    def of_marks(self, item: ReviewItem) -> dict[str, Writer]:
        """By the id of a choice who entered that mark."""
        return {choice.id: self._mark_writer(bytes.fromhex(choice.id)) for choice in item.siblings}

    def of_rows(self, item: ReviewItem) -> dict[str, Writer]:
        """By the id of a choice who entered that row."""
        return {choice.id: self._row_writer(item.entity, choice) for choice in item.siblings}

    def of_values(self, item: ReviewItem) -> dict[str, Writer]:
        """By the id of a choice who wrote that value; nobody for one that was never written."""
        made = {choice.id: self._choice_writer(choice) for choice in item.siblings}
        keys = [choice.id.partition(":")[0] for choice in item.siblings if choice.id != KEEP]
        if len(set(keys)) < len(keys):  # put back by an undo: the first writers are told
            made.update(self._first_writers(item))
        return made

    def _choice_writer(self, choice: Choice) -> Writer:
        if choice.id == KEEP:
            return NOBODY
        return self.by(choice.id.partition(":")[0], choice.operator, choice.when)

    def by(self, key: str, operator: str, clock: int) -> Writer:
        """The writer behind an incarnation."""
        uid, name = self._sites.get(key, (b"", ""))
        # Who is no peer is another computer of our own.
        level = self._levels.get(uid, self._own.level)
        return Writer(uid, self._titles.get(uid, name) or "未知单位", level, operator, clock)

    def _row_writer(self, entity: str, choice: Choice) -> Writer:
        found = self._connection.execute(
            f"SELECT site FROM {entity_named(entity).name} WHERE uid = ?",  # noqa: S608
            (bytes.fromhex(choice.id),),
        ).fetchone()
        key = self._numbers.get(int(found[0]), "") if found else ""
        return self.by(key, choice.operator, choice.when)

    def _first_writers(self, item: ReviewItem) -> dict[str, Writer]:
        own = {choice.id.partition(":")[0] for choice in item.siblings}
        kept = self._connection.execute(
            "SELECT site, operator, clock, value FROM superseded WHERE uid = ? AND field = ? "
            "ORDER BY site IN (SELECT value FROM json_each(?)), clock DESC",
            (item.uid, item.field, json.dumps(sorted(own))),
        ).fetchall()
        found: dict[str, Writer] = {}
        for choice in item.siblings:
            for key, operator, clock, value in kept:
                same = (
                    bool(value) == bool(choice.value)
                    if item.field == GONE
                    else (canonical(value) == canonical(choice.value))
                )
                if same and choice.id != KEEP:
                    found.setdefault(choice.id, self.by(key, operator, clock))
        return found

    def _mark_writer(self, fact: bytes) -> Writer:
        key, operator, clock, mark, over = self._fact(fact)
        # A mark put back by an undo corrects the decision, which corrected the first mark.
        for decision in superseded_by(over):
            for first in superseded_by(self._fact(decision)[4]):
                before = self._fact(first)
                if before[3] == mark and before[0] != key:
                    return self.by(*before[:3])
        return self.by(key, operator, clock)

    def _fact(self, fact: bytes) -> Fact:
        found = self._connection.execute(
            "SELECT i.key, a.operator, a.clock, a.mark, a.supersedes FROM attendance a "
            "JOIN incarnation i ON i.id = a.site WHERE a.uid = ?",
            (fact,),
        ).fetchone()
        if found is None:
            return "", "", 0, "", None
        key, operator, clock, mark, over = found
        return str(key), str(operator), int(clock), str(mark), over
