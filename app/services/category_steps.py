"""发展和转正 as one action: category, date and history, or 延长预备期; taken back as one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.data.membership_changes import Since
from app.data.queries.decided_list import newest_decision
from app.data.queries.members import member_values
from app.data.queries.probations import has_probation
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Field, Value
from app.domain.errors import AppError, InvalidInput
from app.domain.known_days import earliest, latest
from app.domain.parsing import parse
from app.domain.people.membership import NORMAL
from app.domain.people.steps import BECAME, FULL, LONGER, length_problem, steps_from
from app.services.keeping import refuse_kept_elsewhere
from app.services.membership import SinceAsked, read_since
from app.services.review.undoing_decisions import TakenBack, Undoable, undo
from app.services.store import Store

STEPPED = "发展和转正"
ACTIONS = (STEPPED, LONGER)
_UNDOABLE = Undoable(
    ACTIONS, "撤销发展和转正", "这一步", "撤销", "请打开这个人，按现在的情况办理。"
)
_PERSON, _CHANGE, _LONGER = map(entity_named, ("member", "membership_change", "probation"))
_STEP, _DAY = "political_status", "from_on"


@dataclass(frozen=True, slots=True)
class Step:
    """What was done, in words."""

    category: str
    words: str


def step_fields(store: Store, member: bytes) -> tuple[Field, ...]:
    """What is asked for, with the steps open to this person.

    Raises:
        AppError: the person is kept by another site, is not 正常, or is 正式党员 already.
    """
    now = _now(store, member)
    steps = steps_from(str(now[_STEP]))
    when = (_STEP, (LONGER,))
    longer = tuple(
        replace(_LONGER.field(name), shown_when=when, required=False, required_when=when)
        for name in ("until", "reason")
        if LONGER in steps
    )
    return (
        replace(
            _CHANGE.field(_STEP), choices=steps, label="这一步", default=steps[0], required=True
        ),
        replace(_CHANGE.field(_DAY), label="日期", required=True),
        *longer,
        _CHANGE.field("basis"),
    )


def take_step(store: Store, member: bytes, raw: Mapping[str, Value]) -> Step:
    """Somebody becomes what follows, on a day; or stays 预备党员 for longer.

    Raises:
        InvalidInput: every problem at once: no step or one that does not follow, no day, one to
            come or before 入党, too short or too long.
        AppError: as for `step_fields`; or 预备期 was made longer before.
    """
    store.require(Verb.ENTER)
    now = _now(store, member)
    step, day = str(raw.get(_STEP) or ""), str(raw.get(_DAY) or "")
    problems: dict[str, str] = {}
    steps = steps_from(str(now[_STEP]))
    if step not in steps:
        problems[_STEP] = f"可以选：{'、'.join(steps)}"
    if not day.strip():
        problems[_DAY] = "请填写日期；只知道年月也可以"
    if problems:
        raise InvalidInput(problems)
    if step == LONGER:
        return _longer(store, member, now, raw)
    since = read_since(SinceAsked(day, str(raw.get("basis") or "")), _DAY)
    joined = now.get("joined_on")
    if step == FULL and joined and since.on and latest(since.on) < earliest(str(joined)):
        raise InvalidInput({_DAY: f"转正不会早于入党日期 {joined!s}，请核对"})
    return _become(store, member, now, step, since)


def _become(store: Store, member: bytes, now: Mapping[str, Value], step: str, since: Since) -> Step:
    values: dict[str, Value] = {_STEP: step}
    if step in BECAME:
        values[BECAME[step]] = since.on
    words = f"{now['name']!s}：{now[_STEP]!s} → {step}"
    # 入党日期 and 转正日期 tell of the change themselves; by which paper, the trail does.
    with store.change(STEPPED, summary=words, reason=since.basis or "") as change:
        change.update(_PERSON, member, values, since={_STEP: since})
    return Step(step, f"{words}，{since.on}。")


def _longer(
    store: Store, member: bytes, now: Mapping[str, Value], raw: Mapping[str, Value]
) -> Step:
    said = {name: raw.get(name) for name in (_DAY, "until", "reason", "basis")}
    values = parse(_LONGER, {**said, "member": member})
    since, until = str(values[_DAY]), str(values["until"])
    if problem := length_problem(since, until):
        raise InvalidInput({"until": problem})
    if has_probation(store.database.read(), member):
        told = f"“{now['name']!s}”的预备期已经延长过一次，没有登记。"
        help_ = "预备期只能延长一次。上次录错的，请在“登记册 → 延长预备期”里改。"
        raise AppError(told, help_, code="longer-once")
    summary = f"{now['name']!s}：至 {until}"
    with store.change(LONGER, summary=summary) as change:
        change.create(_LONGER, values)
    return Step(LONGER, f"{now['name']!s}：预备期延长至 {until}。")


def _now(store: Store, member: bytes) -> Mapping[str, Value]:
    refuse_kept_elsewhere(store, member)
    now = member_values(store.database.read(), member)
    if now.get("status") != NORMAL or now.get("merged_into"):
        told = f"“{now.get('name')!s}”现在是“{now.get('status')!s}”，没有登记。"
        raise AppError(told, "请先核对党籍状态。", code="not-normal")
    if not steps_from(str(now[_STEP])):
        told = f"“{now['name']!s}”已经是正式党员。"
        raise AppError(told, "录错的请打开他的信息，改“人员类别”。", code="full-member")
    return now


def last_step(store: Store) -> int:
    """The number of the action that was just written, for the 撤销 beside its notice."""
    return newest_decision(store.database.read(), ACTIONS)


def take_step_back(store: Store, number: int) -> TakenBack:
    """Everything that one of these actions wrote stands as before.

    Raises:
        NotFound: there is no such action here.
        AppError: it was taken back already, or everything was changed since.
    """
    return undo(store, number, _UNDOABLE)
