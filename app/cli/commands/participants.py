"""参加人员 of 组织生活 and 远程教育学习: taken in, marked, given hours; months."""

from datetime import date
from typing import TYPE_CHECKING

from app.cli.answer import Answer
from app.cli.command import Command, argument, flag, year
from app.cli.commands.listing import plural
from app.cli.context import Context
from app.cli.tables import table
from app.domain.accounts.roles import Verb
from app.domain.errors import InvalidInput
from app.domain.registers import REGISTERS, Register

if TYPE_CHECKING:
    from app.services.store import Store

KINDS = {plural(made.entity): made for made in REGISTERS.values() if made.marks is not None}


def _row(store: "Store", register: Register, text: str) -> bytes:
    from app.services.row_references import find_row

    return find_row(store, register.key, text)


def add(context: Context) -> Answer:
    """Some people, or everybody who belonged there on that day; nobody has a mark by that."""
    from app.services.people import find_member
    from app.services.row_marks import add_people, take_in_members

    given = context.given
    register = KINDS[given.kind]
    if bool(given.member) == given.all:
        raise InvalidInput({"member": "请用 --member 写人，或用 --all 加入全体党员，二选一"})
    with context.store() as store:
        store.require(Verb.ENTER)
        uid = _row(store, register, given.id)
        people = [find_member(store, text).uid for text in given.member]
        number = (
            take_in_members(store, register, uid)
            if given.all
            else add_people(store, register, uid, people)
        )
    return Answer({"added": number}, (f"已加入 {number} 人，到会情况未录入。",))


def mark(context: Context) -> Answer:
    """What is said of these people, or of all but these."""
    from app.services.row_marks import mark_people, marks_of, people_of_row

    given = context.given
    register = KINDS[given.kind]
    marks, _ = marks_of(register)
    with context.store() as store:
        store.require(Verb.ENTER)
        uid = _row(store, register, given.id)
        rows = people_of_row(store, register, uid)
        named: set[bytes] = set()
        for text in (*given.member, *given.but):
            found = [
                r
                for r in rows
                if text in (r.named.get(marks.person, "").partition("（")[0], r.uid.hex())
            ]
            if len(found) != 1:
                told = "不在名单上" if not found else f"在名单上有 {len(found)} 个，请写编号"
                raise InvalidInput({"member": f"“{text}”{told}"})
            named.add(found[0].uid)
        chosen = [r.uid for r in rows if (r.uid in named) == bool(given.member)]
        mark_people(store, register, uid, chosen, given.word)
    return Answer({"marked": len(chosen)}, (f"已把 {len(chosen)} 人记为“{given.word}”。",))


def hours(context: Context) -> Answer:
    """Whoever was there gets the hours; done again it puts right what it wrote."""
    from app.services.row_marks import give_hours_together

    given = context.given
    register = KINDS[given.kind]
    with context.store() as store:
        store.require(Verb.ENTER)
        uids = [_row(store, register, text) for text in given.id]
        done = give_hours_together(store, register, uids)
    keys = {
        "new": done.new,
        "changed": done.changed,
        "withdrawn": done.withdrawn,
        "elsewhere": list(done.elsewhere),
    }
    return Answer(keys, (done.words,))


def months(context: Context) -> Answer:
    """How often every place studied in every month of a year."""
    from app.services.organizations import find_organization
    from app.services.remote_months import remote_months

    given = context.given
    asked = given.year or date.today().year
    with context.store() as store:
        root = find_organization(store, given.organization).uid if given.organization else None
        found = remote_months(store, asked, root)
    keys = [
        {
            "organization_id": one.place.organization.hex(),
            "organization": one.place.name,
            "months": list(one.place.times),
            "empty": list(one.empty) if one.place.rural else [],
            "hours": one.place.hours,
            "people": one.place.people,
        }
        for one in found
    ]
    heads = ("党组织", *(str(n) for n in range(1, 13)), "学时", "缺")
    cells = [
        [one.place.name, *(one.cell(n) for n in range(1, 13)), f"{one.place.hours:g}", one.words]
        for one in found
    ]
    return Answer({"year": asked, "places": keys}, table(heads, cells))


_KIND = argument("kind", metavar="类别", choices=tuple(KINDS), help="、".join(KINDS))
_ID = argument("id", metavar="编号", help="list 里的编号，或主题")

COMMANDS = (
    Command(
        "participants add",
        "加入名单（不等于到会）",
        add,
        (
            _KIND,
            _ID,
            argument(
                "--member", metavar="姓名", action="append", default=[], help="姓名或编号，可以重复"
            ),
            flag("--all", help="当天在册的全体党员"),
        ),
    ),
    Command(
        "participants mark",
        "登记到会情况",
        mark,
        (
            _KIND,
            _ID,
            argument("word", metavar="情况", help="参加、列席、请假、缺席；写“未录入”就取消"),
            argument("--member", metavar="姓名", action="append", default=[], help="这些人"),
            argument("--but", metavar="姓名", action="append", default=[], help="除这些人外的全体"),
        ),
    ),
    Command(
        "participants hours",
        "到会的计入学时；再做一次只更正，不会重复",
        hours,
        (
            _KIND,
            argument("id", metavar="编号", nargs="+", help="list 里的编号，或主题；可以写几个"),
        ),
    ),
    Command(
        "participants months",
        "远程教育逐月情况：每月几次，哪个月没有",
        months,
        (
            argument("--year", metavar="年度", type=year, help="默认本年"),
            argument("--organization", metavar="党组织", help="名称或编号，含下级"),
        ),
    ),
)
