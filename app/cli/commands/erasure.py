"""`erasure`: who asked for 彻底删除, what it would take out, and the county's decision."""

from typing import Any

from app.cli.answer import Answer
from app.cli.chinese_usage import WrongUsage
from app.cli.command import Command, OneOf, argument
from app.cli.context import Context

USAGE = (
    "用法：xueji erasure [--ask 学员 --basis 依据 --explanation 说明 | --show 学员 | "
    "--approve 学员 --basis 依据 --reason 原因 | --decline 申请编号 --answer 答复]"
)


def erasure(context: Context) -> Answer:
    """Requests and tombstones; with an option first what it asks for."""
    given = context.given
    for option, needed in (
        ("ask", ("basis", "explanation")),
        ("approve", ("basis", "reason")),
        ("decline", ("answer",)),
    ):
        if getattr(given, option) and not all(getattr(given, name) for name in needed):
            raise WrongUsage(f"--{option} 要与 --{'、--'.join(needed)} 一起写", USAGE)
    with context.store() as store:
        if given.show:
            return _shown(store, given.show)
        if given.ask:
            return _asked(store, given)
        if given.approve:
            return _erased(store, given)
        return _listed(store, given)


def _shown(store: Any, named: str) -> Answer:
    from app.services import erasing
    from app.services.people import find_member

    member = find_member(store, named)
    going = erasing.what_goes(store, member.uid)
    stays = erasing.what_stays(store, member.uid)
    keys = {"member": member.uid.hex(), "goes": going, "certificates": stays}
    lines = [f"将删除：{erasing.counts_text(going)}"]
    if stays:
        lines.append(f"保留证书登记：{'、'.join(stays)}。{erasing.CERTIFICATES_STAY}")
    return Answer(keys, [*lines, erasing.OLD_BACKUPS])


def _asked(store: Any, given: Any) -> Answer:
    from app.services import erasing
    from app.services.people import find_member

    member = find_member(store, given.ask)
    uid = erasing.ask_erasure(store, member.uid, given.basis, given.explanation)
    return Answer({"request": uid.hex()}, ["已申请，随下次数据上报送到县里。"])


def _erased(store: Any, given: Any) -> Answer:
    from app.services import erasing
    from app.services.people import find_member

    member = find_member(store, given.approve)
    done = erasing.erase(store, member.uid, given.basis, given.reason)
    keys = {
        "erased": dict(done.counts),
        "certificates": list(done.certificates),
        "notes": list(done.notes),
    }
    return Answer(keys, [f"已彻底删除：{erasing.counts_text(done.counts)}", *done.notes])


def _listed(store: Any, given: Any) -> Answer:
    from app.domain.errors import NotFound
    from app.domain.uid import uid_from_text
    from app.services import erasing

    if given.decline:
        request = uid_from_text(given.decline)
        if request is None:
            raise NotFound("没有这条彻底删除申请。", "请用 xueji erasure 查看申请编号。")
        erasing.decline(store, request, given.answer)
    lines = ["已答复，随下次数据下发送到乡镇。"] if given.decline else []
    requests, tombstones = erasing.erasure_requests(store), erasing.erased_people(store)
    keys = {
        "requests": [_request(row) for row in requests],
        "erased": [_tombstone(row) for row in tombstones],
    }
    for r in requests:
        told = (r.uid.hex(), r.name, r.organization, r.basis, r.state, r.answer)
        lines.append("　".join(part for part in told if part))
    for t in tombstones:
        counts = erasing.counts_text(t.counts)
        lines.append(f"{t.person}　{t.erased_on}　{t.basis}　批准人 {t.approved_by}　{counts}")
    return Answer(keys, [*lines, f"申请 {len(requests)} 条，已删除 {len(tombstones)} 人"])


def _request(row: Any) -> dict[str, str]:
    names = ("name", "organization", "basis", "explanation", "state", "answer", "asked_by", "site")
    told = {name: getattr(row, name) for name in names}
    return {"id": row.uid.hex(), "member": row.member.hex(), **told}


def _tombstone(row: Any) -> dict[str, Any]:
    names = ("basis", "approved_by", "erased_on")
    told = {name: getattr(row, name) for name in names}
    return {"member": row.person, **told, "counts": dict(row.counts)}


COMMANDS = (
    Command(
        "erasure",
        "彻底删除：乡镇申请，县级批准；不写选项时列出申请和已删除的",
        erasure,
        (
            OneOf(
                (
                    argument("--ask", metavar="学员", help="申请彻底删除此人（乡镇）"),
                    argument("--show", metavar="学员", help="会删除哪些、保留哪些"),
                    argument("--approve", metavar="学员", help="彻底删除此人（县级），不能撤销"),
                    argument("--decline", metavar="申请编号", help="不同意一条申请（县级）"),
                ),
                required=False,
            ),
            argument("--basis", metavar="依据", help="本人申请、重复或误录入、超过保存期限……"),
            argument("--explanation", metavar="说明", help="申请的说明"),
            argument("--reason", metavar="原因", help="批准的原因，记入修改记录"),
            argument("--answer", metavar="答复", help="不同意的理由"),
        ),
    ),
)
