"""远程教育 month by month, and its hours: HN 一（三） 每月不少于1次."""

from datetime import date

from app.domain.entity import REGISTRY, Value
from app.domain.registers import REGISTERS
from app.services import registers, row_marks
from app.services.doubles import possible_doubles
from app.services.hours import hours_of_member
from app.services.last_action import last_action, undo_last
from app.services.remote_months import remote_months
from app.services.store import Store
from tests.builders import count, make_member, make_organization
from tests.register_building import make_row

REMOTE, YEAR = REGISTERS["remote_study"], date.today().year


def village(store: Store, name: str) -> bytes:
    said: dict[str, Value] = {"name": name, "kind": "党支部", "sector": "农村"}
    with store.change("新增党组织") as change:
        return change.create(REGISTRY["organization"], {**said, "parent": store.site.organization})


def study(store: Store, place: bytes, day: str, **more: Value) -> bytes:
    said: dict[str, Value] = {"topic": f"节目{day}", "held_on": day, "organization": place}
    return registers.save_row(store, REMOTE.entity, None, {**said, **more}).uid


def test_months_of_every_village(store: Store) -> None:
    """东村 studied in January twice and in March; on 10 May January to April are over, so February
    and April are empty. 机关支部 is not 农村: shown because it studied, held to nothing."""
    east, west = village(store, "东村党支部"), village(store, "西村党支部")
    office = make_organization(store, "机关党支部")
    make_organization(store, "学校党支部")
    study(store, east, "2026-01-05", hours=2, people=20)
    study(store, east, "2026-01-19", hours=1.5, people=10)
    study(store, east, "2026-03-05", hours=2, people=12)
    study(store, east, "2025-02-05", hours=9)
    study(store, office, "2026-02-05")
    study(store, west, "2026-05-06")
    told = remote_months(store, 2026, today=date(2026, 5, 10))
    assert [one.place.name for one in told] == ["东村党支部", "机关党支部", "西村党支部"]
    first, second, third = told
    assert first.place.times[:5] == (2, 0, 1, 0, 0)
    assert (first.place.hours, first.place.people) == (5.5, 42)
    assert (first.empty, first.words) == ((2, 4), "2、4 月没有")
    assert [first.cell(month) for month in range(1, 7)] == ["2", "无", "1", "无", "", ""]
    assert second.words == "", "not a rural branch"
    assert third.empty == (1, 2, 3, 4)
    assert remote_months(store, 2025, today=date(2026, 5, 10))[0].empty == (1, *range(3, 13))
    assert [one.place.name for one in remote_months(store, 2026, east)] == ["东村党支部"]


def test_the_months_add_up_to_hours_and_nobody_gets_them_twice(store: Store) -> None:
    """2 and 1.5 学时 in two months are 3.5; given again nothing changes;
    the same told by an export of the platform is found."""
    place = village(store, "东村党支部")
    person = make_member(store, place, "王䶮", political_status="正式党员", joined_on="2001-07-01")
    absent = make_member(store, place, "李㛃", political_status="正式党员", joined_on="2001-07-01")
    days = (f"{YEAR - 1}-01-05", f"{YEAR - 1}-02-05")
    rows = [study(store, place, d, hours=h) for d, h in zip(days, (2, 1.5), strict=True)]
    for row in rows:
        assert row_marks.add_people(store, REMOTE, row, [person, absent]) == 2
        here = row_marks.people_of_row(store, REMOTE, row)
        mine = [one.uid for one in here if one.values["member"] == person]
        row_marks.mark_people(store, REMOTE, row, mine, "参加")
    before = count(store, "record", "gone = 0")
    assert row_marks.give_hours_together(store, REMOTE, rows).new == 2
    told = hours_of_member(store, person, YEAR - 1)
    assert told.total == 3.5
    assert {one.mode for one in told.entries} == {"远程教育"}
    assert hours_of_member(store, absent, YEAR - 1).total == 0
    again = row_marks.give_hours_together(store, REMOTE, rows)
    assert (again.new, again.changed, again.withdrawn) == (0, 0, 0)
    make_row(
        store, "record", member=person, title="平台导出", mode="远程教育", starts_on=days[0],
        ends_on=days[0], hours=2,
    )  # fmt: skip
    assert len(possible_doubles(store, YEAR - 1)) == 1
    with store.change("移出") as change:
        [double] = [
            uid
            for (uid,) in store.database.read().execute(
                "SELECT uid FROM record WHERE title = '平台导出'"
            )
        ]
        change.remove(REGISTRY["record"], double)
    assert count(store, "record", "gone = 0") == before + 2


def test_the_step_is_taken_back_whole(store: Store) -> None:
    place = village(store, "东村党支部")
    person = make_member(store, place, "王䶮", political_status="正式党员")
    rows = [study(store, place, f"{YEAR - 1}-0{m}-05", hours=2) for m in (1, 2)]
    for row in rows:
        row_marks.add_people(store, REMOTE, row, [person])
        [one] = row_marks.people_of_row(store, REMOTE, row)
        row_marks.mark_people(store, REMOTE, row, [one.uid], "参加")
    row_marks.give_hours_together(store, REMOTE, rows)
    row_marks.give_hours_together(store, REMOTE, rows)  # nothing to do: no action of its own
    last = last_action(store)
    assert last is not None
    assert last.name == "远程教育学习计入学时 2 次"
    undo_last(store, last)
    assert count(store, "record", "gone = 0") == 0
    assert count(store, "remote_attendee", "record IS NOT NULL") == 0
    assert row_marks.give_hours_together(store, REMOTE, rows).new == 2, "and given once more"
