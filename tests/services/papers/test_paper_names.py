"""What files of papers are called."""

from datetime import date
from pathlib import Path

import pytest

from app.services.papers.catalogue import CATALOGUE
from app.services.papers.paper_names import paper_name
from app.services.papers.selection import Selection
from app.services.store import Store
from tests.ui.practice import members_of, practice_store, some_class


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return practice_store(tmp_path, people=10)


def test_a_paper_of_a_class_carries_its_name_and_year(store: Store) -> None:
    held = some_class(store, members_of(store, 5), name="2026年春季党员轮训班")
    again = some_class(store, members_of(store, 5), name="果树/剪枝班", starts=date(2025, 4, 1))
    names = [
        paper_name(store, ["feedback"], Selection(training_class=held), ".pdf"),
        paper_name(store, ["class_roster", "sign_in_sheet"], Selection(training_class=again)),
    ]
    assert names == [
        "2026年春季党员轮训班 参训情况反馈单.pdf",
        "2025年果树-剪枝班 培训班学员花名册和签到表",
    ]


def test_a_person_is_named_only_where_the_paper_is_about_that_person_alone(store: Store) -> None:
    one, *_ = people = tuple(members_of(store, 3))
    alone = paper_name(store, ["archive"], Selection(members=(one,), year=2025), ".pdf")
    assert alone == "李㛃 2025年 学籍档案.pdf"
    assert paper_name(store, ["archive"], Selection(members=people), ".pdf") == "3人 学籍档案.pdf"


def test_a_paper_of_a_year_names_year_and_place(store: Store) -> None:
    found = store.database.read().execute(
        "SELECT uid FROM organization WHERE name = '红星村党支部'"
    )
    branch = found.fetchone()[0]
    whole = Selection(year=2026)
    assert paper_name(store, ["year_summary"], whole, ".xlsx") == "2026年 青山镇 年度总结.xlsx"
    part = Selection(year=2026, organization=branch)
    assert paper_name(store, ["owed_list"], part) == "2026年 红星村党支部 应训未训名单"


@pytest.mark.parametrize("kind", [entry.id for entry in CATALOGUE])
def test_every_paper_has_a_name_whatever_was_chosen(store: Store, kind: str) -> None:
    assert paper_name(store, [kind], Selection(), ".pdf").endswith(".pdf")
