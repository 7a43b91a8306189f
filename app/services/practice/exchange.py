"""The exchange part of the practice run: enrolment, reports, issues, one disagreement decided."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.data.queries.members import MemberFilter, member_ids, uids_of
from app.services import people
from app.services.exchange import enrolment, joining
from app.services.exchange.receiving import inspect_package, receive_package
from app.services.exchange.sending import export_package, find_peer
from app.services.review import decisions, open_items
from app.services.store import Store

if TYPE_CHECKING:
    from app.services.practice.demo_sites import Demo


def enrol_all(out: Path, stores: dict[str, Store]) -> None:
    """Every township asks, the county answers, the township joins."""
    county = next(store for store in stores.values() if store.site.level == "county")
    for name, store in stores.items():
        if store is county:
            continue
        request = out / "packages" / f"{name}开户申请.xjs"
        reply = out / "packages" / f"{name}开户回复.xjs"
        enrolment.request_enrolment(store, request)
        enrolment.enrol(county, request, name, reply)
        joining.join(store, reply)


def report_all(demo: "Demo", stores: dict[str, Store]) -> None:
    """数据上报 of every township, received by the county, receipts taken home."""
    county = _county(stores)
    for name, store in _townships(stores):
        sent = _sent(demo, store, county.site.name, f"{name}上报")
        inspect_package(county, sent)
        received = receive_package(county, sent)
        if received.receipt is not None:
            receive_package(store, received.receipt)


def issue_all(demo: "Demo", stores: dict[str, Store]) -> None:
    """数据下发: the county's own changes come back to every township."""
    county = _county(stores)
    for name, store in _townships(stores):
        receive_package(store, _sent(demo, county, name, f"{county.site.name}下发{name}"))


def disagree_and_decide(demo: "Demo", stores: dict[str, Store]) -> None:
    """Both sides change one phone number; the county sees both and decides; all end equal."""
    county = _county(stores)
    _, first = _townships(stores)[0]
    connection = first.database.read()
    ids = member_ids(connection, MemberFilter(organization=first.site.organization))
    person = uids_of(connection, ids[:1])[0]
    people.save_member(first, person, {"phone": "13900000001"})
    people.save_member(county, person, {"phone": "13900000002"})
    report_all(demo, stores)
    for item in open_items.open_items(county):
        if item.field == "phone":
            theirs = next(c for c in item.siblings if c.site == first.site.name)
            decisions.take(county, item.id, theirs.id)
    issue_all(demo, stores)


def _county(stores: dict[str, Store]) -> Store:
    return next(store for store in stores.values() if store.site.level == "county")


def _townships(stores: dict[str, Store]) -> list[tuple[str, Store]]:
    return [(name, store) for name, store in stores.items() if store.site.level != "county"]


def _sent(demo: "Demo", store: Store, to: str, title: str) -> Path:
    peer = find_peer(store, to)
    target = demo.out / "packages" / f"{title}-第{peer.sent_sequence + 1}号.xjb"
    export_package(store, peer, target)
    demo.packages.append(target)
    return target
