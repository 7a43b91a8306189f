"""Short ways to a store with people and classes in it; a test states only what matters to it."""

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stdnum.cn.ric import calc_check_digit

from app.data.exchange import outgoing
from app.data.queries import peer_list
from app.data.queries.peer_list import PeerRow
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.uid import Uid, derived_uid
from app.services.exchange import enrolment, joining, receiving, sending
from app.services.exchange.receiving import PackageView
from app.services.opening import NewSite, create_store
from app.services.store import Store

PASSWORD = "practice-password"
COUNTY = "云岭县"
TOWNSHIP = "青山镇"
ROUNDS = 20
"""Sites that have not come to rest after so many exchanges never will."""
_numbers = itertools.count(1)


def make_store(
    folder: Path,
    name: str = TOWNSHIP,
    *,
    level: str = "township",
    county: str = COUNTY,
    operator: str = "张三",
) -> Store:
    """An empty store; its password is PASSWORD. Passwords are cheap only under our conftest."""
    answers = NewSite(level, name, county, operator)
    return create_store(folder / f"{name}.xueji", answers, PASSWORD).store


def make_county(folder: Path, name: str = COUNTY) -> Store:
    """An empty county store."""
    return make_store(folder, name, level="county", operator="李四")


def enrol(county: Store, township: Store, folder: Path, scope: str = "") -> None:
    """Let a township ask, the county enrol it, and the township join."""
    name = township.site.name
    request, reply = folder / f"{name}.申请.xjs", folder / f"{name}.开户.xjs"
    enrolment.request_enrolment(township, request)
    enrolment.enrol(county, request, scope or name, reply)
    joining.join(township, reply)


@dataclass
class Pair:
    """A county and a township that exchange through files in `folder`."""

    county: Store
    township: Store
    folder: Path

    def to_county(self, *, full: bool = False) -> PackageView:
        """Report everything new to the county and take its receipt."""
        return hand_over(self.township, self.county, self.folder, full=full)

    def to_township(self, *, full: bool = False) -> PackageView:
        """Issue everything new to the township and take its receipt."""
        return hand_over(self.county, self.township, self.folder, full=full)

    def settle(self) -> None:
        """Exchange until nothing changes any more."""
        for _ in range(ROUNDS):
            if not self.to_county().applied + self.to_township().applied:
                return
        raise AssertionError("they send each other the same things for ever")


def make_pair(folder: Path) -> Pair:
    """Both stores, enrolled; nothing exchanged yet."""
    county, township = make_county(folder), make_store(folder)
    stick = folder / "stick"
    stick.mkdir()
    enrol(county, township, stick)
    return Pair(county, township, stick)


def peer_at(store: Store, other: Store) -> PeerRow:
    """How `store` knows `other`."""
    return sending.find_peer(store, other.site.uid.hex())


def package_file(sender: Store, receiver: Store, folder: Path, *, full: bool = False) -> Path:
    """A sealed package lying in `folder`."""
    target = folder / f"{sender.site.name}-{next(_numbers)}.xjb"
    sending.export_package(sender, peer_at(sender, receiver), target, full=full)
    return target


def hand_over(
    sender: Store, receiver: Store, folder: Path, *, full: bool = False, receipt: bool = True
) -> PackageView:
    """Export, receive, and bring the receipt back."""
    view = receiving.receive_package(receiver, package_file(sender, receiver, folder, full=full))
    if receipt and view.receipt is not None:
        receiving.receive_package(sender, view.receipt)
    return view


def pending_rows(sender: Store, receiver: Store) -> int:
    """How many lines the next package would hold."""
    with sender.database.write() as connection:
        peer = peer_list.by_site(connection, receiver.site.uid)
        assert peer is not None  # enrolled
        outgoing.prepare(connection, peer)
        delta = outgoing.delta_for(connection, peer, full=False)
        return sum(1 for _ in outgoing.records(connection, delta))


def id_number(serial: int, born: str = "19800101", area: str = "110105") -> str:
    """An invented ID number with a valid check digit; odd serials are men."""
    body = f"{area}{born}{serial % 1000:03d}"
    return body + str(calc_check_digit(f"{body}0"))  # the library wants a place for it


def make_organization(
    store: Store, name: str = "李家村党支部", *, kind: str = "党支部", parent: bytes | None = None
) -> Uid:
    """A branch under the store's root organization, or under `parent`."""
    values: dict[str, Value] = {
        "name": name,
        "kind": kind,
        "parent": parent or store.site.organization,
    }
    with store.change("新增党组织") as change:
        return change.create(entity_named("organization"), values)


def make_member(
    store: Store, organization: bytes | None = None, name: str = "王小明", **fields: Value
) -> Uid:
    """A person of the root organization unless another is given."""
    values: dict[str, Value] = {
        "name": name,
        "id_number": id_number(next(_numbers)),
        "organization": organization or store.site.organization,
        **fields,
    }
    with store.change("新增党员") as change:
        return change.create(entity_named("member"), values)


def change_member(store: Store, uid: bytes, **fields: Value) -> None:
    """Edit fields of a person."""
    change_row(store, "member", uid, **fields)


def change_row(store: Store, entity: str, uid: bytes, **fields: Value) -> None:
    """Edit fields of any row."""
    with store.change("修改") as change:
        change.update(entity_named(entity), uid, fields)


@dataclass(frozen=True)
class MadeClass:
    """A class with its half-days and its participants."""

    uid: Uid
    sessions: list[Uid]
    enrolments: list[Uid]


def make_class(
    store: Store,
    members: Sequence[bytes] = (),
    name: str = "党员集中轮训班",
    *,
    first_day: str = "2026-03-02",
    days: int = 1,
    **fields: Value,
) -> MadeClass:
    """A class of so many days, two half-days each, with these people enrolled."""
    start = datetime.date.fromisoformat(first_day)
    dates = [(start + datetime.timedelta(days=d)).isoformat() for d in range(days)]
    values: dict[str, Value] = {
        "name": name,
        "organization": store.site.organization,
        "organizer": store.site.name,
        "level": "县级" if store.site.level == "county" else "乡镇",
        "starts_on": dates[0],
        "ends_on": dates[-1],
        "place": "镇党校",
        **fields,
    }
    halves = [(day, slot) for day in dates for slot in ("上午", "下午")]
    with store.change("办班") as change:
        uid = change.create(entity_named("training_class"), values)
        sessions = change.create_many(
            entity_named("session"),
            [{"training_class": uid, "day": d, "slot": s, "hours": 4.0} for d, s in halves],
        )
        enrolments = change.create_many(
            entity_named("enrolment"),
            [
                {"training_class": uid, "member": m, "number": i}
                for i, m in enumerate(members, start=1)
            ],
            [derived_uid(b"enrolment", uid, m) for m in members],
        )
    return MadeClass(uid, sessions, enrolments)


def mark(
    store: Store,
    session: bytes,
    member: bytes,
    what: str = "出勤",
    *,
    supersedes: bytes | None = None,
) -> Uid:
    """One attendance mark, or the correction of one."""
    values: dict[str, Value] = {
        "session": session,
        "member": member,
        "mark": what,
        "supersedes": supersedes,
    }
    with store.change("考勤") as change:
        return change.add_facts(entity_named("attendance"), [values])[0]


def value_of(store: Store, entity: str, uid: bytes, field: str) -> Value:
    """What one column holds."""
    column = entity_named(entity).field(field).name
    found = store.database.read().execute(
        f"SELECT {column} FROM {entity_named(entity).name} WHERE uid = ?", (uid,)
    )
    row = found.fetchone()
    value: Value = row[0] if row else None
    return value


def count(store: Store, table: str, where: str = "1", *parameters: Value) -> int:
    """How many rows of a table fulfil a condition."""
    found = store.database.read().execute(f"SELECT count(*) FROM {table} WHERE {where}", parameters)
    return int(found.fetchone()[0])
