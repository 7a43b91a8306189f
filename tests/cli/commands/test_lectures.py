"""谁还没讲党课 on the command line."""

from datetime import date

from app.services.store import Store
from tests.builders import make_member, make_organization
from tests.cli.conftest import Run
from tests.register_building import make_row


def test_who_owes_by_clause(run: Run, store: Store) -> None:
    branch = make_organization(store, "李家村党支部")
    for name in ("王䶮", "李㛃"):
        who = make_member(store, branch, name, political_status="正式党员")
        make_row(store, "post", member=who, organization=branch, title="书记", to_on=None)
    at = ("--store", store.path, "--json")
    said = (
        "topic=支部怎么建",
        f"held_on={date.today().year}-01-05",
        "speaker=王䶮",
        "lecturer=王䶮",
    )
    more = ("speaks_as=基层党组织书记", "medium=现场")
    added = run(*at, "add", "lectures", *(p for one in (*said, *more) for p in ("--set", one)))
    assert added.code == 0, added.error
    told = run(*at, "lecture", "owed", "--rule", "HN-20").keys
    assert [(one["name"], one["given"]) for one in told["people"]] == [("李㛃", 0)]
    assert [rule["id"] for rule in told["people"][0]["rules"]] == ["HN-20"]
    every = run(*at, "lecture", "owed", "--organization", "李家村党支部").keys["people"]
    assert {one["name"]: [r["id"] for r in one["rules"]] for one in every} == {
        "李㛃": ["HN-20", "JN-35"],
        "王䶮": ["JN-35"],
    }, "not 为本单位党员"
    assert run(*at, "lecture", "owed", "--rule", "XX").code == 1
