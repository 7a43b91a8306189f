"""What an officer can do about one question: the buttons with their keys, in one list."""

from dataclasses import dataclass

from app.data.queries.review_list import ATTENDANCE, FIELD, REMOVED
from app.services.review.questions import Question, Side

TAKE, OTHER, SAME, WRONG, LEFT, BOTH, RETURN = (
    *("take", "other", "same", "wrong", "left", "both", "return"),
)


@dataclass(frozen=True)
class Action:
    """One button; `choice` is the value that it takes."""

    kind: str
    text: str
    choice: str = ""


_PAIRS = {
    "member": (
        Action(SAME, "可能是同一人…"),
        Action(WRONG, "号码录错…"),
        Action(LEFT, "已转出…"),
    ),
    "certificate": (Action(WRONG, "作废其中一份…"),),
    "organization": (Action(SAME, "合并…"), Action(BOTH, "两个都对")),
}


def actions_of(question: Question, level: str) -> tuple[Action, ...]:
    """The buttons in the order of their keys; none where another site decides."""
    item = question.item
    if not question.decider.here:
        returnable = item.kind == ATTENDANCE and level == "county" and question.left
        return (Action(RETURN, "退回给乡镇更正…"),) if returnable else ()
    if question.paired:
        known = _PAIRS.get(item.entity, ())
        return known if level == "county" else tuple(a for a in known if a.kind != BOTH)
    taken = tuple(Action(TAKE, _words(question, s), s.choice.id) for s in question.sides)
    if item.kind in (FIELD, ATTENDANCE):
        return (*taken[:2], Action(OTHER, "另填一个值…"), *taken[2:])
    return taken


def _words(question: Question, side: Side) -> str:
    if question.item.kind in (FIELD, ATTENDANCE):
        names = {"township": "取乡镇值", "county": "取县里值"}
        alone = [s for s in question.sides if s.level == side.level]
        return names.get(side.level, "取这个值") if len(alone) == 1 else f"取 {side.text or '空'}"
    if question.item.kind == REMOVED:
        return "保留" if side.text.startswith("保留") else "删除"
    return side.text
