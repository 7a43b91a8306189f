"""党员增减变化表: noted while a package is received, told with today's names when asked for."""

import json
from collections import Counter
from typing import Any

from app.data import site
from app.data.changes import Change
from app.data.database import Connection
from app.data.exchange import peers
from app.data.queries import headcount as queries
from app.data.queries.organization_titles import OrganizationTitles
from app.data.queries.peer_list import PeerRow
from app.domain.documents.headcount_change import (
    ChangedPerson,
    HeadcountChange,
    OrganizationChange,
)
from app.domain.errors import NotFound
from app.domain.people.headcount import DECREASES, INCREASES, Movement, Standing, movement
from app.domain.people.membership import NORMAL
from app.services.store import Store

ELSEWHERE = "（不在本机的党组织）"
MOST_PEOPLE = 2000
"""So many names are kept of one package (ids and codes only); the sums are always complete."""


def remember(connection: Connection) -> None:
    """Keep how everybody stands before anything is joined."""
    queries.remember(connection)


def note(change: Change, peer: PeerRow, log_id: int) -> None:
    """Compare the people before and after, and note the difference beside the package. Call at
    the end of the transaction that `remember` was called in."""
    connection = change.connection
    found = [
        (uid, before, after, moved)
        for uid, before, after in queries.changed(connection, change.lseq)
        if (moved := movement(before, after)) is not None
    ]
    roots = peer.scope if peer.level == site.TOWNSHIP else peers.own_scope(connection)
    scope = queries.below(connection, roots)
    counts = queries.counts(connection)
    rows = _rows(found, counts)
    touched = {bytes.fromhex(row[0]) for row in rows}
    rest = {
        organization: after
        for organization, (_, after) in counts.items()
        if organization in scope and organization not in touched
    }
    people = sorted(found, key=lambda one: (not one[3].party, one[3].words, one[0]))
    told = {
        "rows": rows,
        "rest": [len(rest), sum(rest.values())],
        "people": [_person(*one) for one in people[:MOST_PEOPLE]],
        "more": max(0, len(people) - MOST_PEOPLE),
    }
    queries.save(connection, log_id, json.dumps(told, ensure_ascii=False))


Found = tuple[bytes, Standing | None, Standing | None, Movement]


def _rows(found: list[Found], counts: dict[bytes, tuple[int, int]]) -> list[list[Any]]:
    reasons: dict[bytes, Counter[str]] = {}
    for _, before, after, moved in found:
        if moved.left and before is not None:
            reasons.setdefault(before.organization, Counter())[moved.left] += 1
        if moved.came and after is not None:
            reasons.setdefault(after.organization, Counter())[moved.came] += 1
    return [
        [organization.hex(), *counts.get(organization, (0, 0)), dict(why)]
        for organization, why in sorted(reasons.items())
    ]


def _person(
    uid: bytes, before: Standing | None, after: Standing | None, moved: Movement
) -> list[Any]:
    return [uid.hex(), moved.words, int(moved.party), _standing(before), _standing(after)]


def _standing(standing: Standing | None) -> list[str] | None:
    if standing is None:
        return None
    return [standing.organization.hex(), standing.political_status, standing.status]


def headcount_of(store: Store, log_id: int = 0) -> HeadcountChange:
    """Who was added, came, left or changed with a received package (0: the newest).

    Raises:
        NotFound: nothing was received yet, or not under this number of the register.
    """
    connection = store.database.read()
    found = queries.saved(connection, log_id)
    if found is None:
        raise NotFound("没有这一次接收的党员增减记录。", "请先接收数据包，或换一个登记号。")
    number, sender, sequence, at, text = found
    told = json.loads(text)
    organizations, people = _names(store, told)
    rest_count, rest_people = told["rest"]
    lines = [_line(row, organizations) for row in told["rows"]]
    if rest_count:
        name = f"其他 {rest_count} 个党组织（无变化）"
        lines.append(OrganizationChange(name, rest_people, (), (), rest_people))
    listed = [_told(one, organizations, people) for one in told["people"]]
    return HeadcountChange(
        log_id=number,
        unit=store.site.name,
        sender=sender,
        sequence=sequence,
        received_at=at.replace("T", " ")[:16],
        organizations=tuple(lines),
        people=tuple(person for person, party in listed if party),
        others=tuple(person for person, party in listed if not party),
        not_listed=told["more"],
    )


def _names(store: Store, told: dict[str, Any]) -> tuple[dict[bytes, str], dict[bytes, str]]:
    connection = store.database.read()
    places = {bytes.fromhex(row[0]) for row in told["rows"]}
    for person in told["people"]:
        places |= {bytes.fromhex(s[0]) for s in person[3:5] if s}
    uids = [bytes.fromhex(person[0]) for person in told["people"]]
    titles = OrganizationTitles(connection)
    return (
        {uid: titles.of(uid, ELSEWHERE) for uid in sorted(places)},
        queries.names(connection, uids),
    )


def _line(row: list[Any], names: dict[bytes, str]) -> OrganizationChange:
    organization, before, after, why = row
    return OrganizationChange(
        names.get(bytes.fromhex(organization), ELSEWHERE),
        before,
        tuple(why.get(reason, 0) for reason in INCREASES),
        tuple(why.get(reason, 0) for reason in DECREASES),
        after,
    )


def _told(
    person: list[Any], organizations: dict[bytes, str], people: dict[bytes, str]
) -> tuple[ChangedPerson, bool]:
    uid, words, party, before, after = person
    name = people.get(bytes.fromhex(uid), "（已彻底删除）")
    was, now = (_words(standing, organizations) for standing in (before, after))
    return ChangedPerson(name, words, was, now), bool(party)


def _words(standing: list[str] | None, organizations: dict[bytes, str]) -> str:
    if standing is None:
        return "—"
    organization, political_status, status = standing
    place = organizations.get(bytes.fromhex(organization), ELSEWHERE)
    told = political_status if status == NORMAL else f"{political_status}，{status}"
    return f"{place}（{told}）"
