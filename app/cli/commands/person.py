"""`person`: everything that is kept of one person, as his page in the window shows it."""

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.command import Command, argument
from app.cli.commands.full_numbers import member_named
from app.cli.commands.hours import entry_keys
from app.cli.context import Context
from app.cli.tables import table
from app.domain.entity import Value
from app.domain.share import half_up

if TYPE_CHECKING:
    from app.services.person_view import Fact, PersonView, Standing


def show(context: Context) -> Answer:
    """Facts, posts, training of all years, requirements, certificates, history, papers."""
    from app.services.people import find_member
    from app.services.person_view import person_view

    given = context.given
    named = member_named(given.member)
    with context.store() as store:
        person = find_member(store, named)
        found = person_view(store, person.uid, context.as_of, given.unmask)
    return Answer(_keys(found), _lines(found))


def _keys(found: "PersonView") -> dict[str, Any]:
    person, training = found.person, found.training
    return {
        "id": person.uid.hex(),
        "name": person.name,
        "organization": person.organization_title,
        "organization_id": person.organization.hex(),
        "facts": [_fact(fact) for fact in found.facts],
        "posts": [_row(post) for post in found.posts],
        "exemptions": [_row(one, "reason") for one in found.exemptions],
        "history": [_row(row) for row in found.history],
        "training": {
            "entries": [entry_keys(entry) for entry in training.entries],
            "total": training.total,
            "days": half_up(training.sums.days, 3),
            "by_year": training.by_category["year"],
        },
        "requirements": [_standing(one) for one in found.requirements],
        "certificates": [_row(one) for one in found.certificates],
        "registers": [_row(row) for row in found.registers],
        "papers": [{"id": kind.id, "title": kind.title} for kind in found.papers],
    }


def _row(line: Any, *left_out: str) -> dict[str, Any]:
    """A line of the page by its own names; what is empty is nothing, an identity is a text."""
    keys = {name: value for name, value in dataclasses.asdict(line).items() if name not in left_out}
    keys["id"] = keys.pop("uid")
    return {
        name: value.hex() if isinstance(value, bytes) else value or None
        for name, value in keys.items()
    }


def _fact(fact: "Fact") -> dict[str, Any]:
    return {"name": fact.field.name, "label": fact.field.label, "value": fact.words or None}


def _standing(one: "Standing") -> dict[str, Any]:
    return {
        "policy": one.policy,
        "id": one.rule.id,
        "clause": one.rule.clause,
        "text": one.rule.text,
        "status": one.judged.status,
        "value": one.judged.value,
        "unit": one.judged.unit,
        "threshold": one.judged.threshold,
        "why": one.judged.why,
    }


def _lines(found: "PersonView") -> Iterator[str]:
    yield f"{found.person.name}　{found.person.organization_title}"
    for fact in found.facts:
        if fact.words:
            yield f"　{fact.field.label}：{fact.words}"
    for title, heads, cells in _tables(found):
        if cells:
            yield from ("", title, *table(heads, cells))
    yield ""
    papers = "、".join(f"{kind.title}（print {kind.id} --member …）" for kind in found.papers)
    yield f"可打印：{papers}"


Part = tuple[str, tuple[str, ...], list[list[Value]]]


def _tables(found: "PersonView") -> Iterator[Part]:
    yield (
        "党内职务",
        ("职务", "任职党组织", "任职日期", "离任日期"),
        [[p.title, p.organization_name, p.from_on, p.to_on or "在任"] for p in found.posts],
    )
    # The coded reason stays off what may be printed out (design §3.9).
    yield (
        "不作硬性要求",
        ("起始日期", "终止日期"),
        [[one.from_on, one.to_on or "至今"] for one in found.exemptions],
    )
    yield (
        "变动",
        ("自何时起", "变动", "原来", "变动后", "依据", "录入"),
        [
            [r.from_on or "不清楚", r.what, r.before, r.after, r.basis or r.kind, r.entered]
            for r in found.history
        ],
    )
    yield from _learned(found)


def _learned(found: "PersonView") -> Iterator[Part]:
    training = found.training
    years = "，".join(f"{year} 年 {sum_:g}" for year, sum_ in training.sums.by_year.items())
    yield (
        f"培训：累计 {training.total:g} 学时" + (f"（{years}）" if years else ""),
        ("日期", "时段", "培训", "学时", "说明"),
        [[e.date, e.slot, e.title, e.hours, e.reason] for e in training.entries],
    )
    judged = [(one.rule.id, one.judged) for one in found.requirements]
    yield (
        "要求",
        ("要求", "情况", "数值", "说明"),
        [[rule, one.word, f"{one.value:g} {one.unit}", one.why] for rule, one in judged],
    )
    yield (
        "结业证书",
        ("编号", "培训班", "签发日期", "状态"),
        [[one.number, one.title, one.issued_on, one.state] for one in found.certificates],
    )
    yield (
        "登记册",
        ("登记册", "日期", "内容"),
        [[row.title, row.on, row.words] for row in found.registers],
    )


COMMANDS = (
    Command(
        "person show",
        "一个人的全部情况：基本信息、职务、变动、历年培训、各项要求、证书、登记册、可打印的文书",
        show,
        (
            argument(
                "member",
                metavar="人员",
                help="编号或姓名；写 - 时从标准输入读身份证号",
            ),
            argument("--unmask", metavar="原因", help="显示完整身份证号、电话；原因会被登记"),
        ),
        moves_today=True,
    ),
)
