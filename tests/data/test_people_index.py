"""The people kept in memory give the answers of the plain queries, whatever was done before."""

import gc
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.data import people_index
from app.data.database import Connection, Cursor
from app.data.people_index import PeopleIndex
from app.data.people_text import Person
from app.data.queries.members import ALL_YEARS, OTHER, MemberFilter, member_ids
from app.data.queries.organizations import all_organizations, people_counted
from app.data.queries.search import fitting_people
from app.data.queries.training_classes import (
    ClassFilter,
    class_ids,
    class_rows,
    open_classes,
    unmarked_in,
)
from app.domain.declarations import entity_named
from app.domain.exchange.entities import BASES
from app.domain.people.searching import needle_of
from app.services.erasing import erase
from app.services.searching import search_people
from app.services.store import Store
from tests.builders import (
    Pair,
    change_member,
    change_row,
    hand_over,
    id_number,
    make_class,
    make_county,
    make_member,
    make_organization,
    mark,
)

NAMES = (
    *("曹静", "尉迟嘉兰", "陈嘉嘉", "王杰", "单雄信", "欧阳锋", "李㛃", "王䶮", "张𬱖"),
    *("阿依古丽·买买提", "阿不都 热合曼", "吕绿", "Anna·O", "王伟", "汪卫"),
)
PHONES = (None, "13800001234", "010-62781234", "1391234")
TEXTS = (
    *("c", "cj", "wj", "王", "䶮", "𬱖", "lv", "lyu", "1234", "138", "3", "123x", "热合", "AN"),
    *("wang", "an", "·", " ", "", "一", "买买", "g 1", "%", "_", "."),
)
SORTS = ("name", "organization", "birth_date", "joined_on", "political_status", "hours", "sex")
YEARS = (2025, 2026, ALL_YEARS)


def same_everywhere(store: Store, *, texts: tuple[str, ...] = TEXTS) -> None:
    """Every order, filter and text is answered as the plain query answers."""
    connection = store.database.read()
    places = [row.uid for row in all_organizations(connection)]
    for number, text in enumerate(texts):
        for sort in SORTS:
            wanted = MemberFilter(
                text=text,
                organization=(None, *places)[number % (len(places) + 1)],
                status=("正常", "", "已转出", OTHER)[number % 4],
                political_status=("", "预备党员", OTHER)[number % 3],
                sort=sort,
                descending=number % 5 == 0,
                year=YEARS[number % 3],
            )
            assert list(store.people.ids(wanted)) == member_ids(connection, wanted), wanted
        if needle := needle_of(text):
            expected = fitting_people(connection, needle, 8)
            assert list(store.people.search(needle, 8)) == expected, text
    assert store.people.counted() == people_counted(connection)


class Histories(RuleBasedStateMachine):
    """People come, change, move, merge, part and go in any order."""

    folder: Path

    @initialize()
    def begin(self) -> None:
        self.store = make_county(_next_folder(self.folder))
        self.places: list[bytes | None] = [None, make_organization(self.store)]
        names = ("曹静", "尉迟嘉兰", "王杰", "王杰")
        self.people = [
            make_member(self.store, self.places[n % 2], name) for n, name in enumerate(names)
        ]
        same_everywhere(self.store)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()

    @rule(
        name=st.sampled_from(NAMES),
        phone=st.sampled_from(PHONES),
        place=st.integers(0, 3),
        born=st.sampled_from((None, "1980", "1980-01-01", "1975-05")),
        kind=st.sampled_from(("正式党员", "预备党员")),
    )
    def add(self, name: str, phone: str | None, place: int, born: str | None, kind: str) -> None:
        where = self.places[place % len(self.places)]
        fields = {"phone": phone, "birth_date": born, "political_status": kind}
        self.people.append(make_member(self.store, where, name, **fields))

    @rule(who=st.integers(0), name=st.sampled_from(NAMES), phone=st.sampled_from(PHONES))
    def change(self, who: int, name: str, phone: str | None) -> None:
        if self.people:
            change_member(self.store, self.people[who % len(self.people)], name=name, phone=phone)

    @rule(who=st.integers(0), place=st.integers(1, 3))
    def move(self, who: int, place: int) -> None:
        where = self.places[place % len(self.places)]
        if self.people and where is not None:
            change_member(self.store, self.people[who % len(self.people)], organization=where)

    @rule(name=st.sampled_from(("李家村党支部", "阿村党支部")))
    def found_branch(self, name: str) -> None:
        self.places.append(make_organization(self.store, name, parent=self.places[-1]))

    @rule(which=st.integers(1, 3), name=st.sampled_from(("阿村党支部", "赵村党支部", "青山镇")))
    def rename_branch(self, which: int, name: str) -> None:
        uid = self.places[which % len(self.places)]
        if uid is not None:
            change_row(self.store, "organization", uid, name=name)

    @rule(which=st.integers(2, 5), up=st.booleans())
    def move_branch(self, which: int, up: bool) -> None:
        if len(self.places) > 2:
            uid = self.places[2 + which % (len(self.places) - 2)]
            parent = self.store.site.organization if up else self.places[1]
            assert uid is not None
            change_row(self.store, "organization", uid, parent=parent)

    @rule(who=st.integers(0), back=st.booleans())
    def take_out(self, who: int, back: bool) -> None:
        if not self.people:
            return
        uid = self.people[who % len(self.people)]
        with self.store.change("删除") as change:
            change.remove(entity_named("member"), uid)
            if back:
                change.restore(entity_named("member"), uid)

    @rule(one=st.integers(0), other=st.integers(0))
    def merge(self, one: int, other: int) -> None:
        if len(self.people) < 2:
            return
        place = one % len(self.people)
        into = (place + 1 + other % (len(self.people) - 1)) % len(self.people)
        change_member(self.store, self.people[place], merged_into=self.people[into])

    @rule(who=st.integers(0))
    def part(self, who: int) -> None:
        if self.people:
            change_member(self.store, self.people[who % len(self.people)], merged_into=None)

    @rule(who=st.integers(0))
    def erase(self, who: int) -> None:
        if self.people:
            erase(self.store, self.people[who % len(self.people)], BASES[0], "测试")
            # Whoever was merged with somebody is the same person and goes too.
            left = self.store.database.read().execute("SELECT uid FROM member").fetchall()
            self.people = [uid for uid in self.people if (uid,) in left]

    @rule(day=st.sampled_from(("2025-03-01", "2026-03-02")), number=st.integers(1, 3))
    def train(self, day: str, number: int) -> None:
        some = self.people[:number]
        if some:
            made = make_class(self.store, some, first_day=day)
            mark(self.store, made.sessions[0], some[0])

    @rule()
    def give_up(self) -> None:
        with suppress(_GivenUpError), self.store.change("新增党员") as change:
            change.create(entity_named("member"), {"name": "李四", "organization": b"x" * 16})
            raise _GivenUpError

    @invariant()
    def answers_agree(self) -> None:
        if hasattr(self, "store"):
            same_everywhere(self.store)


class _GivenUpError(Exception):
    pass


def _next_folder(folder: Path) -> Path:
    made = folder / str(len(list(folder.iterdir())))
    made.mkdir()
    return made


def test_any_history(tmp_path: Path) -> None:
    class Here(Histories):
        folder = tmp_path

    Here.TestCase.settings = settings(max_examples=20, stateful_step_count=12, deadline=None)
    Here.TestCase("runTest").runTest()


def test_packages_imports_and_what_was_not_known(pair: Pair) -> None:
    """A county that receives, one that has nothing yet, and one whose people all came at once."""
    township, county = pair.township, pair.county
    same_everywhere(county)
    people = [make_member(township, None, name) for name in NAMES]
    hand_over(township, county, pair.folder)
    same_everywhere(county)
    change_member(township, people[0], name="曹静静", phone="13812345678")
    make_class(township, people[:2])
    hand_over(township, county, pair.folder)
    same_everywhere(county)
    erase(county, people[1], BASES[0], "测试")
    same_everywhere(county)
    assert not county.people.search("尉迟", 8)


def test_nothing_of_an_erased_person_is_kept(tmp_path: Path) -> None:
    store = make_county(tmp_path)
    uid = make_member(store, None, "尉迟嘉兰", phone="13987654321")
    other = make_member(store, None, "曹静")
    for session in make_class(store, [uid, other]).sessions:
        mark(store, session, uid)
    store.people.catch_up(2026)
    assert len(store.people.search("wcjl", 8)) == 1
    assert uid in store.people._hours[2026][1]
    erase(store, uid, BASES[0], "测试")
    assert list(store.people.search("wcjl", 8)) == []
    assert not any(uid in hours for _, hours in store.people._hours.values())
    index = store.people
    gc.collect()
    held = [one for one in gc.get_objects() if isinstance(one, Person)]
    assert [person for person in held if person.uid == uid] == []
    assert b"13987654321" not in index._known().text._lines
    store.close()


def test_a_large_change_is_answered_by_the_store_until_somebody_took_it_over(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import of thousands never makes a key wait, nor shows people of before."""
    monkeypatch.setattr(people_index, "AT_ONCE", 2)
    make_member(store, None, "曹静")
    assert len(store.people.ids(MemberFilter())) == 1
    for name in ("王杰", "吕绿", "李㛃"):
        make_member(store, None, name)
    assert store.people.behind()
    same_everywhere(store)
    assert store.people.behind()
    store.people.catch_up(2026)
    assert not store.people.behind(2026)
    same_everywhere(store)


def test_a_store_of_many_is_read_in_the_pool(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_index, "SMALL", 2)
    for name in ("王杰", "吕绿", "李㛃"):
        make_member(store, None, name)
    people = PeopleIndex(store.database)
    assert people.behind()
    assert len(people.ids(MemberFilter())) == 3
    assert people.behind()
    people.catch_up()
    assert not people.behind()
    assert people.behind(2026)
    people.catch_up(2026)
    assert not people.behind(2026)
    mark(store, make_class(store).sessions[0], make_member(store, None, "陈嘉嘉"))
    assert not people.behind()
    assert people.behind(2026)


class _Watched:
    """Counts the statements a connection is asked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.asked: list[str] = []

    def execute(self, sql: str, parameters: object = ()) -> Cursor:
        self.asked.append(sql)
        return self._connection.execute(sql, parameters)


def test_a_key_asks_the_store_for_nothing_but_whether_it_changed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        make_member(store, None, name)
    store.people.catch_up(2026)
    wanted = [MemberFilter(text=text, sort="birth_date") for text in ("", "c", "cj", "cji")]
    store.people.ids(wanted[0])
    watched = _Watched(store.database.read())
    monkeypatch.setattr(store.database, "read", lambda: watched)
    for one in wanted:
        store.people.ids(one)
    store.people.search("cj", 8)
    assert len(watched.asked) == len(wanted) + 1
    assert all("FROM meta" in sql for sql in watched.asked)


def test_what_changed_is_found_by_an_index(store: Store) -> None:
    asked = f"SELECT {people_index._COLUMNS} FROM member WHERE lseq > ?"
    plan = store.database.read().execute(f"EXPLAIN QUERY PLAN {asked}", (1,)).fetchall()
    assert "USING INDEX" in str(plan[0][3])


def test_a_branch_that_is_renamed_or_moved_moves_its_people(store: Store) -> None:
    """Nobody's own row changes, and yet orders and filters do."""
    west, east = (make_organization(store, f"{name}村党支部") for name in ("西", "东"))
    for place, name in ((west, "王杰"), (east, "曹静")):
        make_member(store, place, name)
    by_place = MemberFilter(sort="organization")
    below = MemberFilter(organization=west)
    before = list(store.people.ids(by_place))
    assert len(store.people.ids(below)) == 1
    change_row(store, "organization", west, name="丁村党支部")
    change_row(store, "organization", east, name="周村党支部", parent=west)
    connection = store.database.read()
    assert list(store.people.ids(by_place)) == member_ids(connection, by_place)
    assert len(store.people.ids(below)) == 2
    assert list(store.people.ids(by_place)) == before[::-1]


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        ("cj", ["曹静", "陈嘉嘉"], ["尉迟嘉兰"]),  # W16
        ("wj", ["王杰", "吴静文"], ["上官万军"]),
        ("jia", ["嘉木", "贾文"], ["陈嘉嘉", "尉迟嘉兰"]),
        ("嘉", ["嘉木"], ["陈嘉嘉", "尉迟嘉兰"]),
    ],
)
def test_who_fits_from_the_first_character_comes_first(
    store: Store, text: str, first: list[str], then: list[str]
) -> None:
    """Then those who hold it elsewhere; each in order of pinyin."""
    for name in ("尉迟嘉兰", "曹静", "陈嘉嘉", "王杰", "上官万军", "吴静文", "贾文", "嘉木"):
        make_member(store, None, name)
    store.people.catch_up()
    found = names_found(store, text)
    assert found[: len(first)] == first
    assert [name for name in found if name in then] == then


def test_the_beginning_of_a_phone_and_the_last_four_come_first(store: Store) -> None:
    for name, phone, number in (
        ("曹静", "13912348888", None),
        ("陈嘉嘉", "12348888999", None),
        ("王杰", None, f"{id_number(1)[:14]}1234"),
        ("吴静文", None, f"{id_number(1)[:14]}0123"),
    ):
        make_member(store, None, name, phone=phone, id_number=number)
    assert names_found(store, "1234") == ["陈嘉嘉", "王杰", "曹静"]
    assert names_found(store, "123") == ["陈嘉嘉", "曹静", "王杰", "吴静文"]


def names_found(store: Store, text: str) -> list[str]:
    return [person.name for person in search_people(store, text)]


def test_marks_waited_for_are_counted_as_the_list_counts_them(store: Store) -> None:
    """Closed classes, half-days to come, people who left, marks taken back and doubled ones."""
    people = [make_member(store, None, name) for name in NAMES[:4]]
    made = make_class(store, people, days=2)
    mark(store, made.sessions[0], people[0])
    mark(store, made.sessions[0], people[0], "缺勤")
    mark(store, made.sessions[1], people[1], "未录入")
    mark(store, made.sessions[1], make_member(store, None, "王杰"))
    change_row(store, "enrolment", made.enrolments[3], withdrawn=True)
    closed = make_class(store, people)
    change_row(store, "training_class", closed.uid, state="已结班")
    make_class(store, people, first_day="2999-03-02")
    connection = store.database.read()
    rows = class_rows(connection, class_ids(connection, ClassFilter()), "2026-11-30")
    counted = {row.id: row.unmarked for row in rows if row.unmarked}
    assert list(counted.values()) == [3 * 4 - 1]
    assert unmarked_in(connection, [row.id for row in rows], "2026-11-30") == counted
    assert set(counted) <= set(open_classes(connection))


def test_a_word_of_a_newer_program_is_found_under_its_own_filter(store: Store) -> None:
    """It is neither 在册 nor one of the words we know; nobody is out of sight because of it."""
    usual, newer = make_member(store), make_member(store)
    change_member(store, newer, status="失联", political_status="荣誉党员")
    for wanted in (MemberFilter(status=OTHER), MemberFilter(status="", political_status=OTHER)):
        [found] = store.people.ids(wanted)
        assert list(member_ids(store.database.read(), wanted)) == [found]
        assert store.people.ids(MemberFilter()) != [found]
    assert not store.people.ids(MemberFilter(status="已转出"))
    assert len(store.people.ids(MemberFilter())) == 1
    assert usual != newer
