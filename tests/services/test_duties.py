"""落实情况 clause by clause: whom a clause binds, recorded once a year, nothing claimed."""

from pathlib import Path

import pytest

from app.domain.errors import InvalidInput, NotFound
from app.domain.governance.codes import DOCUMENTS as WORDS
from app.services.duties import (
    BRANCH,
    COUNTY,
    DOCUMENTS,
    TOWNSHIP,
    UNIT,
    clauses,
    counted,
    duties_of_year,
    level_of,
    record_duty,
)
from app.services.store import Store
from tests.builders import count, make_county, make_organization

DONE = {"done": "已落实", "done_on": "2026-03-05", "person": "王䶮", "evidence": "盒 3"}


def test_the_clauses_are_those_of_the_documents() -> None:
    """113 are recorded (policy/requirements.tsv), 105 of them bind some level of a county."""
    found = clauses()
    assert len(found) == 105
    assert len({one.number for one in found}) == len(found)
    assert {one.document for one in found} == set(DOCUMENTS)
    assert set(DOCUMENTS.values()) <= set(WORDS)
    one = next(c for c in found if c.number == "HN-22")
    assert (one.clause, one.text) == ("三（一）", "定期开展优秀党课评选活动")


def test_nothing_is_done_before_somebody_says_so(store: Store) -> None:
    lines = duties_of_year(store, 2026)
    assert lines
    assert {line.state for line in lines} == {"未登记"}
    assert all(TOWNSHIP in line.clause.levels for line in lines)
    assert count(store, "duty") == 0, "listing writes nothing"


def test_one_row_for_a_clause_and_year(store: Store) -> None:
    number = duties_of_year(store, 2026)[0].clause.number
    record_duty(store, number, 2026, DONE)
    first = duties_of_year(store, 2026)[0]
    assert (first.state, first.done_on, first.person, first.evidence) == (
        "已落实",
        "2026-03-05",
        "王䶮",
        "盒 3",
    )
    record_duty(store, number, 2026, {"done": "未落实", "why": "还没有开会"})
    assert duties_of_year(store, 2026)[0].state == "未落实"
    assert count(store, "duty", "gone = 0") == 1, "the same row, put right"
    assert duties_of_year(store, 2025)[0].state == "未登记", "another year is another row"
    total = len(duties_of_year(store, 2026))
    assert counted(duties_of_year(store, 2026)) == (
        f"共 {total} 项：已落实 0，未落实 1，未登记 {total - 1}"
    )


def test_done_needs_a_day_and_evidence(store: Store) -> None:
    number = duties_of_year(store, 2026)[0].clause.number
    with pytest.raises(InvalidInput) as refused:
        record_duty(store, number, 2026, {"done": "已落实"})
    assert set(refused.value.problems) == {"done_on", "evidence"}
    with pytest.raises(NotFound, match="没有编号为“P24-99”的要求"):
        record_duty(store, "P24-99", 2026, DONE)
    with pytest.raises(NotFound, match="没有编号为“XX”的文件"):
        duties_of_year(store, 2026, "XX")


def test_whom_the_documents_speak_of(tmp_path: Path) -> None:
    county = make_county(tmp_path)
    root = county.site.organization
    town = make_organization(county, "青山镇党委", kind="党委", parent=root)
    branch = make_organization(county, "李家村党支部", parent=town)
    bureau = make_organization(county, "县财政局党组", kind="党组", parent=root)
    found = [level_of(county, place) for place in (root, town, branch, bureau)]
    assert found == [COUNTY, TOWNSHIP, BRANCH, UNIT]
    assert len(duties_of_year(county, 2026)) > len(duties_of_year(county, 2026, place=town))
    county.close()
