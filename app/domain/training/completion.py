"""Who completes a class: the required share of half-days attended, with the reason for everyone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.errors import AppError
from app.domain.share import percent
from app.domain.training.attendance_rules import PARTIAL_MARKS, HourRules, Marked, marked
from app.domain.training.codes import PRESENT, SLOTS, UNMARKED
from app.domain.training.plan_sessions import DAY_SLOTS

COMPLETED = "结业"
NOT_COMPLETED = "未结业"
WITHDRAWN = "退出"
SHOWN_MISSING = 20


@dataclass(frozen=True, slots=True)
class ClassSession:
    """One half-day of the class being closed."""

    uid: bytes
    day: str
    slot: str

    @property
    def text(self) -> str:
        """3 月 5 日上午."""
        return f"{int(self.day[5:7])} 月 {int(self.day[8:10])} 日{self.slot}"


@dataclass(frozen=True, slots=True)
class Participant:
    """One person of the list with the live marks per session."""

    member: bytes
    name: str
    withdrawn: bool
    marks: Mapping[bytes, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class MissingMark:
    """One mark without which the class cannot be closed."""

    member: bytes
    name: str
    session: bytes
    when: str
    reason: str


@dataclass(frozen=True, slots=True)
class Completion:
    """The outcome for one person."""

    member: bytes
    name: str
    outcome: str
    reason: str
    attended: int
    sessions: int


class MarksMissing(AppError):
    """The class cannot be closed yet; `missing` lists every mark that stands in the way."""

    code = "marks-missing"

    def __init__(self, missing: Sequence[MissingMark]) -> None:
        shown = "；".join(
            f"{item.name} {item.when}（{item.reason}）" for item in missing[:SHOWN_MISSING]
        )
        more = f" 等 {len(missing)} 处" if len(missing) > SHOWN_MISSING else ""
        super().__init__(
            f"还有 {len(missing)} 处考勤没有落实，不能结班，没有改动任何内容：{shown}{more}。",
            "请先录入考勤或核实不一致的考勤，再结班。",
        )
        self.missing = tuple(missing)


def complete_class(
    sessions: Sequence[ClassSession],
    people: Iterable[Participant],
    required_share: int,
    rules: HourRules,
) -> tuple[Completion, ...]:
    """The outcome for everybody on the list, in its order.

    Raises:
        MarksMissing: marks are still 未录入 or disagree; there is no result at all.
        AppError: the class has no sessions or nobody on its list.
    """
    listed = tuple(people)
    if not sessions:
        raise AppError("本班没有教学安排，不能结班。", "请先排好教学安排并录入考勤。")
    if not listed:
        raise AppError("本班没有学员，不能结班。", "请先选择参训学员。")
    ordered = sorted(sessions, key=lambda item: (item.day, SLOTS.index(item.slot)))
    missing = missing_marks(ordered, listed, rules)
    if missing:
        raise MarksMissing(missing)
    return tuple(_completion(ordered, person, required_share, rules) for person in listed)


def missing_marks(
    sessions: Sequence[ClassSession], people: Iterable[Participant], rules: HourRules
) -> tuple[MissingMark, ...]:
    """Marks still 未录入 or in disagreement, for everybody who has not withdrawn."""
    return tuple(
        MissingMark(person.member, person.name, session.uid, session.text, _open(found))
        for person in people
        if not person.withdrawn
        for session in sessions
        if not (found := marked(person.marks.get(session.uid, ()), session.day, rules)).settled
    )


def _open(found: Marked) -> str:
    return UNMARKED if found.mark == UNMARKED else "两处考勤不一致"


def _completion(
    sessions: Sequence[ClassSession], person: Participant, required: int, rules: HourRules
) -> Completion:
    found = [
        (session, marked(person.marks.get(session.uid, ()), session.day, rules))
        for session in sessions
    ]
    attended = sum(mark.attended for _, mark in found)
    total = len(sessions)
    if person.withdrawn:
        return Completion(person.member, person.name, WITHDRAWN, "已退出本班", attended, total)
    unit = "个半天" if all(session.slot in DAY_SLOTS for session in sessions) else "次"
    enough = attended * 100 >= required * total
    outcome = COMPLETED if enough else NOT_COMPLETED
    reason = _reason(found, f"出勤率 {share_text(attended, total, required)}", required, unit)
    return Completion(person.member, person.name, outcome, reason, attended, total)


def _reason(
    found: Sequence[tuple[ClassSession, Marked]], share: str, required: int, unit: str
) -> str:
    attended = sum(mark.attended for _, mark in found)
    away = [(s, mark) for s, mark in found if not mark.attended and mark.mark not in PARTIAL_MARKS]
    short = [(s, mark) for s, mark in found if not mark.attended and mark.mark in PARTIAL_MARKS]
    partial = [(session, mark) for session, mark in found if mark.attended and mark.mark != PRESENT]
    parts = []
    if away:
        parts.append(f"未到 {len(away)} {unit}（{_listed(away)}）")
    if short:
        kinds = "、".join(_kinds(short))
        parts.append(f"{kinds} {len(short)} {unit}不计出勤（{_listed(short)}）")
    if not parts:
        parts.append(f"出勤 {attended} {unit}")
    if partial:
        parts.append(f"{'、'.join(_kinds(partial))} {len(partial)} {unit}（{_listed(partial)}）")
    enough = attended * 100 >= required * len(found)
    parts.append(f"{share}，{'达到' if enough else '低于'} {required}%")
    return "，".join(parts)


def _kinds(partial: Sequence[tuple[ClassSession, Marked]]) -> list[str]:
    return [kind for kind in PARTIAL_MARKS if any(mark.mark == kind for _, mark in partial)]


def _listed(found: Sequence[tuple[ClassSession, Marked]]) -> str:
    return "、".join(f"{session.text} {mark.mark}" for session, mark in found)


def share_text(part: int, whole: int, required: int) -> str:
    """A percentage; what is below the required one never reads as having reached it."""
    return f"{percent(part, whole, border=required):g}%"
