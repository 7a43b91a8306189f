"""待核实 about hours beyond their bounds: the row is made to say what the ledger counts."""

from app.data.queries.cut_rows import cut_rows
from app.data.queries.review_context import Context
from app.data.queries.review_item import Choice, ReviewItem
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.services.review.kinds import QuestionKind
from app.services.store import Store


class HoursBeyond(QuestionKind):
    """One choice; whoever holds the paper may correct the row instead."""

    def ours(self, context: Context, item: ReviewItem) -> bool:
        """A township settles what is its own."""
        return context.is_own(self.organization(context, item))

    def take(self, store: Store, item: ReviewItem, _chosen: Choice) -> None:
        """Fill in what counts; no figure changes."""
        words = f"{item.subject} {item.label}"
        with store.change("改为可计学时", summary=words, needs=Verb.REVIEW) as change:
            for row in cut_rows(change.connection):
                if (row.entity, row.uid) == (item.entity, item.uid):
                    change.update(entity_named(row.entity), row.uid, row.values)
