"""党内职务, 不作硬性要求, 党员变动: entered, corrected, ended, taken back; and the figures."""

import datetime
import json

import pytest

from app.data.queries.members import holders_of, posts_held, posts_of
from app.data.queries.membership import changes_of
from app.domain.declarations import ENTITIES
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.domain.people.dated_rows import HeldBy, can_end, overlapping
from app.domain.registers import REGISTERS
from app.services.checks import Question, RuleResult, check_policy
from app.services.dated_rows import (
    PEOPLES,
    end_row,
    post_doubts,
    posts_left,
    remove_row,
    restore_row,
    row_values,
    save_row,
)
from app.services.membership import SinceAsked
from app.services.membership_edits import save_membership_change
from app.services.owed import owed_by_branch
from app.services.people import save_member
from app.services.review.open_items import open_items
from app.services.store import Store
from app.services.summaries import summary_figures
from tests.builders import (
    Pair,
    make_class,
    make_member,
    make_organization,
    mark,
    value_of,
)

AUTUMN = datetime.date(2026, 11, 21)


def secretary(store: Store, member: bytes, place: bytes | None = None, **dates: Value) -> bytes:
    held: dict[str, Value] = {"organization": place or store.site.organization, "title": "书记"}
    return save_row(store, "post", None, {"member": member, **held, **dates})


def rule(store: Store, name: str, year: int) -> RuleResult:
    (found,) = check_policy(store, "P24", Question(year, as_of=AUTUMN), rule=name).rules
    return found


def audited(store: Store) -> tuple[str, str, list[object]]:
    action, reason, detail = (
        store.database.read()
        .execute("SELECT action, reason, detail FROM audit ORDER BY id DESC LIMIT 1")
        .fetchone()
    )
    return action, reason, json.loads(detail)


def test_a_secretary_until_june_counts_as_the_policy_says(store: Store) -> None:
    """One 书记 since 2020 with no hour: short of 40 in 2024 and 2025 (P24-03), measured by 280
    hours over the five years (P24-02) and not by 160 (P24-01). Until 30 June 2025: the 书记 of 31
    December 2024 still, of 31 December 2025 no more, and one of 160 hours again."""
    branch = make_organization(store)
    member = make_member(store, branch)
    post = secretary(store, member, branch, from_on="2020")
    assert [rule(store, "P24-03", year).short for year in (2024, 2025)] == [1, 1]
    assert rule(store, "P24-01", 2026).subjects[0].threshold == 280
    assert rule(store, "P24-02", 2026).applies == 1
    board = owed_by_branch(store, Question(2025, as_of=AUTUMN))
    assert board.branches[0].standing["P24-03"].short == 1

    end_row(store, "post", post, "2025-06-30", "换届")

    assert [rule(store, "P24-03", year).short for year in (2024, 2025)] == [1, 0]
    assert rule(store, "P24-03", 2025).applies == 0
    assert rule(store, "P24-01", 2026).subjects[0].threshold == 160
    assert rule(store, "P24-02", 2026).applies == 0
    board = owed_by_branch(store, Question(2025, as_of=AUTUMN))
    assert "P24-03" not in board.branches[0].standing
    read = store.database.read()
    assert posts_held(read, [member], "2025-06-30") == {member: ["书记"]}, "the last day counts"
    assert posts_held(read, [member], "2025-07-01") == {}
    assert audited(store)[:2] == ("结束党内职务", "换届")
    assert audited(store)[2] == [["修改", "post", post.hex(), {"to_on": [None, "2025-06-30"]}]]


@pytest.mark.parametrize(("end", "applies", "pending"), [("2025-06", 0, 0), ("2025", 1, 1)])
def test_an_end_keeps_the_precision_that_is_known(
    store: Store, end: str, applies: int, pending: int
) -> None:
    """Until some day of June: no 书记 on 31 December. Until some day of 2025: nobody can tell."""
    member = make_member(store)
    post = secretary(store, member, make_organization(store), from_on="2020")
    end_row(store, "post", post, end)
    assert value_of(store, "post", post, "to_on") == end
    found = rule(store, "P24-03", 2025)
    assert (found.applies, found.pending, found.short) == (applies, pending, 0)


def test_the_end_of_an_exemption_brings_the_requirement_back(store: Store) -> None:
    member = make_member(store)
    told: dict[str, Value] = {"member": member, "reason": "年老体弱", "from_on": "2024-01"}
    exempt = save_row(store, "exemption", None, told)
    assert (rule(store, "P24-04", 2026).exempt, rule(store, "P24-01", 2026).exempt) == (1, 1)
    end_row(store, "exemption", exempt, "2026-03")
    assert rule(store, "P24-01", 2026).exempt == 0
    save_row(store, "exemption", exempt, {"to_on": None})
    assert rule(store, "P24-01", 2026).exempt == 1


@pytest.mark.parametrize("kind", ["post", "exemption"])
def test_no_end_before_the_beginning_and_none_invented(store: Store, kind: str) -> None:
    member = make_member(store)
    kinds: dict[str, dict[str, Value]] = {
        "post": {"organization": store.site.organization, "title": "书记"},
        "exemption": {"reason": "失能"},
    }
    more = kinds[kind]
    row = save_row(store, kind, None, {"member": member, "from_on": "2024-05", **more})
    with pytest.raises(InvalidInput, match="早于"):
        end_row(store, kind, row, "2024-04-30")
    with pytest.raises(InvalidInput, match="早于"):
        save_row(store, kind, row, {"to_on": "2023"})
    with pytest.raises(InvalidInput, match="早于"):
        save_row(store, kind, None, {"member": member, "from_on": "2024", "to_on": "2023", **more})
    with pytest.raises(InvalidInput, match="只知道年月"):
        end_row(store, kind, row, " ")
    with pytest.raises(InvalidInput, match=r"不是日期|不存在"):
        end_row(store, kind, row, "2024-02-30")
    assert value_of(store, kind, row, "to_on") is None
    end_row(store, kind, row, "2024-05")
    with pytest.raises(InvalidInput, match="早于"):
        save_row(store, kind, row, {"from_on": "2024-06"})
    assert value_of(store, kind, row, "from_on") == "2024-05"


def test_an_end_known_ahead_has_not_come_yet(store: Store) -> None:
    member = make_member(store)
    post = secretary(store, member, from_on="2024")
    end_row(store, "post", post, "2098-12")
    assert holders_of(store.database.read(), "书记") == [member]
    end_row(store, "post", post, "2025")
    assert holders_of(store.database.read(), "书记") == []


def test_two_secretaries_at_once_are_named_and_kept(store: Store) -> None:
    branch, other = make_organization(store), make_organization(store, "王家村党支部")
    old, new = make_member(store, name="老张"), make_member(store, name="小李")
    first = secretary(store, old, branch, from_on="2020")
    second = secretary(store, new, branch, from_on="2026-07")
    (said,) = post_doubts(store, second)
    assert "李家村党支部同时还有一名书记：老张，2020 起" in said
    assert post_doubts(store, secretary(store, new, other, from_on="2026-07")) == []
    end_row(store, "post", first, "2026-07")
    assert post_doubts(store, second) == [], "a month of handing over is no doubt"
    end_row(store, "post", first, "2026-08")
    assert post_doubts(store, second) != []


def test_many_may_hold_one_title_but_nobody_twice() -> None:
    one, two = HeldBy(b"1", "甲", "委员", "2020", None), HeldBy(b"2", "乙", "委员", "2021", None)
    assert overlapping(one, [two]) == []
    assert overlapping(one, [HeldBy(b"1", "甲", "委员", None, "2024")]) != []
    assert overlapping(one, [HeldBy(b"1", "甲", "委员", "2010", "2020")]) == []


def leave(store: Store, member: bytes, answer: SinceAsked, **raw: Value) -> None:
    field = "organization" if "organization" in raw else "status"
    since = {field: answer}
    ending = posts_left(store, member, raw, since)
    save_member(store, member, raw, since=since, ending=ending)


def test_who_leaves_gives_up_his_posts_in_the_same_action(store: Store) -> None:
    member = make_member(store)
    held = secretary(store, member, from_on="2020")
    over = secretary(store, member, from_on="2010", to_on="2015")
    ending = posts_left(store, member, {"status": "已转出"}, {"status": SinceAsked("2026-06-30")})
    assert ending is not None
    assert (ending.day, [post.words for post in ending.posts]) == (
        "2026-06-30",
        ["青山镇书记（2020 起）"],
    )
    leave(store, member, SinceAsked("2026-06-30"), status="已转出")
    assert value_of(store, "post", held, "to_on") == "2026-06-30"
    assert value_of(store, "post", over, "to_on") == "2015"
    action, _, detail = audited(store)
    assert action == "修改党员"
    assert {line[1] for line in detail if isinstance(line, list)} >= {"member", "post"}


def test_who_changes_the_branch_gives_up_what_he_held_there(store: Store) -> None:
    here, there = make_organization(store), make_organization(store, "王家村党支部")
    member = make_member(store, here)
    left, kept = secretary(store, member, here), secretary(store, member)
    answer = SinceAsked("2026.05")
    leave(store, member, answer, organization=there)
    assert value_of(store, "post", left, "to_on") == "2026-05"
    assert value_of(store, "post", kept, "to_on") is None
    corrected = posts_left(
        store, member, {"status": "已去世"}, {"status": SinceAsked(corrected=True)}
    )
    assert corrected is None
    unknown = posts_left(store, member, {"status": "已去世"}, {"status": SinceAsked()})
    assert unknown is not None
    assert unknown.day == ""
    assert posts_left(store, member, {"name": "别的"}) is None
    assert posts_left(store, member, {"status": "正常"}) is None


def test_a_post_that_begins_later_stops_the_whole_action(store: Store) -> None:
    member = make_member(store)
    secretary(store, member, from_on="2026-09")
    with pytest.raises(InvalidInput, match="早于"):
        leave(store, member, SinceAsked("2026-06"), status="已转出")
    assert value_of(store, "member", member, "status") == "正常"


def test_a_moved_date_moves_the_figures(store: Store) -> None:
    """8 hours on 2 March 2026, told to have moved in January: all are the new branch's. It was in
    May: they stay with the old one."""
    here, there = make_organization(store), make_organization(store, "王家村党支部")
    member = make_member(store, here)
    held = make_class(store, [member], first_day="2026-03-02")
    for session in held.sessions:
        mark(store, session, member)
    save_member(
        store, member, {"organization": there}, since={"organization": SinceAsked("2026-01")}
    )

    def hours() -> dict[str, float]:
        found = summary_figures(store, Question(2026, as_of=AUTUMN))
        return {line.name: line.hours for line in found.by_organization}

    assert hours() == {"王家村党支部": 8}
    [told] = changes_of(store.database.read(), member)
    saved = save_membership_change(store, told.uid, {"from_on": "2026-05-01"}, "介绍信日期看错了")
    assert saved.follows == ()
    assert hours()["李家村党支部"] == 8
    action, reason, detail = audited(store)
    assert (action, reason) == ("修改党员变动", "介绍信日期看错了")
    changed = {"from_on": ["2026-01", "2026-05-01"]}
    assert detail == [["修改", "membership_change", told.uid.hex(), changed]]


def test_the_line_that_led_to_today_takes_the_column_along(store: Store) -> None:
    here, there = make_organization(store), make_organization(store, "王家村党支部")
    right = make_organization(store, "赵家村党支部")
    member = make_member(store, here)
    save_member(
        store, member, {"organization": there}, since={"organization": SinceAsked("2026-01")}
    )
    [told] = changes_of(store.database.read(), member)
    saved = save_membership_change(store, told.uid, {"organization": right})
    assert saved.follows == ("所在党组织",)
    assert value_of(store, "member", member, "organization") == right
    [line] = changes_of(store.database.read(), member)
    assert (line.before, line.after) == ("李家村党支部", "赵家村党支部")
    save_member(
        store, member, {"organization": here}, since={"organization": SinceAsked("2026-03")}
    )
    assert save_membership_change(store, told.uid, {"organization": there}).follows == ()
    assert value_of(store, "member", member, "organization") == here


def test_the_day_of_leaving_is_corrected_in_both_places(store: Store) -> None:
    member = make_member(store)
    save_member(store, member, {"status": "已转出"}, since={"status": SinceAsked("2025-12-01")})
    assert summary_figures(store, Question(2025, as_of=AUTUMN)).members == 0
    [told] = changes_of(store.database.read(), member)
    saved = save_membership_change(store, told.uid, {"from_on": "2026-02-01"})
    assert saved.follows == ("状态日期",)
    assert value_of(store, "member", member, "status_on") == "2026-02-01"
    assert summary_figures(store, Question(2025, as_of=AUTUMN)).members == 1
    assert summary_figures(store, Question(2026, as_of=AUTUMN)).members == 0


def test_a_line_of_history_must_say_something(store: Store) -> None:
    here, there = make_organization(store), make_organization(store, "王家村党支部")
    member = make_member(store, here)
    told = {"member": member, "organization_before": there, "organization": here}
    uid = save_membership_change(store, None, told).uid
    for wrong in (
        {"organization": None},
        {"organization_before": here},
        {"from_on": "2099-01"},
    ):
        with pytest.raises(InvalidInput):
            save_membership_change(store, uid, wrong)
    assert row_values(store, "membership_change", uid)["organization_before"] == there


def test_taking_back_needs_a_reason_and_can_be_undone(store: Store) -> None:
    member = make_member(store)
    post = secretary(store, member)
    with pytest.raises(InvalidInput, match="原因"):
        remove_row(store, "post", post, " ")
    remove_row(store, "post", post, "录错人了")
    read = store.database.read()
    assert posts_of(read, member) == []
    restore_row(store, "post", post)
    assert len(posts_of(read, member)) == 1


def test_every_dated_row_of_a_person_has_its_place() -> None:
    """A new dated kind of row about people must come into the lists of the person's window."""
    dated = {e.name for e in ENTITIES if e.has("member") and e.has("from_on")} - REGISTERS.keys()
    assert dated == set(PEOPLES)
    ended = {e.name for e in ENTITIES if e.has("member") and can_end(e)} - REGISTERS.keys()
    assert ended == {"post", "exemption"}


def test_a_change_of_branch_has_no_end(store: Store) -> None:
    with pytest.raises(AppError, match="没有终止日期"):
        end_row(store, "membership_change", b"", "2026")


def test_ends_and_corrections_travel_and_two_ends_are_asked_about(pair: Pair) -> None:
    """Township and county say different last days: both stand until somebody decides."""
    township, county = pair.township, pair.county
    branch = make_organization(township)
    member = make_member(township, branch)
    post = secretary(township, member, branch, from_on="2020")
    moved = save_membership_change(
        township, None, {"member": member, "organization": branch, "from_on": "2019"}
    ).uid
    pair.settle()
    end_row(township, "post", post, "2026-06-30")
    save_membership_change(county, moved, {"from_on": "2018-05"})
    pair.settle()
    for store in (township, county):
        assert value_of(store, "post", post, "to_on") == "2026-06-30"
        assert value_of(store, "membership_change", moved, "from_on") == "2018-05"
    end_row(township, "post", post, "2026-07-31")
    end_row(county, "post", post, "2026-08-31")
    pair.settle()
    for store in (township, county):
        assert [item.label for item in open_items(store)] == ["离任日期"]


def test_what_another_site_keeps_is_not_written_here(pair: Pair) -> None:
    township, county = pair.township, pair.county
    branch = make_organization(township)
    member = make_member(township, branch)
    post = secretary(township, member, branch, from_on="2020")
    pair.settle()
    save_member(
        county,
        member,
        {"organization": county.site.organization},
        since={"organization": SinceAsked("2026-06")},
    )
    pair.settle()
    for act in (
        lambda: end_row(township, "post", post, "2026-06"),
        lambda: remove_row(township, "post", post, "录错"),
        lambda: secretary(township, member),
        lambda: save_membership_change(township, None, {"member": member, "status": "已去世"}),
    ):
        with pytest.raises(AppError, match="已不在本单位"):
            act()
    end_row(county, "post", post, "2026-06")
