"""分会场: a class of the county's whose sheet for its own people a township collects. It enters
what that paper says, and nothing of what the county says itself."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.data.exchange import authority
from app.data.exchange.held_back import ANOTHERS_MARK, TOO_EARLY
from app.data.writing_rules import OUTSIDE, UNKNOWN_PERSON
from app.domain.uid import new_uid
from app.services.exchange import deciding_held_back, receiving
from app.services.review import open_items
from tests.builders import (
    MadeClass,
    Pair,
    count,
    make_class,
    make_member,
    make_organization,
    mark,
    package_file,
    value_of,
)
from tests.services.exchange.lying import Line, everything, fact, told


@pytest.fixture
def venue(pair: Pair) -> tuple[Pair, MadeClass, bytes, bytes]:
    """A class of the county's with somebody of the township and somebody of the county's own; of
    its two half-days the county has marked the first."""
    own = make_member(pair.township, name="镇上的人")
    pair.settle()
    others = make_member(pair.county, make_organization(pair.county), name="县里的人")
    made = make_class(pair.county, [own, others], name="县里的轮训班")
    mark(pair.county, made.sessions[0], own)
    pair.settle()
    return pair, made, own, others


Venue = tuple[Pair, MadeClass, bytes, bytes]


def test_what_its_sheet_says_is_joined_and_seen_before(venue: Venue) -> None:
    pair, made, own, _ = venue
    new = mark(pair.township, made.sessions[1], own)
    file = package_file(pair.township, pair.county, pair.folder)
    looked_at = receiving.inspect_package(pair.county, file)
    (line,) = (one for one in looked_at.lines if one.entity == "attendance")
    assert line.subject == "镇上的人"
    assert "县里的轮训班" in " ".join(field.after for field in line.fields)
    assert looked_at.sender.startswith(pair.township.site.name)
    receiving.receive_package(pair.county, file)
    assert count(pair.county, "attendance", "uid = ? AND live", new) == 1


def supersedes_the_countys(venue: Venue) -> Line:
    pair, made, own, _ = venue
    (old,) = pair.county.database.read().execute("SELECT uid FROM attendance").fetchone()
    return fact(pair.township, made.sessions[0], own, uid=new_uid(), supersedes=old)


def supersedes_it_in_another_half_day(venue: Venue) -> Line:
    pair, made, own, _ = venue
    (old,) = pair.county.database.read().execute("SELECT uid FROM attendance").fetchone()
    return fact(pair.township, made.sessions[1], own, uid=new_uid(), supersedes=old)


def marks_somebody_of_the_countys(venue: Venue) -> Line:
    pair, made, _, others = venue
    return fact(pair.township, made.sessions[1], others, uid=new_uid())


LIES: list[tuple[Callable[[Venue], Line], set[str]]] = [
    (supersedes_the_countys, {ANOTHERS_MARK}),
    (supersedes_it_in_another_half_day, {ANOTHERS_MARK}),
    (marks_somebody_of_the_countys, {UNKNOWN_PERSON, OUTSIDE}),
]


@pytest.mark.parametrize(("lie", "reasons"), LIES)
def test_nothing_of_the_countys_is_touched(
    venue: Venue,
    lie: Callable[[Venue], Line],
    reasons: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair = venue[0]
    before = everything(pair.county.database.read())
    told(pair.township, pair.county, pair.folder, [lie(venue)], monkeypatch)
    assert everything(pair.county.database.read()) == before
    (one,) = deciding_held_back.held_rows(pair.county)
    assert one.reason in reasons


def test_beside_the_countys_mark_it_is_a_question(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither may have known of the other: the county's stands until the county decides."""
    pair, made, own, _ = venue
    (old,) = pair.county.database.read().execute("SELECT uid FROM attendance").fetchone()
    line = fact(pair.township, made.sessions[0], own, uid=new_uid())
    told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    assert count(pair.county, "attendance", "uid = ? AND live", old) == 1
    assert [item for item in open_items.open_items(pair.county) if item.entity == "attendance"]


def test_a_half_day_to_come_waits_for_its_day(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair, _, own, _ = venue
    day = date.today() + timedelta(days=30)
    made = make_class(pair.county, [own], name="下个月的班", first_day=day.isoformat())
    pair.settle()
    uid = new_uid()
    line = fact(pair.township, made.sessions[0], own, uid=uid)
    told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    assert [one.reason for one in deciding_held_back.held_rows(pair.county)] == [TOO_EARLY]
    assert value_of(pair.county, "attendance", uid, "mark") is None
    with monkeypatch.context() as later:
        later.setattr(authority, "today", (day + timedelta(days=1)).isoformat)
        pair.to_county()
    assert value_of(pair.county, "attendance", uid, "mark") == "缺勤"
    assert not deciding_held_back.held_rows(pair.county)
