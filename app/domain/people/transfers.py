"""组织关系转接: who goes from where to where, when, with which 介绍信; its number only.

The row is the organization's that is left. Within one store the move is made with it; where the
other side is not kept here, the row goes to the county, which knows both sides and moves the person
with his whole archive.
"""

from dataclasses import dataclass

from app.domain.entity import Kind, Scope, declare, entity
from app.domain.people.codes import (
    TRANSFER_KINDS,
    TRANSFER_STATES,
    TRANSFERRED,
    WAITS_FOR_COUNTY,
    WITHIN_COUNTY,
)
from app.domain.people.kept_of_people import GROUP
from app.domain.registers import NamedView, register

_DONE = ("state", (TRANSFERRED,))


@entity("transfer", "组织关系转接", Scope.ORGANIZATION, owner="organization", title="place")
@dataclass(frozen=True)
class Transfer:
    """One person from one organization to another; `place` names where to, also for whoever does
    not keep that organization."""

    member: bytes = declare(
        "党员", Kind.REFERENCE, required=True, refers_to="member", once=True, synonyms=("姓名",)
    )
    organization: bytes = declare(
        *("转出党组织", Kind.REFERENCE),
        required=True,
        refers_to="organization",
        copied_from="member.organization",
        fixed_when=_DONE,
        synonyms=("原党组织", "转出支部"),
    )
    kind: str = declare(
        "转接范围",
        Kind.CHOICE,
        choices=TRANSFER_KINDS,
        default=WITHIN_COUNTY,
        fixed_when=_DONE,
        synonyms=("转接类型",),
    )
    target: bytes | None = declare(
        *("转入党组织", Kind.REFERENCE),
        refers_to="organization",
        fixed_when=_DONE,
        shown_when=("kind", (WITHIN_COUNTY,)),
        hint="不在本单位的不选，写在“转往何处”里，由县里办理",
        synonyms=("转入支部",),
    )
    place: str | None = declare(
        "转往何处",
        hint="对方党组织的全称",
        synonyms=("转往单位", "去向", "接收党组织"),
        fixed_when=_DONE,
    )
    moved_on: str = declare(
        *("转接日期", Kind.DATE),
        required=True,
        synonyms=("转出日期", "转出时间"),
        fixed_when=_DONE,
    )
    letter: str | None = declare(
        "介绍信编号",
        longest=60,
        hint="只写编号，不扫描介绍信",
        synonyms=("介绍信号",),
        no_copy=True,
    )
    dues_to: str | None = declare("党费交至", Kind.MONTH, synonyms=("党费缴至", "党费已交到"))
    state: str = declare(
        "办理情况",
        Kind.CHOICE,
        choices=TRANSFER_STATES,
        default=WAITS_FOR_COUNTY,
        by_action=True,
    )
    answer: str | None = declare("答复", longest=200, by_action=True)
    note: str | None = declare("备注", Kind.NOTE, longest=500)


register(
    "transfer",
    "组织关系转接",
    group=GROUP,
    unit="人次",
    same=("member", "moved_on"),
    listed=(
        *("member", "organization", "place", "moved_on", "state", "letter", "dues_to", "kind"),
        *("target", "answer"),
    ),
    filters=("kind", "state"),
    printed=("member", "organization", "place", "moved_on", "letter", "dues_to", "state"),
    sort="moved_on",
    dated="moved_on",
    views=(NamedView("等待办理", says=(("state", (WAITS_FOR_COUNTY,)),), todo=True),),
    empty="还没有登记组织关系转接。在“党员”列表里选中一个人，按右键办理。",
)
