"""Every business setting with its default; a change is dated and, at the county, travels to all."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.entity import Kind, Scope, declare, entity
from app.domain.errors import InvalidInput, NotFound
from app.domain.signing import SIGNED_AS, signing_name
from app.domain.training.certificate_number import number_pattern


@entity("setting", "设置", Scope.BROADCAST)
@dataclass(frozen=True)
class Setting:
    """One dated setting; the county's reach every township."""

    key: str = declare("设置项", required=True, longest=60)
    value: str = declare("取值", required=True, longest=500)
    from_on: str = declare("起用日期", Kind.DATE, required=True)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a numeric setting may be."""

    least: float
    most: float
    whole: bool = False

    @property
    def text(self) -> str:
        """整数，6—12."""
        kind = "整数，" if self.whole else "0.5 的倍数，"
        return f"{kind}{self.least:g}—{self.most:g}"


class SettingKind(StrEnum):
    """How a setting is filled in."""

    NUMBER = "数字"
    FLAG = "是否"
    CHOICE = "选择"
    NUMBER_PATTERN = "编号格式"
    NAME = "名称"


@dataclass(frozen=True, slots=True)
class Declared:
    """One business setting: what it is called, what it may be, and what it does."""

    key: str
    label: str
    kind: SettingKind
    default: str
    explanation: str
    unit: str = ""
    bounds: Bounds | None = None
    choices: tuple[str, ...] = ()
    own: bool = False
    """Whether it is this site's alone: it holds from now on and travels to nobody."""

    @property
    def allowed(self) -> str:
        """What it may be, in words."""
        if self.kind is SettingKind.FLAG:
            return "是、否"
        return self.bounds.text if self.bounds else "、".join(self.choices)

    def stored(self, text: str) -> str:
        """What somebody typed, as it is kept; what cannot be read stays for `problem_of` to say."""
        typed = text.strip()
        if self.kind is SettingKind.FLAG:
            return {"是": "1", "否": "0"}.get(typed, typed)
        if self.kind is SettingKind.NUMBER and number_allowed(self.key, typed):
            return f"{float(typed):g}"
        return typed

    def said(self, value: str) -> str:
        """A value as people read it."""
        if self.kind is SettingKind.FLAG:
            return "是" if value == "1" else "否"
        return f"{value} {self.unit}" if self.unit else value


SETTINGS = (
    Declared(
        "signed_as",
        SIGNED_AS,
        SettingKind.NAME,
        "",
        "印在表册、总结的落款处，写全称；只用于本单位。",
        own=True,
    ),
    Declared(
        "certificate_pattern",
        "结业证书编号格式",
        SettingKind.NUMBER_PATTERN,
        "{机构代字}结字〔{年}〕第{序号:05}号",
        "可用 {机构代字} {年} {班次} {序号}；{序号:05} 是五位数，不足补零。",
    ),
    Declared(
        "certificates_longer_than_days",
        "超过几天的班发结业证书",
        SettingKind.NUMBER,
        "2",
        "办班时按这个数勾选“发结业证书”，每个班可以另改。",
        "天",
        Bounds(0, 366, whole=True),
    ),
    Declared(
        "half_day_hours",
        "几学时算半天",
        SettingKind.NUMBER,
        "4",
        "新班的每个半天也先按这个数填。",
        "学时",
        Bounds(3, 6),
    ),
    Declared(
        "hours_per_day",
        "几学时折算一天",
        SettingKind.NUMBER,
        "8",
        "不满半天的按此折算成天。",
        "学时",
        Bounds(6, 12, whole=True),
    ),
    Declared(
        "most_half_day_hours",
        "一个半天最多计几学时",
        SettingKind.NUMBER,
        "6",
        "同一个半天参加的培训合起来，超过的部分不计。",
        "学时",
        Bounds(4, 12),
    ),
    Declared(
        "late_counts",
        "迟到早退计入学时",
        SettingKind.FLAG,
        "1",
        "选“否”时，迟到、早退的半天计 0 学时。",
    ),
)
"""What holds until somebody changes it (design §3.7). 8 学时 a day follows from P24's own pairs.
A half-day brings at most 6: from 8 to 12 o'clock there are five lessons of 45 minutes. Wider
bounds, and two short meetings would make a day, or one half-day the hours of a week."""

DECLARED = {setting.key: setting for setting in SETTINGS}
DEFAULTS = {setting.key: setting.default for setting in SETTINGS if not setting.own}
"""Of the dated ones, which are read by the day."""


def declared_setting(key: str) -> Declared:
    """One setting by its key or by what it is called.

    Raises:
        NotFound: there is no such setting.
    """
    for setting in SETTINGS:
        if key.strip() in (setting.key, setting.label):
            return setting
    listed = "、".join(f"{one.key}（{one.label}）" for one in SETTINGS)
    raise NotFound(f"没有“{key}”这项设置。", f"可选：{listed}。")


def number_allowed(key: str, text: str) -> bool:
    """Whether a numeric setting may have this value."""
    bounds = DECLARED[key].bounds
    try:
        value = float(text)
    except ValueError:
        return False
    if bounds is None or not bounds.least <= value <= bounds.most:
        return False
    steps = value if bounds.whole else value * 2
    return steps == int(steps)


def problem_of(key: str, value: str) -> str:
    """Why a setting cannot have this value, in words; nothing when it can."""
    declared = DECLARED.get(key)
    if declared is None:
        return f"没有“{key}”这项设置"
    if declared.kind is SettingKind.NUMBER and not number_allowed(key, value):
        text = declared.bounds.text if declared.bounds else "数字"
        return f"“{declared.label}”要填数字：{text}"
    choices = ("1", "0") if declared.kind is SettingKind.FLAG else declared.choices
    if choices and value not in choices:
        return f"“{declared.label}”只能是{'或'.join(declared.said(choice) for choice in choices)}"
    try:
        if declared.kind is SettingKind.NAME:
            signing_name(value)
        if declared.kind is SettingKind.NUMBER_PATTERN:
            number_pattern(value)
    except InvalidInput as error:
        return "；".join(error.problems.values())
    return ""
