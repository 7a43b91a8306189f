"""A county store of the real shape, for measurements: `real_county(folder, Shape(…))`.

Twenty townships of twenty branches, 60,000 people with names, phones, dates, posts, moves and
exemptions as rosters have them; classes of sixty people with sixteen half-days each, over this
year and the four before, of which all but two per township are closed. Built in a process of its
own through the store's own writes, and kept in the folder `XUEJI_BENCH_STORES` names, so that it
is built once per machine: every caller gets a copy.
"""

import datetime
import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

from app.data import hours_summary, location, migrate
from app.data.changes import Change
from app.data.database import Database
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.uid import Uid, derived_uid
from app.services.exchange.other_process import OpenedStore
from app.services.store import Store
from tests.bench import invented_people as invented
from tests.bench.apart import Taken, again, apart
from tests.bench.first_window import PASSWORD

SEATS, HALF_DAYS = 60, 16
OPEN_EACH = 2
"""Classes of a township that still go on; the newest of them waits for its last four marks."""
YEARS = 5
MOVED = 10
"""People of a township who went over to another branch of it."""
FORMAT = 2
"""Counted up when what is built here changes: what was kept is then built again."""


@dataclass(frozen=True)
class Shape:
    """How large a county is."""

    townships: int = 20
    branches: int = 20
    people: int = 60_000
    classes: int = 1_000
    level: str = "county"

    @property
    def marks(self) -> int:
        """About how many marks that makes."""
        return self.classes * SEATS * HALF_DAYS

    def __str__(self) -> str:
        return f"{self.people:,} people, {self.classes:,} classes, {self.marks:,} marks"


ONE_MILLION = Shape()
FIVE_MILLION = Shape(classes=5_200)
TOWNSHIP = Shape(townships=1, people=3_000, classes=50, level="township")
"""One of them by itself."""
SMALL = Shape(townships=4, branches=5, people=1_200, classes=20)
"""A fiftieth, for tests."""


def real_county(folder: Path, shape: Shape = ONE_MILLION) -> OpenedStore:
    """A copy of the county of that shape in `folder`, which its caller may write to."""
    kept = _kept(shape)
    target = folder / "云岭县.xueji"
    for suffix in ("", ".keys"):
        shutil.copyfile(kept / f"云岭县.xueji{suffix}", f"{target}{suffix}")
    key = bytes.fromhex(json.loads((kept / "key.json").read_text("ascii")))
    database = Database(target, key)
    location.remember(database.read(), target)
    database.close()
    return OpenedStore(target, invented.OPERATOR, key)


def _kept(shape: Shape) -> Path:
    """Where the store of that shape lies ready; built now unless it does."""
    root = Path(os.environ.get("XUEJI_BENCH_STORES") or tempfile.gettempdir()) / "xueji-bench"
    size = f"{shape.townships}-{shape.branches}-{shape.people}-{shape.classes}"
    size += "" if shape.level == "county" else f"-{shape.level}"
    name = f"{FORMAT}-{datetime.date.today().year}-{size}"
    places = [root / f"{name}-{number}" for number in range(migrate.NEWEST, 0, -1)]
    place, *older = places
    if not (place / "key.json").is_file():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        ready = [found for found in older if (found / "key.json").is_file()]
        with tempfile.TemporaryDirectory(dir=root) as home:
            apart(upgrade if ready else build, place, ready[0] if ready else Path(home), shape)
    return place


def upgrade(taken: Taken, place: Path, older: Path, shape: Shape) -> None:
    """The same from a store that an older program made."""
    for file in older.glob("*.xueji*"):
        shutil.copyfile(file, place / file.name)
    key = json.loads((older / "key.json").read_text("ascii"))
    database = Database(place / "云岭县.xueji", bytes.fromhex(key))
    migrate.migrate(database)
    database.close()
    (place / "key.json").write_text(json.dumps(key), "ascii")


def build(taken: Taken, place: Path, home: Path, shape: Shape) -> None:
    """Make the store; its key is written last and says that it is whole."""
    from app.services.opening import NewSite, create_store

    answers = NewSite(shape.level, "云岭县", "云岭县", invented.OPERATOR)
    with location.staying_in(home):
        store = create_store(place / "云岭县.xueji", answers, PASSWORD).store
        _fill(store, shape)
        store.close()
    (place / "key.json").write_text(json.dumps(store.database.key.hex()), "ascii")


@dataclass
class _Township:
    """What classes need to know of one."""

    uid: Uid
    name: str
    people: list[Uid]


def _fill(store: Store, shape: Shape) -> None:
    chance = Random(shape.people)
    with store.change("准备") as change:
        places = [_township(change, number, shape, chance) for number in range(shape.townships)]
    _edit(store, places, chance)
    each = shape.classes // shape.townships
    for place in places:
        with store.change("准备") as change:
            for number in range(each):
                _training_class(change, place, (number, each), chance)
            _records(change, place, chance)
            # Everybody's hours once and not after every township.
            change.touched_members.clear()
            change.touched_classes.clear()
    with store.database.write() as connection:
        hours_summary.rebuild_all(connection)


def _township(change: Change, number: int, shape: Shape, chance: Random) -> _Township:
    name = invented.township_name(number)
    uid = _organization(change, name, change.site.organization, "党委")
    villages = invented.village_names(number, shape.branches)
    branches = [_organization(change, f"{village}党支部", uid, "党支部") for village in villages]
    count = shape.people // shape.townships
    first = number * count
    rows = [
        invented.person(first + n, branches[n % len(branches)], villages[n % len(branches)])
        for n in range(count)
    ]
    people = change.create_many(entity_named("member"), rows)
    posts: list[dict[str, Value]] = [
        {"member": people[at], "organization": branch, **post}
        for place, branch in enumerate(branches)
        for at, post in invented.posts(place, len(branches), chance)
        if at < count
    ]
    change.create_many(entity_named("post"), posts)
    old: list[dict[str, Value]] = [
        {"member": uid_, "reason": "年老体弱", "from_on": "2024-01-01"}
        for uid_, row in zip(people, rows, strict=True)
        if str(row["birth_date"]) < "1946"
    ]
    change.create_many(entity_named("exemption"), old)
    return _Township(uid, name, people)


def _organization(change: Change, name: str, parent: bytes, kind: str) -> Uid:
    values: dict[str, Value] = {"name": name, "parent": parent, "kind": kind}
    return change.create(entity_named("organization"), values)


def _edit(store: Store, places: list[_Township], chance: Random) -> None:
    """What years of use leave behind: edited phones, moves, people who left."""
    member = entity_named("member")
    with store.change("修改") as change:
        for place in places:
            some = chance.sample(place.people, len(place.people) // 20)
            homes = [change.row(member, uid).values["organization"] for uid in some[:MOVED]]
            for turn, uid in enumerate(some):
                if turn < MOVED:
                    change.update(member, uid, {"organization": homes[turn - 1]})
                elif turn % 5 == 0:
                    left = {"status": "已去世", "status_on": f"{_year(0) - turn % 4}-05-06"}
                    change.update(member, uid, left)
                else:
                    change.update(member, uid, {"phone": invented.phone(chance)})


def _year(ago: int) -> int:
    return datetime.date.today().year - ago


def _days(number: int, each: int) -> list[str]:
    """The half-days of one class lie on eight weekdays; the last classes have just been held."""
    today = datetime.date.today()
    if number >= each - OPEN_EACH:
        day = today - datetime.timedelta(days=1 + (each - 1 - number) * 14)
        step = -1
    else:
        share = number / max(1, each - OPEN_EACH)
        span = (today - datetime.date(_year(YEARS - 1), 1, 1)).days - 60
        day = datetime.date(_year(YEARS - 1), 1, 4) + datetime.timedelta(days=int(share * span))
        step = 1
    days: list[datetime.date] = []
    while len(days) < HALF_DAYS // 2:
        if day.weekday() < 5:
            days.append(day)
        day += datetime.timedelta(days=step)
    return [found.isoformat() for found in sorted(days)]


def _training_class(
    change: Change, place: _Township, which: tuple[int, int], chance: Random
) -> None:
    number, each = which
    closed = number < each - OPEN_EACH
    days = _days(number, each)
    # Everybody in turn; a fifth are those who are sent again and again.
    count = len(place.people)
    often = chance.sample(range(count // 10), min(count // 10, SEATS // 5))
    turn = (place.people[(number * SEATS + n) % count] for n in range(SEATS * 2))
    seats = list(dict.fromkeys([*(place.people[n] for n in often), *turn]))[:SEATS]
    values = invented.training_class(place.name, number, days, chance)
    state = {"state": "已结班", "closed_on": days[-1]} if closed else {"state": "在办"}
    uid = change.create(
        entity_named("training_class"), {"organization": place.uid, **values, **state}
    )
    halves = [(day, slot) for day in days for slot in ("上午", "下午")]
    sessions = change.create_many(
        entity_named("session"),
        [{"training_class": uid, "day": d, "slot": s, "hours": 4.0} for d, s in halves],
    )
    marks, absent = _marks(sessions, seats, chance, whole=number < each - 1)
    change.create_many(
        entity_named("enrolment"),
        [
            {
                "training_class": uid,
                "member": member,
                "number": at,
                "completion": ("未结业" if member in absent else "结业") if closed else None,
            }
            for at, member in enumerate(seats, start=1)
        ],
        [derived_uid(b"enrolment", uid, member) for member in seats],
    )
    change.add_facts(entity_named("attendance"), marks)
    if closed:
        passed = [member for member in seats if member not in absent]
        change.create_many(
            entity_named("certificate"),
            list(invented.certificates((place.name, number), uid, passed, days[-1])),
        )


def _marks(
    sessions: list[Uid], seats: list[Uid], chance: Random, *, whole: bool
) -> tuple[list[dict[str, Value]], set[Uid]]:
    """Two in a hundred marks are another than 出勤; the newest class has not all of them yet."""
    absent: set[Uid] = set()
    marks: list[dict[str, Value]] = []
    for session in sessions if whole else sessions[:-4]:
        for member in seats:
            what = "出勤" if chance.random() < 0.98 else chance.choice(("病假", "事假", "缺勤"))
            if what != "出勤":
                absent.add(member)
            marks.append({"session": session, "member": member, "mark": what})
    return marks, absent


def _records(change: Change, place: _Township, chance: Random) -> None:
    """A third has training held elsewhere, in one of the years."""
    some = chance.sample(place.people, len(place.people) // 3)
    change.create_many(
        entity_named("record"), [invented.record(m, _year(n % YEARS)) for n, m in enumerate(some)]
    )


def _main(names: list[str]) -> int:
    """Build and check the shapes named, for who wants them ready."""
    from app.services.self_check import check_store

    shapes = {"1m": ONE_MILLION, "5m": FIVE_MILLION, "small": SMALL}
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XUEJI_HOME"] = f"{folder}/home"
            where = real_county(Path(folder), shapes[name])
            with again(where) as store:
                print(shapes[name], _kept(shapes[name]), check_store(store).problems)
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:] or ["1m"]))
