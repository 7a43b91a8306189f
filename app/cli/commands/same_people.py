"""`people`: who may stand in the store twice; merged, taken back, or said to be two."""

from app.cli.answer import Answer
from app.cli.command import Command, argument
from app.cli.context import Context
from app.domain.errors import InvalidInput
from app.domain.uid import uid_from_text


def twins(context: Context) -> Answer:
    """Pairs that may be one person."""
    from app.services.same_people import possible_pairs

    with context.store() as store:
        found = possible_pairs(store)
    keys = [
        {"one": p.one.uid.hex(), "other": p.other.uid.hex(), "name": p.one.name, "why": p.why}
        for p in found
    ]
    lines = [f"{p.one.words}\n{p.other.words}\n　{p.why}" for p in found]
    return Answer({"pairs": keys}, (*lines, f"可能重复 {len(found)} 对"))


def merge(context: Context) -> Answer:
    """Two rows are one person."""
    from app.services.review.undoing_decisions import last_decision
    from app.services.same_people import merge_people

    given = context.given
    with context.store() as store:
        merge_people(store, _uid(given.kept), _uid(given.other))
        number = last_decision(store)
    words = "已合并，学时、职务、证书都归到保留的一条。撤销：xueji people undo-merge"
    return Answer({"id": given.kept, "decision": number}, (words,))


def undo_merge(context: Context) -> Answer:
    """Two people after all."""
    from app.services.review.undoing_decisions import last_decision, undo

    with context.store() as store:
        done = undo(store, context.given.decision or last_decision(store))
    return Answer({"reversed": done.reversed, "kept": done.kept}, ("已撤销合并。",))


def apart(context: Context) -> Answer:
    """Looked at: two people."""
    from app.services.same_people import say_two_people

    given = context.given
    with context.store() as store:
        say_two_people(store, _uid(given.kept), _uid(given.other))
    return Answer({"ids": [given.kept, given.other]}, ("已记下不是同一人，不再提示。",))


def _uid(text: str) -> bytes:
    uid = uid_from_text(text)
    if uid is None:
        raise InvalidInput({"id": f"“{text}”不是编号，请先用 people twins 查出编号"})
    return uid


_KEPT = argument("kept", metavar="编号", help="保留的一条")
_OTHER = argument("other", metavar="另一编号", help="另一条")

COMMANDS = (
    Command("people twins", "可能登记了两次的人", twins),
    Command("people merge", "是同一人，合并到前一条", merge, (_KEPT, _OTHER)),
    Command(
        "people undo-merge",
        "撤销合并",
        undo_merge,
        (argument("--decision", metavar="编号", type=int, help="不写就是最后一次"),),
    ),
    Command("people apart", "核对过，不是同一人，不再提示", apart, (_KEPT, _OTHER)),
)
