"""Every kind of question has one class that answers for it, and the parts agree about each."""

from app.data.queries import cut_rows, review_list, tree_items
from app.services.review import undoing_decisions
from app.services.review.question_kinds import KINDS


def test_each_kind_that_is_listed_stands_in_the_table_once() -> None:
    listed = {
        *(review_list.FIELD, review_list.REMOVED, review_list.ATTENDANCE),
        *(kind for _, _, kind, *_ in review_list._SAME),
        *(tree_items.REMOVED_BUT_USED, tree_items.CYCLE_MENDED, tree_items.PARENT_ABSENT),
        *(tree_items.ORGANIZATION_ABSENT, cut_rows.BEYOND),
    }
    named = [kind.name for kind in KINDS]
    assert sorted(named) == sorted(listed)
    assert all(kind.words for kind in KINDS)


def test_what_an_undo_finds_is_what_the_kinds_write() -> None:
    assert {"核实", "核实考勤", "合并同一人", "登记已转出", "恢复党组织"} <= set(
        undoing_decisions.ACTIONS
    )
