"""The year-end summary from what is kept is the one counted from single facts."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.data import hours_summary, kept_stale
from app.data.counted_hours import count_facts, gather
from app.data.queries import membership, year_figures
from app.data.queries.requirement_sums import BEFORE_JOINING, RequirementSums
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.policy.window import Window
from app.domain.training.codes import LEVELS, MARKS, MODES, TASKS
from app.services import owed
from app.services.checks import Question
from app.services.store import Store
from app.services.summaries import summary_figures
from app.services.summary_figures import SummaryFigures
from tests.builders import (
    MadeClass,
    change_member,
    change_row,
    make_class,
    make_county,
    make_member,
    make_organization,
    mark,
)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Store]:
    made = make_county(tmp_path)
    yield made
    made.close()


LAST = datetime.date(2026, 11, 21)
DAYS = (None, LAST, datetime.date(2026, 3, 4), datetime.date(2025, 12, 31))


def from_single_facts(
    store: Store, question: Question, monkeypatch: pytest.MonkeyPatch
) -> SummaryFigures:
    """As it was counted before anything was kept."""
    connection = store.database.read()
    with monkeypatch.context() as undone:
        undone.setattr(year_figures, "_is_whole", lambda *_: False)
        undone.setattr(owed, "ever_elsewhere", lambda _: True)
        undone.setattr(RequirementSums, "_before", before_fact_by_fact)
        undone.setattr("app.services.summaries.keep_owed", lambda *_: None)
        owed._boards.clear()
        connection.execute("BEGIN")
        try:
            kept_stale.mark_everything(connection)
            return summary_figures(store, question)
        finally:
            connection.execute("ROLLBACK")
            owed._boards.clear()


def before_fact_by_fact(self: RequirementSums, window: Window) -> list[Any]:
    """What people learned before they joined, from every single fact of the window."""
    joined = [row[0] for row in self._read.rows if row[6]]
    gather(self._connection, joined, self._merged)
    count_facts(self._connection, window.first.isoformat(), window.last.isoformat())
    found = self._connection.execute(BEFORE_JOINING).fetchall()
    within = (str(window.first.year), f"{window.last.year}~")
    return [row for row in found if within[0] <= row[1] <= within[1]]


def compare(store: Store, monkeypatch: pytest.MonkeyPatch, *roots: bytes | None) -> None:
    for year in (2025, 2026):
        for day in DAYS:
            for root in roots:
                question = Question(year, root, day)
                if day is not None and day.year < year:
                    continue
                told = from_single_facts(store, question, monkeypatch)
                assert summary_figures(store, question) == told
                assert summary_figures(store, question) == told  # from what it kept
    assert hours_summary.problems(store.database.read()) == []


class Busy:
    """Somebody who does anything that training rests on, by chance."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.chance = store, random.Random(seed)
        self.places = [make_organization(store, name=f"{n}号党支部") for n in range(3)]
        self.people = [
            make_member(store, self.chance.choice(self.places), name=f"王{n}") for n in range(8)
        ]
        self.classes: list[MadeClass] = []

    def act(self) -> None:
        """One thing."""
        self.chance.choice(
            (self.hold, self.mark, self.mark, self.mark, self.note, self.move, self.edit, self.time)
        )()

    def day(self) -> str:
        return f"{self.chance.choice((2024, 2025, 2026))}-{self.chance.choice(('03', '11'))}-04"

    def hold(self) -> None:
        some = self.chance.sample(self.people, 5)
        made = make_class(
            self.store,
            some,
            first_day=self.day(),
            mode=self.chance.choice(MODES),
            level=self.chance.choice(LEVELS),
            task=self.chance.choice((None, *TASKS[:2])),
        )
        self.classes.append(made)

    def mark(self) -> None:
        if self.classes:
            held = self.chance.choice(self.classes)
            for session in held.sessions:
                for member in self.chance.sample(self.people, 4):
                    mark(self.store, session, member, self.chance.choice((*MARKS, "出勤", "出勤")))

    def note(self) -> None:
        begins = self.day()
        record: dict[str, Value] = {
            "member": self.chance.choice(self.people),
            "title": "远程课堂",
            "starts_on": begins,
            "ends_on": f"{begins[:8]}06",
            "hours": self.chance.choice((2.0, 8.0, 24.0)),
            "mode": self.chance.choice(MODES),
        }
        with self.store.change("补录") as change:
            change.create(entity_named("record"), record)

    def move(self) -> None:
        change_member(
            self.store,
            self.chance.choice(self.people),
            organization=self.chance.choice(self.places),
        )

    def edit(self) -> None:
        member = self.chance.choice(self.people)
        values: list[dict[str, Value]] = [
            {"status": "已转出", "status_on": self.chance.choice((None, "2025-06-01"))},
            {"status": "正常", "status_on": None},
            {"joined_on": self.chance.choice(("2025", "2026-03-04", "2025-11", "2019-07-01"))},
            {"political_status": self.chance.choice(("正式党员", "入党积极分子"))},
            {"merged_into": self.chance.choice([uid for uid in self.people if uid != member])},
            {"merged_into": None},
        ]
        change_member(self.store, member, **self.chance.choice(values))

    def time(self) -> None:
        if self.classes:
            session = self.chance.choice(self.chance.choice(self.classes).sessions)
            change_row(self.store, "session", session, hours=self.chance.choice((0.0, 4.0, 6.0)))


@pytest.mark.parametrize("seed", range(6))
def test_the_summary_from_what_is_kept_is_the_one_counted(
    store: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = Busy(store, seed)
    for _ in range(4):
        for _ in range(12):
            busy.act()
        compare(store, monkeypatch, None, store.site.organization, busy.places[0])


@pytest.mark.parametrize("seed", range(3))
def test_at_the_county_the_board_of_everybody_serves_its_own_organization(
    county: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = Busy(county, seed)
    for _ in range(3):
        for _ in range(12):
            busy.act()
        compare(county, monkeypatch, None, county.site.organization)
        assert not membership.ever_elsewhere(county.database.read())


def test_who_came_from_elsewhere_is_judged_apart(county: Store) -> None:
    """Whether somebody was ours all along is asked about the county's organization alone."""
    member = make_member(county, make_organization(county))
    told: dict[str, Value] = {
        "member": member,
        "kind": "转入",
        "from_on": "2026-05",
        "organization": county.site.organization,
    }
    with county.change("转入") as change:
        change.create(entity_named("membership_change"), told)

    assert membership.ever_elsewhere(county.database.read())


def test_marks_of_days_to_come_are_left_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept figures are of whole years: before the last of its days they are not looked at."""
    member = make_member(store)
    held = make_class(store, [member], first_day="2026-03-02", days=3)
    for session in held.sessions:
        mark(store, session, member)
    question = Question(2026, as_of=datetime.date(2026, 3, 3))

    found = summary_figures(store, question)

    assert (found.hours, found.person_times) == (16, 1)
    assert found == from_single_facts(store, question, monkeypatch)
    assert summary_figures(store, replace(question, as_of=LAST)).hours == 24
