"""A month of twenty townships: what each reports, and what the county does with it."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

from app.data import keyslots
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.services.exchange import receiving, sending
from app.services.exchange.other_process import OpenedStore, opened
from app.services.store import Store
from tests.bench.apart import Taken, again, apart
from tests.bench.county_store import TOWNSHIPS, Size, township_name
from tests.builders import enrol, make_class, make_store

Row = tuple[str, float, str, float, str]

PER_SESSION, HALF_DAYS, EDITED = 100, 10, 10
CONTENT = "云岭县党员教育培训证书 学员 于二〇二六年三月参加集中轮训，学习期满，考核合格，准予结业。"


def month_rows(folder: Path, county: OpenedStore, size: Size) -> Iterator[Row]:
    """Every township is given what is its own, works for a month and reports it."""
    issued = [apart(issue_first, county, folder, number) for number in range(TOWNSHIPS)]
    places = [taken.found["township"] for taken in issued]
    first = [
        apart(take_in, place, [taken.found["package"]])
        for place, taken in zip(places, issued, strict=True)
    ]
    yield _mean(f"county issues a township its {size.each:,} people for the first time", issued)
    yield _mean("  the township receives them", first)
    months = [apart(work_and_report, place, size.each) for place in places]
    yield _mean("a township reports its month", months)
    files = [taken.found["package"] for taken in months]
    largest = max(file.stat().st_size for file in files) / 1e6
    yield "  its package, MB", largest, "1 MB", largest, "< 1"
    sitting = apart(take_in, county, files)
    each = sitting.seconds["others"] / (TOWNSHIPS - 1)
    yield _line(f"county of {size.members:,} receives it", each, sitting.megabytes)
    yield _line("  the first of the sitting, with its backup", sitting.seconds["first"])
    yield _line("  the slowest of the others", sitting.found["slowest"])
    yield _mean("  the county issues to a township afterwards", [apart(issue_back, county)])


def _mean(what: str, many: list[Taken]) -> Row:
    seconds = mean(taken.seconds["work"] for taken in many)
    return _line(what, seconds, max(taken.megabytes for taken in many))


def _line(what: str, seconds: float, megabytes: float = 0.0) -> Row:
    memory = f" ({megabytes:.0f} MB)" if megabytes else ""
    return what + memory, seconds, "10 s", seconds / 10, "≤ 1"


def issue_first(taken: Taken, county: OpenedStore, folder: Path, number: int) -> None:
    """A new township with its 开户, and its first package."""
    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    name = township_name(number)
    with again(county) as store:
        township = make_store(folder, name)
        enrol(store, township, folder, name)
        target = folder / f"{name}.下发.xjb"
        with taken.clocked("work"):
            sending.export_package(store, sending.find_peer(store, name), target)
        taken.found = {"township": opened(township), "package": target}
        township.close()


def take_in(taken: Taken, where: OpenedStore, files: list[Path]) -> None:
    """One sitting: one package after the other, all of each receive with backup and receipt."""
    turns = []
    with again(where) as store, taken.clocked("work"):
        for file in files:
            start = time.process_time()
            receiving.receive_package(store, file)
            turns.append(time.process_time() - start)
    taken.seconds |= {"first": turns[0], "others": sum(turns[1:])}
    taken.found["slowest"] = max(turns[1:], default=0.0)


def work_and_report(taken: Taken, where: OpenedStore, people: int) -> None:
    """A tenth of the people edited, a class of a hundred with marks and certificates."""
    with again(where) as store:
        members = _members(store)
        _edit(store, members[: people // EDITED])
        _hold_class(store, members[-PER_SESSION:])
        target = store.path.with_suffix(".上报.xjb")
        with taken.clocked("work"):
            sending.export_package(store, sending.find_peer(store, "云岭县"), target)
        taken.found["package"] = target


def _members(store: Store) -> list[bytes]:
    found = store.database.read().execute("SELECT uid FROM member ORDER BY uid")
    return [row[0] for row in found]


def _edit(store: Store, members: list[bytes]) -> None:
    for serial, member in enumerate(members):
        with store.change("修改") as change:
            values: dict[str, Value] = {"phone": f"139{serial:08d}", "workplace": "村委会主任"}
            change.update(entity_named("member"), member, values)


def _hold_class(store: Store, members: list[bytes]) -> None:
    made = make_class(store, members, "三月轮训班", first_day="2026-03-16", days=HALF_DAYS // 2)
    with store.change("考勤") as change:
        for session in made.sessions:
            marks: list[dict[str, Value]] = [
                {"session": session, "member": member, "mark": "出勤"} for member in members
            ]
            change.add_facts(entity_named("attendance"), marks)
    with store.change("结班") as change:
        rows: list[dict[str, Value]] = [
            {
                "training_class": made.uid,
                "member": member,
                "number": f"云岭〔2026〕{serial:05d}",
                "issued_on": "2026-03-20",
                "content": CONTENT + member.hex(),
                "digest": (member * 2).hex(),
            }
            for serial, member in enumerate(members)
        ]
        change.create_many(entity_named("certificate"), rows)


def issue_back(taken: Taken, county: OpenedStore) -> None:
    """What the county has for one township after everybody reported."""
    with again(county) as store:
        peer = sending.find_peer(store, township_name(0))
        with taken.clocked("work"):
            sending.export_package(store, peer, store.path.with_name("再下发.xjb"))
