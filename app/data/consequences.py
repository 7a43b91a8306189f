"""What follows from an action, inside its transaction: returns settled, the tree mended, hours."""

from app.data import hours_summary, kept_stale, returned_rows, tree_mending
from app.data.changes import Change
from app.domain.declarations import entity_named
from app.domain.exchange.return_rules import CORRECTED


def carry_out(change: Change) -> None:
    """Everything that must hold when the action is saved. Hours last: the others touch them."""
    _settle_returns(change)
    if change.tree_touched:
        tree_mending.mend(change)
    touched = change.touched_members | hours_summary.members_of(
        change.connection, change.touched_classes
    )
    hours_summary.recompute(change.connection, touched)
    change.touched.people |= touched
    kept_stale.mark(change.connection, change.touched, change.lseq)


def _settle_returns(change: Change) -> None:
    """What was corrected here, nobody waits for any more; what this action decided itself stays."""
    for uid in sorted(returned_rows.still_open(change.connection, change.answered_returns)):
        change.update(entity_named("row_return"), uid, {"state": CORRECTED})
