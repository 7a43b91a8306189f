"""`organization`: move, merge, dissolve, restore, and take the last of these back."""

from collections.abc import Callable

from app.cli.answer import Answer
from app.cli.command import Argument, Command, OneOf, argument, flag
from app.cli.context import Context


def move(context: Context) -> Answer:
    """Under another one."""
    from app.services.organization_actions import last_action, move_organization
    from app.services.organizations import find_organization

    given = context.given
    with context.store() as store:
        found = find_organization(store, given.organization)
        above = find_organization(store, given.under)
        move_organization(store, found.uid, above.uid, given.reason or "")
        number = last_action(store)
    words = f"已把“{found.name}”移到“{above.name}”之下。"
    return Answer({"id": found.uid.hex(), "action": number}, (words,))


def merge(context: Context) -> Answer:
    """Into another one, on a day or because it was entered twice."""
    from app.services.organization_actions import Merging, last_action, merge_organizations
    from app.services.organizations import find_organization

    given = context.given
    how = Merging(given.on or "", bool(given.twice), bool(given.carry_posts), given.reason or "")
    with context.store() as store:
        source = find_organization(store, given.organization)
        target = find_organization(store, given.into)
        rows = merge_organizations(store, source.uid, target.uid, how)
        number = last_action(store)
    words = f"已把“{source.name}”合并到“{target.name}”，改了 {rows} 条。"
    return Answer({"id": target.uid.hex(), "rows": rows, "action": number}, (words,))


def split(context: Context) -> Answer:
    """A part of it becomes one of its own."""
    from app.services.organization_actions import last_action
    from app.services.organization_splitting import Splitting, split_organization
    from app.services.organizations import find_organization
    from app.services.people import find_member

    given = context.given
    how = Splitting(given.on, not given.keep_posts, given.reason or "")
    with context.store() as store:
        found = find_organization(store, given.organization)
        people = [find_member(store, text).uid for text in given.member]
        made = split_organization(store, found.uid, {"name": given.name}, people, how)
        number = last_action(store)
    words = f"已从“{found.name}”分出“{given.name}”，转去 {len(people)} 人。"
    return Answer({"id": made.hex(), "people": len(people), "action": number}, (words,))


def dissolve(context: Context) -> Answer:
    """No more from a day on."""
    from app.services.organization_actions import dissolve_organization, last_action
    from app.services.organizations import find_organization

    given = context.given
    with context.store() as store:
        found = find_organization(store, given.organization)
        to = find_organization(store, given.to).uid if given.to else None
        rows = dissolve_organization(store, found.uid, given.on, to, given.reason or "")
        number = last_action(store)
    words = f"已撤销“{found.name}”，转走、结束 {rows} 条。"
    return Answer({"id": found.uid.hex(), "rows": rows, "action": number}, (words,))


def restore(context: Context) -> Answer:
    """It was never dissolved."""
    from app.services.organization_actions import last_action, restore_organization
    from app.services.organizations import find_organization

    given = context.given
    with context.store() as store:
        found = find_organization(store, given.organization)
        restore_organization(store, found.uid, given.reason or "")
        number = last_action(store)
    return Answer({"id": found.uid.hex(), "action": number}, (f"已恢复“{found.name}”。",))


def undo(context: Context) -> Answer:
    """Take one of these actions back, the last one unless another is named."""
    from app.services.organization_actions import last_action, take_action_back

    with context.store() as store:
        done = take_action_back(store, context.given.action or last_action(store))
    words = f"恢复了 {done.reversed} 条，{done.kept} 条后来又改过，没有动。"
    return Answer({"reversed": done.reversed, "kept": done.kept}, (words,))


def _command(
    word: str, help_: str, run: Callable[[Context], Answer], *more: Argument | OneOf
) -> Command:
    named = argument("organization", metavar="党组织", help="名称或编号")
    reason = argument("--reason", metavar="原因", help="记入修改记录")
    return Command(f"organization {word}", help_, run, (named, *more, reason))


_DAY = argument("--on", metavar="日期", help="自哪一天起；只知道年月也可以")

COMMANDS = (
    _command(
        "move",
        "移到另一个党组织之下",
        move,
        argument("--under", metavar="党组织", required=True, help="新的上级"),
    ),
    _command(
        "merge",
        "合并到另一个党组织",
        merge,
        argument("--into", metavar="党组织", required=True, help="并入哪一个"),
        OneOf((_DAY, flag("--twice", help="同一个党组织登记了两次，不算变动"))),
        flag("--carry-posts", help="在任职务转过去，不写就到合并日期为止"),
    ),
    _command(
        "split",
        "拆分：一部分人另建一个党组织",
        split,
        argument("--name", metavar="名称", required=True, help="新党组织的名称"),
        argument("--on", metavar="日期", required=True, help="自哪一天起"),
        argument(
            "--member",
            metavar="人员",
            action="append",
            required=True,
            help="转去的人，编号或姓名；可以重复",
        ),
        flag("--keep-posts", help="他们在原党组织的职务不结束"),
    ),
    _command(
        "dissolve",
        "撤销（不再设置）",
        dissolve,
        argument("--on", metavar="日期", required=True, help="自哪一天起"),
        argument("--to", metavar="党组织", help="里面的人和下级转到哪里"),
    ),
    _command("restore", "恢复撤销有误的", restore),
    Command(
        "organization undo",
        "恢复到上一次改名、移动、合并、撤销之前",
        undo,
        (argument("--action", metavar="编号", type=int, help="不写就是最后一次"),),
    ),
)
