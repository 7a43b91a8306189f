"""待核实 about the tree of organizations: what the officer decides is done here."""

from app.data import rows
from app.data.changes import Change
from app.data.membership_changes import Since, everything
from app.data.queries import tree_items
from app.data.queries.review_item import Choice, ReviewItem
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.errors import NotFound
from app.domain.exchange.versions import GONE
from app.services.review.kinds import QuestionKind
from app.services.store import Store

RESTORED, MOVED_UP, TAKEN_IN = "恢复党组织", "转到上级党组织", "转到本单位"
_MOVES_UP = (
    ("organization", "parent"),
    ("member", "organization"),
    ("training_class", "organization"),
)
"""What goes along when an organization is taken out of use; posts stay as they were held."""


class OrganizationRepair(QuestionKind):
    """What stands wrong in the tree: each choice says what will be done."""

    trail = (RESTORED, MOVED_UP, TAKEN_IN)

    def take(self, store: Store, item: ReviewItem, chosen: Choice) -> None:
        """Do it."""
        settle(store, item, chosen.id)


def settle(store: Store, item: ReviewItem, choice: str) -> None:
    """Do what was chosen for one of these questions.

    Raises:
        NotFound: no such choice.
        AppError: it would put an organization below itself.
    """
    if choice not in {sibling.id for sibling in item.siblings}:
        raise NotFound("没有这个选项。", f"可选：{'、'.join(c.id for c in item.siblings)}")
    if choice == tree_items.RESTORE:
        restore_organization(store, item.uid)
    elif choice == tree_items.MOVE_UP:
        move_up(store, item.uid)
    elif choice == tree_items.KEEP_PLACE:
        keep_place(store, item.uid)
    elif item.kind == tree_items.ORGANIZATION_ABSENT:
        take_in(store, item.uid)
    elif choice == tree_items.TAKE_IN:
        hang_under(store, item.uid, store.site.organization)
    else:
        hang_under(store, item.uid, bytes.fromhex(choice))


def restore_organization(store: Store, uid: bytes) -> None:
    """Bring a removed organization back, because there are people in it."""
    with store.change(RESTORED, summary=_name(store, uid), needs=Verb.REVIEW) as change:
        entity = entity_named("organization")
        row = change.row(entity, uid)
        if row.values.get("dissolved_on") is not None:
            change.update(entity, uid, {"dissolved_on": None})
        removed = row.versions.get(GONE)
        if removed is not None and removed.shown.value:
            change.restore(entity, uid)


def move_up(store: Store, uid: bytes) -> int:
    """Everybody and everything of a removed organization goes to the one above; how many rows."""
    with store.change(MOVED_UP, summary=_name(store, uid), needs=Verb.REVIEW) as change:
        target = tree_items.place_above(change.connection, uid)
        removed = rows.values_of(change.connection, entity_named("organization"), uid) or {}
        # 撤销日期 is when its people came under the one above; without it nobody knows.
        day = removed.get("dissolved_on")
        since = Since(day if isinstance(day, str) else None)
        return sum(_move(change, table, field, (uid, target), since) for table, field in _MOVES_UP)


def keep_place(store: Store, uid: bytes) -> None:
    """Where a repair put the organization is right."""
    with store.change("确认隶属关系", summary=_name(store, uid), needs=Verb.REVIEW) as change:
        entity = entity_named("organization")
        parent = change.row(entity, uid).values["parent"]
        change.update(entity, uid, {"parent": parent}, again=True)


def hang_under(store: Store, uid: bytes, parent: bytes) -> None:
    """Put an organization under another.

    Raises:
        AppError: that would put it below itself.
    """
    with store.change("调整隶属关系", summary=_name(store, uid), needs=Verb.REVIEW) as change:
        change.update(entity_named("organization"), uid, {"parent": parent}, again=True)


def take_in(store: Store, absent: bytes) -> int:
    """People whose organization is not here come to this site's own; how many."""
    with store.change(TAKEN_IN, summary="所在党组织不在本机", needs=Verb.REVIEW) as change:
        return _move(change, "member", "organization", (absent, store.site.organization))


def _move(
    change: Change,
    table: str,
    field: str,
    places: tuple[bytes, bytes],
    since: Since = Since(),  # noqa: B008  (frozen)
) -> int:
    entity, (source, target) = entity_named(table), places
    moving = rows.referring(change.connection, entity, field, source)
    for uid in moving:
        change.update(entity, uid, {field: target}, since=everything(since))
    return len(moving)


def _name(store: Store, uid: bytes) -> str:
    row = rows.values_of(store.database.read(), entity_named("organization"), uid)
    return str(row["name"]) if row else ""
