"""The practice stores that the manual shows: generated people, fixed names, one open class."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from app.data.queries.members import MemberFilter, member_ids, uids_of
from app.data.queries.training_classes import sessions_of
from app.domain.accounts.roles import Role
from app.services import accounts, people
from app.services.classes.training_classes import (
    ClassDraft,
    class_draft,
    create_class,
    planned_sessions,
)
from app.services.exchange.sending import export_package, find_peer
from app.services.opening import NewSite, create_store, open_store
from app.services.practice.demo import run_demo
from app.services.practice.demo_sites import PRACTICE_PASSWORD
from app.services.practice.township import write_roster
from app.services.store import Store

CLERK, OFFICER = "林晓", "周明"
MEMBERS = 240


@dataclass
class Stage:
    """Everything that stands ready before the first picture."""

    folder: Path
    township: Store
    county: Store
    fresh: Store
    roster: Path
    open_class: bytes


def set_up(folder: Path) -> Stage:
    """Run the demo, then open its stores under the names that the pictures show."""
    demo = run_demo(folder / "demo", members=MEMBERS)
    township = _opened_by(CLERK, demo.stores["township_1"])
    county = _opened_by(OFFICER, demo.stores["county"])
    answers = NewSite("township", "红岩乡", "云岭县", "何静")
    fresh = create_store(folder / "red.xueji", answers, PRACTICE_PASSWORD).store
    roster = folder / "红岩乡党员花名册.xlsx"
    write_roster(Random(7), "红岩乡", 60, set(), roster)
    return Stage(folder, township, county, fresh, roster, _class(township))


def _opened_by(name: str, path: Path) -> Store:
    """Somebody whose name fits the manual; a store opens under the names it knows only."""
    store = open_store(path, PRACTICE_PASSWORD, "")
    accounts.add_account(store, name, PRACTICE_PASSWORD, Role.HEAD)
    store.close()
    return open_store(path, PRACTICE_PASSWORD, name)


def _class(store: Store) -> bytes:
    """A one-day class of last week whose attendance still has to be entered."""
    day = (date.today() - timedelta(days=3)).isoformat()
    values = dict(class_draft(store)) | {
        "name": "党员进党校秋季轮训班",
        "starts_on": day,
        "ends_on": day,
        "place": "青山镇党校",
        "teacher": "县委党校 周老师",
        "task": "政治理论教育",
        "certificates": 1,
        "required_share": 100,
    }
    sessions = [dict(session) for session in planned_sessions(values)]
    for session, course in zip(sessions, ("学习贯彻党的创新理论", "乡村振兴案例研讨"), strict=True):
        session["course"] = course
    connection = store.database.read()
    ids = member_ids(connection, MemberFilter(organization=store.site.organization))
    return create_class(store, ClassDraft(values, sessions, uids_of(connection, ids[:32])))


def half_days(store: Store, training_class: bytes) -> list[bytes]:
    """The identities of the half-days, in order."""
    return [session.uid for session in sessions_of(store.database.read(), training_class)]


def disagree(stage: Stage, folder: Path) -> Path:
    """Both sides change the same people; returns the township's package for the county."""
    connection = stage.township.database.read()
    ids = member_ids(connection, MemberFilter(organization=stage.township.site.organization))
    some = uids_of(connection, ids[6:11])
    for number, uid in enumerate(some):
        people.save_member(stage.township, uid, {"workplace": f"村务监督委员会委员{number or ''}"})
        if number < 2:
            people.save_member(stage.county, uid, {"workplace": "村委会委员"})
    people.save_member(stage.township, some[4], {"education": "大学本科"})
    target = folder / "青山镇发云岭县-上报.xjb"
    export_package(stage.township, find_peer(stage.township, "云岭县"), target)
    return target
