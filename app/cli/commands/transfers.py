"""`transfer`: 组织关系转接, the county's part of it, and taking the last of these back."""

from typing import TYPE_CHECKING

from app.cli.answer import Answer
from app.cli.command import Command, OneOf, argument, flag
from app.cli.commands.full_numbers import member_named
from app.cli.context import Context
from app.domain.entity import Value

if TYPE_CHECKING:
    from app.services.store import Store
    from app.services.transfers import Done


def person(context: Context) -> Answer:
    """Somebody to another organization, out of the county, or to the county's decision."""
    from app.domain.people.codes import LEAVES_COUNTY, WITHIN_COUNTY
    from app.services.organizations import find_organization
    from app.services.people import find_member
    from app.services.transfers import transfer_person

    given = context.given
    named = member_named(given.member)
    with context.store() as store:
        found = find_member(store, named)
        raw: dict[str, Value] = {
            "kind": LEAVES_COUNTY if given.out else WITHIN_COUNTY,
            "target": find_organization(store, given.to).uid if given.to else None,
            "place": given.out or given.place,
            "moved_on": given.on,
            "letter": given.letter,
            "dues_to": given.dues_to,
            "note": given.note,
        }
        done = transfer_person(store, found.uid, raw, keep_posts=bool(given.keep_posts))
        return _answer(store, done)


def finish(context: Context) -> Answer:
    """Whom a township asked to be moved."""
    from app.services.organizations import find_organization
    from app.services.transfers import finish_transfer

    given = context.given
    with context.store() as store:
        target = find_organization(store, given.to)
        keep = bool(given.keep_posts)
        uid = _row(store, given.id)
        done = finish_transfer(store, uid, target.uid, given.on or "", keep_posts=keep)
        return _answer(store, done)


def decline(context: Context) -> Answer:
    """Given back with a reason."""
    from app.services.transfers import decline_transfer

    given = context.given
    with context.store() as store:
        return _answer(store, decline_transfer(store, _row(store, given.id), given.reason))


def withdraw(context: Context) -> Answer:
    """Not wanted any more."""
    from app.services.transfers import withdraw_transfer

    with context.store() as store:
        return _answer(store, withdraw_transfer(store, _row(store, context.given.id)))


def undo(context: Context) -> Answer:
    """Everything that one of these actions wrote stands as before."""
    from app.services.transfers import last_transfer, take_transfer_back

    with context.store() as store:
        done = take_transfer_back(store, context.given.action or last_transfer(store))
    words = f"恢复了 {done.reversed} 条，{done.kept} 条后来又改过，没有动。"
    return Answer({"reversed": done.reversed, "kept": done.kept}, (words,))


def _row(store: "Store", text: str) -> bytes:
    from app.services.row_references import find_row

    return find_row(store, "transfer", text)


def _answer(store: "Store", done: "Done") -> Answer:
    from app.services.transfers import last_transfer

    keys = {"id": done.uid.hex(), "moved": done.moved, "action": last_transfer(store)}
    return Answer(keys, (done.words,))


_ID = argument("id", metavar="编号", help="xueji list transfers 里的编号")
_KEEP = flag("--keep-posts", help="原党组织的职务不结束")
COMMANDS = (
    Command(
        "transfer person",
        "组织关系转接：本单位里马上办好，转往县外，或请县里办理",
        person,
        (
            argument("member", metavar="人员", help="编号或姓名；写 - 时从标准输入读身份证号"),
            OneOf(
                (
                    argument("--to", metavar="党组织", help="转入本单位的哪个党组织"),
                    argument("--place", metavar="全称", help="别的乡镇的党组织，由县里办理"),
                    argument("--out", metavar="全称", help="转往县外哪里"),
                )
            ),
            argument("--on", metavar="日期", required=True, help="转接日期；只知道年月也可以"),
            argument("--letter", metavar="编号", help="介绍信编号"),
            argument("--dues-to", metavar="年月", help="党费交至"),
            argument("--note", metavar="备注"),
            _KEEP,
        ),
    ),
    Command(
        "transfer finish",
        "办理乡镇申请的转接（县级）",
        finish,
        (
            _ID,
            argument("--to", metavar="党组织", required=True, help="转入哪个党组织"),
            argument("--on", metavar="日期", help="转接日期，不写就按申请的"),
            _KEEP,
        ),
    ),
    Command(
        "transfer decline",
        "退回乡镇申请的转接（县级）",
        decline,
        (_ID, argument("--reason", metavar="原因", required=True, help="乡镇会看到")),
    ),
    Command("transfer withdraw", "撤回转接申请", withdraw, (_ID,)),
    Command(
        "transfer undo",
        "恢复到最近一次转接、办理、退回、撤回之前",
        undo,
        (argument("--action", metavar="编号", type=int, help="不写就是最后一次"),),
    ),
)
