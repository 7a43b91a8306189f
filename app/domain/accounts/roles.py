"""负责人, 经办, 只看: what each may do, declared once; services refuse and windows offer by it."""

from collections.abc import Iterator
from enum import Enum, StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What a person at the keyboard is; the value is what people read and what is stored."""

    HEAD = "负责人"
    CLERK = "经办"
    VIEWER = "只看"


class Verb(Enum):
    """A class of actions, in the words of the refusal: “…不能<words>”."""

    READ = "查看台账、花名册和统计"
    PRINT = "打印不带完整号码的表册"
    ENTER = "录入、修改、导入和结班"
    ISSUE = "打印证书、参训证明等正本"
    EXPORT = "导出数据"
    UNMASK = "查看、打印和导出完整的证件号和电话"
    TRAIL = "查看修改记录"
    EXCHANGE = "上报、接收和下发数据包"
    REVIEW = "处理待核实、退回记录"
    BACK_UP = "另存备份"
    SETTINGS = "修改设置、规则和落款"
    ENROL = "开户、停用单位和更换密钥"
    ACCOUNTS = "管理使用人、恢复码和数据密钥"
    RESTORE = "恢复备份、撤回接收和确认换机"
    ERASE = "彻底删除"


_ALL = frozenset(Role)
_WORKING = frozenset((Role.HEAD, Role.CLERK))
_HEAD = frozenset((Role.HEAD,))


class Allowed(NamedTuple):
    """Who may do it, at the county and in a township."""

    county: frozenset[Role]
    township: frozenset[Role]


TABLE: dict[Verb, Allowed] = {
    Verb.READ: Allowed(_ALL, _ALL),
    Verb.PRINT: Allowed(_ALL, _ALL),
    Verb.ENTER: Allowed(_WORKING, _WORKING),
    Verb.ISSUE: Allowed(_WORKING, _WORKING),
    Verb.EXPORT: Allowed(_WORKING, _WORKING),
    Verb.UNMASK: Allowed(_WORKING, _WORKING),
    Verb.TRAIL: Allowed(_WORKING, _WORKING),
    Verb.EXCHANGE: Allowed(_WORKING, _WORKING),
    Verb.REVIEW: Allowed(_WORKING, _WORKING),
    Verb.BACK_UP: Allowed(_WORKING, _WORKING),
    Verb.SETTINGS: Allowed(_HEAD, _HEAD),
    # A township enrols nobody; its head writes the request that the county then decides.
    Verb.ENROL: Allowed(_HEAD, _HEAD),
    Verb.ACCOUNTS: Allowed(_HEAD, _HEAD),
    Verb.RESTORE: Allowed(_HEAD, _HEAD),
    Verb.ERASE: Allowed(_HEAD, _HEAD),
}


def who_may(verb: Verb, level: str) -> list[Role]:
    """The roles that may, the highest first."""
    allowed = TABLE[verb].county if level == "county" else TABLE[verb].township
    return [role for role in Role if role in allowed]


def may(role: Role, verb: Verb, level: str) -> bool:
    """Whether this role may do it at a site of this level."""
    return role in who_may(verb, level)


def why_not(role: Role, verb: Verb, level: str) -> str:
    """Why a control is not offered; empty when it is."""
    if may(role, verb, level):
        return ""
    who = "或".join(who_may(verb, level))
    return f"“{role}”不能{verb.value}，请由{who}办理。"


def table(level: str) -> Iterator[tuple[str, list[str]]]:
    """The whole page for one level: what, and a mark for every role in the order of `Role`."""
    for verb in Verb:
        yield verb.value, ["可以" if may(role, verb, level) else "—" for role in Role]


def role_named(text: str) -> Role:
    """The role of a stored word; what nobody knows may only look on."""
    try:
        return Role(text)
    except ValueError:
        return Role.VIEWER
