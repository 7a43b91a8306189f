"""What the first screen keeps always equals what the facts say, whatever was written, by whom,
in which order, over how many days and starts of the program."""

import datetime
import random
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app.data import hours_summary, kept_figures, kept_stale, site
from app.data.database import Connection
from app.data.queries import people_counts, waiting
from app.data.queries.dashboard import counts
from app.data.queries.requirement_facts import RequirementFacts
from app.data.queries.waiting import waiting_sessions
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.training.codes import COLLECTIVE_MODES, MARKS
from app.services import checks, owed
from app.services.checks import Question
from app.services.owed import Owed, keep_owed, owed_by_branch
from app.services.owed_people import owed_people
from app.services.review import open_items
from app.services.store import Store
from tests.builders import (
    MadeClass,
    Pair,
    change_member,
    change_row,
    make_class,
    make_member,
    make_organization,
    mark,
)
from tests.faults import history_run
from tests.faults.history import World
from tests.faults.template import Template

START = datetime.date(2026, 11, 20)

WAITING = """
SELECT s.uid, count(DISTINCT e.member), count(DISTINCT CASE WHEN NOT EXISTS (
    SELECT 1 FROM attendance a WHERE a.session = s.uid AND a.member = e.member AND a.live = 1
    AND a.mark <> '未录入') THEN e.member END) unmarked
FROM training_class c JOIN session s ON s.training_class = c.uid AND s.gone = 0
JOIN enrolment e ON e.training_class = c.uid AND e.gone = 0 AND e.withdrawn = 0
WHERE c.gone = 0 AND c.state <> '已结班' AND s.day <= ?
GROUP BY s.uid HAVING unmarked > 0
"""


class Days:
    """The calendar that the figures look at."""

    def __init__(self) -> None:
        self.today = START

    def __call__(self) -> datetime.date:
        return self.today


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    made = Days()
    for module in ("app.services.checks", "app.services.owed", "app.services.owed_people"):
        monkeypatch.setattr(f"{module}.this_day", made)
    return made


@contextmanager
def as_after_a_start() -> Iterator[None]:
    """Nothing is remembered but what the store keeps."""
    kept, owed._boards = owed._boards, weakref.WeakKeyDictionary()
    yield
    owed._boards = kept


def from_the_facts(store: Store, question: Question) -> Owed:
    """As if nothing had ever been kept: in a transaction that is taken back."""
    connection = store.database.read()
    connection.execute("BEGIN")
    try:
        kept_stale.mark_everything(connection)
        with as_after_a_start():
            return owed_by_branch(store, question)
    finally:
        connection.execute("ROLLBACK")


def keep(store: Store) -> None:
    """What the first screen does when it has shown its figures."""
    keep_owed(store, Question(checks.this_day().year))
    with store.database.write() as connection:
        waiting.keep(connection, site.written(connection))
        if people_counts.to_be_kept(connection):
            people_counts.keep(connection, site.written(connection))


def compare(store: Store, today: datetime.date | None = None) -> None:
    """Everything kept against everything counted."""
    day = today or checks.this_day()
    for question in (Question(day.year), Question(day.year - 1)):
        with as_after_a_start():
            assert owed_by_branch(store, question) == from_the_facts(store, question)
    connection = store.database.read()
    found = waiting_sessions(connection, day.isoformat())
    counted = connection.execute(WAITING, (day.isoformat(),)).fetchall()
    assert sorted((w.session, w.enrolled, w.unmarked) for w in found) == sorted(counted)
    assert hours_summary.problems(connection) == []
    assert waiting.problems(connection) == []
    assert people_counts.problems(connection) == []
    assert owed.kept_problems(store) == []
    _same_totals(connection, day.year)
    assert open_items.count_open_items(store) == len(open_items.open_items(store))


def _same_totals(connection: Connection, year: int) -> None:
    modes = ", ".join(f"'{mode}'" for mode in COLLECTIVE_MODES)
    hours, people = connection.execute(
        "SELECT coalesce(sum(half_hours), 0) / 2.0, count(DISTINCT member) FROM hours_summary "
        f"WHERE year = ? AND mode IN ({modes})",
        (year,),
    ).fetchone()
    found = counts(connection, year)
    alive = "FROM member WHERE gone = 0 AND status = '正常' AND merged_into IS NULL"
    party = f"{alive} AND political_status IN ('正式党员', '预备党员')"
    assert found.people == connection.execute(f"SELECT count(*) {alive}").fetchone()[0]
    assert found.members == connection.execute(f"SELECT count(*) {party}").fetchone()[0]
    assert (found.hours, found.trained) == (hours, people)


@pytest.mark.parametrize("seed", range(12))
def test_random_work_of_many_days_keeps_every_figure(
    store: Store, days: Days, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_stale, "MANY", random.Random(seed).choice([2, 3000]))
    work = _Work(store, days, random.Random(seed))
    keep(store)
    for _ in range(60):
        work.something()
        if work.chance.random() < 0.4:
            compare(store)
        if work.chance.random() < 0.4:
            keep(store)
    compare(store)


class _Work:
    """What happens at a township, by chance."""

    def __init__(self, store: Store, days: Days, chance: random.Random) -> None:
        self.store, self.days, self.chance = store, days, chance
        self.villages = [make_organization(store, f"{name}家村党支部") for name in "李王张"]
        self.people = [
            make_member(store, chance.choice(self.villages), joined_on=chance.choice(JOINED))
            for _ in range(6)
        ]
        self.classes = [make_class(store, self.people[:4], first_day=d) for d in FIRST_DAYS]

    def something(self) -> None:
        chance, store = self.chance, self.store
        person, held = chance.choice(self.people), chance.choice(self.classes)
        acts: list[Callable[[], object]] = [
            lambda: mark(store, chance.choice(held.sessions), person, chance.choice(MARKS)),
            lambda: self._correct(held),
            lambda: change_member(store, person, organization=chance.choice(self.villages)),
            lambda: self._leave_or_return(person),
            lambda: change_member(store, person, joined_on=chance.choice(JOINED)),
            lambda: change_member(store, person, full_on=chance.choice(DATES)),
            lambda: self._dated("post", person, title="书记"),
            lambda: self._dated("exemption", person, reason=chance.choice(["年老体弱", "失能"])),
            self._end_something,
            lambda: self._class(held),
            lambda: self._enrolment(held, person),
            lambda: self._record(person),
            lambda: self._merge(person),
            self._organization,
            lambda: self._return(person),
            self._setting,
            lambda: self.people.append(make_member(store, chance.choice(self.villages))),
            self._tomorrow,
            self._tomorrow,
        ]
        chance.choice(acts)()

    def _tomorrow(self) -> None:
        self.days.today += datetime.timedelta(days=self.chance.choice([1, 1, 3, 20, 45]))
        if self.days.today.year > 2027:
            self.days.today = START

    def _correct(self, held: MadeClass) -> None:
        """A mark that was given to the wrong person, or in the wrong half-day."""
        live = self.store.database.read().execute("SELECT uid FROM attendance WHERE live = 1")
        marks = [row[0] for row in live]
        if marks:
            session, person = self.chance.choice(held.sessions), self.chance.choice(self.people)
            mark(self.store, session, person, "出勤", supersedes=self.chance.choice(marks))

    def _leave_or_return(self, person: bytes) -> None:
        status = self.chance.choice(["正常", "已转出", "出党"])
        change_member(self.store, person, status=status, status_on=self.chance.choice(DATES))

    def _dated(self, entity: str, person: bytes, **values: str) -> None:
        given: dict[str, Value] = {
            "member": person,
            "from_on": self.chance.choice(DATES[1:]),
            **values,
        }
        if entity == "post":
            given["organization"] = self.chance.choice(self.villages)
        with self.store.change("登记") as change:
            change.create(entity_named(entity), given)

    def _end_something(self) -> None:
        entity = self.chance.choice(["post", "exemption", "membership_change"])
        rows = self.store.database.read().execute(f"SELECT uid FROM {entity}").fetchall()
        if not rows:
            return
        uid, field = self.chance.choice(rows)[0], "to_on"
        if entity == "membership_change":
            field = "from_on"
        change_row(self.store, entity, uid, **{field: self.chance.choice(DATES)})

    def _class(self, held: MadeClass) -> None:
        chance, store = self.chance, self.store
        session = chance.choice(held.sessions)
        match chance.randrange(5):
            case 0:
                change_row(
                    store, "training_class", held.uid, state=chance.choice(["在办", "已结班"])
                )
            case 1:
                change_row(
                    store, "training_class", held.uid, mode=chance.choice(["集中培训", "个人自学"])
                )
            case 2:
                change_row(store, "session", session, day=chance.choice(FIRST_DAYS))
            case 3:
                change_row(store, "session", session, hours=chance.choice([0.0, 2.0, 4.0]))
            case _:
                _remove_or_restore(store, "session", session)

    def _enrolment(self, held: MadeClass, person: bytes) -> None:
        if held.enrolments and self.chance.random() < 0.6:
            uid = self.chance.choice(held.enrolments)
            if self.chance.random() < 0.5:
                change_row(self.store, "enrolment", uid, withdrawn=self.chance.choice([0, 1]))
            else:
                _remove_or_restore(self.store, "enrolment", uid)
            return
        with self.store.change("加人") as change:
            values = {"training_class": held.uid, "member": person}
            change.create(entity_named("enrolment"), values)

    def _record(self, person: bytes) -> None:
        with self.store.change("补录培训记录") as change:
            values: dict[str, Value] = {"member": person, "title": "网络班", "mode": "网络培训"}
            on = self.chance.choice(FIRST_DAYS)
            hours = float(self.chance.choice([8, 40, 160]))
            given = {**values, "starts_on": on, "ends_on": on, "hours": hours}
            change.create(entity_named("record"), given)

    def _merge(self, person: bytes) -> None:
        target = self.chance.choice([None, *self.people])
        change_member(self.store, person, merged_into=None if target == person else target)

    def _organization(self) -> None:
        village = self.chance.choice(self.villages)
        match self.chance.randrange(4):
            case 0:
                change_row(self.store, "organization", village, name=f"{self.chance.random()}支部")
            case 1:
                change_row(
                    self.store, "organization", village, dissolved_on=self.chance.choice(DATES)
                )
            case 2:
                change_row(
                    self.store, "organization", village, kind=self.chance.choice(["党组", "党支部"])
                )
            case _:
                self.villages.append(make_organization(self.store, f"新{len(self.villages)}支部"))

    def _return(self, person: bytes) -> None:
        """A mark or an enrolment is sent back, or a return is withdrawn."""
        connection = self.store.database.read()
        entity = self.chance.choice(["attendance", "enrolment"])
        rows = connection.execute(f"SELECT uid, member FROM {entity}").fetchall()
        if not rows:
            return
        row, member = self.chance.choice(rows)
        given = {"entity": entity, "row": row.hex(), "member": member, "reason": "缺签到表"}
        with self.store.change("退回") as change:
            change.create(entity_named("row_return"), given)

    def _setting(self) -> None:
        value = self.chance.choice(["6", "8"])
        with self.store.change("修改设置") as change:
            given = {"key": "hours_per_day", "value": value, "from_on": "2026-03"}
            change.create(entity_named("setting"), given)


def _remove_or_restore(store: Store, entity: str, uid: bytes) -> None:
    found = store.database.read().execute(f"SELECT gone FROM {entity} WHERE uid = ?", (uid,))
    gone = found.fetchone()[0]
    with store.change("删除或恢复") as change:
        (change.restore if gone else change.remove)(entity_named(entity), uid)


DATES = (None, "2024-06", "2025", "2025-12-01", "2026-11-20", "2026-11-21", "2026-12", "2027-01-15")
JOINED = ("2001-07-01", "2025-03-02", "2026-11-22", "2026", "2026-12", None)
FIRST_DAYS = ("2025-03-03", "2026-03-02", "2026-11-19", "2026-11-23", "2026-12-30")


def test_after_a_start_nothing_is_judged_again(
    store: Store, days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = make_organization(store)
    member, other = make_member(store, village), make_member(store)
    shown = keep_owed(store, Question(2026))

    def nothing(*_: object) -> None:
        raise AssertionError("judged again")

    with as_after_a_start(), monkeypatch.context() as patch:
        patch.setattr(owed, "RequirementFacts", nothing)
        assert owed_by_branch(store, Question(2026)) == shown
        days.today += datetime.timedelta(days=1)
        assert owed_by_branch(store, Question(2026)).branches == shown.branches
    with store.change("登记") as change:
        given: dict[str, Value] = {"member": other, "from_on": "2024", "reason": "年老体弱"}
        change.create(entity_named("exemption"), given)
    judged: list[set[bytes]] = []
    real = RequirementFacts

    def counting(*given: Any, **more: Any) -> RequirementFacts:
        judged.append(given[3])
        return real(*given, **more)

    with as_after_a_start(), monkeypatch.context() as patch:
        patch.setattr(owed, "RequirementFacts", counting)
        after = owed_by_branch(store, Question(2026))
    (again,) = judged
    assert store.site.organization in again
    assert village not in again
    standing = {b.organization: b.standing["P24-01"] for b in after.branches}
    assert (standing[village].owing, standing[store.site.organization].exempt) == (1, 1)
    found = owed_people(store, Question(2026), "P24-01")
    assert {uid: [p.member for p in people] for uid, people in found.items()} == {village: [member]}


def test_what_was_kept_while_another_wrote_is_not_kept(store: Store, days: Days) -> None:
    member = make_member(store)
    keep(store)
    change_member(store, member, political_status="群众")
    board = owed._worked_out(store, Question(2026), "P24")
    change_member(store, member, political_status="正式党员")
    owed._boards[store.database] = {board.about: board}
    connection = store.database.read()
    kept = kept_figures.find(connection, board.about)
    assert kept is not None
    assert kept.lseq < board.lseq < site.written(connection)
    compare(store)


def test_the_self_check_finds_kept_figures_that_were_tampered_with(
    store: Store, days: Days
) -> None:
    held = make_class(store, [make_member(store)])
    keep(store)
    for sql in (
        "kept_standing SET pending = 9",
        "kept_waiting SET unmarked = 9",
        "kept_people SET party = 9",
    ):
        with store.database.write() as connection:
            connection.execute(f"UPDATE {sql}")
    assert owed.kept_problems(store)
    assert waiting.problems(store.database.read())
    assert people_counts.problems(store.database.read())
    change_row(store, "training_class", held.uid, state="已结班")
    assert waiting.problems(store.database.read()) == []


def test_nothing_is_searched_from_end_to_end_for_the_first_screen(store: Store) -> None:
    held = make_class(store, [make_member(store)])
    keep(store)
    mark(store, held.sessions[0], make_member(store))
    seen: list[str] = []
    connection = store.database.read()
    waiting_sessions(connection, "2026-12-31")
    for sql in (
        waiting._LISTED.format(waiting=waiting._KEPT),
        waiting._COUNTED.format(asked=waiting._TOUCHED),
        waiting._COUNTED.format(asked=waiting._EVERY),
    ):
        bound = ("2026",) * sql.count("?")
        seen += [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", bound)]
    whole = [
        line for line in seen if line.startswith(("SCAN attendance", "SCAN enrolment", "SCAN s"))
    ]
    assert whole == []
    assert any("attendance_of_session" in line for line in seen)


def test_both_sides_of_an_exchange_keep_what_arrived(pair: Pair) -> None:
    village = make_organization(pair.township)
    people = [make_member(pair.township, village) for _ in range(3)]
    held = make_class(pair.township, people)
    for side in (pair.county, pair.township):
        keep(side)
    pair.settle()
    for side in (pair.county, pair.township):
        compare(side)
        keep(side)
    mark(pair.township, held.sessions[0], people[0])
    change_member(pair.county, people[1], organization=pair.township.site.organization)
    change_member(pair.township, people[1], political_status="群众")
    pair.settle()
    for side in (pair.county, pair.township):
        compare(side)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    with history_run.world_for_tests(tmp_path_factory.mktemp("home")) as made:
        yield made


def test_random_histories_of_a_county_keep_every_figure(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Imports, merges, receives, returns, erasures, restores: looked at wherever they happen."""
    real, looking = World.at, random.Random(7)

    @contextmanager
    def at(world: World, number: int) -> Iterator[Store]:
        with real(world, number) as store:
            yield store
            if looking.random() < 0.3:
                compare(store)
            if looking.random() < 0.5:
                keep(store)

    monkeypatch.setattr(World, "at", at)
    for seed in range(4):
        history_run.run(template, seed, 15, 60)
