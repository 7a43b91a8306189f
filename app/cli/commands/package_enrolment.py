"""`package invite`, `join`, `enrol`, `request`: how two sites come to know each other."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.answer import Answer
from app.cli.command import Command, argument
from app.cli.context import Context
from app.cli.paths import FILE, OUTPUT

if TYPE_CHECKING:
    from app.services.exchange.enrolment import Enrolled


def invite(context: Context) -> Answer:
    """The county hands over one file."""
    from app.services.exchange.invitations import invite as write_invitation

    given = context.given
    with context.store() as store:
        made = write_invitation(store, given.scope, given.output, given.name)
    keys = {
        "number": made.number,
        "name": made.name,
        "scope": list(made.scope),
        "check_words": made.check_words,
        "path": made.path,
        "added": made.added,
    }
    added = [f"新增党组织：{made.scope[0]}"] if made.added else []
    lines = (
        *added,
        f"{made.name}的开户文件已写入 {made.path}，范围：{'、'.join(made.scope)}。",
        f"校验码：{made.check_words}　（乡镇打开时会显示同样的数字，请当面或电话核对）",
        "文件里有一次性密码，只交给本人；丢失时请用 package invitations --cancel 取消。",
    )
    return Answer(keys, lines)


def invitations(context: Context) -> Answer:
    """The 开户文件 that were written, and taking one back."""
    from app.services.exchange.invitations import cancel_invitation
    from app.services.exchange.invitations import invitations as all_invitations

    with context.store() as store:
        if context.given.cancel:
            cancel_invitation(store, context.given.cancel)
        found = all_invitations(store)
    rows = [
        {
            "number": one.number,
            "name": one.name,
            "scope": list(one.scope),
            "state": one.state,
            "created_at": one.created_at,
            "used_by": one.used_by,
            "used_at": one.used_at,
            "check_words": one.check_words,
        }
        for one in found
    ]
    lines = [
        f"{one.state}　{one.name}　{one.created_at[:10]}　"
        f"校验码 {one.check_words}　编号 {one.number}"
        for one in found
    ]
    return Answer({"rows": rows}, lines or ["还没有写过开户文件。"])


def request(context: Context) -> Answer:
    """The township asks."""
    from app.services.exchange.enrolment import request_enrolment

    with context.store() as store:
        asked = request_enrolment(store, context.given.output)
    return _enrolled(asked, f"开户申请已写入 {context.given.output}，请交给县里。")


def enrol(context: Context) -> Answer:
    """The county enrols the site that asked, or that answered a 开户文件."""
    from app.services.exchange.enrolment import enrol as enrol_site

    given = context.given
    with context.store() as store:
        made = enrol_site(store, given.file, given.scope, given.output)
    if made.check_words:
        return _enrolled(made, f"已为{made.name}开户。")
    return _enrolled(made, f"已为{made.name}开户，回复已写入 {given.output}，请交回乡镇。")


def join(context: Context) -> Answer:
    """The township opens the county's 开户文件, or takes its reply."""
    from app.services.exchange.joining import join as join_county

    given = context.given
    with context.store() as store:
        made = join_county(store, given.file, given.output)
    answer = _enrolled(made, f"已与{made.name}建立交换关系。")
    if not made.check_words:
        return answer
    where = f"开户回执：{made.answer}，请交回县里" if made.answer else "开户回执没有写成"
    told = f"{where}；不交也可以，第一次数据上报时会一起带上。"
    return Answer(answer.keys, (*answer.lines, told))


def _enrolled(made: "Enrolled", sentence: str) -> Answer:
    keys = {
        "site": made.site,
        "name": made.name,
        "fingerprint": made.fingerprint,
        "check_words": made.check_words,
        "scope": list(made.scope),
        "answer": made.answer,
    }
    lines = [sentence, f"请电话核对：{made.name} 的核对码是 {made.fingerprint}"]
    if made.check_words:
        lines.insert(
            1, f"开户文件的校验码：{made.check_words}（县里写开户文件时显示的是同样的数字）"
        )
    return Answer(keys, lines)


_SCOPE = {"metavar": "党组织", "help": "开户的党组织，多个用逗号隔开"}
_MAYBE = {"metavar": "文件", "type": Path, "default": None}

COMMANDS = (
    Command(
        "package invite",
        "县级：写一份开户文件交给乡镇",
        invite,
        (
            argument("--scope", required=True, **_SCOPE),
            argument("--name", metavar="单位", default="", help="乡镇的单位名称，默认同党组织"),
            OUTPUT,
        ),
    ),
    Command(
        "package invitations",
        "县级：写过的开户文件，取消没有用的",
        invitations,
        (argument("--cancel", metavar="编号", default="", help="取消这份开户文件"),),
    ),
    Command("package request", "乡镇：写出开户申请", request, (OUTPUT,)),
    Command(
        "package enrol",
        "县级：给申请的单位开户，写出回复；开户回执不用范围和回复",
        enrol,
        (
            FILE,
            argument("--scope", default="", **_SCOPE),
            argument("-o", "--output", help="回复写到哪个文件", **_MAYBE),
        ),
    ),
    Command(
        "package join",
        "乡镇：打开县里的开户文件，或收下县里的回复",
        join,
        (FILE, argument("-o", "--output", help="开户回执写到哪个文件", **_MAYBE)),
    ),
)
