"""The figures of the year-end summary, counted by hand on a small store."""

import datetime

from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.services.checks import Question
from app.services.store import Store
from app.services.summaries import summary_figures
from tests.builders import change_row, make_class, make_member, make_organization, mark

AUTUMN = datetime.date(2026, 11, 21)


def test_a_year_counted_by_hand(store: Store) -> None:
    village = make_organization(store)
    one, two = make_member(store, village, name="王一"), make_member(store, village, name="王二")
    activist = make_member(store, village, name="张三", political_status="入党积极分子")
    make_member(store, name="李四")
    everybody = [one, two, activist]
    first = make_class(store, everybody, task="政治理论教育")
    second = make_class(store, everybody, first_day="2026-04-01", mode="集体学习", level="县级")
    alone = make_class(store, [one], first_day="2026-05-01", mode="个人自学")
    make_class(store, [one], first_day="2025-05-05", name="去年的班")
    for session in first.sessions:
        for member in everybody:
            mark(store, session, member)
    mark(store, second.sessions[0], one)
    mark(store, second.sessions[0], two, "缺勤")
    mark(store, alone.sessions[0], one)
    with store.change("补录") as change:
        record: dict[str, Value] = {
            "member": two,
            "title": "远程课堂",
            "starts_on": "2026-06-01",
            "ends_on": "2026-06-01",
            "hours": 2.5,
            "innovation_hours": 2.5,
            "mode": "远程教育",
        }
        change.create(entity_named("record"), record)

    found = summary_figures(store, Question(2026, as_of=AUTUMN))

    assert (found.members, found.trained, found.coverage) == (3, 2, 66.7)
    assert (found.people_trained, found.person_times) == (3, 5)
    assert (found.hours, found.uncounted_hours, found.innovation_hours) == (30.5, 4, 2.5)
    assert (found.classes_held, found.classes_closed) == (3, 0)
    assert [(c.enrolled, c.attended, c.hours) for c in found.classes] == [
        (3, 3, 24),
        (3, 1, 4),
        (1, 1, 4),
    ]
    assert [(s.label, s.people, s.person_times, s.hours) for s in found.by_mode] == [
        ("集中培训", 3, 3, 24),
        ("集体学习", 1, 1, 4),
        ("远程教育", 1, 1, 2.5),
    ]
    assert [(s.label, s.hours) for s in found.by_level] == [("县级", 4), ("乡镇", 26.5)]
    assert [(s.label, s.person_times) for s in found.by_task] == [
        ("政治理论教育", 3),
        ("未归类", 2),
    ]
    assert [(o.name, o.members, o.trained, o.coverage, o.hours) for o in found.by_organization] == [
        ("青山镇", 1, 0, 0, 0),
        ("李家村党支部", 2, 2, 100, 30.5),
    ]
    assert [o.short["P24-01"] for o in found.by_organization] == [0, 0]
    assert [o.owing["P24-01"] for o in found.by_organization] == [1, 2]
    rules = {r.id: (r.applies, r.met, r.short, r.pending) for r in found.requirements}
    assert rules["P24-01"] == (3, 0, 0, 3)
    assert rules["P24-04"] == (3, 0, 0, 3)


def test_a_class_of_two_subjects_is_one_person_time(store: Store) -> None:
    member = make_member(store)
    held = make_class(store, [member])
    for session, task in zip(held.sessions, ("政治理论教育", "知识技能教育"), strict=True):
        change_row(store, "session", session, task=task)
        mark(store, session, member)
    found = summary_figures(store, Question(2026, as_of=AUTUMN))
    assert (found.person_times, found.by_mode[0].person_times) == (1, 1)
    assert [(s.label, s.person_times, s.hours) for s in found.by_task] == [
        ("政治理论教育", 1, 4),
        ("知识技能教育", 1, 4),
    ]


def test_one_organization_and_an_earlier_day(store: Store) -> None:
    village = make_organization(store)
    member = make_member(store, village)
    for day in ("2026-03-02", "2026-06-01"):
        held = make_class(store, [member], first_day=day, organization=village)
        for session in held.sessions:
            mark(store, session, member)
    make_class(store, [], first_day="2026-03-02")
    found = summary_figures(store, Question(2026, village, datetime.date(2026, 4, 1)))
    assert (found.organization, found.organizations) == ("李家村党支部", 1)
    assert (found.hours, found.classes_held) == (8, 1)
    assert (found.requirements[0].short, found.requirements[0].behind) == (0, 1)


def test_years_outside_the_policy_have_figures_without_requirements(store: Store) -> None:
    found = summary_figures(store, Question(2020, as_of=AUTUMN))
    assert (found.hours, found.requirements, found.coverage) == (0, (), 0)


def test_a_class_closed_later_was_still_running_on_the_day_asked_for(store: Store) -> None:
    member = make_member(store)
    held = make_class(store, [member])
    change_row(store, "training_class", held.uid, state="已结班", closed_on="2026-11-20")
    for day, closed in ((datetime.date(2026, 11, 19), 0), (AUTUMN, 1)):
        found = summary_figures(store, Question(2026, as_of=day))
        assert (found.classes_held, found.classes_closed) == (1, closed)
        assert found.classes[0].state == ("已结班" if closed else "在办")
