"""Everything that one site holds, read column by column past our own reading code."""

import json
from typing import Any

from app.data.database import Connection
from app.data.queries.review_list import review_list
from app.domain.entity import REGISTRY
from app.domain.exchange.versions import GONE
from tests.faults.oracle import Dot

LOCAL = ("id", "lseq", "via", "site")
"""What differs from store to store; the writer's number becomes its key."""


class Snapshot:
    """The rows of every table and the text of all versions at one moment."""

    def __init__(self, connection: Connection) -> None:
        self.rows: dict[str, dict[bytes, dict[str, Any]]] = {}
        for name in REGISTRY:
            found = connection.execute(
                f"SELECT t.*, i.key AS writer FROM {name} t JOIN incarnation i ON i.id = t.site"
            )
            names = [column[0] for column in found.description]
            made = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
            self.rows[name] = {row["uid"]: row for row in made}
        self.questions = review_list(connection)
        kept = connection.execute("SELECT uid, field, state FROM register").fetchall()
        self.versions: dict[tuple[bytes, str], str] = {(u, f): s for u, f, s in kept}
        self._fields: dict[bytes, list[str]] = {}
        for uid, name in self.versions:
            self._fields.setdefault(uid, []).append(name)
        for name, rows in self.rows.items():
            for uid, row in rows.items():
                self._check_columns(name, uid, row)

    def uids(self, entity: str) -> set[bytes]:
        """The rows of one table."""
        return set(self.rows[entity])

    def row(self, entity: str, uid: bytes) -> Any:
        """Columns and versions of one row, without what is local; None when it is not here."""
        row = self.rows[entity].get(uid)
        if row is None:
            return None
        columns = {name: value for name, value in row.items() if name not in LOCAL}
        told = {n: self.versions[uid, n] for n in sorted(self._fields.get(uid, ()))}
        return columns, {n: state for n, state in told.items() if state != _implied(row, n)}

    def writes(self, entity: str, uid: bytes, name: str) -> set[Dot]:
        """The writes of one field that stand here."""
        state = self.versions.get((uid, name))
        if state is not None:
            return {(s[0], s[1]) for s in json.loads(state)[1]}
        row = self.rows.get(entity, {}).get(uid)
        if row is None or row.get(name) is None:
            return set()
        return {(row["writer"], row["n"])}

    def _check_columns(self, entity: str, uid: bytes, row: dict[str, Any]) -> None:
        # What is shown is the county's write, then the latest by the clock it carries.
        for name in self._fields.get(uid, ()):
            siblings = json.loads(self.versions[uid, name])[1]
            shown = max(siblings, key=lambda s: (s[3], s[2], s[0], s[1]))[5]
            have = row["gone"] if name == GONE else row.get(name)
            have = have.hex() if isinstance(have, bytes) else have
            wanted = int(bool(shown)) if name == GONE else shown
            if name in row or name == GONE:
                assert have == wanted, ("column out of step", entity, name)


def _implied(row: dict[str, Any], name: str) -> str:
    # An upgrade leaves in words what the stamp of the row says as well.
    value = row.get(name)
    plain = value.hex() if isinstance(value, bytes) else value
    write = [row["writer"], row["n"], row["clock"], row["rank"], row["operator"], plain, {}]
    whole = [{row["writer"]: row["n"]}, [write]]
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def inside(county: Snapshot, root: bytes) -> dict[str, set[bytes]]:
    """Table by table what a township may hold of what the county holds."""
    below: dict[Any, list[bytes]] = {}
    for uid, row in county.rows["organization"].items():
        below.setdefault(row["parent"], []).append(uid)
    organizations, waiting = {root}, [root]
    while waiting:
        fresh = [uid for uid in below.get(waiting.pop(), ()) if uid not in organizations]
        organizations.update(fresh)
        waiting += fresh
    people = _naming(county, "member", "organization", organizations)
    classes = _naming(county, "training_class", "organization", organizations)
    enrolled = county.rows["enrolment"].values()
    classes |= {row["training_class"] for row in enrolled if row["member"] in people}
    classes &= county.uids("training_class")
    made = {"organization": organizations, "member": people, "training_class": classes}
    for name, entity in REGISTRY.items():
        if name == "row_return":
            made[name] = (
                _naming(county, name, "member", people)
                | _naming(county, name, "training_class", classes)
                | _naming(county, name, "organization", organizations)
            )
        elif name not in made and entity.has("member"):
            made[name] = _naming(county, name, "member", people)
        elif name not in made and entity.has("training_class"):
            made[name] = _naming(county, name, "training_class", classes)
    return made


def _naming(county: Snapshot, entity: str, field: str, owners: set[bytes]) -> set[bytes]:
    return {uid for uid, row in county.rows[entity].items() if row[field] in owners}
