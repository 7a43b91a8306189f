"""其他培训记录 beyond one row: a whole branch, hours to approve, what may stand here twice."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.command import Command, argument
from app.cli.context import Context
from app.domain.declarations import entity_named
from app.domain.errors import AppError, InvalidInput
from app.domain.uid import uid_from_text

if TYPE_CHECKING:
    from app.domain.training.same_training import Told
    from app.services.doubles import Double
    from app.services.records import Present


def activity(context: Context) -> Answer:
    """One training for a whole branch, but for those who were not there."""
    from app.services import records
    from app.services.organizations import find_organization
    from app.services.rows_as_text import read_fields

    given = context.given
    with context.store() as store:
        raw = read_fields(store, entity_named("record"), given.set)
        places = [find_organization(store, text).uid for text in given.organization]
        everybody = records.people_for_activity(store, places)
        present = _without(everybody, given.absent)
        asked = [one for one in records.with_doubts(store, present, raw) if one.doubt]
        if asked and not given.again:
            listed = "；".join(f"{one.name}：{one.doubt}" for one in asked[:5])
            raise AppError(
                f"有 {len(asked)} 人可能已经登记过这次培训，没有登记。{listed}",
                "已登记的用 --absent 排除；确实是另一次，加 --again 照样登记。",
                code="doubles",
            )
        batch = records.record_activity(store, [one.uid for one in present], raw)
    keys = {"batch": batch, "recorded": len(present), "absent": len(everybody) - len(present)}
    line = f"已登记 {len(present)} 人，未参加 {keys['absent']} 人。批次编号：{batch}"
    return Answer(keys, (line,))


def _without(everybody: Sequence["Present"], absent: Sequence[str]) -> list["Present"]:
    left = list(everybody)
    for text in absent:
        found = [one for one in everybody if text in (one.name, one.uid.hex())]
        if len(found) != 1:
            told = "不在这些党组织里" if not found else f"有 {len(found)} 个人叫这个名字，请写编号"
            raise InvalidInput({"absent": f"“{text}”{told}"})
        left = [one for one in left if one.uid != found[0].uid]
    return left


def approve(context: Context) -> Answer:
    """A second person says that self-declared hours are right."""
    from app.services import records

    with context.store() as store:
        uid = _uid(context.given.id)
        records.approve(store, [uid])
    return Answer({"id": uid.hex()}, ("已认定，学时从现在起计入。",))


def decline(context: Context) -> Answer:
    """A second person says that they are not."""
    from app.services import records

    with context.store() as store:
        uid = _uid(context.given.id)
        records.decline(store, [uid], context.given.reason)
    return Answer({"id": uid.hex()}, ("已登记不予认定，这些学时不计。",))


def _uid(text: str) -> bytes:
    uid = uid_from_text(text)
    if uid is None:
        raise InvalidInput({"id": f"“{text}”不是编号，请先用 list records 查出编号"})
    return uid


def doubles(context: Context) -> Answer:
    """Rows of a year that may tell of one training."""
    from app.services.doubles import possible_doubles

    year = context.given.year or date.today().year
    with context.store() as store:
        found = possible_doubles(store, year)
    keys = [_as_keys(one) for one in found]
    lines = [f"{d.name}（{d.organization}）：{_pair(d)}" for d in found]
    return Answer({"doubles": keys}, (*lines, f"{year} 年可能重复 {len(found)} 处"))


def _as_keys(found: "Double") -> dict[str, Any]:
    return {
        "member_id": found.member.hex(),
        "name": found.name,
        "organization": found.organization,
        "one": _told(found.one),
        "other": _told(found.other),
        "why": found.why,
    }


def _pair(found: "Double") -> str:
    return f"{found.one.words} 与 {found.other.words}，{found.why}"


def _told(row: "Told") -> dict[str, str]:
    return {"id": row.uid.hex(), "kind": row.kind, "title": row.title}


def apart(context: Context) -> Answer:
    """Two rows that look like one are two."""
    from app.services.doubles import possible_doubles, say_apart

    given = context.given
    pair = {_uid(given.one), _uid(given.other)}
    with context.store() as store:
        year = given.year or date.today().year
        found = [d for d in possible_doubles(store, year) if {d.one.uid, d.other.uid} == pair]
        if not found:
            raise AppError("这两条不在可能重复的里面。", "请先用 doubles 查看，并写对年度。")
        say_apart(store, found[0])
    return Answer({"ids": [uid.hex() for uid in pair]}, ("已记下是两次培训，不再提示。",))


_ID = argument("id", metavar="编号", help="list records 里的编号")
_YEAR = argument("--year", metavar="年度", type=int, help="默认本年")

COMMANDS = (
    Command(
        "activity",
        "整支部登记一次培训：全体减去未参加的",
        activity,
        (
            argument(
                "--organization",
                metavar="党组织",
                action="append",
                required=True,
                help="名称或编号，含下级；可以重复",
            ),
            argument(
                "--absent",
                metavar="姓名",
                action="append",
                default=[],
                help="没有参加的人，姓名或编号；可以重复",
            ),
            argument(
                "--set",
                metavar="字段=内容",
                action="append",
                required=True,
                help="培训名称、开始日期、结束日期、学时、证明材料等；可以重复",
            ),
            argument(
                "--again",
                action="store_true",
                help="有人可能已经登记过的，也照样登记",
            ),
        ),
    ),
    Command("approve record", "认定自行申报的学时（由第二个人）", approve, (_ID,)),
    Command(
        "decline record",
        "不予认定自行申报的学时（由第二个人）",
        decline,
        (_ID, argument("--reason", metavar="原因", required=True, help="必须写明")),
    ),
    Command("doubles list", "可能重复登记的培训", doubles, (_YEAR,)),
    Command(
        "doubles apart",
        "核对过，是两次培训，不再提示",
        apart,
        (
            argument("one", metavar="编号", help="其中一条"),
            argument("other", metavar="另一条编号", help="另一条"),
            _YEAR,
        ),
    ),
)
