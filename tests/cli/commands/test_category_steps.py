"""`person step` and `person step-undo`."""

from app.services.people import save_member
from tests.builders import Pair, make_member, value_of
from tests.cli.conftest import Run


def test_a_step_a_longer_probation_and_back(run: Run, pair: Pair) -> None:
    store = pair.township
    member = make_member(store)
    save_member(store, member, {"political_status": "发展对象", "joined_on": None, "full_on": None})
    here = ("--store", store.path, "--json")
    on = ("--on", "2025-06-30")
    done = run("person", "step", member.hex(), "--to", "预备党员", *on, *here).keys
    assert done["category"] == "预备党员"
    longer = (
        "--to",
        "延长预备期",
        "--on",
        "2026-06-30",
        "--until",
        "2026-12-30",
        "--reason",
        "未交思想汇报",
    )
    assert run("person", "step", member.hex(), *longer, *here).code == 0
    (row,) = run("list", "probations", *here).keys["rows"]
    assert row["until"] == "2026-12-30"
    again = run("person", "step", member.hex(), *longer, *here)
    assert again.code == 1
    assert "延长过一次" in again.error["message"]
    undone = run("person", "step-undo", "--action", str(done["action"]), *here).keys
    assert undone["reversed"] > 0
    assert value_of(store, "member", member, "political_status") == "发展对象"
