"""Who may say what about which row, worked out from the county's tables alone: what judges the
lies of a township asks none of the rules that it judges."""

import json
from dataclasses import dataclass
from typing import Any

from app.data.database import Connection
from app.domain.entity import REGISTRY
from tests.faults.scoped import classes_inside, organizations_inside, people_inside


@dataclass(frozen=True)
class Own:
    """What a township may speak of, worked out from parents and postings alone."""

    organizations: frozenset[bytes]
    people: frozenset[bytes]
    runs: frozenset[bytes]
    sees: frozenset[bytes]

    @classmethod
    def of(cls, connection: Connection, root: bytes, untold: set[bytes]) -> "Own":
        """As the county's tree stands; `untold` left it and it has not been sent word."""
        organizations = organizations_inside(connection, root)
        for uid in untold:
            organizations |= organizations_inside(connection, uid)
        people = people_inside(connection, root) | untold
        found = connection.execute("SELECT uid, organization FROM member")
        people |= {uid for uid, organization in found if organization in organizations}
        rows = connection.execute("SELECT uid, organization FROM training_class")
        runs = {uid for uid, organization in rows if organization in organizations}
        sees = classes_inside(connection, organizations, people)
        return cls(*map(frozenset, (organizations, people, runs, sees | runs)))


NOTHING_SAID: tuple[tuple[Any, ...], ...] = ((None, None), ("申请", None))
"""What a new row of the township's begins with where the word is another's."""


def words_of_the_county(connection: Connection, own: Own) -> set[tuple[Any, ...]]:
    """What rows about the township say that is not the township's to say: who completed a class
    of somebody else's, what became of a request, what was sent back and why."""
    found: set[tuple[Any, ...]] = set()
    asked = "SELECT uid, completion, completion_reason, training_class FROM enrolment"
    for uid, completion, reason, of_class in connection.execute(asked):
        if of_class not in own.runs:
            found.add(("enrolment", uid, completion, reason))
    for row in connection.execute("SELECT uid, state, answer FROM erasure_request"):
        found.add(("erasure_request", *row))
    asked = "SELECT uid, entity, row, member, training_class, organization, reason FROM row_return"
    found |= {("row_return", *row) for row in connection.execute(asked)}
    return found


def words_of_others(connection: Connection, site: bytes) -> set[bytes]:
    """What others had sent and waits, with what it supersedes: it is tried again at every receive,
    and is their word, not the liar's."""
    found = connection.execute(
        "SELECT h.uid, h.line FROM held h JOIN peer p ON p.id = h.peer WHERE p.site <> ?", (site,)
    )
    named: set[bytes] = set()
    for uid, text in found:
        named.add(uid)
        for row in json.loads(text).get("facts", ()):
            named |= {bytes.fromhex(v) for v in row if isinstance(v, str) and len(v) == 32}
    return named


def classes_of(connection: Connection, others: set[bytes]) -> set[bytes]:
    """Into which classes somebody else's waiting word, now that it may come in, has put people."""
    found = connection.execute("SELECT uid, training_class FROM enrolment").fetchall()
    return {of_class for uid, of_class in found if uid in others}


def ranks_above_their_site(connection: Connection) -> list[tuple[Any, ...]]:
    """Rows and writes of townships whose rank is not a township's: it would be shown before the
    county's word."""
    towns = {
        str(row[0])
        for row in connection.execute(
            "SELECT key FROM incarnation WHERE site IN (SELECT site FROM peer)"
        )
    }
    found: list[tuple[Any, ...]] = []
    for name in REGISTRY:
        asked = f"SELECT i.key, t.uid, t.rank FROM {name} t JOIN incarnation i ON i.id = t.site"
        rows = connection.execute(f"{asked} WHERE t.rank <> 0")
        found += [(name, uid, rank) for key, uid, rank in rows if key in towns]
    for uid, name, state in connection.execute("SELECT uid, field, state FROM register"):
        writes = json.loads(state)[1]
        found += [(name, uid, w[3]) for w in writes if w[0] in towns and w[3]]
    return found


def untold_rows(connection: Connection, site: bytes) -> set[bytes]:
    found = connection.execute(
        "SELECT h.uid FROM held_by h JOIN peer p ON p.id = h.peer WHERE p.site = ? AND NOT h.told",
        (site,),
    )
    held = {row[0] for row in found}
    kinds = connection.execute("SELECT uid FROM organization UNION SELECT uid FROM member")
    return held & {row[0] for row in kinds}


Rows = dict[str, dict[bytes, Any]]


def judge(after: Rows, before: Rows, others: set[bytes]) -> None:
    """What is foreign stands as it stood; `others` waited from somebody else, and may have come in.

    Raises:
        AssertionError: a row of somebody else's changed, or one stands where it says nothing.
    """
    for name, known in before.items():
        for uid, row in known.items():
            now = after[name].get(uid)
            assert uid in others or now == row, ("a foreign row changed", name, row, now)
        fresh = {u for u in after[name] if u not in known and u not in others}
        assert not fresh, ("a row where it says nothing", name, [after[name][u] for u in fresh])


def foreign(connection: Connection, own: Own, root: bytes) -> Rows:
    """Every row that is not the township's to write, with its versions, by table."""
    by_field: dict[bytes, list[Any]] = {}
    for uid, field, state in connection.execute("SELECT uid, field, state FROM register"):
        by_field.setdefault(uid, []).append((field, state))
    found: Rows = {}
    for name in REGISTRY:
        asked = connection.execute(f"SELECT * FROM {name}")
        columns = [column[0] for column in asked.description]
        rows = [dict(zip(columns, row, strict=True)) for row in asked.fetchall()]
        found[name] = {
            row["uid"]: (
                {k: v for k, v in row.items() if k not in ("id", "lseq", "via")},
                sorted(by_field.get(row["uid"], ())),
            )
            for row in rows
            if not _is_own(name, row, own, connection)
        }
        if name == "organization":
            place = connection.execute(
                "SELECT parent, gone FROM organization WHERE uid = ?", (root,)
            )
            found[name][b"root"] = place.fetchone()
    return found


def _is_own(name: str, row: dict[str, Any], own: Own, connection: Connection) -> bool:
    if name == "organization":
        return row["uid"] in own.organizations or row["parent"] in own.organizations
    if name == "member":
        return row["uid"] in own.people or row["organization"] in own.organizations
    if name == "training_class":
        return row["uid"] in own.runs or row["organization"] in own.organizations
    if name in ("setting", "erasure"):
        return False
    if name in ("certificate",):
        return row["training_class"] in own.runs or _new_class(connection, own, row)
    if name == "row_return":
        return (
            row["member"] in own.people
            or row["training_class"] in own.sees
            or (row["organization"] in own.organizations)
        )
    if "member" not in row:
        return _is_register_of_own(name, row, own, connection)
    person = row["member"] in own.people or _new_person(connection, own, row)
    if name == "attendance":
        found = connection.execute(
            "SELECT training_class FROM session WHERE uid = ?", (row["session"],)
        )
        held = found.fetchone()
        return person or (held is not None and held[0] in own.runs)
    if name in ("enrolment", "issued_paper"):
        return person or row["training_class"] in own.runs
    return person


def _is_register_of_own(name: str, row: dict[str, Any], own: Own, connection: Connection) -> bool:
    if name == "session":
        return (
            row["training_class"] in own.runs
            or row["training_class"] not in _all(connection)
            or _new_class(connection, own, row)
        )
    if row.get("organization") in own.organizations or row.get("training_class") in own.runs:
        return True
    leads = REGISTRY[name].owner
    above = REGISTRY[name].field(leads).refers_to
    if above in ("organization", "member", "training_class"):
        return False
    asked = connection.execute(f"SELECT * FROM {above} WHERE uid = ?", (row[leads],))
    columns = [column[0] for column in asked.description]
    found = asked.fetchone()
    whole = None if found is None else dict(zip(columns, found, strict=True))
    return whole is not None and _is_own(above, whole, own, connection)


def _all(connection: Connection) -> set[bytes]:
    return {row[0] for row in connection.execute("SELECT uid FROM training_class")}


def _new_class(connection: Connection, own: Own, row: dict[str, Any]) -> bool:
    found = connection.execute(
        "SELECT organization FROM training_class WHERE uid = ?", (row["training_class"],)
    ).fetchone()
    return found is not None and found[0] in own.organizations


def _new_person(connection: Connection, own: Own, row: dict[str, Any]) -> bool:
    found = connection.execute(
        "SELECT organization FROM member WHERE uid = ?", (row["member"],)
    ).fetchone()
    return found is not None and found[0] in own.organizations
