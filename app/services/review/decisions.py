"""待核实: a decision is an ordinary write that supersedes everything that stood side by side."""

from app.data.queries.review_context import Context
from app.data.queries.review_item import ReviewItem
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.errors import NotFound
from app.services.review.kinds import Decider
from app.services.review.open_items import find_item
from app.services.review.question_kinds import kind_of
from app.services.store import Store


def decider(store: Store, item: ReviewItem) -> Decider:
    """Who decides one question."""
    with store.database.snapshot() as connection:
        return kind_of(item).decider(Context(connection), store.site.level, item)


def take(store: Store, item_id: str, sibling: str) -> None:
    """Keep one of the values that stand side by side.

    Raises:
        NotFound: no such question or no such value.
        AppError: a mark whose signed sheet lies at another site, or a committee of others.
    """
    item = find_item(store, item_id)
    chosen = next((c for c in item.siblings if c.id == sibling), None)
    if chosen is None:
        # Only who wrote which: the values may be ID numbers or phones.
        listed = "；".join(f"{c.id}（{c.site}）" for c in item.siblings)
        raise NotFound("没有这个选项。", f"可选：{listed}")
    kind = kind_of(item)
    kind.refuse_elsewhere(store, item)
    kind.take(store, item, chosen)


def decide(store: Store, item_id: str, value: str) -> None:
    """Set a field to a value of the decider's own.

    Raises:
        NotFound: no such question.
        AppError: the question is not about a value, or the value is not acceptable.
    """
    item = find_item(store, item_id)
    kind = kind_of(item)
    kind.refuse_elsewhere(store, item)
    kind.decide(store, item, value)


def part(store: Store, member: bytes) -> None:
    """Undo 合并同一人: the row stands for a person of its own again.

    Raises:
        NotFound: no such person.
    """
    with store.change("撤销合并", needs=Verb.REVIEW) as change:
        change.update(entity_named("member"), member, {"merged_into": None})
