"""Nobody and nothing new comes into an organization that is no more, by whichever way."""

from collections.abc import Callable

import pytest

from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.services.dated_rows import save_row
from app.services.import_undo import undo_import
from app.services.membership import SinceAsked
from app.services.membership_edits import save_membership_change
from app.services.organization_actions import (
    dissolve_organization,
    last_action,
    move_organization,
    remove_organization,
    take_action_back,
)
from app.services.organizations import create_organization
from app.services.people import save_member
from app.services.people_together import change_together, plan_together
from app.services.store import Store
from tests.builders import make_member, make_organization, value_of


def removed(store: Store) -> bytes:
    place = make_organization(store, "录错的党支部")
    remove_organization(store, place, "录错")
    return place


def dissolved(store: Store) -> bytes:
    place = make_organization(store, "撤了的党支部")
    dissolve_organization(store, place, "2026-06-30")
    return place


GONE = pytest.mark.parametrize("no_more", [removed, dissolved])


@GONE
def test_whatever_is_entered_into_it_is_refused(
    store: Store, no_more: Callable[[Store], bytes]
) -> None:
    place, member = no_more(store), make_member(store)
    post: dict[str, Value] = {"member": member, "title": "书记", "from_on": "2020"}
    held = save_row(store, "post", None, {**post, "organization": store.site.organization})
    for enter in (
        lambda: save_member(store, None, {"name": "新来的", "organization": place}),
        lambda: save_member(store, member, {"organization": place}),
        lambda: plan_together(store, [member], "organization", place),
        lambda: save_row(store, "post", None, {**post, "organization": place}),
        lambda: save_row(store, "post", held, {"organization": place}),
        lambda: create_organization(store, {"name": "下级", "kind": "党支部", "parent": place}),
    ):
        with pytest.raises(InvalidInput):
            enter()


def test_what_ended_there_before_it_did_is_told(store: Store) -> None:
    place, member = dissolved(store), make_member(store)
    post: dict[str, Value] = {"member": member, "organization": place, "title": "书记"}
    held = save_row(store, "post", None, {**post, "from_on": "2020", "to_on": "2026-06"})
    save_row(store, "post", held, {"title": "副书记"})
    for until in ("2026-09", None):
        with pytest.raises(InvalidInput):
            save_row(store, "post", held, {"to_on": until})
    left: dict[str, Value] = {"organization": place, "status": "已转出", "status_on": "2026-05"}
    save_member(store, member, left)
    assert value_of(store, "member", member, "organization") == place


def test_a_corrected_history_does_not_lead_back_there(store: Store) -> None:
    place, branch = dissolved(store), make_organization(store)
    member = make_member(store)
    save_member(store, member, {"organization": branch}, since={"organization": SinceAsked("2025")})
    (told,) = (r[0] for r in store.database.read().execute("SELECT uid FROM membership_change"))
    with pytest.raises(InvalidInput, match="已撤销"):
        save_membership_change(store, told, {"organization": place})
    assert value_of(store, "member", member, "organization") == branch


def test_a_move_is_not_taken_back_under_what_was_dissolved_since(store: Store) -> None:
    old = make_organization(store, "东片党总支", kind="党总支")
    new = make_organization(store, "西片党总支", kind="党总支")
    branch = make_organization(store, parent=old)
    move_organization(store, branch, new)
    moved = last_action(store)
    dissolve_organization(store, old, "2026-06-30")
    with pytest.raises(AppError):
        take_action_back(store, moved)
    assert value_of(store, "organization", branch, "parent") == new


def test_many_who_moved_are_not_put_back_into_what_is_no_more(store: Store) -> None:
    old, new = make_organization(store, "甲村党支部"), make_organization(store, "乙村党支部")
    people = [make_member(store, old, name=name) for name in ("张一", "张二")]
    batch = change_together(store, plan_together(store, people, "organization", new))
    dissolve_organization(store, old, "2026-06-30")
    done = undo_import(store, batch)
    assert (done.reversed, done.kept) == (0, 2)
    assert "已撤销" in next(line.reason for line in done.lines if line.entity == "member")
    assert value_of(store, "member", people[0], "organization") == new
